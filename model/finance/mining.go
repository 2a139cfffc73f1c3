package finance

import (
	"math"
	"strconv"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// RevenuePerMWh is what a MWh at the machines earns at a hashprice (per PH/s
// and day) and an efficiency: h/(24 k) x 1000, a PH/s drawing k kW.
func RevenuePerMWh(h unit.Hashprice, k unit.JPerTH) unit.MoneyPerMWh {
	return unit.MoneyPerMWh(float64(h) / (24 * float64(k)) * 1000)
}

// runKey tells apart the miners of a scenario that earn differently: sites of a
// region under the same rules share theirs.
type runKey struct {
	region, hallType int
	up               float64
	rules            string
}

// mine fills h.run for miners on a kind of MW (section 3, Mining).
func (h *Halls) mine(hallType int, stand model.Stand) {
	c := h.c
	up := float64(h.hallType.Uptime) * h.availability
	site := &c.s.Sites[h.site]
	switch stand {
	case model.Headroom:
		up = float64(h.hallType.Uptime) * math.Pow(h.availability, float64(Feeders(site)))
	case model.Flex:
		up *= 1 - float64(site.Offer.Interruption)/8760
	}
	key := runKey{site.Region, hallType, up, c.rulesOf(h.site)}
	if run, ok := c.runs[key]; ok {
		h.run = run
		return
	}
	bans := c.bans(h.site, model.Mining)
	hours := make([]float64, c.n)
	for p := range hours {
		hours[p] = c.hours[p] * up
		if len(bans) > 0 {
			hours[p] *= 1 - float64(c.s.Horizon.DaysWithin(p, bans...))/float64(c.s.Horizon.Days(p))
		}
	}
	h.run = make([][]Flow, c.yearOf(c.n-1)+1)
	for y := range h.run {
		first := c.firstPeriod(y)
		k := float64(h.hallType.Efficiency) * math.Pow(1+float64(h.hallType.EfficiencyTrend), float64(y))
		h.run[y] = make([]Flow, c.n-first)
		for i := range h.run[y] {
			h.run[y][i] = h.runBlocks(first+i, hours[first+i], unit.JPerTH(k))
		}
	}
	c.runs[key] = h.run
}

// rulesOf lists, as a key, the enabled rules that change a miner's hours or
// charges at a site.
func (c *Calculator) rulesOf(site int) string {
	var list []byte
	for i := range c.s.Rules {
		rule := &c.s.Rules[i]
		if rule.Enabled && (rule.Kind == model.Ban || rule.Kind == model.TakeOrPay) && rule.Covers(site, c.s.Sites[site].Region) {
			list = strconv.AppendInt(list, int64(i), 36)
			list = append(list, ' ')
		}
	}
	return string(list)
}

// runBlocks is the miner's choice: of the cheapest j price blocks, the j that
// earns most, the network charge included.
func (h *Halls) runBlocks(p int, hours float64, k unit.JPerTH) Flow {
	region := h.region()
	zone := &h.c.s.Zones[region.Zone]
	energy := float64(region.EnergyPrice) * float64(h.c.world.PowerIndex[region.Zone][p])
	revenue := float64(RevenuePerMWh(h.c.world.Hashprice[p], k)) * (1 - float64(h.hallType.PoolFee))
	declared := h.c.takeOrPay[h.site][p] * h.grid * h.c.hours[p]
	var sum, best Flow
	for _, block := range zone.Blocks {
		mwh := hours * float64(block.Hours)
		sum.Revenue += mwh * revenue
		sum.Operation += mwh * float64(h.hallType.VariableOM)
		sum.GridMWh += mwh * h.pue
		sum.Power += mwh * h.pue * energy * float64(block.Price)
		candidate := sum
		candidate.Power += float64(region.NetworkPrice) * max(0, sum.GridMWh-declared)
		if candidate.EBITDA() > best.EBITDA() {
			best = candidate
		}
	}
	return best
}
