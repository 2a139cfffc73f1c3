package whatif

import (
	"cmp"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// DeliveredPrice is what a MWh costs in a region, energy and network, as a mean over the
// horizon of the world of the tables, in the scenario's currency.
func DeliveredPrice(s *model.Scenario, region int) float64 {
	r := &s.Regions[region]
	index := weightedMean(s.Horizon.Periods, func(p int) (x, weight float64) {
		return float64(s.Base.PowerIndex[r.Zone][p]), float64(s.Horizon.Days(p))
	})
	return float64(r.EnergyPrice)*index + float64(r.NetworkPrice)
}

// powerParts: the mean delivered price by MW; energy and network are multiplied.
func powerParts() []part {
	return []part{{
		name: "delivered price", unit: "per MWh",
		level: func(s *model.Scenario) float64 {
			mw := weights(s)
			return weightedMean(len(mw), func(i int) (x, weight float64) { return DeliveredPrice(s, i), mw[i] })
		},
		turn: func(s *model.Scenario, from, to float64) {
			edited(&s.Regions, func(_ int, r *model.Region) {
				r.EnergyPrice *= unit.MoneyPerMWh(to / from)
				r.NetworkPrice *= unit.MoneyPerMWh(to / from)
			})
		},
	}}
}

// leadParts: the median lead time of the offers by their MW, at the scenario's quantile;
// lead times are multiplied and rounded up to months, those of worlds too.
func leadParts() []part {
	return []part{{
		name: "median lead time", unit: "months", level: medianLead,
		turn: func(s *model.Scenario, from, to float64) {
			scale := func(lead *unit.Months) { *lead = unit.Months(roundedUp(float64(*lead), to/from)) }
			edited(&s.Sites, func(_ int, x *model.Site) {
				for q := range x.Offer.Lead {
					scale(&x.Offer.Lead[q])
				}
			})
			edited(&s.Worlds, func(_ int, w *model.World) {
				w.Lead = slices.Clone(w.Lead)
				for i := range w.Lead {
					scale(&w.Lead[i])
				}
			})
		},
	}}
}

// medianLead is the least lead time within which half of the MW on offer come.
func medianLead(s *model.Scenario) float64 {
	type offer struct{ lead, mw float64 }
	var offers []offer
	total := 0.0
	for i := range s.Sites {
		if x := &s.Sites[i]; x.HasOffer {
			offers = append(offers, offer{float64(x.Offer.Lead[s.LeadQuantile]), float64(x.Offer.Max)})
			total += float64(x.Offer.Max)
		}
	}
	slices.SortFunc(offers, func(a, b offer) int { return cmp.Compare(a.lead, b.lead) })
	sum := 0.0
	for _, o := range offers {
		if sum += o.mw; sum >= total/2 {
			return o.lead
		}
	}
	return 0
}

// surplusParts: firm and interruptible MW of all regions and dates. Surplus, joint limits
// and what each offer holds of the kind are multiplied, since offers are cut from surplus.
func surplusParts() []part {
	return []part{
		surplusPart("firm MW",
			func(x *model.Surplus) *unit.MW { return &x.Firm }, func(o *model.Offer) *unit.MW { return &o.MaxFirm }),
		surplusPart("interruptible MW",
			func(x *model.Surplus) *unit.MW { return &x.Interruptible }, func(o *model.Offer) *unit.MW { return &o.MaxFlex }),
	}
}

func surplusPart(name string, of func(*model.Surplus) *unit.MW, most func(*model.Offer) *unit.MW) part {
	return part{
		name: name, unit: "MW",
		level: func(s *model.Scenario) float64 {
			sum := 0.0
			for i := range s.Regions {
				for j := range s.Regions[i].Surplus {
					sum += float64(*of(&s.Regions[i].Surplus[j]))
				}
			}
			return sum
		},
		turn: func(s *model.Scenario, from, to float64) {
			factor := unit.MW(to / from)
			scale := func(list *[]model.Surplus) {
				edited(list, func(_ int, x *model.Surplus) { *of(x) *= factor })
			}
			edited(&s.Regions, func(_ int, r *model.Region) { scale(&r.Surplus) })
			edited(&s.JointLimits, func(_ int, j *model.JointLimit) { scale(&j.Surplus) })
			edited(&s.Sites, func(_ int, x *model.Site) {
				before := x.Offer.MaxFirm + x.Offer.MaxFlex
				*most(&x.Offer) *= factor
				if before > 0 {
					x.Offer.Max *= (x.Offer.MaxFirm + x.Offer.MaxFlex) / before
				}
				x.Offer.Min = min(x.Offer.Min, x.Offer.Max)
			})
		},
	}
}

// capexParts: what the offers cost per MW when taken whole. Halls cost the same
// everywhere, as technology is one of the things that are the same.
func capexParts() []part {
	return []part{{
		name: "connection cost", unit: "per MW",
		level: func(s *model.Scenario) float64 {
			return weightedMean(len(s.Sites), func(i int) (x, weight float64) {
				o := &s.Sites[i].Offer
				if !s.Sites[i].HasOffer || o.Max == 0 {
					return 0, 0
				}
				return float64(o.FixedCost)/float64(o.Max) + float64(o.CostPerMW), float64(o.Max)
			})
		},
		turn: func(s *model.Scenario, from, to float64) {
			edited(&s.Sites, func(_ int, x *model.Site) {
				x.Offer.FixedCost *= unit.Money(to / from)
				x.Offer.CostPerMW *= unit.MoneyPerMW(to / from)
			})
		},
	}}
}
