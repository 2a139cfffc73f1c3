package report

import (
	"fmt"
	"strings"
)

// ChangeRow is one figure in which two plans differ. From, To and By are numbers in Unit, A and
// B texts where the figure is none; By is in months for dates.
type ChangeRow struct {
	Subject string   `json:"subject"`
	Name    string   `json:"name"`
	Figure  string   `json:"figure"`
	Unit    string   `json:"unit"`
	A       string   `json:"a"`
	B       string   `json:"b"`
	From    *float64 `json:"from"`
	To      *float64 `json:"to"`
	By      *float64 `json:"by"`
}

// InputEffectRow is what one input that differs does to the objective: the mean of swapping it in
// either scenario, within Low and High by the bounds. The last row is what remains, so that
// the effects add up to the difference.
type InputEffectRow struct {
	Path   string   `json:"path"`
	A      string   `json:"a"`
	B      string   `json:"b"`
	Effect *float64 `json:"effect"`
	Low    *float64 `json:"low"`
	High   *float64 `json:"high"`
}

// Diff is what moved from one plan to another, and why.
type Diff struct {
	A        string           `json:"a"`
	B        string           `json:"b"`
	Currency string           `json:"currency"`
	Changes  []ChangeRow      `json:"changes"`
	Effects  []InputEffectRow `json:"effects"`
	Notes    []string         `json:"notes"`
}

// subjects are the sections of the page, in order.
var subjects = []struct{ heading, of string }{
	{"Inputs", "input"},
	{"Results", "result"},
	{"Cash over the horizon, terminal values included", "cash"},
	{"Regions", "region"},
	{"Connections", "site"},
	{"Halls", "halls"},
	{"Contracts", "contract"},
	{"Deliveries", "delivery"},
	{"Sales without contract", "sale"},
}

// Reply is the answer in all its forms.
func (d *Diff) Reply() *Reply {
	data := *d
	data.Changes, data.Effects, data.Notes = filled(d.Changes), filled(d.Effects), filled(d.Notes)
	r := &Reply{
		Name: "diff", Title: fmt.Sprintf("From %s (A) to %s (B)", d.A, d.B), Data: &data, Notes: d.Notes,
		Tables: []Table{tableOf("changes", d.Changes), tableOf("effects", d.Effects)},
	}
	if len(d.Changes) == 0 {
		r.Sections = []Section{{Text: "Nothing differs."}}
	}
	if len(d.Effects) > 0 {
		r.Sections = append(r.Sections, d.effects())
	}
	for _, subject := range subjects {
		if s := d.section(subject.of); len(s.Rows) > 0 {
			s.Heading = subject.heading
			r.Sections = append(r.Sections, s)
		}
	}
	return r
}

// section lists the changes of a subject.
func (d *Diff) section(subject string) Section {
	s := Section{Header: []string{"what", "figure", "A", "B", "B - A", "unit"}, Left: 2}
	for i := range d.Changes {
		c := &d.Changes[i]
		if c.Subject != subject {
			continue
		}
		unit := c.Unit
		if unit == d.Currency && unit != "" {
			unit += " million"
		}
		a, b := texted(c.A), texted(c.B)
		if c.From != nil || c.To != nil {
			a, b = d.figure(c, c.From), d.figure(c, c.To)
		}
		by := "-"
		if c.By != nil {
			by = d.figure(c, c.By)
			if *c.By > 0 {
				by = "+" + by
			}
		}
		s.Rows = append(s.Rows, []string{orDash(c.Name), orDash(plain(c.Figure)), a, b, by, orDash(unit)})
	}
	return s
}

// longest is how much of a hash is shown.
const longest = 16

// texted is a text on the page: hashes are cut.
func texted(s string) string {
	if len(s) == 64 && strings.Trim(s, "0123456789abcdef") == "" {
		return s[:longest]
	}
	return orDash(s)
}

// figure writes a number in its unit.
func (d *Diff) figure(c *ChangeRow, x *float64) string {
	switch {
	case x == nil:
		return "-"
	case c.Unit == d.Currency:
		return number(*x/1e6, 2)
	case c.Unit == "share":
		return percent(*x)
	case c.Unit == "months" || c.Unit == "halls":
		return number(*x, 0)
	}
	return number(*x, 2)
}

func (d *Diff) effects() Section {
	s := Section{Heading: "Why the objective differs", Header: []string{"input", "A", "B", "effect", "at least", "at most"}, Left: 3}
	for i := range d.Effects {
		e := &d.Effects[i]
		row := []string{e.Path, orDash(e.A), orDash(e.B)}
		for _, x := range []*float64{e.Effect, e.Low, e.High} {
			cell := "unknown"
			if x != nil {
				cell = number(*x/1e6, 2)
			}
			row = append(row, cell)
		}
		s.Rows = append(s.Rows, row)
	}
	s.Text = fmt.Sprintf("%s million. An effect is the mean of what the input's value of B gains in A's scenario and what that of A loses in B's; "+
		"- is the value of the scenario file. What acts only together is in the remainder. They add up to the difference between the plans.", d.Currency)
	return s
}
