package diag

// Code names a kind of finding. Codes are stable: a code is never renamed,
// reused or removed, only added.
type Code string

// The codes, in the order of the table Codes.
const (
	MissingFile           Code = "missing-file"
	NotAFile              Code = "not-a-file"
	TooLarge              Code = "file-too-large"
	EmptyFile             Code = "empty-file"
	ByteOrderMark         Code = "byte-order-mark"
	CarriageReturn        Code = "carriage-return"
	NotUTF8               Code = "not-utf8"
	UnknownFile           Code = "unknown-file"
	UnknownPack           Code = "unknown-pack"
	BadCSV                Code = "bad-csv"
	NoRows                Code = "no-rows"
	RaggedRow             Code = "ragged-row"
	BadYAML               Code = "bad-yaml"
	DuplicateKey          Code = "duplicate-key"
	YAMLAlias             Code = "yaml-alias"
	WrongType             Code = "wrong-type"
	ExtendsCycle          Code = "extends-cycle"
	BadSet                Code = "bad-set"
	UnknownPath           Code = "unknown-path"
	UnknownColumn         Code = "unknown-column"
	MissingColumn         Code = "missing-column"
	DuplicateColumn       Code = "duplicate-column"
	UnknownField          Code = "unknown-field"
	MissingField          Code = "missing-field"
	MissingValue          Code = "missing-value"
	BadNumber             Code = "bad-number"
	NotFinite             Code = "not-finite"
	NotWhole              Code = "not-whole"
	Negative              Code = "negative"
	OutOfRange            Code = "out-of-range"
	ShareAboveOne         Code = "share-above-one"
	BadDate               Code = "bad-date"
	BadBool               Code = "bad-bool"
	BadChoice             Code = "bad-choice"
	BadID                 Code = "bad-id"
	BadDuration           Code = "bad-duration"
	BadSize               Code = "bad-size"
	NoSource              Code = "no-source"
	UnknownSource         Code = "unknown-source"
	BadUnit               Code = "bad-unit"
	UnknownCurrency       Code = "unknown-currency"
	MissingRate           Code = "missing-rate"
	UnknownID             Code = "unknown-id"
	DuplicateID           Code = "duplicate-id"
	UnusedRow             Code = "unused-row"
	UnusedField           Code = "unused-field"
	MissingRecord         Code = "missing-record"
	Disagree              Code = "disagree"
	MissingYear           Code = "missing-year"
	BlockShares           Code = "block-shares"
	BlockMean             Code = "block-mean"
	LeadOrder             Code = "lead-order"
	MinAboveMax           Code = "min-above-max"
	DateOrder             Code = "date-order"
	FeedersRaised         Code = "feeders-raised"
	TwoOffers             Code = "two-offers"
	HallStand             Code = "hall-stand"
	HallsExceedSite       Code = "halls-exceed-site"
	DesignFeeders         Code = "design-feeders"
	ManyAITypes           Code = "many-ai-types"
	NoDesigns             Code = "no-designs"
	AvailabilityForm      Code = "availability-form"
	MarketCountries       Code = "market-countries"
	NoRegions             Code = "no-regions"
	RuleBusiness          Code = "rule-business"
	MonthStart            Code = "month-start"
	ContractBeforeHorizon Code = "contract-before-horizon"
	ContractAfterHorizon  Code = "contract-after-horizon"
	ContractRegions       Code = "contract-regions"
	ContractTooLarge      Code = "contract-too-large"
	HorizonStraddles      Code = "horizon-straddles"
	BudgetYear            Code = "budget-year"
	MeasureBusiness       Code = "measure-business"
	DefaultForm           Code = "default-form"
	NoRiskSet             Code = "no-risk-set"
	Correlations          Code = "correlations"
	MissingPeriod         Code = "missing-period"
	WorldProbabilities    Code = "world-probabilities"
	TooMany               Code = "too-many-findings"
	UnknownAxis           Code = "unknown-axis"
	EmptyAxis             Code = "empty-axis"
	DuplicateAxis         Code = "duplicate-axis"
	UnknownLevel          Code = "unknown-level"
	DuplicateLevel        Code = "duplicate-level"
	UnkeptLevel           Code = "unkept-level"
	EmptyFilter           Code = "empty-filter"
	SetTwice              Code = "set-twice"
	NoRuns                Code = "no-runs"
	TooManyRuns           Code = "too-many-runs"
	BadWorkbook           Code = "bad-workbook"
	WorkbookFormat        Code = "workbook-format"
	Macros                Code = "macros"
	Formula               Code = "formula"
	MergedCells           Code = "merged-cells"
	HiddenCells           Code = "hidden-cells"
	StrayCell             Code = "stray-cell"
)

// Info describes a code.
type Info struct {
	Code Code
	When string // what the finding means, in a few words
	// Example is a change to the small scenario of model/file/testdata/good that
	// brings up this code and no other: a file, then lines of text to take out
	// (-) and to put in its place or at the end (+), or what to do with the file
	// (=). A test runs every example. It is "" where no small one exists.
	Example string
}

// Codes lists every code. New ones are appended.
var Codes = []Info{
	{MissingFile, "a file that is needed is not there", `regions/two/prices.csv
=remove`},
	{NotAFile, "a folder or device stands where a file is needed", `regions/two/prices.csv
=folder`},
	{TooLarge, "a file is larger than what is read", `regions/two/prices.csv
=size 9000000`},
	{EmptyFile, "a file holds nothing", `regions/two/prices.csv
=size 0`},
	{ByteOrderMark, "a file begins with a byte order mark", `regions/two/prices.csv
-region,energy
+\xef\xbb\xbfregion,energy`},
	{CarriageReturn, "a file has carriage returns, as Windows writes them", `regions/two/prices.csv
-AA-S,40
+\rAA-S,40`},
	{NotUTF8, "a file has bytes that are not UTF-8 text", `regions/two/regions.csv
-Норд
+N\xf6rd`},
	{UnknownFile, "a pack holds a table that nothing reads", `regions/two/site.csv
+id,name`},
	{UnknownPack, "a pack that the scenario names does not exist", `scenarios/two.yaml
-technology: plain
+technology: plane`},
	{BadCSV, "a table is not CSV, mostly for a quotation mark", `regions/two/regions.csv
-"warm, dry"
+"warm, dry`},
	{NoRows, "a table has a header but no rows", `regions/two/power.csv
-\nAA-N,installed_capacity,900,S1,2025,reported,A,\nAA-N,peak_load,600,S1,2025,reported,A,
+`},
	{RaggedRow, "a row has more or fewer cells than the header", `regions/two/power.csv
-peak_load,600
+peak_load,6,00`},
	{BadYAML, "a scenario file is not YAML", `scenarios/two.yaml
-name: two
+name: [two`},
	{DuplicateKey, "a key is given twice in a mapping", `scenarios/two.yaml
-title: Two regions
+name: three\ntitle: Two regions`},
	{YAMLAlias, "an anchor, alias or merge key is used", `scenarios/two.yaml
-title: Two regions
+title: &t Two regions`},
	{WrongType, "a list, mapping or value stands where another is wanted", `scenarios/two.yaml
-discount_rate: 12%
+discount_rate: [12%]`},
	{ExtendsCycle, "scenarios extend one another in a circle", `scenarios/two.yaml
-name: two
+name: two\nextends: two`},
	{BadSet, "a --set expression is not path=value", `scenarios/two.yaml
=set budget.annual`},
	{UnknownPath, "a --set path does not exist", `scenarios/two.yaml
=set budget.anual=900`},
	{UnknownColumn, "a table has a column that it does not know", `regions/two/power.csv
-grade,note
+grade,notes`},
	{MissingColumn, "a table lacks a column", `regions/two/power.csv
-quantity,mw
+quantity,note
-grade,note
+grade`},
	{DuplicateColumn, "a column is there twice", `regions/two/power.csv
-grade,note
+grade,grade`},
	{UnknownField, "a scenario has a field that it does not know", `scenarios/two.yaml
-lead_time: typical
+lead_times: typical`},
	{MissingField, "a scenario lacks a field", `scenarios/two.yaml
-title: Two regions\n
+`},
	{MissingValue, "a cell that is needed is empty", `regions/two/sites.csv
-AA-S,8,0
+AA-S,,0`},
	{BadNumber, "a number cannot be read", `regions/two/power.csv
-,600,
+,6OO,`},
	{NotFinite, "a number is not finite", `regions/two/power.csv
-,600,
+,NaN,`},
	{NotWhole, "a number that counts something has a fraction", `regions/two/sites.csv
-10,2,S1
+10,2.5,S1`},
	{Negative, "a number that cannot be negative is", `regions/two/power.csv
-,600,
+,-600,`},
	{OutOfRange, "a number is outside its bounds", `technology/plain/climates.csv
-air,0,1.05
+air,0,0.95`},
	{ShareAboveOne, "a share exceeds 100%", `regions/two/countries.csv
-20%
+20`},
	{BadDate, "a date is not in the calendar", `regions/two/surplus.csv
-2029-01-01
+2029-02-30`},
	{BadBool, "a value is neither true nor false", `regions/two/rules.csv
-pay,false
+pay,no`},
	{BadChoice, "a value is not among those allowed", `regions/two/power.csv
-600,S1,2025,reported,A
+600,S1,2025,reported,D`},
	{BadID, "an id has characters that ids may not have", `regions/two/sites.csv
-old-s,
+old's,
regions/two/offers.csv
-,old-s,
+,,`},
	{BadDuration, "a duration cannot be read", `scenarios/two.yaml
-60s
+60 seconds`},
	{BadSize, "an amount of memory cannot be read", `scenarios/two.yaml
-60s
+60s, memory_limit: 8 gigs`},
	{NoSource, "a row says not where its figures come from", `regions/two/power.csv
-600,S1
+600,`},
	{UnknownSource, "a row names a source that is not listed", `regions/two/power.csv
-600,S1
+600,S7`},
	{BadUnit, "a unit does not fit its figures", `technology/plain/designs.csv
-100,USD/kW
+100,USD/kWh`},
	{UnknownCurrency, "there are no exchange rates of a currency", `regions/two/prices.csv
-AAC/kWh
+AAD/kWh`},
	{MissingRate, "there is no inflation or exchange rate for a year", `money/inflation.csv
-AAC,2026,6%,S1,reported,A,\n
+`},
	{UnknownID, "an id leads nowhere", `regions/two/power.csv
-AA-N,peak_load
+AA-Z,peak_load`},
	{DuplicateID, "two rows have one id", `regions/two/carbon.csv
+AA-S,0.4,S1,2025,reported,A,`},
	{UnusedRow, "a row is there that nothing uses", `technology/plain/components.csv
+spare,99%,,,S1,2025,reported,A,`},
	{UnusedField, "a field is filled that has no meaning here", `regions/two/rules.csv
-mining,70%,,
+mining,70%,9,`},
	{MissingRecord, "a row is missing that another table asks for", `regions/two/carbon.csv
-AA-S,0.5,S1,2025,reported,A,\n
+`},
	{Disagree, "rows that belong together contradict each other", `markets/two/demand.csv
-14,100%
+14,90%`},
	{MissingYear, "a year is missing in a table by year", `markets/two/hashprice.csv
-2028,48,USD/PH/day,2026,S1,reported,A,\n
+`},
	{BlockShares, "the price blocks of a zone do not cover the year", `regions/two/zones.csv
-Z1,0.5,0.8
+Z1,0.4,0.8`},
	{BlockMean, "the price blocks of a zone do not have the mean 1", `regions/two/zones.csv
-Z1,0.5,0.8
+Z1,0.5,0.9`},
	{LeadOrder, "lead times are not in order", `regions/two/offers.csv
-9,12,24
+13,12,24`},
	{MinAboveMax, "a smallest value is above the largest", `regions/two/offers.csv
-North 110 kV,10,60
+North 110 kV,70,60`},
	{DateOrder, "an end comes before its beginning", `regions/two/rules.csv
-2031-03-15
+2026-03-15`},
	{FeedersRaised, "an offer changes the feeders of a site in a way that cannot be planned", `regions/two/offers.csv
-s-35,old-s,AA-S
+s-35,old-n,AA-N
-20,20,0,2
+20,20,0,3`},
	{TwoOffers, "a site has two offers", `regions/two/offers.csv
-n-110,,AA-N
+n-110,old-s,AA-S`},
	{HallStand, "halls stand on MW that their site or business does not have", `regions/two/halls.csv
-single,headroom
+single,firm`},
	{HallsExceedSite, "existing halls need more MW than their site has", `regions/two/halls.csv
-firm,1,0,12
+firm,9,0,12`},
	{DesignFeeders, "a supply design needs more feeders than its site has", `regions/two/halls.csv
-old-n-miners,old-n,miner,single,headroom,2
+old-n-miners,old-s,miner,double,firm,1`},
	{ManyAITypes, "a product has more than one hall type", `technology/plain/hall_types.csv
+cloud2,GPU hall,gpu_cloud,liquid,GPU,2,9000,28000,USD/kW,2026,240,60,18,-10%,400,USD/kW/year,0,USD/MWh,liquid,30%,60%,700,double,,,,,75%,S1,2025,reported,A,`},
	{NoDesigns, "a hall type has no supply design", `technology/plain/hall_types.csv
-,single,18
+,,18`},
	{AvailabilityForm, "an availability is given in two ways or none", `technology/plain/components.csv
-ups,,0.1
+ups,0.99,0.1`},
	{MarketCountries, "a client market has regions of several countries", `regions/two/countries.csv
+CC,Ceeland,20%,S1,2025,reported,A,
regions/two/regions.csv
-AA-S,South,,AA
+AA-S,South,,CC`},
	{NoRegions, "nothing is left of a choice of regions", `scenarios/two.yaml
-packs: [two]
+packs: [two]\n  except: [AA-N, AA-S]`},
	{RuleBusiness, "a rule is on a business that it cannot be on", `regions/two/rules.csv
-s-35,mining
+s-35,colocation`},
	{MonthStart, "a contract starts within a month", `markets/two/contracts.csv
-2028-07-01
+2028-07-15`},
	{ContractBeforeHorizon, "a contract starts before the horizon", `markets/two/contracts.csv
-2028-07-01
+2026-07-01`},
	{ContractAfterHorizon, "a mandatory contract starts after the horizon", `markets/two/contracts.csv
-10,2028-01-01
+10,2035-01-01`},
	{ContractRegions, "a mandatory contract has no region in the scenario", `markets/two/contracts.csv
-BB-1,2%,,6,80%,320,5%,false
+BB-1,2%,,6,80%,320,5%,true`},
	{ContractTooLarge, "a contract is larger than all power of its regions", `markets/two/contracts.csv
-M1,4,
+M1,4000,`},
	{HorizonStraddles, "periods straddle calendar years", `scenarios/two.yaml
-2027-01-01
+2027-04-01`},
	{BudgetYear, "a budget is for a year outside the horizon, or lacks one", `scenarios/two.yaml
-annual: 60
+annual: {2027: 60, 2028: 60, 2029: 60, 2030: 60}`},
	{MeasureBusiness, "a measure is for halls that are not mining", `technology/plain/measures.csv
-maintenance,miner
+maintenance,miner colo`},
	{DefaultForm, "a chance of default is given in two ways or none", `markets/two/contracts.csv
-*,2%,,
+*,2%,A,`},
	{NoRiskSet, "something needs a risk set but the scenario names none", `scenarios/two.yaml
-risk: base

+
markets/two/contracts.csv
-,BB,9
+5%,,9`},
	{Correlations, "correlations cannot all hold together", `risk/base/correlations.csv
-gpu_cloud,20%
+gpu_cloud,-90%
+bitcoin,colocation,0.8,S1,2025,estimated,C,`},
	{MissingPeriod, "a path of a world does not reach over the horizon", `scenarios/two.yaml
=set worlds={file: own.csv}
scenarios/own.csv
-low,hashprice,,2031,25,USD/PH/day

+`},
	{WorldProbabilities, "the probabilities of worlds do not add up to 1", `scenarios/two.yaml
=set worlds={file: own.csv}
scenarios/own.csv
-0.25,share
+0.3,share`},
	{TooMany, "there are more findings than are shown", ""},
	{UnknownAxis, "an axis of a study is neither known nor a path of the scenario", `studies/two.yaml
-{region: AA-N, market: weak}
+{regoin: AA-N, market: weak}`},
	{EmptyAxis, "an axis of a study has no levels", `studies/two.yaml
-budget.total: [200, 250]
+budget.total: []`},
	{DuplicateAxis, "two axes of a study have one name", `studies/two.yaml
-market:
+region:
-, market: weak}
+}`},
	{UnknownLevel, "a filter of a study names a level that its axis does not have", `studies/two.yaml
-{region: AA-N, market: weak}
+{region: AA-N, market: week}`},
	{DuplicateLevel, "two levels of an axis are the same", `studies/two.yaml
-[200, 250]
+[200, 200, 250]`},
	{UnkeptLevel, "no run of a study has one of its levels", `studies/two.yaml
-{region: AA-N, market: weak}
+{market: weak}`},
	{EmptyFilter, "a filter of a study chooses nothing", `studies/two.yaml
-{region: AA-N, market: weak}
+{}`},
	{SetTwice, "one part of a study takes back what another one sets", `studies/two.yaml
-weak: scale.hashprice=80%
+weak: budget.total=150`},
	{NoRuns, "a study has no runs", `studies/two.yaml
-{region: AA-N, market: weak}
+{region: [AA-N, AA-S]}`},
	{TooManyRuns, "a study has more combinations than can be gone through", `studies/two.yaml
-[3, 5]
+1000
-repetitions: 2
+repetitions: 10000`},
	{BadWorkbook, "a file is no workbook, or not all of one", ""},
	{WorkbookFormat, "a workbook is of another version or holds no scenario", ""},
	{Macros, "a workbook holds macros", ""},
	{Formula, "a formula or an error stands in a cell of input", ""},
	{MergedCells, "cells of a table are merged", ""},
	{HiddenCells, "rows, columns or sheets with input are hidden", ""},
	{StrayCell, "a cell stands outside of the table of its sheet", ""},
}
