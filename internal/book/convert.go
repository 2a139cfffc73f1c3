package book

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model/diag"
	"github.com/gridalloc/gridalloc/model/file"
)

// converter turns the sheets of a workbook into the files of a scenario.
type converter struct {
	*Book
	*workbook
	about *about
	named map[string]map[string]bool // packs of the book that settings name, by kind
}

// grid is a table as a sheet holds it.
type grid struct {
	sheet  string
	header []cell
	rows   [][]cell // without empty ones
}

// convert makes the files.
func (c *converter) convert() error {
	c.named = map[string]map[string]bool{}
	grids := c.grids()
	settings := c.settings(grids[scenarioSheet])
	for _, s := range tableSheets() {
		if s.list != "" && grids[s.name] != nil {
			settings.records(&s, c, grids[s.name])
		}
	}
	v := &virtual{sheet: scenarioSheet}
	settings.write(v, 0)
	c.files["scenario.yaml"] = v
	c.checkPacks()
	for _, s := range tableSheets() {
		if g := grids[s.name]; g != nil && s.list == "" {
			c.table(&s, g)
		}
	}
	return c.folder()
}

// grids reads all sheets, and reports what no table may have.
func (c *converter) grids() map[string]*grid {
	known := map[string]string{strings.ToLower(aboutSheet): aboutSheet, strings.ToLower(scenarioSheet): scenarioSheet}
	names := []string{aboutSheet, scenarioSheet}
	for _, s := range tableSheets() {
		known[strings.ToLower(s.name)] = s.name
		names = append(names, s.name)
	}
	grids := map[string]*grid{}
	for _, s := range c.sheets {
		name, ok := known[strings.ToLower(s.name)]
		switch {
		case strings.HasPrefix(s.name, ownPrefix):
			continue
		case !ok:
			c.order = append(c.order, s.name)
			c.report(diag.UnknownFile, place{sheet: s.name}, "a sheet of your own has a name that begins with "+ownPrefix+"; the others are "+strings.Join(names, ", "), "no table is read from the sheet %s", s.name)
			continue
		}
		c.order = append(c.order, name)
		if name != aboutSheet {
			grids[name] = c.grid(name, s)
		}
	}
	return grids
}

// grid reads a sheet as a table.
func (c *converter) grid(name string, s *sheet) *grid {
	g := &grid{sheet: name}
	c.checkHidden(name, s)
	for i, row := range s.rows {
		for j := range row {
			x := &row[j]
			here := place{name, x.row, x.col}
			c.texts[here] = x.text
			switch {
			case x.formula:
				c.report(diag.Formula, here, "copy the cell and paste it as a value; formulas may stand in sheets whose name begins with "+ownPrefix, "a formula stands where a value is wanted")
			case x.kind == fault:
				c.report(diag.Formula, here, "write the value", "the cell holds an error: %s", x.text)
			}
		}
		switch {
		case i == 0:
			g.header = row
		case len(row) > 0:
			g.rows = append(g.rows, row)
		}
	}
	for _, first := range s.merged {
		row, col := rowOf(first), columnOf(first)
		c.report(diag.MergedCells, place{name, row, col}, "unmerge them, and write into each cell what it holds", "cells are merged")
	}
	if len(g.header) == 0 && len(g.rows) > 0 {
		c.report(diag.MissingColumn, place{name, 1, 1}, "the first row holds the names of the columns", "the first row is empty")
		return nil
	}
	c.checkStray(g)
	return g
}

// checkHidden reports what a planner does not see, though it would count.
func (c *converter) checkHidden(name string, s *sheet) {
	if s.hidden {
		c.report(diag.HiddenCells, place{sheet: name}, "show it, or take it out if it does not count", "the sheet is hidden")
	}
	rows := slices.DeleteFunc(s.hiddenRows, func(row int) bool { return row > len(s.rows) || len(s.rows[row-1]) == 0 })
	cols := slices.DeleteFunc(s.hiddenCols, func(col int) bool {
		return !slices.ContainsFunc(s.rows, func(row []cell) bool { return at(row, col).col == col })
	})
	const hint = "show them and switch filters off; what does not count is taken out"
	if len(rows) > 0 {
		c.report(diag.HiddenCells, place{name, rows[0], 1}, hint, "%s hidden", plural(len(rows), "row"))
	}
	if len(cols) > 0 {
		c.report(diag.HiddenCells, place{name, 1, cols[0]}, hint, "%s hidden", plural(len(cols), "column"))
	}
}

// checkStray reports cells that stand under no header. A column without anything is no
// harm.
func (c *converter) checkStray(g *grid) {
	told := map[int]bool{}
	for _, row := range g.rows {
		for _, x := range row {
			if at(g.header, x.col).text == "" && !told[x.col] {
				told[x.col] = true
				c.report(diag.StrayCell, place{g.sheet, x.row, x.col}, "name the column in the first row, or move it to a sheet whose name begins with "+ownPrefix, "the cell stands in a column without a name")
			}
		}
	}
}

// plural counts things that are.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun + " is"
	}
	return fmt.Sprintf("%d %ss are", n, noun)
}

// rowOf is the row number of a reference.
func rowOf(ref string) int {
	n := 0
	for _, r := range ref {
		if r >= '0' && r <= '9' && n < maxRows {
			n = n*10 + int(r-'0')
		}
	}
	return n
}

// value is what a cell says to a field. A date says something only where a day may stand.
func (c *converter) value(g *grid, f *file.Field, x cell) string {
	switch {
	case f == nil || x.text == "":
	case x.kind == date && f.Type != file.Day && f.Type != file.Text:
		c.report(diag.WrongType, place{g.sheet, x.row, x.col}, "format the cell as text or number and write the value again", "%s is a date, %s, where a %s is wanted", f.Name, x.text, f.Type)
	case f.Type == file.Bool:
		return strings.ToLower(x.text)
	}
	return x.text
}

var packName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]*$`)

// checkPacks reports names that cannot be folders, and packs that no setting names.
func (c *converter) checkPacks() {
	for _, kind := range kinds {
		here := place{aboutSheet, c.about.rows[kind], 2}
		c.about.packs[kind] = slices.DeleteFunc(c.about.packs[kind], func(name string) bool {
			switch {
			case !packName.MatchString(name):
				c.report(diag.BadID, here, "use letters, digits and - _ .", "%q is no name of a pack", name)
			case !c.named[kind][name]:
				c.report(diag.UnusedField, here, "name it in the sheet Scenario, or take it and its rows out", "no setting uses the tables of %s that the workbook holds", name)
			default:
				return false
			}
			return true
		})
	}
}

// table writes a sheet as the files of the packs that its rows belong to.
func (c *converter) table(s *tableSheet, g *grid) {
	packs := []string{""}
	if s.kind != "" {
		packs = c.about.packs[s.kind]
	}
	which := -1 // the column that says to which pack a row belongs
	if s.kind != "" {
		if which = slices.IndexFunc(g.header, func(x cell) bool { return x.text == packColumn }); which >= 0 {
			which = g.header[which].col
		}
	}
	switch {
	case len(g.rows) == 0 && (s.table.Optional || s.kind == "" || len(packs) == 0):
		return // nothing is offered
	case len(packs) == 0 && c.about.rows[s.kind] > 0:
		return // that the pack is not used has been reported
	case len(packs) == 0:
		c.report(diag.UnknownFile, place{g.sheet, g.rows[0][0].row, g.rows[0][0].col}, "name the pack in the sheet About, in the row "+s.kind, "the workbook holds no pack that these rows belong to")
		return
	case len(packs) > 1 && which < 0:
		c.report(diag.MissingColumn, place{g.sheet, 1, 1}, "it says to which of "+strings.Join(packs, ", ")+" a row belongs", "the column %s is missing", packColumn)
		return
	}
	rows := map[string][][]cell{}
	for _, row := range g.rows {
		name := packs[0]
		if which >= 0 {
			name = at(row, which).text
		}
		if !slices.Contains(packs, name) {
			c.report(diag.BadChoice, place{g.sheet, row[0].row, which}, "known: "+strings.Join(packs, ", "), "there is no pack %q in the workbook", name)
			continue
		}
		rows[name] = append(rows[name], row)
	}
	for _, name := range packs {
		if len(rows[name]) > 0 || !s.table.Optional {
			c.files[s.path(c.about, name)] = c.csv(s, g, rows[name], which)
		}
	}
}

// path is where the file of a sheet lies in the folder that stands for the workbook.
// Sources lie with the first pack: they count for all.
func (s *tableSheet) path(a *about, pack string) string {
	if s.kind != "" {
		return s.kind + "/" + pack + "/" + s.table.Name
	}
	if s.name == sourcesSheet {
		for _, kind := range kinds {
			if len(a.packs[kind]) > 0 {
				return kind + "/" + a.packs[kind][0] + "/" + s.table.Name
			}
		}
	}
	return s.table.Name
}

// csv writes rows of a sheet as a file.
func (c *converter) csv(s *tableSheet, g *grid, rows [][]cell, which int) *virtual {
	v := &virtual{sheet: g.sheet}
	var columns []cell
	for _, x := range g.header {
		if x.col == which {
			continue
		}
		columns = append(columns, x)
		v.field(x.text, place{g.sheet, 1, x.col}, len(columns) == 1)
	}
	v.plain("\n")
	for _, row := range rows {
		for i, x := range columns {
			there := at(row, x.col)
			there.row, there.col = row[0].row, x.col
			v.field(c.value(g, fieldOf(&s.table, x.text), there), place{g.sheet, there.row, there.col}, i == 0)
		}
		v.plain("\n")
	}
	return v
}

// fieldOf is the field of a table, nil where there is none of that name.
func fieldOf(t *file.Table, name string) *file.Field {
	for i := range t.Fields {
		if t.Fields[i].Name == name {
			return &t.Fields[i]
		}
	}
	return nil
}
