package file

// worldsSection says how the worlds of a scenario come about.
var worldsSection = (&Table{
	Name: "worlds", Folder: "scenario", Help: "the worlds to plan for: drawn, or of one's own; without this section the one of the tables",
	Fields: []Field{
		{Name: "draws", Type: Whole, Min: 1, Max: 1e6, Help: "worlds drawn from the risk set"},
		{Name: "keep", Type: Whole, Min: 1, Max: 1e6, Help: "worlds that the draws are reduced to"},
		{Name: "seed", Type: Whole, Max: 2147483647, Default: "1", Help: "seed of the draws"},
		{Name: "reduce", Type: Choice, Choices: []string{"cash", "paths", "plans"}, Default: "cash", Help: "keep worlds that differ in what MW earn, in their paths, or in what good plans earn (which are searched for first)"},
		{Name: "means", Type: Choice, Choices: []string{"tables", "processes"}, Default: "tables", Help: "draws spread around the paths of the tables, or as the processes have it"},
		{Name: "difficulty", Type: Choice, Choices: []string{"reacts", "fixed"}, Default: "reacts", Help: "hashrate follows what mining earns, or does not"},
		{Name: "file", Type: Text, Help: "a file of worlds of one's own, from the folder of the file that names it"},
	},
}).prepare()

// worldsTable is a file of the planner's own worlds.
var worldsTable = (&Table{
	Name: "worlds.csv", Record: "figure of a world", Key: []string{"world", "quantity", "subject", "period"},
	Help: "worlds of one's own, under any file name; what a world leaves out is as in the tables",
	Fields: []Field{
		{Name: "world", Type: Text, Required: true, Help: "name of the world"},
		{Name: "quantity", Type: Choice, Choices: worldQuantities.names(), Required: true, Help: "what is given"},
		{Name: "subject", Type: ID, Help: "market/product, zone, site or contract, as the quantity says"},
		{Name: "period", Type: ID, Help: "label of the period, such as 2027 or 2027-H1"},
		{Name: "value", Type: Text, Required: true, Help: "its value, as the quantity says"},
		{Name: "unit", Type: Text, Required: true, Help: "its unit, as the quantity says; money is in prices of the scenario's year"},
	},
}).prepare()

// worldQuantities describes the rows of a file of worlds. Refers tells the
// subject; market/product is one of client_markets.csv with a product.
var worldQuantities = (&Table{
	Name: "worlds.csv: quantities", Record: "quantity", Help: "the quantities of a file of worlds",
	Fields: []Field{
		{Name: "probability", Type: Share, Unit: "share", Required: true, Help: "probability of the world; they add up to 1"},
		{Name: "hashprice", Type: Number, Unit: "money/PH/day", UnitFrom: "unit", Max: inf, Help: "revenue per PH/s of hashrate and day, by period"},
		{Name: "rent", Type: Number, Unit: "money/MW/month", UnitFrom: "unit", Max: inf, Refers: "client_markets.csv", Help: "rent of IT load, by market/product and period"},
		{Name: "utilisation", Type: Ratio, Unit: "share", Max: 10, Refers: "client_markets.csv", Help: "share of merchant MW that is let, over what the rents count on, by market/product and period"},
		{Name: "power_index", Type: Ratio, Unit: "share", Max: 100, Refers: "zones.csv", Help: "multiplier of the energy price, by zone and period"},
		{Name: "power_spread", Type: Ratio, Unit: "share", Max: 100, Refers: "zones.csv", Help: "multiplier of the spread of the price blocks, by zone and period"},
		{Name: "lead", Type: Whole, Unit: "months", Max: 1200, Refers: "sites.csv", Help: "from signing to power, by site"},
		{Name: "default", Type: Whole, Unit: "months", Max: 2147483647, Refers: "contracts.csv", Help: "months of its term before the client stops paying, by contract"},
	},
}).prepare()
