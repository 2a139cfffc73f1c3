package file

// maxScale is the largest factor on a table: more is a slip.
const maxScale = 100

// The sections of a scenario file. Each is a Table so that names, types,
// bounds, defaults and help come from one place.
var (
	scenarioTable = (&Table{
		Name: "scenario", Folder: "scenario", Help: "a scenario file",
		Fields: []Field{
			{Name: "gridalloc", Type: Whole, Required: true, Min: 1, Max: 1, Help: "format of the file: 1"},
			{Name: "name", Type: ID, Required: true, Help: "a short name without blanks"},
			{Name: "title", Type: Text, Required: true, Help: "title of reports"},
			{Name: "extends", Type: Text, Help: "another scenario, file or name, that this one changes"},
			{Name: "horizon", Type: Section, Table: "horizon", Required: true, Help: "planning time"},
			{Name: "money", Type: Section, Table: "money", Required: true, Help: "currency and price year of the plan"},
			{Name: "discount_rate", Type: Share, Required: true, Help: "real after-tax rate per year"},
			{Name: "lead_time", Type: Choice, Choices: quantiles, Default: "typical", Help: "lead time of offers to plan with"},
			{Name: "regions", Type: Section, Table: "regions", Required: true, Help: "where to plan, such as {packs: [russia]}"},
			{Name: "technology", Type: Text, Required: true, Help: "a technology set, such as calibrated"},
			{Name: "measures", Type: IDs, Help: "measures of the technology set to choose from, such as [predictive]"},
			{Name: "risk", Type: Text, Help: "a risk set, such as base; without it worlds cannot be drawn"},
			{Name: "market", Type: IDs, Required: true, Help: "market sets; the first gives the hashprice"},
			{Name: "contracts", Type: Section, Table: "contracts", Required: true, Help: "AI clients"},
			{Name: "budget", Type: Section, Table: "budget", Help: "limits on spending, such as {annual: 900, unit: USD million}; without it there are none"},
			{Name: "rules", Type: Section, Table: "rules", Help: "changes to the rules of the packs"},
			{Name: "tax", Type: Section, Table: "tax", Help: "treatment of losses"},
			{Name: "scale", Type: Section, Table: "scale", Help: "what-if factors on the tables, such as {hashprice: 80%}"},
			{Name: "worlds", Type: Section, Table: "worlds", Help: "the worlds to plan for, such as {draws: 2000, keep: 50}; without it the one of the tables"},
			{Name: "objective", Type: Section, Table: "objective", Help: "what to maximise"},
			{Name: "solver", Type: Section, Table: "solver", Help: "how long and how exactly to search"},
		},
	}).prepare()

	horizonTable = (&Table{
		Name: "horizon", Folder: "scenario", Help: "planning time",
		Fields: []Field{
			{Name: "start", Type: Day, Required: true, Help: "first day of the first period"},
			{Name: "period", Type: Choice, Choices: []string{"year", "half-year", "quarter"}, Required: true, Help: "length of a period"},
			{Name: "periods", Type: Whole, Required: true, Min: 1, Max: 120, Help: "number of periods"},
		},
	}).prepare()

	moneyTable = (&Table{
		Name: "money", Folder: "scenario", Help: "money of the plan",
		Fields: []Field{
			{Name: "currency", Type: ID, Required: true, Help: "ISO 4217 code"},
			{Name: "price_year", Type: Year, Required: true, Help: "year of the constant prices"},
		},
	}).prepare()

	filterTable = (&Table{
		Name: "regions", Folder: "scenario", Help: "regions; without filters all of the packs",
		Fields: []Field{
			{Name: "packs", Type: IDs, Required: true, Help: "region packs"},
			{Name: "power_systems", Type: IDs, Help: "keep the regions of these power systems"},
			{Name: "ids", Type: IDs, Help: "keep these regions, beside those of power_systems"},
			{Name: "except", Type: IDs, Help: "leave these regions out"},
		},
	}).prepare()

	chooseTable = (&Table{
		Name: "contracts", Folder: "scenario", Help: "AI clients",
		Fields: []Field{
			{Name: "from", Type: IDs, Required: true, Help: "market sets whose contracts to read; [] for none"},
			{Name: "only", Type: IDs, Help: "only these contracts of the tables"},
			{Name: "mandatory", Type: IDs, Help: "make these contracts mandatory"},
			{Name: "add", Type: Records, Table: "contracts.csv", Help: "contracts written here"},
		},
	}).prepare()

	budgetTable = (&Table{
		Name: "budget", Folder: "scenario", Help: "limits on spending",
		Fields: []Field{
			{Name: "annual", Type: PerYear, Unit: "money", UnitFrom: "unit", Max: inf, Help: "money of each year: one amount, or one for every year of the horizon"},
			{Name: "total", Type: Number, Unit: "money", UnitFrom: "unit", Max: inf, Help: "money over the horizon"},
			{Name: "unit", Type: UnitName, Required: true, Help: "such as USD million, in prices of the scenario's year"},
			{Name: "carry_over", Type: Share, Default: "0%", Help: "share of unspent money kept for the next year"},
			{Name: "reinvest", Type: Share, Default: "0%", Help: "share of last year's operating cash that may be spent too"},
			{Name: "debt", Type: Section, Table: "debt", Help: "loans; without it there are none"},
		},
	}).prepare()

	debtTable = (&Table{
		Name: "debt", Folder: "scenario", Help: "loans",
		Fields: []Field{
			{Name: "share", Type: Share, Required: true, Help: "largest share of a year's spending that is borrowed"},
			{Name: "rate", Type: Share, Required: true, Help: "real interest per year"},
			{Name: "years", Type: Whole, Unit: "years", Required: true, Min: 1, Max: 50, Help: "time of repayment"},
		},
	}).prepare()

	changesTable = (&Table{
		Name: "rules", Folder: "scenario", Help: "changes to the rules of the packs",
		Fields: []Field{
			{Name: "switch", Type: Flags, Help: "rule ids with true or false"},
			{Name: "add", Type: Records, Table: "rules.csv", Help: "rules written here; * is all regions of the scenario"},
		},
	}).prepare()

	taxTable = (&Table{
		Name: "tax", Folder: "scenario", Help: "treatment of losses",
		Fields: []Field{
			{Name: "losses", Type: Choice, Choices: []string{"group", "carry_forward"}, Default: "group", Help: "used at once within the group, or kept for later income"},
		},
	}).prepare()

	scaleTable = (&Table{
		Name: "scale", Folder: "scenario", Help: "what-if factors on the tables",
		Fields: []Field{
			{Name: "hashprice", Type: Ratio, Max: maxScale, Default: "100%", Help: "factor on the hashprice of the market set"},
			{Name: "rent", Type: Ratio, Max: maxScale, Default: "100%", Help: "factor on the rents of the market sets; prices of contracts stay"},
			{Name: "lead_time", Type: Ratio, Max: maxScale, Default: "100%", Help: "factor on the lead times of offers, rounded up to months"},
			{Name: "budget", Type: Ratio, Max: maxScale, Default: "100%", Help: "factor on the budget, annual and total"},
		},
	}).prepare()

	objectiveTable = (&Table{
		Name: "objective", Folder: "scenario", Help: "what to maximise",
		Fields: []Field{
			{Name: "goal", Type: Choice, Choices: goals, Default: "npv", Help: "net present value, value of equity, or least spending"},
			{Name: "multiple", Type: Section, Table: "multiple", Help: "enterprise value over yearly EBITDA; equity_value needs it"},
			{Name: "measure", Type: Choice, Choices: measures, Default: "expected", Help: "what counts of the values in all worlds: the mean, the mean with that of the worst mixed in, or the largest regret"},
			{Name: "weight", Type: Share, Help: "share of CVaR in the objective; cvar needs it"},
			{Name: "tail", Type: Share, Max: 1, Above: true, Below: true, Default: "10%", Help: "share of worst worlds that CVaR is the mean of; cvar needs it, reports use it"},
		},
	}).prepare()

	multipleTable = (&Table{
		Name: "multiple", Folder: "scenario", Help: "enterprise value over yearly EBITDA",
		Fields: []Field{
			{Name: "mining", Type: PerMarket, Required: true, Max: MaxMultiple, Help: "multiple of the EBITDA of mining, such as 6"},
			{Name: "colocation", Type: PerMarket, Required: true, Max: MaxMultiple, Help: "multiple of the EBITDA of colocation, such as 15"},
			{Name: "gpu_cloud", Type: PerMarket, Required: true, Max: MaxMultiple, Help: "multiple of the EBITDA of GPU cloud, such as 9"},
		},
	}).prepare()

	solverTable = (&Table{
		Name: "solver", Folder: "scenario", Help: "how long and how exactly to search",
		Fields: []Field{
			{Name: "gap", Type: Share, Max: 0.5, Default: "0.1%", Help: "relative gap at which a plan counts as optimal"},
			{Name: "time_limit", Type: Seconds, Max: 30 * 24 * 3600, Default: "300s", Help: "time to search, 0s for no limit"},
			{Name: "memory_limit", Type: Bytes, Max: 1e6, Default: "0MB", Help: "memory that the program may hold while it searches, 0MB for no limit"},
			{Name: "threads", Type: Whole, Min: 1, Max: 256, Default: "1", Help: "threads"},
			{Name: "seed", Type: Whole, Max: 2147483647, Default: "1", Help: "seed of the search"},
			{Name: "method", Type: Choice, Choices: []string{"auto", "whole", "decompose"}, Default: "auto", Help: "give the engine the whole program, or solve it in phases, a good plan first; auto chooses by structure and size"},
		},
	}).prepare()
)

// The tables of each kind of folder, in the order they are read and
// documented.
var (
	regionTables     = []*Table{countriesTable, zonesTable, regionsTable, powerTable, pricesTable, carbonTable, surplusTable, jointLimitsTable, offersTable, sitesTable, hallsTable, rulesTable, demandResponseTable, gridCompaniesTable}
	technologyTables = []*Table{hallTypesTable, climatesTable, designsTable, designGroupsTable, componentsTable, connectionTable, measuresTable}
	marketTables     = []*Table{hashpriceTable, clientMarketsTable, rentsTable, demandTable, powerIndexTable, contractsTable}
	riskTables       = []*Table{bitcoinTable, rentRisksTable, powerRisksTable, correlationsTable, delaysTable, ratingsTable, clientsTable}
	moneyTables      = []*Table{fxTable, inflationTable}
	sections         = []*Table{scenarioTable, horizonTable, moneyTable, filterTable, chooseTable, budgetTable, debtTable, changesTable, taxTable, scaleTable, worldsSection, objectiveTable, multipleTable, solverTable, studyTable, adjustTable}
)

// Tables lists every table and every section of a scenario file, for
// documentation.
func Tables() []Table {
	var all []Table
	for _, group := range [][]*Table{sections, regionTables, technologyTables, marketTables, riskTables, {bitcoinParameters, worldsTable, worldQuantities, sourcesTable}, moneyTables} {
		for _, t := range group {
			all = append(all, *t)
		}
	}
	return all
}

// section finds the section of a scenario or study file by name.
func section(name string) *Table {
	for _, t := range sections {
		if t.Name == name {
			return t
		}
	}
	panic("file: no section " + name)
}
