package formulation

import (
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// worthless is the money below which a limit does not count as binding.
const worthless = 1

// Money is a value of the program's objective as an amount.
func Money(value float64) float64 { return float64(unscaled(value)) }

// Binding lists the limits that hold the plan back and what one more unit of
// each is worth while all whole-number decisions stay as they are: the duals
// of the program with those decisions fixed.
func (f *Formulation) Binding(lp *mip.Result) []model.Binding {
	list := []model.Binding{}
	for _, l := range f.limits {
		if l.given > 0 && math.Round(lp.X[l.given]) == 0 {
			continue
		}
		dual := 0.0
		if l.row != none {
			dual = lp.RowDual[l.row]
		} else {
			dual = lp.ColDual[l.col]
		}
		worth := unscaled(math.Abs(dual))
		if worth < worthless {
			continue
		}
		list = append(list, model.Binding{
			Limit: l.family, Name: l.name, Period: l.period, Unit: l.unit, Worth: worth, How: "marginal",
		})
	}
	return list
}
