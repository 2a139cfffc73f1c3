package calibrate

import (
	"fmt"
	"io"
	"math"
)

// BitcoinMonth is what bitcoin and its mining did in a month. NaN stands for
// what is not known.
type BitcoinMonth struct {
	Month Month
	// Price is the mean of the daily closes in USD, Close the last of them.
	Price, Close float64
	Hashrate     float64 // EH/s
	// Fees is fees over subsidy.
	Fees float64
	// SubsidyHashprice is what mining earned without fees, Hashprice with
	// them, in USD per PH/s and day.
	SubsidyHashprice, Hashprice float64
}

// earned is the hashprice, without fees where they are not known.
func (m BitcoinMonth) earned() float64 {
	if math.IsNaN(m.Hashprice) {
		return m.SubsidyHashprice
	}
	return m.Hashprice
}

// check refuses histories that a reader would not have let through.
func check(history []BitcoinMonth) error {
	for i, m := range history {
		if !(m.Close > 0) || math.IsInf(m.Close, 1) || m.Hashrate <= 0 || m.Fees <= 0 || m.earned() <= 0 {
			return fmt.Errorf("bitcoin in %s: prices, hashrates, fees and hashprices have to be above 0", m.Month)
		}
		if i > 0 && m.Month != history[i-1].Month+1 {
			return fmt.Errorf("bitcoin: %s comes after %s; months follow each other without gaps", m.Month, history[i-1].Month)
		}
	}
	return nil
}

// ReadBitcoin reads a table of months without gaps: month, price_usd,
// close_usd, hashrate_ehs?, fees_over_subsidy?, subsidy_hashprice?, hashprice?.
// Hashrate and subsidy_hashprice may be missing together, at the end; hashprice
// is known where fees are. Errors are InputErrors, joined.
func ReadBitcoin(r io.Reader) ([]BitcoinMonth, error) {
	t, err := newTable(r, "month", "price_usd", "close_usd", "hashrate_ehs", "fees_over_subsidy", "subsidy_hashprice", "hashprice")
	if err != nil {
		return nil, err
	}
	var months []BitcoinMonth
	for t.next() {
		m := BitcoinMonth{
			Month: t.month("month"), Price: t.positive("price_usd"), Close: t.positive("close_usd"),
			Hashrate: t.known("hashrate_ehs"), Fees: t.known("fees_over_subsidy"),
			SubsidyHashprice: t.known("subsidy_hashprice"), Hashprice: t.known("hashprice"),
		}
		t.checkMonth(m, months)
		months = append(months, m)
	}
	return months, t.err(len(months))
}

// checkMonth holds a month against itself and the one before.
func (t *table) checkMonth(m BitcoinMonth, before []BitcoinMonth) {
	if math.IsNaN(m.Hashrate) != math.IsNaN(m.SubsidyHashprice) {
		t.fault("hashrate_ehs", "give both or neither", "of hashrate_ehs and subsidy_hashprice one is missing")
	}
	if math.IsNaN(m.Hashprice) != math.IsNaN(m.Fees) {
		t.fault("hashprice", "give both or neither", "of hashprice and fees_over_subsidy one is missing")
	}
	if len(before) == 0 {
		return
	}
	last := before[len(before)-1]
	if m.Month != last.Month+1 {
		t.fault("month", "months follow each other without gaps", "%s comes after %s", m.Month, last.Month)
	}
	if math.IsNaN(last.Hashrate) && !math.IsNaN(m.Hashrate) {
		t.fault("hashrate_ehs", "it may be missing at the end of the table only", "hashrate_ehs of %s is missing", last.Month)
	}
}

// PowerYear is a yearly mean price of power. Years of a state may be missing.
type PowerYear struct {
	State string
	Year  int
	Price float64 // in any unit, the same for a state
}

// ReadPower reads a table: state, year, cents_per_kwh.
func ReadPower(r io.Reader) ([]PowerYear, error) {
	t, err := newTable(r, "state", "year", "cents_per_kwh")
	if err != nil {
		return nil, err
	}
	type key struct {
		state string
		year  int
	}
	seen := map[key]bool{}
	var years []PowerYear
	for t.next() {
		y := PowerYear{t.text("state"), t.whole("year", 1900), t.positive("cents_per_kwh")}
		twice(t, seen, key{y.State, y.Year}, "year")
		years = append(years, y)
	}
	return years, t.err(len(years))
}

// RentMonth is the mean list price of a GPU in a month.
type RentMonth struct {
	GPU   string
	Month Month
	Price float64 // USD per GPU and hour
}

// ReadRents reads a table: gpu, month, usd_per_hour.
func ReadRents(r io.Reader) ([]RentMonth, error) {
	t, err := newTable(r, "gpu", "month", "usd_per_hour")
	if err != nil {
		return nil, err
	}
	type key struct {
		gpu   string
		month Month
	}
	seen := map[key]bool{}
	var rents []RentMonth
	for t.next() {
		m := RentMonth{t.text("gpu"), t.month("month"), t.positive("usd_per_hour")}
		twice(t, seen, key{m.GPU, m.Month}, "month")
		rents = append(rents, m)
	}
	return rents, t.err(len(rents))
}

// LeadTime is the time that the projects of a region took which were done in a
// year, in months: quartiles and median.
type LeadTime struct {
	Region                       string
	Year, Projects               int
	Quarter, Half, ThreeQuarters float64
}

// ReadLeads reads a table: region, year, projects, quarter_months,
// median_months, three_quarters_months.
func ReadLeads(r io.Reader) ([]LeadTime, error) {
	t, err := newTable(r, "region", "year", "projects", "quarter_months", "median_months", "three_quarters_months")
	if err != nil {
		return nil, err
	}
	type key struct {
		region string
		year   int
	}
	seen := map[key]bool{}
	var leads []LeadTime
	for t.next() {
		l := LeadTime{
			t.text("region"), t.whole("year", 1900), t.whole("projects", 1),
			t.positive("quarter_months"), t.positive("median_months"), t.positive("three_quarters_months"),
		}
		if l.Quarter > l.Half || l.Half > l.ThreeQuarters {
			t.fault("median_months", "quarter, median and three quarters rise", "the quartiles are out of order")
		}
		twice(t, seen, key{l.Region, l.Year}, "year")
		leads = append(leads, l)
	}
	return leads, t.err(len(leads))
}
