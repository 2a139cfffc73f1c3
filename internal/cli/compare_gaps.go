package cli

import (
	"context"
	"fmt"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/solver/explain"
)

// splitGaps says what makes the gap to each market.
func (k *comparison) splitGaps(ctx context.Context, a *explain.Analyst) error {
	base, others := k.others()
	for _, m := range others {
		d, err := a.Decompose(ctx, base.scenario, m.scenario, base.found, m.found)
		if d != nil {
			k.addGap(base.name, m.name, d)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// addGap adds a decomposition to the answer.
func (k *comparison) addGap(base, other string, d *explain.Decomposition) {
	a := &k.answer
	for _, e := range d.Effects {
		row := report.EffectRow{Base: base, Other: other, Input: e.Input}
		if e.Forth != nil {
			row.Forth = &e.Forth.Value
		}
		if e.Back != nil {
			row.Back = &e.Back.Value
		}
		if mean, ok := e.Mean(); ok {
			row.Mean, row.Low, row.High = &mean.Value, finite(mean.Low), finite(mean.High)
		}
		a.Effects = append(a.Effects, row)
	}
	gap := d.Gap.Value
	a.Effects = append(a.Effects, report.EffectRow{
		Base: base, Other: other, Input: "whole gap", Forth: &gap, Back: &gap, Mean: &gap, Low: finite(d.Gap.Low), High: finite(d.Gap.High),
	})
	for _, l := range d.Levels {
		a.Levels = append(a.Levels, report.LevelRow{
			Base: base, Other: other, Input: l.Input, Level: l.Name, Unit: l.Unit, Own: l.Own, Their: l.Other, Kept: l.Kept,
		})
		if l.Kept {
			a.Notes = append(a.Notes, fmt.Sprintf("%s is zero in one of %s and %s, so it is not swapped but among what is left", l.Name, base, other))
		}
	}
	if d.Missing != "" {
		a.Notes = append(a.Notes, "the gap to "+other+" cannot be split: "+d.Missing)
	}
}

// drawLevel looks for what the base needs to be worth as much as each market.
func (k *comparison) drawLevel(ctx context.Context, a *explain.Analyst) error {
	base, others := k.others()
	for _, m := range others {
		if base.found.Worth >= m.found.Worth {
			k.answer.Notes = append(k.answer.Notes, fmt.Sprintf("%s is worth no less than %s: there is nothing to make up for", base.name, m.name))
			continue
		}
		for _, l := range explain.EvenLevers(base.scenario) {
			e, err := a.Even(ctx, base.scenario, base.found, l, m.found.Worth)
			if err != nil {
				return err
			}
			row := report.EvenRow{
				Base: base.name, Other: m.name, Lever: l.Kind, Unit: l.Unit, Target: m.found.Worth,
				Tried: e.Below, Under: l.Words(e.Below), Proven: e.Proven,
			}
			if e.Reached {
				row.Amount, row.Words = &e.Holds, l.Words(e.Holds)
			}
			k.answer.Even = append(k.answer.Even, row)
		}
	}
	return nil
}
