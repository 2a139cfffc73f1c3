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
}

// addHalls adds the campaigns of every site (docs/model.md, section 3).
func (b *builder) addHalls() {
	b.service = map[serviceKey][]serviceLevel{}
	for _, product := range model.Businesses {
		if product.IsAI() && b.calc.HallTypeOf(product) >= 0 {
			b.levels[product] = b.slaLevels(product)
		}
	}
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
	kind := b.calc.Halls(i, t, d, stand)
	for v := max(first, kind.Construction()); v < b.s.Horizon.Periods; v++ {
		if b.newHallsForbidden(i, hallType.Business, v) {
			continue
		}
		for _, e := range kind.Stops(v) {
			b.stream.Reset()
			kind.New(v, e, b.stream)
			b.addCampaign(campaign{site: i, hallType: t, design: d, existing: -1, stand: stand, start: v, stop: e}, perHall, halls)
		}
	}
}

// addExistingHalls adds every stop of the brownfield halls of a site; their
// numbers add up to what is there.
func (b *builder) addExistingHalls(i int) {
	for x := range b.s.Sites[i].Existing.Halls {
		hall := &b.s.Sites[i].Existing.Halls[x]
		kind := b.calc.Halls(i, hall.HallType, hall.Design, hall.Stand)
		perHall := kind.GridPerIT() * float64(b.s.HallTypes[hall.HallType].Module)
		count := float64(hall.Count)
		row := b.AddRow(b.family.existingHalls, count, count, hall.ID)
		for e := 0; e <= kind.LastStop(hall); e++ {
			b.stream.Reset()
			kind.Existing(hall, e, b.stream)
			c := campaign{site: i, hallType: hall.HallType, design: hall.Design, existing: x, stand: hall.Stand, start: 0, stop: e}
			b.Term(row, b.addCampaign(c, perHall, count), 1)
		}
	}
}

// addCampaign adds the column of a campaign whose money per MW of IT load is
// in b.stream, and its terms in the rows of the site, the services and the
// policies.
func (b *builder) addCampaign(c campaign, perHall, most float64) int32 {
	hallType := &b.s.HallTypes[c.hallType]
	module := float64(hallType.Module)
	country := b.country(c.site)
	value := module * b.value.stream(b.stream, country, hallType.Business)
	name := b.campaignName(c)
	c.col = b.AddCol(b.family.halls, 0, most, value, true, name[:]...)
	b.post(c.col, b.stream, module, country)
	rows := &b.sites[c.site]
	for p := c.start; p < c.stop; p++ {
		if c.stand == model.Flex {
			b.Term(rows.flex[p], c.col, perHall)
			continue
		}
		b.Term(rows.firm[p], c.col, perHall)
		if hallType.Business.IsAI() && rows.secure[p] != none {
			b.Term(rows.secure[p], c.col, perHall)
		}
	}
	if hallType.Business.IsAI() {
		b.offerService(c, module)
	}
	b.applyCampaign(c, module)
	b.count(c)
	b.campaigns = append(b.campaigns, c)
	return c.col
}

// campaignName is the parts of a campaign's name.
func (b *builder) campaignName(c campaign) [7]string {
	group := "new"
	if c.existing >= 0 {
		group = b.s.Sites[c.site].Existing.Halls[c.existing].ID
	}
	return [...]string{b.s.Sites[c.site].ID, b.s.HallTypes[c.hallType].ID, b.s.Designs[c.design].ID, c.stand.String(), group, b.labels[c.start], b.labels[c.stop]}
}

// serviceKey is a place and time at which IT MW of a product are offered.
type serviceKey struct {
	site, period int
	product      model.Business
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
		for _, level := range b.serviceLevels(serviceKey{c.site, p, product}) {
			if b.calc.Meets(c.design, level.sla) {
				b.Term(level.row, c.col, -module*available)
			}
		}
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
		row := b.AddRow(b.family.service, math.Inf(-1), 0, b.s.Sites[key.site].ID, key.product.String(), slaName(sla), b.labels[key.period])
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
