package solver_test

import (
	"context"
	"runtime"
	"testing"
	"time"

	"github.com/gridalloc/gridalloc/data"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
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
	nonzeros := 0
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for b.Loop() {
		s := load(b, "russia")
		f, err := formulation.Build(s, formulation.Plain)
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
	runtime.ReadMemStats(&after)
	total := float64(b.N * nonzeros)
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/total, "ns/nonzero")
	b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/total, "B/nonzero")
}

// BenchmarkEngine is the engine's own time on the same program, to the
// scenario's gap, for comparison with BenchmarkFilesToEngine.
func BenchmarkEngine(b *testing.B) {
	s := load(b, "russia")
	f, err := formulation.Build(s, formulation.Plain)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		found, err := highs.Engine{}.Solve(context.Background(), f.Model, mip.Options{
			RelativeGap: float64(s.Solver.Gap), Threads: 1, TimeLimit: time.Duration(s.Solver.TimeLimit) * time.Second,
		})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(100*found.Gap, "%gap")
	}
}
