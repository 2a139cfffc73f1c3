package report

// Comparison is the answer of compare: markets side by side and what makes their
// distance. Money is in Currency, worth is by the scenarios' measure.
type Comparison struct {
	Currency string       `json:"currency"`
	Goal     string       `json:"goal"`
	Measure  string       `json:"measure"`
	Markets  []MarketRow  `json:"markets"`
	Cap      []CapRow     `json:"price_cap,omitempty"`
	Effects  []EffectRow  `json:"effects,omitempty"`
	Levels   []LevelRow   `json:"levels,omitempty"`
	Even     []EvenRow    `json:"level_with,omitempty"`
	Pooled   []PooledRow  `json:"pooled,omitempty"`
	Together *TogetherRow `json:"together,omitempty"`
	Notes    []string     `json:"notes"`
	// Capped is the limit of --price-cap per kWh, 0 for none.
	Capped float64 `json:"price_cap_per_kwh,omitempty"`
}

// MarketRow is a market with the figures of its plan. What there is not is nil.
type MarketRow struct {
	Market  string `json:"market"`
	Outcome string `json:"outcome"`
	// Rates are real and per year; Tax is the mean over the regions by MW.
	DiscountRate *float64 `json:"discount_rate"`
	Tax          *float64 `json:"tax_rate"`
	Regions      int      `json:"regions"`
	// MW are grid MW in the last period.
	MiningMW     *float64 `json:"mining_mw"`
	ColocationMW *float64 `json:"colocation_mw"`
	GPUCloudMW   *float64 `json:"gpu_cloud_mw"`
	// Capex of halls is per MW of IT, with first machines; of connections per MW ordered.
	MiningCapex     *float64 `json:"mining_capex_per_mw"`
	ColocationCapex *float64 `json:"colocation_capex_per_mw"`
	GPUCloudCapex   *float64 `json:"gpu_cloud_capex_per_mw"`
	ConnectionCapex *float64 `json:"connection_capex_per_mw"`
	PowerCost       *float64 `json:"power_cost_per_mwh"`
	FirstMonths     *float64 `json:"months_to_first_mw"`
	MedianMonths    *float64 `json:"months_to_median_mw"`
	NPV             *float64 `json:"npv"`
	Objective       *float64 `json:"objective"`
	Bound           *float64 `json:"bound"`
	Gap             *float64 `json:"gap"`
	IRR             *float64 `json:"irr"`
	CVaR            *float64 `json:"cvar"`
	Payback         *float64 `json:"payback_years"`
	Capex           *float64 `json:"capex"`
	// Assumed is the share of inputs that are assumed or estimated, the others are shares
	// by grade.
	Assumed *float64 `json:"assumed_inputs"`
	GradeA  *float64 `json:"grade_a"`
	GradeB  *float64 `json:"grade_b"`
	GradeC  *float64 `json:"grade_c"`
}

// CapRow is a region that a price cap leaves, with its price per kWh.
type CapRow struct {
	Market string  `json:"market"`
	Region string  `json:"region"`
	Name   string  `json:"name"`
	Price  float64 `json:"price_per_kwh"`
}

// EffectRow is the part of a gap between two markets that one input makes: on the way
// from the base to the other market, on the way back, and the mean of both with its range.
type EffectRow struct {
	Base  string   `json:"base"`
	Other string   `json:"other"`
	Input string   `json:"input"`
	Forth *float64 `json:"base_to_other"`
	Back  *float64 `json:"other_to_base"`
	Mean  *float64 `json:"mean"`
	Low   *float64 `json:"at_least"`
	High  *float64 `json:"at_most"`
}

// LevelRow is the figure that stands for an input. Kept figures are not swapped.
type LevelRow struct {
	Base  string  `json:"base"`
	Other string  `json:"other"`
	Input string  `json:"input"`
	Level string  `json:"level"`
	Unit  string  `json:"unit"`
	Own   float64 `json:"of_base"`
	Their float64 `json:"of_other"`
	Kept  bool    `json:"kept"`
}

// EvenRow is what a market needs of one lever to be worth as much as another. Amount is
// nil where no amount is enough up to Tried, the largest that was solved and is not. Words
// and Under say both.
type EvenRow struct {
	Base   string   `json:"base"`
	Other  string   `json:"other"`
	Lever  string   `json:"lever"`
	Unit   string   `json:"unit"`
	Amount *float64 `json:"amount"`
	Words  string   `json:"words"`
	Under  string   `json:"words_below"`
	// Target is what has to be reached. Proven: no plan at Tried can be worth as much, by its
	// bound.
	Target float64 `json:"target"`
	Tried  float64 `json:"tried_below"`
	Proven bool    `json:"proven"`
}

// PooledRow is what a plan for all markets with one budget does in one of them.
type PooledRow struct {
	Market       string   `json:"market"`
	SignedMW     float64  `json:"signed_mw"`
	MiningMW     float64  `json:"mining_mw"`
	ColocationMW float64  `json:"colocation_mw"`
	GPUCloudMW   float64  `json:"gpu_cloud_mw"`
	Spent        float64  `json:"spent"`
	PowerCost    *float64 `json:"power_cost_per_mwh"`
	MedianMonths *float64 `json:"months_to_median_mw"`
}

// TogetherRow is the plan for all markets with one budget.
type TogetherRow struct {
	Outcome      string   `json:"outcome"`
	DiscountRate float64  `json:"discount_rate"`
	NPV          *float64 `json:"npv"`
	Objective    *float64 `json:"objective"`
	Bound        *float64 `json:"bound"`
	Gap          *float64 `json:"gap"`
	IRR          *float64 `json:"irr"`
	Capex        *float64 `json:"capex"`
}

// Reply is the comparison in all its forms.
func (c *Comparison) Reply() *Reply {
	names := make([]string, len(c.Markets))
	for i := range c.Markets {
		names[i] = c.Markets[i].Market
	}
	r := &Reply{
		Name: "compare", Title: besides(names), Notes: c.Notes, Data: c,
		Tables: []Table{tableOf("markets", c.Markets)},
	}
	r.Sections = append(r.Sections, c.sideBySide())
	if c.Capped > 0 {
		r.Sections = append(r.Sections, c.capped())
		r.Tables = append(r.Tables, tableOf("price_cap", c.Cap))
	}
	if len(c.Effects) > 0 {
		r.Sections = append(r.Sections, c.effects()...)
		r.Tables = append(r.Tables, tableOf("effects", c.Effects), tableOf("levels", c.Levels))
	}
	if len(c.Even) > 0 {
		r.Sections = append(r.Sections, c.even())
		r.Tables = append(r.Tables, tableOf("level_with", c.Even))
	}
	if c.Together != nil {
		r.Sections = append(r.Sections, c.pooled())
		r.Tables = append(r.Tables, tableOf("pooled", c.Pooled), tableOf("together", []TogetherRow{*c.Together}))
	}
	return r
}
