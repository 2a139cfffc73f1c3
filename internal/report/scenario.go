package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// Scenario writes a page on what a scenario asks: time, money, where, with
// what and under which rules, and how far its inputs can be trusted.
func Scenario(w io.Writer, s *model.Scenario, hash string, width int) error {
	g := &page{width: max(width, minWidth)}
	title := s.Title
	if title == "" {
		title = s.Name
	}
	g.printf("%s (%s)\n\n", title, s.Name)
	g.pair("Horizon", fmt.Sprintf("%s to %s, %s of %d months", s.Horizon.Label(0), s.Horizon.Label(s.Horizon.Periods-1),
		plural(s.Horizon.Periods, "period"), s.Horizon.PeriodMonths))
	g.pair("Money", fmt.Sprintf("%s at %d prices, discounted at %s a year", s.Currency, s.PriceYear, percent(float64(s.DiscountRate))))
	g.pair("Goal", goalWords(s.Objective.Goal.String()))
	g.pair("Lead times", [...]string{"optimistic", "typical", "pessimistic"}[s.LeadQuantile])
	g.pair("Solver", fmt.Sprintf("gap %s, time limit %g s, threads %d, seed %d",
		percent(float64(s.Solver.Gap)), s.Solver.TimeLimit, s.Solver.Threads, s.Solver.Seed))
	scenarioPlaces(g, s)
	scenarioDemand(g, s)
	scenarioRisk(g, s)
	scenarioBudget(g, s)
	scenarioRules(g, s)
	scenarioInputs(g, s)
	g.pair("Scenario, SHA-256", hash)
	_, err := io.WriteString(w, g.text.String())
	return err
}

func scenarioPlaces(g *page, s *model.Scenario) {
	var firm, flex, running unit.MW
	for _, r := range s.Regions {
		f, i := surplusOf(s, r.Surplus)
		firm += f
		flex += i
	}
	offers, existing, halls := 0, 0, 0
	for _, site := range s.Sites {
		if site.HasOffer {
			offers++
		}
		if site.Existing.Firm > 0 || site.Existing.Flex > 0 {
			existing++
			running += site.Existing.Firm + site.Existing.Flex
		}
		for _, h := range site.Existing.Halls {
			halls += h.Count
		}
	}
	systems := map[string]bool{}
	for _, r := range s.Regions {
		systems[r.PowerSystem] = true
	}
	g.heading("Where")
	g.pair("Regions", fmt.Sprintf("%d in %s, %s", len(s.Regions), plural(len(systems), "power system"), plural(len(s.JointLimits), "joint limit")))
	g.pair("Surplus", fmt.Sprintf("%s MW firm and %s MW interruptible by the end of the horizon", number(float64(firm), 1), number(float64(flex), 1)))
	g.pair("Connection offers", fmt.Sprint(offers))
	g.pair("Existing sites", fmt.Sprintf("%d with %s MW and %s", existing, number(float64(running), 1), plural(halls, "hall")))
	var types []string
	for _, h := range s.HallTypes {
		types = append(types, h.ID)
	}
	g.pair("Hall types", strings.Join(types, ", "))
}

func scenarioDemand(g *page, s *model.Scenario) {
	mandatory, sum := 0, map[model.Business]unit.MW{}
	for _, c := range s.Contracts {
		sum[c.Product] += c.MW
		if c.Mandatory {
			mandatory++
		}
	}
	steps := 0
	for _, m := range s.Markets {
		steps += len(m.Demand)
	}
	g.heading("Clients")
	g.pair("Contracts", fmt.Sprintf("%d offered, %d mandatory: colocation %s MW, GPU cloud %s MW", len(s.Contracts), mandatory,
		number(float64(sum[model.Colocation]), 1), number(float64(sum[model.GPUCloud]), 1)))
	g.pair("Client markets", fmt.Sprintf("%d with %s", len(s.Markets), plural(steps, "demand step")))
}

// scenarioRisk says what is uncertain, and what counts of the values in all
// worlds.
func scenarioRisk(g *page, s *model.Scenario) {
	g.heading("Worlds and risk")
	d := s.Sampling
	worlds := "the one of the tables"
	switch {
	case d.File != "":
		worlds = fmt.Sprintf("%d of %s", len(s.Worlds), d.File)
	case d.Draws > 0:
		worlds = fmt.Sprintf("%s, seed %d, reduced to %d by their %s", plural(d.Draws, "draw"), d.Seed, d.Keep, d.Reduction)
	}
	g.pair("Worlds", worlds)
	if d.Draws > 0 {
		g.pair("Means", map[bool]string{false: "those of the tables", true: "as the processes have them"}[d.Open])
		g.pair("Hashrate", map[bool]string{false: "follows what mining earns", true: "does not react"}[d.Rigid])
	}
	measure := "the mean of all worlds"
	switch o := s.Objective; o.Measure {
	case model.CVaR:
		measure = fmt.Sprintf("%s mean, %s CVaR of the worst %s", percent(float64(1-o.Weight)), percent(float64(o.Weight)), percent(float64(o.Tail)))
	case model.Regret:
		measure = "the largest regret"
	}
	g.pair("What counts", measure)
	if !s.Risk.Given {
		g.pair("Risk set", "none")
		return
	}
	b := s.Risk.Bitcoin
	g.pair("Bitcoin price", fmt.Sprintf("%s, volatility %s a year", strings.ReplaceAll(b.Model.String(), "_", " "), percent(b.Volatility)))
	g.pair("Grid companies", fmt.Sprintf("%d, connections of one late together with correlation %s", len(s.Risk.Delay.Companies), percent(float64(s.Risk.Delay.Correlation))))
	g.pair("Clients", fmt.Sprintf("default together with correlation %s", percent(float64(s.Risk.Clients.Correlation))))
}

func scenarioBudget(g *page, s *model.Scenario) {
	b := s.Budget
	g.heading("Budget, %s million", s.Currency)
	if b.Annual == nil && !b.HasTotal {
		g.printf("no limit\n")
	}
	switch {
	case len(b.Annual) == 0:
	case slices.Min(b.Annual) == slices.Max(b.Annual):
		g.pair("Every year", number(float64(b.Annual[0])/1e6, 1))
	default:
		for i, year := range s.Horizon.Years() {
			g.pair(fmt.Sprint(year), number(float64(b.Annual[i])/1e6, 1))
		}
	}
	if b.HasTotal {
		g.pair("In all", number(float64(b.Total)/1e6, 1))
	}
	if b.Annual != nil {
		g.pair("Carried over", percent(float64(b.CarryOver)))
		g.pair("Reinvested", percent(float64(b.Reinvest)))
	}
	if b.DebtShare > 0 {
		g.pair("Loans", fmt.Sprintf("up to %s of spending at %s over %d years", percent(float64(b.DebtShare)), percent(float64(b.DebtRate)), b.DebtYears))
	}
}

func scenarioRules(g *page, s *model.Scenario) {
	g.heading("Rules")
	t := grid{header: []string{"rule", "name", "on", "from", "to", "regions"}, left: 5}
	for _, r := range s.Rules {
		t.add(r.ID, r.Name, map[bool]string{true: "yes", false: "no"}[r.Enabled],
			dateOr(r.Span.From, "-"), dateOr(r.Span.To, "-"), fmt.Sprint(len(r.Regions)))
	}
	g.printRows(t)
}

// scenarioInputs counts the records of input by method and grade.
func scenarioInputs(g *page, s *model.Scenario) {
	g.heading("Inputs")
	methods := []model.Method{model.Reported, model.Derived, model.Estimated, model.Assumed}
	count := map[model.Grade]map[model.Method]int{model.GradeA: {}, model.GradeB: {}, model.GradeC: {}}
	for _, in := range s.Inputs {
		if count[in.Grade] != nil {
			count[in.Grade][in.Method]++
		}
	}
	t := grid{header: []string{"grade"}, left: 1}
	for _, m := range methods {
		t.header = append(t.header, string(m))
	}
	for _, grade := range []model.Grade{model.GradeA, model.GradeB, model.GradeC} {
		row := []string{string(grade)}
		for _, m := range methods {
			row = append(row, fmt.Sprint(count[grade][m]))
		}
		t.add(row...)
	}
	g.print(t)
	g.pair("Records", fmt.Sprintf("%d from %s citing %s", len(s.Inputs), plural(len(s.Files), "file"), plural(len(s.Sources), "source")))
}
