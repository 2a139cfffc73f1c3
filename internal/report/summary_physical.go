package report

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/gridalloc/gridalloc/model"
)

// businessNames are the columns of the tables of MW.
var businessNames = func() []string {
	var names []string
	for _, b := range model.Businesses {
		names = append(names, b.String())
	}
	return names
}()

// operating answers: how many MW of which business run where and when.
func operating(g *page) {
	p := g.plan
	if len(p.Periods) == 0 || len(p.Allocations) == 0 {
		g.heading("What operates")
		g.printf("Nothing is built and nothing runs.\n")
		return
	}
	last := p.Periods[len(p.Periods)-1]
	byRegion(g, last)
	byYear(g)
}

// byRegion prints the grid MW of one period by region and business.
func byRegion(g *page, period string) {
	regions := map[string][]float64{}
	total := make([]float64, len(businessNames)+1)
	for _, a := range g.plan.Allocations {
		b := slices.Index(businessNames, a.Business)
		if a.Period != period || b < 0 {
			continue
		}
		if regions[a.Region] == nil {
			regions[a.Region] = make([]float64, len(total))
		}
		for _, i := range []int{b, len(total) - 1} {
			regions[a.Region][i] += float64(a.GridMW)
			total[i] += float64(a.GridMW)
		}
	}
	ids := keys(regions)
	all := len(total) - 1
	sort.SliceStable(ids, func(i, j int) bool { return regions[ids[i]][all] > regions[ids[j]][all] })
	g.heading("Operating in %s, MW at the grid connection", period)
	t := grid{header: []string{"region"}, left: 1}
	for _, b := range businessNames {
		t.header = append(t.header, plain(b))
	}
	t.header = append(t.header, "all")
	for _, id := range ids[:min(len(ids), maxRows)] {
		t.add(append([]string{id}, mws(regions[id])...)...)
	}
	t.footer = append([]string{"all"}, mws(total)...)
	g.print(t)
	g.more(len(ids), "allocations.csv")
}

// byYear prints the build-up: the grid MW of each year's last period.
func byYear(g *page) {
	ends := yearEnds(g.plan.Periods)
	sums := map[[2]string]float64{}
	for _, a := range g.plan.Allocations {
		sums[[2]string{a.Business, a.Period}] += float64(a.GridMW)
		sums[[2]string{"all", a.Period}] += float64(a.GridMW)
	}
	g.heading("Build-up, MW at the grid connection at each year's end")
	widest := 4 // characters of a year
	for _, x := range sums {
		widest = max(widest, len(mw(x)))
	}
	for _, part := range chunks(ends, max(1, (g.width-12)/(widest+1))) {
		t := grid{header: []string{""}, left: 1}
		for _, period := range part {
			t.header = append(t.header, yearOf(period))
		}
		for _, b := range append(slices.Clone(businessNames), "all") {
			row := []string{plain(b)}
			for _, period := range part {
				row = append(row, mw(sums[[2]string{b, period}]))
			}
			t.add(row...)
		}
		g.print(t)
	}
}

// yearEnds lists the last period of every calendar year.
func yearEnds(periods []string) []string {
	var ends []string
	for i, label := range periods {
		if i+1 == len(periods) || yearOf(periods[i+1]) != yearOf(label) {
			ends = append(ends, label)
		}
	}
	return ends
}

// shares prints how the operating MW split into sites of miners, of AI halls
// and of both; always, also where one of them is zero.
func shares(g *page) {
	s := g.plan.Shares
	g.heading("Sites by what they hold, last period")
	t := grid{header: []string{"", "MW", "share"}, left: 1}
	t.add("mining only", number(float64(s.ASICOnlyMW), 1), percent(s.ASIC))
	t.add("AI only", number(float64(s.GPUOnlyMW), 1), percent(s.GPU))
	t.add("both (hybrid)", number(float64(s.HybridMW), 1), percent(s.Hybrid))
	g.print(t)
	if len(s.Hybrids) == 0 {
		g.printf("Hybrid sites in any period: none\n")
		return
	}
	g.wrap(fmt.Sprintf("Hybrid sites in any period (%d): %s", len(s.Hybrids), strings.Join(s.Hybrids, ", ")))
}

// signings prints the connections to sign, earliest first.
func signings(g *page) {
	list := slices.Clone(g.plan.Signings)
	g.heading("Connections to sign")
	if len(list) == 0 {
		g.printf("none\n")
		return
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].Signed < list[j].Signed })
	t := grid{header: []string{"signed", "energised", "site", "region", "firm MW", "flex MW"}, left: 4}
	var firm, flex float64
	for i, s := range list {
		firm += float64(s.FirmMW)
		flex += float64(s.FlexMW)
		if i < maxRows {
			t.add(s.Signed, s.Energised, s.Site, s.Region, mw(float64(s.FirmMW)), mw(float64(s.FlexMW)))
		}
	}
	t.footer = []string{plural(len(list), "signing"), "", "", "", mw(firm), mw(flex)}
	g.print(t)
	g.more(len(list), "signings.csv")
}

// wrap prints a long line broken at spaces.
func (g *page) wrap(s string) { g.flow("", 2, s) }

// flow prints words behind a head, broken at spaces; further lines are indented.
func (g *page) flow(head string, indent int, s string) {
	line := head
	for i, word := range strings.Fields(s) {
		switch {
		case i == 0:
		case text.StringWidth(line)+1+text.StringWidth(word) > g.width:
			g.printf("%s\n", line)
			line = strings.Repeat(" ", indent)
		default:
			line += " "
		}
		line += word
	}
	g.printf("%s\n", strings.TrimRight(line, " "))
}

// keys lists the keys of m in rising order.
func keys[V any](m map[string]V) []string {
	list := make([]string, 0, len(m))
	for k := range m {
		list = append(list, k)
	}
	sort.Strings(list)
	return list
}

// chunks cuts a list into parts of at most n.
func chunks(list []string, n int) [][]string {
	return slices.Collect(slices.Chunk(list, n))
}

func mws(list []float64) []string {
	var texts []string
	for _, x := range list {
		texts = append(texts, mw(x))
	}
	return texts
}
