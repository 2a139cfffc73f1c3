package formulation

import (
	"encoding/binary"
	"math"
	"strconv"

	"github.com/gridalloc/gridalloc/model"
)

// risk holds how the value of decisions differs between worlds, for the
// measures that look at more than its mean:
//
//	V[w] = mean + sum of factors: deviation[w] x size
//
// Columns whose values differ alike up to a multiple (all halls that use power
// of one zone, all months of a contract) share a factor, so that the rows of
// the worlds stay short.
type risk struct {
	measure model.Measure
	index   map[string]int
	factors []factor
}

// factor is one way in which values differ. The largest deviation is 1.
type factor struct {
	deviation []float64 // by world
	cols      []int32
	amounts   []float64
}

func newRisk(s *model.Scenario) risk {
	return risk{measure: s.Objective.Measure, index: map[string]int{}}
}

// noise is the value, in the program's unit, that is left out: a thousandth of
// a unit of currency. Engines do not take smaller coefficients.
const noise = 1e-9

// alike is the precision to which the deviations of a factor agree.
const alike = 1e-10

// spread enters how a column's value differs between worlds.
func (b *builder) spread(col int32, values []float64) {
	if b.risk.measure == model.Expected || len(values) == 1 {
		return
	}
	mean := b.mean(values)
	largest := 0.0
	for _, v := range values {
		if math.Abs(v-mean) > math.Abs(largest) {
			largest = v - mean
		}
	}
	if math.Abs(largest) <= noise {
		return
	}
	key := make([]byte, 0, 8*len(values))
	for _, v := range values {
		key = binary.LittleEndian.AppendUint64(key, uint64(int64(math.Round((v-mean)/largest/alike))))
	}
	i, ok := b.risk.index[string(key)]
	if !ok {
		i = len(b.risk.factors)
		b.risk.index[string(key)] = i
		deviation := make([]float64, len(values))
		for w, v := range values {
			deviation[w] = (v - mean) / largest
		}
		b.risk.factors = append(b.risk.factors, factor{deviation: deviation})
	}
	f := &b.risk.factors[i]
	f.cols, f.amounts = append(f.cols, col), append(f.amounts, largest)
}

// addMeasure turns the objective, the mean value so far, into the scenario's
// measure (docs/model.md, section 8).
func (b *builder) addMeasure() {
	switch b.risk.measure {
	case model.CVaR:
		b.addCVaR()
	case model.Regret:
		b.addRegret()
	}
}

// addWorldRows adds a row for each world that starts with the plan's value in
// it; lower bounds it.
func (b *builder) addWorldRows(family familyID, lower func(w int) float64) []int32 {
	mean := b.AddCol(b.family.meanValue, math.Inf(-1), math.Inf(1), 0, false, "")
	define := b.AddRow(b.family.meanValue, -b.ledger.offset, -b.ledger.offset, "")
	for col, cost := range b.Costs() {
		if math.Abs(cost) > noise {
			b.Term(define, int32(col), cost)
		}
	}
	b.Term(define, mean, -1)
	rows := make([]int32, len(b.worlds))
	for w := range rows {
		rows[w] = b.AddRow(family, lower(w), math.Inf(1), b.s.Worlds[w].Name)
		b.Term(rows[w], mean, 1)
	}
	for i := range b.risk.factors {
		b.addFactor(i, rows)
	}
	return rows
}

// addFactor enters a factor in the rows of the worlds, with a column for its
// size where several columns share it.
func (b *builder) addFactor(i int, rows []int32) {
	f := &b.risk.factors[i]
	size, amount := f.cols[0], f.amounts[0]
	if len(f.cols) > 1 {
		name := strconv.Itoa(i)
		size, amount = b.AddCol(b.family.factor, math.Inf(-1), math.Inf(1), 0, false, name), 1
		define := b.AddRow(b.family.factor, 0, 0, name)
		for k, col := range f.cols {
			b.Term(define, col, f.amounts[k])
		}
		b.Term(define, size, -1)
	}
	for w, deviation := range f.deviation {
		if math.Abs(amount*deviation) > noise {
			b.Term(rows[w], size, amount*deviation)
		}
	}
}

// addCVaR states the mean of the worst worlds (Rockafellar and Uryasev,
// Optimization of conditional value-at-risk, 2000): with threshold eta and
// shortfalls z[w] >= eta - V[w],
//
//	CVaR = max eta - sum of probability[w] z[w] / tail
func (b *builder) addCVaR() {
	weight, tail := float64(b.s.Objective.Weight), float64(b.s.Objective.Tail)
	rows := b.addWorldRows(b.family.tail, func(int) float64 { return 0 })
	costs := b.Costs()
	for col := range costs {
		costs[col] *= 1 - weight
	}
	b.ledger.offset *= 1 - weight
	eta := b.AddCol(b.family.threshold, math.Inf(-1), math.Inf(1), weight, false, "")
	for w, row := range rows {
		short := b.AddCol(b.family.tail, 0, math.Inf(1), -weight*b.worlds[w].probability/tail, false, b.s.Worlds[w].Name)
		b.Term(row, eta, -1)
		b.Term(row, short, 1)
	}
}

// addRegret states the largest distance to the best plan of any world.
func (b *builder) addRegret() {
	rows := b.addWorldRows(b.family.regret, func(w int) float64 { return b.best[w] })
	clear(b.Costs())
	b.ledger.offset = 0
	regret := b.AddCol(b.family.regret, 0, math.Inf(1), -1, false, "")
	for _, row := range rows {
		b.Term(row, regret, 1)
	}
}
