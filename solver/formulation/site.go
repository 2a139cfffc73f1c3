package formulation

import (
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
)

// signingColumns are the decisions about a site's offer, by signing period;
// signings too late to be energised within the horizon have none.
type signingColumns struct {
	sign, firm, flex []int32
	lead             int // periods
	// worthSigning is set where a connection may be worth something by itself.
	worthSigning bool
}

// siteRows are the capacity rows of a site, by period; none where the site
// can hold nothing of the kind.
type siteRows struct {
	firm, secure, flex []int32
	// Capacities bound the halls of a campaign: the grid MW that the site can
	// have at most, and the first period in which it has any.
	most  [3]float64 // by stand
	first [3]int
	// mostSecure and firstSecure are the same for AI halls.
	mostSecure  float64
	firstSecure int
	window      windowRows
}

// addSites states signing, orders and the capacity of every site (docs/model.md,
// section 2).
func (b *builder) addSites() {
	b.signings = make([]signingColumns, len(b.s.Sites))
	b.sites = make([]siteRows, len(b.s.Sites))
	for i := range b.s.Sites {
		site := &b.s.Sites[i]
		b.addCapacity(i)
		b.addWindow(i)
		if site.Existing.Firm+site.Existing.Flex > 0 {
			b.money.reset()
			b.calc.ExistingConnection(i, b.money.fixed)
			b.postFixed(b.money.fixed, b.at(i, model.Mining))
		}
		if site.HasOffer {
			b.addOffer(i)
		}
	}
}

// addCapacity adds the rows that hold a site's halls within its MW.
func (b *builder) addCapacity(i int) {
	site := &b.s.Sites[i]
	rows := &b.sites[i]
	energised := b.s.Horizon.Periods
	offered := model.Offer{}
	if site.HasOffer {
		offered = b.largestOffer(i)
		energised = finance.LeadPeriods(b.s, i)
	}
	firm, flex := float64(site.Existing.Firm), float64(site.Existing.Flex)
	now := finance.SecureShare(site.Existing.Feeders)
	later := finance.SecureShare(finance.Feeders(site))
	offeredFirm, offeredFlex := float64(offered.MaxFirm), float64(offered.MaxFlex)
	rows.firm, rows.most[model.Firm], rows.first[model.Firm] = b.capacityRows(i, b.family.firmMW, firm, offeredFirm, energised)
	rows.most[model.Headroom], rows.first[model.Headroom] = rows.most[model.Firm], rows.first[model.Firm]
	rows.flex, rows.most[model.Flex], rows.first[model.Flex] = b.capacityRows(i, b.family.flexMW, flex, offeredFlex, energised)
	gained := later*(firm+offeredFirm) - now*firm
	rows.secure, rows.mostSecure, rows.firstSecure = b.capacityRows(i, b.family.secureMW, now*firm, gained, energised)
}

// capacityRows adds a row per period in which a site may have MW of a kind:
// has from the start, gains once energised. It returns the most and the first
// period in which there is any.
func (b *builder) capacityRows(i int, family familyID, has, gains float64, energised int) (rows []int32, most float64, first int) {
	n := b.s.Horizon.Periods
	rows = make([]int32, n)
	first = n
	for p := range n {
		rows[p] = none
		if has > 0 || gains > 0 && p >= energised {
			rows[p] = b.AddRow(family, math.Inf(-1), has, b.s.Sites[i].ID, b.labels[p])
			first = min(first, p)
		}
	}
	if energised < n {
		has += gains
	}
	return rows, has, first
}

// offerIn is a site's offer as it may be signed in period q: within the size
// rules in force then.
func (b *builder) offerIn(i, q int) model.Offer {
	offer := b.s.Sites[i].Offer
	for r := range b.s.Rules {
		rule := &b.s.Rules[r]
		if !rule.Enabled || !rule.Covers(i, b.s.Sites[i].Region) || !rule.Span.Covers(b.s.Horizon.Begin(q)) {
			continue
		}
		switch rule.Kind {
		case model.MinSite:
			offer.Min = max(offer.Min, mw(rule.Limit))
		case model.MaxSite:
			offer.Max = min(offer.Max, mw(rule.Limit))
		}
	}
	offer.MaxFirm, offer.MaxFlex = min(offer.MaxFirm, offer.Max), min(offer.MaxFlex, offer.Max)
	return offer
}

// largestOffer is the most that a site's offer can give in any period.
func (b *builder) largestOffer(i int) model.Offer {
	var largest model.Offer
	for q := range b.s.Horizon.Periods {
		offer := b.offerIn(i, q)
		largest.MaxFirm = max(largest.MaxFirm, offer.MaxFirm)
		largest.MaxFlex = max(largest.MaxFlex, offer.MaxFlex)
	}
	return largest
}

// addOffer adds the signing of a site's offer in each period and the MW
// ordered with it.
func (b *builder) addOffer(i int) {
	site := &b.s.Sites[i]
	n := b.s.Horizon.Periods
	cols := &b.signings[i]
	cols.lead = finance.LeadPeriods(b.s, i)
	if cols.lead >= n {
		return
	}
	at := b.at(i, model.Mining)
	once := b.AddRow(b.family.once, math.Inf(-1), 1, site.ID)
	perMW := newMoney(len(b.worlds), n)
	for q := 0; q+cols.lead < n; q++ {
		b.money.reset()
		perMW.reset()
		b.calc.Connection(i, q, b.money.fixed, perMW.fixed)
		for w := range b.worlds {
			for p := q + cols.lead + b.worlds[w].calc.Late(i); p < n; p++ {
				perMW.flows[w][p] = b.calc.Declared(i, p)
			}
		}
		label, offer := b.labels[q], b.offerIn(i, q)
		possible := 1.0
		if offer.Min > offer.Max {
			possible = 0
		}
		values := b.valueOf(&b.money, 1, at)
		cols.worthSigning = cols.worthSigning || !b.worthless(&b.money, 1, values)
		sign := b.AddCol(b.family.sign, 0, possible, b.value.stream(b.money.fixed, at), true, site.ID, label)
		b.post(sign, &b.money, 1, at.country)
		b.Term(once, sign, 1)
		firm := b.addOrder(i, q, sign, b.family.firm, b.family.firmSize, offer.MaxFirm, &perMW)
		flex := b.addOrder(i, q, sign, b.family.flex, b.family.flexSize, offer.MaxFlex, &perMW)
		b.boundOrder(b.family.maxSize, sign, firm, flex, -1, offer.Max, offer.MaxFirm+offer.MaxFlex > offer.Max, site.ID, label)
		b.boundOrder(b.family.minSize, sign, firm, flex, 1, offer.Min, offer.Min > 0, site.ID, label)
		b.energise(i, q+cols.lead, sign, firm, flex)
		b.energiseWindow(i, q, sign, firm, flex)
		b.applySigning(i, q, sign)
		cols.sign, cols.firm, cols.flex = append(cols.sign, sign), append(cols.firm, firm), append(cols.flex, flex)
	}
}

// addOrder adds the MW of one kind ordered with a signing, or none.
func (b *builder) addOrder(i, q int, sign int32, family, size familyID, most mw, perMW *money) int32 {
	if most <= 0 {
		return none
	}
	id, label, at := b.s.Sites[i].ID, b.labels[q], b.at(i, model.Mining)
	values := b.valueOf(perMW, 1, at)
	b.signings[i].worthSigning = b.signings[i].worthSigning || !b.worthless(perMW, 1, values)
	col := b.AddCol(family, 0, float64(most), b.mean(values), false, id, label)
	b.spread(col, values)
	b.post(col, perMW, 1, at.country)
	row := b.AddRow(size, math.Inf(-1), 0, id, label)
	b.Term(row, col, 1)
	b.Term(row, sign, -float64(most))
	b.addLimit(limit{row: row, col: none, given: sign, family: "offer", name: id, period: label, unit: "MW"})
	return col
}

// boundOrder holds the whole order of a signing to at least a bound (sense 1)
// or at most it (sense -1): sense x (bound x sign - firm - flex) <= 0.
func (b *builder) boundOrder(family familyID, sign, firm, flex int32, sense float64, bound mw, needed bool, name ...string) {
	if !needed {
		return
	}
	row := b.AddRow(family, math.Inf(-1), 0, name...)
	b.Term(row, sign, sense*float64(bound))
	for _, col := range []int32{firm, flex} {
		if col != none {
			b.Term(row, col, -sense)
		}
	}
}

// energise gives a signing's MW to the site's capacity rows from period from
// on. Energising also makes the existing firm MW as secure as the new feeders
// allow.
func (b *builder) energise(i, from int, sign, firm, flex int32) {
	site := &b.s.Sites[i]
	rows := &b.sites[i]
	now := finance.SecureShare(site.Existing.Feeders)
	later := finance.SecureShare(finance.Feeders(site))
	for p := from; p < b.s.Horizon.Periods; p++ {
		if firm != none {
			b.Term(rows.firm[p], firm, -1)
			if later > 0 {
				b.Term(rows.secure[p], firm, -later)
			}
		}
		if rows.secure[p] != none && later > now && site.Existing.Firm > 0 {
			b.Term(rows.secure[p], sign, -(later-now)*float64(site.Existing.Firm))
		}
		if flex != none {
			b.Term(rows.flex[p], flex, -1)
		}
	}
}
