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
	mw     []float64 // wanted, by period
	months []float64 // paid at full price per MW wanted, by period
	serve  []serveColumn
	short  []int32 // by period, none where no shortfall is allowed
}

// serveColumn is IT MW of a site given to a contract in a period.
type serveColumn struct {
	col          int32
	site, period int
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
	cols.mw, cols.months = finance.Profile(b.s.Horizon, contract)
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

// addServe adds what each allowed site may give a contract in a period.
func (b *builder) addServe(i, p int, supply int32) {
	contract := &b.s.Contracts[i]
	cols := &b.contracts[i]
	for site := range b.s.Sites {
		region := b.s.Sites[site].Region
		if !contract.Allows(region) {
			continue
		}
		levels, offered := b.service[serviceKey{site, p, contract.Product}]
		if !offered || !b.meetsSLA(site, contract) {
			continue
		}
		flow := b.calc.Serve(contract, site, p, cols.months[p])
		country := b.country(site)
		col := b.AddCol(b.family.serve, 0, cols.mw[p], b.value.flow(flow, p, country, contract.Product), false,
			contract.ID, b.s.Sites[site].ID, b.labels[p])
		b.Term(supply, col, 1)
		for _, level := range levels {
			if contract.SLA >= level.sla {
				b.Term(level.row, col, 1)
			}
		}
		b.postFlow(col, flow, p, country)
		b.applySold(col, site, p, flow)
		cols.serve = append(cols.serve, serveColumn{col, site, p})
	}
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
	flow := b.calc.Short(contract, cols.months[p])
	label := b.labels[p]
	most := float64(contract.MaxShort) * cols.mw[p]
	col := b.AddCol(b.family.short, 0, most, b.value.flow(flow, p, 0, contract.Product), false, contract.ID, label)
	b.Term(supply, col, 1)
	row := b.AddRow(b.family.shortShare, math.Inf(-1), 0, contract.ID, label)
	b.Term(row, col, 1)
	b.Term(row, cols.accept, -most)
	b.postFlow(col, flow, p, 0)
	cols.short[p] = col
}
