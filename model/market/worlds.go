package market

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// Reduced says what was lost when many draws were reduced to few worlds.
type Reduced struct {
	Draws, Keep int
	// Distance is the Kantorovich distance between the draws and the worlds
	// that stand for them, over that between the draws and the best single
	// one: 0 when nothing is lost, 1 when all draws became one.
	Distance float64
	// Drift is the largest relative difference between a period's mean of
	// hashprice, a rent, what merchants earn or a power price in the reduced
	// worlds and in the draws. The worlds are then scaled so that none is left.
	Drift float64

	draws, target *means
}

// Features appends to a row what tells a world from others: the distance of two
// worlds is the sum of the absolute differences of their rows, which are all of
// one length and one unit.
type Features func(w *model.World, row []float64) []float64

// Worlds draws as many worlds as the scenario's sampling says around a base
// world and reduces them to those that the plan is made for. Paths of
// hashprice, rents and power prices, and what merchants earn, are scaled so that
// their means are the base world's, or, with an open sampling, those of the
// draws. progress, if not nil, is told of each draw and each world chosen. Errors
// are those of New, and of the context.
func Worlds(ctx context.Context, s *model.Scenario, base *model.World, progress func(done, of int)) ([]model.World, Reduced, error) {
	return WorldsBy(ctx, s, base, nil, progress)
}

// WorldsBy is Worlds with worlds told apart by features; nil stands for those
// that the scenario's sampling names, which cannot be plans.
func WorldsBy(ctx context.Context, s *model.Scenario, base *model.World, features Features, progress func(done, of int)) ([]model.World, Reduced, error) {
	if progress == nil {
		progress = func(int, int) {}
	}
	m, err := New(s, base)
	if err != nil {
		return nil, Reduced{}, err
	}
	draws, keep := s.Sampling.Draws, s.Sampling.Keep
	if draws < 1 || keep < 1 || keep > draws {
		return nil, Reduced{}, fmt.Errorf("market: %d draws cannot be reduced to %d worlds", draws, keep)
	}
	if features == nil && s.Sampling.Reduction == model.ByPlans {
		return nil, Reduced{}, fmt.Errorf("market: draws cannot be told apart by plans without plans")
	}
	standard := features == nil && s.Sampling.Reduction == model.ByPaths
	if features == nil {
		features = m.features()
	}
	q, all, err := m.drawAll(ctx, features, func(done int) { progress(done, draws+keep) })
	if err != nil {
		return nil, Reduced{}, err
	}
	if standard {
		q.standardise()
	}
	r, err := q.reduce(ctx, keep, func(chosen int) { progress(draws+chosen, draws+keep) })
	if err != nil {
		return nil, Reduced{}, err
	}
	report := Reduced{Draws: draws, Keep: keep, draws: all, target: all}
	if r.spread > 0 {
		report.Distance = r.distance() / r.spread
	}
	if !s.Sampling.Open {
		report.target = &means{}
		report.target.add(base, 1)
	}
	worlds := m.chosen(r)
	had := meansOf(worlds)
	report.Drift = had.apart(all)
	for k := range worlds {
		scale(&worlds[k], had, report.target)
	}
	progress(draws+keep, draws+keep)
	return worlds, report, nil
}

// drawAll makes the draws of the scenario's sampling: their features and the
// means of their paths.
func (m *Market) drawAll(ctx context.Context, features Features, progress func(done int)) (*points, *means, error) {
	draws, d := m.s.Sampling.Draws, m.Drawer()
	q, all := &points{}, &means{}
	var w model.World
	for i := range draws {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		d.Draw(uint64(m.s.Sampling.Seed), uint64(i), All, &w)
		all.add(&w, 1/float64(draws))
		q.x = features(&w, q.x)
		progress(i + 1)
	}
	q.features = len(q.x) / draws
	return q, all, nil
}

// chosen are the draws that stand for all, with the shares of those that each
// stands for.
func (m *Market) chosen(r *reduced) []model.World {
	d := m.Drawer()
	worlds := make([]model.World, len(r.chosen))
	for k, i := range r.chosen {
		d.Draw(uint64(m.s.Sampling.Seed), uint64(i), All, &worlds[k])
		worlds[k].Name = name(k, len(worlds))
		worlds[k].Probability = unit.Share(float64(r.weight(k)) / float64(len(r.nearest)))
		worlds[k].Provenance = m.s.Risk.Provenance
	}
	m.lateAndFaulty(worlds, r)
	return worlds
}

// lateAndFaulty gives each world the lead times and defaults of one of the draws
// that it stands for, chosen at random: those of a draw in the middle of many
// are the usual ones, and the rare late connection or default would be lost.
// They are drawn independently of all else, so that nothing is torn apart.
func (m *Market) lateAndFaulty(worlds []model.World, r *reduced) {
	seed := uint64(m.s.Sampling.Seed)
	choose := rand.New(rand.NewPCG(seed, uint64(len(worlds))))
	d := m.Drawer()
	var w model.World
	for k := range worlds {
		left := choose.IntN(r.weight(k))
		i := slices.IndexFunc(r.nearest, func(nearest int) bool {
			if nearest != k {
				return false
			}
			left--
			return left < 0
		})
		d.Draw(seed, uint64(i), Delays|Clients, &w)
		worlds[k].Lead, worlds[k].Default = slices.Clone(w.Lead), slices.Clone(w.Default)
	}
}

// name is that of the k-th of n worlds, w001 the first.
func name(k, n int) string {
	width := max(len(strconv.Itoa(n)), 3)
	return fmt.Sprintf("w%0*d", width, k+1)
}
