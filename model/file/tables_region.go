package file

// The tables of a region pack.
var (
	countriesTable = (&Table{
		Name: "countries.csv", Record: "country", MustBeUsed: true, Folder: "regions", Key: []string{"id"}, Sourced: true,
		Help: "countries and their taxes",
		Fields: []Field{
			{Name: "id", Type: ID, Required: true, Help: "ISO 3166 code or another short id"},
			{Name: "name", Type: Text, Required: true, Help: "name"},
			{Name: "tax_rate", Type: Share, Required: true, Help: "tax on company profit"},
		},
	}).prepare()

	zonesTable = (&Table{
		Name: "zones.csv", Record: "price block", Group: "price zone", MustBeUsed: true, Folder: "regions", Key: []string{"zone", "price_multiplier"}, Sourced: true,
		Help: "price-duration blocks of the power-price zones; the rows of a zone are its blocks",
		Fields: []Field{
			{Name: "zone", Type: ID, Required: true, Help: "id of the zone"},
			{Name: "hours_share", Type: Share, Required: true, Above: true, Max: 1, Help: "share of the year's hours; the blocks of a zone add up to 1"},
			{Name: "price_multiplier", Type: Ratio, Required: true, Max: 100, Help: "energy price in these hours over the mean; the mean over the hours is 1"},
		},
	}).prepare()

	regionsTable = (&Table{
		Name: "regions.csv", Record: "region", Folder: "regions", Key: []string{"id"}, Sourced: true,
		Help: "regions with one balance of power and one delivered price",
		Fields: []Field{
			{Name: "id", Type: ID, Required: true, Help: "ISO 3166-2 code or another short id"},
			{Name: "name", Type: Text, Required: true, Help: "name in English"},
			{Name: "local_name", Type: Text, Help: "name in the language of the country"},
			{Name: "country", Type: ID, Required: true, Refers: "countries.csv", Help: "id of countries.csv"},
			{Name: "power_system", Type: ID, Required: true, Help: "the interconnected system the region belongs to"},
			{Name: "zone", Type: ID, Required: true, Refers: "zones.csv", Help: "price zone, of zones.csv"},
			{Name: "market", Type: ID, Required: true, Refers: "client_markets.csv", Help: "client market, of client_markets.csv of the market set"},
			{Name: "balance", Type: Text, Help: "published balance status, as the source words it"},
			{Name: "mean_annual_temp_c", Type: Number, Unit: "degrees Celsius", Required: true, Min: -60, Max: 60, Help: "mean temperature of the year"},
		},
	}).prepare()

	demandResponseTable = (&Table{
		Name: "demand_response.csv", Record: "demand response", Folder: "regions", Key: []string{"zone"}, Sourced: true, Optional: true,
		Help: "what load is paid for standing ready to stop",
		Fields: []Field{
			{Name: "zone", Type: ID, Required: true, Refers: "zones.csv", Help: "price zone of zones.csv"},
			{Name: "payment", Type: Number, Unit: "money/MW/year", UnitFrom: "unit", Required: true, Max: inf, Help: "by MW of grid load"},
			{Name: "unit", Type: UnitName, Required: true, Help: "such as USD/MW/year or RUB/kW/month"},
			{Name: "price_year", Type: Year, Required: true, Help: "year of the prices"},
			{Name: "hours", Type: Number, Unit: "hours/year", Required: true, Max: 8760, Help: "how long load is called off, in the dearest hours"},
		},
	}).prepare()

	gridCompaniesTable = (&Table{
		Name: "grid_companies.csv", Record: "grid company", Folder: "regions", Key: []string{"region"}, Sourced: true, Optional: true,
		Help: "who connects; connections of one company are late together, and a region without a row has a company of its own",
		Fields: []Field{
			{Name: "region", Type: ID, Required: true, Refers: "regions.csv", Help: "id of regions.csv"},
			{Name: "company", Type: Text, Required: true, Help: "the grid company"},
		},
	}).prepare()

	powerTable = (&Table{
		Name: "power.csv", Record: "power balance", Folder: "regions", Key: []string{"region", "quantity"}, Sourced: true, Optional: true,
		Help: "the balance that surplus.csv is derived from; the plan itself does not use it",
		Fields: []Field{
			{Name: "region", Type: ID, Required: true, Refers: "regions.csv", Help: "id of regions.csv"},
			{Name: "quantity", Type: Choice, Choices: []string{"installed_capacity", "peak_load"}, Required: true, Help: "what is given"},
			{Name: "mw", Type: Number, Unit: "MW", Required: true, Max: inf, Help: "power"},
		},
	}).prepare()

	pricesTable = (&Table{
		Name: "prices.csv", Record: "price", Folder: "regions", Key: []string{"region"}, Sourced: true,
		Help: "delivered prices of power",
		Fields: []Field{
			{Name: "region", Type: ID, Required: true, Refers: "regions.csv", Help: "id of regions.csv"},
			{Name: "energy", Type: Number, Unit: "money/MWh", UnitFrom: "unit", Required: true, Max: inf, Help: "mean energy price, before blocks and index"},
			{Name: "network", Type: Number, Unit: "money/MWh", UnitFrom: "unit", Required: true, Max: inf, Help: "network and sales charges"},
			{Name: "unit", Type: UnitName, Required: true, Help: "currency and denominator, such as RUB/kWh"},
			{Name: "price_year", Type: Year, Required: true, Help: "year of the prices"},
		},
	}).prepare()

	carbonTable = (&Table{
		Name: "carbon.csv", Record: "carbon intensity", Folder: "regions", Key: []string{"region"}, Sourced: true,
		Help: "carbon intensity of grid power",
		Fields: []Field{
			{Name: "region", Type: ID, Required: true, Refers: "regions.csv", Help: "id of regions.csv"},
			{Name: "t_per_mwh", Type: Number, Unit: "t/MWh", Required: true, Max: 3, Help: "tonnes of CO2 per MWh"},
		},
	}).prepare()

	surplusTable = (&Table{
		Name: "surplus.csv", Record: "surplus", Folder: "regions", Key: []string{"region", "from"}, Sourced: true,
		Help: "MW that new load may connect, by the date from which; rows of a region add up",
		Fields: []Field{
			{Name: "region", Type: ID, Required: true, Refers: "regions.csv", Help: "id of regions.csv"},
			{Name: "from", Type: Day, Required: true, Help: "first day of use"},
			{Name: "firm_mw", Type: Number, Unit: "MW", Required: true, Max: inf, Help: "power for load that is never cut"},
			{Name: "interruptible_mw", Type: Number, Unit: "MW", Required: true, Max: inf, Help: "power on top, for load that can be cut"},
			{Name: "rule", Type: Text, Required: true, Help: "how it was derived"},
		},
	}).prepare()

	jointLimitsTable = (&Table{
		Name: "joint_limits.csv", Record: "joint limit", Folder: "regions", Key: []string{"id", "from"}, Sourced: true, Optional: true,
		Help: "caps on several regions together, such as a power system; rows of one id add up",
		Fields: []Field{
			{Name: "id", Type: ID, Required: true, Help: "id of the limit"},
			{Name: "name", Type: Text, Required: true, Help: "name"},
			{Name: "regions", Type: Selector, Required: true, Help: "the regions of the limit"},
			{Name: "from", Type: Day, Required: true, Help: "first day of use"},
			{Name: "firm_mw", Type: Number, Unit: "MW", Required: true, Max: inf, Help: "power for load that is never cut"},
			{Name: "interruptible_mw", Type: Number, Unit: "MW", Required: true, Max: inf, Help: "power on top, for load that can be cut"},
		},
	}).prepare()

	sitesTable = (&Table{
		Name: "sites.csv", Record: "site", Folder: "regions", Key: []string{"id"}, Sourced: true, Optional: true,
		Help: "existing (brownfield) connections",
		Fields: []Field{
			{Name: "id", Type: ID, Required: true, Help: "id of the site"},
			{Name: "name", Type: Text, Required: true, Help: "name"},
			{Name: "region", Type: ID, Required: true, Refers: "regions.csv", Help: "id of regions.csv"},
			{Name: "firm_mw", Type: Number, Unit: "MW", Required: true, Max: inf, Help: "firm MW of the connection"},
			{Name: "flex_mw", Type: Number, Unit: "MW", Required: true, Max: inf, Help: "interruptible MW of the connection"},
			{Name: "feeders", Type: Whole, Required: true, Min: 1, Max: 16, Help: "independent feeders"},
		},
	}).prepare()

	hallsTable = (&Table{
		Name: "halls.csv", Record: "existing halls", Folder: "regions", Key: []string{"id"}, Sourced: true, Optional: true,
		Help: "halls that run at existing sites",
		Fields: []Field{
			{Name: "id", Type: ID, Required: true, Help: "id of the group of equal halls"},
			{Name: "site", Type: ID, Required: true, Refers: "sites.csv", Help: "id of sites.csv"},
			{Name: "hall_type", Type: ID, Required: true, Refers: "hall_types.csv", Help: "id of hall_types.csv"},
			{Name: "design", Type: ID, Required: true, Refers: "designs.csv", Help: "id of designs.csv"},
			{Name: "stand", Type: Choice, Choices: stands, Required: true, Help: "the kind of MW the halls stand on"},
			{Name: "count", Type: Whole, Required: true, Min: 1, Max: 10000, Help: "number of halls"},
			{Name: "machine_age_months", Type: Whole, Unit: "months", Required: true, Max: 600, Help: "age of the machines at the start"},
			{Name: "shell_age_months", Type: Whole, Unit: "months", Required: true, Max: 1200, Help: "age of the buildings at the start"},
		},
	}).prepare()
)

var offersTable = (&Table{
	Name: "offers.csv", Record: "offer", Folder: "regions", Key: []string{"id"}, Sourced: true, Optional: true,
	Help: "connections that a grid company would build, at most one for each site",
	Fields: []Field{
		{Name: "id", Type: ID, Required: true, Help: "id of the offer, and of its site unless it extends one"},
		{Name: "site", Type: ID, Refers: "sites.csv", Help: "the existing site it extends, of sites.csv"},
		{Name: "region", Type: ID, Required: true, Refers: "regions.csv", Help: "id of regions.csv"},
		{Name: "name", Type: Text, Required: true, Help: "name"},
		{Name: "min_mw", Type: Number, Unit: "MW", Required: true, Max: inf, Help: "smallest order, firm and flex together"},
		{Name: "max_mw", Type: Number, Unit: "MW", Required: true, Above: true, Max: inf, Help: "largest order, firm and flex together"},
		{Name: "max_firm_mw", Type: Number, Unit: "MW", Required: true, Max: inf, Help: "most firm MW"},
		{Name: "max_flex_mw", Type: Number, Unit: "MW", Required: true, Max: inf, Help: "most interruptible MW"},
		{Name: "feeders", Type: Whole, Required: true, Min: 1, Max: 16, Help: "feeders of the whole site once energised"},
		{Name: "lead_optimistic_months", Type: Whole, Unit: "months", Required: true, Max: 240, Help: "from signing to power, if all goes well"},
		{Name: "lead_typical_months", Type: Whole, Unit: "months", Required: true, Max: 240, Help: "from signing to power, usually"},
		{Name: "lead_pessimistic_months", Type: Whole, Unit: "months", Required: true, Max: 240, Help: "from signing to power, if much goes wrong"},
		{Name: "fixed_cost", Type: Number, Unit: "money", UnitFrom: "fixed_cost_unit", Required: true, Max: inf, Help: "cost whatever the MW"},
		{Name: "fixed_cost_unit", Type: UnitName, Required: true, Help: "currency, such as USD or RUB million"},
		{Name: "cost", Type: Number, Unit: "money/MW", UnitFrom: "unit", Required: true, Max: inf, Help: "cost by MW"},
		{Name: "unit", Type: UnitName, Required: true, Help: "currency and denominator, such as RUB/kW"},
		{Name: "price_year", Type: Year, Required: true, Help: "year of the prices"},
		{Name: "interruption_hours", Type: Number, Unit: "hours/year", Required: true, Max: 8760, Help: "how long interruptible MW are cut in a year"},
		{Name: "rule", Type: Text, Required: true, Help: "how it was derived"},
	},
}).prepare()

var rulesTable = (&Table{
	Name: "rules.csv", Record: "rule", Folder: "regions", Key: []string{"id"}, Sourced: true, Optional: true,
	Help: "policies with their regions and dates; which fields a rule needs is told by its kind",
	Fields: []Field{
		{Name: "id", Type: ID, Required: true, Help: "id of the rule"},
		{Name: "name", Type: Text, Required: true, Help: "name"},
		{Name: "kind", Type: Choice, Choices: ruleKinds, Required: true, Help: "what it limits"},
		{Name: "enabled", Type: Bool, Required: true, Help: "false: the rule has no effect until a scenario switches it on"},
		{Name: "from", Type: Day, Help: "first day in force"},
		{Name: "to", Type: Day, Help: "last day in force"},
		{Name: "months", Type: MonthSet, Help: "only in these months, 1 to 12"},
		{Name: "regions", Type: Selector, Required: true, Help: "regions it holds in; * is all of the pack"},
		{Name: "exempt_sites", Type: IDs, Help: "sites of those regions that are exempt"},
		{Name: "business", Type: Choices, Choices: businesses, Help: "mining, colocation, gpu_cloud"},
		{Name: "share", Type: Share, Help: "of take_or_pay and max_share"},
		{Name: "limit", Type: Number, Unit: "by kind", UnitFrom: "limit_unit", Max: inf, Help: "of min_site, max_site, openings, carbon_cap, equipment and min_mw"},
		{Name: "limit_unit", Type: UnitName, Help: "MW, openings/year, machines/year or t/year"},
	},
}).prepare()

// The words of the files for the model's enumerations, in the model's order.
var (
	stands     = []string{"firm", "headroom", "flex"}
	businesses = []string{"mining", "colocation", "gpu_cloud"}
	ruleKinds  = []string{"ban", "take_or_pay", "min_site", "max_site", "openings", "max_share", "carbon_cap", "equipment", "no_new_halls", "min_mw"}
	quantiles  = []string{"optimistic", "typical", "pessimistic"}
	measures   = []string{"expected", "cvar", "regret"}
	goals      = []string{"npv", "equity_value", "least_capex"}
)
