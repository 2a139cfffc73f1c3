package calibrate

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/model"
)

// within fails unless an estimate lies within four of its standard errors of
// the truth, and those are no larger than the given share of it.
func within(t *testing.T, e Estimate, truth, loosest float64) {
	t.Helper()
	if !(math.Abs(e.Value-truth) <= 4*e.StdErr) {
		t.Errorf("%s is %g +- %g, the truth %g", e.Parameter, e.Value, e.StdErr, truth)
	}
	if !(e.StdErr > 0 && e.StdErr <= loosest*math.Abs(truth)) {
		t.Errorf("%s: standard error %g of %g", e.Parameter, e.StdErr, truth)
	}
}

// named picks an estimate.
func named(t *testing.T, list []Estimate, parameter string) Estimate {
	t.Helper()
	for _, e := range list {
		if e.Parameter == parameter {
			return e
		}
	}
	t.Fatalf("no estimate of %s", parameter)
	return Estimate{}
}

// months makes a history from logarithms of closes.
func months(logs []float64) []BitcoinMonth {
	history := make([]BitcoinMonth, len(logs))
	for i, x := range logs {
		history[i] = BitcoinMonth{
			Month: Month(24000 + i), Price: math.Exp(x), Close: math.Exp(x), Hashrate: math.NaN(),
			Fees: math.NaN(), SubsidyHashprice: math.NaN(), Hashprice: math.NaN(),
		}
	}
	return history
}

func TestGBMIsRecovered(t *testing.T) {
	const drift, volatility = 0.3, 0.6
	r := rand.New(rand.NewPCG(1, 2))
	logs := []float64{10}
	for range 12 * 400 {
		logs = append(logs, logs[len(logs)-1]+(drift-volatility*volatility/2)*month+volatility*math.Sqrt(month)*r.NormFloat64())
	}
	fit, err := Price(months(logs))
	if err != nil {
		t.Fatal(err)
	}
	within(t, fit.Drift, drift, 0.2)
	within(t, fit.Volatility, volatility, 0.02)
	if fit.Reverts {
		t.Errorf("a random walk is said to revert: %s", fit.Reversion.Note)
	}
	if e := named(t, fit.Estimates(), "price_model"); e.Value >= 0 {
		t.Errorf("a random walk is fitted better by %s", e.Note)
	}
}

func TestReversionAndJumpsAreRecovered(t *testing.T) {
	const trend, reversion, volatility, rate, mean, spread = 0.2, 1.5, 0.5, 0.6, -0.7, 0.05
	r := rand.New(rand.NewPCG(3, 4))
	keep := math.Exp(-reversion * month)
	noise := volatility * math.Sqrt((1-keep*keep)/(2*reversion))
	var logs []float64
	x := 0.0
	for i := range 12 * 400 {
		x = keep*x + noise*r.NormFloat64()
		if r.Float64() < rate*month {
			x += mean + spread*r.NormFloat64()
		}
		logs = append(logs, 8+trend*float64(i)*month+x)
	}
	fit, err := Price(months(logs))
	if err != nil {
		t.Fatal(err)
	}
	within(t, fit.Reversion, reversion, 0.1)
	within(t, fit.JumpRate, rate, 0.1)
	within(t, fit.JumpMean, mean, 0.1)
	within(t, fit.Diffusion, volatility, 0.02)
	if math.Abs(fit.Trend.Value-trend) > 0.01 {
		t.Errorf("trend %g, the truth %g", fit.Trend.Value, trend)
	}
	if !fit.Reverts {
		t.Errorf("a reverting price is said not to: %s", fit.Reversion.Note)
	}
	if e := named(t, fit.Estimates(), "price_model"); e.Value <= 0 {
		t.Errorf("a reverting price is fitted better by %s", e.Note)
	}
}

func TestFeesAreRecovered(t *testing.T) {
	const reversion, volatility, middle = 2.0, 2.2, 0.03
	r := rand.New(rand.NewPCG(5, 6))
	keep := math.Exp(-reversion * month)
	noise := volatility * math.Sqrt((1-keep*keep)/(2*reversion))
	history := months(make([]float64, 12*300))
	x, pairs, before := 0.0, 0, false
	for i := range history {
		x = keep*x + noise*r.NormFloat64()
		known := i%20 != 7
		if known {
			history[i].Fees = middle * math.Exp(x)
			history[i].Hashprice = 50
			if before {
				pairs++
			}
		}
		before = known
	}
	list, err := Fees(history)
	if err != nil {
		t.Fatal(err)
	}
	within(t, named(t, list, "fee_reversion"), reversion, 0.1)
	within(t, named(t, list, "fee_volatility"), volatility, 0.05)
	if n := named(t, list, "fee_volatility").N; n != pairs {
		t.Errorf("%d pairs used, there are %d", n, pairs)
	}
	mean := middle * math.Exp(volatility*volatility/(4*reversion))
	if e := named(t, list, "fee_share"); math.Abs(e.Value/mean-1) > 0.15 {
		t.Errorf("mean %g, the truth %g", e.Value, mean)
	}
}

func TestFleetAnswersEarnings(t *testing.T) {
	const response, threshold = 0.8, 70.0
	base := model.BitcoinRisk{At: model.Date{Year: 2020, Month: 1, Day: 1}, NewEfficiency: 10}
	r := rand.New(rand.NewPCG(7, 8))
	history := months(make([]float64, 600))
	logs, growth := math.Log(500), 0.0
	for i := range history {
		if i%quarter == 0 {
			perMWh := threshold * math.Exp(0.5*r.NormFloat64())
			for j := i; j < min(i+quarter, len(history)); j++ {
				history[j].SubsidyHashprice = perMWh * 24 * 10 / 1000
			}
			growth = 0.1 * r.NormFloat64()
		}
		if i >= quarter {
			earned := history[i/quarter*quarter-1].SubsidyHashprice / 24 / 10 * 1000
			logs += (response*math.Log(earned/threshold) + growth) * month
		}
		history[i].Hashrate = math.Exp(logs)
	}
	list, err := Fleet(history, base)
	if err != nil {
		t.Fatal(err)
	}
	within(t, named(t, list, "entry_response"), response, 0.1)
	if e := named(t, list, "entry_threshold"); math.Abs(e.Value/threshold-1) > 0.1 {
		t.Errorf("threshold %g, the truth %g", e.Value, threshold)
	}
	for i := range history {
		history[i].Hashrate = 500 * math.Exp(0.3*float64(i)*month+0.05*r.NormFloat64())
	}
	if list, err = Fleet(history, base); err != nil {
		t.Fatal(err)
	}
	if e := named(t, list, "entry_response"); !strings.Contains(e.Note, "cannot be told from no response") {
		t.Errorf("growth without an answer is fitted as %g +- %g: %s", e.Value, e.StdErr, e.Note)
	}
	if e := named(t, list, "entry_rate"); math.Abs(e.Value-math.Expm1(0.3)) > 0.15 {
		t.Errorf("entry rate %g where the fleet grows by %g a year", e.Value, math.Expm1(0.3))
	}
}

func TestPowerIsRecoveredThroughGaps(t *testing.T) {
	const drift, volatility, share = 0.02, 0.1, 0.4
	r := rand.New(rand.NewPCG(9, 10))
	var history []PowerYear
	logs := make([]float64, 40)
	for y := range 300 {
		common := r.NormFloat64()
		for i := range logs {
			logs[i] += drift + volatility*(math.Sqrt(share)*common+math.Sqrt(1-share)*r.NormFloat64())
			if y%5 != 2 && y%5 != 3 {
				history = append(history, PowerYear{string(rune('A' + i)), 1900 + y, math.Exp(logs[i])})
			}
		}
	}
	list, err := Power(history)
	if err != nil {
		t.Fatal(err)
	}
	// The common part makes the plain error of the volatility too small, as its
	// note says.
	if e := named(t, list, "volatility"); math.Abs(e.Value/volatility-1) > 0.1 {
		t.Errorf("volatility %g, the truth %g", e.Value, volatility)
	}
	within(t, named(t, list, "common"), share, 0.2)
}

func TestRentsUseConsecutiveMonths(t *testing.T) {
	const volatility = 0.4
	r := rand.New(rand.NewPCG(11, 12))
	var rents []RentMonth
	for g := range 50 {
		x := 0.0
		for m := range 60 {
			x += volatility * math.Sqrt(month) * r.NormFloat64()
			if m%10 != 4 {
				rents = append(rents, RentMonth{string(rune('A' + g)), Month(24000 + m), math.Exp(x)})
			}
		}
	}
	list, err := Rents(rents)
	if err != nil {
		t.Fatal(err)
	}
	e := named(t, list, "volatility")
	within(t, e, volatility, 0.03)
	if want := 50 * (60 - 6 - 7); e.N != want {
		t.Errorf("%d changes used, want %d", e.N, want)
	}
	if strings.Contains(e.Note, "too short") {
		t.Errorf("59 months are called too short: %s", e.Note)
	}
}

func TestLeadsOfLognormalTimes(t *testing.T) {
	const spread, between, projects = 0.5, 0.25, 400
	r := rand.New(rand.NewPCG(13, 14))
	var leads []LeadTime
	for region := range 30 {
		for y := range 40 {
			// The median of many projects varies by pi/2 spread^2/projects.
			middle := float64(region)/10 + between*r.NormFloat64() + spread*math.Sqrt(math.Pi/2/projects)*r.NormFloat64()
			leads = append(leads, LeadTime{
				string(rune('A' + region)), 1980 + y, projects,
				math.Exp(middle - quartile*spread), math.Exp(middle), math.Exp(middle + quartile*spread),
			})
		}
	}
	list, err := Leads(leads)
	if err != nil {
		t.Fatal(err)
	}
	exact := func(parameter string, want, off float64) {
		t.Helper()
		if e := named(t, list, parameter); math.Abs(e.Value-want) > off {
			t.Errorf("%s is %g, want %g", parameter, e.Value, want)
		}
	}
	exact("lead_deviation", spread, 1e-12)
	exact("lead_quarter", math.Exp(-quartile*spread), 1e-12)
	exact("lead_three_quarters", math.Exp(quartile*spread), 1e-12)
	exact("correlation", between*between/(between*between+spread*spread), 0.02)
	if l := Level(named(t, list, "lead_quarter").Value, spread); math.Abs(l-0.25) > 1e-12 {
		t.Errorf("a quarter of lead times is %g", l)
	}
}

// TestCommonByHand holds the split of variance against the textbook figures of
// a balanced layout: groups (1, 3) and (5, 7) have mean squares of 16 between
// and 2 within, so 7 of 9 are in common.
func TestCommonByHand(t *testing.T) {
	share, _, ok := groups{{1, 3}, {5, 7}}.common()
	if !ok || math.Abs(share-7.0/9) > 1e-12 {
		t.Errorf("share %g, %v; want 7/9", share, ok)
	}
	if share, _, _ := (groups{{1, 3}, {3, 1}}).common(); share != 0 {
		t.Errorf("groups alike share %g", share)
	}
	for _, g := range []groups{nil, {{1, 2}}, {{1}, {2}}, {{1, 1}, {1, 1}}} {
		if _, _, ok := g.common(); ok {
			t.Errorf("%v can be split", g)
		}
	}
}

func TestTooLittleIsRefused(t *testing.T) {
	flat := months(make([]float64, 60))
	gap := months(make([]float64, 60))
	gap[30].Month++
	bad := months(make([]float64, 60))
	bad[30].Close = math.NaN()
	for name, run := range map[string]func() error{
		"short":    func() error { _, err := Price(flat[:10]); return err },
		"flat":     func() error { _, err := Price(flat); return err },
		"gap":      func() error { _, err := Price(gap); return err },
		"NaN":      func() error { _, err := Price(bad); return err },
		"no fees":  func() error { _, err := Fees(flat); return err },
		"no fleet": func() error { _, err := Fleet(flat, model.BitcoinRisk{}); return err },
		"power":    func() error { _, err := Power(nil); return err },
		"rents":    func() error { _, err := Rents(nil); return err },
		"leads":    func() error { _, err := Leads(nil); return err },
		"all":      func() error { _, err := All(History{}, model.BitcoinRisk{}); return err },
	} {
		if run() == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
