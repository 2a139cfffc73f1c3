package solver_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// TestBruteForce holds the optimum against the enumeration of every signing,
// hall and contract of hundreds of random scenarios.
func TestBruteForce(t *testing.T) {
	const cases = 400
	worthwhile, contracts := 0, 0
	for seed := range uint64(cases) {
		s := scenariotest.Random(seed)
		want, taken := enumerate(s)
		answer, err := solver.Solve(context.Background(), s, &highs.Engine{}, solver.Options{})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if answer.Termination != mip.Optimal {
			t.Fatalf("seed %d: stopped %v", seed, answer.Termination)
		}
		if answer.Plan == nil {
			t.Fatalf("seed %d: plan not verified: %v", seed, answer.Report.Findings)
		}
		if got := answer.Plan.Outcome.Objective; math.Abs(got-want) > 1e-6*max(1e6, math.Abs(want)) {
			t.Errorf("seed %d: the optimum is %.6f million by enumeration, %.6f million by the solver", seed, want/1e6, got/1e6)
		}
		if want > 1 {
			worthwhile++
		}
		if taken {
			contracts++
		}
	}
	t.Logf("%d of %d scenarios have something worth building, %d take their contract", worthwhile, cases, contracts)
	if worthwhile < 200 || contracts < 30 {
		t.Errorf("the random scenarios are too dull to test anything: %d worth building, %d with contract", worthwhile, contracts)
	}
}

// option is one way to use a site: its money, and what it takes and offers.
type option struct {
	money      *finance.Stream
	firm, flex float64 // ordered
	online     int     // period from which they count against surplus
	signed     int     // period, -1 for none
	bought     []float64
	ai         []float64 // IT MW sold at most, by period
}

// enumerate returns the best value of any plan, and whether it takes the
// contract.
func enumerate(s *model.Scenario) (best float64, contract bool) {
	calc := finance.New(s, &s.Worlds[0])
	best = math.Inf(-1)
	first, second := options(s, calc, 0), options(s, calc, 1)
	for _, a := range first {
		for _, b := range second {
			if !withinLimits(s, a, b) {
				continue
			}
			for take := range 1 + len(s.Contracts) {
				if v, ok := worth(s, calc, a, b, take == 1); ok && v > best {
					best, contract = v, take == 1
				}
			}
		}
	}
	return best, contract
}

// options lists every way to use a site that fits its connection.
func options(s *model.Scenario, calc *finance.Calculator, i int) []option {
	n := s.Horizon.Periods
	site := &s.Sites[i]
	var list []option
	for signed := -1; signed < n; signed++ {
		online := n
		if signed >= 0 {
			online = signed + finance.LeadPeriods(s, i)
			if online >= n {
				break
			}
		}
		for _, halls := range hallChoices(s, calc, i, online) {
			if o, ok := use(s, calc, i, signed, online, halls); ok {
				list = append(list, o)
			}
		}
	}
	if site.Existing.Firm == 0 && len(list) == 0 {
		panic("a site can always be left alone")
	}
	return list
}

// group is a number of halls of one kind.
type group struct {
	t, d, v, e, count int
	stand             model.Stand
	existing          *model.ExistingHall
}

// hallChoices lists the combinations of hall groups at a site.
func hallChoices(s *model.Scenario, calc *finance.Calculator, i, online int) [][]group {
	site := &s.Sites[i]
	choices := [][]group{nil}
	extend := func(g group, most int) {
		var more [][]group
		for _, c := range choices {
			for count := 0; count <= most; count++ {
				next := slices.Clone(c)
				if count > 0 {
					g.count = count
					next = append(next, g)
				}
				more = append(more, next)
			}
		}
		choices = more
	}
	for x := range site.Existing.Halls {
		hall := &site.Existing.Halls[x]
		var more [][]group
		for e := 0; e <= calc.Halls(i, hall.HallType, hall.Design, hall.Stand).LastStop(hall); e++ {
			for _, c := range choices {
				more = append(more, append(slices.Clone(c), group{hall.HallType, hall.Design, 0, e, hall.Count, hall.Stand, hall}))
			}
		}
		choices = more
	}
	miners := model.Firm
	if finance.Feeders(site) >= 2 {
		miners = model.Headroom
	}
	kinds := []group{{t: 0, d: 0, stand: miners}, {t: 0, d: 0, stand: model.Flex}}
	if finance.Feeders(site) >= 2 {
		kinds = append(kinds, group{t: 1, d: 1, stand: model.Firm})
	}
	for _, k := range kinds {
		halls := calc.Halls(i, k.t, k.d, k.stand)
		most := float64(site.Offer.MaxFirm + site.Existing.Firm)
		switch {
		case k.t == 1:
			most /= 2
		case k.stand == model.Flex:
			most = float64(site.Offer.MaxFlex)
		}
		earliest := online
		if k.t == 0 && k.stand != model.Flex && site.Existing.Firm > 0 {
			earliest = 0
		}
		for v := max(earliest, halls.Construction()); v < s.Horizon.Periods; v++ {
			for _, e := range halls.Stops(v) {
				k.v, k.e = v, e
				extend(k, int(most/(halls.GridPerIT()*float64(s.HallTypes[k.t].Module))))
			}
		}
	}
	return choices
}

// use works out one option, or reports that it does not fit.
func use(s *model.Scenario, calc *finance.Calculator, i, signed, online int, halls []group) (option, bool) {
	n := s.Horizon.Periods
	site := &s.Sites[i]
	o := option{money: finance.NewStream(n), signed: signed, online: online, bought: make([]float64, n), ai: make([]float64, n)}
	firm, secure, flex := make([]float64, n), make([]float64, n), make([]float64, n)
	one := finance.NewStream(n)
	for _, g := range halls {
		kind := calc.Halls(i, g.t, g.d, g.stand)
		one.Reset()
		if g.existing != nil {
			kind.Existing(g.existing, g.e, one)
		} else {
			kind.New(g.v, g.e, one)
		}
		it := float64(s.HallTypes[g.t].Module) * float64(g.count)
		o.money.Add(one, it)
		for p := range n {
			if g.t == 0 {
				o.bought[p] += it * one.Bought[p]
			}
		}
		for p := g.v; p < g.e; p++ {
			switch {
			case g.stand == model.Flex:
				flex[p] += it * kind.GridPerIT()
			case g.t == 1:
				secure[p] += it * kind.GridPerIT()
				o.ai[p] += it * kind.Availability()
				fallthrough
			default:
				firm[p] += it * kind.GridPerIT()
			}
		}
	}
	calc.ExistingConnection(i, o.money)
	has := float64(site.Existing.Firm)
	for p := range n {
		if p < online {
			if firm[p] > has+1e-9 || secure[p] > 0 || flex[p] > 0 {
				return o, false
			}
			continue
		}
		o.firm = max(o.firm, firm[p]-has)
		if secure[p] > 0 {
			o.firm = max(o.firm, 2*secure[p]-has)
		}
		o.flex = max(o.flex, flex[p])
	}
	if signed < 0 {
		return o, true
	}
	offer := &site.Offer
	if lacking := float64(offer.Min) - o.firm - o.flex; lacking > 0 {
		byFlex := min(lacking, float64(offer.MaxFlex)-o.flex)
		o.flex, o.firm = o.flex+byFlex, o.firm+lacking-byFlex
	}
	if o.firm > float64(offer.MaxFirm)+1e-9 || o.flex > float64(offer.MaxFlex)+1e-9 || o.firm+o.flex > float64(offer.Max)+1e-9 {
		return o, false
	}
	perMW := finance.NewStream(n)
	calc.Connection(i, signed, o.money, perMW)
	o.money.Add(perMW, o.firm+o.flex)
	return o, true
}

// withinLimits holds two sites' options against surplus and rules.
func withinLimits(s *model.Scenario, a, b option) bool {
	for p := range s.Horizon.Periods {
		for r := range s.Regions {
			if !fits(s, s.Regions[r].Surplus, p, []option{a, b}, func(i int) bool { return s.Sites[i].Region == r }) {
				return false
			}
		}
		for j := range s.JointLimits {
			if !fits(s, s.JointLimits[j].Surplus, p, []option{a, b}, func(int) bool { return true }) {
				return false
			}
		}
		for _, rule := range s.Rules {
			if rule.Kind == model.Openings && a.signed == p && b.signed == p || rule.Kind == model.Equipment && a.bought[p]+b.bought[p] > rule.Limit+1e-9 {
				return false
			}
		}
	}
	return true
}

func fits(s *model.Scenario, surplus []model.Surplus, p int, list []option, within func(site int) bool) bool {
	firm, both := 0.0, 0.0
	for _, entry := range surplus {
		if !s.Horizon.Begin(p).Before(entry.From) {
			firm, both = firm+float64(entry.Firm), both+float64(entry.Firm+entry.Interruptible)
		}
	}
	for i, o := range list {
		if o.signed >= 0 && o.online <= p && within(i) {
			firm, both = firm-o.firm, both-o.firm-o.flex
		}
	}
	return firm > -1e-9 && both > -1e-9
}

// worth sells what two sites offer, checks the budgets and returns the value.
func worth(s *model.Scenario, calc *finance.Calculator, a, b option, contract bool) (float64, bool) {
	n := s.Horizon.Periods
	sum := finance.NewStream(n)
	sum.Add(a.money, 1)
	sum.Add(b.money, 1)
	for p := range n {
		available := a.ai[p] + b.ai[p]
		if contract {
			c := &s.Contracts[0]
			wanted, months := finance.Profile(s.Horizon, c)
			if wanted[p] > available+1e-9 {
				return 0, false
			}
			available -= wanted[p]
			sum.AddFlow(p, calc.Serve(c, 0, p, months[p]), wanted[p])
		}
		for k := range s.Markets[0].Demand {
			step := &s.Markets[0].Demand[k]
			sold := min(available, float64(step.Depth[p]))
			sale, supply := calc.SpotSale(0, step, p), calc.SpotSupply(model.Colocation, 0, p)
			if sold <= 0 || sale.EBITDA()+supply.EBITDA() <= 0 {
				continue
			}
			available -= sold
			sum.AddFlow(p, sale, sold)
			sum.AddFlow(p, supply, sold)
		}
	}
	return value(s, calc, sum), affordable(s, sum)
}

func value(s *model.Scenario, calc *finance.Calculator, sum *finance.Stream) float64 {
	rate := float64(s.Countries[0].TaxRate)
	v := calc.Discount(s.Horizon.Periods) * (sum.TerminalValue - rate*(sum.TerminalValue-sum.TerminalDeduction))
	for p := range s.Horizon.Periods {
		v += calc.Discount(p) * (sum.EBITDA(p) + sum.Resale[p] - sum.Spending(p) - rate*sum.Income(p))
	}
	return v
}

func affordable(s *model.Scenario, sum *finance.Stream) bool {
	budget := &s.Budget
	carried, operating, total := 0.0, 0.0, 0.0
	for p := range s.Horizon.Periods {
		spent := sum.Spending(p)
		reinvested := float64(budget.Reinvest) * operating
		total += spent - reinvested
		if budget.Annual != nil {
			carried = float64(budget.Annual[p]) + float64(budget.CarryOver)*carried + reinvested - spent
			if carried < -1 {
				return false
			}
		}
		operating = sum.EBITDA(p) + sum.Resale[p] - float64(s.Countries[0].TaxRate)*sum.Income(p)
	}
	return !budget.HasTotal || total <= float64(budget.Total)+1
}
