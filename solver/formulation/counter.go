package formulation

import "math"

// counters are whole numbers that follow from the campaigns: how many halls of
// a type start in a period anywhere, and how many AI halls of a product run.
// They change nothing that is feasible, but give the search a few strong
// questions to branch on ("seven or eight AI halls in 2030?") instead of many
// weak ones about sites that are nearly alike, and let it round up what
// contracts need to whole halls.
type counters struct {
	started    [][]int32  // row by hall type and period
	running    [3][]int32 // row by AI product and period
	wholeHalls [3][]int32 // the same, for what contracts need
}

// addCounters adds the counters' columns and rows; addCampaign enters the
// campaigns.
func (b *builder) addCounters() {
	n := b.s.Horizon.Periods
	b.counters.started = make([][]int32, len(b.s.HallTypes))
	for t := range b.s.HallTypes {
		hallType := &b.s.HallTypes[t]
		b.counters.started[t] = make([]int32, n)
		for p := range n {
			_, b.counters.started[t][p] = b.addCounter(b.family.started, hallType.ID, p)
		}
		if !hallType.Business.IsAI() {
			continue
		}
		running, whole := make([]int32, n), make([]int32, n)
		for p := range n {
			var halls int32
			halls, running[p] = b.addCounter(b.family.running, hallType.ID, p)
			whole[p] = b.addWholeHalls(t, p, halls)
		}
		b.counters.running[hallType.Business], b.counters.wholeHalls[hallType.Business] = running, whole
	}
}

// addCounter adds a whole number and the row that makes it the sum of what is
// counted.
func (b *builder) addCounter(family familyID, id string, p int) (col, row int32) {
	label := b.labels[p]
	col = b.AddCol(family, 0, math.Inf(1), 0, true, id, label)
	row = b.AddRow(family, 0, 0, id, label)
	b.Term(row, col, -1)
	return col, row
}

// addWholeHalls adds the row by which the contracts of a product cannot be
// served from fewer halls, over all sites, than their MW need.
func (b *builder) addWholeHalls(t, p int, halls int32) int32 {
	hallType := &b.s.HallTypes[t]
	row := b.AddRow(b.family.wholeHalls, math.Inf(-1), 0, hallType.ID, b.labels[p])
	b.Term(row, halls, -float64(hallType.Module)*b.bestAvailability(t))
	return row
}

// count enters a campaign in the counters.
func (b *builder) count(c campaign) {
	if c.existing < 0 {
		b.Term(b.counters.started[c.hallType][c.start], c.col, 1)
	}
	if rows := b.counters.running[b.s.HallTypes[c.hallType].Business]; rows != nil {
		for p := c.start; p < c.stop; p++ {
			b.Term(rows[p], c.col, 1)
		}
	}
}
