package verify

import (
	"fmt"
	"math"

	"github.com/gridalloc/gridalloc/model"
)

// unfit says why a scenario cannot be verified, "" when it can.
func unfit(s *model.Scenario) string {
	n, m, o := s.Horizon.Periods, s.Horizon.PeriodMonths, &s.Objective
	switch {
	case n < 1 || (m != 12 && m != 6 && m != 3):
		return "the horizon has no periods of 12, 6 or 3 months"
	case s.Horizon.Start.Month < 1 || s.Horizon.Start.Month > 12:
		return "the horizon has no first month"
	case len(s.Worlds) == 0:
		return "there is no world"
	case len(s.Countries) == 0:
		return "there is no country"
	case !(s.DiscountRate > -1) || !(s.Budget.DebtRate > -1):
		return "a yearly rate is not above -100 %"
	case o.Goal < model.NPV || o.Goal > model.LeastCapex || o.Measure < model.Expected || o.Measure > model.Regret:
		return "the objective has no goal or measure"
	case !(o.Weight >= 0 && o.Weight <= 1) || !(o.Tail >= 0 && o.Tail <= 1):
		return "weight or tail of the objective is not between 0 and 1"
	case o.Goal == model.EquityValue && len(o.Multiple) < len(s.Markets):
		return fmt.Sprintf("there are multiples for %d of %d client markets", len(o.Multiple), len(s.Markets))
	}
	for i := range s.Markets {
		for k := range s.Markets[i].Demand {
			if !complete(s.Markets[i].Demand[k].Depth, n) {
				return fmt.Sprintf("demand step %q has no value for some period", s.Markets[i].Demand[k].ID)
			}
		}
	}
	return unfitWorlds(s)
}

// unfitWorlds checks probabilities and the shapes of all worlds.
func unfitWorlds(s *model.Scenario) string {
	sum := 0.0
	for i := range s.Worlds {
		w := &s.Worlds[i]
		if !(w.Probability > 0) {
			return fmt.Sprintf("world %q has the probability %v", w.Name, w.Probability)
		}
		sum += float64(w.Probability)
		if what := lacking(s, w); what != "" {
			return fmt.Sprintf("world %q has no %s for everything and every period", w.Name, what)
		}
	}
	if !(math.Abs(sum-1) <= 1e-9) {
		return fmt.Sprintf("the probabilities of the worlds add up to %s", number(sum))
	}
	return ""
}

// lacking names the figure that a world does not give in full, "" for none.
func lacking(s *model.Scenario, w *model.World) string {
	n := s.Horizon.Periods
	switch {
	case !complete(w.Hashprice, n):
		return "hashprice"
	case !allComplete(w.PowerIndex, len(s.Zones), n):
		return "power index"
	case w.PowerSpread != nil && !allComplete(w.PowerSpread, len(s.Zones), n):
		return "power spread"
	case w.Lead != nil && len(w.Lead) < len(s.Sites):
		return "lead time"
	case w.Default != nil && len(w.Default) < len(s.Contracts):
		return "month of default"
	case len(w.Rent) < len(s.Markets):
		return "rent"
	case w.Utilisation != nil && len(w.Utilisation) < len(s.Markets):
		return "utilisation"
	}
	for i := range s.Markets {
		if !allComplete(w.Rent[i][model.Colocation:], 2, n) {
			return "rent"
		}
		if w.Utilisation != nil && !allComplete(w.Utilisation[i][model.Colocation:], 2, n) {
			return "utilisation"
		}
	}
	return ""
}

// complete reports whether a path has a number for each of n periods.
func complete[T ~float64](path []T, n int) bool {
	if len(path) < n {
		return false
	}
	for _, x := range path[:n] {
		if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
			return false
		}
	}
	return true
}

// allComplete reports whether there are at least rows complete paths.
func allComplete[T ~float64](paths [][]T, rows, n int) bool {
	if len(paths) < rows {
		return false
	}
	for _, x := range paths[:rows] {
		if !complete(x, n) {
			return false
		}
	}
	return true
}
