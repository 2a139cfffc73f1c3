package explain

import (
	"fmt"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/model/whatif"
)

// givesRoom tells whether a kind of change in a scenario only gives room or money: for
// every plan there is one with the change that is worth at least as much
// (docs/model.md). It says no where that is not sure.
func (w *worthing) givesRoom(s *model.Scenario, k WorthKind) bool {
	switch k {
	case Sooner:
		return soonerGivesRoom(s)
	case Cheaper:
		return cheaperGivesRoom(s)
	default:
		return true // limits that are wider
	}
}

// ofHalls are the rules that are about halls or energised MW, whenever they were signed, and ask
// for none.
var ofHalls = []model.RuleKind{model.Ban, model.TakeOrPay, model.MaxShare, model.CarbonCap, model.Equipment, model.NoNewHalls}

// soonerGivesRoom: a connection that takes fewer periods can be signed as many later. It then
// comes when it did, and is paid for later, which is worth no less at a rate that is not
// negative, and within budgets where all of a year's money is carried over and none is
// borrowed by the year. Not so where the year of a signing matters, or where worlds are late
// by other roundings than the plan.
func soonerGivesRoom(s *model.Scenario) bool {
	b := &s.Budget
	if s.DiscountRate < 0 || b.DebtShare > 0 || b.Annual != nil && b.CarryOver < 1 {
		return false
	}
	for i := range s.Worlds {
		if s.Worlds[i].Lead != nil {
			return false
		}
	}
	for i := range s.Rules {
		switch r := &s.Rules[i]; {
		case !r.Enabled:
		case r.Kind == model.MinSite || r.Kind == model.MaxSite:
			if (r.Span != model.Span{}) {
				return false
			}
		case !slices.Contains(ofHalls, r.Kind):
			return false
		}
	}
	return true
}

// cheaperGivesRoom: the same halls pay no more for power, in every world and period, whatever
// their miners choose. Not so where those who run more are stopped by a carbon cap, where
// a block has a negative price, or where losses that are carried forward shift the tax,
// and with it what can be reinvested, between years.
func cheaperGivesRoom(s *model.Scenario) bool {
	for i := range s.Rules {
		if s.Rules[i].Enabled && s.Rules[i].Kind == model.CarbonCap {
			return false
		}
	}
	for i := range s.Countries {
		if s.Countries[i].CarryForward && s.Budget.Reinvest > 0 {
			return false
		}
	}
	for z := range s.Zones {
		least := unit.Share(1)
		for _, b := range s.Zones[z].Blocks {
			least = min(least, b.Price)
		}
		widest := unit.Share(1)
		for i := range s.Worlds {
			if spread := s.Worlds[i].PowerSpread; spread != nil {
				widest = max(widest, slices.Max(append(slices.Clone(spread[z]), 1)))
			}
		}
		if 1+widest*(least-1) < 0 {
			return false
		}
	}
	return true
}

// liftGivesRoom tells whether a plan stays one, and worth the same, without a rule: so it is
// with limits. Bans and take-or-pay change what halls earn and how it is valued.
func liftGivesRoom(k model.RuleKind) bool { return k != model.Ban && k != model.TakeOrPay }

// groups is the scenario in which several regions with a change give each of them at least
// the room of its own change, if there is one: for lead times without limits on openings,
// so that a signing can be put off.
func (w *worthing) groups(k WorthKind) (*model.Scenario, bool) {
	if k != Sooner {
		return w.s, w.givesRoom(w.s, k)
	}
	var openings []string
	for i := range w.s.Rules {
		if w.s.Rules[i].Kind == model.Openings {
			openings = append(openings, w.s.Rules[i].ID)
		}
	}
	lifted := whatif.Lifted(w.s, openings...)
	return lifted, w.givesRoom(lifted, k)
}

// screen decides the changes that are idle.
func (w *worthing) screen() {
	for _, x := range w.General {
		if x.Kind == RuleLifted {
			x.Why = w.idleRule(x.Of)
		}
		if x.Why != "" {
			x.How = Idle
			continue
		}
		w.total++
	}
	if len(w.asked()) > 1 {
		w.total += len(w.Together)
	}
	for _, r := range w.asked() {
		for _, x := range r.Worth {
			if x.Why = w.idle(x.change.turn(w.s, x.Amount), x.Kind, x.Of); x.Why != "" {
				x.How = Idle
				continue
			}
			w.total++
		}
	}
}

// idle says why a change of a region changes nothing: the same plans are possible with it, and
// worth the same. It is empty where it may change something.
func (w *worthing) idle(changed *model.Scenario, k WorthKind, region string) string {
	s := w.s
	r := slices.IndexFunc(s.Regions, func(x model.Region) bool { return x.ID == region })
	none := closed(changed, r)
	switch k {
	case Cheaper:
		switch {
		case s.Regions[r].EnergyPrice == changed.Regions[r].EnergyPrice:
			return "energy costs nothing"
		case none != "" && !holdsMW(s, r):
			return none
		}
	case Sooner:
		if none != "" {
			return none
		}
		if sameLeads(s, changed) {
			return fmt.Sprintf("leads are as long in whole periods of %d months", s.Horizon.PeriodMonths)
		}
	case LargerOffers:
		if none != "" && slack(s, changed, r, true) {
			return none
		}
	default:
		if !slack(s, changed, r, k == FirmSurplus) {
			return ""
		}
		if none != "" {
			return none
		}
		return "the offers are smaller than the surplus"
	}
	return ""
}

// idleRule says why it changes nothing to lift a rule, as idle does: it is about regions in
// which there is nothing and nothing can be built.
func (w *worthing) idleRule(id string) string {
	r := &w.s.Rules[slices.IndexFunc(w.s.Rules, func(r model.Rule) bool { return r.ID == id })]
	open := func(region int) bool { return closed(w.s, region) == "" || holdsMW(w.s, region) }
	if !slices.Contains(ofHalls, r.Kind) || slices.ContainsFunc(r.Regions, open) {
		return ""
	}
	return "nothing can be built where it holds"
}

// holdsMW tells whether a region has connections already.
func holdsMW(s *model.Scenario, region int) bool {
	return slices.ContainsFunc(s.Sites, func(x model.Site) bool {
		return x.Region == region && (x.Existing.Firm > 0 || x.Existing.Flex > 0)
	})
}

// sameLeads tells whether all leads take as many periods in two scenarios, as planned and in
// all worlds.
func sameLeads(a, b *model.Scenario) bool {
	h := a.Horizon
	for i := range a.Sites {
		if h.CeilPeriods(a.Sites[i].Offer.Lead[a.LeadQuantile]) != h.CeilPeriods(b.Sites[i].Offer.Lead[a.LeadQuantile]) {
			return false
		}
		for w := range a.Worlds {
			if l := a.Worlds[w].Lead; l != nil && h.CeilPeriods(l[i]) != h.CeilPeriods(b.Worlds[w].Lead[i]) {
				return false
			}
		}
	}
	return true
}
