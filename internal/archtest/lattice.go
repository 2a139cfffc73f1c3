// Package archtest holds the architecture of the program, as text, against
// what the packages really import.
package archtest

// lattice says which packages of this module a package may import, and which
// third-party packages. Arrows only point down this list: a package may name
// only packages on later lines. Test files are free.
//
// Do not change this to fix a build. A new line, or a new name on a line, is a
// change of the architecture, to be agreed first.
const lattice = `
cmd/gridalloc: internal/cli solver/highs data solver model/market model
internal/archtest:
internal/cli: internal/batch/coordinator internal/batch/study internal/batch/worker internal/batch/queue internal/batch/table internal/batch internal/memory internal/book internal/article internal/report solver/explain solver solver/simulate solver/formulation solver/proof solver/verify solver/mip model/market/calibrate model/market model/file model/whatif model/diag model/unit model internal/page internal/geo internal/lang | github.com/urfave/cli/v2 golang.org/x/term
internal/batch/coordinator: internal/batch/study internal/batch/queue internal/batch/table internal/batch internal/report model model/diag | golang.org/x/sync
internal/batch/queue: internal/batch | github.com/nats-io/nats.go github.com/nats-io/nats-server/v2
internal/batch/study: model/file model/diag model
internal/batch/table: internal/batch internal/report model/file | github.com/parquet-go/parquet-go
internal/batch/worker: internal/batch internal/memory model
internal/batch: model/file model
internal/memory:
internal/article: solver/explain solver model/market model/availability model/whatif model/unit model
internal/book: internal/chart model/file model/diag model/unit model | github.com/xuri/excelize/v2
internal/page: internal/report internal/chart internal/geo internal/lang model/unit model
internal/chart: internal/geo
internal/derive:
internal/synthetic:
internal/scenariotest: model/unit model
internal/report: internal/geo internal/lang model/unit model | github.com/jedib0t/go-pretty/v6 github.com/santhosh-tekuri/jsonschema/v6
internal/geo:
internal/lang: | golang.org/x/text
solver/explain: solver solver/verify solver/mip model/file model/whatif model/finance model/unit model
solver: solver/branch solver/decompose solver/formulation solver/proof solver/simulate solver/verify solver/mip model/file model/whatif model/market model/finance model/unit model
solver/decompose: solver/branch solver/formulation solver/mip
solver/branch: solver/proof solver/mip
solver/formulation: solver/mip model/finance model/availability model/unit model
solver/proof: solver/mip
solver/simulate: model/market model/finance model/unit model
solver/verify: model/unit model
solver/highs: solver/mip
solver/mip/miptest: solver/mip/refsimplex solver/mip
solver/mip/refsimplex: solver/mip | gonum.org/v1/gonum/mat gonum.org/v1/gonum/optimize
solver/mip:
model/market/calibrate: model/market model/unit model | gonum.org/v1/gonum/stat
model/market: model/finance model/unit model | gonum.org/v1/gonum
model/whatif: model/unit model
model/file: model/diag model/unit model | go.yaml.in/yaml/v4
model/finance: model/availability model/unit model
model/availability: model
model/diag:
model: model/unit
model/unit:
data:
`

// quiet lists the parts of the standard library by which a program speaks to
// its surroundings. The library packages import none of them, but for the
// exceptions: package file, which reads files, and the engine.
var quiet = []string{"os", "os/exec", "os/signal", "net", "net/http", "flag", "log", "log/slog", "syscall"}

// mayReach lists the exceptions of quiet.
var mayReach = map[string][]string{
	"model/file": {"os"},
}

// library tells the packages that quiet is about.
var library = []string{"model", "solver", "data"}

// printers are the packages that may write to the terminal; internal/derive, run
// by go generate, and internal/synthetic are programs of their own.
var printers = []string{"cmd/gridalloc", "internal/cli", "internal/report", "internal/derive", "internal/synthetic"}
