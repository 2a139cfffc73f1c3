package report

import (
	"math"
	"strings"
	"testing"
)

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		x        float64
		decimals int
		want     string
	}{
		{0, 1, "0.0"},
		{-0.04, 1, "0.0"},
		{-0.05001, 1, "-0.1"},
		{999, 0, "999"},
		{1000, 0, "1,000"},
		{-1234567.89, 1, "-1,234,567.9"},
		{math.Inf(1), 1, "unknown"},
		{math.NaN(), 1, "unknown"},
	} {
		if got := number(c.x, c.decimals); got != c.want {
			t.Errorf("number(%v, %d) = %q, want %q", c.x, c.decimals, got, c.want)
		}
	}
	for x, want := range map[float64]string{0: "0.0 %", 0.0012: "0.12 %", 0.183: "18.3 %", -0.5: "-50.0 %"} {
		if got := percent(x); got != want {
			t.Errorf("percent(%v) = %q, want %q", x, got, want)
		}
	}
}

// A table that is a little too wide moves its columns together first.
func TestFitGap(t *testing.T) {
	g := &page{width: 24}
	table := grid{header: []string{"a name of text", "amount"}, left: 1}
	table.add("fourteen long.", "1,234.0")
	g.print(table)
	if out := g.text.String(); !strings.Contains(out, "\nfourteen long. 1,234.0\n") {
		t.Error(out)
	}
}

// A table that is too wide loses text, never figures.
func TestFit(t *testing.T) {
	g := &page{width: 60}
	table := grid{header: []string{"name", "where", "amount"}, left: 2}
	table.add(strings.Repeat("a", 50), strings.Repeat("б", 50), "123,456,789.0")
	table.add("short", "", "1.0")
	g.print(table)
	out := g.text.String()
	if !strings.Contains(out, "123,456,789.0") || !strings.Contains(out, "aaa…") || !strings.Contains(out, "ббб…") || !strings.Contains(out, "short ") {
		t.Error(out)
	}
	for _, line := range strings.Split(out, "\n") {
		if n := len([]rune(line)); n > 60 {
			t.Errorf("%d characters: %s", n, line)
		}
	}
}
