package verify

import (
	"math"
	"math/big"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// statedBest reads what the best plan of each world alone is worth, which only
// a search can tell. It is nil where regret does not count, or after a finding.
func statedBest(j *judge, f *facts, rows []model.WorldResult) []*big.Rat {
	wanted := f.s.Objective.Measure == model.Regret
	sound := j.holds(at{WorldBest, "", ""}, !wanted || len(rows) == len(f.s.Worlds), "the best values of %d worlds are given, not of %d", len(rows), len(f.s.Worlds))
	var best []*big.Rat
	for i := range rows {
		x := rows[i].Best
		a := at{WorldBest, rows[i].World, ""}
		switch {
		case !wanted:
			sound = j.holds(a, x == nil, "a best value is given, but regret does not count") && sound
		case !j.holds(a, x != nil && finite(float64(*x)), "no best value is given"):
			sound = false
		default:
			best = append(best, exact(*x))
		}
	}
	if !sound || !wanted {
		return nil
	}
	return best
}

// checkBest reads the best values and checks that the plan is not better.
func checkBest(j *judge, v *valuation, rows []model.WorldResult) []*big.Rat {
	best := statedBest(j, v.f, rows)
	for i, x := range best {
		a := v.worlds[i]
		value, limit := toFloat(a.goal()), toFloat(x)
		ok := value <= limit+j.moneySlack(limit, a.scale())
		j.holds(at{WorldBest, v.f.s.Worlds[i].Name, ""}, ok, "the plan is worth %s, more than the best of this world with %s", number(value), number(limit))
	}
	return best
}

// compareWorlds holds the rows of the worlds against the recomputed ones.
func compareWorlds(j *judge, v *valuation, stated, right []model.WorldResult) {
	if !j.holds(at{WorldRow, "", ""}, len(stated) == len(right), "%d worlds are listed, there are %d", len(stated), len(right)) {
		return
	}
	for i := range right {
		x, y, scale := &stated[i], &right[i], v.worlds[i].scale()
		a := at{WorldRow, y.World, ""}
		j.holds(a, x.World == y.World, "world %d is called %q, not %q", i+1, x.World, y.World)
		j.figure(a, "the probability", x.Probability, y.Probability, chanceSlack)
		j.money(a, "the net present value", float64(x.NPV), float64(y.NPV), scale)
		j.money(a, "the equity value", float64(x.EquityValue), float64(y.EquityValue), scale)
	}
}

// chanceSlack is the tolerance of probabilities and their sums.
const chanceSlack = 1e-9

// compareRisk holds the figures of risk against the recomputed ones.
func compareRisk(j *judge, v *valuation, stated, right *model.RiskFigures) {
	a := at{RiskMeasure, "", ""}
	j.holds(a, stated.Measure == right.Measure, "the measure is stated as %q, it is %q", stated.Measure, right.Measure)
	j.figure(a, "the weight", stated.Weight, right.Weight, chanceSlack)
	j.figure(a, "the tail", stated.Tail, right.Tail, chanceSlack)

	a.rule = RiskFigures
	scale := 0.0
	for _, w := range v.worlds {
		scale = max(scale, w.scale())
	}
	j.money(a, "the expected value", float64(stated.Expected), float64(right.Expected), scale)
	j.money(a, "the CVaR", float64(stated.CVaR), float64(right.CVaR), scale)
	j.money(a, "the worst value", float64(stated.Worst), float64(right.Worst), scale)
	compareLoss(j, v, stated.Loss)
	wanted := v.f.s.Objective.Measure == model.Regret
	if j.holds(a, (stated.Regret != nil) == wanted, "a regret is given where it does not count, or none where it does") && right.Regret != nil {
		j.money(a, "the regret", float64(*stated.Regret), float64(*right.Regret), scale)
	}
}

// compareLoss checks the chance of a negative NPV. A world within the tolerance
// of 0 may count or not.
func compareLoss(j *judge, v *valuation, stated float64) {
	slack := func(a *accounts) float64 { return j.moneySlack(0, a.scale()) }
	low := toFloat(v.loss(func(a *accounts) float64 { return -slack(a) }))
	high := toFloat(v.loss(slack))
	ok := stated >= low-chanceSlack && stated <= high+chanceSlack
	j.holds(at{RiskFigures, "", ""}, ok, "the chance of a loss is stated as %s, it lies between %s and %s", number(stated), number(low), number(high))
}

// compareFlexibility holds the table of flexible miners against the recomputed
// one.
func compareFlexibility(j *judge, stated, right []model.Flexibility, scale float64) {
	if !j.holds(at{Flexibility, "", ""}, len(stated) == len(right), "the table has %d rows, it should have %d", len(stated), len(right)) {
		return
	}
	for i := range right {
		x, y := &stated[i], &right[i]
		a := at{Flexibility, y.Site, ""}
		j.holds(a, x.Site == y.Site, "row %d is about %q, not %q", i+1, x.Site, y.Site)
		j.money(a, "the gain by stopping", float64(x.Stopping), float64(y.Stopping), scale)
		j.money(a, "the gain by demand response", float64(x.Response), float64(y.Response), scale)
		j.money(a, "the loss by take-or-pay", float64(x.TakeOrPay), float64(y.TakeOrPay), scale)
	}
}

// checkClaims checks that what searches and draws found makes sense; it cannot
// be recomputed.
func checkClaims(j *judge, v *valuation, plan *model.Plan) {
	slack := func(x unit.Money) float64 { return j.moneySlack(float64(x), v.mean.scale()) }
	if x := plan.Information; x != nil {
		a := at{RiskInformation, "", ""}
		j.holds(a, float64(x.VSS) >= -slack(x.VSS), "the value of the stochastic solution is %v", x.VSS)
		j.holds(a, float64(x.EVPI) >= -slack(x.EVPI), "the value of perfect information is %v", x.EVPI)
		j.holds(a, float64(x.VSSBound) >= float64(x.VSS)-slack(x.VSS), "the value of the stochastic solution %v exceeds its bound %v", x.VSS, x.VSSBound)
		j.holds(a, float64(x.EVPIBound) >= float64(x.EVPI)-slack(x.EVPI), "the value of perfect information %v exceeds its bound %v", x.EVPI, x.EVPIBound)
	}
	if x := plan.Sample; x != nil {
		a := at{RiskSample, "", ""}
		worlds := len(v.f.s.Worlds)
		j.holds(a, x.Kept == worlds, "%d worlds were kept, there are %d", x.Kept, worlds)
		j.holds(a, x.Draws >= x.Kept, "%d worlds were kept of %d", x.Kept, x.Draws)
		j.holds(a, isShare(x.Distance), "the distance is %v", x.Distance)
		j.holds(a, isShare(x.Loss), "the chance of a loss is %v", x.Loss)
		j.holds(a, finite(float64(x.Expected)) && finite(float64(x.CVaR)), "the values on all draws are no numbers")
	}
}

func isShare(x float64) bool { return x >= -chanceSlack && x <= 1+chanceSlack }

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
