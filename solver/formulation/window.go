package formulation

import (
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
)

// windowRows are the rows of a site that some world energises late
// (docs/model.md, section 2, Late connections); nil where none does.
type windowRows struct {
	// firm, secure and flex hold the halls that do not wait within the MW that
	// no world delays, by period.
	firm, secure, flex []int32
	// waiting hold the halls that wait for a signing within its order, by
	// signing period and period: those on firm MW and those on flex.
	waiting map[[2]int][2]int32
}

// addWindow adds the rows of a site that some world energises late. With the
// rows of addCapacity, which hold for all halls together, they see to it that
// each signing is waited for by halls that stand on its order.
func (b *builder) addWindow(i int) {
	if b.late[i] == 0 {
		return
	}
	n, lead := b.s.Horizon.Periods, finance.LeadPeriods(b.s, i)
	existing := &b.s.Sites[i].Existing
	rows := &b.sites[i].window
	rows.waiting = map[[2]int][2]int32{}
	row := func(kind string, has float64, p int) int32 {
		return b.AddRow(b.family.settledMW, math.Inf(-1), has, b.s.Sites[i].ID, kind, b.labels[p])
	}
	secure := finance.SecureShare(existing.Feeders) * float64(existing.Firm)
	for p := range n {
		rows.firm = append(rows.firm, row("firm", float64(existing.Firm), p))
		rows.secure = append(rows.secure, row("secure", secure, p))
		rows.flex = append(rows.flex, row("flex", float64(existing.Flex), p))
	}
	for q := 0; q+lead < n; q++ {
		for p := q + lead; p < min(q+lead+b.late[i], n); p++ {
			wait := func(kind string) int32 {
				return b.AddRow(b.family.waitingMW, math.Inf(-1), 0, b.s.Sites[i].ID, kind, b.labels[q], b.labels[p])
			}
			rows.waiting[[2]int{q, p}] = [2]int32{wait("firm"), wait("flex")}
		}
	}
}

// energiseWindow gives a signing's MW to those that wait for it, and after its
// window to those that do not wait.
func (b *builder) energiseWindow(i, q int, sign, firm, flex int32) {
	if b.late[i] == 0 {
		return
	}
	site, rows := &b.s.Sites[i], &b.sites[i].window
	n, from := b.s.Horizon.Periods, q+finance.LeadPeriods(b.s, i)
	now, later := finance.SecureShare(site.Existing.Feeders), finance.SecureShare(finance.Feeders(site))
	for p := from; p < min(from+b.late[i], n); p++ {
		wait := rows.waiting[[2]int{q, p}]
		b.order(wait[0], firm, 1)
		b.Term(wait[0], sign, -float64(site.Existing.Firm))
		b.order(wait[1], flex, 1)
		b.Term(wait[1], sign, -float64(site.Existing.Flex))
	}
	for p := from + b.late[i]; p < n; p++ {
		b.order(rows.firm[p], firm, 1)
		b.order(rows.secure[p], firm, later)
		b.Term(rows.secure[p], sign, -(later-now)*float64(site.Existing.Firm))
		b.order(rows.flex[p], flex, 1)
	}
}

// order gives a share of ordered MW, if there are any, to a row.
func (b *builder) order(row, ordered int32, share float64) {
	if ordered != none && share > 0 {
		b.Term(row, ordered, -share)
	}
}

// standHalls enters a campaign in the rows of its site's MW.
func (b *builder) standHalls(c campaign, business model.Business, perHall float64) {
	rows, window := &b.sites[c.site], &b.sites[c.site].window
	for p := c.start; p < c.stop; p++ {
		total, settledRow, kind := rows.firm, window.firm, 0
		if c.stand == model.Flex {
			total, settledRow, kind = rows.flex, window.flex, 1
		}
		b.Term(total[p], c.col, perHall)
		if business.IsAI() && rows.secure[p] != none {
			b.Term(rows.secure[p], c.col, perHall)
		}
		if b.late[c.site] == 0 {
			continue
		}
		if c.class != settled {
			if wait, ok := window.waiting[[2]int{c.class, p}]; ok {
				b.Term(wait[kind], c.col, perHall)
			}
			continue
		}
		b.Term(settledRow[p], c.col, perHall)
		if business.IsAI() {
			b.Term(window.secure[p], c.col, perHall)
		}
	}
}
