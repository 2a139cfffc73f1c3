package explain

import (
	"context"
	"slices"

	"github.com/gridalloc/gridalloc/model/whatif"
)

const (
	// mostPairs is how many pairs of levers are looked for, mostTried how many are tried.
	mostPairs, mostTried = 5, 80
	// mostPlaces is up to how many regions a pair may be looked for in.
	mostPlaces = 3
)

// together looks for repairs by several changes: members to leave out, where leaving out one is
// not enough, and pairs of levers, where no single one is.
func (r *repairs) together(ctx context.Context) error {
	alone := len(r.x.Repairs) > 0
	if slices.ContainsFunc(r.x.Repairs, func(x Repair) bool { return len(x.Out) > 0 }) {
		return nil
	}
	if err := r.leaveOut(ctx, alone); err != nil || alone || len(r.x.Apart) > 1 {
		return err // for sets apart from one another it takes a lever each
	}
	return r.pairs(ctx)
}

// leaveOut tries the smallest known set of members without which the others have a plan: of
// contracts and rules if there is one, or else, where nothing else helps, of any.
func (r *repairs) leaveOut(ctx context.Context, alone bool) error {
	decided := func(i int) bool { return r.members[i].Kind == ContractMember || r.members[i].Kind == RuleMember }
	var best []int
	for _, pass := range []bool{true, false} {
		for _, set := range r.corrections(r.all()) {
			only := !slices.ContainsFunc(set, func(i int) bool { return !decided(i) })
			if (only || !pass) && (best == nil || len(set) < len(best)) {
				best = set
			}
		}
		if best != nil || alone {
			break
		}
	}
	if best == nil {
		return nil
	}
	out := Repair{Out: r.named(best)}
	var list []string
	for _, m := range out.Out {
		list = append(list, m.without())
	}
	out.Words = words(list...)
	v, plan, err := r.try(ctx, out.Apply(r.s), out.Words)
	if err == nil && v == HasPlan {
		out.plan = plan
		r.x.Repairs = append(r.x.Repairs, out)
	}
	return err
}

// pairs tries levers two by two: those of the set with those of the one beside it, or
// with one another.
func (r *repairs) pairs(ctx context.Context) error {
	first := r.levers(r.set)
	second := first
	if len(r.x.Apart) == 1 {
		second = r.levers(r.indices(r.x.Apart[0]))
	}
	tried := 0
	for i, a := range first {
		for k, b := range second {
			if len(r.x.Apart) == 0 && k <= i {
				continue
			}
			if tried++; tried > mostTried || len(r.x.Repairs) > mostPairs {
				return nil
			}
			if err := r.pair(ctx, a, b); err != nil {
				return err
			}
		}
	}
	return nil
}

// levers are those of a set, one for each place.
func (r *repairs) levers(set []int) []candidate {
	var list []candidate
	for _, i := range set {
		for _, places := range r.loosening(i, r.last) {
			list = append(list, places[0])
		}
	}
	for _, places := range r.bettering(set) {
		if len(places) <= mostPlaces {
			list = append(list, places...)
		}
	}
	return list
}

func (r *repairs) indices(members []Member) []int {
	var set []int
	for i, m := range r.members {
		if slices.Contains(members, m) {
			set = append(set, i)
		}
	}
	return set
}

// pair looks for the least amount of a lever with which another one repairs the scenario, and
// then for the least of that other one.
func (r *repairs) pair(ctx context.Context, a, b candidate) error {
	s := whatif.All(r.s, []whatif.Lever{a.lever, b.lever}, []float64{a.most, b.most})
	v, _, err := r.try(ctx, s, words(a.lever.Words(a.most), b.lever.Words(b.most)))
	if err != nil || v != HasPlan {
		return err
	}
	x, _, err := r.least(ctx, b.lever.Turn(r.s, b.most), a)
	if err != nil || x == nil {
		return err
	}
	y, _, err := r.least(ctx, x.Apply(r.s), b)
	if err != nil || y == nil {
		return err
	}
	r.x.Repairs = append(r.x.Repairs, Repair{Words: words(x.Words, y.Words), Turns: slices.Concat(x.Turns, y.Turns), plan: y.plan})
	return nil
}
