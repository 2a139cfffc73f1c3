package study_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/gridalloc/gridalloc/data"
	"github.com/gridalloc/gridalloc/internal/batch/study"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/diag"
	"github.com/gridalloc/gridalloc/model/file"
)

// good holds a small scenario and a study of it, both called two.
const good = "../../../model/file/testdata/good"

// read reads a study that is sound.
func read(t *testing.T, opts file.Options) *study.Study {
	t.Helper()
	s, findings, err := study.Read(opts)
	if err != nil || len(findings) > 0 {
		t.Fatal(findings, err)
	}
	return s
}

// written reads a study whose base is not looked at: its axes and what follows.
func written(t *testing.T, text string) *study.Study {
	t.Helper()
	return read(t, file.Options{Path: "x", Packs: fstest.MapFS{
		"scenarios/base.yaml": {},
		"studies/x.yaml":      {Data: []byte("gridalloc: 1\nstudy: x\ntitle: X\nbase: base\n" + text)},
	}})
}

// onDisk writes the study x.yaml into a folder of its own.
func onDisk(t *testing.T, text string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "x.yaml"), []byte("gridalloc: 1\nstudy: x\ntitle: X\n"+text), 0o666); err != nil {
		t.Fatal(err)
	}
	return dir
}

// lines writes a line for each run: its levels and what they set.
func lines(s *study.Study) []string {
	var lines []string
	for run := range s.Runs() {
		lines = append(lines, fmt.Sprintf("%d %s: %s", run.Number, strings.Join(run.Levels, " "), strings.Join(run.Sets(), ", ")))
	}
	return lines
}

// TestRuns holds what studies expand to against lists written by hand.
func TestRuns(t *testing.T) {
	for _, c := range []struct {
		name, text string
		axes       string
		want       []string
	}{
		{"nothing varied", "", "", []string{"1 : "}},
		{"set alone", "set: solver.gap=1%\n", "", []string{"1 : solver.gap=1%"}},
		{
			"two axes, the last one fastest", "axes: {budget.total: [1, 2], lead_time: [typical, optimistic]}\n", "budget.total lead_time",
			[]string{
				"1 1 typical: budget.total=1, lead_time=typical", "2 1 optimistic: budget.total=1, lead_time=optimistic",
				"3 2 typical: budget.total=2, lead_time=typical", "4 2 optimistic: budget.total=2, lead_time=optimistic",
			},
		},
		{
			"levels by name, with several settings and none", "axes:\n  mood: {good: [scale.rent=110%, scale.hashprice=2], plain: [], bad: scale.rent=90%}\n", "mood",
			[]string{"1 good: scale.rent=110%, scale.hashprice=2", "2 plain: ", "3 bad: scale.rent=90%"},
		},
		{"seeds by number", "axes: {seeds: 3}\n", "seed", []string{"1 1: worlds.seed=1", "2 2: worlds.seed=2", "3 3: worlds.seed=3"}},
		{"seeds by name", "axes: {seeds: [7, 5]}\n", "seed", []string{"1 7: worlds.seed=7", "2 5: worlds.seed=5"}},
		{"repetitions", "axes: {discount_rate: [5%]}\nrepetitions: 2\n", "discount_rate repetition", []string{
			"1 5% 1: discount_rate=5%, solver.seed=1", "2 5% 2: discount_rate=5%, solver.seed=2",
		}},
		{"values that need quotation marks", "axes: {title: [\"a: b\", \"c, [d]\", plain]}\n", "title", []string{
			`1 a: b: title="a: b"`, `2 c, [d]: title="c, [d]"`, "3 plain: title=plain",
		}},
		{
			"kept and left out", "axes: {budget.total: [1, 2, 3], lead_time: [typical, optimistic]}\n" +
				"keep: [{budget.total: [1, 3]}, {budget.total: 2, lead_time: typical}]\nleave_out: [{budget.total: 3, lead_time: typical}]\n", "budget.total lead_time",
			[]string{
				"1 1 typical: budget.total=1, lead_time=typical", "2 1 optimistic: budget.total=1, lead_time=optimistic",
				"3 2 typical: budget.total=2, lead_time=typical", "4 3 optimistic: budget.total=3, lead_time=optimistic",
			},
		},
		{
			"a set that some levels change, and one of which an axis changes a part",
			"set: [scale.rent=90%, \"worlds={draws: 9, keep: 2}\"]\naxes: {rents: {low: [], high: scale.rent=110%}, seeds: [3]}\n", "rents seed",
			[]string{
				"1 low 3: scale.rent=90%, worlds={draws: 9, keep: 2}, worlds.seed=3",
				"2 high 3: scale.rent=90%, worlds={draws: 9, keep: 2}, scale.rent=110%, worlds.seed=3",
			},
		},
		{
			"adjusted", "axes: {lead_time: [typical, optimistic]}\nadjust: [{when: {lead_time: optimistic}, set: [discount_rate=8%, budget.total=4]}]\n", "lead_time",
			[]string{"1 typical: lead_time=typical", "2 optimistic: lead_time=optimistic, discount_rate=8%, budget.total=4"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := written(t, c.text)
			if got := strings.Join(s.Axes(), " "); got != c.axes {
				t.Errorf("axes %q, want %q", got, c.axes)
			}
			if got := lines(s); !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

// TestRegions: regions one by one, and power systems, each with its own regions, within
// what the base and the caller keep.
func TestRegions(t *testing.T) {
	for _, c := range []struct {
		each string
		set  []string
		want string
	}{
		{"each", nil, "AA-N[AA-N] AA-S[AA-S]"},
		{"each power_system", nil, "Lower[AA-S] Upper[AA-N]"},
		{"each", []string{"regions.power_systems=[Upper]"}, "AA-N[AA-N]"},
		{"each power_system", []string{"regions.except=[AA-S]"}, "Upper[AA-N]"},
	} {
		// The base is a file beside the study, with packs beside it.
		dir := onDisk(t, "base: mine.yaml\naxes: {regions: "+c.each+"}\n")
		mine := "extends: two\nregions: {packs: [./regions/two]}\n"
		if err := errors.Join(os.CopyFS(dir, os.DirFS(good)), os.WriteFile(filepath.Join(dir, "mine.yaml"), []byte(mine), 0o666)); err != nil {
			t.Fatal(err)
		}
		s := read(t, file.Options{Path: "x.yaml", Dir: dir, Packs: os.DirFS(good), Set: c.set})
		var got []string
		findings, err := s.Check(context.Background(), func(run study.Run, scenario *model.Scenario) error {
			var ids []string
			for i := range scenario.Regions {
				ids = append(ids, scenario.Regions[i].ID)
			}
			got = append(got, run.Levels[0]+fmt.Sprint(ids))
			return nil
		})
		if err != nil || len(findings) > 0 || strings.Join(got, " ") != c.want {
			t.Errorf("%s %v: %v, want %s; %v, %v", c.each, c.set, got, c.want, findings, err)
		}
	}
}

// TestLoad: the scenario of a run is what its settings make of the base with --set.
func TestLoad(t *testing.T) {
	packs := os.DirFS(good)
	s := read(t, file.Options{Path: "two", Packs: packs, Set: []string{"solver.gap=2%"}})
	hashes := map[string]int{}
	findings, err := s.Check(context.Background(), func(run study.Run, got *model.Scenario) error {
		want, findings, err := file.Load(file.Options{Path: s.Base, Packs: packs, Set: run.Sets()})
		if err != nil || len(findings) > 0 {
			return errors.Join(err, findings.Err())
		}
		if file.Hash(got) != file.Hash(want) || got.Solver != want.Solver {
			t.Errorf("run %d is another scenario than %q makes", run.Number, run.Sets())
		}
		hashes[fmt.Sprint(file.Hash(got), got.Solver.Seed)]++
		return nil
	})
	if err != nil || len(findings) > 0 {
		t.Fatal(findings, err)
	}
	if len(hashes) != s.Count() {
		t.Errorf("%d runs make %d scenarios", s.Count(), len(hashes))
	}
}

// TestLoadTogether: runs may be loaded at the same time.
func TestLoadTogether(t *testing.T) {
	s := read(t, file.Options{Path: "two", Packs: os.DirFS(good)})
	hashes := make([][]string, 4)
	var wait sync.WaitGroup
	for i := range hashes {
		wait.Go(func() {
			for run := range s.Runs() {
				scenario, findings, err := s.Load(run)
				if err != nil || len(findings) > 0 {
					t.Error(findings, err)
					return
				}
				hashes[i] = append(hashes[i], file.Hash(scenario))
			}
		})
	}
	wait.Wait()
	for _, other := range hashes[1:] {
		if !slices.Equal(other, hashes[0]) {
			t.Error("runs that are loaded together are not the same")
		}
	}
}

// TestCheck: findings of all runs come together, each once and where the study has it.
func TestCheck(t *testing.T) {
	dir := onDisk(t, "base: two\naxes:\n  discount_rate: [5%, x%]\n  solver.threads: [1, 2, 0]\nadjust: [{when: {solver.threads: 2}, set: rules.switch.nowhere=true}]\n")
	s := read(t, file.Options{Path: "x.yaml", Dir: dir, Packs: os.DirFS(good)})
	loaded := 0
	findings, err := s.Check(context.Background(), func(study.Run, *model.Scenario) error { loaded++; return nil })
	if err != nil {
		t.Fatal(err)
	}
	want := "x.yaml:6:23 bad-number, x.yaml:7:26 out-of-range, x.yaml:8:43 unknown-id"
	var got []string
	for _, d := range findings {
		got = append(got, d.Position()+" "+string(d.Code))
	}
	if strings.Join(got, ", ") != want || loaded != 1 {
		t.Errorf("%d runs loaded; found %s, want %s", loaded, strings.Join(got, ", "), want)
	}
	stop := errors.New("stop")
	if _, err := s.Check(context.Background(), func(study.Run, *model.Scenario) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("an error of visit came out as %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Check(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("an end of the context came out as %v", err)
	}
}

// TestAllow: the limit is a number of runs, not of combinations.
func TestAllow(t *testing.T) {
	s := written(t, "axes: {budget.total: [1, 2, 3], lead_time: [typical, optimistic]}\nleave_out: [{budget.total: 2, lead_time: typical}]\n")
	if err := s.Allow(5); err != nil {
		t.Error(err)
	}
	if err := s.Allow(4); err == nil || !strings.Contains(err.Error(), "5 runs") {
		t.Errorf("5 runs where 4 are allowed: %v", err)
	}
	size := s.Size()
	if size.Runs != 5 || size.Combinations != 6 || len(size.Axes) != 2 || !slices.Equal(size.Axes[1].Levels, []string{"typical", "optimistic"}) {
		t.Errorf("size %+v", size)
	}
}

// TestDocument: the example of docs/studies.md is sound and has the runs that it says.
func TestDocument(t *testing.T) {
	page, err := os.ReadFile("../../../docs/studies.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(page), "```yaml\n")
	text, after, found := strings.Cut(text, "```\n")
	if !found {
		t.Fatal("no example")
	}
	path := filepath.Join(t.TempDir(), "x.yaml")
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	s := read(t, file.Options{Path: path, Packs: data.FS})
	if want := fmt.Sprintf("It has %d runs", s.Count()); !strings.Contains(after, want) {
		t.Errorf("the page does not say: %s", want)
	}
	findings, err := s.Check(context.Background(), func(study.Run, *model.Scenario) error { return nil })
	if err != nil || len(findings) > 0 {
		t.Error(findings, err)
	}
}

// TestTakenBack: what the caller sets is not taken back without a word.
func TestTakenBack(t *testing.T) {
	for set, want := range map[string]string{
		"budget.total=7": "--set:1:1 set-twice", "budget.annual=7": "--set:1:1 set-twice", "budget={annual: 7, unit: USD million}": "--set:1:1 set-twice",
		"budget.anual=7": "--set:1:1 unknown-path", "solver.gap": "--set:1:1 bad-set", "solver.gap=x": "--set:1:12 bad-number",
	} {
		_, findings, err := study.Read(file.Options{Path: "two", Packs: os.DirFS(good), Set: []string{set}})
		if err != nil || len(findings) != 1 || findings[0].Position()+" "+string(findings[0].Code) != want {
			t.Errorf("%s: %v, %v; want %s", set, findings, err, want)
		}
	}
}

// TestUnknownStudy: the hint names one that there is.
func TestUnknownStudy(t *testing.T) {
	for path, hint := range map[string]string{"tow": "did you mean two?", "nowhere.yaml": "check the name"} {
		_, findings, err := study.Read(file.Options{Path: path, Packs: os.DirFS(good), Dir: t.TempDir()})
		if err != nil || len(findings) != 1 || findings[0].Code != diag.MissingFile || !strings.Contains(findings[0].Hint, hint) {
			t.Errorf("%s: %v, %v", path, findings, err)
		}
	}
}
