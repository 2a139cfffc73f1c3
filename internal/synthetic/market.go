package main

import (
	"math"
	"math/rand/v2"
	"strconv"
)

// The tables by year are given for these years.
const firstYear, lastYear = 2026, 2036

// clientMarket is a client market: rent in USD/kW/month, and its share of
// demand without contracts.
type clientMarket struct {
	id, name    string
	rent, share float64
}

var clientMarkets = []clientMarket{
	{capital, "The capital and its ring", 168, 0.6},
	{port, "The port city", 110, 0.15},
	{others, "Other regions", 85, 0.25},
}

// products are the AI products with the MW that a country takes of each without
// contract in 2027, on all steps together.
var products = []struct {
	id    string
	depth float64
}{{"colocation", 165}, {"gpu_cloud", 66}}

// steps are the steps of demand: share of the depth, and of the rent.
var steps = []struct{ depth, price float64 }{{0.25, 1}, {0.35, 0.85}, {0.4, 0.7}}

// Paths of the embedded markets, which every seed moves a little.
var (
	hashprice = []float64{30, 29.5, 27, 24.5, 23.5, 22.5, 20.5, 18.5, 17.5, 16.5, 15.5} // USD/PH/day
	gpuRent   = []float64{3.2, 3, 2.8, 2.65, 2.5, 2.4, 2.4, 2.4, 2.4, 2.4, 2.4}         // USD/GPU/hour
	growth    = []float64{0.5, 1, 1.5, 2, 2.5, 3.1, 3.8, 4.7, 5.7, 7, 8.4}              // of demand, 2027 is one
)

// marketTables are the tables of the market but for its contracts.
func marketTables(c *country, r *rand.Rand) []*table {
	list := newTable("market/client_markets.csv", marketSource, "id", "name")
	for _, m := range clientMarkets {
		list.add(m.id, m.name)
	}
	return []*table{
		sources("market", marketSource, "Invented market: drawn at random to measure solvers with"),
		list, hashprices(r), rents(r), demand(c.shape, r), powerIndex(c),
	}
}

func hashprices(r *rand.Rand) *table {
	t := newTable("market/hashprice.csv", marketSource, "year", "value", "unit", "price_year")
	level := between(r, 0.95, 1.05, 0.001)
	for i, value := range hashprice {
		t.add(firstYear+i, round(value*level, 0.01), "USD/PH/day", 2026)
	}
	return t
}

func rents(r *rand.Rand) *table {
	t := newTable("market/rents.csv", marketSource, "market", "product", "year", "value", "unit", "price_year")
	for _, m := range clientMarkets {
		rent, gpu := m.rent*between(r, 0.92, 1.08, 0.001), between(r, 0.95, 1.05, 0.001)
		for i := range hashprice {
			t.add(m.id, "colocation", firstYear+i, round(rent, 0.1), "USD/kW/month", 2026)
		}
		for i, value := range gpuRent {
			t.add(m.id, "gpu_cloud", firstYear+i, round(value*gpu, 0.01), "USD/GPU/hour", 2026)
		}
	}
	return t
}

func demand(s Shape, r *rand.Rand) *table {
	t := newTable("market/demand.csv", marketSource, "id", "market", "product", "year", "depth_mw", "price_share")
	for _, m := range clientMarkets {
		for _, p := range products {
			depth := s.scale() * m.share * p.depth * between(r, 0.8, 1.2, 0.001)
			for k, step := range steps {
				for i, grown := range growth {
					t.add(m.id+"-"+p.id+"-"+strconv.Itoa(k+1), m.id, p.id, firstYear+i, round(depth*step.depth*grown, 0.1), percent(step.price))
				}
			}
		}
	}
	return t
}

func powerIndex(c *country) *table {
	t := newTable("market/power_index.csv", marketSource, "zone", "year", "index")
	for _, z := range c.zones() {
		for year := firstYear; year <= lastYear; year++ {
			t.add(z.id, year, round(math.Pow(1+z.growth, float64(min(year, 2031)-firstYear)), 0.0001))
		}
	}
	return t
}
