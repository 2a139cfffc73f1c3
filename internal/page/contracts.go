package page

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// contracts lists the contracts served and from where, those refused, and what is
// sold without contract.
func (b *builder) contracts() (section, error) {
	s := section{ID: "contracts", Heading: b.Text("contracts")}
	served := table{Caption: b.Text("contracts.table"), Left: 4, Header: []string{
		b.Text("column.contract"), b.Text("column.client"), b.Text("column.product"), b.Text("column.from"), b.Text("column.it"), b.Text("column.short"),
	}}
	refused := table{Caption: b.Text("contracts.refused"), Left: 3, Header: []string{b.Text("column.contract"), b.Text("column.client"), b.Text("column.product"), b.Text("column.it")}}
	var taken, left unit.MW
	for _, c := range b.plan.Contracts {
		if !c.Accepted {
			left += c.MW
			refused.add(c.Contract, c.Client, b.business(c.Product), b.mwCell(c.MW))
			continue
		}
		taken += c.MW
		served.add(c.Contract, c.Client, b.business(c.Product), strings.Join(b.servedFrom(c.Contract), ", "), b.mwCell(c.MW), b.mwCell(b.short(c.Contract)))
	}
	n := len(b.plan.Contracts)
	if n == 0 {
		s.Blocks = append(s.Blocks, block{Text: b.Text("contracts.none")})
	} else {
		s.Blocks = append(s.Blocks, block{Text: b.Count("contracts.served", n, b.Number(float64(len(served.Rows)), 0), b.mw(taken), b.mw(left))})
	}
	if len(served.Rows) > 0 {
		s.Blocks = append(s.Blocks, block{Table: &served})
	}
	if len(refused.Rows) > 0 {
		s.Blocks = append(s.Blocks, block{Details: &details{Summary: b.Count("contracts.show", len(refused.Rows)), Blocks: []block{{Table: &refused}}}})
	}
	if t := b.merchant(); len(t.Rows) > 0 {
		s.Blocks = append(s.Blocks, block{Table: &t})
	}
	return s, nil
}

// servedFrom names the regions that serve a contract, those that give most first.
func (b *builder) servedFrom(contract string) []string {
	sums := map[string]unit.MW{}
	var order []string
	for _, d := range b.plan.Deliveries {
		if d.Contract != contract {
			continue
		}
		name := b.regionOf(d.Site)
		if _, ok := sums[name]; !ok {
			order = append(order, name)
		}
		sums[name] += d.MW
	}
	slices.SortStableFunc(order, func(x, y string) int { return cmp.Compare(sums[y], sums[x]) })
	return slices.DeleteFunc(order, func(name string) bool { return sums[name] < 0.05 })
}

// regionOf names the region of a site.
func (b *builder) regionOf(site string) string {
	i := slices.IndexFunc(b.scenario.Sites, func(s model.Site) bool { return s.ID == site })
	if i < 0 {
		return site
	}
	return b.region(b.scenario.Regions[b.scenario.Sites[i].Region].ID)
}

// short is the most MW of a contract that are not delivered in a period.
func (b *builder) short(contract string) unit.MW {
	var most unit.MW
	for _, x := range b.plan.Shortfalls {
		if x.Contract == contract {
			most = max(most, x.MW)
		}
	}
	return most
}

// merchant lists what is sold without contract by period and market.
func (b *builder) merchant() table {
	t := table{Caption: b.Text("merchant.table"), Left: 1, Header: []string{b.Text("column.period")}}
	var markets []string
	sums := map[[2]string]unit.MW{}
	for _, x := range b.plan.SpotSales {
		sums[[2]string{x.Period, x.Market}] += x.MW
		if !slices.Contains(markets, x.Market) {
			markets = append(markets, x.Market)
		}
	}
	for _, m := range markets {
		t.Header = append(t.Header, b.market(m))
	}
	if len(markets) == 0 {
		return t
	}
	t.Header = append(t.Header, b.Text("column.all"))
	for _, period := range b.plan.Periods {
		row, all := []string{period}, unit.MW(0)
		for _, m := range markets {
			row = append(row, b.mwCell(sums[[2]string{period, m}]))
			all += sums[[2]string{period, m}]
		}
		t.add(append(row, b.mwCell(all))...)
	}
	return t
}

// market names a client market as the scenario does.
func (b *builder) market(id string) string {
	for i := range b.scenario.Markets {
		if m := &b.scenario.Markets[i]; m.ID == id {
			return cmp.Or(m.Name, id)
		}
	}
	return id
}

// limits lists what holds the plan back, what is worth most first.
func (b *builder) limits() (section, error) {
	s := section{ID: "limits", Heading: b.Text("limits")}
	rows := slices.Clone(b.plan.Binding)
	if len(rows) == 0 {
		s.Blocks = append(s.Blocks, block{Text: b.Text("limits.none")})
		return s, nil
	}
	slices.SortStableFunc(rows, func(x, y model.Binding) int { return cmp.Compare(y.Worth, x.Worth) })
	t := table{Caption: b.Text("limits.table", b.plan.Currency), Left: 5, Header: []string{
		b.Text("column.limit"), b.Text("column.name"), b.Text("column.period"), b.Text("column.how"), b.Text("column.more"), b.Text("column.worth", b.plan.Currency),
	}}
	for _, x := range rows {
		t.add(b.Name("limit", x.Limit), b.subject(x.Name), x.Period, b.Name("how", x.How), b.limitUnit(x.Unit), b.Number(float64(x.Worth), 0))
	}
	s.Blocks = append(s.Blocks, block{Text: b.Text("limits.text")}, block{Table: &t})
	return s, nil
}

// subject names what a limit is of: a region, a site or another name of the scenario.
func (b *builder) subject(name string) string {
	if r := b.region(name); r != name {
		return r
	}
	return b.site(name)
}

// limitUnit names the unit of a limit, of which one more is worth something.
func (b *builder) limitUnit(unit string) string {
	if unit == "million "+b.plan.Currency {
		return b.Text("unit.million", b.plan.Currency)
	}
	return b.Name("of.limit", unit)
}
