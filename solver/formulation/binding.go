package formulation

import (
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// worthless is the money below which a limit does not count as binding.
const worthless = 1

// Money is a value of the program's objective as an amount.
func Money(value float64) float64 { return float64(unscaled(value)) }

// Value is an amount as a value of the program's objective.
func Value(amount float64) float64 { return scaled(amount) }

// Binding lists the limits that hold the plan back and what one more unit of
// each is worth while all whole-number decisions stay as they are: the duals
// of the program with those decisions fixed. A limit that has a row in each
// world is worth what all of its rows are.
func (f *Formulation) Binding(lp *mip.Result) []model.Binding {
	type key struct {
		rows         uint16 // their family: firm and flex orders share a name
		name, period string
	}
	list, at := []model.Binding{}, map[key]int{}
	for _, l := range f.limits {
		worth := unscaled(f.dual(l, lp))
		if l.row != none {
			k := key{f.Model.RowFamily[l.row], l.name, l.period}
			if i, ok := at[k]; ok {
				list[i].Worth += worth
				continue
			}
			at[k] = len(list)
		}
		list = append(list, model.Binding{Limit: l.family, Name: l.name, Period: l.period, Unit: l.unit, Worth: worth, How: "marginal"})
	}
	return slices.DeleteFunc(list, func(b model.Binding) bool { return b.Worth < worthless })
}

// dual is the marginal value of a limit, 0 where it does not bind: an offer
// that is not signed, a demand that is not used up.
func (f *Formulation) dual(l limit, lp *mip.Result) float64 {
	switch {
	case l.given > 0 && math.Round(lp.X[l.given]) == 0:
		return 0
	case l.row != none:
		return math.Abs(lp.RowDual[l.row])
	case lp.X[l.col] < f.Model.ColUpper[l.col]-negligible:
		return 0
	default:
		return math.Abs(lp.ColDual[l.col])
	}
}
