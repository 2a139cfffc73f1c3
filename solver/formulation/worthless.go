package formulation

import "github.com/gridalloc/gridalloc/model"

// A new mining hall sells nothing to contracts or markets and gives nothing to
// other decisions: it takes MW, money, machines and carbon. So where it is worth
// nothing by itself, a plan with it is no better than the same plan without it,
// and the program does not need its column. The same holds for the connection of
// a site at which no hall is left.
//
// What it is worth by itself is the most that the measure can make of its values
// V[w] by world (see most), with the loans that its spending allows.
//
// It may give something to others after all where operating cash is reinvested,
// losses are carried forward or a rule limits a share of all MW: there nothing is
// left out. Nor are the halls that count for a rule that asks for MW.

// mayLeaveOut reports whether what is worth nothing by itself in a country is
// worth nothing to others either.
func (b *builder) mayLeaveOut(country int) bool {
	if b.strength&Worthless == 0 || b.s.Budget.Reinvest > 0 || b.s.Countries[country].CarryForward {
		return false
	}
	for r := range b.s.Rules {
		if b.s.Rules[r].Enabled && b.s.Rules[r].Kind == model.MaxShare {
			return false
		}
	}
	return true
}

// askedFor reports whether a campaign counts for a rule that asks for MW.
func (b *builder) askedFor(c campaign) bool {
	for r := range b.s.Rules {
		rule := &b.s.Rules[r]
		if !rule.Enabled || rule.Kind != model.MinMW || !rule.Applies(c.site, b.s.Sites[c.site].Region, b.s.HallTypes[c.hallType].Business) {
			continue
		}
		for p := c.start; p < c.stop; p++ {
			if rule.Span.Covers(b.s.Horizon.Begin(p)) {
				return true
			}
		}
	}
	return false
}

// worthless reports whether units of the money m, with their values by world,
// are worth nothing by themselves.
func (b *builder) worthless(m *money, units float64, values []float64) bool {
	worth := b.most(values)
	for p := range b.s.Horizon.Periods {
		if loan := b.loans[b.ledger.yearOf[p]]; loan != none {
			worth += float64(b.s.Budget.DebtShare) * scaled(units*m.fixed.Spending(p)) * max(b.Costs()[loan], 0)
		}
	}
	return worth <= 0
}

// most is the most that the measure can gain when values by world are added to
// those of a plan: the largest mean by any of the weights of worlds that the
// measure is the smallest mean of.
func (b *builder) most(values []float64) float64 {
	switch b.risk.measure {
	case model.CVaR:
		negative, probabilities := make([]float64, len(values)), make([]float64, len(values))
		for w, v := range values {
			negative[w], probabilities[w] = -v, b.worlds[w].probability
		}
		weight := float64(b.s.Objective.Weight)
		return (1-weight)*b.mean(values) - weight*CVaR(negative, probabilities, float64(b.s.Objective.Tail))
	case model.Regret:
		most := values[0]
		for _, v := range values {
			most = max(most, v)
		}
		return most
	default:
		return b.mean(values)
	}
}

// closeEmptySites forbids signings at sites at which there can be no halls and
// whose connections are worth nothing by themselves.
func (b *builder) closeEmptySites() {
	halls := make([]bool, len(b.s.Sites))
	for _, c := range b.campaigns {
		halls[c.site] = true
	}
	for i := range b.signings {
		if !halls[i] && b.mayLeaveOut(b.at(i, model.Mining).country) && !b.signings[i].worthSigning {
			b.closed = append(b.closed, b.signings[i].sign...)
		}
	}
}
