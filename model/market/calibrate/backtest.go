package calibrate

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/market"
	"github.com/gridalloc/gridalloc/model/unit"
)

// band is the share of draws that the band of a backtest holds.
const band = 0.8

// BacktestMonth holds what happened in a month after the split against what
// was drawn. Low and High bound the middle 80 % of draws, Middle halves them.
type BacktestMonth struct {
	Month     Month
	Hashprice Band
	Price     Band // of the last close
}

// Band is what happened and the band that was drawn.
type Band struct{ Actual, Low, Middle, High float64 }

// Inside reports whether what happened lies in the band.
func (b Band) Inside() bool { return b.Low <= b.Actual && b.Actual <= b.High }

// Backtest is the outcome of a fit to the months before a split, held against
// the months after it. Both cover one history only: months of it are far from
// independent, so the shares say less than their number suggests.
type Backtest struct {
	Split Month
	// Risk is what was drawn from. The fits are those of the months before the
	// split; what is not fitted is of the base, machines and power price among
	// them, and was not all known then.
	Risk   model.BitcoinRisk
	Fits   []Estimate
	Months []BacktestMonth
	// Hashprice and Price are the shares of months within the 80 % band.
	Hashprice, Price float64
}

// RunBacktest fits the history before the split and draws the later months:
// hashprices from the simulated network, prices as geometric Brownian motion.
// base holds what is not fitted; its machines are made older by its trend of
// efficiency, its height lower by 144 blocks a day. Equal seeds give equal
// results. It fails where a side of the split is too short or has no hashrate.
func RunBacktest(history []BitcoinMonth, split Month, base model.BitcoinRisk, seed uint64, draws int) (Backtest, error) {
	known := withHashrate(history)
	at := slices.IndexFunc(known, func(m BitcoinMonth) bool { return m.Month == split })
	if at < 1 {
		return Backtest{}, fmt.Errorf("backtest: the history knows hashrates up to %s and prices from %s, so it cannot be split at %s", lastMonth(known), firstMonth(known), split)
	}
	if draws < MinDraws {
		return Backtest{}, fmt.Errorf("backtest: %d draws make no band, at least %d are needed", draws, MinDraws)
	}
	b := Backtest{Split: split}
	if err := b.fit(known[:at], base); err != nil {
		return Backtest{}, err
	}
	if err := b.draw(known[at:], seed, draws); err != nil {
		return Backtest{}, err
	}
	inside := func(of func(BacktestMonth) Band) float64 {
		count := 0
		for _, m := range b.Months {
			if of(m).Inside() {
				count++
			}
		}
		return float64(count) / float64(len(b.Months))
	}
	b.Hashprice = inside(func(m BacktestMonth) Band { return m.Hashprice })
	b.Price = inside(func(m BacktestMonth) Band { return m.Price })
	return b, nil
}

// Half is the month that splits the known hashrates in halves, 0 where none is
// known.
func Half(history []BitcoinMonth) Month {
	known := withHashrate(history)
	if len(known) == 0 {
		return 0
	}
	return known[len(known)/2].Month
}

// MinDraws is the smallest number of draws of a backtest: two in each tenth.
const MinDraws = 20

func firstMonth(history []BitcoinMonth) string {
	if len(history) == 0 {
		return "never"
	}
	return history[0].Month.String()
}

func lastMonth(history []BitcoinMonth) string {
	if len(history) == 0 {
		return "never"
	}
	return history[len(history)-1].Month.String()
}

// fit sets the risk as of the split.
func (b *Backtest) fit(before []BitcoinMonth, base model.BitcoinRisk) error {
	price, err := Price(before)
	if err != nil {
		return err
	}
	fees, err := Fees(before)
	if err != nil {
		return err
	}
	fleet, err := Fleet(before, base)
	if err != nil {
		return err
	}
	b.Fits = slices.Concat([]Estimate{price.Drift, price.Volatility}, fees, fleet)
	r, last := base, before[len(before)-1]
	r.Model, r.At = model.GBM, b.Split.Date()
	r.Price, r.Hashrate = unit.Money(last.Close), last.Hashrate
	for _, e := range b.Fits {
		switch e.Parameter {
		case "drift":
			r.Drift = e.Value
		case "volatility":
			r.Volatility = e.Value
		case "fee_share":
			r.FeeShare = unit.Share(e.Value)
		case "fee_volatility":
			r.FeeVolatility = e.Value
		case "fee_reversion":
			r.FeeReversion = e.Value
		case "entry_rate":
			r.EntryRate = e.Value
		}
	}
	days := base.At.DaysSince(r.At)
	const blocksPerDay = 144
	r.Height -= blocksPerDay * days
	older := math.Pow(1+float64(base.EfficiencyTrend), -float64(days)/365)
	r.FleetEfficiency *= unit.JPerTH(older)
	r.NewEfficiency *= unit.JPerTH(older)
	b.Risk = r
	return nil
}

// noDelays are levels that a scenario has to have; none of its delays is drawn.
var noDelays = model.DelayRisk{Early: 0.25, Late: 0.75}

// draw fills the months after the split.
func (b *Backtest) draw(after []BitcoinMonth, seed uint64, draws int) error {
	n := len(after)
	s := &model.Scenario{
		Horizon:  model.Horizon{Start: b.Split.Date(), PeriodMonths: 1, Periods: n},
		Risk:     model.Risk{Given: true, Bitcoin: b.Risk, Delay: noDelays},
		Sampling: model.Sampling{Open: true},
	}
	for f := range s.Risk.Correlation {
		s.Risk.Correlation[f][f] = 1
	}
	m, err := market.New(s, &model.World{Hashprice: make([]unit.Hashprice, n)})
	if err != nil {
		return err
	}
	drawer := m.Drawer()
	fan := make([][]float64, n)
	var w model.World
	for i := range uint64(draws) {
		drawer.Draw(seed, i, market.Bitcoin, &w)
		for p, h := range w.Hashprice {
			fan[p] = append(fan[p], float64(h))
		}
	}
	for p, then := range after {
		slices.Sort(fan[p])
		quantile := func(level float64) float64 { return stat.Quantile(level, stat.Empirical, fan[p], nil) }
		b.Months = append(b.Months, BacktestMonth{
			Month:     then.Month,
			Hashprice: Band{then.earned(), quantile((1 - band) / 2), quantile(0.5), quantile((1 + band) / 2)},
			Price:     b.price(then.Close, p+1),
		})
	}
	return nil
}

// price is the band of the price some months after the split.
func (b *Backtest) price(actual float64, months int) Band {
	t := float64(months) * month
	r := b.Risk
	middle := math.Log(float64(r.Price)) + (r.Drift-r.Volatility*r.Volatility/2)*t
	width := distuv.UnitNormal.Quantile((1+band)/2) * r.Volatility * math.Sqrt(t)
	return Band{actual, math.Exp(middle - width), math.Exp(middle), math.Exp(middle + width)}
}
