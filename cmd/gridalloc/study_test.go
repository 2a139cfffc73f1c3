package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/batch/table"
)

// writeStudy writes a study of twelve runs with their plans and logs to the folder that
// is its argument, for scripts about studies that are done.
func writeStudy() {
	dir := os.Args[1]
	h := &table.Head{Study: "winter", Version: "v1", Axes: []table.Axis{
		{Name: "power_system", Levels: []string{"Urals", "Siberia"}},
		{Name: "budget", Levels: []string{"90", "500", "1000"}},
		{Name: "hashprice", Levels: []string{"80%", "100%"}},
	}}
	for _, folder := range []string{"plans", "logs"} {
		check(os.MkdirAll(filepath.Join(dir, folder), 0o777))
	}
	var rows []table.Row
	for _, a := range h.Axes[0].Levels {
		for _, b := range h.Axes[1].Levels {
			for _, c := range h.Axes[2].Levels {
				n := len(rows) + 1
				id := fmt.Sprintf("%02x%062x", 16*n+11, n)
				if n == 6 { // begins like that of run 7
					id = fmt.Sprintf("%02x%062x", 16*7+11, n)
				}
				row := table.Row{Run: batch.Run{ID: id, Number: n, Levels: []string{a, b, c}}, Record: studyRecord(n, id)}
				rows = append(rows, row)
				if row.Record == nil {
					continue
				}
				var log string
				for line := range 3 * n {
					log += fmt.Sprintf("line %d\n", line+1)
				}
				check(os.WriteFile(filepath.Join(dir, "logs", id+".log"), []byte(log), 0o666))
				if row.Record.NPV != nil {
					check(os.WriteFile(filepath.Join(dir, "plans", id+".json"), fmt.Appendf(nil, "{\"run\": %d}\n", n), 0o666))
				}
			}
		}
	}
	rows[11].Run.ID = rows[10].Run.ID // asks for the same
	rows[11].Record = rows[10].Record
	check(table.Write(dir, h, func(yield func(table.Row, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}))
}

// studyRecord is what became of a run: the third has failed and the fifth waits.
func studyRecord(n int, id string) *batch.Record {
	switch n {
	case 3:
		return &batch.Record{ID: id, Status: batch.Failed, Reason: "killed three times:\nsignal 9", Seconds: 2, Attempts: 3, Worker: "north"}
	case 5:
		return nil
	}
	at := func(x float64) *float64 { return &x }
	contracts := n % 4
	r := &batch.Record{
		ID: id, Status: batch.Solved, Seconds: float64(n) / 4, MemoryMB: 100, Attempts: 1, Warm: n%2 == 0, Worker: "south",
		Figures: batch.Figures{
			Currency: "USD", MiningMW: at(10 * float64(n)), ColocationMW: at(5), GPUCloudMW: at(0), ASICMW: at(10), GPUMW: at(5), HybridMW: at(0), PeakMW: at(20),
			Value: at(1e6 * float64(10*n-35)), Bound: at(1e6 * float64(10*n-34)), NPV: at(1e6 * float64(10*n-35)), CVaR: at(-1e6 * float64(n)),
			IRR: at(0.1 + float64(n)/100), Capex: at(1e8), Contracts: &contracts, Gap: at(0.004),
		},
	}
	if n == 8 {
		r.Status, r.IRR = batch.Limited, nil
	}
	return r
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
