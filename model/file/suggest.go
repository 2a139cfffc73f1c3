package file

import (
	"slices"
	"strings"
)

// mostNames is how many known names are searched for a near one.
const mostNames = 5000

// nearest is Nearest, empty once no more findings are kept, since it takes time.
func (l *loader) nearest(name string, known []string) string {
	if l.full() {
		return ""
	}
	return Nearest(name, known)
}

// Nearest is a hint naming the known name nearest to a misspelt one, or some of the known
// names when none is near.
func Nearest(name string, known []string) string {
	if len(known) == 0 {
		return "there are none to choose from"
	}
	known = known[:min(len(known), mostNames)]
	best, bestDistance := "", len(name)/3+2
	for _, k := range known {
		d := distance(strings.ToLower(name), strings.ToLower(k), bestDistance)
		if len(name) >= 3 && strings.HasPrefix(k, name) {
			d = 1
		}
		if d < bestDistance {
			best, bestDistance = k, d
		}
	}
	if best != "" {
		return "did you mean " + best + "?"
	}
	return "known: " + some(known)
}

// some lists names in order, not more than a line takes.
func some(names []string) string {
	const most = 12
	names = slices.Clone(names)
	slices.Sort(names)
	names = slices.Compact(names)
	if len(names) > most {
		return strings.Join(names[:most], ", ") + ", ..."
	}
	return strings.Join(names, ", ")
}

// distance counts the insertions, deletions, replacements and swaps of
// neighbours that turn a into b; it may stop early at limit.
func distance(a, b string, limit int) int {
	if abs(len(a)-len(b)) >= limit {
		return limit
	}
	const longest = 64
	if len(a) > longest || len(b) > longest {
		return limit
	}
	var rows [longest + 1][longest + 1]int
	for i := range len(a) + 1 {
		rows[i][0] = i
	}
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}

// abs is the absolute value.
func abs(n int) int { return max(n, -n) }
