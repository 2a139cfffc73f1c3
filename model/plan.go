package model

import (
	"encoding/json"
	"math"

	"github.com/gridalloc/gridalloc/model/unit"
)

// PlanFormat is the version of the plan file that this program writes.
const PlanFormat = 1

// Plan answers a scenario. Decisions come first: they alone determine every
// other figure, and verification recomputes all of them. Money is in the
// scenario's currency and prices; periods are named by their labels.
type Plan struct {
	Format   int      `json:"format"`
	Scenario string   `json:"scenario"`
	Title    string   `json:"title"`
	Currency string   `json:"currency"`
	Prices   int      `json:"price_year"`
	Periods  []string `json:"periods"`
	Outcome  Outcome  `json:"outcome"`

	Signings   []Signing         `json:"signings"`
	Halls      []Hall            `json:"halls"`
	Contracts  []ContractOutcome `json:"contracts"`
	Deliveries []Delivery        `json:"deliveries"`
	Shortfalls []Shortfall       `json:"shortfalls"`
	SpotSupply []SpotSupply      `json:"spot_supply"`
	SpotSales  []SpotSale        `json:"spot_sales"`
	Loans      []Loan            `json:"loans"`

	Result      Result         `json:"result"`
	Worlds      []WorldResult  `json:"worlds"`
	Risk        RiskFigures    `json:"risk"`
	Information *Information   `json:"value_of_information,omitempty"`
	Sample      *Sample        `json:"sample,omitempty"`
	Flexibility []Flexibility  `json:"flexibility"`
	Shares      Shares         `json:"shares"`
	Allocations []Allocation   `json:"allocations"`
	CashFlows   []CashFlow     `json:"cash_flows"`
	Spending    []YearBudget   `json:"budget"`
	Binding     []Binding      `json:"binding"`
	Assumed     []AssumedInput `json:"assumed_inputs"`
	Manifest    Manifest       `json:"manifest"`
}

// Outcome says what the solver claims of the plan.
type Outcome struct {
	Goal        string  `json:"goal"`
	Termination string  `json:"termination"` // why the solver stopped
	Limit       string  `json:"limit,omitempty"`
	Objective   float64 `json:"objective"`
	Verified    bool    `json:"verified"`
	Bound       float64 `json:"bound"` // no plan can be better than this; infinite where none is known
	Gap         float64 `json:"gap"`   // |bound-objective| / max(|objective|, 1)
}

// outcomeJSON is an outcome in JSON, which has no infinity: what is not known is
// null.
type outcomeJSON struct {
	plainOutcome
	Bound *float64 `json:"bound"`
	Gap   *float64 `json:"gap"`
}

type plainOutcome Outcome

// MarshalJSON writes a bound that is not known, and its gap, as null.
func (o Outcome) MarshalJSON() ([]byte, error) {
	j := outcomeJSON{plainOutcome: plainOutcome(o)}
	if !math.IsInf(o.Bound, 0) {
		j.Bound, j.Gap = &o.Bound, &o.Gap
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads a bound or gap that is null as infinite.
func (o *Outcome) UnmarshalJSON(text []byte) error {
	var j outcomeJSON
	if err := json.Unmarshal(text, &j); err != nil {
		return err
	}
	*o = Outcome(j.plainOutcome)
	o.Bound, o.Gap = math.Inf(1), math.Inf(1)
	if j.Bound != nil {
		o.Bound = *j.Bound
	}
	if j.Gap != nil {
		o.Gap = *j.Gap
	}
	return nil
}

// Signing is a connection ordered in Signed and usable from Energised on.
type Signing struct {
	Site      string  `json:"site"`
	Region    string  `json:"region"`
	Signed    string  `json:"signed"`
	Energised string  `json:"energised"`
	FirmMW    unit.MW `json:"firm_mw"`
	FlexMW    unit.MW `json:"flex_mw"`
}

// Hall is a group of equal halls that run from the beginning of Start to the
// beginning of End ("" is the end of the horizon).
type Hall struct {
	Site     string `json:"site"`
	Region   string `json:"region"`
	HallType string `json:"hall_type"`
	Business string `json:"business"`
	Design   string `json:"design"`
	Stand    string `json:"stand"`
	// Existing is the id of the brownfield group these halls belong to, and
	// Start is then the first period.
	Existing string  `json:"existing,omitempty"`
	Start    string  `json:"start"`
	End      string  `json:"end"`
	Count    int     `json:"count"`
	ITMW     unit.MW `json:"it_mw"`
	GridMW   unit.MW `json:"grid_mw"`
	// Waits: where the connection comes late the halls stand idle until then.
	Waits bool `json:"waits,omitempty"`
}

// ContractOutcome says whether a contract is taken.
type ContractOutcome struct {
	Contract string  `json:"contract"`
	Client   string  `json:"client"`
	Product  string  `json:"product"`
	MW       unit.MW `json:"mw"`
	Accepted bool    `json:"accepted"`
}

// Delivery is IT MW of a site given to a contract in a period.
type Delivery struct {
	Contract string  `json:"contract"`
	Site     string  `json:"site"`
	Period   string  `json:"period"`
	MW       unit.MW `json:"mw"`
	// Waits: given by halls that wait for a late connection, and lost until
	// then.
	Waits bool `json:"waits,omitempty"`
}

// Shortfall is contracted MW not delivered in a period.
type Shortfall struct {
	Contract string  `json:"contract"`
	Period   string  `json:"period"`
	MW       unit.MW `json:"mw"`
}

// SpotSupply is IT MW of a site offered to its market without contract.
type SpotSupply struct {
	Site    string  `json:"site"`
	Product string  `json:"product"`
	Period  string  `json:"period"`
	MW      unit.MW `json:"mw"`
	Waits   bool    `json:"waits,omitempty"` // as in Delivery
}

// SpotSale is IT MW sold on one step of a market's demand curve.
type SpotSale struct {
	Market string  `json:"market"`
	Step   string  `json:"step"`
	Period string  `json:"period"`
	MW     unit.MW `json:"mw"`
}

// Loan is money borrowed in a calendar year.
type Loan struct {
	Year   int        `json:"year"`
	Amount unit.Money `json:"amount"`
}

// Result holds the headline figures: in several worlds their mean, and IRR and
// payback of the mean cash. IRR and PaybackYears are null where they
// do not exist (no sign change; never paid back).
type Result struct {
	NPV unit.Money `json:"npv"`
	// EquityValue and LeastCapex are the figures that the alternative goals
	// optimise, given for every plan.
	EquityValue  unit.Money `json:"equity_value"`
	SpendingPV   unit.Money `json:"spending_pv"`
	IRR          *float64   `json:"irr"`
	PaybackYears *float64   `json:"payback_years"`
	Capex        unit.Money `json:"capex"`
}

// WorldResult is what the plan is worth in one world. Best is what the best
// plan for that world alone is worth, known where the measure is regret.
type WorldResult struct {
	World       string      `json:"world"`
	Probability float64     `json:"probability"`
	NPV         unit.Money  `json:"npv"`
	EquityValue unit.Money  `json:"equity_value"`
	Best        *unit.Money `json:"best,omitempty"`
}

// RiskFigures sum up the goal's value in all worlds. Tail is the share of worst
// worlds of which CVaR is the mean, Loss the chance of a negative NPV.
type RiskFigures struct {
	Measure  string      `json:"measure"`
	Weight   float64     `json:"weight"`
	Tail     float64     `json:"tail"`
	Expected unit.Money  `json:"expected"`
	CVaR     unit.Money  `json:"cvar"`
	Worst    unit.Money  `json:"worst"`
	Loss     float64     `json:"loss_probability"`
	Regret   *unit.Money `json:"regret,omitempty"`
}

// Information is what knowing the worlds is worth (Birge and Louveaux,
// Introduction to Stochastic Programming, chapter 4). VSS is the plan's value
// less that of the plan for the mean world, EVPI the mean of the best values
// of each world less the plan's. Both lie between their bounds, as each value
// is known within the gap of its search.
type Information struct {
	MeanWorldPlan unit.Money `json:"mean_world_plan"`
	WaitAndSee    unit.Money `json:"wait_and_see"`
	VSS           unit.Money `json:"vss"`
	VSSBound      unit.Money `json:"vss_bound"`
	EVPI          unit.Money `json:"evpi"`
	EVPIBound     unit.Money `json:"evpi_bound"`
}

// Sample says what the worlds stand for: how many draws were reduced, by which
// distance they are apart from them, and what the plan is worth on all draws.
type Sample struct {
	Draws     int        `json:"draws"`
	Kept      int        `json:"kept"`
	Seed      int        `json:"seed"`
	Reduction string     `json:"reduction"`
	Distance  float64    `json:"distance"` // share of the draws' own spread, 0 to 1
	Expected  unit.Money `json:"expected_on_all_draws"`
	CVaR      unit.Money `json:"cvar_on_all_draws"`
	Loss      float64    `json:"loss_probability_on_all_draws"`
}

// Flexibility is what the miners of a site gain, before tax and discounted, by
// stopping when power is dear and by standing ready to stop for the grid,
// against a load that never stops; and what take-or-pay on 90 % of declared
// power would take from it.
type Flexibility struct {
	Site      string     `json:"site"`
	Stopping  unit.Money `json:"stopping"`
	Response  unit.Money `json:"demand_response"`
	TakeOrPay unit.Money `json:"lost_by_take_or_pay"`
}

// Shares splits the operating grid MW of the last period by what the site
// holds: only miners, only AI, or both.
type Shares struct {
	ASICOnlyMW unit.MW  `json:"asic_mw"`
	GPUOnlyMW  unit.MW  `json:"gpu_mw"`
	HybridMW   unit.MW  `json:"hybrid_mw"`
	ASIC       float64  `json:"asic_share"`
	GPU        float64  `json:"gpu_share"`
	Hybrid     float64  `json:"hybrid_share"`
	Hybrids    []string `json:"hybrid_sites"` // sites that are hybrid in any period
}

// Allocation is what operates at a site in a period, in MW: energised
// connection, and the grid and IT MW of the halls of one business.
type Allocation struct {
	Period   string  `json:"period"`
	Region   string  `json:"region"`
	Site     string  `json:"site"`
	Business string  `json:"business"`
	ITMW     unit.MW `json:"it_mw"`
	GridMW   unit.MW `json:"grid_mw"`
}

// CashFlow is the money of one period. Outflows are negative. Net is the sum
// of all other amounts; the last row, labelled "terminal", holds the values
// recovered at the end of the horizon with their tax.
type CashFlow struct {
	Period      string     `json:"period"`
	Connection  unit.Money `json:"connection"`
	Shell       unit.Money `json:"shell"`
	Machines    unit.Money `json:"machines"`
	Resale      unit.Money `json:"resale"`
	Mining      unit.Money `json:"mining_revenue"`
	Colocation  unit.Money `json:"colocation_revenue"`
	GPUCloud    unit.Money `json:"gpu_cloud_revenue"`
	Penalty     unit.Money `json:"penalty"`
	Power       unit.Money `json:"power"`
	Operation   unit.Money `json:"operation"`
	Tax         unit.Money `json:"tax"`
	LoanDrawn   unit.Money `json:"loan_drawn"`
	LoanService unit.Money `json:"loan_service"`
	Net         unit.Money `json:"net"`
	Discounted  unit.Money `json:"discounted"`
}

// Amounts lists the amounts of a row, for what is done to all of them.
func (c *CashFlow) Amounts() []*unit.Money {
	return []*unit.Money{
		&c.Connection, &c.Shell, &c.Machines, &c.Resale, &c.Mining, &c.Colocation, &c.GPUCloud,
		&c.Penalty, &c.Power, &c.Operation, &c.Tax, &c.LoanDrawn, &c.LoanService, &c.Net, &c.Discounted,
	}
}

// YearBudget sets a year's spending against what was allowed.
type YearBudget struct {
	Year      int        `json:"year"`
	Budget    unit.Money `json:"budget"`
	Carried   unit.Money `json:"carried_in"`
	Reinvest  unit.Money `json:"reinvested"`
	Loan      unit.Money `json:"loan"`
	Spent     unit.Money `json:"spent"`
	CarryOver unit.Money `json:"carried_out"`
}

// Amounts lists the amounts of a row, for what is done to all of them.
func (y *YearBudget) Amounts() []*unit.Money {
	return []*unit.Money{&y.Budget, &y.Carried, &y.Reinvest, &y.Loan, &y.Spent, &y.CarryOver}
}

// Binding is a limit that holds the plan back and what one more unit of it is
// worth: the marginal value with all whole-number decisions fixed, or the gain
// of a re-solve.
type Binding struct {
	Limit  string     `json:"limit"` // family of the limit
	Name   string     `json:"name"`
	Period string     `json:"period,omitempty"`
	Unit   string     `json:"unit"`
	Worth  unit.Money `json:"worth"`
	How    string     `json:"how"` // "marginal" or "re-solve"
}

// AssumedInput is an input that rests on an assumption or estimate.
type AssumedInput struct {
	Kind   string `json:"kind"`
	ID     string `json:"id"`
	Method string `json:"method"`
	Grade  string `json:"grade"`
	Where  string `json:"where"`
}

// Manifest identifies everything the plan was made from.
type Manifest struct {
	ScenarioSHA256 string            `json:"scenario_sha256"`
	Files          []ManifestFile    `json:"files"`
	Version        string            `json:"version"`
	Engine         string            `json:"engine"`
	Options        map[string]string `json:"options"`
	Sources        int               `json:"sources"`
}

// ManifestFile is one input file and its hash.
type ManifestFile struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
}
