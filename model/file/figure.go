package file

import (
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model/diag"
)

// Some tables are long: a column names what each row gives, and a table of its
// own describes the names as another describes columns. Their rows have the
// fields value and unit, and may have price_year.

// plainUnits gives what a number in a unit is multiplied with, for the
// quantities that are no money. A quantity without unit has none written.
var plainUnits = map[string]map[string]float64{
	"":       {"": 1},
	"share":  {"share": 1, "": 1},
	"1/year": {"1/year": 1, "share/year": 1},
	"EH/s":   {"PH/s": 1e-3, "EH/s": 1, "ZH/s": 1e3},
	"J/TH":   {"J/TH": 1},
	"months": {"months": 1},
}

// checkFigure reads the value of a row of a long table by the field that
// describes it, and checks its unit.
func (r *resolver) checkFigure(rec *record, f *Field) {
	value, unit := rec.cell("value"), rec.cell("unit")
	if value.ok && !r.checkCell(f, value) {
		value.ok, rec.ok = false, false
	}
	if quantities[f.Unit] == nil {
		r.checkPlainUnit(rec, f)
		return
	}
	for _, name := range []string{"unit", "price_year"} {
		if i, ok := rec.table.byName[name]; ok && !rec.cells[i].written() {
			r.report(diag.MissingValue, rec.where(name), "money has a currency and a year", "%s of %s is empty", name, f.Name)
			rec.ok = false
		}
	}
	if unit.ok && !r.checkUnit(rec, f, unit) {
		unit.ok, rec.ok = false, false
	}
}

// checkPlainUnit checks the unit of a figure that is no money.
func (r *resolver) checkPlainUnit(rec *record, f *Field) {
	unit := rec.text("unit")
	if _, fits := plainUnits[f.Unit][unit]; !fits {
		hint := "leave it empty"
		if f.Unit != "" {
			var allowed []string
			for name := range plainUnits[f.Unit] {
				if name != "" {
					allowed = append(allowed, name)
				}
			}
			slices.Sort(allowed)
			hint = "write " + strings.Join(allowed, " or ")
		}
		r.report(diag.BadUnit, rec.where("unit"), hint, "%q is not a unit of %s", unit, f.Name)
		rec.ok = false
	}
	if rec.table.has("price_year") && rec.cell("price_year").written() {
		r.report(diag.UnusedField, rec.where("price_year"), "leave it empty", "%s is no money and has no price_year", f.Name)
		rec.ok = false
	}
}

// amount is the figure of a row that checkFigure has found good, in the unit
// of its field.
func (r *resolver) amount(rec *record, f *Field) float64 {
	switch {
	case rec == nil || !rec.ok:
		return 0
	case quantities[f.Unit] != nil:
		return rec.num("value") * r.factor(rec, f, rec.cell("unit"))
	}
	return rec.num("value") * plainUnits[f.Unit][rec.text("unit")]
}
