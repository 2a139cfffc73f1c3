package proof

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// Proof is what a certificate proves.
type Proof struct {
	// Bound is what no point is worth more than (less, when minimising), rounded
	// outward: never better than the certificate's. It is infinite as there.
	Bound float64
	// Infeasible says that there is no point at all.
	Infeasible bool
	// Leaves counts the leaves of the tree, Rays those without a point.
	Leaves, Rays int
}

// Errors of certificates that are about another program, or of which nothing
// but their claim is wrong.
var (
	ErrProgram = errors.New("the certificate is about another program")
	ErrClaim   = errors.New("the certificate does not prove what it claims")
)

// Check checks a certificate against a model. An error says what is wrong with
// it; a cancelled context is an error, too.
func Check(ctx context.Context, m *mip.Model, c *Certificate) (*Proof, error) {
	if c.Format != Format {
		return nil, fmt.Errorf("proof: the format is %d, known is %d", c.Format, Format)
	}
	if err := m.Validate(); err != nil {
		return nil, err
	}
	if program := Fingerprint(m); program != c.Program {
		return nil, fmt.Errorf("proof: %w: it names %.12s, this one is %.12s", ErrProgram, c.Program, program)
	}
	if c.Cutoff != nil && (math.IsNaN(*c.Cutoff) || math.IsInf(*c.Cutoff, 0)) {
		return nil, fmt.Errorf("proof: the cutoff is %v", *c.Cutoff)
	}
	im := newImplier(m, c)
	cut := false
	for k, b := range c.Implied {
		if err := im.imply(b); err != nil {
			return nil, fmt.Errorf("proof: implied bound %d: %w", k, err)
		}
		cut = cut || b.Row == CutoffRow
	}
	w := &walk{c: c, m: m, ev: NewEvaluator(m), lower: im.lower, upper: im.upper, at: none, worst: math.Inf(-1)}
	if err := w.tree(ctx); err != nil {
		return nil, err
	}
	if cut {
		w.worst = max(w.worst, w.ev.sign**c.Cutoff)
	}
	p := &Proof{Bound: w.ev.sign * w.worst, Infeasible: math.IsInf(w.worst, -1), Leaves: w.leaves, Rays: w.rays}
	if claim := float64(c.Bound); !(w.worst <= w.ev.sign*claim) {
		return nil, fmt.Errorf("proof: %w: it claims the bound %v and proves %v", ErrClaim, claim, p.Bound)
	}
	return p, nil
}

// walk goes through a tree in preorder.
type walk struct {
	c            *Certificate
	m            *mip.Model
	ev           *Evaluator
	lower, upper []float64 // of the columns, where the walk is
	splits       []split   // on the way there
	at           use       // the multipliers that the evaluator has at work

	worst        float64 // bound of all leaves so far, of a maximisation
	leaves, rays int
}

// split is a split on the way, with the bounds of its column before it.
type split struct {
	col          int32
	at           int64
	lower, upper float64
	above        bool // the walk is in its upper side
}

// use is a set of multipliers as duals or as a ray.
type use struct {
	set int32
	ray bool
}

var none = use{set: -1}

func (w *walk) tree(ctx context.Context) error {
	for k, n := range w.c.Tree {
		if err := ctx.Err(); err != nil {
			return err
		}
		if k > 0 && len(w.splits) == 0 {
			return fmt.Errorf("proof: node %d comes after the end of the tree", k)
		}
		if err := w.visit(n); err != nil {
			return fmt.Errorf("proof: node %d: %w", k, err)
		}
	}
	if len(w.c.Tree) == 0 || len(w.splits) > 0 {
		return errors.New("proof: the tree is not complete: a side of a split is missing")
	}
	return nil
}

// visit goes into a split, or closes a leaf and goes on to where the next node
// belongs.
func (w *walk) visit(n Node) error {
	switch {
	case n.Split != nil && n.Dual == nil && n.Ray == nil:
		return w.descend(*n.Split, n.At)
	case n.Dual != nil && n.Split == nil && n.Ray == nil && n.At == 0:
		if err := w.take(use{set: *n.Dual}); err != nil {
			return err
		}
		w.worst = max(w.worst, w.ev.sign*w.ev.Bound(w.lower, w.upper))
	case n.Ray != nil && n.Split == nil && n.Dual == nil && n.At == 0:
		if err := w.take(use{set: *n.Ray, ray: true}); err != nil {
			return err
		}
		if !w.ev.Infeasible(w.lower, w.upper) {
			return fmt.Errorf("multipliers %d do not show that it is infeasible", *n.Ray)
		}
		w.rays++
	default:
		return errors.New("it is not one of a split, a leaf with duals and a leaf with a ray")
	}
	w.leaves++
	w.ascend()
	return nil
}

// descend goes into the lower side of a split.
func (w *walk) descend(col int32, at int64) error {
	switch {
	case col < 0 || int(col) >= w.m.NumCols():
		return fmt.Errorf("there is no column %d", col)
	case !w.m.ColInteger[col]:
		return fmt.Errorf("column %s is not an integer column", w.m.ColName(col))
	case at <= -1<<53 || at >= 1<<53-1 || float64(at) < w.lower[col] || float64(at) >= w.upper[col]:
		return fmt.Errorf("%d does not divide column %s between %v and %v", at, w.m.ColName(col), w.lower[col], w.upper[col])
	}
	w.splits = append(w.splits, split{col: col, at: at, lower: w.lower[col], upper: w.upper[col]})
	w.upper[col] = float64(at)
	return nil
}

// ascend goes up to the last split of which only the lower side is done, and
// into its upper side.
func (w *walk) ascend() {
	for len(w.splits) > 0 {
		s := &w.splits[len(w.splits)-1]
		w.lower[s.col], w.upper[s.col] = s.lower, s.upper
		if !s.above {
			s.above = true
			w.lower[s.col] = float64(s.at + 1)
			return
		}
		w.splits = w.splits[:len(w.splits)-1]
	}
}

// take puts multipliers to work, unless they are.
func (w *walk) take(u use) error {
	if u == w.at {
		return nil
	}
	if u.set < 0 || int(u.set) >= len(w.c.Multipliers) {
		return fmt.Errorf("there are no multipliers %d", u.set)
	}
	w.at = none
	if err := w.ev.Take(w.c.Multipliers[u.set], u.ray); err != nil {
		return fmt.Errorf("multipliers %d: %w", u.set, err)
	}
	w.at = u
	return nil
}
