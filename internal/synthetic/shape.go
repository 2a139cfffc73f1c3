package main

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// ScenarioFile is the name of an instance's scenario, in its folder.
const ScenarioFile = "scenario.yaml"

// Shape is what an instance is made from.
type Shape struct {
	Regions   int     // number of regions, each with three connection offers
	Contracts int     // number of all-or-nothing contracts
	Seed      uint64  // of everything that is drawn
	Period    string  // length of a period: year, half-year or quarter
	Periods   int     // number of periods, from 2027-01-01 on
	Budget    float64 // of a year, million USD; 0 for the national one in proportion to the regions
}

// National is the shape of a country: as many regions, contracts and as large a
// budget as embedded scenario russia has.
var National = Shape{Regions: 85, Contracts: 40, Seed: 1, Period: "year", Periods: 10}

// nationalBudget is the budget of National, million USD a year.
const nationalBudget = 1500

// perYear is how many periods of a length a year has.
var perYear = map[string]int{"year": 1, "half-year": 2, "quarter": 4}

// File is a file of an instance; its name is relative to the folder, with
// slashes.
type File struct {
	Name string
	Data []byte
}

// Generate makes the files of an instance. It fails if the shape makes no
// sense.
func Generate(s Shape) ([]File, error) {
	if err := s.validate(); err != nil {
		return nil, err
	}
	if s.Budget == 0 {
		s.Budget = math.Round(nationalBudget * s.scale())
	}
	// Regions, contracts and markets have streams of their own: more contracts
	// leave the regions as they are.
	c := newCountry(s, stream(s.Seed, 1))
	tables := append(regionTables(c), marketTables(c, stream(s.Seed, 2))...)
	tables = append(tables, contractTable(c, stream(s.Seed, 3)))
	files := []File{{ScenarioFile, scenario(s)}}
	for _, t := range tables {
		data, err := t.csv()
		if err != nil {
			return nil, err
		}
		files = append(files, File{t.name, data})
	}
	return files, nil
}

// stream is the nth stream of random numbers of a seed.
func stream(seed, n uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, n)) }

// scale is the size of the country, 1 for National.
func (s Shape) scale() float64 { return float64(s.Regions) / float64(National.Regions) }

func (s Shape) validate() error {
	switch {
	case s.Regions < 3 || s.Regions > 9999:
		return fmt.Errorf("%d regions; there must be 3 (one for each client market) to 9999", s.Regions)
	case s.Contracts < 0 || s.Contracts > 9999:
		return fmt.Errorf("%d contracts; there must be 0 to 9999", s.Contracts)
	case perYear[s.Period] == 0:
		return fmt.Errorf("period %q; it must be year, half-year or quarter", s.Period)
	case s.Periods < 1 || s.Periods > 40*perYear[s.Period]:
		return fmt.Errorf("%d periods; there must be 1 to %d", s.Periods, 40*perYear[s.Period])
	case !(s.Budget >= 0) || math.IsInf(s.Budget, 1):
		return fmt.Errorf("budget %v; it must be a number from 0", s.Budget)
	}
	return nil
}

// between draws a number from low to high, all alike, rounded to a multiple of
// step.
func between(r *rand.Rand, low, high, step float64) float64 {
	return round(low+(high-low)*r.Float64(), step)
}

// skewed draws a number from low to high whose logarithm is uniform, rounded to
// a multiple of step: many small ones and a few large ones.
func skewed(r *rand.Rand, low, high, step float64) float64 {
	return round(low*math.Exp(math.Log(high/low)*r.Float64()), step)
}

// round rounds to a multiple of step. Dividing by a whole number leaves the
// nearest number to the decimal fraction, so that it is printed as such.
func round(x, step float64) float64 {
	if step < 1 {
		inverse := math.Round(1 / step)
		return math.Round(x*inverse) / inverse
	}
	return math.Round(x/step) * step
}
