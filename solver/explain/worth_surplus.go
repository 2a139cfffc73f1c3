package explain

import (
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// negligible is a difference in MW that does not matter.
const negligible = 1e-9

// closed says why nothing can be ordered in a region, "" where something can.
func closed(s *model.Scenario, region int) string {
	last := s.Horizon.Periods - 1
	room := capacity(s.Regions[region].Surplus, s, last, false)
	for j := range s.JointLimits {
		if slices.Contains(s.JointLimits[j].Regions, region) {
			room = min(room, capacity(s.JointLimits[j].Surplus, s, last, false))
		}
	}
	why := "no connection is offered there"
	for i := range s.Sites {
		x := &s.Sites[i]
		if x.Region != region || !x.HasOffer {
			continue
		}
		switch {
		case s.Horizon.CeilPeriods(x.Offer.Lead[s.LeadQuantile]) > last:
			why = "connections come after the horizon"
		case room <= negligible || room < x.Offer.Min-negligible:
			why = "there is no surplus for what is offered"
		default:
			return ""
		}
	}
	return why
}

// capacity is the surplus that there is at the beginning of a period, firm or in all.
func capacity(list []model.Surplus, s *model.Scenario, p int, firm bool) unit.MW {
	sum, begin := unit.MW(0), s.Horizon.Begin(p)
	for _, x := range list {
		if begin.Before(x.From) {
			continue
		}
		sum += x.Firm
		if !firm {
			sum += x.Interruptible
		}
	}
	return sum
}

// offered is the most that the offers of a region can have energised by a period.
func offered(s *model.Scenario, region, p int, firm bool) unit.MW {
	sum := unit.MW(0)
	for i := range s.Sites {
		x := &s.Sites[i]
		if x.Region != region || !x.HasOffer || s.Horizon.CeilPeriods(x.Offer.Lead[s.LeadQuantile]) > p {
			continue
		}
		if firm {
			sum += min(x.Offer.MaxFirm, x.Offer.Max)
		} else {
			sum += min(x.Offer.MaxFirm+x.Offer.MaxFlex, x.Offer.Max)
		}
	}
	return sum
}

// slack tells whether all limits on surplus that a change in a region raises are never
// reached, with it and without: what its offers, and those of its neighbours under joint
// limits, can order is less. Orders of both kinds are looked at, or without the firm ones
// alone.
func slack(s, changed *model.Scenario, region int, firmToo bool) bool {
	for p := range s.Horizon.Periods {
		for _, firm := range []bool{false, true} {
			if firm && !firmToo {
				continue
			}
			if offered(s, region, p, firm) > capacity(s.Regions[region].Surplus, s, p, firm)+negligible {
				return false
			}
			for j := range s.JointLimits {
				joint := &s.JointLimits[j]
				if !slices.Contains(joint.Regions, region) {
					continue
				}
				most := unit.MW(0)
				for _, r := range joint.Regions {
					most += min(offered(s, r, p, firm), capacity(changed.Regions[r].Surplus, s, p, firm))
				}
				if most > capacity(joint.Surplus, s, p, firm)+negligible {
					return false
				}
			}
		}
	}
	return true
}
