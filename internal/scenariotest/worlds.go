package scenariotest

import (
	"fmt"
	"math/rand/v2"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// WithWorlds gives a scenario of Random count worlds that spread around its
// own: in hashprice, rents, utilisation, power prices and defaults, and where
// late is set in the time that connections take. Merchant sales pay in all of
// them.
func WithWorlds(s *model.Scenario, count int, late bool, seed uint64) *model.Scenario {
	r := rand.New(rand.NewPCG(seed, 11))
	c := Clone(s)
	base := c.Worlds[0]
	c.Worlds = nil
	left := 1.0
	for i := range count {
		w := base
		w.Name = fmt.Sprintf("w%d", i)
		share := left
		if i+1 < count {
			share = left * (0.2 + 0.5*r.Float64())
		}
		left -= share
		w.Probability = unit.Share(share)
		w.Hashprice = scaledBy(base.Hashprice, r, 0.5, 1.6)
		w.Rent = [][3][]unit.MoneyPerMWMonth{{base.Rent[0][0], scaledBy(base.Rent[0][1], r, 0.8, 1.3), base.Rent[0][2]}}
		w.PowerIndex = [][]unit.Share{scaledBy(base.PowerIndex[0], r, 0.8, 1.2)}
		w.PowerSpread = [][]unit.Share{scaledBy(base.PowerIndex[0], r, 0.5, 2)}
		w.Utilisation = [][3][]unit.Share{{nil, scaledBy(base.PowerIndex[0], r, 0.8, 1), base.PowerIndex[0]}}
		if r.IntN(2) == 0 {
			for range c.Contracts {
				w.Default = append(w.Default, unit.Months(r.IntN(48)))
			}
		}
		if late {
			for j := range c.Sites {
				w.Lead = append(w.Lead, c.Sites[j].Offer.Lead[c.LeadQuantile]+unit.Months(r.IntN(20)))
			}
		}
		c.Worlds = append(c.Worlds, w)
	}
	return c
}

// scaledBy multiplies each value by a factor of its own between low and high.
func scaledBy[T ~float64](values []T, r *rand.Rand, low, high float64) []T {
	list := make([]T, len(values))
	for i, v := range values {
		list[i] = v * T(low+(high-low)*r.Float64())
	}
	return list
}
