package miptest

import (
	"fmt"
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/solver/mip"
)

var inf = math.Inf(1)

// problem is a model written down densely.
type problem struct {
	name     string
	maximize bool
	offset   float64
	cols     []col
	rows     []row
}

type col struct {
	lower, upper, cost float64
	integer            bool
}

type row struct {
	lower, upper float64
	coefficients []float64
}

// model builds the problem.
func (p *problem) model(t *testing.T) *mip.Model {
	t.Helper()
	b := mip.NewBuilder(p.name, p.maximize)
	x := b.AddFamily(mip.Family{Name: "x", Unit: "1", Help: "a column"})
	limit := b.AddFamily(mip.Family{Name: "limit", Unit: "1", Help: "a row"})
	for j, c := range p.cols {
		b.AddCol(x, c.lower, c.upper, c.cost, c.integer, fmt.Sprint(j))
	}
	for i, r := range p.rows {
		b.AddRow(limit, r.lower, r.upper, fmt.Sprint(i))
		for j, v := range r.coefficients {
			b.Term(int32(i), int32(j), v)
		}
	}
	m, err := b.Build()
	if err != nil {
		t.Fatalf("%s: %v", p.name, err)
	}
	m.Offset = p.offset
	return m
}

// Hard is a market split problem (Cornuejols and Dawande, 1998): binaries that
// divide several demands exactly, with what is missing as the objective. Branch
// and bound needs very long to prove what it finds.
func Hard(t *testing.T) *mip.Model {
	t.Helper()
	const n, k = 40, 5
	p := problem{name: "hard"}
	for range n {
		p.cols = append(p.cols, col{0, 1, 0, true})
	}
	state := uint32(7)
	for i := range k {
		p.cols = append(p.cols, col{0, inf, 1, false}, col{0, inf, 1, false})
		r := row{coefficients: make([]float64, n+2*k)}
		sum := 0.0
		for j := range n {
			state = state*1664525 + 1013904223
			r.coefficients[j] = float64(state >> 8 % 100)
			sum += r.coefficients[j]
		}
		r.coefficients[n+2*i], r.coefficients[n+2*i+1] = 1, -1
		r.lower = math.Floor(sum / 2)
		r.upper = r.lower
		p.rows = append(p.rows, r)
	}
	return p.model(t)
}
