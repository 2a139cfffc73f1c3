//go:build long

package table_test

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/gridalloc/gridalloc/internal/batch/table"
)

// TestMillion: a million runs are written, filtered, sorted and pivoted in the memory that
// a few thousand need.
func TestMillion(t *testing.T) {
	const runs, most = 1_000_000, 200 << 20
	h := head()
	began := time.Now()
	x, dir := written(t, h, sampled(t, most, unalike(rows(h, runs/18+1))))
	t.Logf("written in %s", time.Since(began))
	for _, name := range []string{table.CSVFile, table.ParquetFile} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d MB", name, info.Size()>>20)
	}
	began = time.Now()
	n := 0
	for _, err := range x.Select(table.Query{Where: conditions(t, x, "power_system=Siberia", "npv>0")}, names(t, x, "number,npv")) {
		if n++; n%1000 == 0 {
			inMemory(t, most)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("filtered to %d in %s", n, time.Since(began))
	if n < runs/6 || n > runs/4 { // a third has the level, three fifths of those a plan
		t.Errorf("%d runs are left", n)
	}
	began = time.Now()
	orders, err := x.Orders("-npv")
	if err != nil {
		t.Fatal(err)
	}
	if got := selected(t, x, table.Query{Sort: orders, Limit: 1}); got != "1000008" {
		t.Errorf("the best is %s", got)
	}
	t.Logf("the best found in %s", time.Since(began))
	began = time.Now()
	if _, err := x.Pivot(nil, table.Pivot{Rows: names(t, x, "power_system"), Columns: names(t, x, "hashprice"), Show: names(t, x, "npv"), By: table.Mean}); err != nil {
		t.Fatal(err)
	}
	t.Logf("pivoted in %s", time.Since(began))
	inMemory(t, most)
}

// unalike gives runs identities and figures as different from each other as real ones,
// which are what a table is large of.
func unalike(r table.Rows) table.Rows {
	random := rand.New(rand.NewPCG(1, 2))
	return func(yield func(table.Row, error) bool) {
		for row, err := range r {
			row.Run.ID = fmt.Sprintf("%x", sha256.Sum256([]byte(row.Run.ID)))
			if row.Record != nil {
				row.Record.ID = row.Run.ID
				row.Record.Seconds, row.Record.MemoryMB = random.ExpFloat64(), 100+random.Float64()
				f := &row.Record.Figures
				for _, x := range []*float64{
					f.MiningMW, f.ColocationMW, f.GPUCloudMW, f.ASICMW, f.GPUMW, f.HybridMW, f.PeakMW, f.Value, f.Bound, f.CVaR, f.IRR, f.Capex, f.Gap,
				} {
					if x != nil {
						*x *= 1 + random.Float64()
					}
				}
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// sampled looks at the memory while rows are written.
func sampled(t *testing.T, most uint64, r table.Rows) table.Rows {
	return func(yield func(table.Row, error) bool) {
		n := 0
		for row, err := range r {
			if n++; n%10000 == 0 {
				inMemory(t, most)
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// inMemory holds the memory that is used against the most that may be.
func inMemory(t *testing.T, most uint64) {
	t.Helper()
	var m runtime.MemStats
	if runtime.ReadMemStats(&m); m.HeapAlloc > most {
		runtime.GC()
		if runtime.ReadMemStats(&m); m.HeapAlloc > most {
			t.Fatalf("%d MB are used", m.HeapAlloc>>20)
		}
	}
}
