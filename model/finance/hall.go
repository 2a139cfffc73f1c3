package finance

import (
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// Halls computes campaigns of halls of one type and design that stand on one
// kind of MW at one site: everything that does not depend on when they run is
// worked out once.
type Halls struct {
	c            *Calculator
	hallType     *model.HallType
	design       *model.SupplyDesign
	site         int
	availability float64 // of the design
	pue, grid    float64 // energy and reserved MW per MW of IT load
	// Miners only: the hours they could run, by period, what machines need by
	// the year of the horizon in which they are bought, and what tells the
	// miners apart from others.
	hours      []float64
	efficiency []unit.JPerTH
	key        runKey
}

// Halls prepares the campaigns of a hall type at a site.
func (c *Calculator) Halls(site, hallType, design int, stand model.Stand) *Halls {
	h := &Halls{
		c: c, hallType: &c.s.HallTypes[hallType], design: &c.s.Designs[design],
		site: site, availability: c.availability[design],
	}
	at := c.climates[c.s.Sites[site].Region][hallType]
	h.pue, h.grid = at.pue, at.grid
	if h.hallType.Business == model.Mining {
		h.mine(hallType, stand)
	}
	return h
}

func (h *Halls) region() *model.Region { return &h.c.s.Regions[h.c.s.Sites[h.site].Region] }

// GridPerIT is the grid MW reserved per MW of IT load.
func (h *Halls) GridPerIT() float64 { return h.grid }

// Availability is that of the halls' supply design.
func (h *Halls) Availability() float64 { return h.availability }

// machineLife is K of section 3, 0 where the tenant brings the machines.
func (h *Halls) machineLife() int { return h.c.s.Horizon.CeilPeriods(h.hallType.MachineLife) }

// Stops lists when a new hall started in period v may stop: at each end of
// life of its machines and at the horizon, within the life of its shell
// (section 3).
func (h *Halls) Stops(v int) []int {
	var stops []int
	n := h.c.n
	if life := h.machineLife(); life > 0 {
		for e := v + life; e < n; e += life {
			stops = append(stops, e)
		}
	}
	stops = append(stops, n)
	longest := h.c.s.Horizon.CeilPeriods(h.hallType.ShellLife)
	for len(stops) > 0 && stops[len(stops)-1]-v > longest {
		stops = stops[:len(stops)-1]
	}
	return stops
}

// Construction is how many periods pass between the first spending on a new
// hall and its start.
func (h *Halls) Construction() int { return h.c.s.Horizon.CeilPeriods(h.hallType.Construction) }

// New adds to s the money, per MW of IT load, of a new hall that runs from
// period v to period e.
func (h *Halls) New(v, e int, s *Stream) {
	h.NewFixed(v, e, s)
	h.run(v, e, v, s)
}

// NewFixed adds the part of New that is the same in all worlds: all but what
// miners earn and draw.
func (h *Halls) NewFixed(v, e int, s *Stream) {
	horizon := h.c.s.Horizon
	shell := float64(h.hallType.ShellCapex + h.design.Capex)
	parts := max(h.Construction(), 1)
	first := v - h.Construction()
	for p := first; p < first+parts; p++ {
		s.Shell[p] += shell / float64(parts)
	}
	rest := h.c.depreciate(s, shell, v, horizon.CeilPeriods(h.hallType.ShellLife), e)
	if e < h.c.n {
		s.Deduction[e] += rest
	} else {
		s.TerminalValue += float64(h.hallType.Terminal) * rest
		s.TerminalDeduction += rest
	}
	h.buyMachines(v, e, s)
	h.staff(v, e, s)
}

// Existing adds to s the money, per MW of IT load, of brownfield halls that
// run until period e.
func (h *Halls) Existing(hall *model.ExistingHall, e int, s *Stream) {
	h.ExistingFixed(hall, e, s)
	h.run(0, e, h.Replaced(hall), s)
}

// ExistingFixed adds the part of Existing that is the same in all worlds.
func (h *Halls) ExistingFixed(hall *model.ExistingHall, e int, s *Stream) {
	replaced := h.Replaced(hall)
	if life := h.hallType.MachineLife; e <= replaced && life > 0 {
		left := max(life-hall.MachineAge, 0)
		unused := max(float64(left)-float64(e*h.c.s.Horizon.PeriodMonths), 0) / float64(life)
		h.resell(e, float64(h.hallType.MachineCapex)*unused, 0, s)
	}
	h.buyMachines(replaced, e, s)
	h.staff(0, e, s)
}

// Replaced is the period in which the first machines of brownfield halls end;
// those that run on without have none.
func (h *Halls) Replaced(hall *model.ExistingHall) int {
	if h.hallType.MachineLife == 0 {
		return h.c.n
	}
	return h.c.s.Horizon.CeilPeriods(max(h.hallType.MachineLife-hall.MachineAge, 0))
}

// LastStop is the last period boundary up to which brownfield halls may run.
func (h *Halls) LastStop(hall *model.ExistingHall) int {
	left := max(h.hallType.ShellLife-hall.ShellAge, 0)
	return min(h.c.n, h.c.s.Horizon.CeilPeriods(left))
}

// buyMachines buys machines in period from and again at each end of life
// before period e, and resells what is left of the last ones at e.
func (h *Halls) buyMachines(from, e int, s *Stream) {
	life := h.machineLife()
	if life == 0 {
		return
	}
	for b := from; b < e; b += life {
		cost := float64(h.hallType.MachineCapex) * h.trend(h.hallType.MachineTrend, b)
		s.Machines[b] += cost
		s.Bought[b] += h.hallType.UnitsPerMW
		rest := h.c.depreciate(s, cost, b, life, min(b+life, e))
		if b+life > e {
			h.resell(e, rest, rest, s)
		}
	}
}

// resell books the sale of machines worth residual, of which book is not yet
// depreciated, at the beginning of period e.
func (h *Halls) resell(e int, residual, book float64, s *Stream) {
	value := float64(h.hallType.Resale) * residual
	if e < h.c.n {
		s.Resale[e] += value
		s.Deduction[e] += book
	} else {
		s.TerminalValue += value
		s.TerminalDeduction += book
	}
}

// staff books the fixed running costs from period v to e.
func (h *Halls) staff(v, e int, s *Stream) {
	fixed := float64(h.hallType.FixedOM) * h.c.s.Horizon.YearsPerPeriod()
	for p := v; p < e; p++ {
		s.Operation[p] += fixed
	}
}

// run books what miners earn and draw from period v to e.
func (h *Halls) run(v, e, replaced int, s *Stream) {
	for p := v; p < e; p++ {
		s.AddFlow(p, h.Run(p, replaced), 1)
	}
}

// Run is what one MW of IT load earns and draws in period p, apart from sales
// to AI clients. Machines bought in period replaced are followed by others at
// each end of life; those before it are as old as the scenario.
func (h *Halls) Run(p, replaced int) Flow {
	if h.hours == nil {
		return Flow{}
	}
	y := h.Vintage(p, replaced)
	return h.table()[y][p-h.c.firstPeriod(y)]
}

// Vintage is the year of the horizon from which the machines are that run in
// period p: see Run.
func (h *Halls) Vintage(p, replaced int) int {
	life := h.machineLife()
	if life == 0 || p < replaced {
		return 0
	}
	return h.c.yearOf(replaced + (p-replaced)/life*life)
}

// yearOf is the number of calendar years between the start of the horizon and
// period p.
func (c *Calculator) yearOf(p int) int { return c.s.Horizon.Year(p) - c.s.Horizon.Year(0) }

// firstPeriod is the first period of the horizon's y-th calendar year.
func (c *Calculator) firstPeriod(y int) int {
	if y == 0 {
		return 0
	}
	return (12*y - (c.s.Horizon.Start.Month - 1)) / c.s.Horizon.PeriodMonths
}

// trend is the factor of a yearly relative change at period p.
func (h *Halls) trend(change unit.Share, p int) float64 {
	return math.Pow(1+float64(change), float64(h.c.yearOf(p)))
}
