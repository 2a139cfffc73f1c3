package calibrate

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"github.com/gridalloc/gridalloc/model"
)

// quarter is the span over which growth of the fleet is held against what
// mining earned in the span before.
const quarter = 3

// minQuarters is the smallest number of spans that is fitted.
const minQuarters = 8

// hoursPerDay turns USD per PH and day into USD per MWh.
const hoursPerDay = 24

// Fleet fits how the hashrate answers to what a MWh earns in machines that are
// new at the time, base telling their efficiency: the growth of each quarter on
// the logarithm of the earnings of the quarter before, and the growth over
// twelve months that one month in ten exceeds.
func Fleet(history []BitcoinMonth, base model.BitcoinRisk) ([]Estimate, error) {
	if err := check(history); err != nil {
		return nil, err
	}
	known := withHashrate(history)
	var growth, earnings []float64
	for i := quarter - 1; i+quarter < len(known); i += quarter {
		growth = append(growth, math.Log(known[i+quarter].Hashrate/known[i].Hashrate)*monthsPerYear/quarter)
		sum := 0.0
		for _, m := range known[i-quarter+1 : i+1] {
			sum += perMWh(m, base) / quarter
		}
		earnings = append(earnings, math.Log(sum))
	}
	n := len(growth)
	if n < minQuarters {
		return nil, tooShort("hashrate, in quarters", n, minQuarters)
	}
	answer, ok := regress(earnings, growth, 0)
	if !ok {
		return nil, fmt.Errorf("hashrate: earnings do not differ in %d quarters", n)
	}
	response := Estimate{"", "entry_response", answer.slope, answer.slopeErr, "1/year", n, fmt.Sprintf("growth of the hashrate by the logarithm of what new machines earn, quarter after quarter; R2 %.2f", answer.r2)}
	estimates := []Estimate{response}
	if answer.slope > 2*answer.slopeErr {
		estimates = append(estimates, Estimate{"", "entry_threshold", math.Exp(-answer.intercept / answer.slope), 0, "USD/MWh", n, "earnings of new machines at which the fitted line neither grows nor shrinks"})
	} else {
		estimates[0].Note += "; cannot be told from no response"
	}
	var yearly []float64
	for i := monthsPerYear; i < len(known); i++ {
		yearly = append(yearly, known[i].Hashrate/known[i-monthsPerYear].Hashrate-1)
	}
	slices.Sort(yearly)
	const high = 0.9
	return append(estimates, Estimate{
		"bitcoin.csv", "entry_rate", stat.Quantile(high, stat.Empirical, yearly, nil), 0, "1/year", len(yearly), fmt.Sprintf("growth over 12 months that one in ten exceeds; largest %.2f, smallest %.2f; spans overlap", yearly[len(yearly)-1], yearly[0]),
	}), nil
}

// withHashrate is the history up to the last known hashrate.
func withHashrate(history []BitcoinMonth) []BitcoinMonth {
	n := slices.IndexFunc(history, func(m BitcoinMonth) bool { return math.IsNaN(m.Hashrate) })
	if n < 0 {
		return history
	}
	return history[:n]
}

// perMWh is what a MWh earned in the newest machines of a month, in USD.
func perMWh(m BitcoinMonth, base model.BitcoinRisk) float64 {
	years := float64(m.Month-MonthOf(base.At)) * month
	efficiency := float64(base.NewEfficiency) * math.Pow(1+float64(base.EfficiencyTrend), years)
	return m.earned() / (hoursPerDay * efficiency) * 1000
}
