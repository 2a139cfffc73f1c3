package whatif

import (
	"cmp"
	"slices"

	"github.com/gridalloc/gridalloc/model"
)

// A rule names regions, and another market has others. It is carried over by place: regions
// stand in the order of their delivered price, each as wide as its MW, from 0 to 1, and the
// rule holds in the region in whose place the middle of a region of the other market falls.
// A market carried over to itself is itself.

// leastWide gives a region without MW a place of its own, in MW.
const leastWide = 1e-3

// standing is where a region stands in its market.
type standing struct {
	region     int
	start, end float64
}

// places lists the regions of a market in their order.
func places(s *model.Scenario) []standing {
	mw, price := weights(s), make([]float64, len(s.Regions))
	list := make([]standing, len(s.Regions))
	total := 0.0
	for i := range s.Regions {
		mw[i] = max(mw[i], leastWide)
		price[i], list[i].region = DeliveredPrice(s, i), i
		total += mw[i]
	}
	slices.SortFunc(list, func(a, b standing) int {
		return cmp.Or(cmp.Compare(price[a.region], price[b.region]), cmp.Compare(a.region, b.region))
	})
	sum := 0.0
	for i := range list {
		list[i].start = sum / total
		sum += mw[list[i].region]
		list[i].end = sum / total
	}
	return list
}

// counterparts gives for each region of a market the one of another at its place.
func counterparts(own, other *model.Scenario) []int {
	theirs := places(other)
	list := make([]int, len(own.Regions))
	for _, p := range places(own) {
		middle := (p.start + p.end) / 2
		at := slices.IndexFunc(theirs, func(q standing) bool { return middle < q.end })
		if at < 0 {
			at = len(theirs) - 1
		}
		list[p.region] = theirs[at].region
	}
	return list
}

// takeRules replaces the rules of a market by those of another. Limits stay as they are;
// a site is exempt where there is one of the same id.
func takeRules(s, own, other *model.Scenario) {
	at := counterparts(own, other)
	s.Rules = nil
	for i := range other.Rules {
		rule := other.Rules[i]
		regions := rule.Regions
		rule.Regions = nil
		for r := range own.Regions {
			if slices.Contains(regions, at[r]) {
				rule.Regions = append(rule.Regions, r)
			}
		}
		exempt := rule.Exempt
		rule.Exempt = nil
		for site := range own.Sites {
			if slices.ContainsFunc(exempt, func(e int) bool { return other.Sites[e].ID == own.Sites[site].ID }) {
				rule.Exempt = append(rule.Exempt, site)
			}
		}
		if len(rule.Regions) > 0 {
			s.Rules = append(s.Rules, rule)
		}
	}
}

// ruleParts: the share of MW where mining is banned, in the mean over the days of the
// horizon, and the rules in force. They tell of the rules; takeRules carries them over.
func ruleParts() []part {
	return []part{
		{name: "MW under a mining ban", unit: "share", absolute: true, level: banned},
		{name: "rules in force", unit: "rules", absolute: true, level: func(s *model.Scenario) float64 {
			n := 0
			for i := range s.Rules {
				if s.Rules[i].Enabled {
					n++
				}
			}
			return float64(n)
		}},
	}
}

func banned(s *model.Scenario) float64 {
	mw := weights(s)
	return weightedMean(len(mw), func(i int) (x, weight float64) {
		var spans []model.Span
		for r := range s.Rules {
			rule := &s.Rules[r]
			if rule.Enabled && rule.Kind == model.Ban && slices.Contains(rule.Regions, i) && slices.Contains(rule.Business, model.Mining) {
				spans = append(spans, rule.Span)
			}
		}
		days, all := 0, 0
		for p := range s.Horizon.Periods {
			days += s.Horizon.DaysWithin(p, spans...)
			all += s.Horizon.Days(p)
		}
		return float64(days) / float64(all), mw[i]
	})
}
