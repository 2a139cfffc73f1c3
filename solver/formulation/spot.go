package formulation

import (
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
)

// spotColumn is IT MW of a site sold without contract in a period by halls of a
// class.
type spotColumn struct {
	col                 int32
	site, period, class int
	product             model.Business
}

// saleColumn is IT MW sold on a step of a market's demand in a period.
type saleColumn struct {
	col                  int32
	market, step, period int
}

// demandKey is a market, product and time with one demand curve.
type demandKey struct {
	market, period int
	product        model.Business
}

// addSpot states the merchant sales (docs/model.md, section 4).
func (b *builder) addSpot() {
	rows := map[demandKey]int32{}
	for m := range b.s.Markets {
		for k := range b.s.Markets[m].Demand {
			for p := range b.s.Horizon.Periods {
				b.addSale(m, k, p, rows)
			}
		}
	}
	for site := range b.s.Sites {
		for p := range b.s.Horizon.Periods {
			for _, product := range []model.Business{model.Colocation, model.GPUCloud} {
				for _, class := range b.classes(site, p) {
					b.addSpotSupply(spotColumn{none, site, p, class, product}, rows)
				}
			}
		}
	}
}

// addSale adds what a market buys on a step of its demand.
func (b *builder) addSale(m, k, p int, rows map[demandKey]int32) {
	market := &b.s.Markets[m]
	step := &market.Demand[k]
	if step.Depth[p] <= 0 || b.calc.HallTypeOf(step.Product) < 0 {
		return
	}
	key := demandKey{m, p, step.Product}
	row, ok := rows[key]
	if !ok {
		row = b.AddRow(b.family.demand, 0, 0, market.ID, step.Product.String(), b.labels[p])
		rows[key] = row
	}
	sold := func(w int) finance.Flow { return b.worlds[w].calc.SpotSale(m, step, p) }
	at := place{b.s.CountryOfMarket(m), m, step.Product}
	col := b.addFlow(b.family.sale, float64(step.Depth[p]), p, at, sold, market.ID, step.ID, b.labels[p])
	b.Term(row, col, 1)
	b.sales = append(b.sales, saleColumn{col, m, k, p})
	b.addLimit(limit{row: none, col: col, family: "demand_step", name: step.ID, period: b.labels[p], unit: "MW"})
}

// addSpotSupply adds what a site sells to its market without contract.
func (b *builder) addSpotSupply(x spotColumn, rows map[demandKey]int32) {
	row, wanted := rows[demandKey{b.marketOf(x.site), x.period, x.product}]
	if !wanted {
		return
	}
	if b.pooled(x.site) {
		b.addPooledSpot(x, row)
		return
	}
	levels, offered := b.service[serviceKey{x.site, x.period, x.product, x.class}]
	if offered {
		b.Term(levels[0].row, b.addSpotColumn(x, row, b.className(x.class)...), 1)
	}
}

// addSpotColumn adds the column of what a site sells against a market's demand.
func (b *builder) addSpotColumn(x spotColumn, demand int32, more ...string) int32 {
	name := append([]string{b.s.Sites[x.site].ID, x.product.String(), b.labels[x.period]}, more...)
	x.col = b.addFlow(b.family.spot, math.Inf(1), x.period, b.at(x.site, x.product), func(w int) finance.Flow { return b.spotFlow(x, w) }, name...)
	b.Term(demand, x.col, -1)
	b.applySold(x.col, x.site, x.period)
	b.spot = append(b.spot, x)
	return x.col
}

// spotFlow is the money of one MW sold from a site in a world: the loss of its
// rent where its halls wait for power.
func (f *Formulation) spotFlow(x spotColumn, w int) finance.Flow {
	calc := f.worlds[w].calc
	if f.waits(w, x.site, x.class, x.period) {
		return calc.SpotLost(x.product, x.site, x.period)
	}
	return calc.SpotSupply(x.product, x.site, x.period)
}
