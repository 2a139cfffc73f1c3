package article

import (
	"context"
	"fmt"
	"strings"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/market"
	"github.com/gridalloc/gridalloc/model/whatif"
	"github.com/gridalloc/gridalloc/solver/explain"
)

// difficulty tests claim 8 by a fall of the price to half.
func (s *Study) difficulty(context.Context) (answer, error) {
	network, err := market.NewNetwork(&s.Russia.Risk.Bitcoin, s.Russia.Horizon, false)
	if err != nil {
		return answer{}, err
	}
	const fall, soon, later = 0.5, 3, 12
	path, err := network.Shock(fall, 0, later)
	if err != nil {
		return answer{}, err
	}
	after := 100 * path[later].Recovered()
	a := answer{
		finds: fmt.Sprintf("When the price falls by half, %.0f %% of the lost hashprice is back after %d months and %.0f %% after %d; with a fixed difficulty nothing would be",
			100*path[soon].Recovered(), soon, after, later),
		basis: "network model fitted to history; how fast miners enter is assumed",
	}
	switch {
	case after > 80:
		a.verdict = Holds
	case after > 10:
		a.verdict = InPart
	default:
		a.verdict = Fails
	}
	return a, nil
}

// What each limit of claim 13 is loosened by.
const (
	tenPercent = 10.0
	manyMonths = 12.0
)

// limits tests claim 13 by what loosening each limit is worth.
func (s *Study) limits(ctx context.Context) (answer, error) {
	base, err := s.plan(ctx, s.Russia)
	if err != nil {
		return answer{}, err
	}
	lead, rent := whatif.LeadTime(""), whatif.Rent(model.Colocation)
	trials := []struct {
		name, what string
		scenario   *model.Scenario
	}{
		{"capacity", lead.Words(manyMonths), lead.Turn(s.Russia, manyMonths)},
		{"clients", rent.Words(tenPercent), rent.Turn(s.Russia, tenPercent)},
		{"regulation", "no rules", whatif.Lifted(s.Russia, enabledRules(s.Russia)...)},
	}
	if budget, ok := whatif.Budget(s.Russia, 0); ok {
		amount := tenPercent / 100 * float64(s.Russia.Budget.Annual[0]) / 1e6
		trials = append(trials, struct {
			name, what string
			scenario   *model.Scenario
		}{"capital", budget.Words(amount), budget.Turn(s.Russia, amount)})
	}
	var texts, binding []string
	found := []*explain.Found{base}
	for _, t := range trials {
		f, err := s.changed(ctx, t.what, t.scenario)
		if err != nil {
			return answer{}, err
		}
		found = append(found, f)
		gain := explain.GainOf(base, f).AtLeast(0) // more room or rent cannot hurt
		texts = append(texts, fmt.Sprintf("%s, %s: %s", t.name, t.what, million(gain)))
		if gain.Low > 0 {
			binding = append(binding, t.name)
		}
	}
	a := answer{
		finds: fmt.Sprintf("Worth of loosening: %s. Proven above zero: %s", strings.Join(texts, "; "), list(binding)),
		basis: sourcing(s.Russia) + ", " + within(found...),
	}
	switch len(binding) {
	case len(trials):
		a.verdict = Holds
	case 0:
		a.verdict = Unknown
	default:
		a.verdict = InPart
	}
	return a, nil
}

// enabledRules are the rules in force.
func enabledRules(m *model.Scenario) (ids []string) {
	for i := range m.Rules {
		if m.Rules[i].Enabled {
			ids = append(ids, m.Rules[i].ID)
		}
	}
	return ids
}

// hybrids tests claim 14 by what the plans of the three markets hold in the end.
func (s *Study) hybrids(ctx context.Context) (answer, error) {
	var texts, basis []string
	hybrid, mining, full := false, 0, false
	for _, m := range []*model.Scenario{s.Russia, s.UnitedStates, s.MiddleEast} {
		f, err := s.plan(ctx, m)
		if err != nil {
			return answer{}, err
		}
		x := &f.Plan.Shares
		texts = append(texts, fmt.Sprintf("%s %.0f MW ASIC, %.0f GPU, %.0f hybrid", m.Name, x.ASICOnlyMW, x.GPUOnlyMW, x.HybridMW))
		basis = append(basis, m.Name+" "+within(f))
		hybrid = hybrid || x.HybridMW > 0
		if endMW(f.Plan, model.Mining) > 0 {
			mining++
		} else if x.GPUOnlyMW > 0 {
			full = true
		}
	}
	a := answer{
		finds: "Grid MW of the last period: " + strings.Join(texts, "; "),
		basis: "plans, " + strings.Join(basis, ", "),
	}
	switch {
	case hybrid && !full:
		a.verdict = Holds
	case mining > 0:
		a.verdict = InPart
	default:
		a.verdict = Fails
	}
	return a, nil
}
