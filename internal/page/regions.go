package page

import (
	"strconv"
	"strings"

	"github.com/gridalloc/gridalloc/internal/chart"
	"github.com/gridalloc/gridalloc/internal/geo"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// year writes a calendar year, which has no thousands separator.
func year(y int) string { return strconv.Itoa(y) }

// regions shows what runs where in the last period: maps, a table by region and the
// list of halls.
func (b *builder) regions() (section, error) {
	s := section{ID: "regions", Heading: b.Text("regions", b.last)}
	sums := b.byRegion()
	var ids []string
	for i := range b.scenario.Regions {
		ids = append(ids, b.scenario.Regions[i].ID)
	}
	maps, missing := b.report.Atlas.Select(ids)
	for i := range maps {
		figure, err := b.mapOf(&maps[i], sums)
		if err != nil {
			return s, err
		}
		s.Blocks = append(s.Blocks, figure)
	}
	if len(missing) > 0 {
		var names []string
		for _, id := range missing {
			names = append(names, b.region(id))
		}
		s.Blocks = append(s.Blocks, block{Text: b.Text("regions.missing", strings.Join(names, ", "))})
	}
	if len(sums) > 0 {
		t := b.regionTable(sums)
		s.Blocks = append(s.Blocks, block{Table: &t})
	}
	if len(b.plan.Halls) > 0 {
		halls := b.hallTable()
		s.Blocks = append(s.Blocks, block{Details: &details{Summary: b.Count("halls.show", len(b.plan.Halls)), Blocks: []block{{Table: &halls}}}})
	}
	return s, nil
}

// mapOf draws the regions of one map.
func (b *builder) mapOf(on *geo.Selection, sums map[string]*[3]unit.MW) (block, error) {
	m := &chart.Map{
		Frames: on.Frames, Unit: b.Text("unit.mw"), NoneName: b.Text("none.built"),
		RegionName: b.Text("column.region"), AmountName: b.Text("column.all"),
	}
	for _, business := range model.Businesses {
		m.Shares = append(m.Shares, chart.Kind{Name: b.business(business.String()), Role: roles[business]})
	}
	var running unit.MW
	with := 0
	for _, id := range on.Regions {
		r := chart.MapRegion{ID: id, Name: b.region(id), Kind: -1}
		if parts := sums[id]; parts != nil {
			r.Amount = float64(total(parts))
			for _, x := range parts {
				r.Shares = append(r.Shares, float64(x))
			}
			running += total(parts)
			with++
		}
		m.Regions = append(m.Regions, r)
	}
	m.Head = b.head("map-"+on.Map, b.Text("map.title", b.last), b.Count("map.desc", with, b.Number(float64(len(on.Regions)), 0), b.mw(running)))
	return b.drawing(m, b.Text("map.caption"))
}

// regionTable lists what runs in each region, the largest first.
func (b *builder) regionTable(sums map[string]*[3]unit.MW) table {
	t := table{Caption: b.Text("regions.table", b.last), Header: []string{b.Text("column.region")}, Left: 1}
	for _, business := range model.Businesses {
		t.Header = append(t.Header, b.business(business.String()))
	}
	t.Header = append(t.Header, b.Text("column.all"))
	row := func(name string, parts *[3]unit.MW) []string {
		texts := []string{name}
		for _, x := range parts {
			texts = append(texts, b.mwCell(x))
		}
		return append(texts, b.mwCell(total(parts)))
	}
	for _, id := range largestFirst(sums) {
		t.add(row(b.region(id), sums[id])...)
	}
	t.Foot = words(row(b.Text("column.all"), overall(sums))...)
	return t
}

// hallTable lists all halls of the plan.
func (b *builder) hallTable() table {
	t := table{Caption: b.Text("halls.table"), Left: 5}
	for _, key := range []string{"site", "business", "type", "start", "end", "count", "it", "grid"} {
		t.Header = append(t.Header, b.Text(named("column", key)))
	}
	for _, h := range b.plan.Halls {
		kind := b.hallType(h.HallType)
		if h.Existing != "" {
			kind = b.Text("halls.existing", kind)
		}
		end := h.End
		if end == "" {
			end = b.Text("terminal")
		}
		t.add(b.site(h.Site), b.business(h.Business), kind, h.Start, end, b.Number(float64(h.Count), 0), b.mwCell(h.ITMW), b.mwCell(h.GridMW))
	}
	return t
}

// hallType names a hall type as the scenario does.
func (b *builder) hallType(id string) string {
	for i := range b.scenario.HallTypes {
		if x := &b.scenario.HallTypes[i]; x.ID == id && x.Name != "" {
			return x.Name
		}
	}
	return id
}

// operating shows MW over time by business.
func (b *builder) operating() (section, error) {
	s := section{ID: "operating", Heading: b.Text("operating")}
	index := map[string]int{}
	for i, label := range b.plan.Periods {
		index[label] = i
	}
	picture := &chart.Stack{Unit: b.Text("unit.mw"), Categories: b.plan.Periods, Total: b.Text("column.all")}
	for _, business := range model.Businesses {
		values := make([]float64, len(b.plan.Periods))
		for _, a := range b.plan.Allocations {
			if a.Business == business.String() {
				values[index[a.Period]] += float64(a.GridMW)
			}
		}
		picture.Series = append(picture.Series, chart.Series{Name: b.business(business.String()), Role: roles[business], Values: values})
	}
	first, most := 0.0, 0.0
	for i := range b.plan.Periods {
		sum := 0.0
		for _, series := range picture.Series {
			sum += series.Values[i]
		}
		most = max(most, sum)
		if i == 0 {
			first = sum
		}
	}
	picture.Head = b.head("operating", b.Text("operating"), b.Text("operating.desc", b.plan.Periods[0], b.mw(unit.MW(first)), b.last, b.mw(total(overall(b.byRegion()))), b.mw(unit.MW(most))))
	figure, err := b.picture(picture, &picture.Head, b.Text("operating.caption"))
	s.Blocks = append(s.Blocks, figure)
	return s, err
}
