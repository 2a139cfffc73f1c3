package formulation

import (
	"math"
	"strconv"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
	"github.com/gridalloc/gridalloc/model/unit"
)

// contractColumns are the decisions about a contract.
type contractColumns struct {
	accept int32
	mw     []float64        // wanted, by period
	terms  []*finance.Terms // by world
	serve  []serveColumn
	short  []int32 // by period, none where no shortfall is allowed
}

// serveColumn is IT MW of a site given to a contract in a period by halls of a
// class.
type serveColumn struct {
	col                 int32
	site, period, class int
}

func slaName(sla unit.Share) string { return strconv.FormatFloat(float64(sla), 'g', -1, 64) }

// addContracts states which contracts are taken and from where they are served
// (docs/model.md, section 4). A contract of which part of the term cannot be
// served anywhere is thereby refused.
func (b *builder) addContracts() {
	b.contracts = make([]contractColumns, len(b.s.Contracts))
	for i := range b.s.Contracts {
		b.addContract(i)
	}
}

func (b *builder) addContract(i int) {
	contract := &b.s.Contracts[i]
	cols := &b.contracts[i]
	for w := range b.worlds {
		cols.terms = append(cols.terms, b.terms(w, i))
	}
	cols.mw = cols.terms[0].MW
	least := 0.0
	if contract.Mandatory {
		least = 1
	}
	cols.accept = b.AddCol(b.family.accept, least, 1, 0, true, contract.ID)
	cols.short = make([]int32, b.s.Horizon.Periods)
	for p, wanted := range cols.mw {
		cols.short[p] = none
		if wanted == 0 {
			continue
		}
		supply := b.AddRow(b.family.supply, 0, 0, contract.ID, b.labels[p])
		b.Term(supply, cols.accept, -wanted)
		b.addServe(i, p, supply)
		if rows := b.counters.wholeHalls[contract.Product]; rows != nil {
			b.Term(rows[p], cols.accept, wanted*(1-float64(contract.MaxShort)))
		}
		if contract.MaxShort > 0 {
			b.addShort(i, p, supply)
		}
	}
}

// terms are those of a contract in a world.
func (b *builder) terms(w, contract int) *finance.Terms {
	if b.known == nil {
		b.known = make([][]*finance.Terms, len(b.worlds))
		for w := range b.known {
			for i := range b.s.Contracts {
				b.known[w] = append(b.known[w], b.worlds[w].calc.Terms(i))
			}
		}
	}
	return b.known[w][contract]
}

// addServe adds what each allowed site, or pool of sites, may give a contract in a period.
func (b *builder) addServe(i, p int, supply int32) {
	contract := &b.s.Contracts[i]
	cols := &b.contracts[i]
	for site := range b.s.Sites {
		region := b.s.Sites[site].Region
		if !contract.Allows(region) || !b.meetsSLA(site, contract) || b.pools[contract.Product][site] != site {
			continue
		}
		for _, class := range b.classes(site, p) {
			levels, offered := b.service[serviceKey{site, p, contract.Product, class}]
			if !offered {
				continue
			}
			x := serveColumn{none, site, p, class}
			name := append([]string{contract.ID, b.s.Sites[site].ID, b.labels[p]}, b.className(class)...)
			x.col = b.addFlow(b.family.serve, cols.mw[p], p, b.at(site, contract.Product), func(w int) finance.Flow { return b.served(cols, x, w) }, name...)
			b.Term(supply, x.col, 1)
			for _, level := range levels {
				if contract.SLA >= level.sla {
					b.Term(level.row, x.col, 1)
				}
			}
			b.applySold(x.col, site, p)
			cols.serve = append(cols.serve, x)
		}
	}
}

// served is the money of one MW given to a contract in a world: a penalty
// where its halls wait for power.
func (f *Formulation) served(cols *contractColumns, x serveColumn, w int) finance.Flow {
	calc := f.worlds[w].calc
	if f.waits(w, x.site, x.class, x.period) {
		return calc.Short(cols.terms[w], x.period)
	}
	return calc.Serve(cols.terms[w], x.site, x.period)
}

// meetsSLA reports whether halls of the contract's product with its
// availability can stand at a site.
func (b *builder) meetsSLA(site int, contract *model.Contract) bool {
	if b.calc.HallTypeOf(contract.Product) < 0 {
		return false
	}
	feeders := finance.Feeders(&b.s.Sites[site])
	for _, d := range b.s.HallTypes[b.calc.HallTypeOf(contract.Product)].Designs {
		if b.s.Designs[d].Feeders <= feeders && b.calc.Meets(d, contract.SLA) {
			return true
		}
	}
	return false
}

// addShort adds the shortfall a contract allows in a period.
func (b *builder) addShort(i, p int, supply int32) {
	contract := &b.s.Contracts[i]
	cols := &b.contracts[i]
	label := b.labels[p]
	most := float64(contract.MaxShort) * cols.mw[p]
	short := func(w int) finance.Flow { return b.worlds[w].calc.Short(cols.terms[w], p) }
	col := b.addFlow(b.family.short, most, p, place{0, contract.Market, contract.Product}, short, contract.ID, label)
	b.Term(supply, col, 1)
	row := b.AddRow(b.family.shortShare, math.Inf(-1), 0, contract.ID, label)
	b.Term(row, col, 1)
	b.Term(row, cols.accept, -most)
	cols.short[p] = col
}
