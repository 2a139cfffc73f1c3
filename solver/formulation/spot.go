package formulation

import (
	"math"

	"github.com/gridalloc/gridalloc/model"
)

// spotColumn is IT MW of a site sold without contract in a period.
type spotColumn struct {
	col          int32
	site, period int
	product      model.Business
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
				b.addSpotSupply(site, p, product, rows)
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
	flow := b.calc.SpotSale(m, step, p)
	country := b.s.CountryOfMarket(m)
	col := b.AddCol(b.family.sale, 0, float64(step.Depth[p]), b.value.flow(flow, p, country, step.Product), false,
		market.ID, step.ID, b.labels[p])
	b.Term(row, col, 1)
	b.postFlow(col, flow, p, country)
	b.sales = append(b.sales, saleColumn{col, m, k, p})
	b.addLimit(limit{row: none, col: col, family: "demand_step", name: step.ID, period: b.labels[p], unit: "MW"})
}

// addSpotSupply adds what a site sells to its market without contract.
func (b *builder) addSpotSupply(site, p int, product model.Business, rows map[demandKey]int32) {
	levels, offered := b.service[serviceKey{site, p, product}]
	row, wanted := rows[demandKey{b.s.Regions[b.s.Sites[site].Region].Market, p, product}]
	if !offered || !wanted {
		return
	}
	flow := b.calc.SpotSupply(product, site, p)
	country := b.country(site)
	col := b.AddCol(b.family.spot, 0, math.Inf(1), b.value.flow(flow, p, country, product), false,
		b.s.Sites[site].ID, product.String(), b.labels[p])
	b.Term(levels[0].row, col, 1)
	b.Term(row, col, -1)
	b.postFlow(col, flow, p, country)
	b.applySold(col, site, p, flow)
	b.spot = append(b.spot, spotColumn{col, site, p, product})
}
