package calibrate

import (
	"errors"
	"io"
	"math"
	"strings"
	"testing"
)

const bitcoinHeader = "month,price_usd,close_usd,hashrate_ehs,fees_over_subsidy,subsidy_hashprice,hashprice\n"

// readers by the header of their table.
var readers = map[string]func(io.Reader) error{
	bitcoinHeader:                func(r io.Reader) error { _, err := ReadBitcoin(r); return err },
	"state,year,cents_per_kwh\n": func(r io.Reader) error { _, err := ReadPower(r); return err },
	"gpu,month,usd_per_hour\n":   func(r io.Reader) error { _, err := ReadRents(r); return err },
	"region,year,projects,quarter_months,median_months,three_quarters_months\n": func(r io.Reader) error { _, err := ReadLeads(r); return err },
}

func TestReadBitcoin(t *testing.T) {
	months, err := ReadBitcoin(strings.NewReader("note," + bitcoinHeader + "x,2025-12,10,11,5,0.1,2,2.2\n,2026-01,12,13,6,,3,\n,2026-02,12,13,,,,\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(months) != 3 || months[0].Month.String() != "2025-12" || months[1].Month != months[0].Month+1 {
		t.Fatalf("%+v", months)
	}
	if m := months[0]; m.Price != 10 || m.Close != 11 || m.Hashrate != 5 || m.Fees != 0.1 || m.earned() != 2.2 {
		t.Errorf("first month %+v", m)
	}
	if m := months[1]; !math.IsNaN(m.Fees) || m.earned() != 3 {
		t.Errorf("second month %+v", m)
	}
	if n := len(withHashrate(months)); n != 2 {
		t.Errorf("%d months with hashrate", n)
	}
}

func TestBadTablesNameTheirLine(t *testing.T) {
	const power, rents, leads = "state,year,cents_per_kwh\n", "gpu,month,usd_per_hour\n", "region,year,projects,quarter_months,median_months,three_quarters_months\n"
	for _, c := range []struct {
		header, rows string
		line, column int
		says         string
	}{
		{bitcoinHeader, "2026-01,1,1,1,,1,\n2026-03,1,1,1,,1,\n", 3, 1, "2026-03 comes after 2026-01"},
		{bitcoinHeader, "2026-01,1,1,1,,1,\n2026-01,1,1,1,,1,\n", 3, 1, "2026-01 comes after 2026-01"},
		{bitcoinHeader, "2026-01,1,1,1,,1,\n2026-02,-5,1,1,,1,\n", 3, 9, `price_usd is wrong: "-5"`},
		{bitcoinHeader, "2026-01,NaN,1,1,,1,\n2026-02,5,1,1,,1,\n", 2, 9, `price_usd is wrong: "NaN"`},
		{bitcoinHeader, "2026-01,Inf,1,1,,1,\n2026-02,5,1,1,,1,\n", 2, 9, `price_usd is wrong: "Inf"`},
		{bitcoinHeader, "2026-01,,1,1,,1,\n2026-02,5,1,1,,1,\n", 2, 9, "price_usd is empty"},
		{bitcoinHeader, "2026-13,1,1,1,,1,\n", 2, 1, "not a month"},
		{bitcoinHeader, "2026-01,1,1,1,,,\n2026-02,1,1,1,,1,\n", 2, 13, "one is missing"},
		{bitcoinHeader, "2026-01,1,1,1,0.1,1,\n2026-02,1,1,1,,1,\n", 2, 21, "one is missing"},
		{bitcoinHeader, "2026-01,1,1,,,,\n2026-02,1,1,1,,1,\n", 3, 13, "hashrate_ehs of 2026-01 is missing"},
		{bitcoinHeader, "2026-01,1,1,1,,1,\n2026-02,1,1\n", 3, 1, "wrong number of fields"},
		{bitcoinHeader, "2026-01,1,1,1,,1,\n", 2, 0, "ends after 1 rows"},
		{power, "TX,2020,5\nTX,2020,6\n", 3, 4, "twice"},
		{power, "TX,2020,0\nTX,2021,6\n", 2, 9, "cents_per_kwh is wrong"},
		{power, ",2020,5\nTX,2020,6\n", 2, 1, "state is empty"},
		{power, "TX,20x,5\nTX,2020,6\n", 2, 4, "year is wrong"},
		{rents, "H100,2026-07,3\nH100,2026-07,3\n", 3, 6, "twice"},
		{leads, "PJM,2020,9,30,20,40\nPJM,2021,9,10,20,40\n", 2, 15, "out of order"},
		{leads, "PJM,2020,0,10,20,40\nPJM,2021,9,10,20,40\n", 2, 10, "projects is wrong"},
	} {
		err := readers[c.header](strings.NewReader(c.header + c.rows))
		var fault *InputError
		if !errors.As(err, &fault) {
			t.Errorf("%q: error %v", c.rows, err)
			continue
		}
		if fault.Line != c.line || c.column > 0 && fault.Column != c.column || !strings.Contains(fault.Message, c.says) {
			t.Errorf("%q: %v; want line %d, column %d: %s", c.rows, err, c.line, c.column, c.says)
		}
	}
}

func TestBadHeaders(t *testing.T) {
	for text, says := range map[string]string{
		"":                                 "the table is empty",
		"state,year\nTX,2020\n":            "column cents_per_kwh is missing",
		"state,state,year,cents_per_kwh\n": "column state is there twice",
	} {
		_, err := ReadPower(strings.NewReader(text))
		if err == nil || !strings.Contains(err.Error(), says) || !strings.HasPrefix(err.Error(), "line 1") {
			t.Errorf("%q: %v; want line 1: %s", text, err, says)
		}
	}
}

func TestAllFaultsAreNamed(t *testing.T) {
	_, err := ReadPower(strings.NewReader("state,year,cents_per_kwh\nTX,2020,x\nTX,2021,-1\nTX,2022,5\n"))
	for _, place := range []string{"line 2, column 9", "line 3, column 9"} {
		if err == nil || !strings.Contains(err.Error(), place) {
			t.Errorf("%v does not name %s", err, place)
		}
	}
}

// FuzzRead holds that what is read can be fitted or is refused, without figures
// that are no numbers.
func FuzzRead(f *testing.F) {
	for header := range readers {
		f.Add(header + "2026-01,1,1,1,,1,\n2026-02,1,1,1,,1,\n")
		f.Add(header + "TX,2020,5\nTX,2021,6\n")
		f.Add(header + "PJM,2020,9,10,20,40\n")
	}
	f.Fuzz(func(t *testing.T, text string) {
		if months, err := ReadBitcoin(strings.NewReader(text)); err == nil {
			if err := check(months); err != nil {
				t.Errorf("read, but %v", err)
			}
			if fit, err := Price(months); err == nil && math.IsNaN(fit.Volatility.Value+fit.Reversion.Value+fit.Drift.Value) {
				t.Errorf("fit %+v", fit)
			}
		}
		for _, read := range readers {
			_ = read(strings.NewReader(text))
		}
	})
}
