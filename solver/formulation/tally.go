package formulation

import (
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
)

// tally adds up the money of a plan's decisions in one world.
type tally struct {
	f         *Formulation
	w, n      int
	calc      *finance.Calculator
	byCountry []*finance.Stream
	scratch   *finance.Stream
	revenue   [3][]float64 // by business and period
	// worth is the value of the last year's EBITDA by its multiples.
	worth float64
	loan  finance.Loan
	loans []float64 // by calendar year
}

// newTally adds up the decisions of a point of the program in world w.
func newTally(f *Formulation, w int, x []float64) *tally {
	n := f.s.Horizon.Periods
	t := &tally{f: f, w: w, n: n, calc: f.worlds[w].calc, scratch: finance.NewStream(n), loans: make([]float64, len(f.s.Horizon.Years()))}
	for range f.s.Countries {
		t.byCountry = append(t.byCountry, finance.NewStream(n))
	}
	for b := range t.revenue {
		t.revenue[b] = make([]float64, n)
	}
	t.loan = finance.Loan{Draw: make([]float64, n), Principal: make([]float64, n), Interest: make([]float64, n)}
	t.connections(x)
	t.halls(x)
	t.contracts(x)
	t.merchant(x)
	for i, col := range f.loans {
		t.borrow(i, float64(unscaled(value(x, col))))
	}
	return t
}

// add counts units of t.scratch.
func (t *tally) add(units float64, at place) {
	t.byCountry[at.country].Add(t.scratch, units)
	for p := range t.n {
		t.earn(p, at, units*t.scratch.Revenue[p], units*t.scratch.EBITDA(p))
	}
}

// flow counts units of the money of one period.
func (t *tally) flow(f finance.Flow, p int, at place, units float64) {
	if units == 0 {
		return
	}
	t.byCountry[at.country].AddFlow(p, f, units)
	t.earn(p, at, units*f.Revenue, units*f.EBITDA())
}

// earn counts revenue by business and the worth of EBITDA.
func (t *tally) earn(p int, at place, revenue, ebitda float64) {
	t.revenue[at.business][p] += revenue
	if t.f.s.Objective.Multiple != nil && p >= t.f.value.lastYear {
		t.worth += t.f.value.multiple(at) * ebitda
	}
}

func (t *tally) connections(x []float64) {
	fixed := finance.NewStream(t.n)
	for i := range t.f.signings {
		at, cols := t.f.at(i, model.Mining), &t.f.signings[i]
		t.scratch.Reset()
		t.calc.ExistingConnection(i, t.scratch)
		t.add(1, at)
		for q := range cols.sign {
			if math.Round(x[cols.sign[q]]) == 0 {
				continue
			}
			ordered := value(x, cols.firm[q]) + value(x, cols.flex[q])
			fixed.Reset()
			t.scratch.Reset()
			t.calc.Connection(i, q, fixed, t.scratch)
			t.add(ordered, at)
			t.scratch.Reset()
			t.scratch.Add(fixed, 1)
			t.add(1, at)
			for p := q + cols.lead + t.calc.Late(i); p < t.n; p++ {
				t.flow(t.calc.Declared(i, p), p, at, ordered)
			}
		}
	}
}

func (t *tally) halls(x []float64) {
	for _, c := range t.f.campaigns {
		count := math.Round(x[c.col])
		if count == 0 {
			continue
		}
		hallType := &t.f.s.HallTypes[c.hallType]
		kind := t.calc.Halls(c.site, c.hallType, c.design, c.stand)
		replaced := c.start
		t.scratch.Reset()
		if c.existing >= 0 {
			hall := &t.f.s.Sites[c.site].Existing.Halls[c.existing]
			kind.ExistingFixed(hall, c.stop, t.scratch)
			replaced = kind.Replaced(hall)
		} else {
			kind.NewFixed(c.start, c.stop, t.scratch)
		}
		for p := c.start; p < c.stop; p++ {
			if !t.f.waits(t.w, c.site, c.class, p) {
				t.scratch.AddFlow(p, kind.Run(p, replaced), 1)
			}
		}
		t.add(float64(hallType.Module)*count, t.f.at(c.site, hallType.Business))
	}
}

func (t *tally) contracts(x []float64) {
	for i := range t.f.contracts {
		cols, contract := &t.f.contracts[i], &t.f.s.Contracts[i]
		if math.Round(x[cols.accept]) == 0 {
			continue
		}
		for _, serve := range cols.serve {
			t.flow(t.f.served(cols, serve, t.w), serve.period, t.f.at(serve.site, contract.Product), value(x, serve.col))
		}
		for p, col := range cols.short {
			t.flow(t.calc.Short(cols.terms[t.w], p), p, place{0, contract.Market, contract.Product}, value(x, col))
		}
	}
}

func (t *tally) merchant(x []float64) {
	for _, c := range t.f.spot {
		t.flow(t.f.spotFlow(c, t.w), c.period, t.f.at(c.site, c.product), value(x, c.col))
	}
	for _, c := range t.f.sales {
		step := &t.f.s.Markets[c.market].Demand[c.step]
		at := place{t.f.s.CountryOfMarket(c.market), c.market, step.Product}
		t.flow(t.calc.SpotSale(c.market, step, c.period), c.period, at, value(x, c.col))
	}
}

func (t *tally) borrow(year int, amount float64) {
	if amount == 0 {
		return
	}
	t.loans[year] += amount
	l := t.calc.Loan(year)
	for p := range t.n {
		t.loan.Draw[p] += amount * l.Draw[p]
		t.loan.Principal[p] += amount * l.Principal[p]
		t.loan.Interest[p] += amount * l.Interest[p]
	}
	t.loan.Terminal += amount * l.Terminal
}
