package page

import (
	"bytes"
	"strings"
	"testing"
)

// TestAnswerPage reads the page of an answer back.
func TestAnswerPage(t *testing.T) {
	const evil = `<script>alert(1)</script>`
	a := &Answer{Title: evil, Version: "v1", Notes: []string{evil, "a note"}, Parts: []Part{
		{Text: "First line\nsecond line"},
		{Heading: evil, Header: []string{"", "NPV"}, Left: 1, Rows: [][]string{{evil, "1,234.5"}, {"b", "2"}}},
	}}
	var b bytes.Buffer
	if err := a.Write(&b); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "<script") {
		t.Error("a name became part of the page")
	}
	page := parsed(t, b.String())
	rows := page.cells(t, evil)
	if len(rows) != 3 || rows[0][0] != "column 1" || rows[1][0] != evil || rows[1][1] != "1,234.5" || rows[2][1] != "2" {
		t.Errorf("the table is %q", rows)
	}
	if got := page.byID(t, "part-1").all("p")[0].text(); got != a.Parts[0].Text {
		t.Errorf("the text is %q", got)
	}
	if notes := page.byID(t, "notes").all("p"); len(notes) != 2 || notes[0].text() != evil {
		t.Errorf("the notes are %v", notes)
	}
}
