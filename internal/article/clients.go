package article

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver"
)

// counterparty tests claim 7 by who pays: the protocol, or clients that may fail.
func (s *Study) counterparty(ctx context.Context) (answer, error) {
	base, err := s.plan(ctx, s.Russia)
	if err != nil {
		return answer{}, err
	}
	var mining, contracts, all float64
	for i := range base.Plan.CashFlows {
		c := &base.Plan.CashFlows[i]
		mining += float64(c.Mining)
		contracts += float64(c.Colocation + c.GPUCloud)
	}
	all = mining + contracts
	worst := unit.Share(0)
	for i := range s.Russia.Contracts {
		worst = max(worst, s.Russia.Contracts[i].Default)
	}
	if all == 0 {
		return answer{"The plan for Russia earns nothing", Unknown, sourcing(s.Russia)}, nil
	}
	return answer{
		finds: fmt.Sprintf("By definition in the model: mining income is hashprice times hashrate and has no client. In the plan %.0f %% of revenue is of mining; the rest is paid by clients, who fail with a chance of up to %.1f %% a year",
			100*mining/all, 100*float64(worst)),
		verdict: Holds,
		basis:   "the protocol; pools, which may fail, keep only their fee in the model",
	}, nil
}

// clients tests claim 9 by the MW that clients ask for in each market.
func (s *Study) clients(context.Context) (answer, error) {
	markets := []*model.Scenario{s.Russia, s.UnitedStates, s.MiddleEast}
	var texts []string
	var mw []float64
	for _, m := range markets {
		contracts, merchant := clientMW(m)
		mw = append(mw, contracts+merchant)
		texts = append(texts, fmt.Sprintf("%s %.0f MW in %d contracts and %.0f MW without", m.Name, contracts, len(m.Contracts), merchant))
	}
	a := answer{
		finds: fmt.Sprintf("AI clients in the data: %s. Russia has %.0f %% of the United States' MW", strings.Join(texts, "; "), 100*mw[0]/mw[1]),
		basis: gradesOf(s.Russia, "contract") + "; " + gradesOf(s.UnitedStates, "contract"),
	}
	const farSmaller = 0.25
	switch {
	case assumed(s.Russia, "contract"): // so that the answer would only be the assumption
		a.verdict = Unknown
	case mw[0] < farSmaller*mw[1]:
		a.verdict = Holds
	case mw[0] < mw[1]:
		a.verdict = InPart
	default:
		a.verdict = Fails
	}
	return a, nil
}

// clientMW is what clients of a market want: MW of contracts, and the deepest merchant
// demand of any period.
func clientMW(m *model.Scenario) (contracts, merchant float64) {
	for i := range m.Contracts {
		contracts += float64(m.Contracts[i].MW)
	}
	for p := range m.Horizon.Periods {
		depth := 0.0
		for i := range m.Markets {
			for j := range m.Markets[i].Demand {
				depth += float64(m.Markets[i].Demand[j].Depth[p])
			}
		}
		merchant = max(merchant, depth)
	}
	return contracts, merchant
}

// reuse tests claim 10 by published deals, and by where plans put AI halls.
func (s *Study) reuse(ctx context.Context) (answer, error) {
	var texts []string
	built, converted := 0, 0
	for _, c := range s.tables.cases {
		capex := "capex not read"
		if c.capex != "" {
			capex = c.capex + " million USD per MW"
		}
		texts = append(texts, fmt.Sprintf("%s: %s (%s; halls: %s; grade %s)", c.company, c.name, capex, c.halls, c.grade))
		switch c.halls {
		case "new":
			built++
		case "converted":
			converted++
		}
	}
	base, err := s.plan(ctx, s.Russia)
	if err != nil {
		return answer{}, err
	}
	reused, all := onExisting(s.Russia, base.Plan)
	return answer{
		finds: fmt.Sprintf("%s. Of these %d built new halls, %d converted, of the others it could not be read. In the plan for Russia %.0f of %.0f MW of new AI halls stand at sites that have a connection already",
			strings.Join(texts, "; "), built, converted, reused, all),
		verdict: Unknown,
		basis:   "press and releases, grade B; the model has no conversion of a hall, only of its connection",
	}, nil
}

// onExisting is the grid MW of new AI halls of a plan, and of those at sites with an
// existing connection.
func onExisting(m *model.Scenario, p *model.Plan) (existing, all float64) {
	for i := range p.Halls {
		h := &p.Halls[i]
		if h.Existing != "" || h.Business == model.Mining.String() {
			continue
		}
		all += float64(h.GridMW)
		if slices.ContainsFunc(m.Sites, func(x model.Site) bool { return x.ID == h.Site && x.Existing.Firm > 0 }) {
			existing += float64(h.GridMW)
		}
	}
	return existing, all
}

// Multiples that claim 11 is tested with: examples of what the market pays for a year's
// EBITDA (docs/risk.md), not data.
var multiples = [3]unit.Share{model.Mining: 6, model.Colocation: 15, model.GPUCloud: 9}

// valuation tests claim 11 by planning for valuation instead of cash.
func (s *Study) valuation(ctx context.Context) (answer, error) {
	cash, err := s.plan(ctx, s.UnitedStates)
	if err != nil {
		return answer{}, err
	}
	m := *s.UnitedStates
	m.Objective.Goal = model.EquityValue
	m.Objective.Multiple = make([][3]unit.Share, len(m.Markets))
	for i := range m.Objective.Multiple {
		m.Objective.Multiple[i] = multiples
	}
	valued, err := s.solve(ctx, m.Title+", for valuation", &m, solver.Known{Starts: []*model.Plan{cash.Plan}})
	if err != nil {
		return answer{}, err
	}
	before, after := endMW(cash.Plan, ai...), endMW(valued.Plan, ai...)
	a := answer{
		finds: fmt.Sprintf("In the United States a plan for cash has %.0f MW of AI at the end, one for value at %g, %g and %g times the EBITDA of mining, colocation and GPU cloud %.0f MW, and gives up %.0f million of NPV",
			before, float64(multiples[model.Mining]), float64(multiples[model.Colocation]), float64(multiples[model.GPUCloud]), after, float64(cash.Plan.Result.NPV-valued.Plan.Result.NPV)/1e6),
		basis: "multiples are examples, not data; " + sourcing(s.UnitedStates) + ", " + within(cash, valued),
	}
	const shifted = 0.1
	switch {
	case after > before*(1+shifted):
		a.verdict = Holds
	case after > before:
		a.verdict = InPart
	default:
		a.verdict = Fails
	}
	return a, nil
}
