package whatif

import (
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// largestMW is more than any region has.
const largestMW = 1e5

// FirmMW adds firm surplus to a region from the start, and to the joint limits
// that it belongs to. Less than there is takes from what comes first.
func FirmMW(region string) Lever {
	return Lever{
		Kind: "firm surplus", Of: region, Unit: "MW", Sign: 1, Least: 0, Most: largestMW, Grain: 0.1,
		turn: func(s *model.Scenario, mw float64) { addSurplus(s, region, model.Surplus{Firm: unit.MW(mw)}) },
	}
}

// FlexMW is FirmMW for interruptible surplus.
func FlexMW(region string) Lever {
	return Lever{
		Kind: "interruptible surplus", Of: region, Unit: "MW", Sign: 1, Least: 0, Most: largestMW, Grain: 0.1,
		turn: func(s *model.Scenario, mw float64) { addSurplus(s, region, model.Surplus{Interruptible: unit.MW(mw)}) },
	}
}

// addSurplus adds surplus from the start to a region and its joint limits.
func addSurplus(s *model.Scenario, region string, extra model.Surplus) {
	extra.From = s.Horizon.Start
	r := slices.IndexFunc(s.Regions, func(r model.Region) bool { return r.ID == region })
	edited(&s.Regions, func(i int, x *model.Region) {
		if i == r {
			x.Surplus = append(slices.Clone(x.Surplus), extra)
		}
	})
	edited(&s.JointLimits, func(_ int, x *model.JointLimit) {
		if slices.Contains(x.Regions, r) {
			x.Surplus = append(slices.Clone(x.Surplus), extra)
		}
	})
}

// SurplusShare raises the surplus of a region, or of all where it is empty, firm and
// interruptible, by percents of it. Joint limits rise with all regions, and by what one region
// has more; they do not fall with one region.
func SurplusShare(region string) Lever {
	return percentage("surplus", region, 1, func(s *model.Scenario, factor float64) {
		all := func(list []model.Surplus) []model.Surplus {
			edited(&list, func(_ int, x *model.Surplus) {
				x.Firm *= unit.MW(factor)
				x.Interruptible *= unit.MW(factor)
			})
			return list
		}
		r := slices.IndexFunc(s.Regions, func(x model.Region) bool { return x.ID == region })
		edited(&s.JointLimits, func(_ int, x *model.JointLimit) {
			switch {
			case region == everything:
				x.Surplus = all(x.Surplus)
			case factor > 1 && slices.Contains(x.Regions, r):
				more := slices.Clone(s.Regions[r].Surplus)
				for i := range more {
					more[i].Firm *= unit.MW(factor - 1)
					more[i].Interruptible *= unit.MW(factor - 1)
				}
				x.Surplus = slices.Concat(x.Surplus, more)
			}
		})
		edited(&s.Regions, func(i int, x *model.Region) {
			if in(s, i, region) {
				x.Surplus = all(x.Surplus)
			}
		})
	})
}

// longestLead is longer than any connection takes, in months.
const longestLead = 120

// LeadTime has the offers of a region, or all where it is empty, energise so many months
// sooner than planned, and in every world with a lead time of its own. None energises
// before it is signed.
func LeadTime(region string) Lever {
	return Lever{
		Kind: "lead time", Of: region, Unit: "month", Sign: -1, Least: -longestLead, Most: longestLead, Grain: 1,
		turn: func(s *model.Scenario, months float64) {
			sooner := func(lead *unit.Months) { *lead = max(*lead-unit.Months(months), 0) }
			edited(&s.Sites, func(_ int, x *model.Site) {
				if x.HasOffer && in(s, x.Region, region) {
					sooner(&x.Offer.Lead[s.LeadQuantile])
				}
			})
			edited(&s.Worlds, func(_ int, w *model.World) {
				w.Lead = slices.Clone(w.Lead)
				for i := range w.Lead {
					if s.Sites[i].HasOffer && in(s, s.Sites[i].Region, region) {
						sooner(&w.Lead[i])
					}
				}
			})
		},
	}
}

// OfferMW makes the offers of a region larger: what a site may order in all, firm and
// interruptible.
func OfferMW(region string) Lever {
	return Lever{
		Kind: "in each offer", Of: region, Unit: "MW", Sign: 1, Least: 0, Most: largestMW, Grain: 0.1,
		turn: func(s *model.Scenario, mw float64) {
			edited(&s.Sites, func(_ int, x *model.Site) {
				if x.HasOffer && in(s, x.Region, region) {
					x.Offer.Max += unit.MW(mw)
					x.Offer.MaxFirm += unit.MW(mw)
					x.Offer.MaxFlex += unit.MW(mw)
				}
			})
		},
	}
}

// PowerPrice lowers the mean energy price of a region, or of all where it is empty, by
// so much per MWh before the zone's blocks and the worlds' indices, but not below zero.
func PowerPrice(s *model.Scenario, region string) Lever {
	return Lever{
		Kind: "power price", Of: region, Unit: s.Currency + "/MWh", Sign: -1, Least: math.Inf(-1), Most: math.Inf(1), Grain: 0.01,
		turn: func(s *model.Scenario, amount float64) {
			edited(&s.Regions, func(i int, x *model.Region) {
				if in(s, i, region) {
					x.EnergyPrice = max(x.EnergyPrice-unit.MoneyPerMWh(amount), 0)
				}
			})
		},
	}
}

// ConnectionCost lowers what the offers of a region, or all where it is empty, cost by a
// share of it, in percent.
func ConnectionCost(region string) Lever {
	return Lever{
		Kind: "connection cost", Of: region, Unit: "%", Sign: -1, Least: -900, Most: 100, Grain: 0.1,
		turn: func(s *model.Scenario, percent float64) {
			edited(&s.Sites, func(_ int, x *model.Site) {
				if x.HasOffer && in(s, x.Region, region) {
					x.Offer.FixedCost *= unit.Money(1 - percent/100)
					x.Offer.CostPerMW *= unit.MoneyPerMW(1 - percent/100)
				}
			})
		},
	}
}
