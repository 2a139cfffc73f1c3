package formulation

import (
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// A plan made for other figures, such as a neighbour's in a sweep of budgets,
// tells which decisions are good ones here too. Its connections, halls and
// contracts are found again by their names; orders, deliveries, sales and money
// are left to the engine. What this program has no column for is left out, such
// as halls that are worth nothing at its prices.

// Taking is the linear program that is left when the connections, halls and
// contracts are those of a plan. It has no point where they do not fit.
func (f *Formulation) Taking(plan *model.Plan) *mip.Model {
	m := f.limited(plan, func(m *mip.Model, col int32, decided float64) {
		m.ColLower[col], m.ColUpper[col] = decided, decided
	})
	m.ColInteger = make([]bool, m.NumCols())
	return m
}

// Within is the program without the connections, new halls and contracts that a
// plan does not have: it drops what does not fit or does not pay any more, the
// cheapest loss first. Where halls must be started in a region it may have all
// that there can be.
func (f *Formulation) Within(plan *model.Plan) *mip.Model {
	m := f.limited(plan, func(m *mip.Model, col int32, decided float64) { m.ColUpper[col] = decided })
	for _, c := range f.campaigns {
		if c.existing >= 0 || f.regionOf(c.site) == f.built { // all of a brownfield group stop some time
			m.ColUpper[c.col] = f.Model.ColUpper[c.col]
		}
	}
	f.eachSigning(func(col int32, site int) {
		if f.regionOf(site) == f.built {
			m.ColUpper[col] = f.Model.ColUpper[col]
		}
	})
	return m
}

// limited is the program with the columns of signings, halls and contracts
// limited to what a plan decided, as far as their own bounds allow it.
func (f *Formulation) limited(plan *model.Plan, limit func(m *mip.Model, col int32, decided float64)) *mip.Model {
	m := *f.Model
	m.ColLower, m.ColUpper = slices.Clone(m.ColLower), slices.Clone(m.ColUpper)
	decided := f.decisions(plan)
	put := func(col int32) {
		limit(&m, col, max(m.ColLower[col], min(decided[col], m.ColUpper[col])))
	}
	f.eachSigning(func(col int32, _ int) { put(col) })
	for _, c := range f.campaigns {
		put(c.col)
	}
	for i := range f.contracts {
		put(f.contracts[i].accept)
	}
	return &m
}

// hallKey is what tells the halls of a plan apart.
type hallKey struct {
	site, hallType, design, stand, existing, start, end string
	waits                                               bool
}

// decisions are the whole numbers of a plan by column.
func (f *Formulation) decisions(plan *model.Plan) map[int32]float64 {
	decided := map[int32]float64{}
	signed := f.decidedSignings(plan, decided)
	halls := make(map[hallKey]int, len(plan.Halls))
	for i := range plan.Halls {
		h := &plan.Halls[i]
		halls[hallKey{h.Site, h.HallType, h.Design, h.Stand, h.Existing, h.Start, h.End, h.Waits}] += h.Count
	}
	for _, c := range f.campaigns {
		if c.class != settled && c.class != signed[c.site] {
			continue // waits for a signing that there is not
		}
		if count := halls[f.hallKey(c)]; count > 0 {
			decided[c.col] = float64(count)
		}
	}
	accepted := map[string]bool{}
	for _, x := range plan.Contracts {
		accepted[x.Contract] = x.Accepted
	}
	for i := range f.contracts {
		if accepted[f.s.Contracts[i].ID] {
			decided[f.contracts[i].accept] = 1
		}
	}
	return decided
}

// decidedSignings enters the signings of a plan and tells when each site signs,
// settled for never.
func (f *Formulation) decidedSignings(plan *model.Plan, decided map[int32]float64) []int {
	when := make(map[string]string, len(plan.Signings))
	for _, x := range plan.Signings {
		when[x.Site] = x.Signed
	}
	signed := make([]int, len(f.signings))
	for i := range f.signings {
		signed[i] = settled
		q, known := f.s.Horizon.Period(when[f.s.Sites[i].ID])
		if known && q < len(f.signings[i].sign) {
			signed[i] = q
			decided[f.signings[i].sign[q]] = 1
		}
	}
	return signed
}

// hallKey names a campaign as a plan names its halls.
func (f *Formulation) hallKey(c campaign) hallKey {
	key := hallKey{
		site: f.s.Sites[c.site].ID, hallType: f.s.HallTypes[c.hallType].ID, design: f.s.Designs[c.design].ID,
		stand: c.stand.String(), start: f.s.Horizon.Label(c.start), waits: c.class != settled,
	}
	if c.stop < f.s.Horizon.Periods {
		key.end = f.s.Horizon.Label(c.stop)
	}
	if c.existing >= 0 {
		key.existing = f.s.Sites[c.site].Existing.Halls[c.existing].ID
	}
	return key
}
