// Package finance turns decisions into cash: what signing a connection,
// running a hall, serving a contract or selling to the market costs and earns
// in each period, from data alone, before anything is optimised. The formulas
// are those of docs/model.md, whose section numbers the comments cite.
//
// Amounts are plain float64 in the scenario's currency. Costs are positive in
// the cost fields of Stream and Flow; Net applies the signs.
package finance

import (
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/availability"
	"github.com/gridalloc/gridalloc/model/unit"
)

// Stream is the money of one unit of a decision over the horizon, by period.
type Stream struct {
	Connection, Shell, Machines []float64 // spending
	Revenue, Resale             []float64 // income
	Penalty, Power, Operation   []float64 // running costs
	Deduction                   []float64 // depreciation and write-offs
	GridMWh                     []float64 // energy taken from the grid
	Bought                      []float64 // machines bought, units
	// TerminalValue is recovered at the end of the horizon, and
	// TerminalDeduction is what tax then still allows to be written off.
	TerminalValue, TerminalDeduction float64

	buffer []float64
}

const streamFields = 11

// NewStream returns a zero stream over n periods.
func NewStream(n int) *Stream {
	s := &Stream{buffer: make([]float64, streamFields*n)}
	part := func(i int) []float64 { return s.buffer[i*n : (i+1)*n : (i+1)*n] }
	s.Connection, s.Shell, s.Machines = part(0), part(1), part(2)
	s.Revenue, s.Resale = part(3), part(4)
	s.Penalty, s.Power, s.Operation = part(5), part(6), part(7)
	s.Deduction, s.GridMWh, s.Bought = part(8), part(9), part(10)
	return s
}

// Reset sets every amount to zero, for reuse.
func (s *Stream) Reset() {
	clear(s.buffer)
	s.TerminalValue, s.TerminalDeduction = 0, 0
}

// Add adds x times t to s.
func (s *Stream) Add(t *Stream, x float64) {
	for i, v := range t.buffer {
		s.buffer[i] += x * v
	}
	s.TerminalValue += x * t.TerminalValue
	s.TerminalDeduction += x * t.TerminalDeduction
}

// Spending is what period p pays for connections, shells and machines.
func (s *Stream) Spending(p int) float64 { return s.Connection[p] + s.Shell[p] + s.Machines[p] }

// EBITDA is revenue less running costs of period p.
func (s *Stream) EBITDA(p int) float64 {
	return s.Revenue[p] - s.Penalty[p] - s.Power[p] - s.Operation[p]
}

// Income is the taxable income of period p before interest (section 6).
func (s *Stream) Income(p int) float64 { return s.EBITDA(p) + s.Resale[p] - s.Deduction[p] }

// Flow is the money of one MW in one period.
type Flow struct{ Revenue, Penalty, Power, Operation, GridMWh float64 }

// EBITDA is revenue less running costs.
func (f Flow) EBITDA() float64 { return f.Revenue - f.Penalty - f.Power - f.Operation }

// AddFlow adds x times f to period p.
func (s *Stream) AddFlow(p int, f Flow, x float64) {
	s.Revenue[p] += x * f.Revenue
	s.Penalty[p] += x * f.Penalty
	s.Power[p] += x * f.Power
	s.Operation[p] += x * f.Operation
	s.GridMWh[p] += x * f.GridMWh
}

// Calculator computes the streams of one scenario in one world.
type Calculator struct {
	*facts
	world *model.World
	runs  map[runKey][][]Flow
}

// facts is what is the same in all worlds of a scenario.
type facts struct {
	s            *model.Scenario
	n            int         // periods
	discount     []float64   // by period; discount[n] is the end of the horizon
	hours        []float64   // by period
	takeOrPay    [][]float64 // tau by site and period
	availability []float64   // by supply design
	hallOf       [3]int      // hall type of an AI product, -1 for none
	climates     [][]climate // by region and hall type
	parts        []parts     // by zone
	up           map[runKey][]float64
}

// New prepares a calculator. The scenario must have passed its checks.
func New(s *model.Scenario, world *model.World) *Calculator {
	f := &facts{s: s, n: s.Horizon.Periods, hallOf: [3]int{-1, -1, -1}, up: map[runKey][]float64{}}
	yearly := 1 + float64(s.DiscountRate)
	span := s.Horizon.YearsPerPeriod()
	for p := range f.n {
		f.discount = append(f.discount, math.Pow(yearly, -(float64(p)+0.5)*span))
		f.hours = append(f.hours, s.Horizon.Hours(p))
	}
	f.discount = append(f.discount, math.Pow(yearly, -float64(f.n)*span))
	for _, d := range s.Designs {
		f.availability = append(f.availability, availability.Design(d))
	}
	for t, h := range s.HallTypes {
		if h.Business.IsAI() {
			f.hallOf[h.Business] = t
		}
	}
	f.takeOrPay = takeOrPayShares(s)
	for i := range s.Zones {
		f.parts = append(f.parts, partsOf(&s.Zones[i]))
	}
	for i := range s.Regions {
		f.climates = append(f.climates, make([]climate, len(s.HallTypes)))
		for t := range s.HallTypes {
			at := &f.climates[i][t]
			at.pue, at.grid = Climate(s.HallTypes[t].Climate, s.Regions[i].Temperature)
		}
	}
	return &Calculator{f, world, map[runKey][][]Flow{}}
}

// In is the calculator of the same scenario in another world. It shares what
// is the same in all worlds, so that the two may not be used at the same time.
func (c *Calculator) In(world *model.World) *Calculator {
	return &Calculator{c.facts, world, map[runKey][][]Flow{}}
}

// Use moves c, and the Halls made with it, to another world; Terms follow with
// Renew. Nothing is allocated: it is for those who value many worlds.
func (c *Calculator) Use(world *model.World) {
	c.world = world
	clear(c.runs)
}

// takeOrPayShares is tau of section 5, by site and period.
func takeOrPayShares(s *model.Scenario) [][]float64 {
	n := s.Horizon.Periods
	tau := make([][]float64, len(s.Sites))
	cells := make([]float64, len(s.Sites)*n)
	for i := range tau {
		tau[i] = cells[i*n : (i+1)*n]
	}
	for r := range s.Rules {
		rule := &s.Rules[r]
		if !rule.Enabled || rule.Kind != model.TakeOrPay {
			continue
		}
		for p := range n {
			inForce := float64(s.Horizon.DaysWithin(p, rule.Span)) / float64(s.Horizon.Days(p))
			for i := range s.Sites {
				if rule.Covers(i, s.Sites[i].Region) {
					tau[i][p] = max(tau[i][p], float64(rule.Share)*inForce)
				}
			}
		}
	}
	return tau
}

// Discount is the factor of period p; p = number of periods gives that of the
// end of the horizon.
func (c *Calculator) Discount(p int) float64 { return c.discount[p] }

// Availability is that of a supply design.
func (c *Calculator) Availability(design int) float64 { return c.availability[design] }

// TakeOrPay is the share of declared power that a site pays the network for in
// period p.
func (c *Calculator) TakeOrPay(site, p int) float64 { return c.takeOrPay[site][p] }

// slaSlack keeps rounding from failing a design that meets an SLA exactly.
const slaSlack = 1e-12

// Meets reports whether a supply design is available at least as much as an
// SLA asks.
func (c *Calculator) Meets(design int, sla unit.Share) bool {
	return c.availability[design] >= float64(sla)-slaSlack
}

// HallTypeOf is the hall type that offers an AI product, or -1.
func (c *Calculator) HallTypeOf(product model.Business) int { return c.hallOf[product] }

// TaxRate is that of the country of a site.
func (c *Calculator) TaxRate(site int) float64 {
	region := c.s.Regions[c.s.Sites[site].Region]
	return float64(c.s.Countries[region.Country].TaxRate)
}

// climate is energy and reserved MW per MW of IT load.
type climate struct{ pue, grid float64 }

// Climate interpolates a hall type's overheads at a temperature: grid energy
// and reserved grid MW per MW of IT load (section 3).
func Climate(points []model.ClimatePoint, at unit.Celsius) (pue, gridPerIT float64) {
	last := points[len(points)-1]
	if at >= last.Temperature {
		return float64(last.PUE), float64(last.GridPerIT)
	}
	lower := points[0]
	for _, upper := range points {
		if at <= upper.Temperature {
			if at <= lower.Temperature {
				return float64(lower.PUE), float64(lower.GridPerIT)
			}
			x := float64((at - lower.Temperature) / (upper.Temperature - lower.Temperature))
			return float64(lower.PUE) + x*float64(upper.PUE-lower.PUE),
				float64(lower.GridPerIT) + x*float64(upper.GridPerIT-lower.GridPerIT)
		}
		lower = upper
	}
	return float64(last.PUE), float64(last.GridPerIT)
}

// GridPerIT is the grid MW that a hall type reserves per MW of IT load at a
// site.
func (c *Calculator) GridPerIT(hallType, site int) float64 {
	return c.climates[c.s.Sites[site].Region][hallType].grid
}

// Feeders is the number of feeders a site has once its offer, if any, is
// energised.
func Feeders(site *model.Site) int {
	if site.HasOffer {
		return max(site.Existing.Feeders, site.Offer.Feeders)
	}
	return site.Existing.Feeders
}

// SecureShare is the part of a site's firm MW left when one of its feeders is
// out (section 2).
func SecureShare(feeders int) float64 {
	if feeders < 1 {
		return 0
	}
	return float64(feeders-1) / float64(feeders)
}

// LeadPeriods is how many periods pass between the signing of a site's offer
// and its energisation as planned.
func LeadPeriods(s *model.Scenario, site int) int {
	return s.Horizon.CeilPeriods(s.Sites[site].Offer.Lead[s.LeadQuantile])
}

// Late is how many periods later than planned the world energises a site's
// offer (section 2).
func (c *Calculator) Late(site int) int {
	if c.world.Lead == nil {
		return 0
	}
	return max(c.s.Horizon.CeilPeriods(c.world.Lead[site])-LeadPeriods(c.s, site), 0)
}
