package file_test

import (
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gridalloc/gridalloc/internal/batch/study"
	"github.com/gridalloc/gridalloc/model/file"
)

// goodFS reads the good data into memory.
func goodFS(tb testing.TB) fstest.MapFS {
	tb.Helper()
	disk, memory := os.DirFS(good), fstest.MapFS{}
	err := fs.WalkDir(disk, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(disk, name)
		memory[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return memory
}

// loadFuzzed loads the good data with one file replaced. There is either a
// scenario or a finding, and findings can be printed.
func loadFuzzed(t *testing.T, packs fstest.MapFS, name string, data []byte, set ...string) {
	packs = maps.Clone(packs)
	packs[name] = &fstest.MapFile{Data: data}
	s, findings, err := file.Load(file.Options{Path: "two", Packs: packs, Set: set})
	if err != nil {
		t.Fatal(err)
	}
	if (s == nil) != (len(findings) > 0) {
		t.Fatalf("scenario %v with %d findings", s != nil, len(findings))
	}
	if err := findings.Write(io.Discard); err != nil {
		t.Fatal(err)
	}
	if s != nil {
		file.Hash(s)
	}
}

func FuzzScenario(f *testing.F) {
	packs := goodFS(f)
	text := string(packs["scenarios/two.yaml"].Data)
	f.Add([]byte(text), "budget.annual=900")
	f.Add([]byte(strings.ReplaceAll(text, "annual: 60", "annual: {2027: 1, x: [a]}")), "=")
	f.Add([]byte("extends: two\n"), "a.b.c={x: [1, 2]}")
	f.Add([]byte("a: &a [*a]\n<<: *a\n? [x]\n: y\n"), "regions=[")
	f.Add([]byte("contracts: {from: [two], add: [{regions: [[]], id: {}}]}\nrules: {switch: {a: []}}\n"), "horizon.periods=1e3")
	f.Add([]byte(text), "objective={measure: cvar, weight: 1, tail: 1e-9, multiple: {mining: {M1: 1}, x: [a]}}")
	f.Add([]byte(text), "worlds={file: own.csv, keep: 3}")
	f.Fuzz(func(t *testing.T, data []byte, set string) {
		if strings.Contains(string(data), "./") || strings.Contains(set, "./") || strings.Contains(string(data)+set, "file: /") {
			return // would look for packs or worlds on the disk
		}
		loadFuzzed(t, packs, "scenarios/two.yaml", data, set)
	})
}

func FuzzTable(f *testing.F) {
	packs := goodFS(f)
	names := slices.Sorted(maps.Keys(packs))
	for i, name := range names {
		f.Add(uint8(i), packs[name].Data)
	}
	f.Add(uint8(3), []byte("id,\"name\n\r,\xef\xbb\xbf\xff\x00"))
	f.Fuzz(func(t *testing.T, table uint8, data []byte) {
		name := names[int(table)%len(names)]
		if strings.HasSuffix(name, ".yaml") {
			return
		}
		loadFuzzed(t, packs, name, data)
	})
}

func FuzzWorlds(f *testing.F) {
	packs := goodFS(f)
	const name = "scenarios/own.csv"
	f.Add(packs[name].Data, "")
	f.Add([]byte("world,quantity,subject,period,value,unit\nw,probability,,,1,share\n"), "horizon.periods=120")
	f.Add([]byte("world,quantity,subject,period,value,unit\nw,rent,/gpu_cloud,2027,1e308,USD/GPU/hour\nw,lead,s-35,,1,months\n"), "contracts.from=[]")
	f.Fuzz(func(t *testing.T, data []byte, set string) {
		if strings.Contains(set, "./") || strings.Contains(set, "file") {
			return // would look for packs or worlds on the disk
		}
		sets := []string{"worlds={file: own.csv}"}
		if set != "" {
			sets = append(sets, set)
		}
		loadFuzzed(t, packs, name, data, sets...)
	})
}

func FuzzStudy(f *testing.F) {
	packs := goodFS(f)
	const name = "studies/two.yaml"
	text := string(packs[name].Data)
	f.Add([]byte(text), "solver.gap=1%")
	f.Add([]byte(strings.ReplaceAll(text, "seeds: [3, 5]", "seeds: 3\n  lead_time: [typical, \"a: b]\"]")), "=")
	f.Add([]byte(strings.ReplaceAll(text, "each", "each power_system")), "regions.except=[AA-S]")
	f.Add([]byte("gridalloc: 1\nstudy: s\ntitle: t\nbase: two\n"), "")
	f.Add([]byte("study: {a: 1}\nbase: [two]\naxes: {x: {y: {z: a=b}}, a.b: [{}], regions: [], seeds: x}\nkeep: [{x: {}}]\nadjust: [x, {when: {}, set: []}]\n"), "")
	f.Fuzz(func(t *testing.T, data []byte, set string) {
		if strings.ContainsAny(string(data)+set, `/\`) {
			return // would look for packs, worlds or scenarios on the disk
		}
		packs := maps.Clone(packs)
		packs[name] = &fstest.MapFile{Data: data}
		opts := file.Options{Path: "two", Packs: packs}
		if set != "" {
			opts.Set = []string{set}
		}
		s, findings, err := study.Read(opts)
		if err != nil {
			t.Fatal(err)
		}
		if (s == nil) != (len(findings) > 0) {
			t.Fatalf("study %v with %d findings", s != nil, len(findings))
		}
		if err := findings.Write(io.Discard); err != nil {
			t.Fatal(err)
		}
		if s == nil {
			return
		}
		run := s.Run(s.Count())
		scenario, findings, err := s.Load(run)
		if err != nil || (scenario == nil) != (len(findings) > 0) {
			t.Fatalf("run %v: scenario %v with %d findings, %v", run.Levels, scenario != nil, len(findings), err)
		}
	})
}
