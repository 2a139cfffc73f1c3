// Package calibrate fits the processes that worlds are drawn from to histories
// of prices, hashrate, rents and lead times, and tests them on years they were
// not fitted to. It reads no files: histories come as tables in an io.Reader
// or as slices.
//
// Each fit says how sure it is. Where a history is too short to tell a figure
// from its opposite, the note says that, and the figure of the risk set has to
// be assumed.
package calibrate

import (
	"fmt"

	"github.com/gridalloc/gridalloc/model"
)

// Estimate is a fitted figure.
type Estimate struct {
	// Table and Parameter are where a risk set holds the figure: a table of
	// the set and a column, or a parameter of bitcoin.csv. What no risk set
	// holds, but explains the rest, has the table "".
	Table, Parameter string
	Value            float64
	// StdErr is the standard error, 0 where none can be given.
	StdErr float64
	Unit   string
	// N is the number of observations.
	N    int
	Note string
}

// History is what the fits are made from.
type History struct {
	Bitcoin []BitcoinMonth
	Power   []PowerYear
	Rents   []RentMonth
	Leads   []LeadTime
}

// All fits everything. The machines of base say what a hashprice is worth to
// those who buy them (Fleet). It fails where a history is too short to fit.
func All(h History, base model.BitcoinRisk) ([]Estimate, error) {
	price, err := Price(h.Bitcoin)
	if err != nil {
		return nil, err
	}
	all := price.Estimates()
	for _, fit := range []func() ([]Estimate, error){
		func() ([]Estimate, error) { return Fees(h.Bitcoin) },
		func() ([]Estimate, error) { return Fleet(h.Bitcoin, base) },
		func() ([]Estimate, error) { return Power(h.Power) },
		func() ([]Estimate, error) { return Rents(h.Rents) },
		func() ([]Estimate, error) { return Leads(h.Leads) },
	} {
		estimates, err := fit()
		if err != nil {
			return nil, err
		}
		all = append(all, estimates...)
	}
	return all, nil
}

// tooShort is the error for a history from which nothing can be fitted.
func tooShort(what string, have, need int) error {
	return fmt.Errorf("%s: %d observations, at least %d are needed", what, have, need)
}
