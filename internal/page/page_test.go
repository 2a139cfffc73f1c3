package page

import (
	"io"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/data"
	"github.com/gridalloc/gridalloc/internal/geo"
	"github.com/gridalloc/gridalloc/internal/lang"
	"github.com/gridalloc/gridalloc/model"
)

// TestSelfContained wants no script and nothing that asks a server.
func TestSelfContained(t *testing.T) {
	for _, code := range lang.Codes {
		page, text := read(t, sample(t), code)
		for _, n := range page.all("") {
			for name, v := range n.attr {
				asks := slices.Contains([]string{"src", "srcset", "data", "action", "poster", "background"}, name)
				link := name == "href" && n.name != "a" && !strings.HasPrefix(v, "data:")
				if asks || link || strings.HasPrefix(name, "on") || name == "style" {
					t.Errorf("%s: <%s %s=%q>", code, n.name, name, v)
				}
			}
			if slices.Contains([]string{"script", "iframe", "object", "embed", "img", "base", "form"}, n.name) {
				t.Errorf("%s: there is a <%s>", code, n.name)
			}
		}
		if m := regexp.MustCompile(`@import|url\((?:[^#)]|&#34;)`).FindString(text); m != "" {
			t.Errorf("%s: %s", code, m)
		}
		if html := page.all("html")[0]; html.attr["lang"] != code {
			t.Errorf("the page is in %q, not %s", html.attr["lang"], code)
		}
	}
}

// TestStructure wants what screen readers need: one heading of the first level and the
// others in order, landmarks, captions, scopes, names of pictures, ids that are unique and
// references that lead somewhere.
func TestStructure(t *testing.T) {
	page, _ := read(t, sample(t), "ru")
	level := 0
	ids := map[string]bool{}
	for _, n := range page.all("") {
		if regexp.MustCompile(`^h[1-6]$`).MatchString(n.name) {
			next := int(n.name[1] - '0')
			if next > level+1 || next == 1 && level > 0 {
				t.Errorf("<%s>%s comes after level %d", n.name, n.text(), level)
			}
			level = next
		}
		if id := n.attr["id"]; id != "" {
			if ids[id] {
				t.Errorf("the id %s is there twice", id)
			}
			ids[id] = true
		}
	}
	for _, n := range page.all("") {
		for _, id := range strings.Fields(n.attr["aria-labelledby"]) {
			if !ids[id] {
				t.Errorf("<%s> is named by %s, which is not there", n.name, id)
			}
		}
		if target, ok := strings.CutPrefix(n.attr["href"], "#"); ok && !ids[target] {
			t.Errorf("the link to %s leads nowhere", target)
		}
	}
	for _, name := range []string{"header", "nav", "main", "footer"} {
		if len(page.all(name)) != 1 {
			t.Errorf("there is not one <%s>", name)
		}
	}
	for _, table := range page.all("table") {
		width := len(table.all("thead")[0].all("th"))
		if caption := table.all("caption"); len(caption) != 1 || caption[0].text() == "" {
			t.Errorf("a table has no caption: %s", table.text())
		}
		for _, tr := range table.all("tr") {
			if len(tr.children) != width {
				t.Errorf("a row of %q has %d cells, its head %d", table.all("caption")[0].text(), len(tr.children), width)
			}
		}
		for _, th := range table.all("th") {
			if th.attr["scope"] == "" {
				t.Errorf("<th>%s has no scope", th.text())
			}
		}
	}
	pictures := page.all("svg")
	if len(pictures) != 12 { // six, each twice
		t.Errorf("there are %d drawings", len(pictures))
	}
	for _, svg := range pictures {
		if svg.attr["role"] != "img" || len(svg.all("desc")) != 1 || svg.all("desc")[0].text() == "" {
			t.Errorf("the picture %s has no description", svg.attr["id"])
		}
	}
}

// TestNamesAreHarmless gives regions, sites, clients and more names with HTML.
func TestNamesAreHarmless(t *testing.T) {
	const evil = `"><script>alert('x')</script><img src=x onerror=alert(1)>&amp;</style>`
	r := sample(t)
	s, p := r.Scenario, r.Plan
	p.Title = evil
	s.Regions = slices.Clone(s.Regions)
	for i := range s.Regions {
		s.Regions[i].Name, s.Regions[i].LocalName = evil+s.Regions[i].ID, ""
	}
	s.Sources = slices.Clone(s.Sources)
	for i := range s.Sources {
		s.Sources[i] = model.Source{ID: evil, Title: evil, Address: "javascript:alert(1)", Date: evil}
	}
	p.Contracts = slices.Clone(p.Contracts)
	for i := range p.Contracts {
		p.Contracts[i].Client = evil
	}
	p.Binding = []model.Binding{{Limit: evil, Name: evil, Period: evil, Unit: evil, How: evil}}
	p.Assumed = []model.AssumedInput{{Kind: evil, ID: evil, Method: evil, Grade: evil, Where: evil}}
	p.Manifest.Engine, p.Manifest.Options = evil, map[string]string{evil: evil}
	page, text := read(t, r, "en")
	if strings.Contains(text, "<script") || strings.Contains(text, "<img") || strings.Contains(text, "href=\"javascript") {
		t.Error("a name became part of the page")
	}
	if got := page.all("h1")[0].text(); got != evil {
		t.Errorf("the title is %q", got)
	}
}

// TestEdges writes plans that lack one thing or another.
func TestEdges(t *testing.T) {
	for name, change := range map[string]func(*Report){
		"nothing signed":  func(r *Report) { r.Plan.Signings = nil },
		"nothing runs":    func(r *Report) { r.Plan.Allocations, r.Plan.Halls = nil, nil },
		"no contracts":    func(r *Report) { r.Plan.Contracts, r.Plan.Deliveries, r.Plan.SpotSales = nil, nil, nil },
		"no bound":        func(r *Report) { r.Plan.Outcome.Bound, r.Plan.Outcome.Gap = math.Inf(1), math.Inf(1) },
		"limit":           func(r *Report) { r.Plan.Outcome.Termination, r.Plan.Outcome.Limit = "limit reached", "time" },
		"interrupted":     func(r *Report) { r.Plan.Outcome.Termination = "interrupted" },
		"no return":       func(r *Report) { r.Plan.Result.IRR, r.Plan.Result.PaybackYears = nil, nil },
		"one world":       func(r *Report) { r.Paths, r.Plan.Worlds = nil, r.Plan.Worlds[:1] },
		"other scenario":  func(r *Report) { r.Same = false },
		"equity value":    func(r *Report) { r.Plan.Outcome.Goal = "equity_value" },
		"least spending":  func(r *Report) { r.Plan.Outcome.Goal = "least_capex" },
		"tail":            func(r *Report) { r.Plan.Risk.Measure, r.Plan.Risk.Weight = "cvar", 0.4 },
		"regret":          func(r *Report) { r.Plan.Risk.Measure = "regret" },
		"nothing assumed": func(r *Report) { r.Plan.Assumed = nil },
		"nothing binds":   func(r *Report) { r.Plan.Binding = nil },
		"no surplus": func(r *Report) {
			r.Plan.Signings, r.Scenario.Regions = nil, slices.Clone(r.Scenario.Regions)
			for i := range r.Scenario.Regions {
				r.Scenario.Regions[i].Surplus = nil
			}
		},
		"small money": func(r *Report) { r.Plan.Result.NPV, r.Plan.Result.Capex = 20e3, 15e3 },
	} {
		for _, code := range lang.Codes {
			t.Run(name+" "+code, func(t *testing.T) {
				r := sample(t)
				change(r)
				_, text := read(t, r, code)
				if i := strings.Index(text, "%!"); i >= 0 {
					t.Errorf("a text lacks a part: %s", text[i-40:i+40])
				}
			})
		}
	}
}

// TestSame wants equal reports to give equal pages.
func TestSame(t *testing.T) {
	_, first := read(t, sample(t), "en")
	_, second := read(t, sample(t), "en")
	if first != second {
		t.Error("the same report gives different pages")
	}
}

// BenchmarkNational writes a plan of all Russia; the page is to stay under 2 MB, and
// under two seconds.
func BenchmarkNational(b *testing.B) {
	s, p := solved(b, "russia", "solver.gap=30%")
	atlas, err := geo.Read(data.FS)
	if err != nil {
		b.Fatal(err)
	}
	l, _ := lang.Named("ru")
	r := &Report{Plan: p, Scenario: s, Atlas: atlas, Same: true}
	for b.Loop() {
		n := &counter{}
		if err := r.Write(n, l); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(n.bytes)/1e6, "MB")
	}
}

// counter counts what is written.
type counter struct{ bytes int }

var _ io.Writer = &counter{}

// Write counts.
func (c *counter) Write(p []byte) (int, error) {
	c.bytes += len(p)
	return len(p), nil
}
