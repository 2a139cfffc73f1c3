package simulate

// Summary is how a plan's figures are spread over the draws.
type Summary struct {
	NPV  Valuation
	Goal Valuation // of the value of the scenario's goal
	// Loss is the share of draws with a negative NPV.
	Loss float64
	// IRR is that of the draws that have one, NoIRR the share of those that have
	// none; Payback and Never are the same of the payback time in years.
	IRR, Payback Quantiles
	NoIRR, Never float64
	// Online is the grid MW of halls that run or could run, by period.
	Online []Range
	// Penalties are those paid to contracts over the horizon, undiscounted.
	Penalties Distribution
	// LowCash is the lowest cumulative cash of the draws.
	LowCash Range
}

// Range is a figure that 10, 50 and 90 % of the draws do not exceed.
type Range struct{ Low, Median, High float64 }

// totals gathers a Result draw by draw.
type totals struct {
	tail  float64
	plans []gathered
	pairs []pair
}

// gathered is what is known of a plan's draws.
type gathered struct {
	npv, goal, penalties  spread
	irr, payback, lowCash *sketch
	online                []*sketch // by period
	losses                int
}

// pair gathers a Difference.
type pair struct {
	moments
	better int
}

func newTotals(plans, periods int, tail float64) *totals {
	t := &totals{tail: tail, pairs: make([]pair, plans-1)}
	for range plans {
		g := gathered{
			npv: newSpread(), goal: newSpread(), penalties: newSpread(),
			irr: newSketch(figureSize), payback: newSketch(figureSize), lowCash: newSketch(figureSize),
		}
		for range periods {
			g.online = append(g.online, newSketch(dateSize))
		}
		t.plans = append(t.plans, g)
	}
	return t
}

// add counts a draw.
func (t *totals) add(d *drawn) {
	for k := range t.plans {
		g, f := &t.plans[k], &d.figures[k]
		g.npv.add(f.NPV)
		g.goal.add(f.Goal)
		g.penalties.add(f.Penalties)
		g.lowCash.add(f.LowCash)
		if f.NPV < 0 {
			g.losses++
		}
		if f.HasIRR {
			g.irr.add(f.IRR)
		}
		if f.HasPayback {
			g.payback.add(f.Payback)
		}
		for p, mw := range d.online[k] {
			g.online[p].add(mw)
		}
		if k > 0 {
			above := f.NPV - d.figures[0].NPV
			t.pairs[k-1].add(above)
			if above > 0 {
				t.pairs[k-1].better++
			}
		}
	}
}

func (t *totals) result(draws int, complete bool) *Result {
	r := &Result{Draws: draws, Complete: complete, Tail: t.tail}
	share := func(count int) float64 { return float64(count) / float64(max(draws, 1)) }
	for k := range t.plans {
		g := &t.plans[k]
		s := Summary{
			NPV: g.npv.valuation(t.tail), Goal: g.goal.valuation(t.tail), Penalties: g.penalties.distribution(),
			Loss: share(g.losses), LowCash: g.lowCash.ends(),
			IRR: g.irr.ranked().quantiles(), NoIRR: share(draws - g.irr.count),
			Payback: g.payback.ranked().quantiles(), Never: share(draws - g.payback.count),
		}
		for _, mw := range g.online {
			s.Online = append(s.Online, mw.ends())
		}
		r.Plans = append(r.Plans, s)
	}
	for i := range t.pairs {
		p := &t.pairs[i]
		r.Differences = append(r.Differences, Difference{p.mean, p.standardError(), share(p.better)})
	}
	return r
}

// ends is the range of a sketch.
func (s *sketch) ends() Range {
	r := s.ranked()
	return Range{r.quantile(0.10), r.quantile(0.50), r.quantile(0.90)}
}
