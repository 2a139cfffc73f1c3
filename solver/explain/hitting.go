package explain

import "slices"

// hitting is a smallest set that has a member in common with each of some sets, by
// trying one size after the other. No set is empty.
func hitting(sets [][]int) []int {
	for size := 0; ; size++ {
		if set, ok := hit(sets, nil, size); ok {
			slices.Sort(set)
			return set
		}
	}
}

// hit adds up to so many members to a set so that it hits all sets: one of the first set that
// it does not hit, and so on.
func hit(sets [][]int, set []int, more int) ([]int, bool) {
	missed := slices.IndexFunc(sets, func(x []int) bool {
		return !slices.ContainsFunc(x, func(i int) bool { return slices.Contains(set, i) })
	})
	switch {
	case missed < 0:
		return set, true
	case more == 0:
		return nil, false
	}
	for _, i := range sets[missed] {
		if found, ok := hit(sets, append(slices.Clone(set), i), more-1); ok {
			return found, true
		}
	}
	return nil, false
}

// without is a set without the members of another.
func without(set, other []int) []int {
	return slices.DeleteFunc(slices.Clone(set), func(i int) bool { return slices.Contains(other, i) })
}

// union is what is in one of two sets, in rising order.
func union(set, other []int) []int {
	all := append(slices.Clone(set), other...)
	slices.Sort(all)
	return slices.Compact(all)
}

// within reports whether a set is part of another.
func within(set, other []int) bool {
	return !slices.ContainsFunc(set, func(i int) bool { return !slices.Contains(other, i) })
}
