package explain

import (
	"context"
	"fmt"
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/whatif"
	"github.com/gridalloc/gridalloc/solver"
)

// Even is how far one lever has to be turned for a market to be worth as much as another.
type Even struct {
	Threshold
	// At is what was found at the amount that does, nil where none does. Below is what
	// was found at the largest amount that does not; Proven tells whether its bound rules
	// it out, rather than that no plan was found that is worth enough.
	At, Under *Found
	Proven    bool
}

// EvenLevers lists what a market might need to draw level: cheaper power, sooner
// connections, more clients, cheaper capital; each in all regions at once.
func EvenLevers(s *model.Scenario) []whatif.Lever {
	power, lead := whatif.PowerPrice(s, ""), whatif.LeadTime("")
	power.Most, lead.Most = 0, 0
	for i := range s.Regions {
		power.Most = max(power.Most, math.Ceil(float64(s.Regions[i].EnergyPrice)))
	}
	for i := range s.Sites {
		if s.Sites[i].HasOffer {
			lead.Most = max(lead.Most, float64(s.Sites[i].Offer.Lead[s.LeadQuantile]))
		}
	}
	return []whatif.Lever{power, lead, whatif.Demand(), whatif.DiscountRate(s)}
}

// Even looks for the least amount of a lever at which the best plan of a scenario, found as
// at, is worth as much as target. Between the amounts at and under both were solved.
func (a *Analyst) Even(ctx context.Context, s *model.Scenario, at *Found, l whatif.Lever, target float64) (*Even, error) {
	e := &Even{Threshold: Threshold{Lever: l}, Under: at}
	if l.Most > 0 {
		tried := map[float64]*Found{0: at}
		var known solver.Known
		if at.Plan != nil {
			known.Starts = []*model.Plan{at.Plan}
		}
		t, err := a.Threshold(ctx, l, l.Most, l.Most, func(ctx context.Context, amount float64) (bool, error) {
			found, err := a.Find(ctx, fmt.Sprintf("%s with %s", s.Name, l.Words(amount)), l.Turn(s, amount), known)
			if err != nil {
				return false, err
			}
			tried[amount] = found
			return found.Worth >= target, nil
		})
		if err != nil {
			return nil, err
		}
		e.Threshold, e.Under = t, tried[t.Below]
		if t.Reached {
			e.At = tried[t.Holds]
		}
	}
	e.Proven = e.Under.Bound < target
	return e, nil
}
