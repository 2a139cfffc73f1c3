package solver_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
	"github.com/gridalloc/gridalloc/model/unit"
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
		best := enumerate(s)
		want, taken := best.objective, best.contract
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

// TestBruteForceWorlds is the same in several worlds, for each measure, with
// late connections where there is one site.
func TestBruteForceWorlds(t *testing.T) {
	const cases = 150
	worthwhile, waiting := 0, 0
	for seed := range uint64(cases) {
		s := scenariotest.Random(seed)
		late := seed%3 == 0
		if late {
			s.Sites = s.Sites[1:]
			s.Markets[0].Demand[1].Price = 1 // so that no step is worse than not selling
		}
		s = scenariotest.WithWorlds(s, 3, late, seed)
		s.Objective.Tail = 0.4
		var best []float64
		switch seed / 3 % 3 {
		case 1:
			s.Objective.Measure, s.Objective.Weight = model.CVaR, unit.Share(0.25+0.25*float64(seed%4))
		case 2:
			best = alone(s)
			s.Objective.Measure = model.Regret
		}
		want := enumerateAgainst(s, best)
		answer, err := solver.Solve(context.Background(), s, &highs.Engine{}, solver.Options{})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if answer.Plan == nil {
			t.Fatalf("seed %d: stopped %v, %v", seed, answer.Termination, answer.Report)
		}
		if got := answer.Plan.Outcome.Objective; math.Abs(got-want.objective) > 1e-6*max(1e6, math.Abs(want.objective)) {
			t.Errorf("seed %d: the best %v is %.6f million by enumeration, %.6f million by the solver", seed, s.Objective.Measure, want.objective/1e6, got/1e6)
		}
		if len(answer.Plan.Halls) > 0 {
			worthwhile++
		}
		if slices.ContainsFunc(answer.Plan.Halls, func(h model.Hall) bool { return h.Waits }) {
			waiting++
		}
	}
	t.Logf("%d of %d scenarios have something worth building, in %d halls wait for late connections", worthwhile, cases, waiting)
	if worthwhile < 75 || waiting < 5 {
		t.Errorf("the random scenarios are too dull to test anything: %d worth building, %d with halls that wait", worthwhile, waiting)
	}
}

// alone is the best value of each world alone.
func alone(s *model.Scenario) []float64 {
	var best []float64
	for w := range s.Worlds {
		one := *s
		one.Worlds = []model.World{s.Worlds[w]}
		one.Worlds[0].Probability = 1
		best = append(best, enumerate(&one).objective)
	}
	return best
}

// option is one way to use a site: its money by world, and what it takes and
// offers.
type option struct {
	money      []*finance.Stream
	firm, flex float64 // ordered
	online     int     // period from which they count against surplus
	signed     int     // period, -1 for none
	bought     []float64
	ai         []float64    // IT MW sold at most, by period
	idle       [][]float64  // the part of them without power, by world and period
	running    [3][]float64 // IT MW by business and period
}

// enumerated is the best plan found by enumeration.
type enumerated struct {
	objective float64
	contract  bool
}

// enumerate returns the best value of any plan.
func enumerate(s *model.Scenario) enumerated { return enumerateAgainst(s, nil) }

// enumerateAgainst is enumerate for any measure; best is needed for regret.
func enumerateAgainst(s *model.Scenario, best []float64) enumerated {
	calc := finance.New(s, &s.Worlds[0])
	calcs := make([]*finance.Calculator, len(s.Worlds))
	for w := range s.Worlds {
		calcs[w] = calc.In(&s.Worlds[w])
	}
	found := enumerated{objective: math.Inf(-1)}
	first, second := options(s, calcs, 0), []option{nothing(s)}
	if len(s.Sites) > 1 {
		second = options(s, calcs, 1)
	}
	for _, a := range first {
		for _, b := range second {
			if !withinLimits(s, a, b) {
				continue
			}
			for take := range 1 + len(s.Contracts) {
				if v, ok := worth(s, calcs, a, b, take == 1, best); ok && v > found.objective {
					found = enumerated{v, take == 1}
				}
			}
		}
	}
	return found
}

// nothing is the use of a site that is not there.
func nothing(s *model.Scenario) option {
	n := s.Horizon.Periods
	o := option{signed: -1, online: n, bought: make([]float64, n), ai: make([]float64, n)}
	for b := range o.running {
		o.running[b] = make([]float64, n)
	}
	for range s.Worlds {
		o.money, o.idle = append(o.money, finance.NewStream(n)), append(o.idle, make([]float64, n))
	}
	return o
}

// options lists every way to use a site that fits its connection.
func options(s *model.Scenario, calcs []*finance.Calculator, i int) []option {
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
		for _, halls := range hallChoices(s, calcs[0], i, online) {
			if o, ok := use(s, calcs, i, signed, online, halls); ok {
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
func use(s *model.Scenario, calcs []*finance.Calculator, i, signed, online int, halls []group) (option, bool) {
	n := s.Horizon.Periods
	site := &s.Sites[i]
	o := nothing(s)
	o.signed, o.online = signed, online
	firm, secure, flex := make([]float64, n), make([]float64, n), make([]float64, n)
	for _, g := range halls {
		kind := calcs[0].Halls(i, g.t, g.d, g.stand)
		it := float64(s.HallTypes[g.t].Module) * float64(g.count)
		for w, calc := range calcs {
			one := hallMoney(calc.Halls(i, g.t, g.d, g.stand), g, n, powered(g, online, calc.Late(i)))
			o.money[w].Add(one, it)
			for p := g.v; p < g.e && g.t == 1; p++ {
				if p < online+calc.Late(i) {
					o.idle[w][p] += it * kind.Availability()
				}
			}
			for p := range n {
				if g.t == 0 && w == 0 {
					o.bought[p] += it * one.Bought[p]
				}
			}
		}
		for p := g.v; p < g.e; p++ {
			o.running[s.HallTypes[g.t].Business][p] += it
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
	for w, calc := range calcs {
		calc.ExistingConnection(i, o.money[w])
	}
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
	for w, calc := range calcs {
		perMW := finance.NewStream(n)
		calc.Connection(i, signed, o.money[w], perMW)
		for p := online + calc.Late(i); p < n; p++ {
			perMW.AddFlow(p, calc.Declared(i, p), 1)
		}
		o.money[w].Add(perMW, o.firm+o.flex)
	}
	return o, true
}

// powered is the period from which a group has power. Where there are late
// connections all halls stand on them.
func powered(g group, online, late int) int {
	if late == 0 {
		return g.v
	}
	return online + late
}

// hallMoney is the money of a MW of halls; new ones have power from a period
// on.
func hallMoney(kind *finance.Halls, g group, n, power int) *finance.Stream {
	one := finance.NewStream(n)
	if g.existing != nil {
		kind.Existing(g.existing, g.e, one)
		return one
	}
	kind.NewFixed(g.v, g.e, one)
	for p := max(g.v, power); p < g.e; p++ {
		one.AddFlow(p, kind.Run(p, g.v), 1)
	}
	return one
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
			if rule.Kind == model.MinMW && rule.Span.Covers(s.Horizon.Begin(p)) && counted(s, &rule, p, a, b) < rule.Limit-1e-9 {
				return false
			}
		}
	}
	return true
}

// counted is the running IT MW that count for a rule in a period.
func counted(s *model.Scenario, rule *model.Rule, p int, list ...option) (mw float64) {
	for i := range s.Sites {
		for b := range list[i].running {
			if rule.Applies(i, s.Sites[i].Region, model.Business(b)) {
				mw += list[i].running[b][p]
			}
		}
	}
	return mw
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

// worth sells what two sites offer, checks the budgets and returns the value by
// the scenario's measure.
func worth(s *model.Scenario, calcs []*finance.Calculator, a, b option, contract bool, best []float64) (float64, bool) {
	var values, probabilities []float64
	for w, calc := range calcs {
		sum := finance.NewStream(s.Horizon.Periods)
		sum.Add(a.money[w], 1)
		sum.Add(b.money[w], 1)
		if !sell(s, calc, sum, a, b, w, contract) || !affordable(s, sum) {
			return 0, false
		}
		values = append(values, value(s, calc, sum))
		probabilities = append(probabilities, float64(s.Worlds[w].Probability))
	}
	mean, regret := 0.0, math.Inf(-1)
	for w, v := range values {
		mean += probabilities[w] * v
		if best != nil {
			regret = max(regret, best[w]-v)
		}
	}
	switch o := &s.Objective; o.Measure {
	case model.CVaR:
		return (1-float64(o.Weight))*mean + float64(o.Weight)*worst(values, probabilities, float64(o.Tail)), true
	case model.Regret:
		return -regret, true
	default:
		return mean, true
	}
}

// worst is CVaR by its definition as a maximum: the threshold is one of the
// values.
func worst(values, probabilities []float64, tail float64) float64 {
	best := math.Inf(-1)
	for _, eta := range values {
		v := eta
		for w := range values {
			v -= probabilities[w] * max(0, eta-values[w]) / tail
		}
		best = max(best, v)
	}
	return best
}

// sell sells what two sites offer in a world. Where halls have no power the
// contract is paid its penalty and the merchants' rent is lost.
func sell(s *model.Scenario, calc *finance.Calculator, sum *finance.Stream, a, b option, w int, contract bool) bool {
	for p := range s.Horizon.Periods {
		available := a.ai[p] + b.ai[p]
		idle := a.idle[w][p]+b.idle[w][p] > 0 // with one site all is or nothing
		if contract {
			terms := calc.Terms(0)
			if terms.MW[p] > available+1e-9 {
				return false
			}
			available -= terms.MW[p]
			served := calc.Serve(terms, 0, p)
			if idle {
				served = calc.Short(terms, p)
			}
			sum.AddFlow(p, served, terms.MW[p])
		}
		for k := range s.Markets[0].Demand {
			step := &s.Markets[0].Demand[k]
			sold := min(available, float64(step.Depth[p]))
			sale, supply := calc.SpotSale(0, step, p), calc.SpotSupply(model.Colocation, 0, p)
			if sold <= 0 || sale.EBITDA()+supply.EBITDA() <= 0 {
				continue
			}
			if idle {
				supply = calc.SpotLost(model.Colocation, 0, p)
			}
			available -= sold
			sum.AddFlow(p, sale, sold)
			sum.AddFlow(p, supply, sold)
		}
	}
	return true
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
