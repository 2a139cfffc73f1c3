// Package simulate values plans in many worlds: what a plan's cash is in one
// world (Evaluator), how it is spread over draws from the scenario's risk set
// (Run), and which source of risk does how much of the damage (Attribute). The
// formulas are those of docs/model.md, whose section numbers the comments cite;
// money is in the scenario's currency.
package simulate

import (
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
)

// Evaluator values one plan in one world after another. What is the same in
// all worlds is worked out once; Value allocates nothing. An Evaluator is for
// one goroutine at a time.
type Evaluator struct {
	s         *model.Scenario
	calc      *finance.Calculator
	n         int       // periods
	years     float64   // of a period
	lastYear  int       // first period of the last 12 months
	fixed     fixed     // what no world changes
	discount  []float64 // by period; discount[n] is that of the horizon
	mines     []mine
	terms     []*finance.Terms // of the contracts that are served or fall short
	serves    []delivery
	shorts    []shortfall
	supplies  []supply
	sales     []sale
	signed    []connection
	online    [3][]float64 // planned grid MW by business and period
	perMW     []float64    // what a MW of each of mines earns in the world
	ebitda    []float64    // by country and period (see place)
	worth     float64      // sum of multiples x EBITDA of the last 12 months
	penalties float64
	out       Outcome
}

// place is where running money counts: in a country's period, and with its
// multiple of EBITDA in the last 12 months of the horizon, 0 before.
type place struct {
	cell     int // country x periods + period
	multiple float64
}

// mine is the miners that earn the same in a period: MW of IT load with
// machines of one vintage.
type mine struct {
	halls           *finance.Halls
	period, vintage int
	mw              float64
	at              place
}

// delivery is IT MW of a site given to a contract.
type delivery struct {
	terms        *finance.Terms
	site, period int
	mw           float64
	waits        bool
	at           place
}

// shortfall is contracted IT MW that nobody is to deliver.
type shortfall struct {
	terms  *finance.Terms
	period int
	mw     float64
	at     place
}

// supply is IT MW of a site offered to its market.
type supply struct {
	product      model.Business
	site, period int
	mw           float64
	waits        bool
	at           place
}

// sale is IT MW sold on a step of a market's demand.
type sale struct {
	market, period int
	step           *model.DemandStep
	mw             float64
	at             place
}

// Outcome is what a plan comes to in one world. Its slices belong to the
// Evaluator and hold until its next Value.
type Outcome struct {
	Figures
	// Net is the net cash by period, then that of the end of the horizon.
	Net []float64
	// Online is the grid MW of halls that run or could run, by business and
	// period.
	Online [3][]float64
}

// Figures are a plan's in one world, money in the scenario's currency.
type Figures struct {
	NPV         float64
	EquityValue float64
	// SpendingPV is the discounted spending, the same in all worlds.
	SpendingPV float64
	// Goal is the value of the scenario's goal.
	Goal float64
	// Penalties is what is paid to contracts for MW that are not delivered,
	// over the horizon, undiscounted.
	Penalties float64
	// LowCash is the lowest cumulative cash at the end of a period, at most 0,
	// and LowAt the period: n is the end of the horizon, -1 stands for a plan
	// whose cash is never below 0.
	LowCash float64
	LowAt   int
	// IRR and Payback (years) count where HasIRR and HasPayback say that they
	// exist.
	IRR, Payback       float64
	HasIRR, HasPayback bool
}

// NewEvaluator prepares the decisions of a plan of the scenario, which must
// have passed its checks. A plan whose decisions name what the scenario does
// not have, or that cannot be put on its calendar, is an error; whether it
// keeps within limits is not looked at.
func NewEvaluator(s *model.Scenario, plan *model.Plan) (*Evaluator, error) {
	n := s.Horizon.Periods
	e := &Evaluator{
		s: s, calc: finance.New(s, &s.Worlds[0]), n: n, years: s.Horizon.YearsPerPeriod(),
		lastYear: max(n-12/s.Horizon.PeriodMonths, 0),
		ebitda:   make([]float64, len(s.Countries)*n),
	}
	for p := range n + 1 {
		e.discount = append(e.discount, e.calc.Discount(p))
	}
	e.fixed = newFixed(len(s.Countries), n)
	e.out.Net = make([]float64, n+1)
	for b := range e.online {
		e.online[b], e.out.Online[b] = make([]float64, n), make([]float64, n)
	}
	d, err := decode(e, plan)
	if err != nil {
		return nil, err
	}
	e.addMines(d)
	for i := range e.signed {
		e.withoutOrder(&e.signed[i], d)
	}
	e.perMW = make([]float64, len(e.mines))
	return e, nil
}

// Discount is what money of a period is worth at the start, that of the end of the
// horizon being the last.
func (e *Evaluator) Discount(p int) float64 { return e.discount[p] }

// at is the place of a site's money of a business in a period.
func (e *Evaluator) at(site int, b model.Business, p int) place {
	region := &e.s.Regions[e.s.Sites[site].Region]
	return e.place(region.Country, region.Market, b, p)
}

// place is that of money of a country whose multiple is that of a market and a
// business: 0 for all where the scenario names none (section 7).
func (e *Evaluator) place(country, market int, b model.Business, p int) place {
	at := place{cell: country*e.n + p}
	if p >= e.lastYear && market < len(e.s.Objective.Multiple) {
		at.multiple = float64(e.s.Objective.Multiple[market][b])
	}
	return at
}

// post books running money of a world.
func (e *Evaluator) post(at place, amount float64) {
	e.ebitda[at.cell] += amount
	e.worth += at.multiple * amount
}

// addMines gathers the miners of all halls that earn the same in a period.
func (e *Evaluator) addMines(d *decisions) {
	type key struct{ kind, period, vintage int }
	cells := map[key]int{}
	var kinds []*finance.Halls
	for i := range d.groups {
		g := &d.groups[i]
		b := g.hallType.Business
		for p := g.start; p < g.end; p++ {
			e.online[b][p] += g.gridMW(g.count)
		}
		if b != model.Mining {
			continue
		}
		kind := 0
		for kind < len(kinds) && !kinds[kind].EarnsAs(g.halls) {
			kind++
		}
		if kind == len(kinds) {
			kinds = append(kinds, g.halls)
		}
		for p := g.start; p < g.end; p++ {
			k := key{kind, p, g.halls.Vintage(p, g.replaced)}
			cell, ok := cells[k]
			if !ok {
				cell = len(e.mines)
				cells[k] = cell
				e.mines = append(e.mines, mine{halls: g.halls, period: p, vintage: k.vintage, at: e.at(g.site, b, p)})
			}
			e.mines[cell].mw += g.itMW(g.count)
			g.mines = append(g.mines, cell)
		}
	}
}
