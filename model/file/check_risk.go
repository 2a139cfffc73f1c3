package file

import (
	"fmt"
	"maps"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/diag"
)

// gatherRisk gathers the records of the risk set. Its rents.csv and power.csv
// share their names with other tables, so only what is looked up is indexed.
func (r *resolver) gatherRisk() {
	none := &rows{broken: true}
	r.ids[bitcoinTable.Name], r.ids[ratingsTable.Name] = newIndex(bitcoinTable, none), newIndex(ratingsTable, none)
	if r.in.risk == nil {
		return
	}
	for t, rows := range r.in.risk.tables {
		r.recs[t] = rows.records
	}
	for _, t := range []*Table{bitcoinTable, ratingsTable} {
		r.ids[t.Name] = newIndex(t, r.in.risk.tables[t])
	}
}

// idsFor is where the ids that a table names are looked up. A risk set may be
// for more client markets than the scenario has.
func (r *resolver) idsFor(t *Table) map[string]*index {
	if t.Folder != "risk" {
		return r.ids
	}
	ids := maps.Clone(r.ids)
	markets := *r.ids[clientMarketsTable.Name]
	markets.elsewhere = r.otherIDs(clientMarketsTable, "id")
	ids[clientMarketsTable.Name] = &markets
	return ids
}

// checkRisk checks the risk set.
func (r *resolver) checkRisk() {
	if r.in.risk == nil {
		return
	}
	r.checkBitcoin()
	for _, rec := range r.recs[rentRisksTable] {
		if u := rec.num("utilisation"); rec.ok && (u == 0 || u == 1) && rec.num("utilisation_deviation") > 0 {
			r.report(diag.Disagree, rec.where("utilisation_deviation"), "write 0, or a utilisation between 0 and 100%",
				"a utilisation of %g%% cannot deviate", 100*u)
		}
	}
	r.checkCorrelations()
}

// checkBitcoin checks that each parameter is there, and its value and unit.
func (r *resolver) checkBitcoin() {
	for _, rec := range r.recs[bitcoinTable] {
		if rec.has("parameter") {
			r.checkFigure(rec, &bitcoinParameters.Fields[int(rec.num("parameter"))])
		}
	}
	if ix := r.ids[bitcoinTable.Name]; !ix.partial {
		for i := range bitcoinParameters.Fields {
			if f := &bitcoinParameters.Fields[i]; ix.at[f.Name] == nil {
				r.report(diag.MissingRecord, position{src: r.in.risk.tables[bitcoinTable].src}, f.holds(), "the parameter %s is missing", f.Name)
			}
		}
	}
}

// checkCorrelations checks the pairs, and that all of them can hold together.
func (r *resolver) checkCorrelations() {
	rows := r.recs[correlationsTable]
	given := map[[2]int]*record{}
	good := !r.in.risk.tables[correlationsTable].broken
	for _, rec := range rows {
		a, b := int(rec.num("first")), int(rec.num("second"))
		pair := [2]int{min(a, b), max(a, b)}
		switch {
		case !rec.ok:
			good = false
		case a == b:
			r.report(diag.BadChoice, rec.where("second"), "take the row out: it is always 1", "%s is correlated with itself", rec.text("first"))
			rec.ok, good = false, false
		case given[pair] != nil:
			r.report(diag.DuplicateID, rec.where("first"), "keep one of them", "the correlation of %s and %s is there already, at line %d",
				rec.text("first"), rec.text("second"), given[pair].at.line)
			rec.ok, good = false, false
		default:
			given[pair] = rec
		}
	}
	if !good || len(rows) == 0 {
		return
	}
	risk := model.Risk{Correlation: r.correlation()}
	if a, b, found := risk.CorrelationFault(); found {
		at, value := rows[0].where("correlation"), "0, since it is not given"
		if rec := given[[2]int{a, b}]; rec != nil {
			at, value = rec.where("correlation"), fmt.Sprintf("%g", rec.num("correlation"))
		}
		r.report(diag.Correlations, at, "bring it closer to what the other pairs leave possible, or change them",
			"the correlations cannot all hold: that of %s and %s is %s", model.FactorNames[a], model.FactorNames[b], value)
	}
}

// correlation is the matrix of correlations.csv.
func (r *resolver) correlation() [model.Factors][model.Factors]float64 {
	var c [model.Factors][model.Factors]float64
	for i := range c {
		c[i][i] = 1
	}
	for _, rec := range r.recs[correlationsTable] {
		a, b := int(rec.num("first")), int(rec.num("second"))
		c[a][b], c[b][a] = rec.num("correlation"), rec.num("correlation")
	}
	return c
}
