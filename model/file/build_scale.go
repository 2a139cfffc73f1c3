package file

import (
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/diag"
	"github.com/gridalloc/gridalloc/model/unit"
)

// scaleWorld multiplies the paths of the tables by the factors of the section
// scale.
func (r *resolver) scaleWorld(w *model.World) {
	rec := r.in.part["scale"]
	hashprice, rent := rec.num("hashprice"), rec.num("rent")
	for p := range w.Hashprice {
		w.Hashprice[p] *= unit.Hashprice(hashprice)
	}
	for m := range w.Rent {
		for _, path := range w.Rent[m] {
			for p := range path {
				path[p] *= unit.MoneyPerMWMonth(rent)
			}
		}
	}
	r.checkScale(rec)
}

// checkScale reports factors on what the scenario's worlds do not follow.
func (r *resolver) checkScale(rec *record) {
	if r.in.scenario.cell("worlds").tree == nil {
		return
	}
	worlds := r.in.part["worlds"]
	for _, name := range []string{"hashprice", "rent", "lead_time"} {
		unused := worlds.text("file") != "" || worlds.text("means") == "processes" && name != "lead_time"
		if unused && rec.num(name) != 1 {
			r.report(diag.UnusedField, rec.where(name), "scale the file of worlds itself, or write means: tables",
				"scale.%s has no meaning with worlds that do not follow the tables", name)
		}
	}
}

// scaledLead is a lead time in months, times a factor and rounded up. What is
// whole but for rounding stays.
func scaledLead(months, factor float64) unit.Months {
	return unit.Months(math.Ceil(months*factor - 1e-9))
}
