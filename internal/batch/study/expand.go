package study

import (
	"slices"

	"github.com/gridalloc/gridalloc/model/diag"
	"github.com/gridalloc/gridalloc/model/file"
)

// mostCombinations is how many combinations are gone through.
const mostCombinations = 10_000_000

// expand finds out which combinations the filters keep, and reports a study without
// runs and levels that no run has.
func (s *Study) expand() diag.List {
	f, product := s.file, 1
	for i := range f.Axes {
		s.size = append(s.size, len(f.Axes[i].Levels))
		if product *= s.size[i]; product > mostCombinations { // no overflow: an axis has few levels beside that
			return diag.List{f.At.Finding(diag.TooManyRuns, "take levels away, or make several studies of it",
				"the study has more than %d combinations", mostCombinations)}
		}
	}
	s.kept = newKept(product)
	seen := make([][]bool, len(s.size))
	for a := range seen {
		seen[a] = make([]bool, s.size[a])
	}
	for i, at := 0, make([]int, len(s.size)); i < product; i++ {
		if keeps(f, at) {
			s.kept.add(i)
			for a, level := range at {
				seen[a][level] = true
			}
		}
		for a := len(at) - 1; a >= 0; a-- {
			if at[a]++; at[a] < s.size[a] {
				break
			}
			at[a] = 0
		}
	}
	s.kept.close()
	if s.Count() == 0 {
		filters := slices.Concat(f.Keep, f.LeaveOut) // without any, every combination is kept
		return diag.List{filters[0].At.Finding(diag.NoRuns, "loosen keep or leave_out", "the filters leave no run of %d combinations", product)}
	}
	return unkept(f, seen)
}

// keeps tells whether the filters keep a combination.
func keeps(f *file.Study, at []int) bool {
	matches := func(m file.Match) bool { return m.Matches(at) }
	return (len(f.Keep) == 0 || slices.ContainsFunc(f.Keep, matches)) && !slices.ContainsFunc(f.LeaveOut, matches)
}

// unkept reports levels that were not seen in any run.
func unkept(f *file.Study, seen [][]bool) diag.List {
	var findings diag.List
	for a := range seen {
		for l, yes := range seen[a] {
			if level := &f.Axes[a].Levels[l]; !yes {
				findings = append(findings, level.At.Finding(diag.UnkeptLevel, "take the level away, or loosen keep or leave_out",
					"no run has the level %s of the axis %s", level.Name, f.Axes[a].Name))
			}
		}
	}
	findings.Sort()
	return findings
}

// levels are those of a combination, by axis.
func (s *Study) levels(combination int) []int {
	at := make([]int, len(s.size))
	for a := len(at) - 1; a >= 0; a-- {
		at[a] = combination % s.size[a]
		combination /= s.size[a]
	}
	return at
}
