package whatif

import (
	"fmt"
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/model"
)

// proportional is a quantity that a lever turns by percents of it, and the share of it now
// from low to high that is looked at.
func proportional(l Lever, words, unit string, now, low, high float64) *Quantity {
	return &Quantity{Words: words, Unit: unit, Now: now, Low: low * now, High: high * now, lever: l, slope: 100 * l.Sign / now}
}

// mean is the mean of figures, 0 of none.
func mean(figures []float64) float64 {
	sum := 0.0
	for _, x := range figures {
		sum += x
	}
	return sum / max(float64(len(figures)), 1)
}

// pricedAlone tells whether prices and taxes change what plans are worth, and not which plans
// there are. The worth of a plan is then convex in each of them: linear, but for miners, who
// choose what earns most of what is linear; and so is that of the best plan, the largest of
// convex functions. It is not so where
//   - operating cash is spent, or carbon is capped: they depend on prices;
//   - losses are carried forward: only gains are taxed then;
//   - the worst worlds count for more, or regret does.
func pricedAlone(s *model.Scenario) bool {
	return s.Objective.Measure == model.Expected && s.Objective.Goal != model.LeastCapex && s.Budget.Reinvest == 0 &&
		!slices.ContainsFunc(s.Countries, func(c model.Country) bool { return c.CarryForward }) &&
		!slices.ContainsFunc(s.Rules, func(r model.Rule) bool { return r.Enabled && r.Kind == model.CarbonCap })
}

// price is a quantity that is a price.
func price(s *model.Scenario, q *Quantity) (*Quantity, error) {
	q.Convex = pricedAlone(s)
	return q, nil
}

// inWorlds is the mean of a figure over the worlds.
func inWorlds(s *model.Scenario, of func(w *model.World) float64) float64 {
	sum := 0.0
	for i := range s.Worlds {
		sum += float64(s.Worlds[i].Probability) * of(&s.Worlds[i])
	}
	return sum
}

func hashpriceOf(s *model.Scenario, _ string) (*Quantity, error) {
	now := inWorlds(s, func(w *model.World) float64 { return float64(w.Hashprice[0]) })
	return price(s, proportional(Hashprice(), "hashprice of "+s.Horizon.Label(0), s.Currency+"/PH/day", now, 0.5, 2))
}

// businesses are those that a name narrows a quantity to among some, all without one. One
// alone has a value of its own.
func businesses(s *model.Scenario, narrow string, among ...model.Business) ([]model.Business, error) {
	var list []model.Business
	for _, b := range among {
		if narrow == b.String() || narrow == everything && len(hallTypes(s, b)) > 0 {
			list = append(list, b)
		}
	}
	switch {
	case len(list) == 0 && narrow == everything:
		return nil, fmt.Errorf("%s has no halls that it is about", s.Name)
	case len(list) == 0 || len(hallTypes(s, list[0])) == 0:
		return nil, fmt.Errorf("there is no %q among the businesses that it is about in %s", narrow, s.Name)
	}
	return list, nil
}

func hallTypes(s *model.Scenario, b model.Business) []*model.HallType {
	var list []*model.HallType
	for i := range s.HallTypes {
		if s.HallTypes[i].Business == b {
			list = append(list, &s.HallTypes[i])
		}
	}
	return list
}

func rentOf(s *model.Scenario, narrow string) (*Quantity, error) {
	products, err := businesses(s, narrow, model.Colocation, model.GPUCloud)
	if err != nil {
		return nil, err
	}
	if len(products) > 1 {
		return price(s, proportional(Rent(products...), "rents of AI halls", shareUnit, 100, 0.5, 2))
	}
	now := inWorlds(s, func(w *model.World) float64 {
		var rents []float64
		for m := range w.Rent {
			if path := w.Rent[m][products[0]]; len(path) > 0 && path[0] > 0 {
				rents = append(rents, float64(path[0])/1000)
			}
		}
		return mean(rents)
	})
	words := fmt.Sprintf("rent of %s in %s", products[0], s.Horizon.Label(0))
	return price(s, proportional(Rent(products...), words, s.Currency+"/kW/month", now, 0.5, 2))
}

func capexOf(s *model.Scenario, narrow string) (*Quantity, error) {
	list, err := businesses(s, narrow, model.Businesses...)
	if err != nil {
		return nil, err
	}
	if len(list) > 1 {
		return proportional(Capex(list...), "capital cost of all halls", shareUnit, 100, 0.5, 1.5), nil
	}
	var costs []float64
	for _, t := range hallTypes(s, list[0]) {
		costs = append(costs, float64(t.ShellCapex+t.MachineCapex)/million)
	}
	words := fmt.Sprintf("shell and machines of %s halls", list[0])
	return proportional(Capex(list...), words, s.Currency+" million/MW", mean(costs), 0.5, 1.5), nil
}

// place ends words about a region.
func place(region string) string {
	if region == everything {
		return ""
	}
	return " in " + region
}

// kilowattHours of a megawatt hour.
const kilowattHours = 1000

func powerPriceOf(s *model.Scenario, region string) (*Quantity, error) {
	var prices []float64
	least := math.Inf(1)
	for i := range s.Regions {
		if in(s, i, region) {
			x := float64(s.Regions[i].EnergyPrice) / kilowattHours
			prices, least = append(prices, x), min(least, x)
		}
	}
	now := mean(prices)
	return price(s, &Quantity{
		Words: "mean energy price" + place(region), Unit: s.Currency + "/kWh", Now: now, Low: now - 0.9*least, High: 2 * now,
		Least: now - least, Most: 100 * now, lever: PowerPrice(s, region), slope: -kilowattHours,
	})
}

// offers are those of a region, or all.
func offers(s *model.Scenario, region string) []*model.Offer {
	var list []*model.Offer
	for i := range s.Sites {
		if x := &s.Sites[i]; x.HasOffer && in(s, x.Region, region) {
			list = append(list, &x.Offer)
		}
	}
	return list
}

func leadTimeOf(s *model.Scenario, region string) (*Quantity, error) {
	longest := 0.0
	for _, o := range offers(s, region) {
		longest = max(longest, float64(o.Lead[s.LeadQuantile]))
	}
	if len(offers(s, region)) == 0 {
		return nil, fmt.Errorf("no connection is offered%s in %s", place(region), s.Name)
	}
	return &Quantity{
		Words: "lead time of connections" + place(region), Unit: changeUnit, Low: -min(longest, 24), High: 24,
		Least: -longest, Most: longestLead, lever: LeadTime(region), slope: -1,
	}, nil
}

func connectionCostOf(s *model.Scenario, region string) (*Quantity, error) {
	var costs []float64
	for _, o := range offers(s, region) {
		costs = append(costs, (float64(o.FixedCost)/float64(o.Max)+float64(o.CostPerMW))/1000)
	}
	words := "mean cost of connections" + place(region) + " at full size"
	return proportional(ConnectionCost(region), words, s.Currency+"/kW", mean(costs), 0, 3), nil
}

func discountRateOf(s *model.Scenario, _ string) (*Quantity, error) {
	now := 100 * float64(s.DiscountRate)
	return &Quantity{
		Words: "real discount rate", Unit: "%", Now: now, Low: max(now-6, 0), High: now + 10, Least: 0, Most: 100,
		lever: DiscountRate(s), slope: -1,
	}, nil
}

// taxOf moves the rates of all countries alike, as far as none leaves 0 to 100 %.
func taxOf(s *model.Scenario, _ string) (*Quantity, error) {
	var rates []float64
	least, most := math.Inf(1), 0.0
	for i := range s.Countries {
		x := 100 * float64(s.Countries[i].TaxRate)
		rates, least, most = append(rates, x), min(least, x), max(most, x)
	}
	now := mean(rates)
	return price(s, &Quantity{
		Words: "tax on profit", Unit: "%", Now: now, Low: now - least, High: min(now+20, now+100-most),
		Least: now - least, Most: now + 100 - most, lever: Tax(), slope: -1,
	})
}

func budgetOf(s *model.Scenario, _ string) (*Quantity, error) {
	l, ok := BudgetShare(s)
	if !ok {
		return nil, fmt.Errorf("%s has no budget", s.Name)
	}
	now := float64(s.Budget.Total) / million
	if s.Budget.Annual != nil {
		now = 0
		for _, x := range s.Budget.Annual {
			now += float64(x) / million
		}
	}
	q := proportional(l, "budget of all years", s.Currency+" million", now, 0.25, 2)
	// Regret is measured against the best plans, and they change too.
	q.Widens = s.Objective.Measure != model.Regret
	return q, nil
}

func surplusOf(s *model.Scenario, region string) (*Quantity, error) {
	now := 0.0
	for i := range s.Regions {
		for _, x := range s.Regions[i].Surplus {
			if in(s, i, region) {
				now += float64(x.Firm + x.Interruptible)
			}
		}
	}
	q := proportional(SurplusShare(region), "surplus"+place(region), "MW", now, 0, 2)
	q.Widens = s.Objective.Measure != model.Regret
	return q, nil
}
