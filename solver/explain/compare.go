package explain

import (
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
	"github.com/gridalloc/gridalloc/model/unit"
)

// Figures are what plans of different markets are compared by, on definitions that are the
// same for all (docs/compare.md). What a plan does not have is nil.
type Figures struct {
	// GridMW is the grid MW that run in the last period, by business.
	GridMW [3]unit.MW
	// HallCapex is what the new halls of a business cost per MW of IT: shell, supply and
	// first machines.
	HallCapex [3]*unit.MoneyPerMW
	// ConnectionCapex is what the signed connections cost per MW ordered.
	ConnectionCapex *unit.MoneyPerMW
	// PowerCost is what halls pay for a MWh that they take from the grid, network and
	// declared power included, before tenants reimburse any: the mean over the worlds, all
	// periods, not discounted, with connections that come as planned.
	PowerCost *unit.MoneyPerMWh
	// Power and GridMWh are its two sides.
	Power, GridMWh float64
	// FirstMonths is the time from the start of the horizon to the period in which the
	// first new halls run, MedianMonths to that from which half of the grid MW of all new
	// halls run or have run.
	FirstMonths, MedianMonths *unit.Months
	// Signed are the MW ordered, Spent what they and the new halls with their first
	// machines cost.
	Signed unit.MW
	Spent  unit.Money
}

// measured is a plan that is being measured. The names of a plan that passed verification
// all have a meaning.
type measured struct {
	s    *model.Scenario
	plan *model.Plan
	in   func(region string) bool
	Figures
}

// FiguresOf measures a verified plan of a scenario, in all of its regions or in those that
// in chooses.
func FiguresOf(s *model.Scenario, plan *model.Plan, in func(region string) bool) (*Figures, error) {
	m := &measured{s: s, plan: plan, in: in}
	if in == nil {
		m.in = func(string) bool { return true }
	}
	last := plan.Periods[len(plan.Periods)-1]
	for i := range plan.Allocations {
		if a := &plan.Allocations[i]; a.Period == last && m.in(a.Region) {
			m.GridMW[business(a.Business)] += a.GridMW
		}
	}
	m.online()
	m.capex()
	if err := m.power(); err != nil {
		return nil, err
	}
	return &m.Figures, nil
}

// business is the one that a plan names.
func business(name string) model.Business {
	i := slices.IndexFunc(model.Businesses, func(b model.Business) bool { return b.String() == name })
	return model.Business(i)
}

// online finds when new halls run.
func (m *measured) online() {
	started := make([]unit.MW, m.s.Horizon.Periods)
	total := unit.MW(0)
	for i := range m.plan.Halls {
		h := &m.plan.Halls[i]
		if p, ok := m.s.Horizon.Period(h.Start); ok && h.Existing == "" && m.in(h.Region) {
			started[p] += h.GridMW
			total += h.GridMW
		}
	}
	sum := unit.MW(0)
	for p, mw := range started {
		sum += mw
		months := unit.Months(p * m.s.Horizon.PeriodMonths)
		if mw > 0 && m.FirstMonths == nil {
			m.FirstMonths = &months
		}
		if total > 0 && sum >= total/2 && m.MedianMonths == nil {
			m.MedianMonths = &months
		}
	}
}

// capex adds up what new halls and connections cost.
func (m *measured) capex() {
	calc := finance.New(m.s, &m.s.Base)
	var cost, mw [3]float64
	stream := finance.NewStream(m.s.Horizon.Periods)
	for i := range m.plan.Halls {
		h := &m.plan.Halls[i]
		if h.Existing != "" || !m.in(h.Region) {
			continue
		}
		g := m.group(h)
		stream.Reset()
		calc.Halls(g.site, g.hallType, g.design, g.stand).NewFixed(g.start, g.end, stream)
		per := stream.Machines[g.start]
		for _, x := range stream.Shell {
			per += x
		}
		b := m.s.HallTypes[g.hallType].Business
		cost[b] += per * float64(h.ITMW)
		mw[b] += float64(h.ITMW)
	}
	connections := unit.Money(0)
	for i := range m.plan.Signings {
		x := &m.plan.Signings[i]
		if m.in(x.Region) {
			offer := &m.s.Sites[m.site(x.Site)].Offer
			connections += offer.FixedCost + unit.Money(float64(offer.CostPerMW)*float64(x.FirmMW+x.FlexMW))
			m.Signed += x.FirmMW + x.FlexMW
		}
	}
	m.Spent = connections
	for b := range mw {
		m.Spent += unit.Money(cost[b])
		if mw[b] > 0 {
			per := unit.MoneyPerMW(cost[b] / mw[b])
			m.HallCapex[b] = &per
		}
	}
	if m.Signed > 0 {
		per := unit.MoneyPerMW(float64(connections) / float64(m.Signed))
		m.ConnectionCapex = &per
	}
}

// site is the index of a site.
func (m *measured) site(id string) int {
	return slices.IndexFunc(m.s.Sites, func(x model.Site) bool { return x.ID == id })
}

// region is the id of a site's region.
func (m *measured) region(site int) string { return m.s.Regions[m.s.Sites[site].Region].ID }

// group is where and when halls of a plan run.
type group struct {
	site, hallType, design, start, end int
	stand                              model.Stand
	existing                           *model.ExistingHall
}

func (m *measured) group(h *model.Hall) group {
	g := group{
		site:     m.site(h.Site),
		hallType: slices.IndexFunc(m.s.HallTypes, func(x model.HallType) bool { return x.ID == h.HallType }),
		design:   slices.IndexFunc(m.s.Designs, func(x model.SupplyDesign) bool { return x.ID == h.Design }),
	}
	for _, stand := range []model.Stand{model.Firm, model.Headroom, model.Flex} {
		if stand.String() == h.Stand {
			g.stand = stand
		}
	}
	g.start, _ = m.s.Horizon.Period(h.Start)
	if end, ok := m.s.Horizon.Period(h.End); ok {
		g.end = end
	} else {
		g.end = m.s.Horizon.Periods
	}
	halls := m.s.Sites[g.site].Existing.Halls
	if i := slices.IndexFunc(halls, func(x model.ExistingHall) bool { return x.ID == h.Existing }); h.Existing != "" && i >= 0 {
		g.existing = &halls[i]
	}
	return g
}

// Assumed tells how far the inputs of a scenario can be trusted: the share that is assumed
// or estimated, as a plan's own list has it, and the shares of the grades A, B and C.
func Assumed(s *model.Scenario) (assumed float64, grades [3]float64) {
	n := max(float64(len(s.Inputs)), 1)
	for i := range s.Inputs {
		in := &s.Inputs[i]
		if in.Method == model.Assumed || in.Method == model.Estimated {
			assumed += 1 / n
		}
		for g, grade := range []model.Grade{model.GradeA, model.GradeB, model.GradeC} {
			if in.Grade == grade {
				grades[g] += 1 / n
			}
		}
	}
	return assumed, grades
}
