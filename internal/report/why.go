package report

import (
	"fmt"
	"strings"

	"github.com/gridalloc/gridalloc/model/unit"
)

// Why says why a plan has a region in or leaves it out.
type Why struct {
	WhyAnswer
	Standing WhyStanding `json:"standing"`
	// Rules limit what may be built there, by id.
	Rules   []string     `json:"rules"`
	Surplus []WhySurplus `json:"surplus"`
	Moves   []WhyMove    `json:"moves"`
	Levers  []WhyLever   `json:"changes"`
	// Complete is false where the work was ended early.
	Complete bool `json:"complete"`
}

// WhyAnswer is the answer in short. What is forced is to have the region in where Not is
// set, otherwise to leave it out; its figures are nil where there is no such plan, or where
// it is not known, as Possible tells.
type WhyAnswer struct {
	Scenario string `json:"scenario"`
	Currency string `json:"currency"`
	Not      bool   `json:"why_not"`
	Region   string `json:"region"`
	Name     string `json:"region_name"`
	Business string `json:"business"`
	// RunningMW of IT load run there in Period; from LeastMW on the region is in.
	Period    string  `json:"period"`
	RunningMW float64 `json:"running_mw"`
	LeastMW   float64 `json:"least_mw"`
	Existing  float64 `json:"existing_mw"`

	Worth       unit.Money  `json:"worth"`
	Bound       *unit.Money `json:"bound"`
	ForcedWorth *unit.Money `json:"forced_worth"`
	ForcedBound *unit.Money `json:"forced_bound"`
	Possible    bool        `json:"forced_possible"`
	// Cost is what plans with it forced are worth less, between Low and High.
	Cost *unit.Money `json:"cost"`
	Low  *unit.Money `json:"cost_low"`
	High *unit.Money `json:"cost_high"`
	Gap  float64     `json:"gap"`
	// Reason is the limit that alone takes most off the cost of forcing in, ReasonCost
	// what it costs then.
	Reason     string      `json:"reason"`
	ReasonCost *unit.Money `json:"reason_cost"`
}

// WhyStanding is what the region has for new halls.
type WhyStanding struct {
	Offers     int      `json:"offers"`
	OfferedMW  float64  `json:"offered_mw"`
	LeadMonths int      `json:"lead_months"`
	First      string   `json:"first_start"`
	NeedsMW    *float64 `json:"hall_needs_mw"`
	Enough     string   `json:"surplus_carries_hall_from"`
	HorizonEnd string   `json:"last_period"`
}

// WhySurplus is what may be connected from a period on, in MW in all.
type WhySurplus struct {
	Period          string  `json:"period"`
	FirmMW          float64 `json:"firm_mw"`
	InterruptibleMW float64 `json:"interruptible_mw"`
}

// WhyMove is by how many MW of IT load the plan with something forced differs in the last
// period.
type WhyMove struct {
	Region   string  `json:"region"`
	Business string  `json:"business"`
	MW       float64 `json:"it_mw"`
}

// WhyLever is one change alone: what forcing costs with the most of it and, where it turns
// the answer, from which amount. The cost is nil where there is no such plan.
type WhyLever struct {
	Change string      `json:"change"`
	Lever  string      `json:"lever"`
	Rule   string      `json:"rule"` // the rule lifted, alone
	Unit   string      `json:"unit"`
	Most   float64     `json:"most"`
	Cost   *unit.Money `json:"cost"`
	Low    *unit.Money `json:"cost_low"`
	High   *unit.Money `json:"cost_high"`
	// Won: with the most of it the answer is proven to turn.
	Won bool `json:"turns"`
	// From is the least amount tried at which the answer is proven to have turned, Before
	// the largest at which it is not, Lost the largest at which it is proven not to have.
	From   *float64 `json:"from"`
	Before *float64 `json:"not_at"`
	Lost   *float64 `json:"proven_not_at"`
	// Turned is From in words. WantWorth is the plan of the side that wins there,
	// RivalBound what no plan of the other side is worth more than, FreshWorth the best
	// plan found with nothing forced and nothing known, and FreshBound its bound.
	Turned     string      `json:"from_in_words"`
	WantWorth  *unit.Money `json:"want_worth"`
	RivalBound *unit.Money `json:"rival_bound"`
	FreshWorth *unit.Money `json:"fresh_worth"`
	FreshBound *unit.Money `json:"fresh_bound"`
	FreshTurns *bool       `json:"fresh_turned"`
	FreshTie   *bool       `json:"fresh_tie"`
}

// Reply is the answer in all its forms.
func (w *Why) Reply() *Reply {
	question := "why"
	if w.Not {
		question = "why not"
	}
	r := &Reply{
		Name:  strings.ReplaceAll(question, " ", "_"),
		Title: fmt.Sprintf("%s: %s %s in %s (%s)", w.Scenario, question, plain(w.Business), w.Region, w.Name),
		Data:  w, Notes: w.notes(),
		Tables: []Table{
			tableOf("answer", []WhyAnswer{w.WhyAnswer}), tableOf("standing", []WhyStanding{w.Standing}), tableOf("surplus", w.Surplus),
			tableOf("moves", w.Moves), tableOf("changes", w.Levers),
		},
	}
	r.Sections = append(r.Sections, w.answer())
	if w.Not {
		r.Sections = append(r.Sections, Section{Heading: "What the region has", Text: w.has()})
	}
	for _, s := range []Section{w.turning(), w.costs(), w.moved()} {
		if len(s.Rows) > 0 || s.Text != "" {
			r.Sections = append(r.Sections, s)
		}
	}
	return r
}

// answer is the short table, and the reason.
func (w *Why) answer() Section {
	forced, costs := fmt.Sprintf("with at least %s MW there in %s", number(w.LeastMW, 1), w.Period), "having it in costs"
	if !w.Not {
		forced, costs = "without it", "leaving it out costs"
	}
	s := Section{
		Header: []string{"", w.Currency + " million", "from", "to"}, Left: 1,
		Rows: [][]string{{"the plan", finely(&w.Worth), "-", finely(w.Bound)}},
	}
	if !w.Complete && w.ForcedWorth == nil && w.Possible {
		s.Text = w.place()
		return s
	}
	s.Rows = append(s.Rows, []string{forced, finely(w.ForcedWorth), "-", finely(w.ForcedBound)}, append([]string{costs}, ranged(w.Cost, w.Low, w.High)...))
	s.Text = strings.TrimSpace(w.place() + " " + w.why())
	return s
}

// place says where the plan leaves the region.
func (w *Why) place() string {
	text := fmt.Sprintf("In %s the plan runs %s MW of %s in %s", w.Period, number(w.RunningMW, 1), w.what(), w.Region)
	if w.Existing > 0 {
		text += fmt.Sprintf(", where %s MW exist", number(w.Existing, 1))
	}
	return text + "."
}

// what are the businesses asked about, in words.
func (w *Why) what() string {
	switch w.Business {
	case "any business":
		return "IT load"
	case "gpu":
		return "AI load"
	}
	return plain(w.Business)
}

// why says what forcing comes to, and the reason.
func (w *Why) why() string {
	switch {
	case w.ForcedWorth == nil && !w.Possible && w.Not:
		return "It cannot be had in: " + w.obstacles() + w.reason()
	case w.ForcedWorth == nil && !w.Possible:
		return "There is no plan without it."
	case w.ForcedWorth == nil:
		return "Whether it can be forced is not known: the search found no plan in time."
	case w.Not:
		return "Reason: " + w.reason()
	}
	return ""
}

// reason says which limit holds the region back.
func (w *Why) reason() string {
	switch {
	case w.Reason == "" && !w.Possible:
		return ""
	case w.Reason == "" && !w.Complete:
		return "not found yet."
	case w.Reason == "":
		return "none of the limits alone, as far as the gap can tell: at these prices other uses of the money are worth more."
	}
	limit, with := w.limit()
	switch cost := w.ReasonCost; {
	case !w.Possible:
		return fmt.Sprintf(" %s alone it can.", strings.ToUpper(with[:1])+with[1:])
	case cost != nil && *cost < 0:
		return fmt.Sprintf("most of all %s; %s alone it gains %s %s million.", limit, with, w.Currency, number(-float64(*cost)/1e6, 2))
	}
	return fmt.Sprintf("most of all %s; %s alone it costs %s %s million.", limit, with, w.Currency, finely(w.ReasonCost))
}

// limit is the reason without its amount, and the change in words.
func (w *Why) limit() (limit, with string) {
	for i := range w.Levers {
		if x := &w.Levers[i]; x.Change == w.Reason && x.Lever != "" {
			return "the " + x.Lever, "with " + w.Reason
		}
	}
	return "what is not allowed there", w.Reason
}

// finely writes money in millions with two decimals.
func finely(x *unit.Money) string {
	if x == nil {
		return "-"
	}
	return number(float64(*x)/1e6, 2)
}

// ranged are the cells of a cost and its range.
func ranged(cost, low, high *unit.Money) []string {
	if cost == nil {
		return []string{"no such plan", finely(low), finely(high)}
	}
	return []string{finely(cost), finely(low), finely(high)}
}
