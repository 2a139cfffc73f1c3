package study

// Size says how large a study is.
type Size struct {
	Study string     `json:"study"`
	Title string     `json:"title"`
	Base  string     `json:"base"`
	Axes  []AxisSize `json:"axes"`
	// Combinations are those of all levels, Runs those that the filters keep.
	Combinations int `json:"combinations"`
	Runs         int `json:"runs"`
}

// AxisSize is an axis of a study with its levels.
type AxisSize struct {
	Name   string   `json:"name"`
	Levels []string `json:"levels"`
}

// Size tells what the study would solve.
func (s *Study) Size() Size {
	size := Size{Study: s.Name, Title: s.Title, Base: s.Base, Combinations: s.kept.of, Runs: s.Count()}
	for i := range s.file.Axes {
		a := AxisSize{Name: s.file.Axes[i].Name}
		for j := range s.file.Axes[i].Levels {
			a.Levels = append(a.Levels, s.file.Axes[i].Levels[j].Name)
		}
		size.Axes = append(size.Axes, a)
	}
	return size
}
