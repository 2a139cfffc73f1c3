package branch

import (
	"math"
	"strconv"

	"github.com/gridalloc/gridalloc/solver/proof"
)

// bound proves a bound of a node by duals, and keeps it where it is better than
// the parent's. They should prove what the relaxation is worth; where short ones
// prove too little to close the node that should be, longer ones are tried.
func (s *search) bound(n *node, duals []float64, worth float64) error {
	for _, form := range []func(float64) float64{short, full, whole(1)} {
		set := s.pointed(duals, s.sign, form)
		if err := s.ev.Take(*set, false); err != nil {
			return err
		}
		b := s.sign * s.ev.Bound(s.box.lower, s.box.upper)
		if b < n.bound {
			n.bound, n.set = b, set
		}
		if n.bound <= s.target || !math.IsInf(b, 1) && worth > s.target {
			return nil
		}
	}
	return nil
}

// refute proves by a ray that a node has no point, if the ray does. Where a
// column has no bound the ray must leave it alone exactly, which it often does
// in other units: those of its smallest multiplier.
func (s *search) refute(n *node, ray []float64) error {
	least := math.Inf(1)
	for _, y := range ray {
		if size := math.Abs(y); size > integral {
			least = min(least, size)
		}
	}
	for _, form := range []func(float64) float64{short, full, whole(1), whole(least)} {
		set := s.pointed(ray, 1, form)
		if err := s.ev.Take(*set, true); err != nil {
			return err
		}
		if s.ev.Infeasible(s.box.lower, s.box.upper) {
			n.set, n.ray = set, true
			return nil
		}
	}
	return s.drive(n, ray)
}

// drive closes a node by its parent's duals with more and more of a ray on top,
// which drives their bound down. It helps where a column has no bound: the duals
// leave it a reduced cost that what rounding adds with the ray does not turn.
func (s *search) drive(n *node, ray []float64) error {
	if math.IsInf(s.target, -1) {
		return nil // nothing drives a bound below everything
	}
	for share := 1.0; share <= mostDriven; share *= 10 {
		y := make([]float64, len(ray))
		for k, i := range n.set.Rows {
			y[i] = n.set.Values[k]
		}
		for i := range y {
			y[i] += s.sign * share * ray[i]
		}
		set := s.pointed(y, s.sign, full)
		if err := s.ev.Take(*set, false); err != nil {
			return err
		}
		if b := s.sign * s.ev.Bound(s.box.lower, s.box.upper); b <= s.target {
			n.bound, n.set = b, set
			return nil
		}
	}
	return nil
}

// mostDriven is the largest share of a ray that is tried.
const mostDriven = 1e7

// pointed are multipliers in a form, without those that rounding has point to a
// bound of their row that is missing.
func (s *search) pointed(y []float64, sign float64, form func(float64) float64) *proof.Multipliers {
	set := &proof.Multipliers{}
	for i, v := range y {
		toward := s.m.RowUpper[i]
		if sign*v < 0 {
			toward = s.m.RowLower[i]
		}
		if math.IsInf(toward, 0) {
			continue
		}
		if v = form(v); v != 0 {
			set.Rows, set.Values = append(set.Rows, int32(i)), append(set.Values, v)
		}
	}
	return set
}

// digits is how many digits of multipliers are kept: any multipliers prove
// something, and shorter ones make a shorter certificate.
const digits = 12

// short is a number with so many digits.
func short(v float64) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', digits, 64), 64)
	if err != nil {
		return v // too large when rounded
	}
	return rounded
}

// full is a number as it is.
func full(v float64) float64 { return v }

// whole puts numbers into another unit, and to whole numbers where they are all
// but whole then.
func whole(unit float64) func(float64) float64 {
	return func(v float64) float64 {
		v /= unit
		if near := math.Round(v); math.Abs(v-near) < integral {
			return near
		}
		return v
	}
}
