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

// mine prepares h for miners on a kind of MW (section 3, Mining).
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
	h.key = runKey{site.Region, hallType, up, c.rulesOf(h.site)}
	hours, ok := c.up[h.key]
	if !ok {
		bans := c.bans(h.site, model.Mining)
		hours = make([]float64, c.n)
		for p := range hours {
			hours[p] = c.hours[p] * up
			if len(bans) > 0 {
				hours[p] *= 1 - float64(c.s.Horizon.DaysWithin(p, bans...))/float64(c.s.Horizon.Days(p))
			}
		}
		c.up[h.key] = hours
	}
	h.hours = hours
	for y := range c.yearOf(c.n-1) + 1 {
		h.efficiency = append(h.efficiency, h.hallType.Efficiency*unit.JPerTH(math.Pow(1+float64(h.hallType.EfficiencyTrend), float64(y))))
	}
}

// EarnsAs reports whether a MW of miners of h and of o earn the same in every
// period of every world, as those of one region under the same rules do.
func (h *Halls) EarnsAs(o *Halls) bool { return h.hours != nil && o.hours != nil && h.key == o.key }

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

// table is what a MW of miners earns and draws in a period, by the year of the
// horizon in which its machines were bought and by period from the beginning
// of that year; it is worked out once for all halls that earn the same.
func (h *Halls) table() [][]Flow {
	c := h.c
	run, ok := c.runs[h.key]
	if !ok {
		run = make([][]Flow, c.yearOf(c.n-1)+1)
		for y := range run {
			first := c.firstPeriod(y)
			run[y] = make([]Flow, c.n-first)
			for i := range run[y] {
				run[y][i] = h.Mine(first+i, y)
			}
		}
		c.runs[h.key] = run
	}
	return run
}

// Rights are what a miner may do about its hours.
type Rights int

// The rights.
const (
	// Stop lets a miner leave out the dearest price blocks.
	Stop Rights = 1 << iota
	// Respond lets it join the zone's demand-response programme.
	Respond
)

// Mine is what one MW of IT load with machines bought in the horizon's y-th
// year earns and draws in period p: the miner chooses what earns most.
func (h *Halls) Mine(p, y int) Flow {
	return h.MineWith(p, y, h.c.takeOrPay[h.site][p], Stop|Respond)
}

// Earned is the EBITDA of Mine, for those who value many worlds.
func (h *Halls) Earned(p, y int) float64 {
	m := h.mwh(p, y, h.c.takeOrPay[h.site][p])
	return h.choose(&m, p, Stop|Respond).earned
}

// MineWith is Mine under a take-or-pay share and with some of the rights.
func (h *Halls) MineWith(p, y int, share float64, rights Rights) Flow {
	m := h.mwh(p, y, share)
	choice := h.choose(&m, p, rights)
	flow := m.run(h.hours[p], h.pue, choice.runs)
	flow.Revenue += choice.paid
	return flow
}

// mwh is the money of one MWh at the machines in a period.
type mwh struct{ revenue, operation, energy, network, spread, declared float64 }

func (h *Halls) mwh(p, y int, share float64) mwh {
	c, region := h.c, h.region()
	m := mwh{
		revenue:   float64(RevenuePerMWh(c.world.Hashprice[p], h.efficiency[y])) * (1 - float64(h.hallType.PoolFee)),
		operation: float64(h.hallType.VariableOM),
		energy:    float64(region.EnergyPrice) * float64(c.world.PowerIndex[region.Zone][p]),
		network:   float64(region.NetworkPrice),
		spread:    1,
		declared:  share * h.grid * c.hours[p],
	}
	if c.world.PowerSpread != nil {
		m.spread = float64(c.world.PowerSpread[region.Zone][p])
	}
	return m
}

// part is a part of a year's hours: its share of them, and the sum over its
// price blocks of that share times the block's price.
type part struct{ hours, price float64 }

// parts are those in which miners of a zone may run: the cheapest price blocks,
// one more each time, and all hours but those in which the demand-response
// programme calls them off.
type parts struct {
	cheapest []part
	response part
}

func partsOf(zone *model.PriceZone) parts {
	var ps parts
	var sum part
	for _, b := range zone.Blocks {
		sum.hours += float64(b.Hours)
		sum.price += float64(b.Hours * b.Price)
		ps.cheapest = append(ps.cheapest, sum)
	}
	cut := float64(zone.Response.Hours) / 8760
	for i := len(zone.Blocks) - 1; i >= 0; i-- {
		left := max(float64(zone.Blocks[i].Hours)-cut, 0)
		cut -= float64(zone.Blocks[i].Hours) - left
		ps.response.hours += left
		ps.response.price += left * float64(zone.Blocks[i].Price)
	}
	return ps
}

// run is what a MW of IT load earns and draws that could run up hours and does
// so in a part of them, the network charge included.
func (m *mwh) run(up, pue float64, in part) Flow {
	hours := up * in.hours
	drawn := hours * pue
	price := in.hours + m.spread*(in.price-in.hours)
	return Flow{
		Revenue:   hours * m.revenue,
		Operation: hours * m.operation,
		Power:     up*pue*m.energy*price + m.network*max(0, drawn-m.declared),
		GridMWh:   drawn,
	}
}

// earned is the EBITDA of run.
func (m *mwh) earned(up, pue float64, in part) float64 {
	hours := up * in.hours
	price := in.hours + m.spread*(in.price-in.hours)
	return hours*(m.revenue-m.operation) - up*pue*m.energy*price - m.network*max(0, hours*pue-m.declared)
}

// choice is when a miner runs, what it is paid for standing ready to stop, and
// what it earns with both.
type choice struct {
	runs         part
	paid, earned float64
}

// indifference is the share of its revenue by which a choice has to leave more to be
// taken: what is less depends on how numbers are rounded.
const indifference = 1e-9

// beats tells whether running in a part of the hours, paid extra, leaves more than a choice
// by what counts.
func (h *Halls) beats(m *mwh, up float64, in part, paid float64, best *choice) (earned float64, ok bool) {
	earned = m.earned(up, h.pue, in) + paid
	return earned, earned-best.earned > indifference*(up*in.hours*m.revenue+paid)
}

// choose is the miner's choice: of the cheapest j price blocks, the j that
// earns most, or all blocks where it may not stop; or the zone's
// demand-response programme, if there is one and it earns more.
func (h *Halls) choose(m *mwh, p int, rights Rights) choice {
	zone, up := h.region().Zone, h.hours[p]
	ps := &h.c.parts[zone]
	var best choice
	if rights&Stop != 0 {
		for _, in := range ps.cheapest {
			if earned, ok := h.beats(m, up, in, 0, &best); ok {
				best = choice{in, 0, earned}
			}
		}
	} else {
		all := ps.cheapest[len(ps.cheapest)-1]
		best = choice{all, 0, m.earned(up, h.pue, all)}
	}
	payment := float64(h.c.s.Zones[zone].Response.Payment)
	if rights&Respond == 0 || payment == 0 {
		return best
	}
	paid := payment * h.c.s.Horizon.YearsPerPeriod() * h.pue * up / h.c.hours[p]
	if earned, ok := h.beats(m, up, ps.response, paid, &best); ok {
		return choice{ps.response, paid, earned}
	}
	return best
}
