package simulate

import (
	"context"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/market"
)

// Attribution says which source of risk causes how much of the damage: of what
// a plan's NPV is in the market's base world, in which nothing is drawn, less
// what it comes to over the draws.
type Attribution struct {
	Draws    int
	Complete bool // false when ended before all draws were made
	Tail     float64
	Base     float64 // NPV in the base world
	// Mean is the damage Base less the mean, CVaR that of Base less the mean of
	// the worst draws.
	Mean, CVaR Damage
}

// Damage is divided among the sources.
type Damage struct {
	All     float64 // with all sources drawn
	Error   float64 // standard error of All
	Sources [sources]Part
}

// Part is a source's part in the damage. Standard errors are given for the
// mean only.
type Part struct {
	Source string
	// Alone is the damage with this source only, Without how much smaller it is
	// with all but this one. They differ where sources make each other worse or
	// better.
	Alone, AloneError     float64
	Without, WithoutError float64
	// Shapley is what the source adds, as a mean over all orders in which
	// sources may be switched on; the parts of all add up to the damage.
	Shapley, ShapleyError float64
}

const (
	sources    = len(market.SourceNames)
	coalitions = 1 << sources
)

// Attribute values a plan with every set of sources drawn, in the same draws
// (Sources and Each of the options do not count). As a source is drawn alike whatever the others, a
// draw is made once, and worlds with some of the sources put together from it
// and the base world.
func Attribute(ctx context.Context, s *model.Scenario, m *market.Market, plan *model.Plan, o Options) (*Attribution, error) {
	return attribute(ctx, s, func() drawer { return m.Drawer() }, plan, o)
}

// values are NPVs by set of sources.
type values [coalitions]float64

func attribute(ctx context.Context, s *model.Scenario, draws func() drawer, plan *model.Plan, o Options) (*Attribution, error) {
	evaluators, err := o.evaluators(s, []*model.Plan{plan})
	if err != nil {
		return nil, err
	}
	next := 0
	worker := func() func(int, *values) {
		e, source := evaluators[next][0], draws()
		next++
		var base, full model.World
		source.Draw(o.Seed, 0, 0, &base)
		return func(i int, v *values) {
			source.Draw(o.Seed, uint64(i), market.All, &full)
			for set := range v {
				world := mix(&base, &full, market.Sources(set))
				v[set] = e.Value(&world).NPV
			}
		}
	}
	b := newBlame()
	done, err := inOrder(ctx, o.Draws, o.Threads, func() values { return values{} }, worker, func(i int, v *values) error {
		b.add(v)
		if o.Progress != nil && (i+1)%batchDraws == 0 {
			o.Progress(i + 1)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	a := b.attribution(tailOf(s))
	a.Draws, a.Complete = done, done == o.Draws
	return a, nil
}

// mix is a world that has some sources as drawn and the others as in the base.
// It shares the slices of both.
func mix(base, full *model.World, set market.Sources) model.World {
	w := *base
	if set&market.Bitcoin != 0 {
		w.Hashprice = full.Hashprice
	}
	if set&market.Rents != 0 {
		w.Rent, w.Utilisation = full.Rent, full.Utilisation
	}
	if set&market.Power != 0 {
		w.PowerIndex, w.PowerSpread = full.PowerIndex, full.PowerSpread
	}
	if set&market.Delays != 0 {
		w.Lead = full.Lead
	}
	if set&market.Clients != 0 {
		w.Default = full.Default
	}
	return w
}

// blame gathers an Attribution draw by draw.
type blame struct {
	base                    float64
	values                  [coalitions]spread
	alone, without, shapley [sources]moments // of the damage to the mean
}

func newBlame() *blame {
	b := &blame{}
	for set := range b.values {
		b.values[set] = newSpread()
	}
	return b
}

// add counts a draw.
func (b *blame) add(v *values) {
	b.base = v[0]
	for set, npv := range v {
		b.values[set].add(npv)
	}
	var parts [sources]float64
	shapley(v[:], parts[:])
	for i, part := range parts {
		b.shapley[i].add(-part)
		b.alone[i].add(v[0] - v[1<<i])
		b.without[i].add(v[coalitions-1-1<<i] - v[coalitions-1])
	}
}

func (b *blame) attribution(tail float64) *Attribution {
	a := &Attribution{Tail: tail, Base: b.base}
	var worst values // damage to CVaR
	for set := range worst {
		cvar, err := b.values[set].ranked().cvar(tail)
		worst[set] = b.base - cvar
		a.CVaR.Error = err // of the last, which has all sources
	}
	all := &b.values[coalitions-1]
	a.Mean.All, a.Mean.Error = b.base-all.mean, all.standardError()
	a.CVaR.All = worst[coalitions-1]
	var parts [sources]float64
	shapley(worst[:], parts[:])
	for i, name := range market.SourceNames {
		a.Mean.Sources[i] = Part{
			Source: name,
			Alone:  b.alone[i].mean, AloneError: b.alone[i].standardError(),
			Without: b.without[i].mean, WithoutError: b.without[i].standardError(),
			Shapley: b.shapley[i].mean, ShapleyError: b.shapley[i].standardError(),
		}
		a.CVaR.Sources[i] = Part{
			Source: name, Alone: worst[1<<i], Without: worst[coalitions-1] - worst[coalitions-1-1<<i], Shapley: parts[i],
		}
	}
	return a
}
