package file

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/gridalloc/gridalloc/model"
)

// scenarioSource is the id of the source that stands for figures written in
// the scenario file itself.
const scenarioSource = "scenario"

// resolver turns checked records into a scenario. The lists of records are of
// all packs together; ids leads to them and, once built, to the scenario's
// own indices.
type resolver struct {
	*loader
	*exchange
	in        *input
	s         *model.Scenario
	recs      map[*Table][]*record
	ids       map[string]*index
	chosen    map[*record][]string // by record with a regions field
	contracts []chosenContract
	kept      map[string]bool // regions of the scenario
	// toldRating: that ratings need a risk set has been reported.
	toldRating bool
	sources    map[string][]int
	all        []model.Source // every known source, by id
	index      struct {
		country, zone, market, region, site, hallType, design map[string]int
	}
}

// newResolver gathers the records of all packs.
func (l *loader) newResolver(in *input) *resolver {
	r := &resolver{loader: l, in: in, s: &model.Scenario{}, recs: map[*Table][]*record{}, ids: map[string]*index{}, sources: map[string][]int{}, chosen: map[*record][]string{}}
	gather := func(tables []*Table, packs ...*pack) {
		for _, t := range tables {
			var all []*rows
			for _, p := range packs {
				if rows := p.tables[t]; rows != nil {
					all = append(all, rows)
					r.recs[t] = append(r.recs[t], rows.records...)
				}
			}
			if len(t.Key) > 0 {
				r.ids[t.Name] = newIndex(t, all...)
			}
		}
	}
	gather(regionTables, in.regions...)
	gather(technologyTables, in.tech)
	gather(marketTables[:len(marketTables)-1], in.markets...)
	gather([]*Table{contractsTable}, in.offers...)
	gather(moneyTables, in.money)
	r.gatherRisk()
	r.ids[sourcesTable.Name] = newIndex(sourcesTable, in.sources...)
	r.recs[sourcesTable] = distinctSources(in.sources)
	if len(in.markets) > 0 {
		// Several market sets have client markets of their own but one hashprice.
		r.recs[hashpriceTable] = in.markets[0].tables[hashpriceTable].records
	}
	if len(in.regions) == 0 {
		r.ids[regionsTable.Name].partial = true
	}
	if len(in.markets) == 0 {
		r.ids[clientMarketsTable.Name].partial = true
	}
	r.ids[regionsTable.Name].elsewhere = l.otherIDs(regionsTable, "id")
	r.ids[zonesTable.Name].elsewhere = l.otherIDs(zonesTable, "zone")
	r.exchange = l.newExchange(in)
	r.addWritten(contractsTable, in.addContracts)
	r.addWritten(rulesTable, in.addRules)
	return r
}

// distinctSources joins tables of sources. What a later one says in the same words as an
// earlier one is there once, so that packs may carry the sources they cite.
func distinctSources(tables []*rows) []*record {
	var all []*record
	words := func(rec *record) string {
		text := ""
		for i := range rec.cells {
			text += rec.cells[i].text + "\x00"
		}
		return text
	}
	said := map[string]bool{}
	for _, rows := range tables {
		own := map[string]bool{} // one table still says nothing twice
		for _, rec := range rows.records {
			if text := words(rec); !said[text] {
				all = append(all, rec)
				own[text] = true
			}
		}
		maps.Copy(said, own)
	}
	return all
}

// addWritten adds records written in the scenario to those of a table.
func (r *resolver) addWritten(t *Table, recs []*record) {
	r.recs[t] = append(r.recs[t], recs...)
	for _, rec := range recs {
		if rec.has("id") {
			r.ids[t.Name].add(rec.text("id"), rec)
		}
	}
}

// resolve checks everything that was read and builds the scenario.
func (r *resolver) resolve() *model.Scenario {
	r.listSources()
	r.checkTables()
	r.buildSettings()
	r.keepRegions()
	r.contracts = r.chooseContracts()
	r.buildTechnology()
	r.buildMeasures()
	r.buildRegions()
	r.buildMultiples()
	r.buildSites()
	r.buildContracts()
	r.buildMarkets()
	r.buildRules()
	r.buildRisk()
	r.buildWorlds()
	r.useMoney()
	r.compactSources()
	r.listFiles()
	return r.s
}

// prov is the provenance of a record, its sources being indices into r.all.
func (r *resolver) prov(rec *record) model.Provenance {
	return model.Provenance{
		Sources: r.sourceNumbers(rec.cell("source")),
		Year:    int(rec.num("year")),
		Method:  model.Method(rec.text("method")),
		Grade:   model.Grade(rec.text("grade")),
		Note:    rec.text("note"),
	}
}

// sourceNumbers finds the sources that a cell names. Cells of the same words
// share one slice.
func (r *resolver) sourceNumbers(c *cell) []int {
	key := c.text
	if c.list != nil {
		for _, it := range c.items() {
			key += " " + it.text
		}
	}
	ids, known := r.sources[key]
	if known {
		return ids
	}
	for _, it := range c.items() {
		i, found := slices.BinarySearchFunc(r.all, it.text, func(s model.Source, id string) int { return cmp.Compare(s.ID, id) })
		if found {
			ids = append(ids, i)
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	r.sources[key] = ids
	return ids
}

// use lists a record once as an input of the scenario and returns its provenance.
func (r *resolver) use(rec *record) model.Provenance {
	p := r.prov(rec)
	if rec.listed {
		return p
	}
	rec.listed = true
	r.s.Inputs = append(r.s.Inputs, model.Input{
		Kind: rec.table.Record, ID: rec.id(), Where: fmt.Sprintf("%s:%d", rec.at.src.path, rec.at.line), Provenance: p,
	})
	return p
}

// listSources puts all known sources in order.
func (r *resolver) listSources() {
	r.all = append(r.all, model.Source{ID: scenarioSource, Title: "the scenario itself"})
	for _, rec := range r.recs[sourcesTable] {
		if rec.ok {
			r.all = append(r.all, model.Source{ID: rec.text("id"), Title: rec.text("title"), Address: rec.text("address"), Date: rec.text("date")})
		}
	}
	slices.SortStableFunc(r.all, func(a, b model.Source) int { return cmp.Compare(a.ID, b.ID) })
}

// useMoney lists the rates of exchange and inflation that amounts were
// converted with.
func (r *resolver) useMoney() {
	for _, t := range moneyTables {
		for _, rec := range r.recs[t] {
			if rec.used {
				r.use(rec)
			}
		}
	}
}

// compactSources keeps the sources that are used and numbers them anew, and
// puts the inputs in order.
func (r *resolver) compactSources() {
	number := make([]int, len(r.all))
	for i := range r.s.Inputs {
		for _, s := range r.s.Inputs[i].Sources {
			number[s] = 1
		}
	}
	for i, used := range number {
		if used == 1 {
			number[i] = len(r.s.Sources)
			r.s.Sources = append(r.s.Sources, r.all[i])
		}
	}
	// Records of the same sources share one slice, which r.sources knows.
	for _, ids := range r.sources {
		for i, s := range ids {
			ids[i] = number[s]
		}
	}
	slices.SortStableFunc(r.s.Inputs, func(a, b model.Input) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
}

// listFiles lists every file read, by path.
func (r *resolver) listFiles() {
	for _, src := range r.files {
		r.s.Files = append(r.s.Files, model.InputFile{Path: src.path, SHA256: fmt.Sprintf("%x", src.sum)})
	}
	slices.SortFunc(r.s.Files, func(a, b model.InputFile) int { return cmp.Compare(a.Path, b.Path) })
	r.s.Files = slices.Compact(r.s.Files)
}

// positions numbers the ids of records in the order of a sorted slice.
func positions[T any](records []T, id func(*T) string) map[string]int {
	at := make(map[string]int, len(records))
	for i := range records {
		at[id(&records[i])] = i
	}
	return at
}
