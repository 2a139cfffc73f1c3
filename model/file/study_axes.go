package file

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/gridalloc/gridalloc/model/diag"
)

// readAxes reads the axes in their order.
func (r *studyReader) readAxes(c *cell) {
	if c.tree == nil {
		return
	}
	r.s.At = Place{c.tree.at}
	for i, key := range c.tree.keys {
		switch val := c.tree.vals[i]; {
		case key.value == "regions":
			r.regionsAxis(key, val)
		case val.isNull() || val.kind != scalar && len(val.items)+len(val.keys) == 0:
			r.report(diag.EmptyAxis, key.at, "write levels, or take the axis away", "the axis %s has no levels", key.value)
			r.addUnknown(key)
		case key.value == "seeds":
			r.seedsAxis(key, val)
		case val.kind == list:
			r.pathAxis(key, val)
		case val.kind == mapping:
			r.namedAxis(key, val)
		default:
			r.report(diag.WrongType, val.at, "write a list of values, or levels by name with what they set", "the axis %s is a single value", key.value)
			r.addUnknown(key)
		}
	}
}

// addAxis adds an axis whose name is not taken. What one without levels lacks has been
// reported.
func (r *studyReader) addAxis(a Axis) {
	for _, b := range r.s.Axes {
		if a.Name == b.Name {
			r.report(diag.DuplicateAxis, a.At.at, "give it another name", "there is an axis %s already", a.Name)
			return
		}
	}
	r.unknown[len(r.s.Axes)] = len(a.Levels) == 0
	r.s.Axes = append(r.s.Axes, a)
}

// addUnknown adds an axis that has been reported, so that filters may name it.
func (r *studyReader) addUnknown(key *node) {
	r.addAxis(Axis{Name: key.value, At: Place{key.at}})
}

// axis is an axis that is read.
type axis struct {
	Axis
	taken map[string]string // the level of each name, and of what it does
}

// newAxis is an axis without levels.
func newAxis(name string, at position) *axis {
	return &axis{Axis{Name: name, At: Place{at}}, map[string]string{}}
}

// seedsAxis has seeds of the worlds that are drawn.
func (r *studyReader) seedsAxis(key, val *node) {
	a := newAxis("seed", key.at)
	add := func(seed string, at position) {
		r.addLevel(a, Level{seed, settingsAt(at, "worlds.seed="+seed), Place{at}})
	}
	switch val.kind {
	case scalar:
		if c := (cell{text: val.value, at: val.at}); r.checkNumber(seedCount, &c) {
			for k := 1; k <= int(c.num); k++ {
				add(strconv.Itoa(k), val.at)
			}
		}
	case list:
		for _, n := range val.items {
			if c := (cell{text: n.value, at: n.at}); n.kind != scalar {
				r.report(diag.WrongType, n.at, "write seeds such as 1", "a seed is %s", n.kind)
			} else if r.checkNumber(oneSeed, &c) {
				add(strconv.Itoa(int(c.num)), n.at)
			}
		}
	default:
		r.report(diag.WrongType, val.at, "write how many seeds, or a list of them", "seeds is a mapping")
	}
	r.addAxis(a.Axis)
}

// pathAxis has values of one path of the scenario.
func (r *studyReader) pathAxis(key, val *node) {
	quiet := &loader{}
	if !quiet.setPath(&node{kind: mapping}, key.value, key.at, val) {
		r.report(diag.UnknownAxis, key.at, quiet.findings[0].Hint, "the axis %s is no path of a scenario, and a list of values needs one", key.value)
		r.addUnknown(key)
		return
	}
	a := newAxis(key.value, key.at)
	for _, n := range val.items {
		if n.kind != scalar {
			r.report(diag.WrongType, n.at, "give it a name: write levels by name with what they set, such as {two: \""+key.value+"=[a, b]\"}",
				"a value of the axis %s is %s", key.value, n.kind)
			continue
		}
		r.addLevel(a, Level{n.value, settingsAt(n.at, key.value+"="+quoted(n.value)), Place{n.at}})
	}
	r.addAxis(a.Axis)
}

// namedAxis has levels by name, with what each sets.
func (r *studyReader) namedAxis(key, val *node) {
	r.checkID(axisName, item{key.value, key.at})
	a := newAxis(key.value, key.at)
	for i, level := range val.keys {
		if val.vals[i].isNull() {
			r.report(diag.MissingValue, level.at, "write path=value, or [] for the base as it is", "the level %s says nothing", level.value)
		}
		r.addLevel(a, Level{level.value, r.settingsIn(val.vals[i]), Place{level.at}})
	}
	r.addAxis(a.Axis)
}

// longestLevel is how long the name of a level may be, in characters.
const longestLevel = 80

// addLevel adds a level that is not there yet, under a name that fits into a table.
func (r *studyReader) addLevel(a *axis, level Level) {
	bad := func(c rune) bool { return !unicode.IsPrint(c) }
	switch at := level.At.at; {
	case level.Name == "":
		r.report(diag.MissingValue, at, "write a value", "a level of the axis %s is empty", a.Name)
		return
	case len([]rune(level.Name)) > longestLevel || strings.ContainsFunc(level.Name, bad):
		r.report(diag.BadID, at, "give it a short name of one line: write levels by name with what they set", "a level of the axis %s has a name that no table can show", a.Name)
		return
	}
	var does strings.Builder
	for _, s := range level.Set {
		does.WriteString("\n" + s.Text)
	}
	for _, key := range []string{level.Name, does.String()} {
		if other, taken := a.taken[key]; taken {
			r.report(diag.DuplicateLevel, level.At.at, "keep one of them", "the level %s of the axis %s is there already, as %s", level.Name, a.Name, other)
			return
		}
	}
	a.taken[level.Name], a.taken[does.String()] = level.Name, level.Name
	a.Levels = append(a.Levels, level)
}
