package explain

import (
	"fmt"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/whatif"
)

// WorthKind is what there is more of.
type WorthKind int

// The kinds.
const (
	// MoreBudget is more money in a year.
	MoreBudget WorthKind = iota
	// RuleLifted is a rule that is not in force.
	RuleLifted
	// LargerOffers is more MW in each offer of a region, with as much firm surplus.
	LargerOffers
	// FirmSurplus and FlexSurplus are more firm and more interruptible surplus.
	FirmSurplus
	FlexSurplus
	// Sooner is a shorter lead time of all offers of a region.
	Sooner
	// Cheaper is a lower price of energy in a region.
	Cheaper
)

// String is the name used in files.
func (k WorthKind) String() string {
	return [...]string{"budget", "rule", "larger_offers", "firm_surplus", "interruptible_surplus", "lead_time", "power_price"}[k]
}

// RegionKinds are the kinds of change of a region, in the order of RegionWorth.Worth. All
// but Cheaper are access to power.
var RegionKinds = []WorthKind{LargerOffers, FirmSurplus, FlexSurplus, Sooner, Cheaper}

// ladders are the kinds of change of a region of which each gives at least as much room
// as the next: firm surplus may be used as interruptible too (docs/model.md, section 5).
var ladders = [][]WorthKind{{LargerOffers, FirmSurplus, FlexSurplus}, {Sooner}, {Cheaper}}

// WorthSteps are the amounts by which things are changed: large enough to let a whole hall
// more be built.
type WorthSteps struct {
	MW, Months float64
	// Million is of budget, Price of energy per MWh, both in the scenario's currency.
	Million, Price float64
}

// change is something that there may be more of.
type change struct {
	words func(amount float64) string
	round func(amount float64) float64
	turn  func(s *model.Scenario, amount float64) *model.Scenario
}

// pulled is the change that a lever makes.
func pulled(l whatif.Lever) *change { return &change{words: l.Words, round: l.Round, turn: l.Turn} }

// changeOf is a change of a region, by its step in a unit.
func (w *worthing) changeOf(k WorthKind, region string) (c *change, step float64, unit string) {
	steps := &w.q.Steps
	switch k {
	case LargerOffers:
		offers, surplus := whatif.OfferMW(region), whatif.FirmMW(region)
		c = pulled(offers)
		c.words = func(mw float64) string { return fmt.Sprintf("offers larger by %g MW (%s)", mw, region) }
		c.turn = func(s *model.Scenario, mw float64) *model.Scenario { return surplus.Turn(offers.Turn(s, mw), mw) }
		return c, steps.MW, "MW"
	case FirmSurplus:
		return pulled(whatif.FirmMW(region)), steps.MW, "MW"
	case FlexSurplus:
		return pulled(whatif.FlexMW(region)), steps.MW, "MW"
	case Sooner:
		return pulled(whatif.LeadTime(region)), steps.Months, "month"
	default:
		l := whatif.PowerPrice(w.s, region)
		return pulled(l), steps.Price, l.Unit
	}
}

// newWorth is a worth to be found.
func newWorth(k WorthKind, of string, c *change, step float64, unit string) *Worth {
	step = c.round(step)
	return &Worth{Kind: k, Of: of, Words: c.words(step), Unit: unit, Amount: step, change: c}
}

// list makes the list of all that there is to find.
func (w *worthing) list() {
	s := w.s
	w.General = append(w.budgets(), w.rules()...)
	for _, id := range w.ordered() {
		r := &RegionWorth{ID: id, InUse: inUse(w.Base.Plan, id)}
		r.Worth = w.kinds(id, id)
		w.Regions = append(w.Regions, r)
	}
	w.Together = w.kinds(fmt.Sprintf("%d regions together", len(w.asked())), "")
	if n := len(s.Regions); len(w.asked()) == n {
		w.Together = w.kinds("all regions together", "")
	}
}

// budgets are more money over the horizon, in each year and in one year after another.
func (w *worthing) budgets() (list []*Worth) {
	add := func(l whatif.Lever, ok bool) {
		if ok {
			x := newWorth(MoreBudget, l.Of, pulled(l), w.q.Steps.Million, l.Unit)
			x.room = true
			list = append(list, x)
		}
	}
	add(whatif.TotalBudget(w.s))
	n := len(list)
	add(whatif.Budget(w.s, 0))
	for _, year := range w.s.Horizon.Years() {
		add(whatif.Budget(w.s, year))
	}
	w.yearly = list[n:]
	return list
}

// rules are those in force, lifted.
func (w *worthing) rules() (list []*Worth) {
	for i := range w.s.Rules {
		r := &w.s.Rules[i]
		if !r.Enabled {
			continue
		}
		x := newWorth(RuleLifted, r.ID, &change{
			words: func(float64) string { return fmt.Sprintf("rule %s (%s) lifted", r.ID, r.Kind) },
			round: func(amount float64) float64 { return amount },
			turn:  func(s *model.Scenario, _ float64) *model.Scenario { return whatif.Lifted(s, r.ID) },
		}, 0, "")
		x.room = liftGivesRoom(r.Kind)
		list = append(list, x)
	}
	return list
}

// kinds are the changes of a region, or of what else words name.
func (w *worthing) kinds(words, region string) (list []*Worth) {
	for _, k := range RegionKinds {
		c, step, unit := w.changeOf(k, words)
		x := newWorth(k, region, c, step, unit)
		x.room = w.givesRoom(w.s, k)
		list = append(list, x)
	}
	return list
}

// inUse tells whether a plan signs or runs anything in a region.
func inUse(p *model.Plan, region string) bool {
	return slices.ContainsFunc(p.Signings, func(x model.Signing) bool { return x.Region == region }) ||
		slices.ContainsFunc(p.Halls, func(x model.Hall) bool { return x.Region == region })
}

// ordered are the regions asked for: those in use first, as the scenario has them.
func (w *worthing) ordered() []string {
	var used, others []string
	for i := range w.s.Regions {
		switch id := w.s.Regions[i].ID; {
		case len(w.q.Regions) > 0 && !slices.Contains(w.q.Regions, id):
		case inUse(w.Base.Plan, id):
			used = append(used, id)
		default:
			others = append(others, id)
		}
	}
	return append(used, others...)
}

// asked are the regions that are looked at.
func (w *worthing) asked() []*RegionWorth {
	if top := w.q.Top; top > 0 && top < len(w.Regions) {
		return w.Regions[:top]
	}
	return w.Regions
}

// turned is the scenario with a kind of change in regions.
func (w *worthing) turned(s *model.Scenario, k WorthKind, regions []*RegionWorth) *model.Scenario {
	for _, r := range regions {
		x := r.of(k)
		s = x.change.turn(s, x.Amount)
	}
	return s
}

// of is the worth of a kind.
func (r *RegionWorth) of(k WorthKind) *Worth { return r.Worth[k-LargerOffers] }
