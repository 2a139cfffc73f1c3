package file

import (
	"strings"

	"github.com/gridalloc/gridalloc/model/diag"
)

// setFile is the name under which findings in --set expressions are shown.
const setFile = "--set"

// Setting is an expression path=value, as of --set, that knows where it is written.
type Setting struct {
	Text      string
	at, value position // of the expression and of its value
}

// Path is what is set.
func (s *Setting) Path() string {
	path, _, _ := strings.Cut(s.Text, "=")
	return path
}

// settingsOf gives expressions of --set their places.
func settingsOf(exprs []string) []Setting {
	// One source holds all expressions, so that each is a line of its own.
	src := &source{path: setFile, data: []byte(strings.Join(exprs, "\n"))}
	var set []Setting
	for i, expr := range exprs {
		s := Setting{Text: expr, at: position{src, int32(i + 1), 1}}
		s.value = s.at
		s.value.col += int32(len([]rune(s.Path())) + 1)
		set = append(set, s)
	}
	return set
}

// overlay applies settings to a document, in order.
func (l *loader) overlay(root *node, set []Setting) {
	if root.kind != mapping {
		return
	}
	for i := range set {
		s := &set[i]
		name, text, found := strings.Cut(s.Text, "=")
		if !found || strings.ContainsRune(s.Text, '\n') {
			l.report(diag.BadSet, s.at, "write it as path=value, such as budget.annual=900", "not path=value: %q", s.Text)
			continue
		}
		if val := l.parseValue(s.value, text); val != nil {
			l.setPath(root, name, s.at, val)
		}
	}
}

// parseValue reads the right-hand side of an expression, as YAML.
func (l *loader) parseValue(at position, text string) *node {
	part := &loader{}
	val := part.parseYAML(&source{path: setFile, data: []byte(text)})
	if len(part.findings) > 0 || val == nil {
		l.report(diag.BadSet, at, "write a value as in the file, such as 900, 12% or [a, b]", "not a value: %q", text)
		return nil
	}
	val.moveTo(at)
	return val
}

// moveTo gives a node and all within it the same place.
func (n *node) moveTo(at position) {
	n.at = at
	for _, group := range [][]*node{n.items, n.keys, n.vals} {
		for _, c := range group {
			c.moveTo(at)
		}
	}
}

// setPath puts a value at a dotted path whose names the sections know; what they do
// not is reported.
func (l *loader) setPath(root *node, name string, at position, val *node) (ok bool) {
	steps := strings.Split(name, ".")
	t := scenarioTable
	n := root
	for i, step := range steps {
		if t != nil {
			f, known := t.byName[step]
			if !known || step == "extends" {
				l.report(diag.UnknownPath, at, l.suggestPath(steps[:i], step, t), "there is no %q to set", name)
				return false
			}
			field := &t.Fields[f]
			switch {
			case i == len(steps)-1:
			case field.Type == Section:
				t = section(field.Table)
			case field.Type == PerYear || field.Type == PerMarket || field.Type == Flags:
				t = nil
			default:
				l.report(diag.UnknownPath, at, "set "+strings.Join(steps[:i+1], ".")+" as a whole", "%s has no parts to set", strings.Join(steps[:i+1], "."))
				return false
			}
		} else if i != len(steps)-1 {
			l.report(diag.UnknownPath, at, "an id with dots cannot be set this way", "there is no %q to set", name)
			return false
		}
		key := &node{value: step, at: at}
		if i == len(steps)-1 {
			n.set(key, val)
			return true
		}
		next := n.get(step)
		if next == nil || next.kind != mapping {
			next = &node{kind: mapping, at: at}
			n.set(key, next)
		}
		n = next
	}
	return false
}

// suggestPath is a hint on the nearest known path.
func (l *loader) suggestPath(before []string, step string, t *Table) string {
	prefix := strings.Join(before, ".")
	if prefix != "" {
		prefix += "."
	}
	var paths []string
	for _, name := range t.names() {
		if name != "extends" {
			paths = append(paths, prefix+name)
		}
	}
	// A name may also be known in another section.
	for _, s := range scenarioTable.Fields {
		if s.Type == Section && section(s.Table).has(step) {
			paths = append(paths, s.Name+"."+step)
		}
	}
	return l.nearest(prefix+step, paths)
}
