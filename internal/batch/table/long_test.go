//go:build long

package table_test

import (
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
	x, dir := written(t, h, sampled(t, most, rows(h, runs/18+1)))
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
