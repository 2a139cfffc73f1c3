package page

import (
	"html/template"

	"github.com/gridalloc/gridalloc/internal/chart"
)

// line is a row as the template writes it: the first Left cells are words.
type line struct {
	Cells []cell
	Left  int
}

// Lines are the rows of a table.
func (t table) Lines() []line {
	list := make([]line, len(t.Rows))
	for i, r := range t.Rows {
		list[i] = line{r, t.Left}
	}
	return list
}

// Total is the row of sums, nil for none.
func (t table) Total() *line {
	if t.Foot == nil {
		return nil
	}
	return &line{t.Foot, t.Left}
}

// add appends a row of texts.
func (t *table) add(texts ...string) { t.Rows = append(t.Rows, words(texts...)) }

// words are cells of text.
func words(texts ...string) []cell {
	row := make([]cell, len(texts))
	for i, text := range texts {
		row[i].Text = text
	}
	return row
}

// picture draws a picture as a block, with its figures as a table to open.
func (b *builder) picture(p chart.Picture, head *chart.Head, caption string) (block, error) {
	drawn, err := b.drawing(p, caption)
	if err != nil {
		return drawn, err
	}
	data := p.Table()
	t := table{Caption: b.Text("figures.of", head.Title), Header: data.Header, Left: data.Left}
	for i, name := range data.Header { // screen readers want a name for each column
		switch {
		case name != "":
		case i == 0:
			t.Header[i] = b.Text("column.period")
		default:
			t.Header[i] = b.Text("column.name")
		}
	}
	for _, row := range data.Rows {
		t.add(row...)
	}
	drawn.Figure.Data = &details{Summary: b.Text("figures.show"), Blocks: []block{{Table: &t}}}
	return drawn, nil
}

// drawing draws a picture whose figures stand in a table beside it.
func (b *builder) drawing(p chart.Picture, caption string) (block, error) {
	html, err := chart.Responsive(p, chart.WideWidth)
	if err != nil {
		return block{}, err
	}
	// Package chart escapes all names.
	return block{Figure: &figure{HTML: template.HTML(html), Caption: caption}}, nil
}

// head is what every picture has.
func (b *builder) head(id, title, desc string) chart.Head {
	return chart.Head{ID: "picture-" + id, Title: title, Desc: desc, Number: b.Number}
}
