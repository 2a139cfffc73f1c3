package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/model"
)

func TestBriefGolden(t *testing.T) {
	var full, empty bytes.Buffer
	if err := Brief(&full, sample()); err != nil {
		t.Fatal(err)
	}
	golden(t, "brief.md", full.Bytes())
	if err := Brief(&empty, &model.Plan{Scenario: "empty", Periods: []string{"2027"}, Currency: "USD", Prices: 2026}); err != nil {
		t.Fatal(err)
	}
	golden(t, "brief-empty.md", empty.Bytes())
}

// Names of the data are no Markdown and no HTML.
func TestBriefNeutral(t *testing.T) {
	p := sample()
	p.Title = "<script>*[a](b)*|"
	for i := range p.Allocations {
		p.Allocations[i].Region = "R_1`x`"
	}
	var b bytes.Buffer
	if err := Brief(&b, p); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"<script", " *[a]", "`x`\"", "R_1"} {
		if strings.Contains(b.String(), bad) {
			t.Errorf("%q stands in\n%s", bad, b.String())
		}
	}
}
