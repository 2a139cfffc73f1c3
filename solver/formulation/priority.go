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
