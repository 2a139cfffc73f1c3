package cli

import (
	"fmt"
	"slices"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/model/whatif"
	"github.com/gridalloc/gridalloc/solver/explain"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// compared is a market of a comparison.
type compared struct {
	name     string
	scenario *model.Scenario // nil where the price cap leaves no region
	found    *explain.Found  // nil until it is solved
	cheap    []report.CapRow
}

// market loads a market. The price cap limits those that the base is compared with to the
// regions it leaves; the base itself is planned whole, but its cheap regions are listed too.
func (k *comparison) market(opts file.Options) (*compared, error) {
	s, err := k.loadAs(opts)
	if err != nil {
		return nil, err
	}
	m := &compared{name: s.Name, scenario: s}
	for i := range s.Regions {
		r := &s.Regions[i]
		if price := float64(r.EnergyPrice+r.NetworkPrice) / 1000; price <= k.priceCap {
			m.cheap = append(m.cheap, report.CapRow{Market: s.Name, Region: r.ID, Name: r.Name, Price: price})
			opts.Regions = append(opts.Regions, r.ID)
		}
	}
	if k.priceCap == 0 || opts.Like == "" {
		return m, nil
	}
	m.scenario = nil
	if len(m.cheap) > 0 {
		m.scenario, err = k.loadAs(opts)
	}
	return m, err
}

// loadPool loads all markets as one scenario, where that is asked for.
func (k *comparison) loadPool(names []string) error {
	if !k.together {
		return nil
	}
	opts := file.Options{Set: slices.Concat(k.sets, k.limits), Regions: []string{}, Contracts: []string{}}
	var markets []*model.Scenario
	for i, m := range k.markets {
		if m.scenario == nil {
			continue
		}
		markets = append(markets, m.scenario)
		for r := range m.scenario.Regions {
			opts.Regions = append(opts.Regions, m.scenario.Regions[r].ID)
		}
		for c := range m.scenario.Contracts {
			opts.Contracts = append(opts.Contracts, m.scenario.Contracts[c].ID)
		}
		if i > 0 && names[i] != names[0] {
			opts.Also = append(opts.Also, names[i])
		}
	}
	slices.Sort(opts.Regions)
	slices.Sort(opts.Contracts)
	opts.Path, opts.Regions, opts.Contracts = names[0], slices.Compact(opts.Regions), slices.Compact(opts.Contracts)
	s, err := k.loadAs(opts)
	if err != nil {
		return err
	}
	k.pool = whatif.ServedAtHome(s, markets...)
	return nil
}

// begin fills in what is known before anything is solved.
func (k *comparison) begin() {
	a, base := &k.answer, k.markets[0].scenario
	a.Capped, a.Currency, a.Goal, a.Measure = k.priceCap, base.Currency, base.Objective.Goal.String(), base.Objective.Measure.String()
	a.Notes = []string{fmt.Sprintf("the objective is %s, by the measure %s", a.Goal, a.Measure), "definitions, method and limits: docs/compare.md"}
	for _, m := range k.markets {
		a.Cap = append(a.Cap, m.cheap...)
		row := report.MarketRow{Market: m.name, Outcome: "no region is left"}
		if s := m.scenario; s != nil {
			row.Outcome = "not solved"
			row.DiscountRate, row.Tax, row.Regions = amountOf(&s.DiscountRate), finite(whatif.MeanTax(s)), len(s.Regions)
			assumed, grades := explain.Assumed(s)
			row.Assumed, row.GradeA, row.GradeB, row.GradeC = &assumed, &grades[0], &grades[1], &grades[2]
			if !slices.Equal(s.Base.Hashprice, base.Base.Hashprice) {
				a.Notes = append(a.Notes, fmt.Sprintf("the hashprice of %s is not that of %s: the difference is among what is left", s.Name, base.Name))
			}
		}
		a.Markets = append(a.Markets, row)
	}
}

// ended says in a word how a search ended, and what that means for the exit code.
func ended(f *explain.Found) (string, outcome) {
	switch {
	case f.Ended == mip.Infeasible:
		return f.Ended.String(), outcome{code: exitNoPlan, message: "infeasible: no plan meets all limits"}
	case f.Plan == nil:
		return f.Ended.String(), outcome{code: exitLimitNoPlan, message: "stopped before a plan was found", hints: []string{"give it a longer --time-limit"}}
	case !f.Solved():
		return f.Ended.String(), outcome{
			code: exitLimit, message: "stopped by a limit; the plan is verified but may not be the best",
			hints: []string{"a longer --time-limit or a wider --gap lets the search end by itself"},
		}
	}
	return f.Ended.String(), outcome{code: exitOK}
}
