package file

import (
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model/diag"
)

// checkAxes reports axes that take back what is set elsewhere. own is what the study
// sets for every run.
func (r *studyReader) checkAxes(own []Setting) {
	for i := range r.s.Axes {
		a := &r.s.Axes[i]
		r.paths = append(r.paths, a.paths())
		for j := range i {
			if path := sharedPath(r.paths[i], r.paths[j]); path != "" {
				r.report(diag.SetTwice, a.At.at, "vary it on one axis", "the axes %s and %s both set %s", r.s.Axes[j].Name, a.Name, path)
			}
		}
		if a.Name == r.each {
			continue // it chooses among what the base keeps
		}
		for _, s := range own {
			keeps := func(l Level) bool { return !l.takesBack(s.Path()) }
			if len(a.Levels) > 0 && !slices.ContainsFunc(a.Levels, keeps) {
				r.report(diag.SetTwice, s.at, "take it out here, or the axis", "every level of the axis %s takes %s back", a.Name, s.Path())
			}
		}
		for _, s := range r.given {
			takes := func(l Level) bool { return l.takesBack(s.Path()) }
			if slices.ContainsFunc(a.Levels, takes) {
				r.report(diag.SetTwice, s.at, "take it out, or the axis out of the study", "the axis %s takes %s back", a.Name, s.Path())
			}
		}
	}
}

// takesBack tells whether a level sets what is at a path, or all around it.
func (l *Level) takesBack(path string) bool {
	for i := range l.Set {
		if by := l.Set[i].Path(); path == by || strings.HasPrefix(path, by+".") {
			return true
		}
	}
	return false
}

// paths lists what an axis sets.
func (a *Axis) paths() []string {
	var paths []string
	for i := range a.Levels {
		for j := range a.Levels[i].Set {
			if path := a.Levels[i].Set[j].Path(); !slices.Contains(paths, path) {
				paths = append(paths, path)
			}
		}
	}
	return paths
}

// sharedPath is the first path that is, holds or is part of one of others, "" for none.
func sharedPath(paths, others []string) string {
	for _, a := range paths {
		for _, b := range others {
			if a == b || strings.HasPrefix(a, b+".") || strings.HasPrefix(b, a+".") {
				return a
			}
		}
	}
	return ""
}

// checkAdjusted reports adjustments that take back what an axis or the caller sets.
func (r *studyReader) checkAdjusted(set []Setting) {
	for i := range set {
		path := []string{set[i].Path()}
		for j := range r.s.Axes {
			if sharedPath(path, r.paths[j]) != "" {
				r.report(diag.SetTwice, set[i].at, "adjust what no axis sets; scale.budget, for one, is a factor on budget.annual", "the axis %s sets %s", r.s.Axes[j].Name, path[0])
			}
		}
		for j := range r.given {
			if s := &r.given[j]; sharedPath(path, []string{s.Path()}) != "" {
				r.report(diag.SetTwice, s.at, "take it out, or the adjustment out of the study", "the study adjusts %s for some of its runs", path[0])
			}
		}
	}
}
