package cli

import (
	"context"
	"fmt"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/explain"
)

// run solves what was asked for, step by step, until an error.
func (k *comparison) run(ctx context.Context) error {
	a := k.analyst()
	steps := []func(context.Context, *explain.Analyst) error{k.solveMarkets}
	if k.pool != nil {
		steps = append(steps, k.solvePool)
	}
	if k.decompose {
		steps = append(steps, k.splitGaps)
	}
	if k.level {
		steps = append(steps, k.drawLevel)
	}
	for _, step := range steps {
		if err := step(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

// solveMarkets plans each market, one that is another one again only once.
func (k *comparison) solveMarkets(ctx context.Context, a *explain.Analyst) error {
	known := map[string]*explain.Found{}
	for i, m := range k.markets {
		if m.scenario == nil {
			continue
		}
		hash := file.Hash(m.scenario)
		found := known[hash]
		if found == nil {
			var err error
			if found, err = a.Find(ctx, m.name, m.scenario, solver.Known{}); err != nil {
				return err
			}
			known[hash] = found
		}
		m.found = found
		if err := fill(&k.answer.Markets[i], m); err != nil {
			return err
		}
		_, o := ended(found)
		k.worst.add(o, m.name)
	}
	return nil
}

// fill puts the figures of a market's plan into its row.
func fill(row *report.MarketRow, m *compared) error {
	row.Outcome, _ = ended(m.found)
	p := m.found.Plan
	if p == nil {
		return nil
	}
	f, err := explain.FiguresOf(m.scenario, p, nil)
	if err != nil {
		return err
	}
	row.MiningMW, row.ColocationMW, row.GPUCloudMW = amountOf(&f.GridMW[model.Mining]), amountOf(&f.GridMW[model.Colocation]), amountOf(&f.GridMW[model.GPUCloud])
	row.MiningCapex, row.ColocationCapex, row.GPUCloudCapex = amountOf(f.HallCapex[model.Mining]), amountOf(f.HallCapex[model.Colocation]), amountOf(f.HallCapex[model.GPUCloud])
	row.ConnectionCapex, row.PowerCost = amountOf(f.ConnectionCapex), amountOf(f.PowerCost)
	row.FirstMonths, row.MedianMonths = amountOf(f.FirstMonths), amountOf(f.MedianMonths)
	row.NPV, row.Objective, row.Bound = amountOf(&p.Result.NPV), finite(p.Outcome.Objective), finite(p.Outcome.Bound)
	row.Gap, row.IRR, row.Payback = finite(p.Outcome.Gap), p.Result.IRR, p.Result.PaybackYears
	row.CVaR, row.Capex = amountOf(&p.Risk.CVaR), amountOf(&p.Result.Capex)
	return nil
}

// amountOf is an amount without its unit, nil where there is none.
func amountOf[T ~float64 | ~int](x *T) *float64 {
	if x == nil {
		return nil
	}
	y := float64(*x)
	return &y
}

// solvePool plans all markets together.
func (k *comparison) solvePool(ctx context.Context, a *explain.Analyst) error {
	found, err := a.Find(ctx, "all markets with one budget", k.pool, solver.Known{})
	if err != nil {
		return err
	}
	t := &report.TogetherRow{DiscountRate: float64(k.pool.DiscountRate)}
	var o outcome
	t.Outcome, o = ended(found)
	k.worst.add(o, "all markets with one budget")
	k.answer.Together = t
	if found.Plan == nil {
		return nil
	}
	p := found.Plan
	t.NPV, t.Objective, t.Bound = amountOf(&p.Result.NPV), finite(p.Outcome.Objective), finite(p.Outcome.Bound)
	t.Gap, t.IRR, t.Capex = finite(p.Outcome.Gap), p.Result.IRR, amountOf(&p.Result.Capex)
	for _, m := range k.markets {
		if m.scenario == nil {
			continue
		}
		of := map[string]bool{}
		for i := range m.scenario.Regions {
			of[m.scenario.Regions[i].ID] = true
		}
		f, err := explain.FiguresOf(k.pool, p, func(region string) bool { return of[region] })
		if err != nil {
			return err
		}
		k.answer.Pooled = append(k.answer.Pooled, report.PooledRow{
			Market: m.name, SignedMW: float64(f.Signed), Spent: float64(f.Spent),
			MiningMW: float64(f.GridMW[model.Mining]), ColocationMW: float64(f.GridMW[model.Colocation]), GPUCloudMW: float64(f.GridMW[model.GPUCloud]),
			PowerCost: amountOf(f.PowerCost), MedianMonths: amountOf(f.MedianMonths),
		})
	}
	return nil
}

// others are the markets beside the base that have plans, where the base has one.
func (k *comparison) others() (base *compared, others []*compared) {
	base = k.markets[0]
	for _, m := range k.markets[1:] {
		if base.planned() && m.planned() {
			others = append(others, m)
		} else {
			k.answer.Notes = append(k.answer.Notes, fmt.Sprintf("the gap from %s to %s is not known, as one of them has no plan", base.name, m.name))
		}
	}
	return base, others
}

// planned tells whether a market has a plan.
func (m *compared) planned() bool { return m.found != nil && m.found.Plan != nil }
