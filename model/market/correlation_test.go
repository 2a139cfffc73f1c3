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
		q, err := root(&model.Risk{Correlation: c})
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
	_, err := root(&model.Risk{Correlation: correlations(map[[2]int]float64{{0, 1}: 0.9, {0, 2}: 0.9, {1, 2}: -0.95})})
	if err == nil || !strings.Contains(err.Error(), "colocation and gpu_cloud") {
		t.Errorf("got %v", err)
	}
}
