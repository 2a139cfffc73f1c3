package explain

import (
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/model/whatif"
)

const (
	// dearest is how many times its price now power is tried to cost more.
	dearest = 4
	// highest is by how many percent prices that are earned are tried to rise.
	highest = 300
	// all is all of a quantity, in percent.
	all = 100
)

// helping lists the levers that may bring the region in, each up to the most that has a
// meaning: power for nothing, connections at once and for nothing, surplus for all that is
// offered, offers for all the surplus.
func (p *Subject) helping(s *model.Scenario, x *Standing) []lever {
	var list []lever
	add := func(l whatif.Lever, most float64, limit bool) {
		if most = l.Round(min(most, l.Most)); most > 0 && !math.IsInf(most, 0) {
			list = append(list, lever{l, most, limit})
		}
	}
	add(whatif.PowerPrice(s, p.Region), float64(s.Regions[p.region].EnergyPrice), true)
	if x.Offers > 0 {
		add(whatif.LeadTime(p.Region), float64(p.longest(s)), true)
	}
	needs := max(p.MW, finite(x.NeedsMW))
	add(whatif.FirmMW(p.Region), max(x.OfferedMW, needs), true)
	if p.about(model.Mining) {
		add(whatif.FlexMW(p.Region), max(x.OfferedMW, needs), true)
	}
	if x.Offers > 0 {
		last := x.Surplus[len(x.Surplus)-1]
		add(whatif.OfferMW(p.Region), max(last.Firm+last.Interruptible, needs), true)
		add(whatif.ConnectionCost(p.Region), all, false)
	}
	if p.about(model.Mining) {
		add(whatif.Hashprice(), highest, false)
	}
	if ai := p.ai(s); len(ai) > 0 {
		add(whatif.Rent(ai...), highest, false)
		add(whatif.MerchantMW(s.Markets[s.Regions[p.region].Market].ID, ai...), p.MW, true)
	}
	if l, ok := whatif.Budget(s, 0); ok {
		add(l, sum(s.Budget.Annual)/1e6, true)
	}
	if l, ok := whatif.TotalBudget(s); ok {
		add(l, float64(s.Budget.Total)/1e6, true)
	}
	return list
}

// hurting lists the levers that may have the region drop out, turned the other way.
func (p *Subject) hurting(s *model.Scenario, x *Standing) []lever {
	var list []lever
	add := func(l whatif.Lever, most float64) {
		l = l.Against()
		if most = l.Round(min(most, l.Most)); most > 0 && !math.IsInf(most, 0) {
			list = append(list, lever{l, most, false})
		}
	}
	add(whatif.PowerPrice(s, p.Region), dearest*float64(s.Regions[p.region].EnergyPrice))
	if x.Offers > 0 {
		add(whatif.LeadTime(p.Region), float64(s.Horizon.Periods*s.Horizon.PeriodMonths))
		add(whatif.SurplusShare(p.Region), all)
		add(whatif.ConnectionCost(p.Region), math.Inf(1))
	}
	if p.about(model.Mining) {
		add(whatif.Hashprice(), all)
	}
	if ai := p.ai(s); len(ai) > 0 {
		add(whatif.Rent(ai...), all)
	}
	if l, ok := whatif.Budget(s, 0); ok {
		most := unit.Money(0)
		for _, x := range s.Budget.Annual {
			most = max(most, x)
		}
		add(l, float64(most)/1e6)
	}
	if l, ok := whatif.TotalBudget(s); ok {
		add(l, float64(s.Budget.Total)/1e6)
	}
	return list
}

// ai lists the AI businesses asked about that the scenario has halls for.
func (p *Subject) ai(s *model.Scenario) []model.Business {
	var list []model.Business
	for _, b := range model.Businesses {
		for i := range s.HallTypes {
			if b.IsAI() && p.about(b) && s.HallTypes[i].Business == b {
				list = append(list, b)
				break
			}
		}
	}
	return list
}

// longest is the longest lead time of the region's offers, in months.
func (p *Subject) longest(s *model.Scenario) (months unit.Months) {
	for i := range s.Sites {
		if x := &s.Sites[i]; x.Region == p.region && x.HasOffer {
			months = max(months, x.Offer.Lead[s.LeadQuantile])
		}
	}
	return months
}

func sum(list []unit.Money) float64 {
	total := unit.Money(0)
	for _, x := range list {
		total += x
	}
	return float64(total)
}

// finite is an amount, 0 where it is infinite.
func finite(x float64) float64 {
	if math.IsInf(x, 0) {
		return 0
	}
	return x
}
