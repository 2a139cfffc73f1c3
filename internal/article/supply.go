package article

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/model/whatif"
	"github.com/gridalloc/gridalloc/solver/explain"
)

// competition tests claim 1 by forbidding one business and looking whether the other takes
// its place on the grid.
func (s *Study) competition(ctx context.Context) (answer, error) {
	base, err := s.plan(ctx, s.Russia)
	if err != nil {
		return answer{}, err
	}
	noMining, err := s.changed(ctx, "without new mining halls", forbidding(s.Russia, model.Mining))
	if err != nil {
		return answer{}, err
	}
	noAI, err := s.changed(ctx, "without AI halls", forbidding(s.Russia, ai...))
	if err != nil {
		return answer{}, err
	}
	middle := 0
	for _, signing := range base.Plan.Signings {
		if mw := signing.FirmMW + signing.FlexMW; mw >= 20 && mw <= 100 {
			middle++
		}
	}
	aiWith, aiWithout := endMW(base.Plan, ai...), endMW(noMining.Plan, ai...)
	miningWith, miningWithout := endMW(base.Plan, model.Mining), endMW(noAI.Plan, model.Mining)
	a := answer{
		finds: fmt.Sprintf("Without new mining halls AI takes %.0f MW instead of %.0f; without AI halls mining takes %.0f MW instead of %.0f. %d of %d connections signed are of 20 to 100 MW",
			aiWithout, aiWith, miningWithout, miningWith, middle, len(base.Plan.Signings)),
		basis: sourcing(s.Russia) + ", " + within(base, noMining, noAI),
	}
	const hall = 5 // MW of IT load, the module of all hall types
	switch aiMore, miningMore := aiWithout > aiWith+hall, miningWithout > miningWith+hall; {
	case aiMore && miningMore:
		a.verdict = Holds
	case aiMore || miningMore:
		a.verdict = InPart
	default:
		a.verdict = Fails
	}
	return a, nil
}

// forbidding is a scenario in which no new halls of some businesses may be built.
func forbidding(m *model.Scenario, businesses ...model.Business) *model.Scenario {
	x := *m
	rule := model.Rule{ID: "forbidden", Name: "forbidden", Kind: model.NoNewHalls, Enabled: true, Business: businesses}
	for r := range m.Regions {
		rule.Regions = append(rule.Regions, r)
	}
	x.Rules = append(slices.Clone(m.Rules), rule)
	return &x
}

// What access and price are compared by, as in the explain command.
const (
	moreMW     = 10.0 // firm and interruptible each, in every region
	fewerMonth = 6.0
	cheaper    = 10.0 // money per MWh, a cent per kWh
)

// access tests claim 2 by what more MW, sooner connections and cheaper power are worth.
func (s *Study) access(ctx context.Context) (answer, error) {
	var levers []whatif.Lever
	var amounts []float64
	for i := range s.Russia.Regions {
		id := s.Russia.Regions[i].ID
		levers, amounts = append(levers, whatif.FirmMW(id), whatif.FlexMW(id)), append(amounts, moreMW, moreMW)
	}
	mw, err := s.gain(ctx, fmt.Sprintf("%g MW more in every region", moreMW), whatif.All(s.Russia, levers, amounts))
	if err != nil {
		return answer{}, err
	}
	lead, price := whatif.LeadTime(""), whatif.PowerPrice(s.Russia, "")
	months, err := s.gain(ctx, lead.Words(fewerMonth), lead.Turn(s.Russia, fewerMonth))
	if err != nil {
		return answer{}, err
	}
	cent, err := s.gain(ctx, price.Words(cheaper), price.Turn(s.Russia, cheaper))
	if err != nil {
		return answer{}, err
	}
	base, err := s.plan(ctx, s.Russia)
	if err != nil {
		return answer{}, err
	}
	mw, months = mw.AtLeast(0), months.AtLeast(0) // more room cannot hurt
	surplus, leads := firmSurplus(s.Russia)
	return answer{
		finds: fmt.Sprintf("%g MW firm and interruptible more in every region are worth %s, %g months sooner everywhere %s, 0.01 USD/kWh less everywhere %s. %d of %d regions have firm surplus; offers take %d months in the middle",
			moreMW, million(mw), fewerMonth, million(months), million(cent), surplus, len(s.Russia.Regions), leads),
		verdict: accessOrPrice(mw, months, cent),
		basis:   sourcing(s.Russia) + ", " + within(base),
	}, nil
}

// accessOrPrice says which of access, by MW or by months, and price is worth more.
func accessOrPrice(mw, months, cent explain.Gain) Verdict {
	switch low, high := max(mw.Low, months.Low), max(mw.High, months.High); {
	case low > cent.High:
		return Holds
	case high < cent.Low:
		return Fails
	default:
		return Unknown
	}
}

// firmSurplus counts regions with firm surplus at any date, and finds the median lead time
// of offers.
func firmSurplus(m *model.Scenario) (regions int, median unit.Months) {
	for i := range m.Regions {
		if slices.ContainsFunc(m.Regions[i].Surplus, func(x model.Surplus) bool { return x.Firm > 0 }) {
			regions++
		}
	}
	var leads []unit.Months
	for i := range m.Sites {
		if m.Sites[i].HasOffer {
			leads = append(leads, m.Sites[i].Offer.Lead[m.LeadQuantile])
		}
	}
	if len(leads) == 0 {
		return regions, 0
	}
	slices.Sort(leads)
	return regions, leads[len(leads)/2]
}

// growth tests claim 3 by what is published: the model plans sites, not demand.
func (s *Study) growth(context.Context) (answer, error) {
	const claimed = 15
	above, below, inside := 0, 0, 0
	var ranges []string
	for _, g := range s.tables.growth {
		switch {
		case g.low > claimed:
			above++
		case g.high <= claimed:
			below++
		default:
			inside++
		}
		text := fmt.Sprintf("%s, %s to %s: %g %%", g.publisher, g.area, g.to, g.low)
		if g.high > g.low {
			text += fmt.Sprintf(" to %g %%", g.high)
		}
		ranges = append(ranges, text)
	}
	a := answer{
		finds: fmt.Sprintf("Published a year: %s. %d are above %d %%, %d are not, %d span it", strings.Join(ranges, "; "), above, claimed, below, inside),
		basis: "published forecasts, grades A and B; the model plans sites, not national demand",
	}
	switch {
	case above == len(s.tables.growth):
		a.verdict = Holds
	case above == 0 && inside == 0:
		a.verdict = Fails
	default:
		a.verdict = InPart
	}
	return a, nil
}

// cheapPower tests claim 4 by the delivered prices in the data.
func (s *Study) cheapPower(context.Context) (answer, error) {
	const most = 40 // USD per MWh
	var cheap, dear []string
	for i := range s.MiddleEast.Regions {
		r := &s.MiddleEast.Regions[i]
		price := float64(r.EnergyPrice + r.NetworkPrice)
		text := fmt.Sprintf("%s %.3f", r.Name, price/1000)
		if price < most {
			cheap = append(cheap, text)
		} else {
			dear = append(dear, text)
		}
	}
	a := answer{
		finds: fmt.Sprintf("Delivered, USD/kWh: below 0.04 in %d of %d regions (%s); not in %s", len(cheap), len(cheap)+len(dear), list(cheap), list(dear)),
		basis: gradesOf(s.MiddleEast, "price"),
	}
	switch {
	case len(dear) == 0:
		a.verdict = Holds
	case len(cheap) == 0:
		a.verdict = Fails
	default:
		a.verdict = InPart
	}
	return a, nil
}

func list(texts []string) string {
	if len(texts) == 0 {
		return "none"
	}
	return strings.Join(texts, ", ")
}
