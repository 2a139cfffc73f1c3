package page

import (
	"cmp"
	"slices"

	"github.com/gridalloc/gridalloc/internal/chart"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// budget sets capital spending against the budget.
func (b *builder) budget() (section, error) {
	s := section{ID: "budget", Heading: b.Text("budget")}
	rows := b.plan.Spending
	picture := &chart.Budget{Unit: b.moneyUnit(), AllowedName: b.Text("budget.allowed")}
	series := func(key string, role chart.Role, of func(*model.YearBudget) unit.Money) chart.Series {
		list := chart.Series{Name: b.Text(named("budget", key)), Role: role}
		for i := range rows {
			list.Values = append(list.Values, b.in(of(&rows[i])))
		}
		return list
	}
	for i := range rows {
		picture.Years = append(picture.Years, year(rows[i].Year))
	}
	picture.Spent = series("spent", chart.Neutral, func(y *model.YearBudget) unit.Money { return y.Spent })
	for _, x := range []struct {
		key  string
		role chart.Role
		of   func(*model.YearBudget) unit.Money
	}{
		{"annual", chart.Pale3, func(y *model.YearBudget) unit.Money { return y.Budget }},
		{"carried", chart.Pale1, func(y *model.YearBudget) unit.Money { return y.Carried }},
		{"reinvested", chart.Pale2, func(y *model.YearBudget) unit.Money { return y.Reinvest }},
		{"loan", chart.Pale4, func(y *model.YearBudget) unit.Money { return y.Loan }},
	} {
		if list := series(x.key, x.role, x.of); slices.ContainsFunc(list.Values, func(v float64) bool { return v != 0 }) {
			picture.Allowed = append(picture.Allowed, list)
		}
	}
	most := slices.MaxFunc(rows, func(x, y model.YearBudget) int { return cmp.Compare(x.Spent, y.Spent) })
	picture.Head = b.head("budget", b.Text("budget"), b.Text("budget.desc", b.money(b.plan.Result.Capex), b.money(most.Spent), year(most.Year)))
	caption := b.Text("budget.caption", b.moneyUnit())
	if total := b.scenario.Budget; total.HasTotal {
		caption += " " + b.Text("budget.total", b.money(total.Total))
	}
	figure, err := b.picture(picture, &picture.Head, caption)
	s.Blocks = append(s.Blocks, figure)
	return s, err
}

// flows are the parts of the cash of a period as the picture stacks them. They add
// up to its net.
var flows = []struct {
	key  string
	role chart.Role
	of   func(*model.CashFlow) unit.Money
}{
	{"mining", chart.Mining, func(c *model.CashFlow) unit.Money { return c.Mining }},
	{"colocation", chart.Colocation, func(c *model.CashFlow) unit.Money { return c.Colocation }},
	{"gpu_cloud", chart.GPUCloud, func(c *model.CashFlow) unit.Money { return c.GPUCloud }},
	{"invested", chart.Neutral, func(c *model.CashFlow) unit.Money { return c.Connection + c.Shell + c.Machines + c.Resale }},
	{"costs", chart.Pale4, func(c *model.CashFlow) unit.Money { return c.Power + c.Operation + c.Penalty }},
	{"tax", chart.Pale2, func(c *model.CashFlow) unit.Money { return c.Tax }},
	{"loans", chart.Hybrid, func(c *model.CashFlow) unit.Money { return c.LoanDrawn + c.LoanService }},
}

// cash shows cash flows and the cumulative net present value, with a fan over the
// worlds.
func (b *builder) cash() (section, error) {
	s := section{ID: "cash", Heading: b.Text("cash")}
	rows := b.plan.CashFlows
	picture := &chart.Cash{Unit: b.moneyUnit(), NetName: b.Text("cash.net"), Line: chart.Series{Name: b.Text("cash.cumulative")}}
	var sum, low unit.Money
	for i := range rows {
		picture.Periods = append(picture.Periods, b.period(rows[i].Period))
		sum += rows[i].Discounted
		low = min(low, sum)
		picture.Line.Values = append(picture.Line.Values, b.in(sum))
	}
	for _, f := range flows {
		list := chart.Series{Name: b.Text(named("cash", f.key)), Role: f.role}
		for i := range rows {
			list.Values = append(list.Values, b.in(f.of(&rows[i])))
		}
		if slices.ContainsFunc(list.Values, func(v float64) bool { return v != 0 }) {
			picture.Flows = append(picture.Flows, list)
		}
	}
	caption := b.Text("cash.caption", b.moneyUnit(), b.Percent(float64(b.scenario.DiscountRate)))
	if paths := b.report.Paths; len(paths) > 1 {
		picture.Fan = b.fan(paths, len(rows))
		caption += " " + b.Count("cash.fan.caption", len(paths))
	} else {
		caption += " " + b.Text("cash.one.world")
	}
	if len(picture.Flows) == 0 {
		s.Blocks = append(s.Blocks, block{Text: b.Text("cash.none")})
		return s, nil
	}
	picture.Head = b.head("cash", b.Text("cash"), b.Text("cash.desc", b.money(low), b.money(sum)))
	figure, err := b.picture(picture, &picture.Head, caption)
	s.Blocks = append(s.Blocks, figure)
	return s, err
}

// fan is how the cumulative value is spread over the worlds after each of n rows.
func (b *builder) fan(paths []Path, n int) *chart.Fan {
	f := &chart.Fan{
		Name: b.Text("fan"), MedianName: b.Text("fan.median"), LowName: b.Text("fan.low"), HighName: b.Text("fan.high"),
	}
	type point struct{ value, probability float64 }
	points := make([]point, len(paths))
	for i := range paths {
		points[i].probability = paths[i].Probability
	}
	for p := range n {
		for i := range paths {
			points[i].value += b.in(paths[i].Discounted[p])
		}
		sorted := slices.SortedFunc(slices.Values(points), func(x, y point) int { return cmp.Compare(x.value, y.value) })
		at := func(level float64) float64 {
			sum := 0.0
			for _, x := range sorted {
				if sum += x.probability; sum >= level-1e-12 {
					return x.value
				}
			}
			return sorted[len(sorted)-1].value
		}
		f.Low, f.Median, f.High = append(f.Low, at(0.1)), append(f.Median, at(0.5)), append(f.High, at(0.9))
	}
	return f
}
