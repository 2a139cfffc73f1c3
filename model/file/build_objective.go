package file

import (
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/diag"
	"github.com/gridalloc/gridalloc/model/unit"
)

// MaxMultiple is the highest multiple of EBITDA that is taken for one.
const MaxMultiple = 100

// buildObjective fills in what is maximised, but for the multiples.
func (r *resolver) buildObjective(rec *record) {
	r.s.Objective = model.Objective{
		Goal: model.Goal(rec.num("goal")), Measure: model.Measure(rec.num("measure")),
		Weight: unit.Share(rec.num("weight")), Tail: unit.Share(rec.num("tail")),
	}
	if r.s.Objective.Goal == model.EquityValue && rec.cell("multiple").tree == nil {
		r.report(diag.MissingField, rec.where("goal"), "write multiple: {mining: 6, colocation: 15, gpu_cloud: 9} with your figures",
			"the goal equity_value needs objective.multiple")
	}
	given := func(name string) bool { return !r.in.scenario.cell("objective").tree.get(name).isNull() }
	if r.s.Objective.Measure != model.CVaR {
		if given("weight") && rec.has("measure") {
			r.report(diag.UnusedField, rec.where("weight"), "write measure: cvar, or take the weight out", "weight has no meaning for the measure %s", r.s.Objective.Measure)
		}
		return
	}
	for _, name := range []string{"weight", "tail"} {
		if !given(name) {
			r.report(diag.MissingField, rec.where("measure"), "write weight: 30% and tail: 10% with your figures", "the measure cvar needs objective.%s", name)
		}
	}
}

// buildMultiples fills in the multiples of each client market.
func (r *resolver) buildMultiples() {
	rec := r.in.part["multiple"]
	r.s.Objective.Multiple = make([][3]unit.Share, len(r.s.Markets))
	for _, b := range model.Businesses {
		c := rec.cell(b.String())
		given := map[string]float64{}
		if c.tree != nil {
			given = r.multipleByMarket(b, &rec.table.Fields[rec.table.byName[b.String()]], c.tree)
		}
		for m := range r.s.Markets {
			multiple := c.num
			if c.tree != nil {
				multiple = given[r.s.Markets[m].ID]
			}
			r.s.Objective.Multiple[m][b] = unit.Share(multiple)
		}
	}
}

// multipleByMarket reads a multiple that is written market by market: all of
// the scenario's are there.
func (r *resolver) multipleByMarket(b model.Business, f *Field, tree *node) map[string]float64 {
	given := map[string]float64{}
	for i, key := range tree.keys {
		r.find(r.ids[clientMarketsTable.Name], item{key.value, key.at}, "objective.multiple."+b.String())
		given[key.value] = r.numberOf(f, tree.vals[i], "the multiple of "+key.value).num
	}
	var missing []string
	for _, m := range r.s.Markets {
		if _, ok := given[m.ID]; !ok {
			missing = append(missing, m.ID)
		}
	}
	if len(missing) > 0 {
		slices.Sort(missing)
		r.report(diag.MissingField, tree.at, "write a number for every client market, or one for all", "the multiple of %s lacks %s", b, strings.Join(missing, ", "))
	}
	return given
}

// numberOf reads one number of a mapping that a field holds.
func (r *resolver) numberOf(f *Field, val *node, what string) *cell {
	number := *f
	number.Type = Number
	c := &cell{text: val.value, at: val.at}
	if val.kind != scalar || c.text == "" {
		r.report(diag.WrongType, val.at, "write one number for each", "%s is not a number", what)
		return c
	}
	c.ok = r.checkCell(&number, c)
	return c
}
