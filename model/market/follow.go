package market

import "math"

// follow simulates the network along a path and appends its epochs to list
// until the end of the path's clock.
func (n *Network) follow(p path, c *clock, list []Epoch) []Epoch {
	r := n.risk
	f := fleet{n.fleet, r.Hashrate, math.Log(float64(r.FleetEfficiency))}
	implied := r.Hashrate
	height, first := r.Height, r.Height-r.Height%epochBlocks
	// Blocks of the first epoch before the starting values took ten minutes.
	elapsed := float64(height-first) / blocksPerYear
	for t, end := 0.0, c.end(); t < end; {
		e := Epoch{Start: t, Height: height, Implied: implied}
		next := min(height-height%epochBlocks+epochBlocks, height-height%halvingBlocks+halvingBlocks)
		e.Blocks = next - height
		n.earn(&e, p, c)
		e.Hashrate, e.Fleet, e.median = f.running, f.installed, f.median
		e.Years = float64(e.Blocks) / blocksPerYear * implied / f.running
		list = append(list, e)
		t, height, elapsed = t+e.Years, next, elapsed+e.Years
		n.step(&f, &e)
		if height%epochBlocks == 0 {
			change := float64(epochBlocks) / blocksPerYear / elapsed
			implied *= min(max(change, 1/largestChange), largestChange)
			elapsed = 0
		}
	}
	return list
}

// earn sets price, fees and hashprice of an epoch from the path at its
// beginning.
func (n *Network) earn(e *Epoch, p path, c *clock) {
	k, part := c.at(e.Start)
	e.Price = math.Exp(p.price[k] + part*(p.price[k+1]-p.price[k]))
	e.Fees = float64(n.risk.FeeShare) * math.Exp(p.fee[k]+part*(p.fee[k+1]-p.fee[k]))
	e.Hashprice = blocksPerDay * Subsidy(e.Height) * (1 + e.Fees) * e.Price / (1000 * e.Implied)
}

// run gives the epochs along a path, with or without reaction.
func (n *Network) run(p path, list []Epoch) []Epoch {
	if n.rigid == nil {
		return n.follow(p, &n.price.clock, list[:0])
	}
	list = append(list[:0], n.rigid...)
	for i := range list {
		n.earn(&list[i], p, &n.price.clock)
	}
	return list
}

// Mean is the course of the network along the mean price and mean fees.
func (n *Network) Mean() []Epoch { return n.run(n.price.meanPath(), nil) }
