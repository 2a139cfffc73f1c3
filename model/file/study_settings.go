package file

import (
	"slices"
	"strconv"

	"github.com/gridalloc/gridalloc/model/diag"
)

// settingsAt gives expressions one place.
func settingsAt(at position, exprs ...string) []Setting {
	set := make([]Setting, len(exprs))
	for i, expr := range exprs {
		set[i] = Setting{Text: expr, at: at, value: at}
	}
	return set
}

// quoted writes a text so that it is read as it is within an expression.
func quoted(text string) string {
	part := &loader{}
	n := part.parseYAML(&source{data: []byte("[" + text + "]")})
	if len(part.findings) == 0 && n.kind == list && len(n.items) == 1 && n.items[0].kind == scalar && n.items[0].value == text {
		return text
	}
	return strconv.Quote(text)
}

// settingsIn reads path=value, or a list of them, and reports those that no scenario has.
func (r *studyReader) settingsIn(n *node) []Setting {
	var set []Setting
	for _, x := range n.elements() {
		if x.kind != scalar {
			r.report(diag.BadSet, x.at, `write path=value; in quotation marks where the value has brackets, such as "measures=[predictive]"`, "%s stands where path=value is wanted", x.kind)
			continue
		}
		set = append(set, settingsAt(x.at, x.value)...)
	}
	r.checkSettings(set)
	return set
}

// checkSettings reports settings that are none, whatever the scenario.
func (r *studyReader) checkSettings(set []Setting) {
	r.overlay(&node{kind: mapping}, set)
}

// filters reads a list of filters.
func (r *studyReader) filters(c *cell) []Match {
	var filters []Match
	for _, n := range c.list {
		filters = append(filters, r.match(n))
	}
	return filters
}

// match reads a mapping from axes to one or several of their levels.
func (r *studyReader) match(n *node) Match {
	m := Match{Levels: make([][]bool, len(r.s.Axes)), At: Place{n.at}}
	if n.kind != mapping || len(n.keys) == 0 {
		r.report(diag.EmptyFilter, n.at, "write axes with levels, such as {power_system: South}", "the filter names no axis")
		return m
	}
	var names []string
	for i := range r.s.Axes {
		names = append(names, r.s.Axes[i].Name)
	}
	for i, key := range n.keys {
		a := slices.Index(names, key.value)
		if a < 0 {
			r.report(diag.UnknownAxis, key.at, r.nearest(key.value, names), "the study has no axis %s", key.value)
			continue
		}
		m.Levels[a] = r.chosen(&r.s.Axes[a], r.unknown[a], key, n.vals[i])
	}
	return m
}

// chosen tells which levels of an axis a filter names. Nothing is said of levels that
// are not known.
func (r *studyReader) chosen(a *Axis, unknown bool, key, val *node) []bool {
	chosen := make([]bool, len(a.Levels))
	if len(val.elements()) == 0 {
		r.report(diag.EmptyFilter, key.at, "write one level or a list of them", "the filter names no level of the axis %s", a.Name)
	}
	var names []string
	for i := range a.Levels {
		names = append(names, a.Levels[i].Name)
	}
	for _, n := range val.elements() {
		i := slices.Index(names, n.value)
		switch {
		case n.kind != scalar:
			r.report(diag.WrongType, n.at, "write one level or a list of them", "a level of the axis %s is %s", a.Name, n.kind)
		case i >= 0:
			chosen[i] = true
		case !unknown:
			r.report(diag.UnknownLevel, n.at, r.nearest(n.value, names), "the axis %s has no level %s", a.Name, n.value)
		}
	}
	return chosen
}

// readAdjust reads the further changes.
func (r *studyReader) readAdjust(c *cell) {
	for _, n := range c.list {
		rec := r.readMapping(adjustTable, n, everywhere)
		if n.kind != mapping {
			continue
		}
		r.checkRecord(rec)
		var x Adjust
		if when := rec.cell("when"); when.tree != nil {
			x.When = r.match(when.tree)
		}
		x.Set = r.settingsIn(n.get("set"))
		r.checkAdjusted(x.Set)
		r.s.Adjust = append(r.s.Adjust, x)
	}
}
