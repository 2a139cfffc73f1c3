package formulation

import "github.com/gridalloc/gridalloc/model"

// Places lists the places of a formulation's program, in the order of their columns.
func (f *Formulation) Places() []model.Place {
	a := f.away()
	list := make([]model.Place, len(a.places))
	for at, i := range a.at {
		list[i] = at
	}
	return list
}
