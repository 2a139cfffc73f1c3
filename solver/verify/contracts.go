package verify

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/gridalloc/gridalloc/model"
)

// term is a contract by period (section 4).
type term struct {
	want   []*big.Rat // W[c,p], the largest monthly MW
	months []*big.Rat // M[c,p], months at full price per MW of W
	price  []*big.Rat // what a served MW brings in p
}

// terms works out all contracts.
func (f *facts) terms() []term {
	list := make([]term, len(f.s.Contracts))
	for i := range list {
		list[i] = f.term(&f.s.Contracts[i])
	}
	return list
}

func (f *facts) term(c *model.Contract) term {
	t := term{zeros(f.n), zeros(f.n), zeros(f.n)}
	first := int(c.Start.MonthsSince(f.h.Start))
	for k := range int(c.Term) {
		month := first + k
		if month < 0 || month >= f.n*f.m {
			continue // outside the horizon
		}
		mw := exact(c.MW)
		if k+1 < int(c.Ramp) {
			mw = mul(mw, ratio(k+1, int(c.Ramp)))
		}
		p := month / f.m
		t.want[p] = larger(t.want[p], mw)
		t.months[p].Add(t.months[p], mw)
	}
	for p := range f.n {
		t.months[p] = div(t.months[p], t.want[p])
		t.price[p] = f.contractPrice(c, p, t.months[p])
	}
	return t
}

// contractPrice is max(ExpectedUse, TakeOrPay) x M x (S x Price + R x
// RelettingPrice x Rent): the client's payments as long as it pays, and those
// of whoever re-lets after a default.
func (f *facts) contractPrice(c *model.Contract, p int, months *big.Rat) *big.Rat {
	span := int(f.h.Begin(p).MonthsSince(c.Start))
	stay := sub(whole(1), exact(c.Default))
	pays := pow(stay, max(span, 0)/12)
	relet := zero()
	if gap := span - int(c.RelettingGap); gap >= 0 {
		relet = sub(whole(1), pow(stay, gap/12))
	}
	rent := exact(f.world.Rent[c.Market][c.Product][p])
	unit := add(mul(pays, exact(c.Price)), mul(relet, exact(c.RelettingPrice), rent))
	use := larger(exact(c.ExpectedUse), exact(c.TakeOrPay))
	return rounded(mul(use, months, unit))
}

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
// halls that are available enough.
func checkAvailability(j *judge, f *facts, d *decisions) {
	for _, l := range f.levels() {
		sold, offered := grid(len(f.s.Sites), f.n), grid(len(f.s.Sites), f.n)
		for _, x := range d.deliveries {
			if l.open(&f.s.Contracts[x.contract]) {
				sold[x.site][x.p].Add(sold[x.site][x.p], x.mw)
			}
		}
		rule, what := ContractSLA, "MW sold at an availability of "+number(toFloat(l.sla))
		if l.sla.Sign() == 0 {
			rule, what = ContractCapacity, "MW sold"
			for _, x := range d.spot {
				if x.product == l.product {
					sold[x.site][x.p].Add(sold[x.site][x.p], x.mw)
				}
			}
		}
		for i := range d.halls {
			h := &d.halls[i]
			t := &f.s.HallTypes[h.hallType]
			if t.Business != l.product || add(f.avail[h.design], nearly).Cmp(l.sla) < 0 {
				continue
			}
			mw := mul(whole(h.count), exact(t.Module), f.avail[h.design])
			for p := h.start; p < h.end; p++ {
				offered[h.site][p].Add(offered[h.site][p], mw)
			}
		}
		for i := range f.s.Sites {
			for p := range f.n {
				a := at{rule, fmt.Sprintf("%s %s", f.s.Sites[i].ID, l.product), f.h.Label(p)}
				j.atMost(a, what, sold[i][p], offered[i][p])
			}
		}
	}
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
