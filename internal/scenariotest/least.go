package scenariotest

import (
	"math/rand/v2"

	"github.com/gridalloc/gridalloc/model"
)

// WithLeastMW is the scenario with a random rule that asks for MW, which may be more
// than there can be. Equal seeds give equal rules.
func WithLeastMW(s *model.Scenario, seed uint64) *model.Scenario {
	r := rand.New(rand.NewPCG(seed, 29))
	c := Clone(s)
	rule := model.Rule{
		ID: "least", Kind: model.MinMW, Enabled: true, Limit: pick[float64](r, 3, 5, 8, 10, 20),
		Business: pick(r, nil, []model.Business{model.Mining}, []model.Business{model.Colocation}),
		Span:     model.Span{From: model.Date{Year: pick(r, 2027, 2028, 2028, 2029, 2029, 2029), Month: 1, Day: 1}},
	}
	if r.IntN(3) == 0 {
		rule.Span.To = model.Date{Year: rule.Span.From.Year, Month: 6, Day: 30}
	}
	for i := range c.Regions {
		rule.Regions = append(rule.Regions, i)
	}
	if r.IntN(3) == 0 {
		rule.Regions = rule.Regions[:1]
	}
	if r.IntN(6) == 0 {
		rule.Exempt = []int{0}
	}
	c.Rules = append(c.Rules, rule)
	return c
}
