package formulation

// Priorities says on which columns of the program a search does best to branch
// first, one number per column, the highest first: contracts, which are few and
// decide most, then the counters of halls, then the sites.
func (f *Formulation) Priorities() []int {
	const contracts, counted = 2, 1
	list := make([]int, f.Model.NumCols())
	for i := range f.contracts {
		list[f.contracts[i].accept] = contracts
	}
	for j, family := range f.Model.ColFamily {
		switch f.Model.Families[family].Name {
		case "started", "running", "market_running":
			list[j] = counted
		}
	}
	return list
}

// Agreed lists the columns that take contracts and that count halls by the period in
// which they start, and all that run.
func (f *Formulation) Agreed() []int32 {
	cols := f.Accepts()
	for j, family := range f.Model.ColFamily {
		switch f.Model.Families[family].Name {
		case "started", "running":
			cols = append(cols, int32(j))
		}
	}
	return cols
}
