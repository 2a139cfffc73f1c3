package explain

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
	"github.com/gridalloc/gridalloc/model/unit"
)

// Subject is a region, and businesses there, of which it is asked whether a plan has them
// in or leaves them out.
type Subject struct {
	Region string
	// Businesses are those asked about, none for all.
	Businesses []model.Business
	// MW of IT load that run in Period make the region in.
	MW     float64
	Period int
	// Lasting is how many of the MW exist and can run in Period without new halls.
	Lasting float64

	region int
}

// NewSubject asks for so many MW in a period, or, with 0, for one hall of the smallest
// kind more than exists. There must be such a region.
func NewSubject(s *model.Scenario, region string, businesses []model.Business, mw float64, period int) (*Subject, error) {
	p := &Subject{Region: region, Businesses: businesses, MW: mw, Period: period}
	p.region = slices.IndexFunc(s.Regions, func(r model.Region) bool { return r.ID == region })
	if p.region < 0 {
		return nil, fmt.Errorf("explain: %s has no region %s", s.Name, region)
	}
	calc := finance.New(s, &s.Worlds[0])
	for i := range s.Sites {
		if s.Sites[i].Region != p.region {
			continue
		}
		for k := range s.Sites[i].Existing.Halls {
			h := &s.Sites[i].Existing.Halls[k]
			t := &s.HallTypes[h.HallType]
			if p.about(t.Business) && calc.Halls(i, h.HallType, h.Design, h.Stand).LastStop(h) > period {
				p.Lasting += float64(t.Module) * float64(h.Count)
			}
		}
	}
	module := math.Inf(1)
	for i := range s.HallTypes {
		if p.about(s.HallTypes[i].Business) {
			module = min(module, float64(s.HallTypes[i].Module))
		}
	}
	switch {
	case math.IsInf(module, 1):
		return nil, fmt.Errorf("explain: %s has no halls of %s", s.Name, p.Business())
	case mw == 0:
		p.MW = p.Lasting + module
	case mw <= p.Lasting:
		return nil, fmt.Errorf("explain: %.6g MW of %s can run in %s without new halls", p.Lasting, p.Business(), region)
	}
	return p, nil
}

// Business names the businesses in words.
func (p *Subject) Business() string {
	switch len(p.Businesses) {
	case 0:
		return "any business"
	case 1:
		return p.Businesses[0].String()
	default:
		return "gpu"
	}
}

// about reports whether a business is asked about.
func (p *Subject) about(b model.Business) bool {
	return len(p.Businesses) == 0 || slices.Contains(p.Businesses, b)
}

// In is the scenario in which the MW have to run.
func (p *Subject) In(s *model.Scenario) *model.Scenario {
	begin := s.Horizon.Begin(p.Period)
	return p.with(s, model.Rule{ID: "forced in", Kind: model.MinMW, Limit: p.MW, Span: model.Span{From: begin, To: begin}})
}

// Out is the scenario in which no new halls may be built there; where all businesses are
// asked about, none of the region's connections is offered either. Where nothing is left
// there its records are those of base, so that what concerns the region alone makes no
// other scenario of it.
func (p *Subject) Out(base, s *model.Scenario) *model.Scenario {
	c := p.with(s, model.Rule{ID: "left out", Kind: model.NoNewHalls})
	if len(p.Businesses) > 0 {
		return c
	}
	c.Sites = slices.Clone(c.Sites)
	c.Worlds = slices.Clone(c.Worlds)
	for w := range c.Worlds {
		c.Worlds[w].Lead = slices.Clone(c.Worlds[w].Lead)
	}
	empty := true
	for i := range c.Sites {
		site := &c.Sites[i]
		if site.Region != p.region {
			continue
		}
		site.HasOffer, site.Offer = false, model.Offer{}
		for w := range c.Worlds {
			if c.Worlds[w].Lead != nil {
				c.Worlds[w].Lead[i] = 0
			}
		}
		empty = empty && site.Existing.Firm+site.Existing.Flex == 0
	}
	if empty {
		c.Regions = slices.Clone(c.Regions)
		c.Regions[p.region] = base.Regions[p.region]
	}
	return c
}

// with is the scenario with a rule about what is asked.
func (p *Subject) with(s *model.Scenario, r model.Rule) *model.Scenario {
	r.Name, r.Enabled, r.Regions, r.Business = r.ID, true, []int{p.region}, p.Businesses
	c := *s
	c.Rules = append(slices.Clone(s.Rules), r)
	return &c
}

// Running is the IT MW asked about that run in a plan in a period.
func (p *Subject) Running(plan *model.Plan, period string) float64 {
	mw := unit.MW(0)
	for i := range plan.Allocations {
		a := &plan.Allocations[i]
		if a.Period == period && a.Region == p.Region && p.named(a.Business) {
			mw += a.ITMW
		}
	}
	return float64(mw)
}

func (p *Subject) named(business string) bool {
	return len(p.Businesses) == 0 || slices.ContainsFunc(p.Businesses, func(b model.Business) bool { return b.String() == business })
}

// slackMW is how much MW may miss by rounding.
const slackMW = 1e-6

// Has reports whether a plan of a scenario has the MW in.
func (p *Subject) Has(s *model.Scenario, plan *model.Plan) bool {
	return p.Running(plan, s.Horizon.Label(p.Period)) >= p.MW-slackMW
}

// Leaves reports whether a plan leaves out what is asked about: no new halls and, where all
// businesses are asked about, no signings.
func (p *Subject) Leaves(plan *model.Plan) bool {
	for i := range plan.Halls {
		if h := &plan.Halls[i]; h.Existing == "" && h.Region == p.Region && p.named(h.Business) {
			return false
		}
	}
	return len(p.Businesses) > 0 || !slices.ContainsFunc(plan.Signings, func(x model.Signing) bool { return x.Region == p.Region })
}

// Move is by how many MW of IT load one plan has more than another in the last period.
type Move struct {
	Region, Business string
	MW               float64
}

// Moves lists what one plan has more or less than another, by region and business.
func Moves(from, to *model.Plan) []Move {
	type key struct{ region, business string }
	sum := map[key]float64{}
	last := to.Periods[len(to.Periods)-1]
	add := func(plan *model.Plan, sign float64) {
		for i := range plan.Allocations {
			if a := &plan.Allocations[i]; a.Period == last {
				sum[key{a.Region, a.Business}] += sign * float64(a.ITMW)
			}
		}
	}
	add(from, -1)
	add(to, 1)
	var list []Move
	for k, mw := range sum {
		if math.Abs(mw) > slackMW {
			list = append(list, Move{k.region, k.business, mw})
		}
	}
	slices.SortFunc(list, func(a, b Move) int {
		if a.MW != b.MW {
			return cmp.Compare(a.MW, b.MW)
		}
		return cmp.Or(strings.Compare(a.Region, b.Region), strings.Compare(a.Business, b.Business))
	})
	return list
}
