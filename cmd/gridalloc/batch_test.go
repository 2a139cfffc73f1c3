package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/batch/queue"
)

// studyOf writes a study of so many budgets of the textbook scenario.
func studyOf(t testing.TB, runs int) string {
	t.Helper()
	var budgets []string
	for i := range runs {
		budgets = append(budgets, fmt.Sprintf("%.4f", 5+95*float64(i)/float64(runs)))
	}
	path := filepath.Join(t.TempDir(), "study.yaml")
	text := "gridalloc: 1\nstudy: budgets\ntitle: Budgets\nbase: textbook\naxes:\n  budget.annual: [" + strings.Join(budgets, ", ") + "]\n"
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// started starts the program.
func started(t testing.TB, env []string, args ...string) (c *exec.Cmd, out, errs *said) {
	t.Helper()
	c = exec.Command("gridalloc", args...)
	c.Env = append(os.Environ(), env...)
	out, errs = &said{}, &said{}
	c.Stdout, c.Stderr = out, errs
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill() })
	return c, out, errs
}

// finished runs the program to its end, which must be good.
func finished(t testing.TB, env []string, args ...string) (out string) {
	t.Helper()
	c, o, errs := started(t, env, args...)
	if err := c.Wait(); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, errs)
	}
	return o.String()
}

// ended tells whether a process has ended by itself.
func ended(c *exec.Cmd) bool {
	state, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", c.Process.Pid))
	return err != nil || bytes.Contains(state, []byte(") Z "))
}

// outcome is what a run came to, without what differs from one solve to another.
type outcome struct {
	status  batch.Status
	figures string
	plan    string
}

// outcomes are those of all runs of a queue's studies, with the records.
func outcomes(t testing.TB, q *queue.Queue) (map[string]outcome, map[string]batch.Record) {
	t.Helper()
	all, records := map[string]outcome{}, map[string]batch.Record{}
	studies, err := q.Studies(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, study := range studies {
		_, runs, err := q.Study(t.Context(), study.Name)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for run, err := range runs {
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, run.ID)
		}
		for r, err := range q.Records(t.Context(), func(yield func(string) bool) {
			for _, id := range ids {
				if !yield(id) {
					return
				}
			}
		}) {
			if err != nil {
				t.Fatal(err)
			}
			plan, err := q.Plan(t.Context(), r.ID)
			if err != nil {
				t.Fatal(err)
			}
			figures, err := json.Marshal(r.Figures)
			if err != nil {
				t.Fatal(err)
			}
			all[r.ID], records[r.ID] = outcome{r.Status, string(figures), string(plan)}, r
		}
	}
	return all, records
}

// inFolder are the outcomes in the queue of a folder that nobody serves.
func inFolder(t testing.TB, dir string) (map[string]outcome, map[string]batch.Record) {
	t.Helper()
	q, err := queue.Open(context.WithoutCancel(t.Context()), dir, queue.ServerOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := q.Close(); err != nil {
			t.Error(err)
		}
	}()
	return outcomes(t, q)
}

// wantEqual holds outcomes against those of a batch that nothing disturbed.
func wantEqual(t testing.TB, got, want map[string]outcome) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d results instead of %d", len(got), len(want))
	}
	for id, w := range want {
		if got[id] != w {
			t.Errorf("run %.12s: %.200v instead of %.200v", id, got[id], w)
		}
	}
}

// killedBatch runs a study whose coordinator is killed so many times, and checks that
// what was stored stays and is not solved again.
func killedBatch(t *testing.T, runs, kills int) {
	t.Helper()
	study, calm, dir := studyOf(t, runs), t.TempDir(), t.TempDir()
	finished(t, nil, "batch", "run", study, "--out", calm, "--parallel", "2")
	want, _ := inFolder(t, calm)
	numbers := numbersIn(t, calm)
	if len(want) != runs {
		t.Fatalf("%d results of %d", len(want), runs)
	}
	random := rand.New(rand.NewPCG(1, uint64(kills)))
	stored := map[string]batch.Record{}
	args := []string{"batch", "run", study, "--out", dir, "--parallel", "2"}
	half := 0
	for n := range kills {
		c, out, errs := started(t, nil, args...)
		for lines := random.IntN(runs / kills); strings.Count(out.String(), "of budgets: ") < lines && !ended(c); {
			time.Sleep(time.Millisecond)
		}
		time.Sleep(time.Duration(random.IntN(50)) * time.Millisecond)
		_ = c.Process.Kill()
		_ = c.Wait()
		if strings.Contains(errs.String(), "gridalloc:") {
			t.Fatalf("kill %d: %s", n, errs)
		}
		if _, err := os.Stat(filepath.Join(dir, "batch.json")); err == nil {
			args = []string{"batch", "resume", dir, "--parallel", "2"}
		}
		_, now := inFolder(t, dir)
		for id, r := range stored {
			if now[id].Worker != r.Worker || now[id].Seconds != r.Seconds {
				t.Errorf("kill %d: run %.12s was stored by %s and is now by %q", n, id, r.Worker, now[id].Worker)
			}
		}
		for id := range stored {
			if line := fmt.Sprintf("run %d of ", numbers[id]); strings.Contains(out.String(), line) {
				t.Errorf("kill %d: %swas solved again", n, line)
			}
		}
		if stored = now; len(now) > 0 && len(now) < runs {
			half++
		}
	}
	finished(t, nil, args...)
	got, _ := inFolder(t, dir)
	wantEqual(t, got, want)
	t.Logf("%d of %d kills left some runs done and others not", half, kills)
	if half < kills/4 {
		t.Error("the kills came too early or too late to test anything")
	}
	same(t, filepath.Join(dir, "runs.csv"), filepath.Join(calm, "runs.csv"))
}

// numbersIn are the numbers of the runs of a folder by identity.
func numbersIn(t testing.TB, dir string) map[string]int {
	t.Helper()
	numbers := map[string]int{}
	rows := strings.Split(strings.TrimSpace(finished(t, nil, "batch", "table", dir, "--format", "csv", "--show", "number,id")), "\n")
	for _, row := range rows[1:] {
		number, id, _ := strings.Cut(row, ",")
		n, err := strconv.Atoi(number)
		if err != nil {
			t.Fatal(err)
		}
		numbers[id] = n
	}
	return numbers
}

// same holds two tables against each other, but for how long runs took, how much memory,
// how often they were tried and by whom.
func same(t testing.TB, a, b string) {
	t.Helper()
	read := func(path string) (lines []string) {
		text := finished(t, nil, "batch", "table", filepath.Dir(path), "--format", "csv", "--show", "number,budget.annual,id,status,mining_mw,colocation_mw,value,npv,irr,capex,contracts,gap")
		return strings.Split(text, "\n")
	}
	x, y := read(a), read(b)
	for i := range x {
		if len(x) != len(y) || x[i] != y[i] {
			t.Fatalf("the tables differ: %q, %q", x[i], y[min(i, len(y)-1)])
		}
	}
}

// TestBatchKilled: a coordinator that is killed again and again loses nothing that was
// stored, and solves none of it again. The long tests kill it twenty times.
func TestBatchKilled(t *testing.T) { killedBatch(t, 60, 4) }

// TestBatchDrained: the first interrupt has the runs in progress finished, and the batch
// resumed does the rest.
func TestBatchDrained(t *testing.T) {
	dir := t.TempDir()
	c, out, errs := started(t, nil, "batch", "run", studyOf(t, 150), "--out", dir, "--parallel", "2")
	for !strings.Contains(out.String(), "run 20 of") && !ended(c) {
		time.Sleep(5 * time.Millisecond)
	}
	_ = c.Process.Signal(os.Interrupt)
	err := c.Wait()
	if c.ProcessState.ExitCode() != 130 || !strings.Contains(errs.String(), "batch resume") {
		t.Fatalf("%v: %s", err, errs)
	}
	before, _ := inFolder(t, dir)
	if len(before) == 0 || len(before) == 150 || strings.Count(out.String(), "of budgets: ") != len(before) {
		t.Fatalf("%d results, and said %d", len(before), strings.Count(out.String(), "of budgets: "))
	}
	rest := finished(t, nil, "batch", "resume", dir)
	if n := strings.Count(rest, "of budgets: "); n != 150-len(before) {
		t.Errorf("%d solved after %d", n, len(before))
	}
}

// TestBatchTwice: a folder has one coordinator.
func TestBatchTwice(t *testing.T) {
	dir, study := t.TempDir(), studyOf(t, 300)
	first, out, _ := started(t, nil, "batch", "run", study, "--out", dir)
	for !strings.Contains(out.String(), "run 1 of") && !ended(first) {
		time.Sleep(5 * time.Millisecond)
	}
	second, _, errs := started(t, nil, "batch", "run", study, "--out", dir)
	if err := second.Wait(); err == nil || !strings.Contains(errs.String(), "another process runs the batch") {
		t.Errorf("%v: %s", err, errs)
	}
	status := finished(t, nil, "batch", "status", dir)
	if !strings.Contains(status, "300 runs") || !strings.Contains(status, "worker ") {
		t.Error(status)
	}
	finished(t, nil, "batch", "cancel", dir)
	_ = first.Wait()
	if code := first.ProcessState.ExitCode(); code != 130 {
		t.Errorf("the cancelled batch ended with %d", code)
	}
}

// TestBatchDamaged: plans that are lost in the store are solved again, and the files are
// there again.
func TestBatchDamaged(t *testing.T) {
	q, address := served(t)
	workerOn(t, address, "--parallel", "1")
	env, dir := []string{queue.TokenVariable + "=" + address.Token}, t.TempDir()
	args := []string{"batch", "run", studyOf(t, 5), "--out", dir, "--nats", address.URL, "--parallel", "0"}
	finished(t, env, args...)
	want, _ := outcomes(t, q)
	nc, err := nats.Connect(address.URL, nats.Token(address.Token))
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	files, err := js.Stream(t.Context(), "gridalloc-files")
	if err != nil {
		t.Fatal(err)
	}
	if err := files.Purge(t.Context(), jetstream.WithPurgeSubject("gridalloc.file.result.>")); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "plans")); err != nil {
		t.Fatal(err)
	}
	finished(t, env, args...)
	got, _ := outcomes(t, q)
	wantEqual(t, got, want)
	for id := range want {
		if _, err := os.Stat(filepath.Join(dir, "plans", id+".json")); err != nil {
			t.Error(err)
		}
	}
}
