package page

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/gridalloc/gridalloc/internal/chart"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// steps are the MW of regions in which the plan may sign connections, as far as they
// are both offered and surplus within the horizon, at the mean price delivered. A region
// has a step for each lead time: what the plan signs counts first, then the offers
// that come soonest.
func (b *builder) steps() []chart.SupplyStep {
	var list []chart.SupplyStep
	for i := range b.scenario.Regions {
		r := &b.scenario.Regions[i]
		left := b.surplus(r)
		offers := b.offers(i)
		for _, x := range offers {
			left -= x.taken
		}
		for k, x := range offers {
			mw := x.taken + max(min(x.size-x.taken, left), 0)
			left -= mw - x.taken
			switch {
			case mw <= 0:
			case k > 0 && len(list) > 0 && list[len(list)-1].Region == r.ID && list[len(list)-1].Months == float64(x.months):
				list[len(list)-1].MW += float64(mw)
				list[len(list)-1].Taken += float64(x.taken)
			default:
				list = append(list, chart.SupplyStep{
					Region: r.ID, Name: b.region(r.ID), MW: float64(mw), Price: float64(r.EnergyPrice + r.NetworkPrice), Months: float64(x.months), Taken: float64(x.taken),
				})
			}
		}
	}
	return list
}

// offered is an offer of a region and what the plan takes of it.
type offered struct {
	months      unit.Months
	size, taken unit.MW
}

// offers lists the offers of a region, the soonest first.
func (b *builder) offers(region int) []offered {
	s := b.scenario
	var list []offered
	for i := range s.Sites {
		site := &s.Sites[i]
		if site.Region != region || !site.HasOffer {
			continue
		}
		x := offered{months: site.Offer.Lead[s.LeadQuantile], size: site.Offer.Max}
		for _, signed := range b.plan.Signings {
			if signed.Site == site.ID {
				x.taken += signed.FirmMW + signed.FlexMW
			}
		}
		list = append(list, x)
	}
	slices.SortStableFunc(list, func(x, y offered) int { return cmp.Compare(x.months, y.months) })
	return list
}

// surplus is what can be connected in a region within the horizon.
func (b *builder) surplus(r *model.Region) unit.MW {
	h := b.scenario.Horizon
	end := h.Begin(h.Periods)
	var sum unit.MW
	for _, x := range r.Surplus {
		if x.From.IsZero() || x.From.Before(end) {
			sum += x.Firm + x.Interruptible
		}
	}
	return sum
}

// supply is the supply curve of regions.
func (b *builder) supply() (section, error) {
	s := section{ID: "supply", Heading: b.Text("supply")}
	steps := b.steps()
	if len(steps) == 0 {
		s.Blocks = append(s.Blocks, block{Text: b.Text("supply.none")})
		return s, nil
	}
	price := b.Text("unit.price", b.plan.Currency)
	picture := &chart.Supply{
		Steps: steps, XName: b.Text("supply.x"), YName: price, MonthsName: b.Text("supply.months"), XUnit: b.Text("unit.mw"), YUnit: price,
		TakenName: b.Text("supply.taken"), RegionName: b.Text("column.id"),
	}
	var mw, taken float64
	low, high := steps[0].Price, steps[0].Price
	for _, x := range steps {
		mw, taken = mw+x.MW, taken+x.Taken
		low, high = min(low, x.Price), max(high, x.Price)
	}
	picture.Head = b.head("supply", b.Text("supply"), b.Count("supply.desc", regionsOf(steps), b.mw(unit.MW(mw)), b.Number(low, 1), b.Number(high, 1), price, b.mw(unit.MW(taken))))
	figure, err := b.picture(picture, &picture.Head, b.Text("supply.caption", b.Name("quantile", quantile(b.scenario.LeadQuantile))))
	s.Blocks = append(s.Blocks, figure)
	return s, err
}

// regionsOf counts the regions of the steps, which stand together.
func regionsOf(steps []chart.SupplyStep) int {
	n := 0
	for i, x := range steps {
		if i == 0 || steps[i-1].Region != x.Region {
			n++
		}
	}
	return n
}

// quantile is the id of a lead time.
func quantile(q model.Quantile) string {
	return [...]string{"optimistic", "typical", "pessimistic"}[q]
}

// signings is when connections are signed and energised.
func (b *builder) signings() (section, error) {
	s := section{ID: "signings", Heading: b.Text("signings")}
	if len(b.plan.Signings) == 0 {
		s.Blocks = append(s.Blocks, block{Text: b.Text("answer.signs.nothing")})
		return s, nil
	}
	picture := &chart.Schedule{
		BarName: b.Text("signings.bar"), RangeName: b.Text("signings.range"), MWName: b.Text("unit.mw"), Time: b.month,
		Columns: [5]string{b.Text("column.site"), b.Text("column.signed"), b.Text("column.energised"), b.Text("column.earliest"), b.Text("column.latest")},
	}
	for i := range b.plan.Signings {
		picture.Rows = append(picture.Rows, b.signing(&b.plan.Signings[i]))
	}
	slices.SortStableFunc(picture.Rows, func(x, y chart.ScheduleRow) int {
		return cmp.Or(cmp.Compare(x.Begin, y.Begin), cmp.Compare(x.End, y.End), cmp.Compare(x.Name, y.Name))
	})
	var mw unit.MW
	for _, x := range b.plan.Signings {
		mw += x.FirmMW + x.FlexMW
	}
	picture.Head = b.head("signings", b.Text("signings"), b.Count("signings.desc", len(picture.Rows), b.mw(mw)))
	figure, err := b.picture(picture, &picture.Head, b.Text("signings.caption", b.Name("quantile", quantile(b.scenario.LeadQuantile))))
	s.Blocks = append(s.Blocks, figure)
	return s, err
}

// signing is a row of the timeline.
func (b *builder) signing(x *model.Signing) chart.ScheduleRow {
	r := chart.ScheduleRow{Name: b.site(x.Site), Begin: b.begin(x.Signed), End: b.begin(x.Energised), MW: float64(x.FirmMW + x.FlexMW), Role: chart.Class4}
	r.Earliest, r.Latest = r.End, r.End
	for i := range b.scenario.Sites {
		if site := &b.scenario.Sites[i]; site.ID == x.Site {
			lead := site.Offer.Lead
			r.Earliest, r.Latest = r.Begin+float64(lead[model.Optimistic])/12, r.Begin+float64(lead[model.Pessimistic])/12
		}
	}
	return r
}

// begin is the beginning of a period as a year with its fraction.
func (b *builder) begin(label string) float64 {
	p, _ := b.scenario.Horizon.Period(label)
	d := b.scenario.Horizon.Begin(p)
	return float64(d.Year) + float64(d.Month-1)/12
}

// month writes a time as month and year.
func (b *builder) month(at float64) string {
	months := int(math.Round(at * 12))
	return b.Text("month", strings.Fields(b.Text("months"))[months%12], strconv.Itoa(months/12))
}
