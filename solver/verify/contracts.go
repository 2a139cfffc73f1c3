package verify

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/gridalloc/gridalloc/model"
)

// checkContracts checks service, regions, mandatory contracts and shortfalls.
func checkContracts(j *judge, f *facts, d *decisions, terms []term) {
	served := grid(len(f.s.Contracts), f.n)
	for _, x := range d.deliveries {
		served[x.contract][x.p].Add(served[x.contract][x.p], x.mw)
		c := &f.s.Contracts[x.contract]
		ok := x.mw.Sign() == 0 || slices.Contains(c.Regions, f.s.Sites[x.site].Region)
		j.holds(at{ContractRegion, c.ID, f.h.Label(x.p)}, ok, "served from %q, outside its regions", f.s.Sites[x.site].ID)
	}
	for i := range f.s.Contracts {
		c := &f.s.Contracts[i]
		if c.Mandatory {
			j.holds(at{ContractMandatory, c.ID, ""}, d.accepted[i], "is mandatory and not accepted")
		}
		for p := range f.n {
			due := terms[i].want[p]
			if !d.accepted[i] {
				due = zero()
			}
			a := at{ContractService, c.ID, f.h.Label(p)}
			j.equal(a, "MW delivered and short", add(served[i][p], d.short[i][p]), due)
			a.rule = ContractShortfall
			j.atMost(a, "MW short", d.short[i][p], mul(exact(c.MaxShort), due))
		}
	}
}

// nearly is added to availabilities before they are held against an SLA, for
// products of decimal fractions that meet it exactly on paper.
var nearly = big.NewRat(1, 1e12)

// level is an SLA of a product, in rising order from 0.
type level struct {
	product model.Business
	sla     *big.Rat
	open    func(c *model.Contract) bool // whether the contract asks for at least sla
}

// levels are the distinct SLAs of each product and 0.
func (f *facts) levels() []level {
	var list []level
	for _, b := range []model.Business{model.Colocation, model.GPUCloud} {
		slas := []float64{0}
		for i := range f.s.Contracts {
			if c := &f.s.Contracts[i]; c.Product == b && c.SLA > 0 {
				slas = append(slas, float64(c.SLA))
			}
		}
		slices.Sort(slas)
		for _, x := range slices.Compact(slas) {
			list = append(list, level{b, exact(x), func(c *model.Contract) bool { return c.Product == b && float64(c.SLA) >= x }})
		}
	}
	return list
}

// checkAvailability checks the rows of section 4 that hold sold MW against the
// halls that are available enough, apart for what waits for a late connection
// and what does not.
func checkAvailability(j *judge, f *facts, d *decisions) {
	for _, l := range f.levels() {
		for _, waits := range []bool{false, true} {
			sold, offered := d.soldAt(f, &l, waits), d.offeredAt(f, &l, waits)
			rule, what := ContractSLA, "MW sold at an availability of "+number(toFloat(l.sla))
			switch {
			case waits:
				rule, what = LateSales, what+" that wait"
			case l.sla.Sign() == 0:
				rule, what = ContractCapacity, "MW sold"
			}
			for i := range f.s.Sites {
				for p := range f.n {
					if waits && !d.inWindow(f, i, p) {
						continue // nothing waits
					}
					a := at{rule, fmt.Sprintf("%s %s", f.s.Sites[i].ID, l.product), f.h.Label(p)}
					j.atMost(a, what, sold[i][p], offered[i][p])
				}
			}
		}
	}
}

// soldAt is the MW sold at a level, by site and period.
func (d *decisions) soldAt(f *facts, l *level, waits bool) [][]*big.Rat {
	sold := grid(len(f.s.Sites), f.n)
	for _, x := range d.deliveries {
		if x.waits == waits && l.open(&f.s.Contracts[x.contract]) {
			sold[x.site][x.p].Add(sold[x.site][x.p], x.mw)
		}
	}
	for _, x := range d.spot {
		if x.waits == waits && x.product == l.product && l.sla.Sign() == 0 {
			sold[x.site][x.p].Add(sold[x.site][x.p], x.mw)
		}
	}
	return sold
}

// offeredAt is the MW that halls provide at a level, by site and period. Halls
// wait in the window of their site only.
func (d *decisions) offeredAt(f *facts, l *level, waits bool) [][]*big.Rat {
	offered := grid(len(f.s.Sites), f.n)
	for i := range d.halls {
		h := &d.halls[i]
		t := &f.s.HallTypes[h.hallType]
		if t.Business != l.product || add(f.avail[h.design], nearly).Cmp(l.sla) < 0 {
			continue
		}
		mw := mul(whole(h.count), exact(t.Module), f.avail[h.design])
		for p := h.start; p < h.end; p++ {
			if waits == (h.waits && d.inWindow(f, h.site, p)) {
				offered[h.site][p].Add(offered[h.site][p], mw)
			}
		}
	}
	return offered
}

// checkSpot checks the merchant market of section 4.
func checkSpot(j *judge, f *facts, d *decisions) {
	for _, x := range d.sales {
		step := &f.s.Markets[x.market].Demand[x.step]
		j.atMost(at{SpotDepth, step.ID, f.h.Label(x.p)}, "MW sold", x.mw, exact(step.Depth[x.p]))
	}
	for _, b := range []model.Business{model.Colocation, model.GPUCloud} {
		offered, sold := grid(len(f.s.Markets), f.n), grid(len(f.s.Markets), f.n)
		for _, x := range d.spot {
			if x.product == b {
				m := f.region(x.site).Market
				offered[m][x.p].Add(offered[m][x.p], x.mw)
			}
		}
		for _, x := range d.sales {
			if f.s.Markets[x.market].Demand[x.step].Product == b {
				sold[x.market][x.p].Add(sold[x.market][x.p], x.mw)
			}
		}
		for i := range f.s.Markets {
			for p := range f.n {
				a := at{SpotBalance, f.s.Markets[i].ID + " " + b.String(), f.h.Label(p)}
				j.equal(a, "MW offered against MW sold", offered[i][p], sold[i][p])
			}
		}
	}
}
