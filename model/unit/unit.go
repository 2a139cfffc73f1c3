// Package unit gives the quantities of a scenario their types, so that a
// power cannot be passed where a price is wanted. Each type names the one unit
// in which a resolved scenario holds that quantity; conversion from the units
// of the input files happens once, in model/file.
package unit

// Power, energy and machine quantities.
type (
	// MW is electric power, at the grid connection or at the machines as the
	// field that uses it says.
	MW float64
	// JPerTH is the energy a miner needs per terahash, joules.
	JPerTH float64
	// Celsius is a temperature.
	Celsius float64
	// TonnesPerMWh is the carbon intensity of grid power.
	TonnesPerMWh float64
)

// Time quantities.
type (
	// Months is a whole number of months.
	Months int
	// HoursPerYear is a duration within a year of 8,760 hours.
	HoursPerYear float64
)

// Share is a fraction between 0 and 1, also used for multipliers near 1.
type Share float64

// Money quantities are in the scenario's currency at its price year.
type (
	// Money is an amount.
	Money float64
	// MoneyPerMW is a cost per MW.
	MoneyPerMW float64
	// MoneyPerMWYear is a cost per MW and year.
	MoneyPerMWYear float64
	// MoneyPerMWh is an energy price.
	MoneyPerMWh float64
	// MoneyPerMWMonth is a rent per MW of IT load and month.
	MoneyPerMWMonth float64
	// Hashprice is mining revenue per PH/s of hashrate and day.
	Hashprice float64
)
