package file

import (
	"errors"
	"io/fs"
	"slices"
	"strconv"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/diag"
)

// Study is a study file as read: a base scenario and what is changed of it. Its
// combinations are those of one level of each axis; package study of internal/batch
// goes through them.
type Study struct {
	Name, Title string
	Base        string    // as written
	Set         []Setting // of every run, before the axes
	Axes        []Axis    // in the order of the file, repetitions last
	// Keep and LeaveOut choose among the combinations: without Keep all are kept.
	Keep, LeaveOut []Match
	Adjust         []Adjust
	// At is where the axes are written, or where the file begins.
	At Place

	packs fs.FS
	kept  *tables
	home  folder
	from  position // where the base is named
}

// Axis is one thing that is varied.
type Axis struct {
	Name   string
	Levels []Level
	// Apart: a plan of one level is no start for the next one, as those of regions and
	// repetitions are not.
	Apart bool
	At    Place
}

// Level is one way of an axis to be.
type Level struct {
	Name string
	Set  []Setting
	At   Place
}

// Match chooses combinations by what they have on some axes.
type Match struct {
	// Levels tells for each axis of the study which levels it chooses, nil for all.
	Levels [][]bool
	At     Place
}

// Matches tells whether a combination, one level of each axis, is chosen.
func (m *Match) Matches(levels []int) bool {
	for a, chosen := range m.Levels {
		if chosen != nil && !chosen[levels[a]] {
			return false
		}
	}
	return true
}

// Adjust is a further change of the combinations that it matches, after the axes'.
type Adjust struct {
	When Match
	Set  []Setting
}

// Place is where something stands in an input file.
type Place struct{ at position }

// Finding is a finding at that place.
func (p Place) Finding(code diag.Code, hint, format string, args ...any) diag.Diagnostic {
	return p.at.finding(code, hint, format, args...)
}

// ReadStudy reads a study file; of the options Path, Dir, Packs and Set count. Path is
// a file, or the name of a study of the folder studies of Packs; Set is applied after
// the study's own set. When there are findings there is no study; the error is only of
// failures that no change of the input can mend.
func ReadStudy(opts Options) (*Study, diag.List, error) {
	if opts.Path == "" {
		return nil, nil, errors.New("no study named")
	}
	r := &studyReader{loader: newLoader(opts.Packs), s: &Study{packs: opts.Packs, kept: &tables{rows: map[tableKey]*rows{}}}, unknown: map[int]bool{}}
	r.read(opts)
	if r.failure != nil {
		return nil, nil, r.failure
	}
	if findings := distinct(r.result()); len(findings) > 0 {
		return nil, findings, nil
	}
	return r.s, nil, nil
}

// distinct leaves out findings that are there already.
func distinct(findings diag.List) diag.List {
	var out diag.List
	seen := map[diag.Diagnostic]bool{}
	for _, d := range findings {
		if !seen[d] {
			seen[d] = true
			out = append(out, d)
		}
	}
	return out
}

// Load reads the base scenario with settings applied, as the function Load does with
// --set. Findings in a setting stand where the study has it. A table in which nothing
// was found is read once, whatever becomes of its file meanwhile.
func (s *Study) Load(set []Setting) (*model.Scenario, diag.List, error) {
	l := newLoader(s.packs)
	l.kept = s.kept
	return l.loaded(s.options(set), s.home)
}

// options are those that load the base with settings.
func (s *Study) options(set []Setting) Options {
	return Options{Path: s.Base, set: append([]Setting{}, set...), from: s.from}
}

// studyReader reads a study file.
type studyReader struct {
	*loader
	s       *Study
	given   []Setting // of the caller
	hasBase bool
	each    string       // the axis of regions, "" without
	unknown map[int]bool // axes whose levels could not be read
	paths   [][]string   // what each axis sets
}

// read runs the stages.
func (r *studyReader) read(opts Options) {
	home := homeOf(opts.Dir)
	in, name := r.locate("studies", opts.Path, home)
	if !in.onDisk && !r.exists(in, name) {
		at := position{src: &source{path: in.shown + "/" + name}}
		r.report(diag.MissingFile, at, r.nearest(opts.Path, r.scenarioNames(in))+" (a file of your own ends in .yaml)", "there is no study %s", opts.Path)
		return
	}
	src := r.loader.read(in, name, false)
	if src == nil {
		return
	}
	root := r.parseYAML(src)
	if root == nil {
		return
	}
	rec := r.readSection(studyTable.Name, root)
	if root.kind != mapping {
		return
	}
	s := r.s
	s.home, s.At = in, Place{root.at}
	s.Name, s.Title, s.Base, s.from = rec.text("study"), rec.text("title"), rec.text("base"), rec.cell("base").at
	r.findBase()
	own := r.settingsIn(root.get("set"))
	r.given = settingsOf(opts.Set)
	r.checkSettings(r.given)
	s.Set = slices.Concat(own, r.given)
	r.readAxes(rec.cell("axes"))
	r.addRepetitions(rec)
	r.checkAxes(own)
	s.Keep, s.LeaveOut = r.filters(rec.cell("keep")), r.filters(rec.cell("leave_out"))
	r.readAdjust(rec.cell("adjust"))
}

// findBase reports a base that there is not.
func (r *studyReader) findBase() {
	if r.s.Base == "" {
		return // has been reported
	}
	in, name := r.locate("scenarios", r.s.Base, r.s.home)
	if r.hasBase = r.exists(in, name); !r.hasBase {
		r.report(diag.MissingFile, r.s.from, r.nearest(r.s.Base, r.scenarioNames(in))+" (a file stands beside the study and ends in .yaml)",
			"there is no scenario %s", r.s.Base)
	}
}

// addRepetitions makes an axis of the repetitions, the last one.
func (r *studyReader) addRepetitions(rec *record) {
	n := rec.cell("repetitions")
	if !n.ok || n.num < 2 {
		return
	}
	a := Axis{Name: "repetition", Apart: true, At: Place{n.at}}
	for k := 1; k <= int(n.num); k++ {
		seed := strconv.Itoa(k)
		a.Levels = append(a.Levels, Level{seed, settingsAt(n.at, "solver.seed="+seed), Place{n.at}})
	}
	r.addAxis(a)
}
