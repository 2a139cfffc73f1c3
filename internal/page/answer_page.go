package page

import (
	"io"
	"strconv"

	"github.com/gridalloc/gridalloc/internal/lang"
)

// Answer is the answer to a planner's question as a page. Its words are those of
// the answer, in English.
type Answer struct {
	Title, Version string
	Parts          []Part
	Notes          []string
}

// Part is a table of an answer with its heading, "" for none; the first Left columns are
// words. Text stands below the table, or alone.
type Part struct {
	Heading string
	Header  []string
	Left    int
	Rows    [][]string
	Text    string
}

// english is the language of answers.
var english, _ = lang.Named("en")

// Write writes the page.
func (a *Answer) Write(w io.Writer) error {
	d := &document{
		Language: english, CSS: stylesheet(), Title: a.Title, Subtitle: english.Text("answer.subtitle"),
		Foot: english.Text("foot", a.Version),
	}
	for i := range a.Parts {
		p := &a.Parts[i]
		s := section{ID: "part-" + strconv.Itoa(i+1), Heading: p.Heading}
		if s.Heading == "" {
			s.Heading = english.Text("answer")
		}
		if len(p.Rows) > 0 {
			t := table{Caption: s.Heading, Left: p.Left}
			for k, name := range p.Header {
				if name == "" {
					name = english.Text("column.number", strconv.Itoa(k+1))
				}
				t.Header = append(t.Header, name)
			}
			for _, row := range p.Rows {
				t.add(row...)
			}
			s.Blocks = append(s.Blocks, block{Table: &t})
		}
		if p.Text != "" {
			s.Blocks = append(s.Blocks, block{Text: p.Text})
		}
		d.Sections = append(d.Sections, s)
	}
	if len(a.Notes) > 0 {
		s := section{ID: "notes", Heading: english.Text("answer.notes")}
		for _, note := range a.Notes {
			s.Blocks = append(s.Blocks, block{Text: note})
		}
		d.Sections = append(d.Sections, s)
	}
	return layout.Execute(w, d)
}
