package formulation

import (
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
)

// tally adds up the money of a plan's decisions.
type tally struct {
	f         *Formulation
	n         int
	byCountry []*finance.Stream
	scratch   *finance.Stream
	revenue   [3][]float64 // by business and period
	ebitda    [3][]float64
	loan      finance.Loan
	loans     []float64              // by calendar year
	running   []map[placeKey]placeMW // by period
}

type placeKey struct {
	site     int
	business model.Business
}

type placeMW struct{ it, grid float64 }

func newTally(f *Formulation) *tally {
	n := f.s.Horizon.Periods
	t := &tally{f: f, n: n, scratch: finance.NewStream(n), loans: make([]float64, len(f.s.Horizon.Years()))}
	for range f.s.Countries {
		t.byCountry = append(t.byCountry, finance.NewStream(n))
	}
	for b := range t.revenue {
		t.revenue[b], t.ebitda[b] = make([]float64, n), make([]float64, n)
	}
	t.loan = finance.Loan{Draw: make([]float64, n), Principal: make([]float64, n), Interest: make([]float64, n)}
	for range n {
		t.running = append(t.running, map[placeKey]placeMW{})
	}
	for i := range f.s.Sites {
		t.scratch.Reset()
		f.calc.ExistingConnection(i, t.scratch)
		t.add(t.scratch, 1, f.countryOf(i), model.Mining)
	}
	return t
}

// add counts units x a stream.
func (t *tally) add(s *finance.Stream, units float64, country int, business model.Business) {
	t.byCountry[country].Add(s, units)
	for p := range t.n {
		t.revenue[business][p] += units * s.Revenue[p]
		t.ebitda[business][p] += units * s.EBITDA(p)
	}
}

func (t *tally) sign(site, q int, ordered float64) {
	fixed, perMW := finance.NewStream(t.n), finance.NewStream(t.n)
	t.f.calc.Connection(site, q, fixed, perMW)
	country := t.f.countryOf(site)
	t.add(fixed, 1, country, model.Mining)
	t.add(perMW, ordered, country, model.Mining)
}

func (t *tally) run(c campaign, count int) {
	kind := t.f.calc.Halls(c.site, c.hallType, c.design, c.stand)
	t.scratch.Reset()
	if c.existing >= 0 {
		kind.Existing(&t.f.s.Sites[c.site].Existing.Halls[c.existing], c.stop, t.scratch)
	} else {
		kind.New(c.start, c.stop, t.scratch)
	}
	hallType := &t.f.s.HallTypes[c.hallType]
	it := float64(hallType.Module) * float64(count)
	t.add(t.scratch, it, t.f.countryOf(c.site), hallType.Business)
	for p := c.start; p < c.stop; p++ {
		key := placeKey{c.site, hallType.Business}
		at := t.running[p][key]
		t.running[p][key] = placeMW{at.it + it, at.grid + it*kind.GridPerIT()}
	}
}

func (t *tally) flow(f finance.Flow, p, country int, business model.Business, units float64) {
	t.byCountry[country].AddFlow(p, f, units)
	t.revenue[business][p] += units * f.Revenue
	t.ebitda[business][p] += units * f.EBITDA()
}

func (t *tally) borrow(year int, amount float64) {
	t.loans[year] += amount
	l := t.f.calc.Loan(year)
	for p := range t.n {
		t.loan.Draw[p] += amount * l.Draw[p]
		t.loan.Principal[p] += amount * l.Principal[p]
		t.loan.Interest[p] += amount * l.Interest[p]
	}
	t.loan.Terminal += amount * l.Terminal
}
