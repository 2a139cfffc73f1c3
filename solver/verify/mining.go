package verify

import (
	"math/big"

	"github.com/gridalloc/gridalloc/model"
)

// yield is what a fleet makes of a period in a world: money with the signs of
// the cash flow, and tonnes.
type yield struct {
	revenue, power, operation, carbon *fixed
	// Gains against running in all blocks: by the choice of blocks, by demand
	// response on top of it, and by both if 90 % of declared power were paid.
	stopping, response, gainAt90 *fixed
}

// indifference is the share of its revenue by which a choice has to leave more to be taken
// (section 3, Mining).
var indifference = toFixed(big.NewRat(1, 1_000_000_000))

// run lets a fleet choose (section 3, Mining): the cheapest blocks that pay
// together, as few as possible, or demand response where it leaves more.
func (w *world) run(x *fleet) yield {
	zone := w.region(x.site).Zone
	hashprice, index, spread := w.hashprice[x.p], w.index[zone][x.p], w.spread[zone][x.p]
	weigh := func(o *option) (revenue, power, value, at90 *fixed) {
		revenue = hashprice.times(o.earn).plus(o.paid)
		energy := index.times(o.level).plus(spread.times(o.tilt))
		power = energy.plus(o.network)
		value = revenue.minus(power).minus(o.operation)
		return revenue, power, value, value.plus(o.network).minus(o.networkAt90)
	}
	var y yield
	var best, most, all, allAt90 *fixed
	take := func(o *option, revenue, power *fixed) {
		y.revenue, y.power, y.operation, y.carbon = revenue, power.negated(), o.operation.negated(), o.carbon
	}
	for i := range x.blocks {
		revenue, power, value, at90 := weigh(&x.blocks[i])
		if best == nil || value.minus(best).exceeds(indifference.times(revenue)) {
			best = value
			take(&x.blocks[i], revenue, power)
		}
		if most == nil || at90.exceeds(most) {
			most = at90
		}
		all, allAt90 = value, at90
	}
	y.stopping, y.response = best.minus(all), new(fixed)
	if x.respond != nil {
		revenue, power, value, at90 := weigh(x.respond)
		if value.minus(best).exceeds(indifference.times(revenue)) {
			y.response = value.minus(best)
			take(x.respond, revenue, power)
		}
		if at90.exceeds(most) {
			most = at90
		}
	}
	y.gainAt90 = most.minus(allAt90)
	return y
}

// bookMining books the miners of a world, and counts what they gain by being
// flexible.
func (b *book) bookMining(w *world, fleets []*fleet, gains []gain) {
	for _, x := range fleets {
		if x.waits && w.idle(x.site, x.p) {
			continue
		}
		y, o := w.run(x), w.owner(x.site, model.Mining)
		b.post(x.p, miningRevenue, y.revenue, o)
		b.post(x.p, power, y.power, o)
		b.post(x.p, operation, y.operation, o)
		b.carbon[x.site][x.p].add(y.carbon)
		gains[x.site].add(&y, w.weight[x.p])
	}
}
