package file

// The tables of a technology set.
var (
	climatesTable = (&Table{
		Name: "climates.csv", Record: "climate point", Group: "climate", MustBeUsed: true, Folder: "technology", Key: []string{"climate", "temperature_c"}, Sourced: true,
		Help: "overhead of cooling by mean temperature of the year; linear between the rows of a climate, constant outside",
		Fields: []Field{
			{Name: "climate", Type: ID, Required: true, Help: "id of the climate curve"},
			{Name: "temperature_c", Type: Number, Unit: "degrees Celsius", Required: true, Min: -60, Max: 60, Help: "mean temperature of the year"},
			{Name: "pue", Type: Ratio, Required: true, Min: 1, Max: 3, Help: "grid MWh per MWh at the machines"},
			{Name: "grid_per_it", Type: Ratio, Required: true, Min: 1, Max: 3, Help: "grid MW reserved per MW of IT load"},
		},
	}).prepare()

	designsTable = (&Table{
		Name: "designs.csv", Record: "supply design", MustBeUsed: true, Folder: "technology", Key: []string{"id"}, Sourced: true,
		Help: "supply designs: how a hall is fed",
		Fields: []Field{
			{Name: "id", Type: ID, Required: true, Help: "id of the design"},
			{Name: "name", Type: Text, Required: true, Help: "name"},
			{Name: "feeders", Type: Whole, Required: true, Min: 1, Max: 16, Help: "feeders the site must have"},
			{Name: "capex", Type: Number, Unit: "money/MW", UnitFrom: "unit", Required: true, Max: inf, Help: "cost per MW of IT load"},
			{Name: "unit", Type: UnitName, Required: true, Help: "currency and denominator, such as USD/kW"},
			{Name: "price_year", Type: Year, Required: true, Help: "year of the prices"},
		},
	}).prepare()

	designGroupsTable = (&Table{
		Name: "design_groups.csv", Record: "supply group", Folder: "technology", Key: []string{"design", "group", "chain"}, Sourced: true,
		Help: "what a design is made of: groups in series, the rows of a group being redundant alternatives",
		Fields: []Field{
			{Name: "design", Type: ID, Required: true, Refers: "designs.csv", Help: "id of designs.csv"},
			{Name: "group", Type: ID, Required: true, Help: "name of the group"},
			{Name: "chain", Type: IDs, Required: true, Refers: "components.csv", Help: "ids of components.csv, in series"},
			{Name: "count", Type: Whole, Required: true, Min: 1, Max: 64, Help: "how many such chains there are"},
			{Name: "need", Type: Whole, Required: true, Min: 1, Max: 64, Help: "how many of them have to work"},
		},
	}).prepare()

	componentsTable = (&Table{
		Name: "components.csv", Record: "component", MustBeUsed: true, Folder: "technology", Key: []string{"id"}, Sourced: true,
		Help: "availability of equipment: given outright, or from failures and repair time",
		Fields: []Field{
			{Name: "id", Type: ID, Required: true, Help: "id of the component"},
			{Name: "availability", Type: Share, Above: true, Max: 1, Help: "share of time it works"},
			{Name: "failures_per_year", Type: Number, Unit: "1/year", Max: 8760, Help: "failures in a year"},
			{Name: "repair_hours", Type: Number, Unit: "hours", Max: 8760, Help: "mean time to repair"},
		},
	}).prepare()

	connectionTable = (&Table{
		Name: "connection.csv", Record: "connection terms", Folder: "technology", Sourced: true,
		Help: "accounting of connections, one row",
		Fields: []Field{
			{Name: "life_months", Type: Whole, Unit: "months", Required: true, Min: 1, Max: 1200, Help: "straight-line depreciation from energisation"},
			{Name: "terminal", Type: Share, Required: true, Help: "share of the undepreciated cost recovered at the horizon"},
		},
	}).prepare()
)

var hallTypesTable = (&Table{
	Name: "hall_types.csv", Record: "hall type", Folder: "technology", Key: []string{"id"}, Sourced: true,
	Help: "kinds of hall that can be built any number of times; costs are per unit of IT load",
	Fields: []Field{
		{Name: "id", Type: ID, Required: true, Help: "id of the hall type"},
		{Name: "name", Type: Text, Required: true, Help: "name"},
		{Name: "business", Type: Choice, Choices: businesses, Required: true, Help: "what it earns from"},
		{Name: "cooling", Type: Text, Required: true, Help: "kind of cooling"},
		{Name: "machine", Type: Text, Help: "what fills it; empty where the tenant brings it"},
		{Name: "module_mw", Type: Number, Unit: "MW", Required: true, Above: true, Max: 1000, Help: "IT load of one hall"},
		{Name: "shell_capex", Type: Number, Unit: "money/MW", UnitFrom: "unit", Required: true, Max: inf, Help: "building with electrical and cooling plant"},
		{Name: "machine_capex", Type: Number, Unit: "money/MW", UnitFrom: "unit", Required: true, Max: inf, Help: "machines"},
		{Name: "unit", Type: UnitName, Required: true, Help: "currency and denominator of the two, such as USD/kW"},
		{Name: "price_year", Type: Year, Required: true, Help: "year of all prices of the row"},
		{Name: "shell_life_months", Type: Whole, Unit: "months", Required: true, Min: 1, Max: 1200, Help: "life of the building"},
		{Name: "machine_life_months", Type: Whole, Unit: "months", Required: true, Max: 600, Help: "life of the machines, 0 where the tenant brings them"},
		{Name: "construction_months", Type: Whole, Unit: "months", Required: true, Max: 120, Help: "time to build"},
		{Name: "machine_trend", Type: Ratio, Required: true, Min: -1, Max: 1, Help: "yearly relative change of machine_capex"},
		{Name: "fixed_om", Type: Number, Unit: "money/MW/year", UnitFrom: "fixed_om_unit", Required: true, Max: inf, Help: "operation, whatever the load"},
		{Name: "fixed_om_unit", Type: UnitName, Required: true, Help: "such as USD/kW/year"},
		{Name: "variable_om", Type: Number, Unit: "money/MWh", UnitFrom: "variable_om_unit", Required: true, Max: inf, Help: "operation by energy at the machines"},
		{Name: "variable_om_unit", Type: UnitName, Required: true, Help: "such as USD/MWh"},
		{Name: "climate", Type: ID, Required: true, Refers: "climates.csv", Help: "curve of climates.csv"},
		{Name: "resale", Type: Share, Required: true, Help: "share of the machines' straight-line residual value got when a hall stops"},
		{Name: "terminal", Type: Share, Required: true, Help: "share of the shell's residual value recovered at the horizon"},
		{Name: "units_per_mw", Type: Number, Unit: "machines/MW", Required: true, Max: 100000, Help: "miners or GPUs per MW of IT load"},
		{Name: "designs", Type: IDs, Refers: "designs.csv", Help: "ids of designs.csv it may be built with"},
		{Name: "efficiency_j_per_th", Type: Number, Unit: "J/TH", Above: true, Max: 1000, Help: "mining only: energy per terahash"},
		{Name: "efficiency_trend", Type: Ratio, Min: -1, Max: 1, Help: "mining only: yearly relative change of the efficiency of new machines"},
		{Name: "uptime", Type: Share, Help: "mining only: share of the hours machines run when they may"},
		{Name: "pool_fee", Type: Share, Help: "mining only: share of revenue the pool keeps"},
		{Name: "load_factor", Type: Share, Help: "colocation and gpu_cloud only: mean load of sold MW"},
	},
}).prepare()

var measuresTable = (&Table{
	Name: "measures.csv", Record: "measure", Folder: "technology", Key: []string{"id"}, Sourced: true, Optional: true,
	Help: "what AI in operation changes of mining halls; a scenario that names a measure gets a hall type TYPE+ID for each of its hall types",
	Fields: []Field{
		{Name: "id", Type: ID, Required: true, Help: "id of the measure"},
		{Name: "name", Type: Text, Required: true, Help: "name"},
		{Name: "hall_types", Type: IDs, Required: true, Refers: "hall_types.csv", Help: "mining hall types of hall_types.csv that it is for"},
		{Name: "shell_capex", Type: Number, Unit: "money/MW", UnitFrom: "unit", Required: true, Max: inf, Help: "added to shell_capex"},
		{Name: "unit", Type: UnitName, Required: true, Help: "currency and denominator, such as USD/kW"},
		{Name: "price_year", Type: Year, Required: true, Help: "year of the prices"},
		{Name: "fixed_om", Type: Number, Unit: "money/MW/year", UnitFrom: "fixed_om_unit", Required: true, Max: inf, Help: "added to fixed_om"},
		{Name: "fixed_om_unit", Type: UnitName, Required: true, Help: "such as USD/kW/year"},
		{Name: "uptime", Type: Ratio, Required: true, Min: -0.5, Max: 1, Help: "relative change of uptime, such as 1%; uptime stays at most 100%"},
		{Name: "efficiency", Type: Ratio, Required: true, Min: -0.5, Max: 1, Help: "relative change of efficiency_j_per_th, such as -0.5%"},
		{Name: "variable_om", Type: Ratio, Required: true, Min: -1, Max: 1, Help: "relative change of variable_om, such as -10%"},
		{Name: "machine_life", Type: Ratio, Required: true, Min: -0.5, Max: 1, Help: "relative change of machine_life_months, such as 5%, rounded to months"},
	},
}).prepare()
