// Package study expands a study file into its runs. A combination has one level of
// each axis; the runs are the combinations that the filters keep, in the order in which
// the last axis changes fastest, numbered from 1. Which ones there are is known before
// any of their scenarios is read, and each is made when it is asked for, so that memory
// does not grow with their number.
package study

import (
	"fmt"
	"io/fs"
	"iter"
	"path"
	"strings"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/diag"
	"github.com/gridalloc/gridalloc/model/file"
)

// DefaultLimit is how many runs a study may have without being confirmed.
const DefaultLimit = 10_000

// Study is a study with its runs.
type Study struct {
	// Name and Title are the study's own, Base names the scenario that all runs start
	// from, as the study writes it.
	Name, Title, Base string
	file              *file.Study
	size              []int // levels of each axis
	kept              *kept
}

// Run is one scenario of a study.
type Run struct {
	// Number is its place in the study, from 1.
	Number int
	// Levels are what it has on each axis, in the order of Axes.
	Levels []string
	// Set is what makes its scenario of the base, in order.
	Set []file.Setting
}

// Sets are the run's changes of the base as --set takes them.
func (r Run) Sets() []string {
	sets := make([]string, len(r.Set))
	for i := range r.Set {
		sets[i] = r.Set[i].Text
	}
	return sets
}

// Read reads a study file, or an embedded study by its name, and finds out which runs
// it has. Of the options Path, Dir, Packs and Set count: Set changes every run. When
// there are findings there is no study; the error is only of failures that no change of
// the input can mend.
func Read(opts file.Options) (*Study, diag.List, error) {
	f, findings, err := file.ReadStudy(opts)
	if err != nil || len(findings) > 0 {
		return nil, findings, err
	}
	s := &Study{Name: f.Name, Title: f.Title, Base: f.Base, file: f}
	if findings = s.expand(); len(findings) > 0 {
		return nil, findings, nil
	}
	return s, nil, nil
}

// Names lists the studies that come with the program.
func Names(packs fs.FS) []string {
	paths, err := fs.Glob(packs, "studies/*.yaml")
	if err != nil { // a malformed pattern
		panic(err)
	}
	for i := range paths {
		paths[i] = strings.TrimSuffix(path.Base(paths[i]), ".yaml")
	}
	return paths
}

// Count is the number of runs.
func (s *Study) Count() int { return s.kept.count }

// Allow fails where there are more runs than the limit.
func (s *Study) Allow(limit int) error {
	if n := s.Count(); n > limit {
		return fmt.Errorf("the study %s has %d runs, more than %d", s.Name, n, limit)
	}
	return nil
}

// Axes names the axes, the last one being that which changes fastest.
func (s *Study) Axes() []string {
	names := make([]string, len(s.file.Axes))
	for i := range s.file.Axes {
		names[i] = s.file.Axes[i].Name
	}
	return names
}

// Runs goes through the runs in order.
func (s *Study) Runs() iter.Seq[Run] {
	return func(yield func(Run) bool) {
		for n := 1; n <= s.Count(); n++ {
			if !yield(s.Run(n)) {
				return
			}
		}
	}
}

// Run is a run by its number, from 1 to Count.
func (s *Study) Run(number int) Run {
	at := s.levels(s.kept.at(number - 1))
	run := Run{Number: number, Levels: make([]string, len(at)), Set: append([]file.Setting{}, s.file.Set...)}
	for a, level := range at {
		run.Levels[a] = s.file.Axes[a].Levels[level].Name
		run.Set = append(run.Set, s.file.Axes[a].Levels[level].Set...)
	}
	for i := range s.file.Adjust {
		if x := &s.file.Adjust[i]; x.When.Matches(at) {
			run.Set = append(run.Set, x.Set...)
		}
	}
	return run
}

// Near numbers the neighbours of a run: those that are next to it on one axis, skipping
// what the filters leave out, and the same on all others. Regions and repetitions have
// no neighbours.
func (s *Study) Near(number int) []int {
	i := s.kept.at(number - 1)
	at := s.levels(i)
	var near []int
	for a, stride := len(s.size)-1, 1; a >= 0; a, stride = a-1, stride*s.size[a] {
		if s.file.Axes[a].Apart {
			continue
		}
		for level, j := at[a]-1, i-stride; level >= 0; level, j = level-1, j-stride {
			if s.kept.has(j) {
				near = append(near, s.kept.rank(j)+1)
				break
			}
		}
		for level, j := at[a]+1, i+stride; level < s.size[a]; level, j = level+1, j+stride {
			if s.kept.has(j) {
				near = append(near, s.kept.rank(j)+1)
				break
			}
		}
	}
	return near
}

// Load reads the scenario of a run. Runs may be loaded at the same time.
func (s *Study) Load(run Run) (*model.Scenario, diag.List, error) { return s.file.Load(run.Set) }
