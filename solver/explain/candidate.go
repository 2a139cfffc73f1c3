package explain

import (
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/model/whatif"
)

// candidate is a lever that may repair a scenario, with the amount to try first and the
// largest one. steps, where it has them, are the amounts to try one after the other:
// more of the lever need not be better.
type candidate struct {
	lever       whatif.Lever
	first, most float64
	steps       []float64
}

// grains are how finely repairs are looked for, by unit, where that is more coarsely than
// levers turn.
var grains = map[string]float64{"signing": 1, "machine": 1, "t": 1}

func newCandidate(l whatif.Lever, first, most float64) candidate {
	if grain, ok := grains[l.Unit]; ok {
		l.Grain = grain
	}
	most = l.Round(min(most, l.Most))
	return candidate{lever: l, first: min(max(first, l.Grain), most), most: most}
}

// loosening are the levers that loosen a member, each with the places where it can be
// turned, the ones preferred first. plan is one without the member.
func (r *repairs) loosening(i int, plan *model.Plan) [][]candidate {
	m := r.members[i]
	switch m.Kind {
	case ContractMember:
		return r.ofContract(&r.s.Contracts[m.index])
	case RuleMember:
		rule := &r.s.Rules[m.index]
		if l, ok := whatif.RuleLimit(rule); ok {
			return [][]candidate{{newCandidate(l, rule.Limit/16, max(1000*rule.Limit, 1e6))}}
		}
		if l, ok := whatif.RuleShare(rule); ok {
			return [][]candidate{{newCandidate(l, 1, l.Most)}}
		}
		return nil
	case JointMember:
		mw := r.wanted()
		return [][]candidate{{newCandidate(whatif.JointMW(m.ID), mw/8, 10*mw)}}
	default:
		return r.ofBudget(m, float64(plan.Result.Capex)/perMillion)
	}
}

// ofContract are the levers of a contract.
func (r *repairs) ofContract(c *model.Contract) [][]candidate {
	mw, short := whatif.ContractMW(c), whatif.ContractShort(c)
	list := [][]candidate{{newCandidate(mw, float64(c.MW)/8, float64(c.MW)-mw.Grain)}}
	if most := short.Most - short.Grain; most >= short.Grain { // all of it short is no demand
		list = append(list, []candidate{newCandidate(short, 5, most)})
	}
	later := newCandidate(whatif.ContractStart(c.ID), 1, 0)
	for p := range r.s.Horizon.Periods {
		if months := r.s.Horizon.Begin(p).MonthsSince(c.Start); months > 0 {
			later.steps, later.most = append(later.steps, float64(months)), float64(months)
		}
	}
	if later.steps != nil {
		list = append(list, []candidate{later})
	}
	return list
}

// ofBudget are the levers of a budget: the same more in each year, or more in the one year
// where the least is enough, a later year before an earlier one. spent is what a plan
// without the budget spends, in millions.
func (r *repairs) ofBudget(m Member, spent float64) [][]candidate {
	budget := func(l whatif.Lever) candidate {
		l.Grain = moneyGrain
		return newCandidate(l, spent/64, max(100*spent, 1000))
	}
	if m.Kind == TotalMember {
		l, _ := whatif.TotalBudget(r.s)
		return [][]candidate{{budget(l)}}
	}
	each, _ := whatif.Budget(r.s, 0)
	var years []candidate
	for _, year := range slices.Backward(r.s.Horizon.Years()) {
		l, _ := whatif.Budget(r.s, year)
		years = append(years, budget(l))
	}
	return [][]candidate{{budget(each)}, years}
}

// moneyGrain is how finely money is looked for, in millions.
const moneyGrain = 0.1

// bettering are levers on the facts behind a set: surplus, offers and lead times of the regions
// where its demands may be met.
func (r *repairs) bettering(set []int) [][]candidate {
	var firm, offers, leads []candidate
	mw := r.wanted()
	for _, region := range r.behind(set) {
		lead, offered := r.longestLead(region)
		if !offered {
			continue
		}
		id := r.s.Regions[region].ID
		firm = append(firm, newCandidate(whatif.FirmMW(id), mw/8, 10*mw))
		offers = append(offers, newCandidate(whatif.OfferMW(id), mw/8, 10*mw))
		if lead > 0 {
			leads = append(leads, newCandidate(whatif.LeadTime(id), 1, float64(lead)))
		}
	}
	return slices.DeleteFunc([][]candidate{firm, offers, leads}, func(x []candidate) bool { return len(x) == 0 })
}

// behind are the regions where the demands of a set may be met: those that its contracts
// allow, and those of rules that ask for at least so much.
func (r *repairs) behind(set []int) []int {
	var list []int
	for _, i := range set {
		switch m := r.members[i]; m.Kind {
		case ContractMember:
			list = union(list, r.s.Contracts[m.index].Regions)
		case RuleMember:
			if l, ok := whatif.RuleLimit(&r.s.Rules[m.index]); ok && l.Sign < 0 {
				list = union(list, r.s.Rules[m.index].Regions)
			}
		}
	}
	return list
}

// longestLead is the longest planned lead time of a region's offers.
func (r *repairs) longestLead(region int) (lead unit.Months, offered bool) {
	for i := range r.s.Sites {
		if x := &r.s.Sites[i]; x.HasOffer && x.Region == region {
			lead, offered = max(lead, x.Offer.Lead[r.s.LeadQuantile]), true
		}
	}
	return lead, offered
}

// wanted is how many MW all mandatory contracts want, and at least 10.
func (r *repairs) wanted() float64 {
	mw := 10.0
	for i := range r.s.Contracts {
		if c := &r.s.Contracts[i]; c.Mandatory {
			mw += float64(c.MW)
		}
	}
	return mw
}
