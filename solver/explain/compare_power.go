package explain

import (
	"fmt"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
	"github.com/gridalloc/gridalloc/model/unit"
)

// power adds up what halls pay for power and what they draw.
func (m *measured) power() error {
	// Without reimbursement the flows of contracts are what the halls themselves pay.
	gross := *m.s
	gross.Contracts = slices.Clone(gross.Contracts)
	for i := range gross.Contracts {
		gross.Contracts[i].PassThrough = false
	}
	for w := range gross.Worlds {
		world := &gross.Worlds[w]
		calc := finance.New(&gross, world)
		stream := finance.NewStream(m.s.Horizon.Periods)
		m.declared(calc, stream)
		m.miners(calc, stream)
		if err := m.sales(calc, stream); err != nil {
			return err
		}
		for p := range m.s.Horizon.Periods {
			m.Power += float64(world.Probability) * stream.Power[p]
			m.GridMWh += float64(world.Probability) * stream.GridMWh[p]
		}
	}
	if m.GridMWh > 0 {
		cost := unit.MoneyPerMWh(m.Power / m.GridMWh)
		m.PowerCost = &cost
	}
	return nil
}

// declared adds the charges for declared power of all connections.
func (m *measured) declared(calc *finance.Calculator, s *finance.Stream) {
	for i := range m.s.Sites {
		if m.in(m.region(i)) {
			calc.ExistingConnection(i, s)
		}
	}
	for i := range m.plan.Signings {
		x := &m.plan.Signings[i]
		from, ok := m.s.Horizon.Period(x.Energised)
		if !ok || !m.in(x.Region) {
			continue
		}
		site := m.site(x.Site)
		for p := from; p < m.s.Horizon.Periods; p++ {
			s.AddFlow(p, calc.Declared(site, p), float64(x.FirmMW+x.FlexMW))
		}
	}
}

// miners adds what mining halls pay and draw.
func (m *measured) miners(calc *finance.Calculator, s *finance.Stream) {
	for i := range m.plan.Halls {
		h := &m.plan.Halls[i]
		if !m.in(h.Region) {
			continue
		}
		g := m.group(h)
		halls := calc.Halls(g.site, g.hallType, g.design, g.stand)
		replaced := g.start
		if g.existing != nil {
			replaced = halls.Replaced(g.existing)
		}
		for p := g.start; p < g.end; p++ {
			s.AddFlow(p, halls.Run(p, replaced), float64(h.ITMW))
		}
	}
}

// sales adds what is paid and drawn for AI clients.
func (m *measured) sales(calc *finance.Calculator, s *finance.Stream) error {
	for i := range m.plan.Deliveries {
		x := &m.plan.Deliveries[i]
		c := slices.IndexFunc(m.s.Contracts, func(c model.Contract) bool { return c.ID == x.Contract })
		site := m.site(x.Site)
		p, ok := m.s.Horizon.Period(x.Period)
		if c < 0 || site < 0 || !ok {
			return fmt.Errorf("the plan delivers to %s from %s in %s, of which the scenario knows nothing", x.Contract, x.Site, x.Period)
		}
		if m.in(m.region(site)) {
			s.AddFlow(p, calc.Serve(calc.Terms(c), site, p), float64(x.MW))
		}
	}
	for i := range m.plan.SpotSupply {
		x := &m.plan.SpotSupply[i]
		site := m.site(x.Site)
		p, ok := m.s.Horizon.Period(x.Period)
		if site < 0 || !ok {
			return fmt.Errorf("the plan sells from %s in %s, of which the scenario knows nothing", x.Site, x.Period)
		}
		if m.in(m.region(site)) {
			s.AddFlow(p, calc.SpotSupply(business(x.Product), site, p), float64(x.MW))
		}
	}
	return nil
}
