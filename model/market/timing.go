package market

import (
	"fmt"
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// delays holds the copula of lead times: a site's lead time is the quantile at
// Phi(common z + own e) of its offer, z being one normal number for each grid
// company, e one for each site.
type delays struct {
	common, own float64
	early, late float64 // quantiles of the optimistic and the pessimistic time
	companies   int
}

func newDelays(r *model.DelayRisk) (delays, error) {
	if !(r.Early >= 0 && r.Early < 0.5 && r.Late > 0.5 && r.Late <= 1) || !isShare(r.Correlation) {
		return delays{}, fmt.Errorf("market: delays: early %g must be below 50 %%, late %g above, correlation %g between 0 and 1", r.Early, r.Late, r.Correlation)
	}
	for region, company := range r.Company {
		if company < 0 || company >= len(r.Companies) {
			return delays{}, fmt.Errorf("market: delays: region %d has no grid company", region)
		}
	}
	rho := float64(r.Correlation)
	return delays{math.Sqrt(rho), math.Sqrt(1 - rho), float64(r.Early), float64(r.Late), len(r.Companies)}, nil
}

// lead is the lead time at a quantile, to the nearest month: linear between the
// three times of an offer and never beyond the outer two.
func (q *delays) lead(offer *model.Offer, at float64) unit.Months {
	early, typical, late := float64(offer.Lead[model.Optimistic]), float64(offer.Lead[model.Typical]), float64(offer.Lead[model.Pessimistic])
	switch {
	case at <= q.early:
		return offer.Lead[model.Optimistic]
	case at >= q.late:
		return offer.Lead[model.Pessimistic]
	case at < 0.5:
		return unit.Months(math.Round(early + (typical-early)*(at-q.early)/(0.5-q.early)))
	default:
		return unit.Months(math.Round(typical + (late-typical)*(at-0.5)/(q.late-0.5)))
	}
}

// delay draws the lead time of every site's offer, or takes the base world's;
// sites without an offer have 0.
func (d *Drawer) delay(seed, i uint64, on bool, w *model.World) {
	if !on {
		w.Lead = keep(w.Lead, d.m.base.Lead)
		return
	}
	q, s := &d.m.delays, d.m.s
	w.Lead = resize(w.Lead, len(s.Sites))
	d.stream.begin(seed, i, Delays)
	for c := range d.companies {
		d.companies[c] = q.common * d.stream.NormFloat64()
	}
	for k := range s.Sites {
		site := &s.Sites[k]
		w.Lead[k] = 0
		if site.HasOffer {
			company := s.Risk.Delay.Company[site.Region]
			w.Lead[k] = q.lead(&site.Offer, normal(d.companies[company]+q.own*d.stream.NormFloat64()))
		}
	}
}

// fail draws the month of each client's default, or takes the base world's.
// The chance to have defaulted before month j of the term is 1 - (1-d)^(j/12),
// d being the yearly chance; the times are tied by a Gaussian copula with one
// factor (Li, On default correlation: a copula function approach, 2000).
func (d *Drawer) fail(seed, i uint64, on bool, w *model.World) {
	if !on {
		w.Default = keep(w.Default, d.m.base.Default)
		return
	}
	s := d.m.s
	rho := float64(s.Risk.Clients.Correlation)
	w.Default = resize(w.Default, len(s.Contracts))
	d.stream.begin(seed, i, Clients)
	common, own := math.Sqrt(rho)*d.stream.NormFloat64(), math.Sqrt(1-rho)
	for k := range s.Contracts {
		c := &s.Contracts[k]
		w.Default[k] = defaultMonth(c, common+own*d.stream.NormFloat64())
	}
}

// defaultMonth is the month of its term from which a contract's client no
// longer pays, at a standard normal number; the term itself if never.
// The first month is always paid. Survival
// to the quantile Phi(-z) takes log Phi(-z) / log (1-d) years.
func defaultMonth(c *model.Contract, z float64) unit.Months {
	months := 12 * logNormal(-z) / math.Log1p(-float64(c.Default))
	if c.Default <= 0 || !(months <= float64(c.Term-1)) {
		return c.Term
	}
	return max(unit.Months(math.Ceil(months)), 1)
}
