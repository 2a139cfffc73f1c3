package file

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// ownWorld is a world of the planner's own as its file gives it.
type ownWorld struct {
	name  string
	first *record
	// figures are by quantity and subject: one for each period, or a single one.
	figures map[string][]*record
	keys    []string // of figures, in the order of the file
}

// buildOwnWorlds fills in the worlds of the planner's file, in its order. What
// a world does not give it takes from the one of the tables.
func (r *resolver) buildOwnWorlds() {
	if r.in.worlds == nil || r.s.Horizon.Periods == 0 {
		return // has been reported
	}
	r.checkKeys(worldsTable, r.in.worlds.records)
	var worlds []*ownWorld
	byName := map[string]*ownWorld{}
	given := map[string]bool{} // quantities that any world gives
	for _, rec := range r.in.worlds.records {
		if !rec.has("world") || !rec.has("quantity") {
			continue
		}
		o := byName[rec.text("world")]
		if o == nil {
			o = &ownWorld{name: rec.text("world"), first: rec, figures: map[string][]*record{}}
			byName[o.name] = o
			worlds = append(worlds, o)
		}
		given[rec.text("quantity")] = true
		r.addFigure(o, rec)
	}
	if !r.in.worlds.broken {
		r.checkOwnWorlds(worlds)
	}
	r.s.Worlds = nil
	for _, o := range worlds {
		r.s.Worlds = append(r.s.Worlds, r.ownWorld(o, &r.s.Base, given))
	}
}

// ownWorld is a world of the planner's own. given tells the quantities that
// any world of the file gives.
func (r *resolver) ownWorld(o *ownWorld, base *model.World, given map[string]bool) model.World {
	w := *base
	w.Name = o.name
	w.Probability = unit.Share(r.figure(o, "probability", "", 0))
	w.Provenance = model.Provenance{
		Sources: r.sourceNumbers(&cell{text: scenarioSource}), Year: r.s.PriceYear, Method: model.Assumed, Grade: model.GradeC, Note: "a world of the planner's own",
	}
	r.s.Inputs = append(r.s.Inputs, model.Input{
		Kind: "world", ID: o.name, Where: fmt.Sprintf("%s:%d", o.first.at.src.path, o.first.at.line), Provenance: w.Provenance,
	})
	w.Hashprice = ownPath(r, o, "hashprice", "", base.Hashprice)
	w.Rent = make([][3][]unit.MoneyPerMWMonth, len(r.s.Markets))
	w.Utilisation = make([][3][]unit.Share, len(r.s.Markets))
	for m, market := range r.s.Markets {
		for _, b := range []model.Business{model.Colocation, model.GPUCloud} {
			subject := market.ID + "/" + b.String()
			w.Rent[m][b] = ownPath(r, o, "rent", subject, base.Rent[m][b])
			w.Utilisation[m][b] = ownPath(r, o, "utilisation", subject, r.ones())
		}
	}
	w.PowerIndex = make([][]unit.Share, len(r.s.Zones))
	w.PowerSpread = make([][]unit.Share, len(r.s.Zones))
	for z, zone := range r.s.Zones {
		w.PowerIndex[z] = ownPath(r, o, "power_index", zone.ID, base.PowerIndex[z])
		w.PowerSpread[z] = ownPath(r, o, "power_spread", zone.ID, r.ones())
	}
	if !o.gives("utilisation") {
		w.Utilisation = nil
	}
	if !o.gives("power_spread") {
		w.PowerSpread = nil
	}
	if given["lead"] {
		for _, site := range r.s.Sites {
			w.Lead = append(w.Lead, unit.Months(r.figure(o, "lead", site.ID, float64(site.Offer.Lead[r.s.LeadQuantile]))))
		}
	}
	if given["default"] {
		for _, c := range r.s.Contracts {
			w.Default = append(w.Default, unit.Months(r.figure(o, "default", c.ID, float64(c.Term))))
		}
	}
	return w
}

// gives reports whether a world gives a quantity of any subject.
func (o *ownWorld) gives(quantity string) bool {
	return slices.ContainsFunc(o.keys, func(key string) bool { return strings.HasPrefix(key, quantity+" ") })
}

// ones is a path of ones.
func (r *resolver) ones() []unit.Share { return slices.Repeat([]unit.Share{1}, r.s.Horizon.Periods) }

// figure is a single figure of a world, or what stands for one not given.
func (r *resolver) figure(o *ownWorld, quantity, subject string, otherwise float64) float64 {
	if recs := o.figures[quantity+" "+subject]; recs != nil {
		return r.amount(recs[0], quantityField(quantity))
	}
	return otherwise
}

// ownPath is a path of a world, or what stands for one not given.
func ownPath[T ~float64](r *resolver, o *ownWorld, quantity, subject string, otherwise []T) []T {
	recs := o.figures[quantity+" "+subject]
	if recs == nil {
		return otherwise
	}
	path := make([]T, len(recs))
	for p, rec := range recs {
		path[p] = T(r.amount(rec, quantityField(quantity)))
	}
	return path
}

// quantityField describes a quantity of a file of worlds.
func quantityField(name string) *Field { return &worldQuantities.Fields[worldQuantities.byName[name]] }
