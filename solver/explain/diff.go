package explain

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/gridalloc/gridalloc/model"
)

// Difference is one figure in which two plans differ.
type Difference struct {
	// Subject says what the figure is of: input, result, cash, region, site, halls, contract,
	// delivery or sale; Name which one, Figure what of it.
	Subject, Name, Figure string
	// Unit is that of numbers: MW, MW-years, halls, months for dates, the currency; "" for text.
	Unit string
	// A and B are what the plans have as text where it is none, such as the label of a period,
	// "" for nothing.
	A, B string
	// From and To are what the plans have as numbers, By is To - From, or by how many months
	// B is later. nil where there is no such figure.
	From, To, By *float64
}

// The figures below which plans do not differ: MW, and money in the currency.
const (
	sameMW    = 0.005
	sameMoney = 1
)

// diff collects changes.
type diff struct {
	a, b *model.Plan
	list []Difference
}

// Diff lists what moved from plan a to plan b, as the plans state it. There is nothing in the
// list for a plan and itself.
func Diff(a, b *model.Plan) []Difference {
	d := &diff{a: a, b: b}
	d.inputs()
	d.results()
	d.cash()
	d.regions()
	d.sites()
	d.halls()
	d.contracts()
	d.deliveries()
	return d.list
}

// text adds a change between texts.
func (d *diff) text(subject, name, figure, a, b string) {
	if a != b {
		d.list = append(d.list, Difference{Subject: subject, Name: name, Figure: figure, A: a, B: b})
	}
}

// number adds a change between numbers that differ by at least so much.
func (d *diff) number(subject, name, figure, unit string, a, b, least float64) {
	if by := b - a; math.Abs(by) >= least {
		d.list = append(d.list, Difference{Subject: subject, Name: name, Figure: figure, Unit: unit, From: &a, To: &b, By: &by})
	}
}

// date adds a change between labels of periods.
func (d *diff) date(subject, name, figure, a, b string) {
	if a == b {
		return
	}
	c := Difference{Subject: subject, Name: name, Figure: figure, Unit: "months", A: a, B: b}
	from, known := monthOf(a)
	to, knownToo := monthOf(b)
	if known && knownToo {
		by := float64(to - from)
		c.By = &by
	}
	d.list = append(d.list, c)
}

// monthOf is the month in which a period with a label such as 2028, 2028-H2 or 2028-Q3 begins.
func monthOf(label string) (int, bool) {
	year, part, _ := strings.Cut(label, "-")
	y, err := strconv.Atoi(year)
	if err != nil {
		return 0, false
	}
	months := map[string]int{"": 0, "H1": 0, "H2": 6, "Q1": 0, "Q2": 3, "Q3": 6, "Q4": 9}
	m, ok := months[part]
	return 12*y + m, ok
}

// optional adds a change between numbers of which either may not exist.
func (d *diff) optional(subject, figure, unit string, a, b *float64, least float64) {
	switch {
	case a == nil && b == nil:
	case a != nil && b != nil:
		d.number(subject, "", figure, unit, *a, *b, least)
	default:
		d.list = append(d.list, Difference{Subject: subject, Figure: figure, Unit: unit, From: a, To: b})
	}
}

// results are the headline figures.
func (d *diff) results() {
	a, b := d.a, d.b
	for _, x := range []struct {
		figure string
		of     func(p *model.Plan) float64
	}{
		{"objective", func(p *model.Plan) float64 { return p.Outcome.Objective }},
		{"npv", func(p *model.Plan) float64 { return float64(p.Result.NPV) }},
		{"equity_value", func(p *model.Plan) float64 { return float64(p.Result.EquityValue) }},
		{"spending_pv", func(p *model.Plan) float64 { return float64(p.Result.SpendingPV) }},
		{"capex", func(p *model.Plan) float64 { return float64(p.Result.Capex) }},
	} {
		d.number("result", "", x.figure, b.Currency, x.of(a), x.of(b), sameMoney)
	}
	d.risk()
	d.optional("result", "irr", "share", a.Result.IRR, b.Result.IRR, 1e-6)
	d.optional("result", "payback", "years", a.Result.PaybackYears, b.Result.PaybackYears, 1e-6)
}

// risk are the figures of the goal's values in several worlds.
func (d *diff) risk() {
	a, b := d.a, d.b
	if max(len(a.Worlds), len(b.Worlds)) < 2 {
		return
	}
	for _, x := range []struct {
		figure string
		of     func(p *model.Plan) float64
	}{
		{"expected", func(p *model.Plan) float64 { return float64(p.Risk.Expected) }},
		{"cvar", func(p *model.Plan) float64 { return float64(p.Risk.CVaR) }},
		{"worst", func(p *model.Plan) float64 { return float64(p.Risk.Worst) }},
	} {
		d.number("result", "", x.figure, b.Currency, x.of(a), x.of(b), sameMoney)
	}
}

// cashLines are the lines of the cash flow, without sums.
var cashLines = []struct {
	name string
	of   func(c *model.CashFlow) float64
}{
	{"connection", func(c *model.CashFlow) float64 { return float64(c.Connection) }},
	{"shell", func(c *model.CashFlow) float64 { return float64(c.Shell) }},
	{"machines", func(c *model.CashFlow) float64 { return float64(c.Machines) }},
	{"resale", func(c *model.CashFlow) float64 { return float64(c.Resale) }},
	{"mining_revenue", func(c *model.CashFlow) float64 { return float64(c.Mining) }},
	{"colocation_revenue", func(c *model.CashFlow) float64 { return float64(c.Colocation) }},
	{"gpu_cloud_revenue", func(c *model.CashFlow) float64 { return float64(c.GPUCloud) }},
	{"penalty", func(c *model.CashFlow) float64 { return float64(c.Penalty) }},
	{"power", func(c *model.CashFlow) float64 { return float64(c.Power) }},
	{"operation", func(c *model.CashFlow) float64 { return float64(c.Operation) }},
	{"tax", func(c *model.CashFlow) float64 { return float64(c.Tax) }},
	{"loan_drawn", func(c *model.CashFlow) float64 { return float64(c.LoanDrawn) }},
	{"loan_service", func(c *model.CashFlow) float64 { return float64(c.LoanService) }},
	{"net", func(c *model.CashFlow) float64 { return float64(c.Net) }},
}

// cash adds the lines of the cash flow up over the horizon, terminal values included.
func (d *diff) cash() {
	for _, line := range cashLines {
		sum := func(p *model.Plan) (x float64) {
			for i := range p.CashFlows {
				x += line.of(&p.CashFlows[i])
			}
			return x
		}
		d.number("cash", "", line.name, d.b.Currency, sum(d.a), sum(d.b), sameMoney)
	}
}

// regions are the MW by region and business: as means over the periods and in the last one.
func (d *diff) regions() {
	a, b := d.a.MeanMW(), d.b.MeanMW()
	endA, endB := endMW(d.a), endMW(d.b)
	for _, at := range places(a, b, endA, endB) {
		name := at.Region + " " + at.Business
		d.number("region", name, "mean_mw", "MW", float64(a[at]), float64(b[at]), sameMW)
		d.number("region", name, "end_mw", "MW", float64(endA[at]), float64(endB[at]), sameMW)
	}
}

// contracts are those that only one plan takes, or that only one has.
func (d *diff) contracts() {
	taken := func(p *model.Plan) map[string]string {
		m := map[string]string{}
		for _, c := range p.Contracts {
			m[c.Contract] = "refused"
			if c.Accepted {
				m[c.Contract] = "taken"
			}
		}
		return m
	}
	a, b := taken(d.a), taken(d.b)
	for _, id := range keys(a, b) {
		d.text("contract", id, "", a[id], b[id])
	}
}

// deliveries are the MW-years of IT load by contract and by site, short and sold without
// contract.
func (d *diff) deliveries() {
	type of struct{ subject, name, figure string }
	total := func(p *model.Plan) map[of]float64 {
		m := map[of]float64{}
		if len(p.Periods) == 0 {
			return m
		}
		years := float64(periodMonths(p)) / 12
		for i := range p.Deliveries {
			x := &p.Deliveries[i]
			m[of{"delivery", x.Contract, x.Site}] += float64(x.MW) * years
		}
		for i := range p.Shortfalls {
			x := &p.Shortfalls[i]
			m[of{"delivery", x.Contract, "short"}] += float64(x.MW) * years
		}
		for i := range p.SpotSupply {
			x := &p.SpotSupply[i]
			m[of{"sale", x.Product, x.Site}] += float64(x.MW) * years
		}
		return m
	}
	a, b := total(d.a), total(d.b)
	list := slices.Collect(maps.Keys(a))
	for k := range b {
		if _, ok := a[k]; !ok {
			list = append(list, k)
		}
	}
	slices.SortFunc(list, func(x, y of) int {
		return cmp.Or(cmp.Compare(x.subject, y.subject), cmp.Compare(x.name, y.name), cmp.Compare(x.figure, y.figure))
	})
	for _, k := range list {
		d.number(k.subject, k.name, k.figure, "MW-years", a[k], b[k], sameMW)
	}
}

// periodMonths is the length of a plan's periods, by their labels.
func periodMonths(p *model.Plan) int {
	switch label := p.Periods[0]; {
	case strings.Contains(label, "-H"):
		return 6
	case strings.Contains(label, "-Q"):
		return 3
	default:
		return 12
	}
}

// keys are the keys of two maps in order.
func keys[V any](a, b map[string]V) []string {
	list := slices.Collect(maps.Keys(a))
	for k := range b {
		if _, ok := a[k]; !ok {
			list = append(list, k)
		}
	}
	slices.Sort(list)
	return list
}
