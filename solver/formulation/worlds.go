package formulation

import (
	"slices"

	"github.com/gridalloc/gridalloc/model/finance"
)

// world is one world of the scenario, ready to value decisions in.
type world struct {
	calc        *finance.Calculator
	probability float64
}

// mean is the mean of values by world.
func (f *Formulation) mean(values []float64) float64 {
	if len(values) == 1 {
		return values[0] // exactly, whatever rounding the probability bears
	}
	sum := 0.0
	for w, v := range values {
		sum += f.worlds[w].probability * v
	}
	return sum
}

// money is that of one unit of a decision: a stream that is the same in all
// worlds, and the flows of each world by period.
type money struct {
	fixed *finance.Stream
	flows [][]finance.Flow
}

func newMoney(worlds, periods int) money {
	m := money{finance.NewStream(periods), make([][]finance.Flow, worlds)}
	for w := range m.flows {
		m.flows[w] = make([]finance.Flow, periods)
	}
	return m
}

func (m *money) reset() {
	m.fixed.Reset()
	for _, flows := range m.flows {
		clear(flows)
	}
}

// value works out what units of money are worth in every world. The result is
// good until the next call.
func (b *builder) valueOf(m *money, units float64, at place) []float64 {
	fixed := b.value.stream(m.fixed, at)
	for w, flows := range m.flows {
		sum := fixed
		for p := range flows {
			if flows[p] != (finance.Flow{}) {
				sum += b.value.ebitda(flows[p].EBITDA(), p, at)
			}
		}
		b.values[w] = units * sum
	}
	return b.values
}

// addFlow adds a continuous column whose money is a flow of one period per
// unit, which may differ between worlds.
func (b *builder) addFlow(family familyID, upper float64, p int, at place, flow func(w int) finance.Flow, name ...string) int32 {
	for w := range b.worlds {
		b.flows[w] = flow(w)
		b.values[w] = b.value.ebitda(b.flows[w].EBITDA(), p, at)
	}
	col := b.AddCol(family, 0, upper, b.mean(b.values), false, name...)
	// What clients pay and what power costs differ between worlds each in a way
	// that many columns share.
	for w, f := range b.flows {
		b.values[w] = b.value.ebitda(f.Revenue-f.Penalty, p, at)
	}
	b.spread(col, b.values)
	for w, f := range b.flows {
		b.values[w] = b.value.ebitda(-f.Power-f.Operation, p, at)
	}
	b.spread(col, b.values)
	b.postFlows(col, b.flows, p, at.country)
	return col
}

// latest is the most periods that any world is late at each site.
func (f *Formulation) latest() []int {
	late := make([]int, len(f.s.Sites))
	for i := range f.s.Sites {
		if !f.s.Sites[i].HasOffer {
			continue
		}
		for _, w := range f.worlds {
			late[i] = max(late[i], w.calc.Late(i))
		}
	}
	return late
}

// settled is the class of what does not wait for a late connection; other
// classes are the signing period waited for.
const settled = -1

// classes lists the signing periods that what starts or is sold at a site in
// period p may wait for, after settled: those in whose window p is
// (docs/model.md, section 2, Late connections).
func (f *Formulation) classes(site, p int) []int {
	list := []int{settled}
	if f.late[site] == 0 {
		return list
	}
	lead := finance.LeadPeriods(f.s, site)
	for q := max(p-lead-f.late[site]+1, 0); q+lead <= p; q++ {
		list = append(list, q)
	}
	return list
}

// waits reports whether a class of decisions stands idle at a site in a period
// of a world.
func (f *Formulation) waits(w, site, class, p int) bool {
	return class != settled && p < class+finance.LeadPeriods(f.s, site)+f.worlds[w].calc.Late(site)
}

// classAt is the class in period p of halls of a class: after the window
// nothing waits.
func (f *Formulation) classAt(site, class, p int) int {
	if slices.Contains(f.classes(site, p), class) {
		return class
	}
	return settled
}
