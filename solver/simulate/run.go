package simulate

import (
	"context"
	"fmt"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/market"
)

// Options say what is drawn.
type Options struct {
	Draws int
	Seed  uint64
	// Sources are the sources of risk that are drawn; the others stay as in the
	// market's base world.
	Sources market.Sources
	// Threads is the number of goroutines, at least 1. The result does not
	// depend on it.
	Threads int
	// Each, if any, is given every draw of every plan, in order of draws and of
	// plans within; an error ends the simulation. It is called on the caller's
	// goroutine, as Progress is: with the number of finished draws, now and then.
	Each     func(Record) error
	Progress func(draws int)
}

// Record is a plan's figures in a draw.
type Record struct {
	Draw, Plan int // from 0
	Figures
}

// Result is what the plans come to over the draws. Complete is false when the
// simulation was ended before all draws were made; Draws says how many were.
type Result struct {
	Draws    int
	Complete bool
	// Tail is the share of worst draws that CVaR is the mean of.
	Tail  float64
	Plans []Summary
	// Differences are those of the plans from the second on to the first, in
	// the same draws.
	Differences []Difference
}

// Difference is by how much a plan's NPV is above that of the first plan, draw
// by draw.
type Difference struct {
	Mean, Error float64
	Better      float64 // share of draws in which it is above
}

// drawer makes worlds; a market.Drawer does.
type drawer interface {
	Draw(seed, i uint64, only market.Sources, w *model.World)
}

// Run draws worlds from a market of the scenario and values the plans in each
// of them: all plans in the same worlds (common random numbers). Equal
// arguments give equal results, whatever the number of threads. Memory does not
// grow with the number of draws.
func Run(ctx context.Context, s *model.Scenario, m *market.Market, plans []*model.Plan, o Options) (*Result, error) {
	return run(ctx, s, func() drawer { return m.Drawer() }, plans, o)
}

// drawn is a draw's figures and grid MW online by period, by plan.
type drawn struct {
	figures []Figures
	online  [][]float64
}

func run(ctx context.Context, s *model.Scenario, draws func() drawer, plans []*model.Plan, o Options) (*Result, error) {
	evaluators, err := o.evaluators(s, plans)
	if err != nil {
		return nil, err
	}
	n := s.Horizon.Periods
	r := newTotals(len(plans), n, tailOf(s))
	blank := func() drawn {
		d := drawn{figures: make([]Figures, len(plans))}
		for range plans {
			d.online = append(d.online, make([]float64, n))
		}
		return d
	}
	next := 0
	worker := func() func(int, *drawn) {
		mine, source, world := evaluators[next], draws(), new(model.World)
		next++
		return func(i int, d *drawn) {
			source.Draw(o.Seed, uint64(i), o.Sources, world)
			for k, e := range mine {
				out := e.Value(world)
				d.figures[k] = out.Figures
				for p := range d.online[k] {
					d.online[k][p] = out.Online[0][p] + out.Online[1][p] + out.Online[2][p]
				}
			}
		}
	}
	done, err := inOrder(ctx, o.Draws, o.Threads, blank, worker, func(i int, d *drawn) error {
		r.add(d)
		if o.Progress != nil && (i+1)%batchDraws == 0 {
			o.Progress(i + 1)
		}
		for k := range d.figures {
			if o.Each == nil {
				break
			}
			if err := o.Each(Record{i, k, d.figures[k]}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return r.result(done, done == o.Draws), nil
}

// evaluators makes evaluators of all plans for each goroutine.
func (o *Options) evaluators(s *model.Scenario, plans []*model.Plan) ([][]*Evaluator, error) {
	switch {
	case o.Draws < 1:
		return nil, fmt.Errorf("simulate: %d draws, want at least one", o.Draws)
	case o.Threads < 1:
		return nil, fmt.Errorf("simulate: %d threads, want at least one", o.Threads)
	case len(plans) == 0:
		return nil, fmt.Errorf("simulate: no plan")
	}
	all := make([][]*Evaluator, o.Threads)
	for t := range all {
		for k, plan := range plans {
			e, err := NewEvaluator(s, plan)
			if err != nil {
				return nil, fmt.Errorf("simulate: plan %d: %w", k+1, err)
			}
			all[t] = append(all[t], e)
		}
	}
	return all, nil
}

// defaultTail is the share of worst draws where the scenario names none.
const defaultTail = 0.10

func tailOf(s *model.Scenario) float64 {
	if s.Objective.Tail > 0 {
		return float64(s.Objective.Tail)
	}
	return defaultTail
}
