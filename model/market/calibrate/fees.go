package calibrate

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat"
)

// minPairs is the smallest number of months with the month before known from
// which the return of fees is fitted.
const minPairs = 12

// Fees fits the share of fees over subsidy: its mean, and the return of its
// logarithm, from months whose predecessor is known too.
func Fees(history []BitcoinMonth) ([]Estimate, error) {
	if err := check(history); err != nil {
		return nil, err
	}
	var known, before, after, logs []float64
	for i, m := range history {
		if math.IsNaN(m.Fees) {
			continue
		}
		known = append(known, m.Fees)
		logs = append(logs, math.Log(m.Fees))
		if i > 0 && !math.IsNaN(history[i-1].Fees) {
			before = append(before, math.Log(history[i-1].Fees))
			after = append(after, math.Log(m.Fees))
		}
	}
	n := len(after)
	if n < minPairs {
		return nil, tooShort("fees", n, minPairs)
	}
	back, ok := regress(before, after, 0)
	phi := back.slope
	if !ok || phi <= 0 || phi >= 1 {
		return nil, fmt.Errorf("fees: no return to a mean can be fitted to %d months", n)
	}
	reversion := -math.Log(phi) / month
	s, err := deviation(back.residuals)
	perYear := math.Sqrt(2 * reversion / (1 - phi*phi))
	last := known[len(known)-1]
	return []Estimate{
		{"bitcoin.csv", "fee_share", stat.Mean(known, nil), stat.StdDev(known, nil) / math.Sqrt(float64(len(known))), "share of subsidy", len(known), fmt.Sprintf("mean; median %.4f, last %.4f; months follow each other closely, so the error is larger", median(known), last)},
		{"bitcoin.csv", "fee_volatility", s * perYear, err * perYear, "1/year^0.5", n, "of the logarithm"},
		{"bitcoin.csv", "fee_reversion", reversion, back.slopeErr / phi / month, "1/year", n, fmt.Sprintf("R2 %.2f; the logarithm spreads by %.2f in the long run", back.r2, stat.StdDev(logs, nil))},
	}, nil
}
