package formulation

import (
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// Plans that are worth nearly as much as the best one, and unlike it (modelling to generate
// alternatives: Brill, Chang and Hopkins, Management Science 28, 1982; DeCarolis, Energy
// Economics 33, 2011). With the objective of the scenario as a row, the program maximises
// how far the plan is from the nearest of others:
//
//	max t:  t <= sum over places of |x[r,b] - a[r,b]|  for each other plan a,   worth >= floor
//
// where x[r,b] is the grid MW of business b in region r, as the mean over the periods (see
// model.Plan.MeanMW). Where a is 0 the distance is x, where it is all that the place can hold
// it is a - x; in between a binary z says whether there is more than a or less:
//
//	d <= x - a + 2 a (1 - z),   d <= a - x + 2 (most - a) z

// Away is such a program. It has the columns of the formulation's first.
type Away struct {
	Model *mip.Model

	f      *Formulation
	places []area
	at     map[model.Place]int
	bends  []bend
	others []distance
}

// area is a place with the campaigns that stand there.
type area struct {
	cols []int32
	mean []float64 // grid MW of each hall, as the mean over the periods
	most float64   // that the region can hold
}

// bend is a distance |x - at| that can go both ways.
type bend struct {
	place int
	at    float64
}

// distance is that from another plan: the sum of x over the places where it has nothing, of
// a - x over those where there cannot be more, and of bends.
type distance struct {
	empty, full, bends []int
	offset             float64 // sum of a over full
}

// NewAway looks for a plan that is worth at least floor, in the scenario's currency, as far
// as possible from others, which are plans of the scenario.
func (f *Formulation) NewAway(floor float64, others []*model.Plan) *Away {
	a := f.away()
	known := map[bend]int{}
	for _, other := range others {
		a.others = append(a.others, a.distanceFrom(other, known))
	}
	t := a.col(len(a.places) + 2*len(a.bends))
	cols, rows := a.definitions()
	for i, b := range a.bends {
		x, d, z := a.col(b.place), a.col(len(a.places)+2*i), a.col(len(a.places)+2*i+1)
		most := a.places[b.place].most
		cols = append(cols, mip.NewCol{Upper: max(b.at, most-b.at)}, mip.NewCol{Upper: 1, Integer: true})
		rows = append(rows,
			mip.NewRow{Lower: math.Inf(-1), Upper: b.at, Cols: []int32{d, x, z}, Values: []float64{1, -1, 2 * b.at}},
			mip.NewRow{Lower: math.Inf(-1), Upper: b.at, Cols: []int32{d, x, z}, Values: []float64{1, 1, -2 * (most - b.at)}})
	}
	cols = append(cols, mip.NewCol{Cost: 1, Upper: math.Inf(1)})
	for i := range a.others {
		rows = append(rows, a.row(&a.others[i], t))
	}
	a.state(floor, cols, rows)
	return a
}

// NewExtent looks for a plan that is worth at least floor and has as many grid MW as possible
// in a region, as the mean over the periods, or as few.
func (f *Formulation) NewExtent(floor float64, region string, least bool) *Away {
	a := f.away()
	cols, rows := a.definitions()
	for at, i := range a.at {
		if at.Region == region {
			cols[i].Cost = 1
			if least {
				cols[i].Cost = -1
			}
		}
	}
	a.state(floor, cols, rows)
	return a
}

// away lists the places.
func (f *Formulation) away() *Away {
	a := &Away{f: f, at: map[model.Place]int{}}
	for _, c := range f.campaigns {
		region, hallType := f.s.Sites[c.site].Region, &f.s.HallTypes[c.hallType]
		key := model.Place{Region: f.s.Regions[region].ID, Business: hallType.Business.String()}
		i, ok := a.at[key]
		if !ok {
			i = len(a.places)
			a.at[key] = i
			a.places = append(a.places, area{most: f.mostIn(region)})
		}
		mean := float64(hallType.Module) * f.calc.GridPerIT(c.hallType, c.site) * float64(c.stop-c.start) / float64(f.s.Horizon.Periods)
		a.places[i].cols, a.places[i].mean = append(a.places[i].cols, c.col), append(a.places[i].mean, mean)
	}
	return a
}

// mostIn is what a region can hold at most: its existing connections, and orders within
// its offers and its surplus.
func (f *Formulation) mostIn(region int) float64 {
	var existing, offered, surplus, sum unit.MW
	for i := range f.s.Sites {
		if site := &f.s.Sites[i]; site.Region == region {
			existing += site.Existing.Firm + site.Existing.Flex
			if site.HasOffer {
				offered += site.Offer.Max
			}
		}
	}
	for _, s := range f.s.Regions[region].Surplus {
		sum += max(s.Firm+s.Interruptible, 0)
	}
	surplus = min(offered, sum)
	return float64(existing + surplus)
}

// col is a column behind those of the formulation.
func (a *Away) col(i int) int32 { return int32(a.f.Model.NumCols() + i) }

// definitions are the columns of x and the rows that define them.
func (a *Away) definitions() (cols []mip.NewCol, rows []mip.NewRow) {
	for i := range a.places {
		p := &a.places[i]
		cols = append(cols, mip.NewCol{Upper: math.Inf(1)})
		rows = append(rows, mip.NewRow{Cols: append(p.cols[:len(p.cols):len(p.cols)], a.col(i)), Values: append(p.mean[:len(p.mean):len(p.mean)], -1)})
	}
	return cols, rows
}

// distanceFrom is the distance from another plan.
func (a *Away) distanceFrom(other *model.Plan, known map[bend]int) (d distance) {
	mean := other.MeanMW()
	has := make([]float64, len(a.places))
	for at, mw := range mean {
		if i, ok := a.at[at]; ok {
			has[i] = float64(mw)
		}
	}
	for i, mw := range has {
		switch {
		case mw < negligible:
			d.empty = append(d.empty, i)
		case mw > a.places[i].most-negligible:
			d.full = append(d.full, i)
			d.offset += mw
		default:
			b := bend{i, mw}
			k, ok := known[b]
			if !ok {
				k = len(a.bends)
				known[b] = k
				a.bends = append(a.bends, b)
			}
			d.bends = append(d.bends, k)
		}
	}
	return d
}

// row holds t within a distance.
func (a *Away) row(d *distance, t int32) mip.NewRow {
	row := mip.NewRow{Lower: math.Inf(-1), Upper: d.offset, Cols: []int32{t}, Values: []float64{1}}
	enter := func(col int, value float64) {
		row.Cols, row.Values = append(row.Cols, a.col(col)), append(row.Values, value)
	}
	for _, i := range d.empty {
		enter(i, -1)
	}
	for _, i := range d.full {
		enter(i, 1)
	}
	for _, k := range d.bends {
		enter(len(a.places)+2*k, -1)
	}
	return row
}

// state states the program: the objective of the scenario is a row.
func (a *Away) state(floor float64, cols []mip.NewCol, rows []mip.NewRow) {
	worth := mip.NewRow{Lower: scaled(floor) - a.f.Model.Offset, Upper: math.Inf(1)}
	for col, cost := range a.f.Model.ColCost {
		if cost != 0 {
			worth.Cols, worth.Values = append(worth.Cols, int32(col)), append(worth.Values, cost)
		}
	}
	m := *a.f.Model
	m.ColCost, m.Offset = make([]float64, m.NumCols()), 0
	a.Model = m.Extended(mip.Family{Name: "away", Unit: "MW", Help: "how far a plan is from others"}, cols, append(rows, worth))
}

// Point is a point of the formulation's program as one of this one.
func (a *Away) Point(x []float64) []float64 {
	x = append(make([]float64, 0, a.Model.NumCols()), x[:a.f.Model.NumCols()]...)
	means := make([]float64, len(a.places))
	for i := range a.places {
		for k, col := range a.places[i].cols {
			means[i] += a.places[i].mean[k] * x[col]
		}
	}
	x = append(x, means...)
	for _, b := range a.bends {
		more := 0.0
		if means[b.place] > b.at {
			more = 1
		}
		x = append(x, math.Abs(means[b.place]-b.at), more)
	}
	if len(a.others) == 0 {
		return x
	}
	t := math.Inf(1)
	for i := range a.others {
		d := &a.others[i]
		sum := d.offset
		for _, k := range d.empty {
			sum += means[k]
		}
		for _, k := range d.full {
			sum -= means[k]
		}
		for _, k := range d.bends {
			sum += math.Abs(means[a.bends[k].place] - a.bends[k].at)
		}
		t = min(t, sum)
	}
	return append(x, t)
}
