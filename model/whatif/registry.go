package whatif

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/gridalloc/gridalloc/model"
)

// Quantity is a lever in the planner's own terms: what is turned has a value in a unit,
// and the lever's amount follows from it.
type Quantity struct {
	// Name is how it is asked for, with what it is narrowed to: "rent:gpu_cloud".
	Name string
	// Words say what the value is of; Unit is the value's.
	Words, Unit string
	// Now is the value in the scenario, Low to High the range that is looked at where
	// nothing else is asked for. Values make sense from Least to Most.
	Now, Low, High, Least, Most float64
	// Widens tells that a larger value only gives more room: a plan for a smaller one is
	// a plan for it too, and worth the same.
	Widens bool
	// Convex tells that what the best plan is worth is convex in the value: between two
	// values no plan is worth more than what lies on the line between the best of both.
	Convex bool

	lever Lever
	slope float64 // amount of the lever for one more of the value
}

// changeUnit is the unit of quantities that differ from place to place: the value is by how
// much all of them change.
const changeUnit = "months more"

// shareUnit is the unit of quantities without a common value.
const shareUnit = "% of now"

// Entry is a quantity that planners can ask for by name.
type Entry struct {
	// Name is what it is asked for by; after a colon it may be narrowed to one of what
	// Narrow says: "region", "business", "" for nothing.
	Name, Narrow string
	// Words say what it is, for help.
	Words string

	of func(s *model.Scenario, narrow string) (*Quantity, error)
}

// Registry lists the quantities by name.
var Registry = []Entry{
	{"hashprice", "", "hashprice of the first period, USD/PH/day; all periods move with it", hashpriceOf},
	{"rent", "business", "rent of AI halls in the first period, USD/kW/month; all periods and contracts move with it", rentOf},
	{"power-price", "region", "mean price of energy without network, USD/kWh; all regions move by the same amount", powerPriceOf},
	{"lead-time", "region", "lead times of connections, in months more than the scenario's, -6 for sooner", leadTimeOf},
	{"capex", "business", "capital cost of halls, USD million/MW of IT load", capexOf},
	{"connection-cost", "region", "mean cost of the connections offered at their full size, USD/kW", connectionCostOf},
	{"discount-rate", "", "real discount rate, %", discountRateOf},
	{"tax", "", "tax on profit, %", taxOf},
	{"budget", "", "budget of all years together, USD million; each year's moves with it", budgetOf},
	{"surplus", "region", "connectable MW, firm and interruptible", surplusOf},
}

// QuantityOf finds the quantity of a scenario that a name such as "hashprice" or
// "rent:gpu_cloud" asks for.
func QuantityOf(s *model.Scenario, name string) (*Quantity, error) {
	short, narrow, narrowed := strings.Cut(name, ":")
	i := slices.IndexFunc(Registry, func(e Entry) bool { return e.Name == short })
	if i < 0 {
		var names []string
		for _, e := range Registry {
			names = append(names, e.Name)
		}
		return nil, fmt.Errorf("%q is not one of %s", short, strings.Join(names, ", "))
	}
	e := &Registry[i]
	switch {
	case narrowed && e.Narrow == "":
		return nil, fmt.Errorf("%s is the same everywhere: write it without :%s", e.Name, narrow)
	case e.Narrow == "region" && narrow != everything && !hasRegion(s, narrow):
		return nil, fmt.Errorf("there is no region %q in %s", narrow, s.Name)
	}
	q, err := e.of(s, narrow)
	if err != nil {
		return nil, err
	}
	q.Name = name
	if q.slope == 0 || math.IsInf(q.slope, 0) {
		return nil, fmt.Errorf("%s is 0 in %s: nothing moves with it", name, s.Name)
	}
	q.bound()
	return q, nil
}

func hasRegion(s *model.Scenario, id string) bool {
	return slices.ContainsFunc(s.Regions, func(r model.Region) bool { return r.ID == id })
}

// bound brings the range within what makes sense, and that within what the lever can do.
func (q *Quantity) bound() {
	a, b := q.Value(q.lever.Least), q.Value(q.lever.Most)
	if q.Least == q.Most {
		q.Least, q.Most = min(a, b), max(a, b)
	}
	q.Low, q.High = q.Round(q.Low), q.Round(q.High)
}

// amount is how far the lever has to be turned for the quantity to have a value.
func (q *Quantity) amount(value float64) float64 { return q.slope * (value - q.Now) }

// Value is that of the quantity where the lever is turned by an amount.
func (q *Quantity) Value(amount float64) float64 { return q.Now + amount/q.slope }

// Round is the nearest value that can be set: within bounds and on the lever's grain, without
// the noise behind its twelfth digit.
func (q *Quantity) Round(value float64) float64 {
	value = q.Value(q.lever.Round(q.amount(min(max(value, q.Least), q.Most))))
	if x, err := strconv.ParseFloat(strconv.FormatFloat(value, 'g', 12, 64), 64); err == nil {
		return x
	}
	return value
}

// Grain is the least difference between two values that matters.
func (q *Quantity) Grain() float64 { return math.Abs(q.lever.Grain / q.slope) }

// At is the scenario in which the quantity has a value.
func (q *Quantity) At(s *model.Scenario, value float64) *model.Scenario {
	return q.lever.Turn(s, q.amount(value))
}

// Parse reads a value: a number in the quantity's unit, or a percentage of what it is now.
func (q *Quantity) Parse(text string) (float64, error) {
	number, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	x, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		return 0, fmt.Errorf("%s: %q is not a number", q.Name, text)
	}
	switch {
	case percent && q.Unit == changeUnit:
		return 0, fmt.Errorf("%s: %q is not a number of months", q.Name, text)
	case percent && !strings.HasPrefix(q.Unit, "%"):
		x *= q.Now / 100
	}
	if x < q.Least-q.Grain()/2 || x > q.Most+q.Grain()/2 {
		return 0, fmt.Errorf("%s: %s is not from %.6g to %.6g %s", q.Name, text, q.Least, q.Most, q.Unit)
	}
	return q.Round(x), nil
}
