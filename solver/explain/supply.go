package explain

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
)

// Supply is what a region by itself can give a contract, other contracts and all rules
// left aside.
type Supply struct {
	Region, Name string
	// From is the first period in which a hall can run that the contract may be served from;
	// the number of periods where there is none within the horizon.
	From int
	// Firm is how many firm MW of grid are energised by then, Halls how many MW of IT they
	// carry at most while a feeder is out. AtStart and AtEnd are such MW of halls by the
	// contract's start and by the last period.
	Firm, Halls, AtStart, AtEnd float64
}

// supplies are those of the regions that a contract allows, the soonest first, with
// words on the first few and on all together.
func supplies(s *model.Scenario, c *model.Contract) ([]Supply, []string) {
	const few = 4
	calc := finance.New(s, &s.Worlds[0])
	start := s.Horizon.Periods - 1
	for p := range s.Horizon.Periods {
		if c.Start.Before(s.Horizon.Begin(p + 1)) {
			start = p
			break
		}
	}
	var list []Supply
	for _, r := range c.Regions {
		list = append(list, supplyOf(s, calc, c, r, start))
	}
	slices.SortStableFunc(list, func(a, b Supply) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(b.AtEnd, a.AtEnd))
	})
	var words []string
	atStart, atEnd, never := 0.0, 0.0, 0
	for i, x := range list {
		atStart, atEnd = atStart+x.AtStart, atEnd+x.AtEnd
		switch {
		case x.From >= s.Horizon.Periods:
			never++
		case i < few:
			words = append(words, fmt.Sprintf("%s: the earliest firm MW for it are %s in %s and carry at most %s MW of halls; by %s %s, by the end %s",
				x.Region, number(x.Firm), month(s.Horizon.Begin(x.From)), halls(x.Halls), month(s.Horizon.Begin(start)), halls(x.AtStart), halls(x.AtEnd)))
		}
	}
	if never > 0 {
		words = append(words, fmt.Sprintf("%d of %d allowed regions have no firm MW for it within the horizon", never, len(list)))
	}
	if len(list) > 1 {
		words = append(words, fmt.Sprintf("all allowed regions together carry at most %s MW of halls by %s, %s by the end", halls(atStart), month(s.Horizon.Begin(start)), halls(atEnd)))
	}
	return list, words
}

// halls writes MW of halls to the tenth.
func halls(mw float64) string { return number(math.Round(10*mw) / 10) }

// supplyOf is what a region can give a contract that starts in a period.
func supplyOf(s *model.Scenario, calc *finance.Calculator, c *model.Contract, region, start int) Supply {
	n := s.Horizon.Periods
	x := Supply{Region: s.Regions[region].ID, Name: s.Regions[region].Name, From: n}
	for p := range n {
		firm, mw, whole := carriable(s, calc, c, region, p)
		if !whole {
			mw = 0
		}
		if whole && x.From == n {
			x.From, x.Firm, x.Halls = p, firm, mw
		}
		if p == start {
			x.AtStart = mw
		}
		x.AtEnd = mw
	}
	return x
}

// carriable is how many firm MW a region can have energised in a period where everything is
// signed at once, how many MW of halls for a contract they carry at most, and whether
// they carry a whole one anywhere. AI halls may use the secure share of a site's firm MW
// (docs/model.md, section 2); the surplus goes where it carries most.
func carriable(s *model.Scenario, calc *finance.Calculator, c *model.Contract, region, p int) (firm, mw float64, whole bool) {
	left := surplusBy(s, region, p)
	type order struct{ most, perMW float64 }
	var orders []order
	t := calc.HallTypeOf(c.Product)
	if t < 0 {
		return 0, 0, false
	}
	hall := &s.HallTypes[t]
	for i := range s.Sites {
		site := &s.Sites[i]
		available := bestAvailability(s, calc, hall, site, c)
		if site.Region != region || available == 0 {
			continue
		}
		feeders, most := site.Existing.Feeders, 0.0
		if site.HasOffer && p >= finance.LeadPeriods(s, i) {
			feeders, most = site.Offer.Feeders, float64(min(site.Offer.MaxFirm, site.Offer.Max))
		}
		secure, existing := finance.SecureShare(feeders), float64(site.Existing.Firm)
		firm += existing
		perMW := secure * available / calc.GridPerIT(t, i)
		if p >= s.Horizon.CeilPeriods(hall.Construction) || slices.ContainsFunc(site.Existing.Halls, func(h model.ExistingHall) bool { return h.HallType == t }) {
			mw += perMW * existing
			whole = whole || secure*(existing+min(most, left))+1e-9 >= float64(hall.Module)*calc.GridPerIT(t, i)
		} else {
			perMW = 0
		}
		orders = append(orders, order{most, perMW})
	}
	slices.SortStableFunc(orders, func(a, b order) int { return cmp.Compare(b.perMW, a.perMW) })
	for _, o := range orders {
		taken := min(o.most, left)
		left, firm, mw = left-taken, firm+taken, mw+taken*o.perMW
	}
	return firm, mw, whole
}

// bestAvailability is that of the best design for a hall at a site that meets a contract's
// SLA, 0 for none.
func bestAvailability(s *model.Scenario, calc *finance.Calculator, hall *model.HallType, site *model.Site, c *model.Contract) float64 {
	best := 0.0
	for _, d := range hall.Designs {
		if s.Designs[d].Feeders <= finance.Feeders(site) && calc.Meets(d, c.SLA) {
			best = max(best, calc.Availability(d))
		}
	}
	return best
}

// surplusBy is the firm surplus of a region that can be used in a period.
func surplusBy(s *model.Scenario, region, p int) float64 {
	mw := 0.0
	for _, x := range s.Regions[region].Surplus {
		if !s.Horizon.Begin(p).Before(x.From) {
			mw += float64(x.Firm)
		}
	}
	return mw
}
