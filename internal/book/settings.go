package book

import (
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model/diag"
	"github.com/gridalloc/gridalloc/model/file"
)

// branch is a part of the scenario document: a section with its parts, or a value.
type branch struct {
	key   string
	at    place // of the key
	parts []*branch
	// items are the records of a list.
	items []*branch
	// text and value are what a setting says and where, list whether it is a list;
	// holds is false for a section.
	text  string
	value place
	list  bool
	holds bool
}

// part finds or adds a part of a section.
func (b *branch) part(key string, at place) *branch {
	for _, p := range b.parts {
		if p.key == key {
			return p
		}
	}
	p := &branch{key: key, at: at}
	b.parts = append(b.parts, p)
	return p
}

// packSettings tell which settings name packs of which kind.
var packSettings = map[string]string{
	"regions.packs": "regions", "technology": "technology", "market": "markets", "contracts.from": "markets", "risk": "risk",
}

// settings reads the sheet Scenario.
func (c *converter) settings(g *grid) *branch {
	root := &branch{}
	if g == nil {
		c.report(diag.MissingFile, place{sheet: scenarioSheet}, "take it from a workbook that gridalloc init --xlsx writes", "there is no sheet %s", scenarioSheet)
		return root
	}
	columns := map[string]int{}
	for _, x := range g.header {
		columns[x.text] = x.col
	}
	for _, name := range []string{settingColumn, valueColumn} {
		if columns[name] == 0 {
			c.report(diag.MissingColumn, place{scenarioSheet, 1, 1}, "the columns are setting and value; others explain them", "the column %s is missing", name)
			return root
		}
	}
	for _, wanted := range []bool{false, true} {
		for _, row := range g.rows {
			key, val := at(row, columns[settingColumn]), at(row, columns[valueColumn])
			val.row, val.col = row[0].row, columns[valueColumn]
			here := place{scenarioSheet, val.row, columns[settingColumn]}
			switch {
			case (val.text == "") != wanted:
			case key.text != "":
				c.setting(root, g, key.text, here, val)
			case !wanted:
				c.report(diag.MissingValue, here, "name the setting", "the value has no setting")
			}
		}
	}
	return root
}

// setting puts a value under its path. One that is empty is there, without a value, only
// where one is wanted: in a section that has other values, or that has to be there.
func (c *converter) setting(root *branch, g *grid, path string, here place, val cell) {
	steps, f, needed := stepsOf(path)
	text := c.value(g, f, val)
	if text == "" && !(f != nil && f.Required && (needed || root.has(steps[:len(steps)-1]))) {
		return
	}
	b := root
	for i, step := range steps {
		if b = b.part(step, here); b.holds {
			break
		}
		if i == len(steps)-1 && len(b.parts) > 0 {
			b.holds = true
		}
	}
	if b.holds {
		c.report(diag.DuplicateKey, here, "keep one of them", "%s is given twice", path)
		return
	}
	b.holds, b.text, b.value = true, text, place{scenarioSheet, val.row, val.col}
	if f == nil {
		return
	}
	b.list = isList(f)
	if path == "worlds.file" && strings.EqualFold(text, worldsSheet) {
		b.text = "worlds.csv"
	}
	if kind := packSettings[path]; kind != "" {
		b.text = c.packPaths(kind, text)
	}
}

// packPaths turns names of packs that the workbook holds into their folders.
func (c *converter) packPaths(kind, names string) string {
	words := strings.Fields(names)
	for i, name := range words {
		if slices.Contains(c.about.packs[kind], name) {
			if c.named[kind] == nil {
				c.named[kind] = map[string]bool{}
			}
			c.named[kind][name] = true
			words[i] = "./" + kind + "/" + name
		}
	}
	return strings.Join(words, " ")
}

// has reports whether there is a section of that path.
func (b *branch) has(steps []string) bool {
	for _, step := range steps {
		i := slices.IndexFunc(b.parts, func(p *branch) bool { return p.key == step })
		if i < 0 {
			return false
		}
		b = b.parts[i]
	}
	return true
}

// stepsOf splits the path of a setting at its sections, and finds its field, nil where
// there is none. What is given by year, market or id has that as the last step. needed:
// all sections on the way have to be there.
func stepsOf(path string) (steps []string, f *file.Field, needed bool) {
	sections := map[string]*file.Table{}
	all := file.Tables()
	for i := range all {
		if all[i].Folder == "scenario" {
			sections[all[i].Name] = &all[i]
		}
	}
	t, needed := sections["scenario"], true
	for rest := path; ; {
		step, after, more := strings.Cut(rest, ".")
		steps = append(steps, step)
		f = fieldOf(t, step)
		switch {
		case !more:
			return steps, f, needed
		case f == nil:
			return append(steps, after), nil, false
		case f.Type == file.PerYear || f.Type == file.PerMarket:
			return append(steps, after), f, false
		case f.Type == file.Flags:
			flag := *f
			flag.Type = file.Bool
			return append(steps, after), &flag, false
		case f.Type != file.Section:
			return append(steps, after), nil, false
		}
		t, rest, needed = sections[f.Table], after, needed && f.Required
	}
}

// records puts the rows of a sheet into the list of a section.
func (b *branch) records(s *tableSheet, c *converter, g *grid) {
	if len(g.rows) == 0 {
		return
	}
	list := b.part(s.section, place{sheet: g.sheet}).part(s.list, place{sheet: g.sheet})
	for _, row := range g.rows {
		item := &branch{}
		for _, x := range row {
			name := at(g.header, x.col)
			if text := c.value(g, fieldOf(&s.table, name.text), x); text != "" && name.text != "" {
				p := item.part(name.text, place{g.sheet, 1, x.col})
				p.holds, p.text, p.value = true, text, place{g.sheet, x.row, x.col}
			}
		}
		list.items = append(list.items, item)
	}
}

// write writes the parts of a section as YAML, a line for each.
func (b *branch) write(v *virtual, indent int) {
	for _, p := range b.parts {
		v.pair(indent, p.key, p.at)
		switch {
		case p.holds && p.text == "":
			v.plain("\n")
		case p.holds && p.list:
			v.plain(" ")
			v.write("["+items(p.text)+"]", p.value)
			v.plain("\n")
		case p.holds:
			v.plain(" ")
			v.write(quoted(p.text), p.value)
			v.plain("\n")
		case len(p.items) > 0:
			v.plain("\n")
			for _, item := range p.items {
				v.plain(strings.Repeat("  ", indent+1) + "-\n")
				item.write(v, indent+2)
			}
		default:
			v.plain("\n")
			p.write(v, indent+1)
		}
	}
}

// items are the words of a list in YAML; [] is a list without any.
func items(text string) string {
	if text == "[]" {
		return ""
	}
	words := strings.Fields(text)
	for i := range words {
		words[i] = quoted(words[i])
	}
	return strings.Join(words, ", ")
}
