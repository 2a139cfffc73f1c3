package model_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gridalloc/gridalloc/model"
)

type matrix = [model.Factors][model.Factors]float64

// correlated returns the identity with some pairs set.
func correlated(pairs map[[2]int]float64) model.Risk {
	var r model.Risk
	for i := range model.Factors {
		r.Correlation[i][i] = 1
	}
	for p, c := range pairs {
		r.Correlation[p[0]][p[1]], r.Correlation[p[1]][p[0]] = c, c
	}
	return r
}

// TestCorrelationFault holds the pair that is found against small cases. Three
// factors of which all pairs have the correlation c are possible down to -1/2.
func TestCorrelationFault(t *testing.T) {
	const b, c, g, p = model.BitcoinFactor, model.ColocationFactor, model.GPUCloudFactor, model.PowerFactor
	equal := func(c float64) map[[2]int]float64 {
		return map[[2]int]float64{{0, 1}: c, {0, 2}: c, {1, 2}: c}
	}
	for _, x := range []struct {
		name  string
		pairs map[[2]int]float64
		want  [2]int
		found bool
	}{
		{"none", nil, [2]int{}, false},
		{"all equal, just possible", equal(-0.5), [2]int{}, false},
		{"all equal, just impossible", equal(-0.5001), [2]int{c, g}, true},
		{"all one", equal(1), [2]int{}, false},
		{"both signs of one", map[[2]int]float64{{b, c}: 1, {b, g}: -1, {c, g}: -1}, [2]int{}, false},
		{"one does not follow", map[[2]int]float64{{b, c}: 1, {b, g}: 0.5, {c, g}: 0.4}, [2]int{c, g}, true},
		{"a pair not given", map[[2]int]float64{{b, c}: -0.9, {b, g}: 0.9}, [2]int{c, g}, true},
		{"the first takes most", map[[2]int]float64{{b, p}: 0.95, {g, p}: 0.5}, [2]int{b, p}, true},
		{"larger than one", map[[2]int]float64{{g, p}: 1.1}, [2]int{g, p}, true},
	} {
		r := correlated(x.pairs)
		first, second, found := r.CorrelationFault()
		if found != x.found || [2]int{first, second} != x.want {
			t.Errorf("%s: got %d, %d, %v; want %v, %v", x.name, first, second, found, x.want, x.found)
		}
	}
}

// TestCorrelationFaultRandom compares with the smallest principal minor, which
// tells the sign of the smallest eigenvalue, over random matrices.
func TestCorrelationFaultRandom(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 8))
	faults := 0
	for range 20000 {
		pairs := map[[2]int]float64{}
		for i := range model.Factors {
			for j := range i {
				pairs[[2]int{j, i}] = 2*rnd.Float64() - 1
			}
		}
		r := correlated(pairs)
		least := math.Inf(1)
		for set := 1; set < 1<<model.Factors; set++ {
			least = min(least, minor(r.Correlation, set))
		}
		a, b, found := r.CorrelationFault()
		if math.Abs(least) > 1e-6 && found != (least < 0) {
			t.Fatalf("%v: fault %v with a minor of %g", r.Correlation, found, least)
		}
		if found {
			faults++
			if a >= b {
				t.Fatalf("pair %d, %d", a, b)
			}
		}
	}
	if faults < 1000 || faults > 19000 {
		t.Errorf("%d faults of 20000", faults)
	}
}

// minor is the determinant of the rows and columns of a set, by expansion.
func minor(m matrix, set int) float64 {
	var rows []int
	for i := range model.Factors {
		if set&(1<<i) != 0 {
			rows = append(rows, i)
		}
	}
	var expand func(row int, free []int) float64
	expand = func(row int, free []int) float64 {
		if len(free) == 0 {
			return 1
		}
		sum, sign := 0.0, 1.0
		for i, col := range free {
			rest := append(append([]int{}, free[:i]...), free[i+1:]...)
			sum += sign * m[rows[row]][col] * expand(row+1, rest)
			sign = -sign
		}
		return sum
	}
	return expand(0, rows)
}

// TestCorrelationEntries: entries that cannot be, by themselves.
func TestCorrelationEntries(t *testing.T) {
	for name, change := range map[string]func(c *matrix){
		"no number":               func(c *matrix) { c[0][2], c[2][0] = math.NaN(), math.NaN() },
		"not symmetric":           func(c *matrix) { c[0][2] = 0.3 },
		"above one":               func(c *matrix) { c[0][2], c[2][0] = 1.2, 1.2 },
		"not one on the diagonal": func(c *matrix) { c[2][2] = 0.9 },
	} {
		r := correlated(nil)
		change(&r.Correlation)
		if a, b, found := r.CorrelationFault(); !found || b != 2 || a != 0 && a != 2 {
			t.Errorf("%s: got %d, %d, %v", name, a, b, found)
		}
	}
}
