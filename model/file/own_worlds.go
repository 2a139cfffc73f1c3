package file

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/diag"
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

// single names the quantities that have no periods.
var single = map[string]bool{"probability": true, "lead": true, "default": true}

// probabilityTolerance is how far the probabilities of a file may be from 1.
const probabilityTolerance = 1e-9

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

// addFigure checks a row and adds it to its world.
func (r *resolver) addFigure(o *ownWorld, rec *record) {
	f := &worldQuantities.Fields[int(rec.num("quantity"))]
	r.checkFigure(rec, f)
	count, slot := 1, 0
	if !single[f.Name] {
		count = r.s.Horizon.Periods
		slot = r.worldPeriod(rec)
	} else if rec.cell("period").written() {
		r.report(diag.UnusedField, rec.where("period"), "leave it empty", "%s is not by period", f.Name)
	}
	if !r.checkSubject(rec, f) || slot < 0 {
		return
	}
	key := f.Name + " " + rec.text("subject")
	if o.figures[key] == nil {
		o.figures[key] = make([]*record, count)
		o.keys = append(o.keys, key)
	}
	if o.figures[key][slot] == nil {
		o.figures[key][slot] = rec
	}
}

// worldPeriod is the period of a row, -1 for none, which has been reported.
func (r *resolver) worldPeriod(rec *record) int {
	h, c := r.s.Horizon, rec.cell("period")
	hint := fmt.Sprintf("the horizon has %s to %s", h.Label(0), h.Label(h.Periods-1))
	if !c.written() {
		r.report(diag.MissingValue, rec.where("period"), hint, "period is empty")
		return -1
	}
	p, ok := h.Period(c.text)
	if !ok {
		r.report(diag.UnknownID, c.at, hint, "period: the horizon has no period %q", c.text)
		return -1
	}
	return p
}

// checkSubject checks that the subject of a row is what its quantity is of.
// One that the packs have but the scenario leaves out is good, and not used.
func (r *resolver) checkSubject(rec *record, f *Field) bool {
	c := rec.cell("subject")
	switch {
	case f.Refers == "" && c.written():
		r.report(diag.UnusedField, c.at, "leave it empty", "%s has no subject", f.Name)
		return false
	case f.Refers == "":
		return true
	case !c.written():
		r.report(diag.MissingValue, rec.where("subject"), f.holds(), "subject of %s is empty", f.Name)
		return false
	}
	it := item{c.text, c.at}
	switch f.Refers {
	case clientMarketsTable.Name:
		slash := strings.LastIndexByte(it.text, '/')
		if product := it.text[slash+1:]; slash < 0 || !slices.Contains(aiProducts, product) {
			r.report(diag.BadChoice, c.at, "write market/colocation or market/gpu_cloud", "subject of %s cannot be %q", f.Name, it.text)
			return false
		}
		it.text = it.text[:slash]
	case sitesTable.Name:
		return r.checkLeadSite(it)
	}
	r.find(r.ids[f.Refers], it, "subject")
	return true
}

// checkLeadSite checks that the subject of a lead time is a site with an offer.
func (r *resolver) checkLeadSite(it item) bool {
	if i, ok := r.index.site[it.text]; ok && r.s.Sites[i].ID == it.text {
		if !r.s.Sites[i].HasOffer {
			r.report(diag.UnusedRow, it.at, "take the row out", "the site %s has no offer and therefore no lead time", it.text)
			return false
		}
		return true
	}
	sites, offers := r.ids[sitesTable.Name], r.ids[offersTable.Name]
	offer := offers.at[it.text]
	switch {
	case sites.at[it.text] != nil || sites.partial || offers.partial || offer != nil && !offer.has("site"):
	case offer != nil:
		r.report(diag.UnknownID, it.at, "write "+offer.text("site"), "subject: %s is an offer to the site %s", it.text, offer.text("site"))
	default:
		r.report(diag.UnknownID, it.at, r.nearest(it.text, slices.Concat(sites.names, offers.names)), "subject: there is no site %q", it.text)
	}
	return true
}

// checkOwnWorlds checks that paths have all periods, and that probabilities
// are there and add up.
func (r *resolver) checkOwnWorlds(worlds []*ownWorld) {
	sum, good := 0.0, true
	for _, o := range worlds {
		for _, key := range o.keys {
			var missing []string
			for p, rec := range o.figures[key] {
				if rec == nil {
					missing = append(missing, r.s.Horizon.Label(p))
				}
			}
			if len(missing) > 0 {
				at := slices.IndexFunc(o.figures[key], func(rec *record) bool { return rec != nil })
				r.report(diag.MissingPeriod, o.figures[key][at].at, "give every period of the horizon, or take the path out",
					"the world %s gives %s, but not in %s", o.name, strings.TrimSpace(key), strings.Join(missing, ", "))
			}
		}
		probability := o.figures["probability "]
		if probability == nil {
			r.report(diag.MissingRecord, o.first.at, "add a row of its probability", "the world %s has no probability", o.name)
			good = false
			continue
		}
		good = good && probability[0].ok
		sum += probability[0].num("value")
	}
	if good && len(worlds) > 0 && math.Abs(sum-1) > probabilityTolerance {
		r.report(diag.WorldProbabilities, worlds[0].first.at, "divide each by this sum", "the probabilities of the worlds add up to %.12g instead of 1", sum)
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
