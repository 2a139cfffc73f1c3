package refsimplex

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/solver/mip"
)

var _ mip.RelaxEngine = Engine{}

// Relax opens the linear relaxation of a small model. It is solved from the
// start each time.
func (Engine) Relax(m *mip.Model) (mip.Relaxer, error) {
	if err := m.Validate(); err != nil {
		return nil, err
	}
	if m.NumCols() > MaxCols || m.NumRows() > MaxRows {
		return nil, fmt.Errorf("refsimplex: %d columns and %d rows are too many: at most %d and %d", m.NumCols(), m.NumRows(), MaxCols, MaxRows)
	}
	r := &relaxer{
		maximize: m.Maximize, offset: m.Offset, cost: slices.Clone(m.ColCost),
		colLower: slices.Clone(m.ColLower), colUpper: slices.Clone(m.ColUpper),
		rowLower: slices.Clone(m.RowLower), rowUpper: slices.Clone(m.RowUpper),
	}
	for range m.NumRows() {
		r.rows = append(r.rows, make([]float64, m.NumCols()))
	}
	for j := range m.ColCost {
		for k := m.Start[j]; k < m.Start[j+1]; k++ {
			r.rows[m.Index[k]][j] = m.Value[k]
		}
	}
	return r, nil
}

// relaxer is a linear program written down densely.
type relaxer struct {
	maximize           bool
	offset             float64
	cost               []float64
	colLower, colUpper []float64
	rowLower, rowUpper []float64
	rows               [][]float64
	closed             bool
}

var errClosed = errors.New("refsimplex: the program is closed")

func (r *relaxer) Close() { r.closed = true }

func (r *relaxer) Size() (cols, rows int) { return len(r.cost), len(r.rows) }

// check wants places to be there, to ascend, and to have a value in each array.
func (r *relaxer) check(places []int32, n int, arrays ...[]float64) error {
	if r.closed {
		return errClosed
	}
	for k, at := range places {
		if at < 0 || int(at) >= n || k > 0 && at <= places[k-1] {
			return fmt.Errorf("refsimplex: %d of %d is not there, or does not ascend", at, n)
		}
	}
	for _, a := range arrays {
		if len(a) != len(places) {
			return fmt.Errorf("refsimplex: %d values for %d places", len(a), len(places))
		}
	}
	return nil
}

func (r *relaxer) SetColBounds(cols []int32, lower, upper []float64) error {
	return r.setBounds(cols, lower, upper, r.colLower, r.colUpper)
}

func (r *relaxer) SetRowBounds(rows []int32, lower, upper []float64) error {
	return r.setBounds(rows, lower, upper, r.rowLower, r.rowUpper)
}

func (r *relaxer) setBounds(places []int32, lower, upper, ofLower, ofUpper []float64) error {
	if err := r.check(places, len(ofLower), lower, upper); err != nil {
		return err
	}
	for k, at := range places {
		ofLower[at], ofUpper[at] = lower[k], upper[k]
	}
	return nil
}

func (r *relaxer) SetColCosts(cols []int32, costs []float64) error {
	if err := r.check(cols, len(r.cost), costs); err != nil {
		return err
	}
	for k, j := range cols {
		r.cost[j] = costs[k]
	}
	return nil
}

func (r *relaxer) AddCols(cols mip.Vectors, costs []float64) error {
	if err := errors.Join(cols.Validate(len(r.rows)), r.check(nil, 0)); err != nil {
		return err
	}
	if len(costs) != len(cols.Lower) {
		return fmt.Errorf("refsimplex: %d costs for %d columns", len(costs), len(cols.Lower))
	}
	r.cost = append(r.cost, costs...)
	r.colLower, r.colUpper = append(r.colLower, cols.Lower...), append(r.colUpper, cols.Upper...)
	for i := range r.rows {
		r.rows[i] = append(r.rows[i], make([]float64, len(costs))...)
	}
	for k := range costs {
		for t := cols.Start[k]; t < cols.Start[k+1]; t++ {
			r.rows[cols.Index[t]][len(r.cost)-len(costs)+k] = cols.Value[t]
		}
	}
	return nil
}

func (r *relaxer) AddRows(rows mip.Vectors) error {
	if err := errors.Join(rows.Validate(len(r.cost)), r.check(nil, 0)); err != nil {
		return err
	}
	r.rowLower, r.rowUpper = append(r.rowLower, rows.Lower...), append(r.rowUpper, rows.Upper...)
	for k := range rows.Lower {
		row := make([]float64, len(r.cost))
		for t := rows.Start[k]; t < rows.Start[k+1]; t++ {
			row[rows.Index[t]] = rows.Value[t]
		}
		r.rows = append(r.rows, row)
	}
	return nil
}

func (r *relaxer) DeleteRows(rows []int32) error {
	if err := r.check(rows, len(r.rows)); err != nil {
		return err
	}
	for _, i := range slices.Backward(rows) {
		r.rows = slices.Delete(r.rows, int(i), int(i)+1)
		r.rowLower, r.rowUpper = slices.Delete(r.rowLower, int(i), int(i)+1), slices.Delete(r.rowUpper, int(i), int(i)+1)
	}
	return nil
}

// SaveBasis has none to save: each solve starts afresh.
func (*relaxer) SaveBasis() (mip.Basis, error) { return nil, nil }

// LoadBasis takes none.
func (*relaxer) LoadBasis(b mip.Basis) error {
	if b != nil {
		return fmt.Errorf("refsimplex: a basis of another engine: %T", b)
	}
	return nil
}

// SetCutoff changes nothing: all solves end with an optimum.
func (r *relaxer) SetCutoff(float64) error { return r.check(nil, 0) }

func (r *relaxer) Solve(ctx context.Context) (*mip.Relaxation, error) {
	if r.closed {
		return nil, errClosed
	}
	select {
	case <-ctx.Done():
		return &mip.Relaxation{Termination: mip.Interrupted}, nil
	default:
	}
	m, err := r.model()
	if err != nil {
		return nil, err
	}
	primal := newStandard(m, m.ColLower, m.ColUpper)
	v, y, err := primal.bland()
	switch {
	case errors.Is(err, errUnbounded):
		return &mip.Relaxation{Termination: mip.Unbounded}, nil
	case errors.Is(err, errInfeasible):
		return &mip.Relaxation{Termination: mip.Infeasible, Ray: negated(r.byRow(y))}, nil
	case err != nil:
		return nil, err
	}
	rows := r.byRow(y)
	answer := &mip.Relaxation{Termination: mip.Optimal, X: primal.point(v), Objective: r.offset, RowDual: rows}
	if r.maximize {
		answer.RowDual = negated(rows)
	}
	for j, x := range answer.X {
		answer.Objective += r.cost[j] * x
	}
	answer.ColDual = slices.Clone(r.cost)
	for i, row := range r.rows {
		for j, a := range row {
			answer.ColDual[j] -= a * answer.RowDual[i]
		}
	}
	return answer, nil
}

// byRow adds up the multipliers of the equations that newStandard made of each
// row.
func (r *relaxer) byRow(y []float64) []float64 {
	rows := make([]float64, len(r.rows))
	k := 0
	for i := range rows {
		lower, upper := r.rowLower[i], r.rowUpper[i]
		equations := 0
		switch {
		case lower == upper:
			equations = 1
		default:
			for _, bound := range []float64{lower, upper} {
				if !math.IsInf(bound, 0) {
					equations++
				}
			}
		}
		for range equations {
			rows[i] += y[k]
			k++
		}
	}
	return rows
}

func negated(y []float64) []float64 {
	n := make([]float64, len(y))
	for i, v := range y {
		n[i] = -v
	}
	return n
}

// model is the program as a model.
func (r *relaxer) model() (*mip.Model, error) {
	b := mip.NewBuilder("relaxation", r.maximize)
	family := b.AddFamily(mip.Family{})
	for j, c := range r.cost {
		b.AddCol(family, r.colLower[j], r.colUpper[j], c, false)
	}
	for i, row := range r.rows {
		b.AddRow(family, r.rowLower[i], r.rowUpper[i])
		for j, a := range row {
			b.Term(int32(i), int32(j), a)
		}
	}
	return b.Build()
}
