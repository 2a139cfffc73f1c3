package model

import (
	"math"

	"github.com/gridalloc/gridalloc/model/unit"
)

// Sampling says how the worlds of a scenario come about. The zero value stands
// for the one world of the tables.
type Sampling struct {
	// Draws are made from the processes of Risk with Seed and reduced to Keep
	// worlds; 0 draws stand for none.
	Draws, Keep, Seed int
	Reduction         Reduction
	// Open leaves the means of the draws to the processes. Otherwise they are
	// moved to the paths of the tables: the forecast is the planner's, the
	// processes give the spread around it.
	Open bool
	// Rigid switches off the reaction of the network's hashrate to what mining
	// earns.
	Rigid bool
	// File names the planner's own worlds, "" for none.
	File string
}

// Reduction is a way to choose few worlds that stand for many.
type Reduction int

// The reductions.
const (
	// ByCash keeps worlds that differ in what a MW of each business earns.
	ByCash Reduction = iota
	// ByPaths keeps worlds that differ in their paths.
	ByPaths
	// ByPlans keeps worlds that differ in what good plans earn.
	ByPlans
)

// String is the name used in files.
func (r Reduction) String() string { return [...]string{"cash", "paths", "plans"}[r] }

// Risk holds the processes of everything outside the planner's control. Given
// is false where a scenario names no risk set; nothing else counts then.
type Risk struct {
	Given   bool
	Bitcoin BitcoinRisk
	Rent    [][3]RentRisk // by client market and product
	Power   []PowerRisk   // by zone
	Delay   DelayRisk
	Clients ClientRisk
	// Correlation is that of the yearly shocks of Factors, a symmetric matrix
	// with ones on its diagonal and no negative eigenvalue.
	Correlation [Factors][Factors]float64
	Provenance
}

// The factors whose shocks are correlated.
const (
	BitcoinFactor = iota
	ColocationFactor
	GPUCloudFactor
	PowerFactor
	Factors
)

// FactorNames are the names used in files.
var FactorNames = [Factors]string{"bitcoin", "colocation", "gpu_cloud", "power"}

// PriceModel is the process of the bitcoin price.
type PriceModel int

// The price models.
const (
	// GBM is geometric Brownian motion: dP = P (Drift dt + Volatility dB).
	GBM PriceModel = iota
	// RevertingJumps lets the logarithm of the price return to a trend that
	// grows by Drift, and jump.
	RevertingJumps
)

// String is the name used in files.
func (m PriceModel) String() string { return [...]string{"gbm", "reverting_jumps"}[m] }

// BitcoinRisk is the market of bitcoin mining: a price, and a network whose
// fleet grows when mining pays and stands still when it does not. Rates are
// per year and real. docs/market.md has the formulas.
type BitcoinRisk struct {
	Model PriceModel
	// At is the day of the starting values, not after the horizon begins.
	At    Date
	Price unit.Money // of one bitcoin
	// Drift is the growth of the mean price, Volatility the deviation of its
	// yearly logarithm.
	Drift, Volatility float64
	// Reversion is the speed at which the logarithm returns to its trend,
	// JumpRate the number of jumps in a year, whose logarithms have the given
	// mean and deviation (RevertingJumps only).
	Reversion, JumpRate, JumpMean, JumpDeviation float64

	Height int // number of the block found at At
	// FeeShare is the mean of fees over subsidy; its logarithm varies by
	// FeeVolatility and returns with FeeReversion.
	FeeShare                    unit.Share
	FeeVolatility, FeeReversion float64

	Hashrate float64 // EH/s at At
	// FleetEfficiency is the median of the machines at At, FleetSpread the
	// deviation of its logarithm, NewEfficiency that of machines bought at At,
	// which changes by EfficiencyTrend a year.
	FleetEfficiency, NewEfficiency unit.JPerTH
	FleetSpread                    float64
	EfficiencyTrend                unit.Share
	// PowerPrice is what the fleet pays at the machines, cooling and operation
	// included.
	PowerPrice unit.MoneyPerMWh
	// MachineCapex is the price of new machines and their halls, Payback the
	// time in which they must earn it for the fleet to grow.
	MachineCapex unit.MoneyPerMW
	Payback      unit.Months
	// EntryRate is the largest growth of the fleet in a year, reached when new
	// machines earn their price in half of Payback; ScrapRate is the share that
	// wears out, ExitLag the time constant with which miners that do not cover
	// their power switch off.
	EntryRate, ScrapRate float64
	ExitLag              unit.Months
}

// RentRisk is the process of a product's rent in a client market around the
// path of the tables, and of the share of merchant MW that is let. Rates are
// per year.
type RentRisk struct {
	// Drift is a growth on top of the path, which counts in an open sampling
	// only, Volatility the deviation of the
	// yearly logarithm, Reversion the speed of return to the path, 0 for none.
	Drift, Volatility, Reversion float64
	// Common is the share of the shocks' variance that all markets have in
	// common.
	Common unit.Share
	// Utilisation is its mean; UtilisationDeviation is the long-run deviation
	// of its logit, UtilisationReversion the speed of return, above 0 where the
	// deviation is.
	Utilisation                                unit.Share
	UtilisationDeviation, UtilisationReversion float64
}

// PowerRisk is the process of a zone's power price around the path of the
// tables, and of the spread of its price blocks.
type PowerRisk struct {
	Drift, Volatility, Reversion      float64
	Common                            unit.Share // as in RentRisk
	SpreadVolatility, SpreadReversion float64
}

// DelayRisk draws the lead time of an offer from its optimistic, typical and
// pessimistic months, taken as quantiles Early, 50 % and Late and bounded by
// the outer two. Companies are the grid companies; connections of one company
// are late together with Correlation.
type DelayRisk struct {
	Companies   []string
	Company     []int // by region, index into Companies
	Early, Late unit.Share
	Correlation unit.Share
}

// ClientRisk draws the time of default of each client at its yearly chance;
// clients default together with Correlation.
type ClientRisk struct {
	Correlation unit.Share
}

// pivotTolerance is how far below zero a pivot of the factorisation may be by
// rounding.
const pivotTolerance = 1e-9

// CorrelationFault looks for a negative eigenvalue of Correlation by factoring
// it row by row (Cholesky): a pivot is what the factors before leave of a
// factor's variance, and cannot be negative. Of the first factor whose pivot is,
// b, it returns the factor a < b whose correlation with b takes the largest
// share of the variance. An entry that is not a number, not the same both ways or
// not 1 on the diagonal is such a fault too. found is false where all
// correlations can hold.
func (r *Risk) CorrelationFault() (a, b int, found bool) {
	for b := range Factors {
		for a := range b + 1 {
			if c := r.Correlation[a][b]; math.IsNaN(c) || c != r.Correlation[b][a] || a == b && c != 1 {
				return a, b, true
			}
		}
	}
	var l [Factors][Factors]float64
	for i := range Factors {
		pivot, largest := 1.0, 0.0
		for j := range i {
			rest := r.Correlation[i][j]
			for k := range j {
				rest -= l[i][k] * l[j][k]
			}
			switch {
			case l[j][j] > 0:
				l[i][j] = rest / l[j][j]
			case math.Abs(rest) > math.Sqrt(pivotTolerance):
				return j, i, true // j is a mix of the factors before, and i does not follow it
			}
			share := l[i][j] * l[i][j]
			pivot -= share
			if share > largest {
				a, largest = j, share
			}
		}
		if pivot < -pivotTolerance {
			return a, i, true
		}
		if pivot > pivotTolerance {
			l[i][i] = math.Sqrt(pivot)
		}
	}
	return 0, 0, false
}
