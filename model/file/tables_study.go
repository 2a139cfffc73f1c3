package file

// The sections of a study file.
var (
	studyTable = (&Table{
		Name: "study", Record: "study", Folder: "study", Help: "a study file: a scenario solved again and again",
		Fields: []Field{
			{Name: "gridalloc", Type: Whole, Required: true, Min: 1, Max: 1, Help: "format of the file: 1"},
			{Name: "study", Type: ID, Required: true, Help: "a short name without blanks"},
			{Name: "title", Type: Text, Required: true, Help: "title of reports"},
			{Name: "base", Type: Text, Required: true, Help: "the scenario that every run starts from: a file, or the name of an embedded one"},
			{Name: "set", Type: Settings, Help: "changes of the base for every run, such as [solver.gap=0.5%]"},
			{Name: "axes", Type: Axes, Help: "what is varied, such as {budget.annual: [100, 200], lead_time: [typical, pessimistic]}"},
			{Name: "keep", Type: Filters, Help: "keep only combinations that one of these matches, such as [{region: [RU-MUR, RU-KR]}]"},
			{Name: "leave_out", Type: Filters, Help: "leave out combinations that one of these matches"},
			{Name: "adjust", Type: Records, Table: "adjust", Help: "further changes for some combinations, such as [{when: {power_system: South}, set: budget.annual=150}]"},
			{Name: "repetitions", Type: Whole, Min: 1, Max: mostLevels, Default: "1", Help: "how often each combination is solved, the k-th time with solver.seed=k"},
		},
	}).prepare()

	adjustTable = (&Table{
		Name: "adjust", Folder: "study", Help: "further changes for some combinations, after those of the axes",
		Fields: []Field{
			{Name: "when", Type: Filter, Required: true, Help: "the combinations, such as {power_system: [South, East]}"},
			{Name: "set", Type: Settings, Required: true, Help: "the changes, such as budget.annual=150"},
		},
	}).prepare()
)

// mostLevels is how many levels an axis may count up, maxSeed the largest seed.
const (
	mostLevels = 100_000
	maxSeed    = 2147483647
)

// Fields that stand in no table: the parts of axes.
var (
	axisName  = &Field{Name: "the name of an axis", Type: ID}
	seedCount = &Field{Name: "seeds", Type: Whole, Min: 1, Max: mostLevels, Help: "how many, or a list"}
	oneSeed   = &Field{Name: "a seed", Type: Whole, Max: maxSeed, Help: "seed of the worlds that are drawn"}
)
