package formulation

import (
	"cmp"
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
	"github.com/gridalloc/gridalloc/model/unit"
)

// DefaultTail is the tail of the CVaR that is stated where the scenario gives
// none.
const DefaultTail = 0.1

// CVaR is the mean of the worst share tail of values with probabilities. It is
// the closed form of docs/model.md, section 8, for a discrete distribution: the
// world at the edge of the tail counts with the part of its probability that
// fills it.
func CVaR(values, probabilities []float64, tail float64) float64 {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(values[a], values[b]) })
	left, sum := tail, 0.0
	for k, i := range order {
		part := min(probabilities[i], left)
		if k == len(order)-1 {
			part = left // what rounding of the probabilities leaves
		}
		sum += part * values[i]
		left -= part
	}
	return sum / tail
}

// riskFigures sums up the goal's value in all worlds.
func (f *Formulation) riskFigures(plan *model.Plan, values []float64) {
	tail := float64(f.s.Objective.Tail)
	if tail == 0 {
		tail = DefaultTail
	}
	probabilities := make([]float64, len(values))
	r := &plan.Risk
	r.Measure, r.Weight, r.Tail = f.s.Objective.Measure.String(), float64(f.s.Objective.Weight), tail
	for w := range values {
		probabilities[w] = f.worlds[w].probability
		if plan.Worlds[w].NPV < 0 {
			r.Loss += probabilities[w]
		}
	}
	r.Expected = unit.Money(f.mean(values))
	r.Worst = unit.Money(slices.Min(values))
	r.CVaR = unit.Money(CVaR(values, probabilities, tail))
	if f.best == nil {
		return
	}
	regret := math.Inf(-1)
	for w, v := range values {
		// The plan may be better than what was found for the world alone.
		best := max(unscaled(f.best[w]), unit.Money(v))
		plan.Worlds[w].Best = &best
		regret = max(regret, float64(best)-v)
	}
	stated := unit.Money(regret)
	r.Regret = &stated
}

// declaredShare is the take-or-pay share under which flexibility is valued.
const declaredShare = 0.9

// flexibility states what miners gain by stopping and by demand response
// (docs/model.md, section 8).
func (f *Formulation) flexibility(x []float64, plan *model.Plan) {
	plan.Flexibility = []model.Flexibility{}
	rows := map[int]*model.Flexibility{}
	for _, c := range f.campaigns {
		count := math.Round(x[c.col])
		if count == 0 || c.start == c.stop || f.s.HallTypes[c.hallType].Business != model.Mining {
			continue
		}
		row := rows[c.site]
		if row == nil {
			row = &model.Flexibility{Site: f.s.Sites[c.site].ID}
			rows[c.site] = row
		}
		it := float64(f.s.HallTypes[c.hallType].Module) * count
		for w := range f.worlds {
			share := unit.Money(it * f.worlds[w].probability)
			if len(f.worlds) == 1 {
				share = unit.Money(it)
			}
			gain := f.gain(w, c)
			row.Stopping += share * gain.Stopping
			row.Response += share * gain.Response
			row.TakeOrPay += share * gain.TakeOrPay
		}
	}
	for i := range f.s.Sites {
		if row := rows[i]; row != nil {
			row.TakeOrPay = max(row.TakeOrPay, 0)
			plan.Flexibility = append(plan.Flexibility, *row)
		}
	}
}

// gain is the flexibility of one MW of IT load of a campaign in a world.
func (f *Formulation) gain(w int, c campaign) model.Flexibility {
	calc := f.worlds[w].calc
	halls := calc.Halls(c.site, c.hallType, c.design, c.stand)
	replaced := c.start
	if c.existing >= 0 {
		replaced = halls.Replaced(&f.s.Sites[c.site].Existing.Halls[c.existing])
	}
	var sum model.Flexibility
	for p := c.start; p < c.stop; p++ {
		if f.waits(w, c.site, c.class, p) {
			continue
		}
		y := halls.Vintage(p, replaced)
		earn := func(share float64, rights finance.Rights) unit.Money {
			return unit.Money(calc.Discount(p) * halls.MineWith(p, y, share, rights).EBITDA())
		}
		tau := calc.TakeOrPay(c.site, p)
		fixed, stopping, both := earn(tau, 0), earn(tau, finance.Stop), earn(tau, finance.Stop|finance.Respond)
		sum.Stopping += stopping - fixed
		sum.Response += both - stopping
		sum.TakeOrPay += both - fixed - (earn(declaredShare, finance.Stop|finance.Respond) - earn(declaredShare, 0))
	}
	return sum
}
