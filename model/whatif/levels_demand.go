package whatif

import (
	"fmt"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// demandParts: for each AI product the MW and mean price of contracts, and the mean MW and
// rent of merchant demand; all are multiplied.
func demandParts() []part {
	var parts []part
	for _, b := range model.Businesses {
		if b.IsAI() {
			parts = append(parts, contractParts(b)...)
			parts = append(parts, merchantParts(b)...)
		}
	}
	return parts
}

func contractParts(b model.Business) []part {
	each := func(s *model.Scenario, change func(*model.Contract)) {
		edited(&s.Contracts, func(_ int, c *model.Contract) {
			if c.Product == b {
				change(c)
			}
		})
	}
	return []part{
		{
			name: "contracts of " + b.String(), unit: "MW of IT",
			level: func(s *model.Scenario) float64 { return contractMW(s, b) },
			turn: func(s *model.Scenario, from, to float64) {
				each(s, func(c *model.Contract) { c.MW *= unit.MW(to / from) })
			},
		},
		{
			name: "price of contracts of " + b.String(), unit: "per MW and month",
			level: func(s *model.Scenario) float64 {
				return weightedMean(len(s.Contracts), func(i int) (x, weight float64) {
					c := &s.Contracts[i]
					if c.Product != b {
						return 0, 0
					}
					return float64(c.Price), float64(c.MW)
				})
			},
			turn: func(s *model.Scenario, from, to float64) {
				each(s, func(c *model.Contract) {
					c.Price *= unit.MoneyPerMWMonth(to / from)
					c.Penalty *= unit.MoneyPerMWMonth(to / from)
				})
			},
		},
	}
}

func contractMW(s *model.Scenario, b model.Business) float64 {
	sum := 0.0
	for i := range s.Contracts {
		if s.Contracts[i].Product == b {
			sum += float64(s.Contracts[i].MW)
		}
	}
	return sum
}

func merchantParts(b model.Business) []part {
	return []part{
		{
			name: "merchant demand of " + b.String(), unit: "MW of IT",
			level: func(s *model.Scenario) float64 {
				sum := 0.0
				merchant(s, b, func(depth, _ float64) { sum += depth })
				return sum / float64(s.Horizon.Periods)
			},
			turn: func(s *model.Scenario, from, to float64) {
				deeper(s, to/from, func(p model.Business) bool { return p == b })
			},
		},
		{
			name: "rent of " + b.String(), unit: "per MW and month",
			level: func(s *model.Scenario) float64 {
				sum, total := 0.0, 0.0
				merchant(s, b, func(depth, rent float64) {
					sum += depth * rent
					total += depth
				})
				if total == 0 {
					return 0
				}
				return sum / total
			},
			turn: func(s *model.Scenario, from, to float64) {
				scale := func(w *model.World) {
					edited(&w.Rent, func(_ int, x *[3][]unit.MoneyPerMWMonth) { x[b] = scaled(x[b], to/from) })
				}
				scale(&s.Base)
				edited(&s.Worlds, func(_ int, w *model.World) { scale(w) })
			},
		},
	}
}

// merchant visits the steps of merchant demand for a product in every period, with what
// a MW on them pays in the world of the tables.
func merchant(s *model.Scenario, b model.Business, visit func(depth, rent float64)) {
	for m := range s.Markets {
		for i := range s.Markets[m].Demand {
			step := &s.Markets[m].Demand[i]
			if step.Product != b {
				continue
			}
			for p, depth := range step.Depth {
				visit(float64(depth), float64(step.Price)*float64(s.Base.Rent[m][b][p]))
			}
		}
	}
}

// deeper multiplies the merchant demand for some products.
func deeper(s *model.Scenario, factor float64, of func(model.Business) bool) {
	edited(&s.Markets, func(_ int, m *model.ClientMarket) {
		edited(&m.Demand, func(_ int, step *model.DemandStep) {
			if of(step.Product) {
				step.Depth = scaled(step.Depth, factor)
			}
		})
	})
}

// mostDemand bounds the lever Demand, in percent: it makes a contract of each, and each
// makes the search longer.
const mostDemand = 300

// Demand adds clients, in percents of those there are: merchant demand is deeper, and
// beside each contract there are others on its terms, of at most its size, which need not
// be taken.
func Demand() Lever {
	l := percentage("client demand", everything, 1, func(s *model.Scenario, factor float64) {
		deeper(s, factor, model.Business.IsAI)
		contracts, more := s.Contracts, factor-1
		s.Contracts = nil
		var from []int // by new contract, the one that it is like
		for i := range contracts {
			s.Contracts, from = append(s.Contracts, contracts[i]), append(from, i)
			for n, left := 1, more; left > 1e-9; n, left = n+1, left-1 {
				another := contracts[i]
				another.ID = fmt.Sprintf("%s+%d", another.ID, n)
				another.MW *= unit.MW(min(left, 1))
				another.Mandatory = false
				s.Contracts, from = append(s.Contracts, another), append(from, i)
			}
		}
		edited(&s.Worlds, func(_ int, w *model.World) {
			if w.Default != nil {
				defaults := w.Default
				w.Default = nil
				for _, i := range from {
					w.Default = append(w.Default, defaults[i])
				}
			}
		})
	})
	l.Least, l.Most = 0, mostDemand
	return l
}
