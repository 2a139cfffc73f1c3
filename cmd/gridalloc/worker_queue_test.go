package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/batch/queue"
)

// served is a queue in a folder of the test, with the server that serves it.
func served(t *testing.T) (*queue.Queue, queue.Address) {
	t.Helper()
	server, err := queue.Serve(t.Context(), t.TempDir(), queue.ServerOptions{})
	if err != nil {
		t.Fatal(err)
	}
	q, err := queue.Connect(context.WithoutCancel(t.Context()), server.Address(), queue.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(q.Close(), server.Close()); err != nil {
			t.Error(err)
		}
	})
	return q, server.Address()
}

// said is what a process said so far.
type said struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *said) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(b)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// workerOn starts a worker of the queue.
func workerOn(t *testing.T, a queue.Address, args ...string) (c *exec.Cmd, out, errs *said) {
	t.Helper()
	c = exec.Command("gridalloc", append([]string{"worker", "--nats", a.URL}, args...)...)
	c.Env = append(os.Environ(), queue.TokenVariable+"="+a.Token)
	out, errs = &said{}, &said{}
	c.Stdout, c.Stderr = out, errs
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill() })
	return c, out, errs
}

func offer(t *testing.T, q *queue.Queue, tasks ...*batch.Task) {
	t.Helper()
	for _, task := range tasks {
		if got, err := q.Offer(t.Context(), task); err != nil {
			t.Fatal(got, err)
		}
	}
}

// TestWorkerOnQueue: a worker solves what the queue has and ends when it is idle; a run
// that fails does not stop the rest.
func TestWorkerOnQueue(t *testing.T) {
	q, address := served(t)
	version := build(t)
	var tasks []*batch.Task
	for i := range 6 {
		tasks = append(tasks, taskOf(t, version, i+1, "textbook", fmt.Sprintf("budget.annual=%d", 5+5*i)))
	}
	none := taskOf(t, version, 7, "textbook", "contracts.mandatory=[client]", "budget.annual=1")
	tasks[5].Near = []string{tasks[4].ID, "0123"}
	offer(t, q, append(tasks, none)...)
	worker, out, errs := workerOn(t, address, "--until-idle", "--parallel", "2", "--warm")
	if err := worker.Wait(); err != nil {
		t.Fatalf("%v: %s", err, errs)
	}
	for _, task := range tasks {
		r, err := q.Record(t.Context(), task.ID)
		if err != nil || r.Status != batch.Solved || r.Attempts != 1 || r.Worker == "" {
			t.Errorf("run %d: %+v, %v", task.Number, r, err)
		}
		line := fmt.Sprintf("run %d of test: solved, ", task.Number)
		if strings.Count(out.String(), line) != 1 {
			t.Errorf("%q is not once in %s", line, out)
		}
		if plan, err := q.Plan(t.Context(), task.ID); err != nil || !bytes.HasPrefix(plan, []byte("{")) {
			t.Errorf("run %d: plan %.20s, %v", task.Number, plan, err)
		}
	}
	if r, err := q.Record(t.Context(), none.ID); err != nil || r.Status != batch.NoPlan || r.Reason == "" {
		t.Errorf("%+v, %v", r, err)
	}
	if alive, err := q.Workers(t.Context()); err != nil || len(alive) > 0 {
		t.Errorf("the worker has not left: %+v, %v", alive, err)
	}
}

// TestWorkerDrained: a worker that waits ends at the first interrupt, with 0; one at
// work gives its run back at the second, as if it had not been handed out.
func TestWorkerDrained(t *testing.T) {
	q, address := served(t)
	version := build(t)
	interrupt := func(c *exec.Cmd) {
		t.Helper()
		if err := c.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
	}
	await := func(what string, is func() bool) {
		t.Helper()
		for !is() {
			time.Sleep(20 * time.Millisecond)
		}
	}
	worker, _, errs := workerOn(t, address)
	await("ready", func() bool { return strings.Contains(errs.String(), "at a time") })
	interrupt(worker)
	if err := worker.Wait(); err != nil {
		t.Errorf("%v: %s", err, errs)
	}
	long := taskOf(t, version, 1, "russia", "solver.gap=0%", "solver.time_limit=0s")
	offer(t, q, long)
	worker, out, errs := workerOn(t, address, "--parallel", "1")
	await("at work", func() bool {
		alive, err := q.Workers(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return len(alive) == 1 && alive[0].Run == long.ID || worker.ProcessState != nil
	})
	interrupt(worker)
	await("draining", func() bool { return strings.Contains(errs.String(), "interrupt again") })
	interrupt(worker)
	var exit *exec.ExitError
	if err := worker.Wait(); !errors.As(err, &exit) || exit.ExitCode() != 130 || out.String() != "" {
		t.Errorf("%v: %s%s", err, out, errs)
	}
	d, err := q.Next(t.Context(), version)
	if err != nil || d.Task.ID != long.ID || d.Attempt != 1 {
		t.Errorf("%+v, %v", d, err)
	}
}

// TestWorkerRefused: a worker of another version says so and ends.
func TestWorkerRefused(t *testing.T) {
	q, address := served(t)
	offer(t, q, taskOf(t, "v0.1", 1, "textbook"))
	worker, _, errs := workerOn(t, address)
	if err := worker.Wait(); err == nil || !strings.Contains(errs.String(), "v0.1") || !strings.Contains(errs.String(), build(t)) || !strings.Contains(errs.String(), "hint: ") {
		t.Errorf("%v: %s", err, errs)
	}
}
