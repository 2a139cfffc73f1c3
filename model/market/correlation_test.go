package market

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/model"
)

type matrix = [model.Factors][model.Factors]float64

// correlations has ones on the diagonal and the given entries.
func correlations(entries map[[2]int]float64) matrix {
	var c matrix
	for f := range c {
		c[f][f] = 1
	}
	for pair, value := range entries {
		c[pair[0]][pair[1]], c[pair[1]][pair[0]] = value, value
	}
	return c
}

func TestCheckCorrelation(t *testing.T) {
	crooked := correlations(nil)
	crooked[0][2] = 0.3
	diagonal := correlations(nil)
	diagonal[1][1] = 0.9
	for _, c := range []struct {
		name string
		c    matrix
		a, b int
		ok   bool
	}{
		{"independent", correlations(nil), 0, 0, true},
		{"all the same", correlations(map[[2]int]float64{{0, 1}: 1, {0, 2}: 1, {0, 3}: 1, {1, 2}: 1, {1, 3}: 1, {2, 3}: 1}), 0, 0, true},
		{"above one", correlations(map[[2]int]float64{{1, 3}: 1.2}), 1, 3, false},
		{"below minus one", correlations(map[[2]int]float64{{0, 2}: -1.01}), 0, 2, false},
		{"no number", correlations(map[[2]int]float64{{0, 2}: math.NaN()}), 0, 2, false},
		{"three at odds", correlations(map[[2]int]float64{{0, 1}: 0.9, {0, 2}: 0.9, {1, 2}: -0.95, {2, 3}: 0.1}), 1, 2, false},
		{"four at odds", correlations(map[[2]int]float64{{0, 1}: -0.4, {0, 2}: -0.4, {0, 3}: -0.4, {1, 2}: -0.4, {1, 3}: -0.4, {2, 3}: -0.45}), 2, 3, false},
		{"not symmetric", crooked, 0, 2, false},
		{"not one on the diagonal", diagonal, 1, 1, false},
	} {
		if a, b, ok := CheckCorrelation(c.c); a != c.a || b != c.b || ok != c.ok {
			t.Errorf("%s: got %d, %d, %v, want %d, %d, %v", c.name, a, b, ok, c.a, c.b, c.ok)
		}
	}
}

// TestRoot: the square root of a possible matrix has the matrix as its square;
// what is possible is what normalised products of random vectors are.
func TestRoot(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var v matrix
		rank := 1 + r.IntN(model.Factors)
		for f := range v {
			norm := 0.0
			for k := range rank {
				v[f][k] = r.NormFloat64()
				norm += v[f][k] * v[f][k]
			}
			for k := range rank {
				v[f][k] /= math.Sqrt(norm)
			}
		}
		c := correlations(nil)
		for a := range c {
			for b := range a {
				for k := range rank {
					c[a][b] += v[a][k] * v[b][k]
				}
				c[b][a] = c[a][b]
			}
		}
		q, err := root(c)
		if err != nil {
			t.Fatal(err)
		}
		for a := range c {
			for b := range c {
				sum := 0.0
				for k := range c {
					sum += q[a][k] * q[k][b]
				}
				if math.Abs(sum-c[a][b]) > 1e-7 {
					t.Errorf("rank %d: square %g, want %g", rank, sum, c[a][b])
				}
			}
		}
	}
	_, err := root(correlations(map[[2]int]float64{{0, 1}: 0.9, {0, 2}: 0.9, {1, 2}: -0.95}))
	if err == nil || !strings.Contains(err.Error(), "colocation and gpu_cloud") {
		t.Errorf("got %v", err)
	}
}
