package verify

import (
	"fmt"
	"math/big"

	"github.com/gridalloc/gridalloc/model"
)

// facts is what follows from the scenario alone and is the same in all its
// worlds, in exact fractions.
type facts struct {
	s      *model.Scenario
	h      model.Horizon
	n, m   int
	chance []*big.Rat // of the worlds
	years  []int
	yearOf []int          // index into years by period
	period map[string]int // by label
	avail  []*big.Rat     // by design
	tau    [][]*big.Rat   // take-or-pay share by site and period
	banned [][]*big.Rat   // share of days under a mining ban by site and period
	// product is the hall type of each AI business, -1 where there is none.
	product  [3]int
	climates map[[2]int]climate // by region and hall type
	days     map[string]*big.Rat
	discount []*big.Rat // by row
	late     []int      // by site, the largest L[w] - L of all worlds
	multiple [][]*fixed // of EBITDA, by client market and business
}

// climate is a hall type's overhead in a region.
type climate struct{ pue, gamma *big.Rat }

func newFacts(s *model.Scenario) *facts {
	f := &facts{
		s: s, h: s.Horizon, n: s.Horizon.Periods, m: s.Horizon.PeriodMonths,
		chance: chances(s), years: s.Horizon.Years(), period: map[string]int{},
		product: [3]int{-1, -1, -1}, climates: map[[2]int]climate{}, days: map[string]*big.Rat{},
		discount: discounts(exact(s.DiscountRate), s.Horizon.Periods, s.Horizon.PeriodMonths),
	}
	for p := range f.n {
		f.period[f.h.Label(p)] = p
		f.yearOf = append(f.yearOf, f.h.Year(p)-f.h.Year(0))
	}
	for i := range s.Designs {
		f.avail = append(f.avail, designAvailability(&s.Designs[i]))
	}
	for i := range s.HallTypes {
		if b := s.HallTypes[i].Business; f.product[b] < 0 {
			f.product[b] = i
		}
	}
	f.tau, f.banned = grid(len(s.Sites), f.n), grid(len(s.Sites), f.n)
	for i := range s.Sites {
		for p := range f.n {
			f.tau[i][p], f.banned[i][p] = f.takeOrPay(i, p), f.miningBan(i, p)
		}
	}
	f.late = make([]int, len(s.Sites))
	for i := range s.Sites {
		for w := range s.Worlds {
			f.late[i] = max(f.late[i], f.delay(w, i))
		}
	}
	f.multiple = table(len(s.Markets), len(model.Businesses))
	for i := range min(len(s.Markets), len(s.Objective.Multiple)) {
		f.multiple[i] = path(s.Objective.Multiple[i][:], len(model.Businesses))
	}
	return f
}

// takeOrPay is tau[p] (section 5): the largest Share x f[p] of the rules that
// include the site's region and do not exempt the site.
func (f *facts) takeOrPay(site, p int) *big.Rat {
	t := zero()
	for i := range f.s.Rules {
		r := &f.s.Rules[i]
		if r.Enabled && r.Kind == model.TakeOrPay && r.Covers(site, f.s.Sites[site].Region) {
			t = larger(t, mul(exact(r.Share), f.inForce(p, i)))
		}
	}
	return t
}

// miningBan is f_ban[p] (section 3): the united days of all bans on miners.
func (f *facts) miningBan(site, p int) *big.Rat {
	var bans []int
	for i := range f.s.Rules {
		r := &f.s.Rules[i]
		if r.Enabled && r.Kind == model.Ban && r.Applies(site, f.s.Sites[site].Region, model.Mining) {
			bans = append(bans, i)
		}
	}
	return f.inForce(p, bans...)
}

// inForce is f[p] (section 1): the share of the days of p on which at least
// one of the rules is in force.
func (f *facts) inForce(p int, rules ...int) *big.Rat {
	if len(rules) == 0 {
		return zero()
	}
	key := fmt.Sprint(p, rules)
	if x, ok := f.days[key]; ok {
		return x
	}
	var spans []model.Span
	for _, i := range rules {
		spans = append(spans, f.s.Rules[i].Span)
	}
	x := ratio(f.h.DaysWithin(p, spans...), f.h.Days(p))
	f.days[key] = x
	return x
}

// region is the region of a site.
func (f *facts) region(site int) *model.Region { return &f.s.Regions[f.s.Sites[site].Region] }

// feeders are g0, g1 and max(g0, g1) of a site (section 2).
func (f *facts) feeders(site int) (before, after, most int) {
	s := &f.s.Sites[site]
	before = s.Existing.Feeders
	if s.HasOffer {
		after = s.Offer.Feeders
	}
	return before, after, max(before, after)
}

// secure is sigma(g) = (g-1)/g, 0 without feeders (section 2).
func secure(g int) *big.Rat {
	if g < 1 {
		return zero()
	}
	return ratio(g-1, g)
}

// lead is L of a site's offer, in periods (section 2).
func (f *facts) lead(site int) int {
	return f.h.CeilPeriods(f.s.Sites[site].Offer.Lead[f.s.LeadQuantile])
}

// hours is H[p].
func (f *facts) hours(p int) *big.Rat { return whole(24 * f.h.Days(p)) }

// climate is PUE and gamma of a hall type in a region (section 3): linear
// between the climate's points, constant outside, 1 without any point.
func (f *facts) climate(region, hallType int) climate {
	key := [2]int{region, hallType}
	if c, ok := f.climates[key]; ok {
		return c
	}
	c := interpolate(f.s.HallTypes[hallType].Climate, exact(f.s.Regions[region].Temperature))
	f.climates[key] = c
	return c
}

func interpolate(points []model.ClimatePoint, t *big.Rat) climate {
	if len(points) == 0 {
		return climate{whole(1), whole(1)}
	}
	last := len(points) - 1
	i := 0
	for i <= last && exact(points[i].Temperature).Cmp(t) < 0 {
		i++
	}
	if i == 0 || i > last {
		x := &points[min(i, last)]
		return climate{exact(x.PUE), exact(x.GridPerIT)}
	}
	a, b := &points[i-1], &points[i]
	w := div(sub(t, exact(a.Temperature)), sub(exact(b.Temperature), exact(a.Temperature)))
	between := func(from, to *big.Rat) *big.Rat { return add(from, mul(w, sub(to, from))) }
	return climate{between(exact(a.PUE), exact(b.PUE)), between(exact(a.GridPerIT), exact(b.GridPerIT))}
}

// designAvailability is the availability of a supply design (section 3).
func designAvailability(d *model.SupplyDesign) *big.Rat {
	all := whole(1)
	for i := range d.Groups {
		down := whole(1)
		for k := range d.Groups[i].Alternatives {
			down.Mul(down, sub(whole(1), alternativeAvailability(&d.Groups[i].Alternatives[k])))
		}
		all.Mul(all, sub(whole(1), down))
	}
	return all
}

// alternativeAvailability is the chance that at least Need of Count chains
// work: the upper tail of a binomial distribution.
func alternativeAvailability(a *model.Alternative) *big.Rat {
	chain := whole(1)
	for i := range a.Chain {
		c := &a.Chain[i]
		if c.Availability != 0 {
			chain.Mul(chain, exact(c.Availability))
			continue
		}
		lost := div(mul(exact(c.FailuresPerYear), exact(c.RepairHours)), whole(8760))
		chain.Mul(chain, div(whole(1), add(whole(1), lost)))
	}
	tail := zero()
	for k := max(a.Need, 0); k <= a.Count; k++ {
		ways := new(big.Rat).SetInt(new(big.Int).Binomial(int64(a.Count), int64(k)))
		tail.Add(tail, mul(ways, pow(chain, k), pow(sub(whole(1), chain), a.Count-k)))
	}
	return tail
}
