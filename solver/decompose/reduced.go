package decompose

import (
	"math"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// Closing a site leaves its columns in the program, and a linear program that is
// kept in place carries them along in every pivot. Where all terms of a row
//
//	sum of a x  <=  0
//
// are at least zero within the bounds of their columns, those that can be more
// than zero are zero; so are the columns that this holds at zero in turn: without
// a signing there are no MW, without MW no halls, without halls nobody is served.

// reduced is a program without the columns that are zero in all of its points and
// without the rows that are left with no term. Such rows hold wherever the whole
// program has a point.
type reduced struct {
	model *mip.Model
	cols  []int32 // of the whole program, by column
	whole int     // columns of the whole program
}

// reduce leaves out what is held at zero.
func reduce(m *mip.Model) *reduced {
	zero := zeros(m)
	r := &reduced{whole: m.NumCols()}
	row := make([]int32, m.NumRows())
	b := mip.Model{Name: m.Name, Maximize: m.Maximize, Offset: m.Offset, Start: []int32{0}}
	for j := range m.NumCols() {
		if zero[j] {
			continue
		}
		for t := m.Start[j]; t < m.Start[j+1]; t++ {
			row[m.Index[t]] = 1
		}
	}
	for i := range row {
		if row[i] == 0 {
			continue
		}
		row[i] = int32(len(b.RowLower))
		b.RowLower, b.RowUpper = append(b.RowLower, m.RowLower[i]), append(b.RowUpper, m.RowUpper[i])
	}
	for j := range m.NumCols() {
		if zero[j] {
			continue
		}
		r.cols = append(r.cols, int32(j))
		b.ColCost, b.ColInteger = append(b.ColCost, m.ColCost[j]), append(b.ColInteger, m.ColInteger[j])
		b.ColLower, b.ColUpper = append(b.ColLower, m.ColLower[j]), append(b.ColUpper, m.ColUpper[j])
		for t := m.Start[j]; t < m.Start[j+1]; t++ {
			b.Index, b.Value = append(b.Index, row[m.Index[t]]), append(b.Value, m.Value[t])
		}
		b.Start = append(b.Start, int32(len(b.Index)))
	}
	r.model = &b
	return r
}

// columns are those of the whole program that are left, by their new numbers.
func (r *reduced) columns(whole []int32) []int32 {
	number := make(map[int32]int32, len(r.cols))
	for k, j := range r.cols {
		number[j] = int32(k)
	}
	var left []int32
	for _, j := range whole {
		if k, ok := number[j]; ok {
			left = append(left, k)
		}
	}
	return left
}

// expand is a point as one of the whole program.
func (r *reduced) expand(x []float64) []float64 {
	whole := make([]float64, r.whole)
	for k, j := range r.cols {
		whole[j] = x[k]
	}
	return whole
}

// zeros finds columns that are zero in all points, round by round until there
// are no more.
func zeros(m *mip.Model) []bool {
	zero := make([]bool, m.NumCols())
	for j := range zero {
		zero[j] = m.ColLower[j] == 0 && m.ColUpper[j] == 0
	}
	for changed := true; changed; {
		changed = false
		least, most := activities(m, zero)
		for j := range zero {
			if zero[j] || m.ColLower[j] > 0 || m.ColUpper[j] < 0 {
				continue
			}
			for t := m.Start[j]; t < m.Start[j+1]; t++ {
				i, a := m.Index[t], m.Value[t]
				if forced(a, m.ColLower[j], least[i], m.RowUpper[i]) || forced(-a, m.ColLower[j], -most[i], -m.RowLower[i]) {
					zero[j], changed = true, true
					break
				}
			}
		}
	}
	return zero
}

// forced reports whether a row whose terms are at least zero, and may be at most
// zero, holds a column at zero whose term grows with it.
func forced(coefficient, lower, least, upper float64) bool {
	return coefficient > 0 && lower == 0 && least == 0 && upper == 0
}

// activities are the least and the most that rows can be within the bounds of the
// columns that are not zero.
func activities(m *mip.Model, zero []bool) (least, most []float64) {
	least, most = make([]float64, m.NumRows()), make([]float64, m.NumRows())
	for j := range zero {
		if zero[j] {
			continue
		}
		for t := m.Start[j]; t < m.Start[j+1]; t++ {
			i, low, high := m.Index[t], times(m.Value[t], m.ColLower[j]), times(m.Value[t], m.ColUpper[j])
			least[i] += math.Min(low, high)
			most[i] += math.Max(low, high)
		}
	}
	return least, most
}

// times is a product in which nothing times infinity is nothing.
func times(a, x float64) float64 {
	if a == 0 || x == 0 {
		return 0
	}
	return a * x
}
