package file

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model/diag"
)

// single names the quantities that have no periods.
var single = map[string]bool{"probability": true, "lead": true, "default": true}

// probabilityTolerance is how far the probabilities of a file may be from 1.
const probabilityTolerance = 1e-9

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
