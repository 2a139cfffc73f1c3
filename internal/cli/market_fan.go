package cli

import (
	"cmp"
	"context"
	"slices"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/market"
)

// measure is something of a world that a fan shows: a figure for each calendar
// year or, where it is timeless, a single one.
type measure struct {
	figure, subject, unit string
	timeless              bool
	of                    func(*model.World) []float64
}

// measures lists what a fan shows of a scenario's worlds.
func measures(s *model.Scenario) []measure {
	list := []measure{{
		figure: "hashprice", unit: s.Currency + "/PH/day",
		of: func(w *model.World) []float64 { return yearly(s.Horizon, w.Hashprice) },
	}}
	for m := range s.Markets {
		for _, b := range []model.Business{model.Colocation, model.GPUCloud} {
			if !slices.ContainsFunc(s.Base.Rent[m][b], isPositive) {
				continue
			}
			list = append(list, measure{
				figure: "rent", subject: s.Markets[m].ID + "/" + b.String(), unit: s.Currency + "/MW/month",
				of: func(w *model.World) []float64 { return yearly(s.Horizon, w.Rent[m][b]) },
			})
		}
	}
	for z := range s.Zones {
		list = append(list, measure{
			figure: "power_index", subject: s.Zones[z].ID, unit: "share",
			of: func(w *model.World) []float64 { return yearly(s.Horizon, w.PowerIndex[z]) },
		})
	}
	if slices.ContainsFunc(s.Sites, func(site model.Site) bool { return site.HasOffer }) {
		list = append(list, measure{
			figure: "late_connections", unit: "share of offers energised in a later period than planned", timeless: true,
			of: func(w *model.World) []float64 { return []float64{lateShare(s, w)} },
		})
	}
	if len(s.Contracts) > 0 {
		list = append(list, measure{
			figure: "defaulted_clients", unit: "share of contracts whose client has defaulted by the end of the year",
			of: func(w *model.World) []float64 { return defaulted(s, w) },
		})
	}
	return list
}

func isPositive[T ~float64](x T) bool { return x > 0 }

// yearly is the mean of a path in each calendar year, by days.
func yearly[T ~float64](h model.Horizon, path []T) []float64 {
	years := h.Years()
	means, days := make([]float64, len(years)), make([]float64, len(years))
	for p, x := range path {
		y, d := h.Year(p)-years[0], float64(h.Days(p))
		means[y] += d * float64(x)
		days[y] += d
	}
	for y := range means {
		means[y] /= days[y]
	}
	return means
}

// lateShare is the share of offers that a world energises in a later period
// than a plan counts on.
func lateShare(s *model.Scenario, w *model.World) float64 {
	late, offers := 0, 0
	for i := range s.Sites {
		site := &s.Sites[i]
		if !site.HasOffer {
			continue
		}
		offers++
		if w.Lead != nil && s.Horizon.CeilPeriods(w.Lead[i]) > s.Horizon.CeilPeriods(site.Offer.Lead[s.LeadQuantile]) {
			late++
		}
	}
	return float64(late) / float64(offers)
}

// defaulted is the share of contracts whose client has defaulted by the end of
// each calendar year.
func defaulted(s *model.Scenario, w *model.World) []float64 {
	years := s.Horizon.Years()
	shares := make([]float64, len(years))
	for i := range w.Default {
		c := &s.Contracts[i]
		for y, year := range years {
			end := model.Date{Year: year + 1, Month: 1, Day: 1}
			if w.Default[i] < c.Term && w.Default[i] < end.MonthsSince(c.Start) {
				shares[y] += 1 / float64(len(s.Contracts))
			}
		}
	}
	return shares
}

// fan measures all draws of a scenario and its worlds, which are chosen from
// them.
func fan(ctx context.Context, s *model.Scenario, m *market.Market, progress func(done, of int)) ([]report.FanRow, error) {
	list := measures(s)
	draws, worlds := make([]sample, len(list)), make([]sample, len(list))
	drawer := m.Drawer()
	var w model.World
	for i := range s.Sampling.Draws {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		drawer.Draw(uint64(s.Sampling.Seed), uint64(i), market.All, &w)
		for k := range list {
			draws[k].add(list[k].of(&w), 1)
		}
		if progress != nil {
			progress(i+1, s.Sampling.Draws)
		}
	}
	for i := range s.Worlds {
		for k := range list {
			worlds[k].add(list[k].of(&s.Worlds[i]), float64(s.Worlds[i].Probability))
		}
	}
	var rows []report.FanRow
	for k, x := range list {
		for y := range draws[k] {
			row := report.FanRow{Figure: x.figure, Subject: x.subject, Unit: x.unit}
			if !x.timeless {
				row.Year = new(s.Horizon.Years()[y])
			}
			row.DrawsLow, row.DrawsHalf, row.DrawsHigh, row.DrawsMean = draws[k][y].spread()
			row.WorldsLow, row.WorldsHalf, row.WorldsHigh, row.WorldsMean = worlds[k][y].spread()
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// sample holds the values of a measure, by year.
type sample []weighted

func (s *sample) add(values []float64, weight float64) {
	if *s == nil {
		*s = make(sample, len(values))
	}
	for y, x := range values {
		(*s)[y] = append((*s)[y], [2]float64{x, weight})
	}
}

// weighted are values with their weights.
type weighted [][2]float64

// spread is what 10, 50 and 90 % of the weight do not exceed, and the mean.
func (v weighted) spread() (low, half, high, mean float64) {
	slices.SortFunc(v, func(a, b [2]float64) int { return cmp.Compare(a[0], b[0]) })
	total := 0.0
	for _, x := range v {
		total += x[1]
		mean += x[0] * x[1]
	}
	return v.quantile(0.1 * total), v.quantile(0.5 * total), v.quantile(0.9 * total), mean / total
}

// quantile is the least of the sorted values up to which there is so much
// weight; rounding of sums of weights does not count.
func (v weighted) quantile(weight float64) float64 {
	const rounding = 1e-9
	sum := 0.0
	for _, x := range v {
		if sum += x[1]; sum >= weight*(1-rounding) {
			return x[0]
		}
	}
	return v[len(v)-1][0]
}
