package main

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// regionsPerSystem is about how many regions a power system has.
const regionsPerSystem = 12

// Ids of the client markets.
const (
	capital = "capital"
	port    = "port"
	others  = "others"
)

// country is what regions, offers and contracts are made for.
type country struct {
	shape   Shape
	systems []string
	regions []region
}

// region is a region of the country.
type region struct {
	id, system, zone, market string
	company                  string
	temperature              float64 // °C, mean of the year
	energy, network          float64 // USD/kWh
	carbon                   float64 // t/MWh
	firm, interruptible      float64 // surplus, MW
	banned                   bool    // to miners
	offers                   []offer
}

// offer is a connection offered in a region.
type offer struct {
	class class
	lead  [3]int  // months: optimistic, typical, pessimistic
	cost  float64 // USD/kW
}

// class is a kind of connection, after data/regions/russia/derivation: power at
// an industrial site, interruptible power, and substations of two voltages.
type class struct {
	id, name                       string
	minMW, maxMW, firmMW, flexMW   float64
	feeders                        int
	lead                           [3]int
	cost                           float64 // USD/kW
	interruptionHours, needsFirmMW float64
}

var (
	flex       = class{"flex", "Interruptible connection at a 110 kV substation", 10, 60, 0, 60, 1, [3]int{9, 13, 18}, 300, 100, 0}
	substation = class{"110kv", "New 110 kV substation, two feeders", 20, 50, 50, 20, 2, [3]int{18, 24, 30}, 420, 100, 0}
	large      = class{"220kv", "New 220 kV substation, two feeders", 50, 100, 100, 50, 2, [3]int{24, 33, 42}, 660, 100, 60}
	industrial = class{"industrial", "Redistributed power of an industrial site", 5, 20, 20, 20, 1, [3]int{4, 6, 9}, 240, 100, 0}
)

// newCountry draws a country. Power systems follow one another, each within a
// price zone; a few regions belong to the two large client markets.
func newCountry(s Shape, r *rand.Rand) *country {
	c := &country{shape: s}
	n := max(1, int(math.Round(float64(s.Regions)/regionsPerSystem)))
	for i := range n {
		c.systems = append(c.systems, fmt.Sprintf("System-%d", i+1))
	}
	large := max(1, s.Regions/20) // regions of each large client market
	for i := range s.Regions {
		system := i * n / s.Regions
		x := drawRegion(r)
		x.id, x.system, x.zone = fmt.Sprintf("R%04d", i+1), c.systems[system], zones[system%len(zones)].id
		x.company = fmt.Sprintf("Grid-%d-%d", system+1, 1+r.IntN(3))
		switch x.market = others; {
		case i < large:
			x.market = capital
		case i < 2*large:
			x.market = port
		}
		c.regions = append(c.regions, x)
	}
	return c
}

// drawRegion draws the figures of a region and its three offers.
func drawRegion(r *rand.Rand) region {
	x := region{
		temperature:   between(r, -4, 13, 0.1),
		energy:        between(r, 0.034, 0.044, 0.0001),
		network:       between(r, 0.014, 0.026, 0.0001),
		carbon:        between(r, 0.2, 0.7, 0.01),
		firm:          skewed(r, 25, 300, 1),
		interruptible: skewed(r, 20, 250, 1),
		banned:        r.Float64() < 0.08,
	}
	third := industrial
	if x.firm >= large.needsFirmMW {
		third = large
	}
	for _, k := range []class{flex, substation, third} {
		o := offer{class: k, cost: round(k.cost*between(r, 0.8, 1.3, 0.001), 1)}
		shift := between(r, 0.85, 1.25, 0.001)
		for i, months := range k.lead {
			o.lead[i] = int(math.Round(float64(months) * shift))
		}
		x.offers = append(x.offers, o)
	}
	return x
}
