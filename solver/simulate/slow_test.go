package simulate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
)

// books is the slow way to value a plan in a world: every decision as a stream
// of its own by country, market and business, added up at the end.
type books struct {
	s         *model.Scenario
	calc      *finance.Calculator
	streams   map[[3]int]*finance.Stream // by country, market, business
	online    [3][]float64
	interest  []float64
	loans     []float64 // by period, then owed at the horizon
	penalties float64
}

func (b *books) of(country, market int, business model.Business) *finance.Stream {
	key := [3]int{country, market, int(business)}
	if b.streams[key] == nil {
		b.streams[key] = finance.NewStream(b.s.Horizon.Periods)
	}
	return b.streams[key]
}

func (b *books) ofSite(site int, business model.Business) *finance.Stream {
	region := &b.s.Regions[b.s.Sites[site].Region]
	return b.of(region.Country, region.Market, business)
}

func (b *books) period(label string) int {
	p, ok := b.s.Horizon.Period(label)
	if !ok {
		panic(label)
	}
	return p
}

func index[T any](list []T, is func(*T) bool) int {
	for i := range list {
		if is(&list[i]) {
			return i
		}
	}
	panic("not found")
}

func (b *books) site(id string) int {
	return index(b.s.Sites, func(x *model.Site) bool { return x.ID == id })
}

// slow values a plan in which all that may wait for a connection is marked.
func slow(s *model.Scenario, plan *model.Plan, w *model.World) *books {
	n := s.Horizon.Periods
	b := &books{s: s, calc: finance.New(s, w), streams: map[[3]int]*finance.Stream{}, interest: make([]float64, n), loans: make([]float64, n+1)}
	for k := range b.online {
		b.online[k] = make([]float64, n)
	}
	energised := make([]int, len(s.Sites)) // in this world
	for i := range s.Sites {
		b.calc.ExistingConnection(i, b.ofSite(i, model.Mining))
	}
	for _, x := range plan.Signings {
		i := b.site(x.Site)
		lead := s.Sites[i].Offer.Lead[s.LeadQuantile]
		if w.Lead != nil {
			lead = max(lead, w.Lead[i])
		}
		q := b.period(x.Signed)
		energised[i] = q + int(math.Ceil(float64(lead)/float64(s.Horizon.PeriodMonths)))
		fixed, perMW := finance.NewStream(n), finance.NewStream(n)
		b.calc.Connection(i, q, fixed, perMW)
		for p := energised[i]; p < n; p++ {
			perMW.AddFlow(p, b.calc.Declared(i, p), 1)
		}
		b.ofSite(i, model.Mining).Add(fixed, 1)
		b.ofSite(i, model.Mining).Add(perMW, float64(x.FirmMW+x.FlexMW))
	}
	for i := range plan.Halls {
		b.hall(&plan.Halls[i], energised)
	}
	b.sales(plan, energised)
	for _, x := range plan.Loans {
		l := b.calc.Loan(slices.Index(s.Horizon.Years(), x.Year))
		for p := range n {
			b.loans[p] += float64(x.Amount) * (l.Draw[p] - l.Principal[p] - l.Interest[p])
			b.interest[p] += float64(x.Amount) * l.Interest[p]
		}
		b.loans[n] -= float64(x.Amount) * l.Terminal
	}
	return b
}

func (b *books) hall(x *model.Hall, energised []int) {
	s := b.s
	site := b.site(x.Site)
	t := index(s.HallTypes, func(h *model.HallType) bool { return h.ID == x.HallType })
	design := index(s.Designs, func(d *model.SupplyDesign) bool { return d.ID == x.Design })
	stand := map[string]model.Stand{"firm": model.Firm, "headroom": model.Headroom, "flex": model.Flex}[x.Stand]
	kind := b.calc.Halls(site, t, design, stand)
	start, end := b.period(x.Start), s.Horizon.Periods
	if x.End != "" {
		end = b.period(x.End)
	}
	st, replaced := finance.NewStream(s.Horizon.Periods), start
	if x.Existing != "" {
		old := &s.Sites[site].Existing.Halls[index(s.Sites[site].Existing.Halls, func(h *model.ExistingHall) bool { return h.ID == x.Existing })]
		kind.Existing(old, end, st)
		replaced = kind.Replaced(old)
	} else {
		kind.New(start, end, st)
	}
	it := float64(s.HallTypes[t].Module) * float64(x.Count)
	for p := start; p < end; p++ {
		if x.Waits && p < energised[site] {
			st.AddFlow(p, kind.Run(p, replaced), -1)
		} else {
			b.online[s.HallTypes[t].Business][p] += it * kind.GridPerIT()
		}
	}
	b.ofSite(site, s.HallTypes[t].Business).Add(st, it)
}

func (b *books) sales(plan *model.Plan, energised []int) {
	s := b.s
	terms := func(id string) *finance.Terms {
		return b.calc.Terms(index(s.Contracts, func(c *model.Contract) bool { return c.ID == id }))
	}
	for _, x := range plan.Deliveries {
		t, site, p := terms(x.Contract), b.site(x.Site), b.period(x.Period)
		flow := b.calc.Serve(t, site, p)
		if x.Waits && p < energised[site] {
			flow = b.calc.Short(t, p)
			b.penalties += float64(x.MW) * flow.Penalty
		}
		b.ofSite(site, t.Contract.Product).AddFlow(p, flow, float64(x.MW))
	}
	for _, x := range plan.Shortfalls {
		t, p := terms(x.Contract), b.period(x.Period)
		b.of(0, t.Contract.Market, t.Contract.Product).AddFlow(p, b.calc.Short(t, p), float64(x.MW))
		b.penalties += float64(x.MW) * b.calc.Short(t, p).Penalty
	}
	for _, x := range plan.SpotSupply {
		site, p := b.site(x.Site), b.period(x.Period)
		flow := b.calc.SpotSupply(model.Colocation, site, p)
		if x.Waits && p < energised[site] {
			flow = b.calc.SpotLost(model.Colocation, site, p)
		}
		b.ofSite(site, model.Colocation).AddFlow(p, flow, float64(x.MW))
	}
	for _, x := range plan.SpotSales {
		m := index(s.Markets, func(m *model.ClientMarket) bool { return m.ID == x.Market })
		step := &s.Markets[m].Demand[index(s.Markets[m].Demand, func(d *model.DemandStep) bool { return d.ID == x.Step })]
		p := b.period(x.Period)
		b.of(s.CountryOfMarket(m), m, step.Product).AddFlow(p, b.calc.SpotSale(m, step, p), float64(x.MW))
	}
}

// close turns the books into figures.
func (b *books) close() (o Outcome, scale float64) {
	s, n := b.s, b.s.Horizon.Periods
	o.Net = slices.Clone(b.loans)
	o.Penalties, o.Online = b.penalties, b.online
	end, equity := b.calc.Discount(n), 0.0
	lastYear := 12 / s.Horizon.PeriodMonths
	for c := range s.Countries {
		country := finance.NewStream(n)
		for key, st := range b.streams {
			if key[0] != c {
				continue
			}
			country.Add(st, 1)
			for p := n - lastYear; p < n; p++ {
				equity += end * float64(s.Objective.Multiple[key[1]][key[2]]) * st.EBITDA(p)
			}
		}
		rate, loss := float64(s.Countries[c].TaxRate), 0.0
		for p := range n {
			income := country.Income(p)
			if c == 0 {
				income -= b.interest[p]
			}
			tax := rate * income
			if s.Countries[c].CarryForward {
				used := min(loss, max(income, 0))
				tax = rate * (max(income, 0) - used)
				loss += max(-income, 0) - used
			}
			o.Net[p] += country.EBITDA(p) + country.Resale[p] - country.Spending(p) - tax
			o.SpendingPV += country.Spending(p) * b.calc.Discount(p)
		}
		terminal := country.TerminalValue - rate*(country.TerminalValue-country.TerminalDeduction)
		o.Net[n] += terminal
		equity -= end * terminal
	}
	cash, cumulative := finance.Cash{Amount: o.Net}, 0.0
	o.LowAt = -1
	for p, x := range o.Net {
		o.NPV += x * b.calc.Discount(p)
		scale += math.Abs(x)
		cash.Time = append(cash.Time, (float64(p)+0.5)*s.Horizon.YearsPerPeriod())
		if cumulative += x; cumulative < o.LowCash {
			o.LowCash, o.LowAt = cumulative, p
		}
	}
	cash.Time[n] = float64(n) * s.Horizon.YearsPerPeriod()
	o.EquityValue = o.NPV + equity
	o.IRR, o.HasIRR = cash.IRR()
	o.Payback, o.HasPayback = finance.Payback(o.Net[:n], o.Net[n], s.Horizon.YearsPerPeriod())
	o.Goal = map[model.Goal]float64{model.NPV: o.NPV, model.EquityValue: o.EquityValue, model.LeastCapex: -o.SpendingPV}[s.Objective.Goal]
	return o, scale
}

// TestValueIsThatOfStreams holds the evaluator against the slow way on random
// scenarios, plans and worlds, the same evaluator going from world to world.
func TestValueIsThatOfStreams(t *testing.T) {
	late, penalties, rates := 0, 0, 0
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 11))
		s := randomScenario(r, seed)
		plan := randomPlan(r, s)
		e, err := NewEvaluator(s, plan)
		if err != nil {
			t.Fatal(seed, err)
		}
		for k := range 5 {
			w := randomWorld(r, s)
			want, scale := slow(s, plan, w).close()
			got := e.Value(w)
			where := fmt.Sprintf("scenario %d world %d ", seed, k)
			for what, pair := range map[string][2]float64{
				"NPV": {got.NPV, want.NPV}, "equity value": {got.EquityValue, want.EquityValue}, "goal": {got.Goal, want.Goal},
				"spending": {got.SpendingPV, want.SpendingPV}, "penalties": {got.Penalties, want.Penalties}, "low cash": {got.LowCash, want.LowCash},
			} {
				near(t, where+what, pair[0], pair[1], scale)
			}
			for p := range want.Net {
				near(t, where+"net", got.Net[p], want.Net[p], scale)
			}
			for b := range want.Online {
				for p := range want.Online[b] {
					near(t, where+"online", got.Online[b][p], want.Online[b][p], 1)
				}
			}
			if got.LowAt != want.LowAt || got.HasIRR != want.HasIRR || got.HasPayback != want.HasPayback {
				t.Errorf("%s: got %v, want %v", where, got, want)
			}
			near(t, where+"payback", got.Payback, want.Payback, 1)
			if math.Abs(got.IRR-want.IRR) > 1e-7 {
				t.Errorf("%s IRR: got %v, want %v", where, got.IRR, want.IRR)
			}
			for i := range s.Sites {
				late += e.calc.Late(i)
			}
			if got.Penalties > 0 {
				penalties++
			}
			if got.HasIRR {
				rates++
			}
		}
		if t.Failed() {
			break
		}
	}
	if late == 0 || penalties == 0 || rates == 0 {
		t.Error("no late connection, penalty or rate of return in all these worlds: not much of a test")
	}
}
