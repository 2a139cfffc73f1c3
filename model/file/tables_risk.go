package file

import "github.com/gridalloc/gridalloc/model"

// The tables of a risk set. All rates are per year and real.
var (
	bitcoinTable = (&Table{
		Name: "bitcoin.csv", Record: "bitcoin parameter", Folder: "risk", Key: []string{"parameter"}, Sourced: true,
		Help: "the market of bitcoin mining, one row for each parameter",
		Fields: []Field{
			{Name: "parameter", Type: Choice, Choices: bitcoinParameters.names(), Required: true, Help: "what is given"},
			{Name: "value", Type: Text, Required: true, Help: "its value, as the parameter says"},
			{Name: "unit", Type: Text, Help: "its unit, as the parameter says"},
			{Name: "price_year", Type: Year, Help: "year of the prices, of money only"},
		},
	}).prepare()

	rentRisksTable = (&Table{
		Name: "rents.csv", Record: "rent risk", Folder: "risk", Key: []string{"market", "product"}, Sourced: true,
		Help: "how rents spread around the path of the tables, and how much of what is offered is let",
		Fields: append([]Field{
			{Name: "market", Type: IDOrAll, Required: true, Refers: "client_markets.csv", Help: "id of client_markets.csv, or * for all without a row of their own"},
			{Name: "product", Type: Choice, Choices: aiProducts, Required: true, Help: "what is rented"},
		}, append(process("rent"),
			Field{Name: "utilisation", Type: Share, Required: true, Help: "mean share of merchant MW that is let"},
			Field{Name: "utilisation_deviation", Type: Ratio, Required: true, Max: 10, Help: "long-run deviation of its logit"},
			Field{Name: "utilisation_reversion", Type: Number, Unit: "1/year", Required: true, Max: 1000, Help: "speed at which its logit returns to the mean"},
		)...),
	}).prepare()

	powerRisksTable = (&Table{
		Name: "power.csv", Record: "power risk", Folder: "risk", Key: []string{"zone"}, Sourced: true,
		Help: "how power prices spread around the path of the tables",
		Fields: append([]Field{
			{Name: "zone", Type: IDOrAll, Required: true, Refers: "zones.csv", Help: "price zone of zones.csv, or * for all without a row of their own"},
		}, append(process("price"),
			Field{Name: "spread_volatility", Type: Ratio, Required: true, Max: 10, Help: "deviation of the yearly logarithm of the spread of the price blocks"},
			Field{Name: "spread_reversion", Type: Number, Unit: "1/year", Required: true, Max: 1000, Help: "speed at which the spread returns to that of zones.csv"},
		)...),
	}).prepare()

	correlationsTable = (&Table{
		Name: "correlations.csv", Record: "correlation", Folder: "risk", Key: []string{"first", "second"}, Sourced: true, Optional: true,
		Help: "correlations of yearly shocks; pairs that are not given are uncorrelated",
		Fields: []Field{
			{Name: "first", Type: Choice, Choices: model.FactorNames[:], Required: true, Help: "one factor"},
			{Name: "second", Type: Choice, Choices: model.FactorNames[:], Required: true, Help: "another"},
			{Name: "correlation", Type: Ratio, Required: true, Min: -1, Max: 1, Help: "correlation of the two"},
		},
	}).prepare()

	delaysTable = (&Table{
		Name: "delays.csv", Record: "delay risk", Folder: "risk", Sourced: true,
		Help: "how late connections are, one row",
		Fields: []Field{
			{Name: "early", Type: Share, Required: true, Max: 0.5, Above: true, Below: true, Help: "chance that a connection takes no longer than its optimistic lead time"},
			{Name: "late", Type: Share, Required: true, Min: 0.5, Max: 1, Above: true, Below: true, Help: "chance that it takes no longer than its pessimistic one"},
			{Name: "correlation", Type: Share, Required: true, Help: "correlation of the connections of one grid company"},
		},
	}).prepare()

	ratingsTable = (&Table{
		Name: "ratings.csv", Record: "rating", Folder: "risk", Key: []string{"rating"}, Sourced: true,
		Help: "how often clients of a rating default",
		Fields: []Field{
			{Name: "rating", Type: ID, Required: true, Help: "id of the rating"},
			{Name: "default_per_year", Type: Share, Required: true, Help: "chance in a year that the client stops paying"},
		},
	}).prepare()

	clientsTable = (&Table{
		Name: "clients.csv", Record: "client risk", Folder: "risk", Sourced: true,
		Help: "how clients default together, one row",
		Fields: []Field{
			{Name: "correlation", Type: Share, Required: true, Help: "correlation of the clients' times of default"},
		},
	}).prepare()
)

// process is the fields of a process around the path of the tables.
func process(what string) []Field {
	return []Field{
		{Name: "drift", Type: Ratio, Required: true, Min: -1, Max: 10, Help: "growth a year on top of the path of the tables"},
		{Name: "volatility", Type: Ratio, Required: true, Max: 10, Help: "deviation of the yearly logarithm of the " + what},
		{Name: "reversion", Type: Number, Unit: "1/year", Required: true, Max: 1000, Help: "speed of return to the path, 0 for none"},
		{Name: "common", Type: Share, Required: true, Help: "share of the shocks' variance that all rows have in common"},
	}
}

// bitcoinParameters describes the rows of bitcoin.csv.
var bitcoinParameters = (&Table{
	Name: "bitcoin.csv: parameters", Record: "bitcoin parameter", Folder: "risk",
	Help: "the parameters of bitcoin.csv; volatilities are deviations of yearly logarithms, 1/year may be written share/year",
	Fields: []Field{
		{Name: "price_model", Type: Choice, Choices: priceModels, Required: true, Help: "geometric Brownian motion, or return to a trend with jumps"},
		{Name: "at", Type: Day, Required: true, Help: "the day of the starting values"},
		{Name: "price", Type: Number, Unit: "money/BTC", UnitFrom: "unit", Required: true, Above: true, Max: inf, Help: "price of a bitcoin"},
		{Name: "drift", Type: Ratio, Unit: "1/year", Required: true, Min: -1, Max: 10, Help: "growth of the mean price"},
		{Name: "volatility", Type: Ratio, Unit: "1/year", Required: true, Max: 10, Help: "volatility of the price"},
		{Name: "reversion", Type: Ratio, Unit: "1/year", Required: true, Max: 1000, Help: "speed at which the logarithm of the price returns to its trend"},
		{Name: "jump_rate", Type: Ratio, Unit: "1/year", Required: true, Max: 1000, Help: "number of jumps in a year"},
		{Name: "jump_mean", Type: Ratio, Unit: "share", Required: true, Min: -10, Max: 10, Help: "mean logarithm of a jump"},
		{Name: "jump_deviation", Type: Ratio, Unit: "share", Required: true, Max: 10, Help: "deviation of the logarithm of a jump"},
		{Name: "height", Type: Whole, Required: true, Max: 1e8, Help: "number of the block found at the start"},
		{Name: "fee_share", Type: Ratio, Unit: "share", Required: true, Max: 10, Help: "mean of fees over subsidy"},
		{Name: "fee_volatility", Type: Ratio, Unit: "1/year", Required: true, Max: 10, Help: "volatility of fees over subsidy"},
		{Name: "fee_reversion", Type: Ratio, Unit: "1/year", Required: true, Max: 1000, Help: "speed at which the logarithm of fees over subsidy returns to its mean"},
		{Name: "hashrate", Type: Number, Unit: "EH/s", Required: true, Above: true, Max: inf, Help: "hashrate of the network at the start"},
		{Name: "fleet_efficiency", Type: Number, Unit: "J/TH", Required: true, Above: true, Max: 1000, Help: "median of the network's machines at the start"},
		{Name: "new_efficiency", Type: Number, Unit: "J/TH", Required: true, Above: true, Max: 1000, Help: "efficiency of machines bought at the start"},
		{Name: "fleet_spread", Type: Ratio, Unit: "share", Required: true, Max: 10, Help: "deviation of the logarithm of the machines' efficiencies"},
		{Name: "efficiency_trend", Type: Ratio, Unit: "1/year", Required: true, Min: -1, Max: 1, Above: true, Help: "relative change of new_efficiency"},
		{Name: "power_price", Type: Number, Unit: "money/MWh", UnitFrom: "unit", Required: true, Above: true, Max: inf, Help: "what the network pays at the machines, cooling and operation included"},
		{Name: "machine_capex", Type: Number, Unit: "money/MW", UnitFrom: "unit", Required: true, Above: true, Max: inf, Help: "new machines and their halls, by power at the machines"},
		{Name: "payback", Type: Whole, Unit: "months", Required: true, Min: 1, Max: 600, Help: "time in which machines must earn their price for the network to grow"},
		{Name: "entry_rate", Type: Ratio, Unit: "1/year", Required: true, Max: 10, Help: "largest growth of the network"},
		{Name: "scrap_rate", Type: Share, Unit: "1/year", Required: true, Help: "share of the network that wears out"},
		{Name: "exit_lag", Type: Whole, Unit: "months", Required: true, Min: 1, Max: 600, Help: "time in which miners that do not cover their power switch off"},
	},
}).prepare()

// priceModels are the words of the files for model.PriceModel.
var priceModels = []string{"gbm", "reverting_jumps"}
