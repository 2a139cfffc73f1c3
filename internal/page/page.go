// Package page writes plans and answers as HTML for readers: one file that opens
// offline, has no scripts and asks nothing of any server, prints to A4, follows
// the light or dark scheme and is readable by screen readers. All words come
// from package lang, all pictures from package chart.
//
// A page is a list of sections, a section a list of blocks; the template knows
// no plan. The functions that build sections take every figure from the plan.
package page

import (
	"embed"
	"html/template"
	"io"

	"github.com/gridalloc/gridalloc/internal/chart"
	"github.com/gridalloc/gridalloc/internal/geo"
	"github.com/gridalloc/gridalloc/internal/lang"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// Report is a plan with what its page is made from.
type Report struct {
	Plan     *model.Plan
	Scenario *model.Scenario
	Atlas    *geo.Atlas
	// Paths are the plan's cash in each of its worlds; none for a plan of one world.
	Paths []Path
	// Checks are the rules that the plan was held against just now, all kept.
	Checks []Check
	// Same tells that the scenario is the one that the plan names in its manifest.
	Same bool
}

// Path is the cash of a plan in one world: Discounted by period, the last that
// recovered at the end of the horizon.
type Path struct {
	World       string
	Probability float64
	Discounted  []unit.Money
}

// Check is how many instances of a rule were checked.
type Check struct {
	Rule string
	N    int
}

// document is a page as the template takes it.
type document struct {
	*lang.Language
	Title, Subtitle string
	CSS             template.CSS
	Sections        []section
	Foot            string
}

// section has a heading, and an id to link to.
type section struct {
	ID, Heading string
	Blocks      []block
}

// block is one part of a section: one of its fields is set.
type block struct {
	Lead    string // the answer
	Text    string
	Facts   []fact
	Figure  *figure
	Table   *table
	Details *details
}

// fact is a figure in large type.
type fact struct{ Name, Value, Note string }

// figure is a picture with its caption, and its figures as a table to open where
// none stands beside it.
type figure struct {
	HTML    template.HTML
	Caption string
	Data    *details
}

// table has a caption, and its first Left columns are words.
type table struct {
	Caption string
	Header  []string
	Left    int
	Rows    [][]cell
	Foot    []cell
}

// cell is a text, with an address where it is a link.
type cell struct{ Text, Link string }

// details are blocks that a reader opens.
type details struct {
	Summary string
	Blocks  []block
}

//go:embed page.html page.css
var files embed.FS

var layout = template.Must(template.New("page.html").ParseFS(files, "page.html"))

// stylesheet is that of the page with that of the pictures.
func stylesheet() template.CSS {
	text, err := files.ReadFile("page.css")
	if err != nil {
		panic(err) // it is embedded
	}
	return template.CSS(chart.CSS) + template.CSS(text)
}

// Write writes the report of a plan in a language. It fails where a figure cannot
// be drawn.
func (r *Report) Write(w io.Writer, l *lang.Language) error {
	b := newBuilder(r, l)
	d := &document{
		Language: l, CSS: stylesheet(), Title: b.title(), Subtitle: b.subtitle(),
		Foot: l.Text("foot", r.Plan.Manifest.Version),
	}
	for _, build := range []func() (section, error){
		b.answer, b.regions, b.operating, b.budget, b.cash, b.supply, b.signings,
		b.contracts, b.limits, b.inputs, b.verification, b.manifest,
	} {
		s, err := build()
		if err != nil {
			return err
		}
		d.Sections = append(d.Sections, s)
	}
	return layout.Execute(w, d)
}
