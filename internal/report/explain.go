package report

import (
	"fmt"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// Explanation is what holds a plan back, and what more of everything would be worth.
type Explanation struct {
	Scenario string `json:"scenario"`
	Currency string `json:"currency"`
	Goal     string `json:"goal"`
	Measure  string `json:"measure"`
	// PeriodMonths is how long a period is.
	PeriodMonths int `json:"period_months"`
	// Given is what the planner's plan is worth by the measure, Value the best one found
	// from it, which gains are measured from; no plan is worth more than Bound.
	Given   unit.Money      `json:"given"`
	Value   unit.Money      `json:"value"`
	Bound   *unit.Money     `json:"bound"`
	Binding []model.Binding `json:"binding"`
	Steps   ExplainSteps    `json:"steps"`
	// Kinds are those of changes of regions, in the order of columns.
	Kinds  []string   `json:"kinds"`
	Worths []WorthRow `json:"worths"`
	// Regions hold access against price; Together does for all of them at once, nil where
	// that was not looked at.
	Regions  []AccessRow `json:"regions"`
	Together *AccessRow  `json:"together"`
	Solves   int         `json:"solves"`
}

// ExplainSteps are the amounts of the changes.
type ExplainSteps struct {
	MW      float64 `json:"mw"`
	Months  float64 `json:"months"`
	Million float64 `json:"million"`
	Price   float64 `json:"price"`
}

// WorthRow is what one change is worth. Amounts are nil where they are not known: of a change
// that was grouped with others only the bounds are.
type WorthRow struct {
	Kind   string      `json:"kind"`
	Of     string      `json:"of"` // region, year or rule; empty for all regions looked at together
	Change string      `json:"change"`
	Amount float64     `json:"amount"`
	Unit   string      `json:"unit"`
	How    string      `json:"how"` // solved, grouped, idle, or not looked at
	Gain   *unit.Money `json:"gain"`
	Low    *unit.Money `json:"low"`
	High   *unit.Money `json:"high"`
	// Proven tells that the gain is more than 0, Limited that the search stopped at a limit.
	Proven  bool `json:"proven"`
	Limited bool `json:"limited"`
	// Group is how many regions were changed together; Why says why an idle change
	// changes nothing.
	Group   int         `json:"group"`
	Why     string      `json:"why"`
	PerUnit *unit.Money `json:"per_unit"`
	// Afresh is the gain by a search that knows nothing of the others, nil where it was not
	// asked for.
	Afresh     *unit.Money `json:"afresh"`
	AfreshLow  *unit.Money `json:"afresh_low"`
	AfreshHigh *unit.Money `json:"afresh_high"`
	// Half and double the amount: what they are worth, and whether a unit of them may be
	// worth as much.
	HalfAmount   *float64    `json:"half_amount"`
	HalfGain     *unit.Money `json:"half_gain"`
	HalfLow      *unit.Money `json:"half_low"`
	HalfHigh     *unit.Money `json:"half_high"`
	HalfHolds    *bool       `json:"half_holds"`
	DoubleAmount *float64    `json:"double_amount"`
	DoubleGain   *unit.Money `json:"double_gain"`
	DoubleLow    *unit.Money `json:"double_low"`
	DoubleHigh   *unit.Money `json:"double_high"`
	DoubleHolds  *bool       `json:"double_holds"`
}

// AccessRow holds access to power in a region, the dearest of MW and months, against its
// price.
type AccessRow struct {
	Region     string      `json:"region"`
	InUse      bool        `json:"in_use"`
	Verdict    string      `json:"verdict"` // access, price, neither, cannot be told, closed, not looked at
	AccessLow  *unit.Money `json:"access_low"`
	AccessHigh *unit.Money `json:"access_high"`
	PriceLow   *unit.Money `json:"price_low"`
	PriceHigh  *unit.Money `json:"price_high"`
}

// Explain makes the answer of explain.
func Explain(e *Explanation) *Reply {
	return &Reply{
		Name:  "explain",
		Title: fmt.Sprintf("%s: what holds the plan back, and what more would be worth", e.Scenario),
		Sections: []Section{
			e.headline(), e.binds(), e.general(), e.access(), e.afresh(), e.validity(), e.idle(),
		},
		Notes:  e.notes(),
		Data:   e,
		Tables: []Table{tableOf("worth", e.Worths), tableOf("access", e.Regions), tableOf("binding", e.Binding)},
	}
}

// gain writes what a change is worth, in millions: the gain with its range where that is
// not the same, only the most that it can be where it is not proven, and a plain 0 for what
// changes nothing.
func (w *WorthRow) gain() string {
	switch {
	case w.How == "not looked at":
		return "?"
	case w.How == "idle":
		return "0"
	case w.High == nil:
		return "unknown"
	case w.Gain == nil || w.Low == nil || !w.Proven && *w.High >= 0:
		most := inMillions(*w.High)
		if most == "0.00" {
			return most
		}
		return "at most " + most
	}
	return withRange(w.Gain, w.Low, w.High)
}

// withRange writes an amount in millions with its range where that is not the same.
func withRange(x, from, to *unit.Money) string {
	if x == nil || from == nil || to == nil {
		return "unknown"
	}
	text := inMillions(*x)
	if low, high := inMillions(*from), inMillions(*to); low != text || high != text {
		text += fmt.Sprintf(" (%s to %s)", low, high)
	}
	return text
}
