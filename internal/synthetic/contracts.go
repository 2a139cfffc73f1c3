package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
)

// gpuShare is how many of the contracts rent GPUs.
const gpuShare = 0.12

// contractTable draws the contracts: from 10 MW to 200 MW for colocation, most
// of them small, and up to 40 MW of GPUs, which cost about four times as much.
func contractTable(c *country, r *rand.Rand) *table {
	t := newTable("market/contracts.csv", marketSource, "id", "client", "product", "market", "mw", "start", "term_months", "ramp_months",
		"price", "unit", "price_year", "pass_through", "expected_use", "take_or_pay", "sla", "regions", "default_per_year",
		"reletting_gap_months", "reletting_price", "penalty", "max_short", "mandatory")
	for i := range c.shape.Contracts {
		product, mw := "colocation", skewed(r, 10, 200, 5)
		price, relet := round(between(r, 233, 267, 1)-6*math.Log(mw/10), 1), 0.75
		if r.Float64() < gpuShare {
			product, mw = "gpu_cloud", skewed(r, 10, 40, 5)
			price, relet = between(r, 860, 980, 5), 0.9
		}
		market := clientMarkets[r.IntN(len(clientMarkets))].id
		start := fmt.Sprintf("%d-01-01", 2029+r.IntN(5))
		term := []int{60, 84, 96, 120, 144}[r.IntN(5)]
		t.add(fmt.Sprintf("c%04d", i+1), fmt.Sprintf("Client %d", i+1), product, market, mw, start, term, ramp(mw),
			price, "USD/kW/month", 2026, true, percent(0.75), percent(1), pick(r, 0.999, 0.9999), place(c, r, mw), percent(0.015),
			12, percent(relet), round(1.5*price, 1), percent(0.1), false)
	}
	return t
}

// ramp is in how many months a client of that size takes all it rents.
func ramp(mw float64) int {
	switch {
	case mw >= 80:
		return 12
	case mw >= 40:
		return 6
	case mw >= 20:
		return 3
	}
	return 0
}

// place draws where a contract may be served: anywhere, in some power systems,
// or, where it is not too large for that, in three to six regions.
func place(c *country, r *rand.Rand, mw float64) string {
	where := r.Float64()
	switch {
	case where < 0.1:
		return "*"
	case where < 0.5 || mw > 60:
		chosen := r.Perm(len(c.systems))[:min(len(c.systems), 1+r.IntN(3))]
		slices.Sort(chosen)
		var words []string
		for _, i := range chosen {
			words = append(words, "power_system="+c.systems[i])
		}
		return strings.Join(words, " ")
	}
	chosen := r.Perm(len(c.regions))[:min(len(c.regions), 3+r.IntN(4))]
	slices.Sort(chosen)
	var words []string
	for _, i := range chosen {
		words = append(words, c.regions[i].id)
	}
	return strings.Join(words, " ")
}

// pick draws one of two values.
func pick(r *rand.Rand, a, b float64) float64 {
	if r.IntN(2) == 0 {
		return a
	}
	return b
}
