package mip

import "slices"

// NewCol is a column to extend a model by.
type NewCol struct {
	Cost, Lower, Upper float64
	Integer            bool
}

// NewRow is a row to extend a model by, with its terms. Columns may be new ones, which are
// numbered on from those there are.
type NewRow struct {
	Lower, Upper float64
	Cols         []int32 // each at most once
	Values       []float64
}

// Extended is the model with further columns and rows of one family behind its own. What m
// has stays where it is, so that a point of the result begins with one of m.
func (m *Model) Extended(family Family, cols []NewCol, rows []NewRow) *Model {
	x := *m
	x.Families = append(slices.Clone(m.Families), family)
	id := uint16(len(m.Families))
	x.ColCost, x.ColLower, x.ColUpper = slices.Clone(m.ColCost), slices.Clone(m.ColLower), slices.Clone(m.ColUpper)
	x.ColInteger, x.ColFamily, x.ColNames = slices.Clone(m.ColInteger), slices.Clone(m.ColFamily), m.ColNames.clone()
	for _, c := range cols {
		x.ColCost, x.ColLower, x.ColUpper = append(x.ColCost, c.Cost), append(x.ColLower, c.Lower), append(x.ColUpper, c.Upper)
		x.ColInteger, x.ColFamily = append(x.ColInteger, c.Integer), append(x.ColFamily, id)
		x.ColNames.Append("")
	}
	x.RowLower, x.RowUpper, x.RowFamily, x.RowNames = slices.Clone(m.RowLower), slices.Clone(m.RowUpper), slices.Clone(m.RowFamily), m.RowNames.clone()
	for _, r := range rows {
		x.RowLower, x.RowUpper, x.RowFamily = append(x.RowLower, r.Lower), append(x.RowUpper, r.Upper), append(x.RowFamily, id)
		x.RowNames.Append("")
	}
	x.enter(m, rows)
	return &x
}

// enter brings the coefficients of m and those of the new rows together by columns.
func (m *Model) enter(old *Model, rows []NewRow) {
	added := make([]int32, m.NumCols())
	total := len(old.Value)
	for _, r := range rows {
		total += len(r.Cols)
		for _, col := range r.Cols {
			added[col]++
		}
	}
	m.Start, m.Index, m.Value = make([]int32, 1, m.NumCols()+1), make([]int32, total), make([]float64, total)
	next := make([]int32, m.NumCols()) // where the column goes on
	at := int32(0)
	for j := range added {
		if j < old.NumCols() {
			from, to := old.Start[j], old.Start[j+1]
			copy(m.Index[at:], old.Index[from:to])
			copy(m.Value[at:], old.Value[from:to])
			at += to - from
		}
		next[j] = at
		at += added[j]
		m.Start = append(m.Start, at)
	}
	for i, r := range rows {
		for k, col := range r.Cols {
			m.Index[next[col]], m.Value[next[col]] = int32(old.NumRows()+i), r.Values[k]
			next[col]++
		}
	}
}
