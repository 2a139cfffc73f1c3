package formulation

import (
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
	"github.com/gridalloc/gridalloc/model/unit"
)

// campaign is a column: halls of one type and design that stand on one kind of
// MW at one site and run from period start to period stop.
type campaign struct {
	col                    int32
	site, hallType, design int
	existing               int // index of the brownfield group, -1 for new halls
	stand                  model.Stand
	start, stop            int
	class                  int // the signing waited for, or settled
}

// addHalls adds the campaigns of every site (docs/model.md, section 3).
func (b *builder) addHalls() {
	b.service, b.spotRows = map[serviceKey][]serviceLevel{}, map[spotKey]int32{}
	for _, product := range model.Businesses {
		if product.IsAI() && b.calc.HallTypeOf(product) >= 0 {
			b.levels[product] = b.slaLevels(product)
		}
	}
	b.addPools()
	for i := range b.s.Sites {
		b.addExistingHalls(i)
		feeders := finance.Feeders(&b.s.Sites[i])
		for t := range b.s.HallTypes {
			for _, d := range b.s.HallTypes[t].Designs {
				if b.s.Designs[d].Feeders > feeders {
					continue
				}
				for _, stand := range stands(b.s.HallTypes[t].Business, feeders) {
					b.addNewHalls(i, t, d, stand)
				}
			}
		}
	}
}

// stands lists the kinds of MW that new halls of a business may stand on.
func stands(business model.Business, feeders int) []model.Stand {
	switch {
	case business.IsAI():
		return []model.Stand{model.Firm}
	case feeders >= 2:
		return []model.Stand{model.Headroom, model.Flex}
	default:
		return []model.Stand{model.Firm, model.Flex}
	}
}

// addNewHalls adds every start and stop of new halls of one kind.
func (b *builder) addNewHalls(i, t, d int, stand model.Stand) {
	hallType := &b.s.HallTypes[t]
	most, first := b.sites[i].most[stand], b.sites[i].first[stand]
	if hallType.Business.IsAI() {
		most, first = b.sites[i].mostSecure, b.sites[i].firstSecure
	}
	perHall := b.calc.GridPerIT(t, i) * float64(hallType.Module)
	halls := math.Floor(most/perHall + 1e-9)
	if halls < 1 {
		return
	}
	kinds := b.kinds(i, t, d, stand)
	for v := max(first, kinds[0].Construction()); v < b.s.Horizon.Periods; v++ {
		if b.newHallsForbidden(i, hallType.Business, v) {
			continue
		}
		for _, class := range b.classes(i, v) {
			if class == settled && v < b.firstSettled(i, stand, hallType.Business) {
				continue
			}
			for _, e := range kinds[0].Stops(v) {
				b.money.reset()
				kinds[0].NewFixed(v, e, b.money.fixed)
				c := campaign{site: i, hallType: t, design: d, existing: -1, stand: stand, start: v, stop: e, class: class}
				b.addCampaign(c, kinds, v, perHall, halls)
			}
		}
	}
}

// kinds prepares halls of a kind in every world.
func (b *builder) kinds(site, hallType, design int, stand model.Stand) []*finance.Halls {
	kinds := make([]*finance.Halls, len(b.worlds))
	for w := range b.worlds {
		kinds[w] = b.worlds[w].calc.Halls(site, hallType, design, stand)
	}
	return kinds
}

// firstSettled is the first period in which a site may have MW for halls of a
// business that no world delays.
func (b *builder) firstSettled(i int, stand model.Stand, business model.Business) int {
	rows := &b.sites[i]
	first := rows.first[stand]
	if business.IsAI() {
		first = rows.firstSecure
	}
	if first == 0 && b.late[i] > 0 && b.hasExisting(i, stand, business) {
		return 0
	}
	return first + b.late[i]
}

// hasExisting reports whether a site has MW for halls of a business from the
// start.
func (b *builder) hasExisting(i int, stand model.Stand, business model.Business) bool {
	existing := &b.s.Sites[i].Existing
	switch {
	case stand == model.Flex:
		return existing.Flex > 0
	case business.IsAI():
		return finance.SecureShare(existing.Feeders) > 0 && existing.Firm > 0
	default:
		return existing.Firm > 0
	}
}

// addExistingHalls adds every stop of the brownfield halls of a site; their
// numbers add up to what is there.
func (b *builder) addExistingHalls(i int) {
	for x := range b.s.Sites[i].Existing.Halls {
		hall := &b.s.Sites[i].Existing.Halls[x]
		kinds := b.kinds(i, hall.HallType, hall.Design, hall.Stand)
		kind := kinds[0]
		perHall := kind.GridPerIT() * float64(b.s.HallTypes[hall.HallType].Module)
		count := float64(hall.Count)
		row := b.AddRow(b.family.existingHalls, count, count, hall.ID)
		for e := 0; e <= kind.LastStop(hall); e++ {
			b.money.reset()
			kind.ExistingFixed(hall, e, b.money.fixed)
			c := campaign{site: i, hallType: hall.HallType, design: hall.Design, existing: x, stand: hall.Stand, start: 0, stop: e, class: settled}
			b.Term(row, b.addCampaign(c, kinds, kind.Replaced(hall), perHall, count), 1)
		}
	}
}

// addCampaign adds the column of a campaign whose fixed money per MW of IT load
// is in b.money, and its terms in the rows of the site, the services and the
// policies, or nothing where no plan needs it. replaced is the period from which
// its machines date.
func (b *builder) addCampaign(c campaign, kinds []*finance.Halls, replaced int, perHall, most float64) int32 {
	hallType := &b.s.HallTypes[c.hallType]
	module := float64(hallType.Module)
	at := b.at(c.site, hallType.Business)
	for w, kind := range kinds {
		for p := c.start; p < c.stop; p++ {
			if !b.waits(w, c.site, c.class, p) {
				b.money.flows[w][p] = kind.Run(p, replaced)
			}
		}
	}
	values := b.valueOf(&b.money, module, at)
	if c.existing < 0 && !hallType.Business.IsAI() && b.mayLeaveOut(at.country) && !b.askedFor(c) && b.worthless(&b.money, module, values) {
		return none
	}
	c.col = b.AddCol(b.family.halls, 0, most, b.mean(values), true, b.campaignName(c)...)
	b.spread(c.col, values)
	b.post(c.col, &b.money, module, at.country)
	b.standHalls(c, hallType.Business, perHall)
	if hallType.Business.IsAI() {
		b.offerService(c, module)
	}
	b.applyCampaign(c, module)
	b.count(c)
	b.campaigns = append(b.campaigns, c)
	return c.col
}

// campaignName is the parts of a campaign's name.
func (b *builder) campaignName(c campaign) []string {
	group := "new"
	if c.existing >= 0 {
		group = b.s.Sites[c.site].Existing.Halls[c.existing].ID
	}
	parts := []string{b.s.Sites[c.site].ID, b.s.HallTypes[c.hallType].ID, b.s.Designs[c.design].ID, c.stand.String(), group, b.labels[c.start], b.labels[c.stop]}
	return append(parts, b.className(c.class)...)
}

// className is the part of a name that tells what waits from what does not.
func (b *builder) className(class int) []string {
	if class == settled {
		return nil
	}
	return []string{"waits_for_" + b.labels[class]}
}

// serviceKey is a place, the first site of a pool, and time at which IT MW of a
// product are offered by halls of a class.
type serviceKey struct {
	site, period int
	product      model.Business
	class        int
}

// serviceLevel is the row that holds what is sold to clients who need an
// availability of at least sla within the halls that have it.
type serviceLevel struct {
	sla unit.Share
	row int32
}

// offerService gives the IT MW of an AI campaign to the service rows whose
// level its availability meets.
func (b *builder) offerService(c campaign, module float64) {
	product := b.s.HallTypes[c.hallType].Business
	available := b.calc.Availability(c.design)
	for p := c.start; p < c.stop; p++ {
		for _, level := range b.serviceLevels(serviceKey{b.pools[product][c.site], p, product, b.classAt(c.site, c.class, p)}) {
			if b.calc.Meets(c.design, level.sla) {
				b.Term(level.row, c.col, -module*available)
			}
		}
	}
	if b.pooled(c.site) {
		b.offerSpot(c, product, module*available)
	}
}

// serviceLevels returns the service rows of a place and time, adding them when
// first asked for: one per level that some contract of the product asks for,
// and level 0 for all.
func (b *builder) serviceLevels(key serviceKey) []serviceLevel {
	if levels, ok := b.service[key]; ok {
		return levels
	}
	var levels []serviceLevel
	for _, sla := range b.levels[key.product] {
		name := []string{b.s.Sites[key.site].ID, key.product.String(), slaName(sla), b.labels[key.period]}
		row := b.AddRow(b.family.service, math.Inf(-1), 0, append(name, b.className(key.class)...)...)
		levels = append(levels, serviceLevel{sla, row})
	}
	b.service[key] = levels
	return levels
}

// slaLevels lists the levels that separate the halls of a product: 0 and, for
// each set of designs that meet some contract's SLA, the lowest such SLA;
// rows of other levels would repeat a weaker condition.
func (b *builder) slaLevels(product model.Business) []unit.Share {
	t := b.calc.HallTypeOf(product)
	meets := func(sla unit.Share) (n int) {
		for _, d := range b.s.HallTypes[t].Designs {
			if b.calc.Meets(d, sla) {
				n++
			}
		}
		return n
	}
	slas := []unit.Share{0}
	for i := range b.s.Contracts {
		if c := &b.s.Contracts[i]; c.Product == product {
			slas = append(slas, c.SLA)
		}
	}
	slices.Sort(slas)
	var levels []unit.Share
	before := -1
	for _, sla := range slas {
		if n := meets(sla); n != before && n > 0 {
			levels, before = append(levels, sla), n
		}
	}
	return levels
}
