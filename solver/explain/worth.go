package explain

import (
	"context"
	"fmt"
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver"
)

// What more of something is worth is found by solving the scenario with more of it, from
// the plan. Three things make that quick enough for a country, and each is a proof:
//
// Idle changes. Where the program is the same with more of it, the gain is 0 without a
// search: see idle.
//
// Bounds. Changes come in ladders, each rung giving at least as much room as the next:
// larger offers with firm surplus for them, firm surplus alone, interruptible surplus
// alone; a budget of an early year and of a later one. What bounds the plans of one rung
// bounds those of the next.
//
// Groups. Where all of a group of regions together are not proven to gain anything, none
// of them alone can gain more than all of them can; only otherwise is the group halved.
// (Dorfman, The detection of defective members of large populations, 1943.)

// Worth is what a change of the scenario is worth.
type Worth struct {
	Kind WorthKind
	// Of is the region, year or rule, empty for all regions together.
	Of string
	// Words say what is changed, Amount by how much, 0 for a rule, in Unit.
	Words, Unit string
	Amount      float64
	How         WorthHow
	// Gain is how much more the best plan is worth. Of a member of a group only Low and High
	// are known. Nothing is where How is Untried.
	Gain Gain
	// Why says of an idle change why it changes nothing.
	Why string
	// Group is how many regions were changed together.
	Group int
	// Half and Double are what half and double the amount are worth, nil where they were
	// not looked for: see Holds.
	Half, Double *Scaled
	// Afresh is the gain by a search that knows nothing of the others, nil where it was not
	// asked for.
	Afresh *Gain
	// Limited tells that the search stopped at a limit: the range is wider than the gap.
	Limited bool

	change *change
	// least is the gain that the tolerances of the searches leave unsure.
	least float64
	found *Found
	room  bool
}

// Scaled is what another amount of the same change is worth.
type Scaled struct {
	Amount float64
	Gain   Gain
}

// WorthHow is how a worth is known.
type WorthHow int

// The ways.
const (
	// Untried was not looked at.
	Untried WorthHow = iota
	// Idle changes nothing in the program.
	Idle
	// Solved is the difference of two plans.
	Solved
	// Grouped is bounded by what a group of regions gains together.
	Grouped
)

// String is the name used in files.
func (h WorthHow) String() string {
	return [...]string{"not looked at", "idle", "solved", "grouped"}[h]
}

// Proven tells whether it is proven that there is a gain.
func (w *Worth) Proven() bool { return w.How == Solved && w.Gain.Low > w.least }

// Worths is what all changes of a scenario are worth.
type Worths struct {
	// Base is the best plan found from the planner's, which gains are measured from.
	Base *Found
	// General are budgets and rules, Together what is changed in all regions at once, by
	// the kinds of RegionKinds. Regions are in the order that they were looked at.
	General, Together []*Worth
	Regions           []*RegionWorth
	// Solves counts the searches.
	Solves int
}

// RegionWorth is what changes in a region are worth, by the kinds of RegionKinds.
type RegionWorth struct {
	ID    string
	InUse bool
	Worth []*Worth
}

// WorthQuestion is what is asked for.
type WorthQuestion struct {
	Steps WorthSteps
	// Regions limits the question to some, Top to the first of them; nil and 0 for all.
	Regions []string
	Top     int
	// Quick leaves out over which amounts a worth holds.
	Quick bool
	// Afresh solves each proven gain again with nothing known.
	Afresh bool
}

// worthing is a question being answered.
type worthing struct {
	*Analyst
	*Worths
	s           *model.Scenario
	q           *WorthQuestion
	yearly      []*Worth // budgets by year
	least       float64
	done, total int
}

// Worths finds what more of everything is worth. An error, also that of a context that ends, comes
// with what was found until then. The scenario's measure must not be regret, which is
// measured against best plans that change too.
func (a *Analyst) Worths(ctx context.Context, s *model.Scenario, plan *model.Plan, q WorthQuestion) (*Worths, error) {
	w := &worthing{Analyst: a, Worths: &Worths{Base: Of(plan)}, s: s, q: &q}
	w.Base.Bound = math.Inf(1) // what a file says of it may be of another scenario
	w.list()
	base, err := a.Find(ctx, "the plan itself", s, solver.Known{Starts: []*model.Plan{plan}})
	if err != nil {
		return w.Worths, err
	}
	w.Solves++
	if base.Worth >= w.Base.Worth {
		w.Base = base
	}
	w.Base.Bound = max(base.Bound, w.Base.Worth)
	w.least = tolerance * max(math.Abs(w.Base.Worth), 1e6)
	w.screen()
	for _, part := range []func(context.Context) error{w.general, w.together, w.used, w.unused, w.holds, w.afresh} {
		if err := part(ctx); err != nil {
			return w.Worths, err
		}
	}
	return w.Worths, nil
}

// decide finds what a change is worth by solving the scenario with it.
func (w *worthing) decide(ctx context.Context, x *Worth, s *model.Scenario, known solver.Known) error {
	found, err := w.find(ctx, x.Words, s, x.room, known)
	if err != nil {
		return err
	}
	w.done++
	x.How, x.found, x.Limited = Solved, found, !found.Solved()
	x.Gain, x.least = w.gain(found, x.room), w.least
	return nil
}

// find solves a changed scenario from the plan, beside what else is known.
func (w *worthing) find(ctx context.Context, words string, s *model.Scenario, room bool, known solver.Known) (*Found, error) {
	known.Starts = append([]*model.Plan{w.Base.Plan}, known.Starts...)
	found, err := w.Find(ctx, fmt.Sprintf("%d of %d: %s", w.done+1, w.total, words), s, known)
	if err != nil {
		return nil, err
	}
	w.Solves++
	if room { // no plan without the change is worth more than all with it
		w.Base.Bound = max(min(w.Base.Bound, found.Bound), w.Base.Worth)
	}
	return found, nil
}

// gain is that of a changed scenario.
func (w *worthing) gain(found *Found, room bool) Gain {
	g := GainOf(w.Base, found)
	if room {
		g = g.AtLeast(0)
	}
	return g
}

// from is what a wider scenario's search tells of a narrower one.
func from(wider *Found) solver.Known {
	if wider == nil {
		return solver.Known{}
	}
	var known solver.Known
	if !math.IsInf(wider.Bound, 0) {
		known.Bound = &wider.Bound
	}
	if wider.Plan != nil {
		known.Starts = []*model.Plan{wider.Plan}
	}
	return known
}
