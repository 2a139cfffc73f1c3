package page

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

func (b *builder) title() string { return cmp.Or(b.plan.Title, b.plan.Scenario) }

func (b *builder) subtitle() string {
	p := b.plan
	if len(p.Periods) == 0 {
		return p.Scenario
	}
	return b.Text("subtitle", p.Scenario, p.Periods[0], b.last, b.moneyUnit(), year(p.Prices))
}

// mostNamed is how many regions the answer names.
const mostNamed = 3

// answer says in one paragraph what is built where, what it is worth, how near to the
// best that is proven to be, and what it takes.
func (b *builder) answer() (section, error) {
	sentences := slices.Concat(b.built(), b.worth(), b.takes(), b.risks())
	if n := len(b.plan.Assumed); n > 0 {
		sentences = append(sentences, b.Count("answer.assumed", n))
	}
	return section{ID: "answer", Heading: b.Text("answer"), Blocks: []block{
		{Lead: strings.Join(sentences, " ")}, {Facts: b.facts()},
	}}, nil
}

// built says what is signed, and what runs where in the end.
func (b *builder) built() []string {
	var list []string
	if n := len(b.plan.Signings); n > 0 {
		var mw unit.MW
		first, last := b.plan.Signings[0].Signed, b.plan.Signings[0].Signed
		for _, s := range b.plan.Signings {
			mw += s.FirmMW + s.FlexMW
			first, last = min(first, s.Signed), max(last, s.Signed)
		}
		when := first
		if last != first {
			when = b.Text("range", first, last)
		}
		list = append(list, b.Count("answer.signings", n, b.mw(mw), when))
	} else {
		list = append(list, b.Text("answer.signs.nothing"))
	}
	sums := b.byRegion()
	all := overall(sums)
	if total(all) == 0 {
		return append(list, b.Text("answer.runs.nothing", b.last))
	}
	var parts, where []string
	order := slices.Clone(model.Businesses)
	slices.SortStableFunc(order, func(x, y model.Business) int { return cmp.Compare(all[y], all[x]) })
	for _, business := range order {
		if all[business] > 0 {
			parts = append(parts, b.Text("of", b.business(business.String()), b.mw(all[business])))
		}
	}
	for _, id := range largestFirst(sums)[:min(mostNamed, len(sums))] {
		where = append(where, b.Text("bracket", b.region(id), b.mw(total(sums[id]))))
	}
	return append(list, b.Text("answer.runs", b.last, b.mw(total(all)), b.List(parts)), b.Count("answer.where", len(sums), b.List(where)))
}

// worth says what the plan is worth and how far the best may be.
func (b *builder) worth() []string {
	p, o := b.plan, b.plan.Outcome
	npv := b.money(p.Result.NPV)
	if len(p.Worlds) > 1 {
		npv += " " + b.Count("answer.mean", len(p.Worlds))
	}
	list := []string{b.Text("answer.npv", npv, b.Percent(float64(b.scenario.DiscountRate)), year(p.Prices))}
	if p.Result.IRR != nil {
		list = append(list, b.Text("answer.irr", b.Percent(*p.Result.IRR)))
	}
	switch plain := o.Goal == model.NPV.String() && p.Risk.Measure == model.Expected.String(); {
	case math.IsInf(o.Bound, 0):
		list = append(list, b.Text("answer.no.bound"))
	case plain:
		list = append(list, b.Text("answer.bound", b.money(unit.Money(o.Bound)), b.gap()))
	default:
		list = append(list, b.Text("answer.bound.of", b.objective(), b.money(unit.Money(o.Objective)), b.money(unit.Money(o.Bound)), b.gap()))
	}
	return append(list, b.ended()...)
}

// gap is the distance to the bound, rounded up as it is the most that it can be.
func (b *builder) gap() string { return b.Percent(math.Ceil(b.plan.Outcome.Gap*1e4) / 1e4) }

// ended says why the search ended where it was not done.
func (b *builder) ended() []string {
	switch o := b.plan.Outcome; {
	case o.Limit != "":
		return []string{b.Text("answer.limit", b.Name("limit", o.Limit))}
	case o.Termination != "optimal":
		return []string{b.Text("answer.ended", b.Name("ended", o.Termination))}
	}
	return nil
}

// objective names what is optimised.
func (b *builder) objective() string {
	r := b.plan.Risk
	goal := b.Name("goal", b.plan.Outcome.Goal)
	if r.Measure == model.CVaR.String() {
		return b.Text("objective.cvar", goal, b.Percent(1-r.Weight), b.Percent(r.Weight), b.Percent(r.Tail))
	}
	if r.Measure == model.Regret.String() {
		return b.Text("objective.regret", goal)
	}
	return goal
}

// takes says what the plan takes: how much by when, and when it is back.
func (b *builder) takes() []string {
	p := b.plan
	list := []string{b.Text("answer.capex", b.money(p.Result.Capex))}
	var sum unit.Money
	for _, y := range p.Spending {
		sum += y.Spent
		if float64(sum) >= float64(p.Result.Capex)/2 && sum < p.Result.Capex*0.999 {
			list[0] = b.Text("answer.capex.by", b.money(p.Result.Capex), b.money(sum), year(y.Year))
			break
		}
	}
	if years := p.Result.PaybackYears; years != nil {
		return append(list, b.Text("answer.payback", b.Number(*years, 1)))
	}
	return append(list, b.Text("answer.never"))
}

// risks says how the worth is spread over several worlds.
func (b *builder) risks() []string {
	r := b.plan.Risk
	if len(b.plan.Worlds) < 2 {
		return nil
	}
	return []string{b.Text("answer.risk", b.Percent(r.Loss), b.Percent(r.Tail), b.money(r.CVaR), b.money(r.Worst))}
}

// facts are the headline figures.
func (b *builder) facts() []fact {
	p := b.plan
	list := []fact{{Name: b.Text("fact.npv"), Value: b.money(p.Result.NPV)}}
	if p.Outcome.Goal == model.EquityValue.String() {
		list = append(list, fact{Name: b.Text("fact.equity"), Value: b.money(p.Result.EquityValue)})
	}
	if p.Outcome.Goal == model.LeastCapex.String() {
		list = append(list, fact{Name: b.Text("fact.spending"), Value: b.money(p.Result.SpendingPV)})
	}
	irr, payback, gap := b.Text("none"), b.Text("never"), b.Text("unknown")
	if p.Result.IRR != nil {
		irr = b.Percent(*p.Result.IRR)
	}
	if p.Result.PaybackYears != nil {
		payback = b.Text("fact.years", b.Number(*p.Result.PaybackYears, 1))
	}
	if !math.IsInf(p.Outcome.Bound, 0) {
		gap = b.gap()
	}
	taken := 0
	for _, c := range p.Contracts {
		if c.Accepted {
			taken++
		}
	}
	list = append(list, fact{Name: b.Text("fact.irr"), Value: irr}, fact{Name: b.Text("fact.payback"), Value: payback},
		fact{Name: b.Text("fact.capex"), Value: b.money(p.Result.Capex)},
		fact{Name: b.Text("fact.running", b.last), Value: b.mw(total(overall(b.byRegion()))), Note: b.Text("fact.grid")},
		fact{Name: b.Text("fact.contracts"), Value: b.Text("n.of.n", b.Number(float64(taken), 0), b.Number(float64(len(p.Contracts)), 0))},
		fact{Name: b.Text("fact.gap"), Value: gap, Note: b.Text("fact.gap.note")})
	if len(p.Worlds) > 1 {
		list = append(list, fact{Name: b.Text("fact.loss"), Value: b.Percent(p.Risk.Loss), Note: b.Count("fact.worlds", len(p.Worlds))})
	}
	return append(list, fact{Name: b.Text("fact.verified"), Value: b.Text("yes"), Note: b.Text("fact.verified.note")})
}
