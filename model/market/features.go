package market

import (
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
)

// features are those that the scenario's sampling names.
func (m *Market) features() Features {
	if m.s.Sampling.Reduction == model.ByPaths {
		return pathFeatures
	}
	c := newCash(m)
	return c.features
}

// pathFeatures are all that a world says, as it says it.
func pathFeatures(w *model.World, row []float64) []float64 {
	row = extend(row, w.Hashprice)
	for m := range w.Rent {
		for b := range w.Rent[m] {
			row = extend(extend(row, w.Rent[m][b]), w.Utilisation[m][b])
		}
	}
	for z := range w.PowerIndex {
		row = extend(extend(row, w.PowerIndex[z]), w.PowerSpread[z])
	}
	for _, months := range w.Lead {
		row = append(row, float64(months))
	}
	for _, month := range w.Default {
		row = append(row, float64(month))
	}
	return row
}

func extend[T ~float64](row []float64, path []T) []float64 {
	for _, v := range path {
		row = append(row, float64(v))
	}
	return row
}

// standardise gives every feature mean 0 and deviation 1; features that do not
// vary become 0.
func (q *points) standardise() {
	column := make([]float64, q.n())
	for f := range q.features {
		for i := range column {
			column[i] = q.row(i)[f]
		}
		mean, deviation := moments(column)
		for i, v := range column {
			q.row(i)[f] = 0
			if deviation > 0 {
				q.row(i)[f] = (v - mean) / deviation
			}
		}
	}
}

// cash works out what the businesses of a scenario earn in a world, by its
// formulas: discounted money before fixed costs and tax, of all the MW that
// could be had, so that the distance between two worlds bounds by how much a
// plan's earnings could differ. What is the same in all worlds is left out.
type cash struct {
	m     *Market
	calc  *finance.Calculator
	zones []zoneCash
	miner []int // hall types that mine
	// monthly is what a grid MW of miners earns in a month, by zone: the mean
	// over the horizon in the base world.
	monthly []float64
}

// zoneCash is a zone's largest site and the MW of grid of all its sites.
type zoneCash struct {
	site int
	mw   float64
}

// parts are the halves of the horizon, between which cash is told apart.
const parts = 2

func newCash(m *Market) *cash {
	s := m.s
	c := &cash{m: m, calc: finance.New(s, m.base), zones: make([]zoneCash, len(s.Zones))}
	for z := range c.zones {
		c.zones[z].site = -1
	}
	for t := range s.HallTypes {
		if s.HallTypes[t].Business == model.Mining && len(s.HallTypes[t].Designs) > 0 {
			c.miner = append(c.miner, t)
		}
	}
	largest := make([]float64, len(s.Zones))
	for i := range s.Sites {
		z, mw := s.Regions[s.Sites[i].Region].Zone, siteMW(&s.Sites[i])
		c.zones[z].mw += mw
		if c.zones[z].site < 0 || mw > largest[z] {
			c.zones[z].site, largest[z] = i, mw
		}
	}
	months := float64(s.Horizon.Periods * s.Horizon.PeriodMonths)
	for z := range c.zones {
		sum := 0.0
		if c.zones[z].site >= 0 {
			for _, v := range c.mining(z, nil) {
				sum += v
			}
		}
		c.monthly = append(c.monthly, sum/max(c.zones[z].mw, 1)/months)
	}
	return c
}

// siteMW is what a site could draw from the grid.
func siteMW(site *model.Site) float64 {
	mw := float64(site.Existing.Firm + site.Existing.Flex)
	if site.HasOffer {
		mw += float64(site.Offer.Max)
	}
	return mw
}
