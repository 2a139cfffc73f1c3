package calibrate

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// month is a month, in years.
const month = 1.0 / monthsPerYear

// jumpLimit is the number of robust deviations beyond which a month counts as
// a jump.
const jumpLimit = 3

// dickeyFuller is what the t value of a reversion has to fall below for a
// return to a trend to be told from none at 5 % (Dickey and Fuller, Distribution
// of the estimators for autoregressive time series with a unit root, 1979; with
// constant and trend, 100 observations).
const dickeyFuller = -3.45

// PriceFit holds both models of the bitcoin price, fitted to last closes of
// months. Means of months would understate the volatility: their changes have
// two thirds of the variance (Working, Note on the correlation of first
// differences of averages in a random chain, 1960).
type PriceFit struct {
	// Drift and Volatility are those of geometric Brownian motion.
	Drift, Volatility Estimate
	// Trend is the growth of the trend that the logarithm returns to with
	// Reversion. Diffusion is the volatility of months without a jump.
	Trend, Reversion, Diffusion         Estimate
	JumpRate, JumpMean, JumpDeviation   Estimate
	GBMLogLikelihood, JumpLogLikelihood float64
	// Reverts is false where the reversion cannot be told from none.
	Reverts bool
}

// minMonths is the shortest history of prices that is fitted.
const minMonths = 24

// Price fits the price models.
func Price(history []BitcoinMonth) (PriceFit, error) {
	if err := check(history); err != nil {
		return PriceFit{}, err
	}
	n := len(history) - 1
	if n < minMonths {
		return PriceFit{}, tooShort("bitcoin price", len(history), minMonths+1)
	}
	logs, steps := make([]float64, n+1), make([]float64, n)
	for i, m := range history {
		logs[i] = math.Log(m.Close)
		if i > 0 {
			steps[i-1] = logs[i] - logs[i-1]
		}
	}
	fit := gbm(steps)
	if fit.Volatility.Value == 0 {
		return PriceFit{}, fmt.Errorf("bitcoin price: it never changes")
	}
	if err := fit.revert(logs, steps); err != nil {
		return PriceFit{}, err
	}
	return fit, nil
}

// gbm fits geometric Brownian motion to monthly changes of the logarithm.
func gbm(steps []float64) PriceFit {
	n := len(steps)
	mean := stat.Mean(steps, nil)
	s, err := deviation(steps)
	volatility := s / math.Sqrt(month)
	var fit PriceFit
	fit.Volatility = Estimate{"bitcoin.csv", "volatility", volatility, err / math.Sqrt(month), "1/year^0.5", n, "gbm: deviation of monthly changes of the logarithm"}
	fit.Drift = Estimate{"bitcoin.csv", "drift", mean/month + volatility*volatility/2, s / math.Sqrt(float64(n)) / month, "1/year", n, "gbm: nominal growth of the mean; history says little about what is to come"}
	for _, x := range steps {
		fit.GBMLogLikelihood += normalLog(x, mean, s)
	}
	return fit
}

// revert fits the return to a trend, with jumps: each month's change on the
// trend and the level before, and what is left beyond jumpLimit as jumps.
func (fit *PriceFit) revert(logs, steps []float64) error {
	n := len(steps)
	time := make([]float64, n)
	for i := range time {
		time[i] = float64(i) * month
	}
	levels, changes, back, ok := aroundTrend(time, logs[:n], steps)
	phi := 1 + back.slope
	if !ok || phi <= 0 {
		return fmt.Errorf("bitcoin price: no reversion can be fitted to %d months", n)
	}
	reversion := -math.Log(phi) / month
	t := back.slope / back.slopeErr
	fit.Reverts = t < dickeyFuller
	note := fmt.Sprintf("reverting_jumps: t = %.1f", t)
	if !fit.Reverts {
		note += fmt.Sprintf(", not below %.2f: cannot be told from no reversion", dickeyFuller)
	}
	fit.Reversion = Estimate{"bitcoin.csv", "reversion", reversion, back.slopeErr / phi / month, "1/year", n, note}
	fit.Trend = Estimate{"", "trend", levels.slope - changes.slope/back.slope, 0, "1/year", n, "reverting_jumps: growth of the trend of the logarithm, nominal"}
	return fit.jumps(back.residuals, reversion)
}

// jumps splits the residuals into jumps and diffusion and works out the
// likelihood of the mixture of the two.
func (fit *PriceFit) jumps(residuals []float64, reversion float64) error {
	middle := median(residuals)
	distances := make([]float64, len(residuals))
	for i, e := range residuals {
		distances[i] = math.Abs(e - middle)
	}
	const toDeviation = 1.4826 // of a median distance, for a normal distribution
	limit := jumpLimit * toDeviation * median(distances)
	var jumps, rest []float64
	for i, e := range residuals {
		if distances[i] > limit {
			jumps = append(jumps, e)
		} else {
			rest = append(rest, e)
		}
	}
	s, err := deviation(rest)
	if s == 0 {
		return fmt.Errorf("bitcoin price: without jumps it does not move off its trend")
	}
	// The change over a month of a process that returns with speed k and
	// volatility v has the variance v^2 (1 - exp(-2km))/(2k).
	perYear := 1 / math.Sqrt(month)
	if k := 2 * reversion; k != 0 {
		perYear = math.Sqrt(k / -math.Expm1(-k*month))
	}
	fit.Diffusion = Estimate{"", "diffusion", s * perYear, err * perYear, "1/year^0.5", len(rest), "reverting_jumps: volatility of months without a jump"}
	years := float64(len(residuals)) * month
	count := float64(len(jumps))
	found := fmt.Sprintf("reverting_jumps: %d of %d months lie beyond %d robust deviations", len(jumps), len(residuals), jumpLimit)
	fit.JumpRate = Estimate{"bitcoin.csv", "jump_rate", count / years, math.Sqrt(count) / years, "1/year", len(residuals), found}
	fit.JumpMean = Estimate{"bitcoin.csv", "jump_mean", 0, 0, "1", len(jumps), found}
	fit.JumpDeviation = Estimate{"bitcoin.csv", "jump_deviation", 0, 0, "1", len(jumps), found}
	if len(jumps) > 0 {
		fit.JumpMean.Value = stat.Mean(jumps, nil)
	}
	if len(jumps) > 1 {
		fit.JumpDeviation.Value = stat.StdDev(jumps, nil)
		fit.JumpMean.StdErr = fit.JumpDeviation.Value / math.Sqrt(count)
	}
	fit.JumpLogLikelihood = mixture(residuals, rest, s, fit.JumpRate.Value*month, fit.JumpMean.Value, fit.JumpDeviation.Value)
	return nil
}

// mixture is the log-likelihood of months that jump with the given chance.
func mixture(residuals, rest []float64, s, chance, jumpMean, jumpDeviation float64) float64 {
	mean, total := stat.Mean(rest, nil), 0.0
	for _, e := range residuals {
		density := (1 - chance) * math.Exp(normalLog(e, mean, s))
		if chance > 0 {
			density += chance * math.Exp(normalLog(e, mean+jumpMean, math.Hypot(s, jumpDeviation)))
		}
		total += math.Log(density)
	}
	return total
}

// median is the middle of x, which is left as it is.
func median(x []float64) float64 {
	sorted := slices.Sorted(slices.Values(x))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// Parameters of the two models that the likelihoods are charged for.
const (
	gbmParameters  = 2
	jumpParameters = 7
)

// Estimates lists the fits of both models and how the two compare by Akaike's
// criterion: below 0 geometric Brownian motion fits better.
func (fit PriceFit) Estimates() []Estimate {
	aic := 2*(fit.JumpLogLikelihood-fit.GBMLogLikelihood) - 2*(jumpParameters-gbmParameters)
	better := "reverting_jumps"
	if aic < 0 {
		better = "gbm"
	}
	return []Estimate{
		fit.Drift, fit.Volatility, fit.Trend, fit.Reversion, fit.Diffusion, fit.JumpRate, fit.JumpMean, fit.JumpDeviation,
		{"", "price_model", aic, 0, "AIC difference", fit.Volatility.N, fmt.Sprintf("%s fits better: log-likelihood %.1f with %d parameters for gbm, %.1f with %d for reverting_jumps", better, fit.GBMLogLikelihood, gbmParameters, fit.JumpLogLikelihood, jumpParameters)},
	}
}
