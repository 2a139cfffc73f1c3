package simulate

import (
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
)

// Value is what the plan comes to in a world: it need not be one of the
// scenario's. The slices of the outcome hold until the next call.
func (e *Evaluator) Value(w *model.World) Outcome {
	e.calc.Use(w)
	copy(e.ebitda, e.fixed.ebitda)
	e.worth, e.penalties = e.fixed.worth, 0
	for b := range e.online {
		copy(e.out.Online[b], e.online[b])
	}
	for i := range e.mines {
		m := &e.mines[i]
		e.perMW[i] = m.halls.Earned(m.period, m.vintage)
		e.post(m.at, m.mw*e.perMW[i])
	}
	e.sell()
	for i := range e.signed {
		e.wait(&e.signed[i])
	}
	e.tax()
	e.figures()
	return e.out
}

// sell books contracts and merchant sales as if nothing were late (section 4).
func (e *Evaluator) sell() {
	for _, t := range e.terms {
		e.calc.Renew(t)
	}
	for i := range e.serves {
		x := &e.serves[i]
		e.post(x.at, x.mw*e.calc.Serve(x.terms, x.site, x.period).EBITDA())
	}
	for i := range e.shorts {
		x := &e.shorts[i]
		penalty := x.mw * e.calc.Short(x.terms, x.period).Penalty
		e.post(x.at, -penalty)
		e.penalties += penalty
	}
	for i := range e.supplies {
		x := &e.supplies[i]
		e.post(x.at, x.mw*e.calc.SpotSupply(x.product, x.site, x.period).EBITDA())
	}
	for i := range e.sales {
		x := &e.sales[i]
		e.post(x.at, x.mw*e.calc.SpotSale(x.market, x.step, x.period).EBITDA())
	}
}

// wait takes back what a late connection does not allow (section 2).
func (e *Evaluator) wait(c *connection) {
	for k := range min(e.calc.Late(c.site), e.n-c.ready) {
		e.post(c.at[k], c.charges[k])
		for _, l := range c.losses[k] {
			switch l.kind {
			case ofMine:
				e.post(e.mines[l.index].at, -l.mw*e.perMW[l.index])
			case ofServe:
				x := &e.serves[l.index]
				penalty := l.mw * e.calc.Short(x.terms, x.period).Penalty
				e.post(x.at, -l.mw*e.calc.Serve(x.terms, x.site, x.period).EBITDA()-penalty)
				e.penalties += penalty
			case ofSupply:
				x := &e.supplies[l.index]
				lost, cost := e.calc.SpotLost(x.product, x.site, x.period), e.calc.SpotSupply(x.product, x.site, x.period)
				e.post(x.at, l.mw*(lost.EBITDA()-cost.EBITDA()))
			case ofOnline:
				e.out.Online[l.index][c.ready+k] -= l.mw
			}
		}
	}
}

// tax works out the net cash of each period (section 6).
func (e *Evaluator) tax() {
	net := e.out.Net
	copy(net, e.fixed.cash)
	for c := range e.s.Countries {
		rate, carry := float64(e.s.Countries[c].TaxRate), e.s.Countries[c].CarryForward
		ebitda, other := e.ebitda[c*e.n:(c+1)*e.n], e.fixed.income[c*e.n:(c+1)*e.n]
		stock := 0.0
		for p, cash := range ebitda {
			income := cash + other[p]
			if carry {
				taxable := max(0, income-stock)
				stock += taxable - income
				income = taxable
			}
			net[p] += cash - rate*income
		}
	}
	net[e.n] = e.fixed.terminal - e.fixed.loans
}

// figures are those of section 7.
func (e *Evaluator) figures() {
	o := &e.out
	o.NPV, o.LowCash, o.LowAt = 0, 0, -1
	cumulative := 0.0
	for p, cash := range o.Net {
		o.NPV += e.discount[p] * cash
		if cumulative += cash; cumulative < o.LowCash {
			o.LowCash, o.LowAt = cumulative, p
		}
	}
	o.EquityValue = o.NPV + e.discount[e.n]*(e.worth-e.fixed.terminal)
	o.SpendingPV = e.fixed.spendingPV
	switch e.s.Objective.Goal {
	case model.EquityValue:
		o.Goal = o.EquityValue
	case model.LeastCapex:
		o.Goal = -o.SpendingPV
	default:
		o.Goal = o.NPV
	}
	o.Penalties = e.penalties
	o.IRR, o.HasIRR = finance.IRR(o.Net, e.years)
	o.Payback, o.HasPayback = finance.Payback(o.Net[:e.n], o.Net[e.n], e.years)
}
