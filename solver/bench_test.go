package solver_test

import (
	"testing"

	"github.com/gridalloc/gridalloc/data"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/highs"
)

// load reads one of the ready scenarios.
func load(tb testing.TB, name string, set ...string) *model.Scenario {
	tb.Helper()
	s, findings, err := file.Load(file.Options{Path: name, Packs: data.FS, Set: set})
	if err != nil {
		tb.Fatal(err)
	}
	if len(findings) > 0 {
		tb.Fatalf("%s: %v", name, findings)
	}
	return s
}

// BenchmarkFilesToEngine is all that happens to the national scenario before
// HiGHS starts: reading and checking the files, the cash of every campaign,
// the program, and handing it over. It reports time and bytes allocated per
// nonzero of the program.
func BenchmarkFilesToEngine(b *testing.B) {
	b.ReportAllocs()
	nonzeros := 0
	for b.Loop() {
		s := load(b, "russia")
		f, err := formulation.Build(s)
		if err != nil {
			b.Fatal(err)
		}
		h, err := highs.New()
		if err != nil {
			b.Fatal(err)
		}
		if err := h.PassModel(f.Model); err != nil {
			b.Fatal(err)
		}
		h.Close()
		nonzeros = f.Model.NumNonzeros()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*nonzeros), "ns/nonzero")
}
