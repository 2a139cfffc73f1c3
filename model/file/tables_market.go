package file

// aiProducts are the products that clients buy.
var aiProducts = []string{"colocation", "gpu_cloud"}

// The tables of a market set.
var (
	hashpriceTable = (&Table{
		Name: "hashprice.csv", Record: "hashprice", Folder: "markets", Key: []string{"year"}, Sourced: true,
		Help: "mining revenue by calendar year",
		Fields: []Field{
			{Name: "year", Type: Year, Required: true, Help: "calendar year"},
			{Name: "value", Type: Number, Unit: "money/PH/day", UnitFrom: "unit", Required: true, Max: inf, Help: "revenue per PH/s of hashrate and day"},
			{Name: "unit", Type: UnitName, Required: true, Help: "such as USD/PH/day"},
			{Name: "price_year", Type: Year, Required: true, Help: "year of the prices"},
		},
	}).prepare()

	clientMarketsTable = (&Table{
		Name: "client_markets.csv", Record: "client market", MustBeUsed: true, Folder: "markets", Key: []string{"id"}, Sourced: true,
		Help: "areas whose AI clients buy from any site within",
		Fields: []Field{
			{Name: "id", Type: ID, Required: true, Help: "id of the market"},
			{Name: "name", Type: Text, Required: true, Help: "name"},
		},
	}).prepare()

	rentsTable = (&Table{
		Name: "rents.csv", Record: "rent", Folder: "markets", Key: []string{"market", "product", "year"}, Sourced: true,
		Help: "rents of AI capacity by calendar year",
		Fields: []Field{
			{Name: "market", Type: ID, Required: true, Refers: "client_markets.csv", Help: "id of client_markets.csv"},
			{Name: "product", Type: Choice, Choices: aiProducts, Required: true, Help: "what is rented"},
			{Name: "year", Type: Year, Required: true, Help: "calendar year"},
			{Name: "value", Type: Number, Unit: "money/MW/month", UnitFrom: "unit", Required: true, Max: inf, Help: "rent of IT load"},
			{Name: "unit", Type: UnitName, Required: true, Help: "USD/kW/month, or for gpu_cloud USD/GPU/hour"},
			{Name: "price_year", Type: Year, Required: true, Help: "year of the prices"},
		},
	}).prepare()

	demandTable = (&Table{
		Name: "demand.csv", Record: "demand step", Folder: "markets", Key: []string{"id", "year"}, Sourced: true, Optional: true,
		Help: "steps of the demand without contract, one row for each step and calendar year",
		Fields: []Field{
			{Name: "id", Type: ID, Required: true, Help: "id of the step"},
			{Name: "market", Type: ID, Required: true, Refers: "client_markets.csv", Help: "id of client_markets.csv"},
			{Name: "product", Type: Choice, Choices: aiProducts, Required: true, Help: "what is rented"},
			{Name: "year", Type: Year, Required: true, Help: "calendar year"},
			{Name: "depth_mw", Type: Number, Unit: "MW", Required: true, Max: inf, Help: "IT load that finds clients on this step"},
			{Name: "price_share", Type: Ratio, Required: true, Max: 10, Help: "price over the market's rent, the same in all years"},
		},
	}).prepare()

	powerIndexTable = (&Table{
		Name: "power_index.csv", Record: "power index", Folder: "markets", Key: []string{"zone", "year"}, Sourced: true,
		Help: "energy price over that of prices.csv, by zone and calendar year",
		Fields: []Field{
			{Name: "zone", Type: ID, Required: true, Refers: "zones.csv", Help: "price zone, of zones.csv of a region pack"},
			{Name: "year", Type: Year, Required: true, Help: "calendar year"},
			{Name: "index", Type: Ratio, Required: true, Max: 100, Help: "multiplier of the energy price"},
		},
	}).prepare()

	contractsTable = (&Table{
		Name: "contracts.csv", Record: "contract", Folder: "markets", Key: []string{"id"}, Sourced: true, Optional: true,
		Help: "AI clients' offers to rent IT load for a term",
		Fields: []Field{
			{Name: "id", Type: ID, Required: true, Help: "id of the contract"},
			{Name: "client", Type: Text, Required: true, Help: "the client"},
			{Name: "product", Type: Choice, Choices: aiProducts, Required: true, Help: "what is rented"},
			{Name: "market", Type: ID, Required: true, Refers: "client_markets.csv", Help: "id of client_markets.csv, for re-letting after a default"},
			{Name: "mw", Type: Number, Unit: "MW", Required: true, Above: true, Max: inf, Help: "IT load"},
			{Name: "start", Type: Day, Required: true, Help: "first day, the first of a month"},
			{Name: "term_months", Type: Whole, Unit: "months", Required: true, Min: 1, Max: 600, Help: "length of the term"},
			{Name: "ramp_months", Type: Whole, Unit: "months", Required: true, Max: 600, Help: "months until the full MW, 0 for all at once"},
			{Name: "price", Type: Number, Unit: "money/MW/month", UnitFrom: "unit", Required: true, Max: inf, Help: "rent"},
			{Name: "unit", Type: UnitName, Required: true, Help: "unit of price and penalty, such as USD/kW/month"},
			{Name: "price_year", Type: Year, Required: true, Help: "year of the prices"},
			{Name: "pass_through", Type: Bool, Required: true, Help: "true: the tenant pays for the power it draws"},
			{Name: "expected_use", Type: Share, Required: true, Help: "mean share of its MW the tenant draws"},
			{Name: "take_or_pay", Type: Share, Required: true, Help: "share of its MW the client pays for at least"},
			{Name: "sla", Type: Share, Required: true, Help: "availability the halls must have"},
			{Name: "regions", Type: Selector, Required: true, Help: "where it may be served from"},
			{Name: "default_per_year", Type: Share, Help: "chance in a year that the client stops paying; this or rating"},
			{Name: "rating", Type: ID, Refers: "ratings.csv", Help: "rating of the client, of ratings.csv of the risk set; this or default_per_year"},
			{Name: "reletting_gap_months", Type: Whole, Unit: "months", Required: true, Max: 120, Help: "time to find another client"},
			{Name: "reletting_price", Type: Ratio, Required: true, Max: 10, Help: "price after a default, over the market's rent"},
			{Name: "penalty", Type: Number, Unit: "money/MW/month", UnitFrom: "unit", Required: true, Max: inf, Help: "for MW not delivered, in the unit of price"},
			{Name: "max_short", Type: Share, Required: true, Help: "largest share of its MW that may stay undelivered"},
			{Name: "mandatory", Type: Bool, Required: true, Help: "true: has to be served"},
		},
	}).prepare()
)

// The shared tables.
var (
	sourcesTable = (&Table{
		Name: "sources.csv", Record: "source", Key: []string{"id"},
		Help: "publications and derivation rules that figures come from; a pack on disk may have its own",
		Fields: []Field{
			{Name: "id", Type: ID, Required: true, Help: "id that the source columns use"},
			{Name: "title", Type: Text, Required: true, Help: "title"},
			{Name: "address", Type: Text, Help: "where it can be read"},
			{Name: "date", Type: Text, Help: "when it was published or read"},
		},
	}).prepare()

	fxTable = (&Table{
		Name: "fx.csv", Record: "exchange rate", Folder: "money", Key: []string{"currency", "year"}, Sourced: true,
		Help: "yearly mean exchange rates",
		Fields: []Field{
			{Name: "currency", Type: ID, Required: true, Help: "ISO 4217 code"},
			{Name: "year", Type: Year, Required: true, Help: "calendar year"},
			{Name: "per_usd", Type: Number, Unit: "currency/USD", Required: true, Above: true, Max: inf, Help: "units of the currency for one US dollar"},
		},
	}).prepare()

	inflationTable = (&Table{
		Name: "inflation.csv", Record: "inflation", Folder: "money", Key: []string{"currency", "year"}, Sourced: true,
		Help: "growth of consumer prices",
		Fields: []Field{
			{Name: "currency", Type: ID, Required: true, Help: "ISO 4217 code"},
			{Name: "year", Type: Year, Required: true, Help: "calendar year"},
			{Name: "rate", Type: Ratio, Required: true, Min: -0.5, Max: 10, Help: "growth from the year before"},
		},
	}).prepare()
)
