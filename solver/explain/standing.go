package explain

import (
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
)

// Standing is what a region has for new halls of the businesses asked about, from its
// records alone.
type Standing struct {
	// Offers is how many connections are offered, OfferedMW the MW of them all.
	Offers    int
	OfferedMW float64
	// Lead is the shortest lead time, in months, and First the period in which a hall can
	// start at the earliest if that connection is signed at once; empty where that is after
	// the horizon.
	Lead  int
	First string
	// NeedsMW is the least connection, in MW, that carries a hall.
	NeedsMW float64
	// Surplus is what may be connected by period, where it changes, in the region alone and
	// within its joint limits.
	Surplus []SurplusFrom
	// Enough is the period from which the surplus carries a hall, empty for never.
	Enough string
	// Rules limit what may be built there.
	Rules []*model.Rule
}

// SurplusFrom is the surplus of a region from a period on, in MW in all.
type SurplusFrom struct {
	Period              string
	Firm, Interruptible float64
}

// standing reads the records of a region.
func (p *Subject) standing(s *model.Scenario) *Standing {
	x := &Standing{NeedsMW: math.Inf(1)}
	n := s.Horizon.Periods
	first, lead := n, math.MaxInt
	calc := finance.New(s, &s.Worlds[0])
	for i := range s.Sites {
		site := &s.Sites[i]
		if site.Region != p.region || !site.HasOffer {
			continue
		}
		x.Offers++
		x.OfferedMW += float64(site.Offer.Max)
		lead = min(lead, int(site.Offer.Lead[s.LeadQuantile]))
		for t := range s.HallTypes {
			if !p.about(s.HallTypes[t].Business) {
				continue
			}
			built := s.Horizon.CeilPeriods(s.HallTypes[t].Construction)
			first = min(first, max(finance.LeadPeriods(s, i), built))
			x.NeedsMW = min(x.NeedsMW, max(p.connection(s, calc, i, t), float64(site.Offer.Min)))
		}
	}
	if x.Offers > 0 {
		x.Lead = lead
	}
	if first < n {
		x.First = s.Horizon.Label(first)
	}
	p.surplus(s, x)
	for r := range s.Rules {
		rule := &s.Rules[r]
		if rule.Enabled && p.limitedBy(s, rule) {
			x.Rules = append(x.Rules, rule)
		}
	}
	return x
}

// connection is the MW that one hall of a type takes of a site's connection.
func (p *Subject) connection(s *model.Scenario, calc *finance.Calculator, site, t int) float64 {
	mw := calc.GridPerIT(t, site) * float64(s.HallTypes[t].Module)
	if s.HallTypes[t].Business.IsAI() {
		mw /= finance.SecureShare(finance.Feeders(&s.Sites[site])) // infinite behind one feeder
	}
	return mw
}

// surplus adds up the surplus of the region by period, within its joint limits.
func (p *Subject) surplus(s *model.Scenario, x *Standing) {
	mining := p.about(model.Mining)
	for q := range s.Horizon.Periods {
		firm, both := usable(s, s.Regions[p.region].Surplus, q)
		for j := range s.JointLimits {
			if slices.Contains(s.JointLimits[j].Regions, p.region) {
				f, b := usable(s, s.JointLimits[j].Surplus, q)
				firm, both = min(firm, f), min(both, b)
			}
		}
		now := SurplusFrom{s.Horizon.Label(q), firm, max(both-firm, 0)}
		if last := len(x.Surplus) - 1; last < 0 || x.Surplus[last].Firm != now.Firm || x.Surplus[last].Interruptible != now.Interruptible {
			x.Surplus = append(x.Surplus, now)
		}
		connects := min(firm, both)
		if mining {
			connects = both
		}
		if x.Enough == "" && connects >= x.NeedsMW-slackMW {
			x.Enough = now.Period
		}
	}
}

// usable is the firm surplus of a period, and firm and interruptible together.
func usable(s *model.Scenario, list []model.Surplus, q int) (firm, both float64) {
	for _, entry := range list {
		if !s.Horizon.Begin(q).Before(entry.From) {
			firm, both = firm+float64(entry.Firm), both+float64(entry.Firm+entry.Interruptible)
		}
	}
	return firm, both
}

// limitedBy reports whether a rule limits what may be built in the region.
func (p *Subject) limitedBy(s *model.Scenario, rule *model.Rule) bool {
	if rule.Kind == model.MinMW {
		return false
	}
	for i := range s.Sites {
		if s.Sites[i].Region != p.region || !rule.Covers(i, p.region) {
			continue
		}
		for _, b := range model.Businesses {
			if p.about(b) && rule.Applies(i, p.region, b) {
				return true
			}
		}
	}
	return false
}
