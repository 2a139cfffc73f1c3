package market

import (
	"fmt"
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// zone is the process of a zone's power price and of the spread of its blocks.
type zone struct {
	index, spread series
	widest        float64 // the spread at which the cheapest block costs nothing
}

// addZones prepares the power prices.
func (m *Market) addZones() error {
	ones := make([]unit.Share, m.clock.periods)
	for p := range ones {
		ones[p] = 1
	}
	for z := range m.s.Zones {
		r := &m.s.Risk.Power[z]
		index := process{r.Drift, r.Volatility, r.Reversion, float64(r.Common)}
		spread := process{0, r.SpreadVolatility, r.SpreadReversion, float64(r.Common)}
		for _, q := range []process{index, spread} {
			if err := q.check("power in zone " + m.s.Zones[z].ID); err != nil {
				return err
			}
		}
		cheapest := unit.Share(1)
		for _, b := range m.s.Zones[z].Blocks {
			cheapest = min(cheapest, b.Price)
		}
		zone := zone{
			index:  newSeries(m, index, model.PowerFactor, m.base.PowerIndex[z]),
			spread: newSeries(m, spread, spreadShocks, ones), widest: math.Inf(1),
		}
		if cheapest < 1 {
			zone.widest = 1 / (1 - float64(cheapest))
		}
		if zone.widest <= 1 && r.SpreadVolatility > 0 {
			return fmt.Errorf("market: the cheapest block of zone %s costs nothing or less, so that its spread cannot vary: give it a spread_volatility of 0", m.s.Zones[z].ID)
		}
		for p := range zone.spread.level {
			zone.spread.level[p] = cappedLevel(zone.widest, r.SpreadVolatility*zone.spread.law.deviation[p])
		}
		m.zones = append(m.zones, zone)
	}
	return nil
}

// cappedLevel is the median at which a lognormal of a deviation, cut off at
// widest, has mean 1.
func cappedLevel(widest, deviation float64) float64 {
	if deviation == 0 {
		return 1
	}
	uncapped := -deviation * deviation / 2
	if math.IsInf(widest, 1) {
		return math.Exp(uncapped)
	}
	mean := func(log float64) float64 {
		z := (math.Log(widest) - log) / deviation
		return math.Exp(log+deviation*deviation/2)*normal(z-deviation) + widest*normal(-z)
	}
	return math.Exp(bisect(uncapped, math.Log(widest)+8*deviation, func(log float64) bool { return mean(log) >= 1 }))
}

// power draws power prices and spreads, or takes the tables'.
func (d *Drawer) power(seed, i uint64, on bool, w *model.World) {
	m := d.m
	w.PowerIndex = resize(w.PowerIndex, len(m.base.PowerIndex))
	for z := range w.PowerIndex {
		w.PowerIndex[z] = keep(w.PowerIndex[z], m.base.PowerIndex[z])
	}
	if !on {
		w.PowerSpread = nil
		return
	}
	w.PowerSpread = resize(w.PowerSpread, len(m.zones))
	d.stream.begin(seed, i, Power)
	for z := range m.zones {
		zone := &m.zones[z]
		fill(d, &zone.index, w.PowerIndex[z])
		spread := resize(w.PowerSpread[z], m.clock.periods)
		fill(d, &zone.spread, spread)
		for p, x := range spread {
			spread[p] = min(x, unit.Share(zone.widest))
		}
		w.PowerSpread[z] = spread
	}
}
