package report

import (
	"fmt"
	"slices"
	"strings"
)

// Phase is which business wins on a grid of two quantities.
type Phase struct {
	Scenario string   `json:"scenario"`
	Currency string   `json:"currency"`
	Gap      float64  `json:"gap"`
	X        Quantity `json:"x"`
	Y        Quantity `json:"y"`
	// Xs and Ys are the values of the columns and rows, rising.
	Xs []float64 `json:"xs"`
	Ys []float64 `json:"ys"`
	// Asked are the regions whose maps are shown in any case.
	Asked []string `json:"regions_asked_for"`
	Maps  []Map    `json:"maps"`
	// Cells are those that are solved, by row.
	Cells []Cell `json:"cells"`
}

// Map has a letter for each cell, a text for each row. Region is empty for the whole plan.
type Map struct {
	Region string   `json:"region"`
	Rows   []string `json:"rows"`
}

// Cell is what the search of a cell found.
type Cell struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
	Solved
}

// Reply is the answer in all its forms.
func (p *Phase) Reply() *Reply {
	r := &Reply{Name: "phase", Title: fmt.Sprintf("%s: which business wins by %s and %s", p.Scenario, p.X.Words, p.Y.Words), Data: p}
	var same []string
	for i := range p.Maps {
		m := &p.Maps[i]
		if m.Region != "" && !slices.Contains(p.Asked, m.Region) && (len(p.Asked) > 0 || m.same()) {
			if m.same() {
				same = append(same, m.Region+" "+m.Rows[0][:1])
			}
			continue
		}
		r.Sections = append(r.Sections, Section{Heading: scope(m.Region), Header: p.header(), Rows: p.lines(m)})
	}
	r.Notes = []string{
		fmt.Sprintf("across: %s (%s), now %s; down: %s (%s), now %s", p.X.Words, p.X.Unit, digits(p.X.Now), p.Y.Words, p.Y.Unit, digits(p.Y.Now)),
		letters,
		definition,
		fmt.Sprintf("%d of %d cells are solved to a gap of %s", p.ended(), len(p.Xs)*len(p.Ys), percent(p.Gap)),
	}
	if len(same) > 0 && len(p.Asked) == 0 {
		r.Notes = append(r.Notes, "the same in all cells: "+strings.Join(same, ", "))
	}
	rows, searches := make([][]string, len(p.Cells)), make([]Solved, len(p.Cells))
	for i := range p.Cells {
		c := &p.Cells[i]
		rows[i], searches[i] = []string{exactly(c.X), exactly(c.Y)}, c.Solved
	}
	r.Tables = []Table{searchTable("cells", []string{"x", "y"}, rows, searches), p.winners()}
	return r
}

// same tells whether all cells that are solved have one letter, and all are.
func (m *Map) same() bool {
	all := strings.Join(m.Rows, "")
	return strings.Count(all, all[:1]) == len(all) && all[0] != '?'
}

// ended counts the cells whose search ended by itself.
func (p *Phase) ended() int {
	n := 0
	for i := range p.Cells {
		if o := p.Cells[i].Outcome; o == "optimal" || o == "infeasible" {
			n++
		}
	}
	return n
}

// header names the columns of a map by their values.
func (p *Phase) header() []string {
	list := []string{p.Y.Name + " \\ " + p.X.Name}
	for _, x := range p.Xs {
		list = append(list, digits(x))
	}
	return list
}

func (p *Phase) lines(m *Map) [][]string {
	var list [][]string
	for j, letters := range m.Rows {
		list = append(list, append([]string{digits(p.Ys[j])}, strings.Split(letters, "")...))
	}
	return list
}

// winners lists the letters of all maps, one a line.
func (p *Phase) winners() Table {
	t := Table{Name: "winners", Header: []string{"region", "x", "y", "letter"}}
	for _, m := range p.Maps {
		for j, letters := range m.Rows {
			for i := range p.Xs {
				t.Rows = append(t.Rows, []string{m.Region, exactly(p.Xs[i]), exactly(p.Ys[j]), letters[i : i+1]})
			}
		}
	}
	return t
}
