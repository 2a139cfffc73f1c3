package explain

import (
	"context"
	"fmt"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/whatif"
)

// Phase is which business wins where two quantities have values on a grid.
type Phase struct {
	X, Y *whatif.Quantity
	// Xs and Ys are the values, rising. Cells are by Y, then X; nil where not solved.
	Xs, Ys []float64
	Cells  [][]*Trial
}

// Phase solves a scenario on a grid of two quantities, row by row, each cell from what its
// neighbours in row and column tell. When it is cut short it returns the cells that are
// solved, with the error.
func (a *Analyst) Phase(ctx context.Context, s *model.Scenario, x, y *whatif.Quantity, xs, ys []float64) (*Phase, error) {
	t := &trials{
		analyst: a, axes: []axis{axisOf(x), axisOf(y)},
		at: func(v []float64) *model.Scenario { return y.At(x.At(s, v[0]), v[1]) },
		what: func(v []float64) string {
			return fmt.Sprintf("%s %.6g %s, %s %.6g %s", x.Name, v[0], x.Unit, y.Name, v[1], y.Unit)
		},
	}
	p := &Phase{X: x, Y: y, Xs: xs, Ys: ys, Cells: make([][]*Trial, len(ys))}
	for j := range p.Cells {
		p.Cells[j] = make([]*Trial, len(xs))
	}
	for _, j := range t.axes[1].quickest(len(ys)) {
		for _, i := range t.axes[0].quickest(len(xs)) {
			cell, err := t.find(ctx, xs[i], ys[j])
			if err != nil {
				return p, err
			}
			p.Cells[j][i] = cell
		}
	}
	return p, nil
}
