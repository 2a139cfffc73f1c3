package verify

import (
	"math/big"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// Figures is everything of a plan that follows from its decisions.
type Figures struct {
	// HallSizes are the IT and grid MW of the plan's halls, in its order.
	HallSizes   []HallMW
	Objective   float64
	Result      model.Result
	Worlds      []model.WorldResult
	Risk        model.RiskFigures
	Flexibility []model.Flexibility
	Shares      model.Shares
	Allocations []model.Allocation
	CashFlows   []model.CashFlow
	Spending    []model.YearBudget
}

// HallMW is the size of a group of halls.
type HallMW struct{ ITMW, GridMW unit.MW }

// money is a recomputed amount as a plan states it.
func money(x *big.Rat) unit.Money { return unit.Money(toFloat(x)) }

// figures puts a valuation into the form of a plan with so many halls. Without
// the best values that the measure needs there is no objective.
func (v *valuation) figures(r *risk, best []*big.Rat, halls int) *Figures {
	f, a := v.f, v.mean
	x := &Figures{
		HallSizes: make([]HallMW, halls),
		Result: model.Result{
			NPV: money(a.npv), EquityValue: money(a.equity), SpendingPV: money(a.spendingPV),
			IRR: a.irr(), PaybackYears: a.payback(), Capex: money(a.spentEver),
		},
		Risk:        r.figures(f, v.loss(func(*accounts) float64 { return 0 })),
		Flexibility: f.flexibility(v.fleets, v.gains),
		CashFlows:   a.cashFlows(),
		Spending:    a.yearBudgets(),
	}
	if objective := r.objective(&f.s.Objective); objective != nil {
		x.Objective = toFloat(objective)
	}
	for i, a := range v.worlds {
		in := &f.s.Worlds[i]
		row := model.WorldResult{World: in.Name, Probability: float64(in.Probability), NPV: money(a.npv), EquityValue: money(a.equity)}
		if best != nil {
			value := money(best[i])
			row.Best = &value
		}
		x.Worlds = append(x.Worlds, row)
	}
	for i := range v.d.halls {
		it, grid := hallSize(f, &v.d.halls[i])
		x.HallSizes[v.d.halls[i].row] = HallMW{unit.MW(it), unit.MW(grid)}
	}
	o := newOperation(f, v.d)
	x.Allocations, x.Shares = o.allocations(), o.shares()
	return x
}

// cashFlows is the table of cash flows with its terminal row.
func (a *accounts) cashFlows() []model.CashFlow {
	var rows []model.CashFlow
	for p, c := range a.cash {
		label := "terminal"
		if p < a.f.n {
			label = a.f.h.Label(p)
		}
		rows = append(rows, model.CashFlow{
			Period: label, Connection: money(c[connection]), Shell: money(c[shell]), Machines: money(c[machines]),
			Resale: money(c[resale]), Mining: money(c[miningRevenue]), Colocation: money(c[colocationRevenue]),
			GPUCloud: money(c[gpuRevenue]), Penalty: money(c[penalty]), Power: money(c[power]),
			Operation: money(c[operation]), Tax: money(neg(a.tax[p])), LoanDrawn: money(a.drawn[p]),
			LoanService: money(neg(add(a.repaid[p], a.interest[p]))), Net: money(a.net[p]), Discounted: money(a.discounted[p]),
		})
	}
	return rows
}

// yearBudgets is the table of yearly budgets: carried and reinvested money are
// what the year gets of it, after CarryOver and Reinvest, so that each row
// adds up. Without yearly budgets, budget and carried money are 0.
func (a *accounts) yearBudgets() []model.YearBudget {
	var rows []model.YearBudget
	for y, year := range a.f.years {
		rows = append(rows, model.YearBudget{
			Year: year, Budget: money(a.f.budget(y)), Carried: money(a.carriedIn[y]), Reinvest: money(a.reinvested[y]),
			Loan: money(a.loans[y]), Spent: money(a.spending[y]), CarryOver: money(a.carriedOut[y]),
		})
	}
	return rows
}

// running is the MW of halls by site, business and period.
type running struct {
	f        *facts
	it, grid [][3][]*big.Rat // by site and business
}

func newOperation(f *facts, d *decisions) *running {
	o := &running{f, make([][3][]*big.Rat, len(f.s.Sites)), make([][3][]*big.Rat, len(f.s.Sites))}
	for i := range f.s.Sites {
		for b := range 3 {
			o.it[i][b], o.grid[i][b] = zeros(f.n), zeros(f.n)
		}
	}
	for i := range d.halls {
		h := &d.halls[i]
		t := &f.s.HallTypes[h.hallType]
		it := mul(whole(h.count), exact(t.Module))
		grid := mul(it, f.climate(f.s.Sites[h.site].Region, h.hallType).gamma)
		for p := h.start; p < h.end; p++ {
			o.it[h.site][t.Business][p].Add(o.it[h.site][t.Business][p], it)
			o.grid[h.site][t.Business][p].Add(o.grid[h.site][t.Business][p], grid)
		}
	}
	return o
}

// allocations lists what runs, by period, site and business.
func (o *running) allocations() []model.Allocation {
	var rows []model.Allocation
	for p := range o.f.n {
		for i := range o.f.s.Sites {
			for _, b := range model.Businesses {
				if o.it[i][b][p].Sign() == 0 {
					continue
				}
				rows = append(rows, model.Allocation{
					Period: o.f.h.Label(p), Region: o.f.region(i).ID, Site: o.f.s.Sites[i].ID, Business: b.String(),
					ITMW: unit.MW(toFloat(o.it[i][b][p])), GridMW: unit.MW(toFloat(o.grid[i][b][p])),
				})
			}
		}
	}
	return rows
}

// shares splits the grid MW of the last period by what each site runs then;
// hybrid sites are those that run both in any period.
func (o *running) shares() model.Shares {
	miners, ai, both, total := zero(), zero(), zero(), zero()
	var hybrids []string
	for i := range o.f.s.Sites {
		hybrid := false
		for p := range o.f.n {
			m, g := o.grid[i][model.Mining][p], add(o.grid[i][model.Colocation][p], o.grid[i][model.GPUCloud][p])
			hybrid = hybrid || (m.Sign() > 0 && g.Sign() > 0)
			if p < o.f.n-1 {
				continue
			}
			mw := add(m, g)
			total.Add(total, mw)
			switch {
			case g.Sign() == 0:
				miners.Add(miners, mw)
			case m.Sign() == 0:
				ai.Add(ai, mw)
			default:
				both.Add(both, mw)
			}
		}
		if hybrid {
			hybrids = append(hybrids, o.f.s.Sites[i].ID)
		}
	}
	return model.Shares{
		ASICOnlyMW: unit.MW(toFloat(miners)), GPUOnlyMW: unit.MW(toFloat(ai)), HybridMW: unit.MW(toFloat(both)),
		ASIC: toFloat(div(miners, total)), GPU: toFloat(div(ai, total)), Hybrid: toFloat(div(both, total)), Hybrids: hybrids,
	}
}
