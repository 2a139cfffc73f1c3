package formulation

import "math"

// Merchant demand is a market's and its steps seldom end where halls do: the last
// hall is sold in part. Whole numbers of halls by product, client market and period,
// and the row that holds all that is sold in a market within them,
//
//	sum of serve + sum of sales  <=  Module x best availability x market_running
//
// let the search see that: it rounds the row, and branches on the counter.

// addMarketHalls adds the counters and rows.
func (b *builder) addMarketHalls() {
	counter, sold := map[demandKey]int32{}, map[demandKey]int32{}
	for _, c := range b.campaigns {
		product := b.s.HallTypes[c.hallType].Business
		if !product.IsAI() {
			continue
		}
		for p := c.start; p < c.stop; p++ {
			key := demandKey{b.marketOf(c.site), p, product}
			if _, ok := counter[key]; !ok {
				counter[key], sold[key] = b.addMarketCounter(key, c.hallType)
			}
			b.Term(counter[key], c.col, 1)
		}
	}
	enter := func(key demandKey, col int32) {
		if row, ok := sold[key]; ok {
			b.Term(row, col, 1)
		}
	}
	for i := range b.contracts {
		for _, x := range b.contracts[i].serve {
			enter(demandKey{b.marketOf(x.site), x.period, b.s.Contracts[i].Product}, x.col)
		}
	}
	for _, x := range b.sales {
		enter(demandKey{x.market, x.period, b.s.Markets[x.market].Demand[x.step].Product}, x.col)
	}
}

// addMarketCounter adds a counter, with the row that makes it the sum of the halls
// and the row of what is sold.
func (b *builder) addMarketCounter(key demandKey, hallType int) (counted, sold int32) {
	name := []string{b.s.Markets[key.market].ID, key.product.String(), b.labels[key.period]}
	halls := b.AddCol(b.family.marketRunning, 0, math.Inf(1), 0, true, name...)
	counted = b.AddRow(b.family.marketRunning, 0, 0, name...)
	b.Term(counted, halls, -1)
	sold = b.AddRow(b.family.marketHalls, math.Inf(-1), 0, name...)
	b.Term(sold, halls, -float64(b.s.HallTypes[hallType].Module)*b.bestAvailability(hallType))
	return counted, sold
}

func (b *builder) marketOf(site int) int { return b.s.Regions[b.s.Sites[site].Region].Market }

// bestAvailability is that of the best supply design of a hall type.
func (b *builder) bestAvailability(t int) float64 {
	best := 0.0
	for _, d := range b.s.HallTypes[t].Designs {
		best = max(best, b.calc.Availability(d))
	}
	return best
}
