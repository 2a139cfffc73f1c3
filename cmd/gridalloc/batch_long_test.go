//go:build long

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/batch/queue"
	"github.com/gridalloc/gridalloc/internal/memory"
)

// TestBatchKilledOften kills a coordinator twenty times.
func TestBatchKilledOften(t *testing.T) { killedBatch(t, 400, 20) }

// cluster is three servers on loopback.
type cluster struct {
	options [3]*server.Options
	server  [3]*server.Server
}

func newCluster(t *testing.T) *cluster {
	t.Helper()
	c := &cluster{}
	var ports [6]int
	for i := range ports {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = l.Close() }()
		ports[i] = l.Addr().(*net.TCPAddr).Port
	}
	for i := range c.options {
		c.options[i] = &server.Options{
			ServerName: fmt.Sprintf("s%d", i), Host: "127.0.0.1", Port: ports[i], JetStream: true, StoreDir: t.TempDir(), NoSigs: true, NoLog: true,
			Cluster: server.ClusterOpts{Name: "test", Host: "127.0.0.1", Port: ports[3+i]},
			Routes:  server.RoutesFromStr(fmt.Sprintf("nats://127.0.0.1:%d,nats://127.0.0.1:%d,nats://127.0.0.1:%d", ports[3], ports[4], ports[5])),
		}
	}
	t.Cleanup(func() {
		for _, s := range c.server {
			if s != nil {
				s.Shutdown()
				s.WaitForShutdown()
			}
		}
	})
	return c
}

func (c *cluster) start(t *testing.T, i int) {
	t.Helper()
	s, err := server.NewServer(c.options[i].Clone())
	if err != nil {
		t.Fatal(err)
	}
	c.server[i] = s
	s.Start()
}

func (c *cluster) url() string {
	var urls []string
	for _, o := range c.options {
		urls = append(urls, fmt.Sprintf("nats://127.0.0.1:%d", o.Port))
	}
	return strings.Join(urls, ",")
}

// disturber kills workers, restarts servers and offers runs again, at random, until it is
// stopped.
type disturber struct {
	*cluster
	random                     *rand.Rand
	workers                    [3]*exec.Cmd
	killed, restarted, offered int
}

func (d *disturber) disturb(t *testing.T, q *queue.Queue, tasks []*batch.Task, done <-chan struct{}) {
	for {
		select {
		case <-done:
			return
		case <-time.After(time.Duration(200+d.random.IntN(800)) * time.Millisecond):
		}
		switch x := d.random.IntN(10); {
		case x < 6:
			i := d.random.IntN(len(d.workers))
			_ = d.workers[i].Process.Kill()
			_ = d.workers[i].Wait()
			d.workers[i], _, _ = started(t, nil, "worker", "--nats", d.url(), "--parallel", "1")
			d.killed++
		case x < 9:
			if _, err := q.Offer(context.Background(), tasks[d.random.IntN(len(tasks))]); err == nil {
				d.offered++
			}
		default:
			i := d.random.IntN(len(d.server))
			d.server[i].Shutdown()
			d.server[i].WaitForShutdown()
			d.start(t, i)
			d.restarted++
		}
	}
}

// TestBatchCluster: 300 runs on a cluster of three while workers are killed, servers
// restarted and runs offered again: each run has one result, that of an undisturbed batch.
func TestBatchCluster(t *testing.T) {
	const runs = 300
	study, calm, dir := studyOf(t, runs), t.TempDir(), t.TempDir()
	finished(t, nil, "batch", "run", study, "--out", calm, "--parallel", "2")
	want, _ := inFolder(t, calm)
	c := newCluster(t)
	for i := range c.server {
		c.start(t, i)
	}
	q, err := queue.Connect(context.WithoutCancel(t.Context()), queue.Address{URL: c.url()}, queue.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = q.Close() }()
	coordinator, _, errs := started(t, nil, "batch", "run", study, "--out", dir, "--nats", c.url(), "--parallel", "0")
	d := &disturber{cluster: c, random: rand.New(rand.NewPCG(7, 7))}
	for i := range d.workers {
		d.workers[i], _, _ = started(t, nil, "worker", "--nats", c.url(), "--parallel", "1")
	}
	version := build(t)
	var tasks []*batch.Task
	for i := range 30 {
		tasks = append(tasks, taskOf(t, version, i+1, "textbook", fmt.Sprintf("budget.annual=%.4f", 5+95*float64(10*i)/runs)))
	}
	done := make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() { d.disturb(t, q, tasks, done) })
	err = coordinator.Wait()
	close(done)
	wait.Wait()
	if err != nil {
		t.Fatalf("%v: %s", err, errs)
	}
	got, records := outcomes(t, q)
	wantEqual(t, got, want)
	most := 0
	for _, r := range records {
		most = max(most, r.Attempts)
	}
	t.Logf("%d workers killed, %d servers restarted, %d runs offered again; %d attempts at most", d.killed, d.restarted, d.offered, most)
	if d.killed < 10 || d.restarted < 1 || d.offered < 5 {
		t.Error("too little went wrong to test anything")
	}
}

// took is how long the program takes.
func took(t *testing.T, args ...string) float64 {
	t.Helper()
	began := time.Now()
	finished(t, nil, args...)
	return time.Since(began).Seconds()
}

// TestBatchThroughput measures a batch with two runs at a time against one, and against a
// loop over gridalloc solve, side by side:
//
//	go test -tags long -run TestBatchThroughput -v ./cmd/gridalloc
func TestBatchThroughput(t *testing.T) {
	for _, c := range []struct {
		scenario string
		budgets  []int
	}{{"textbook", []int{20, 100, 1}}, {"urals", []int{200, 400, 10}}} {
		var list []string
		for b := c.budgets[0]; b < c.budgets[1]; b += c.budgets[2] {
			list = append(list, fmt.Sprint(b))
		}
		path := filepath.Join(t.TempDir(), "study.yaml")
		text := "gridalloc: 1\nstudy: budgets\ntitle: Budgets\nbase: " + c.scenario + "\nset: [solver.threads=1]\naxes:\n  budget.annual: [" + strings.Join(list, ", ") + "]\n"
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		one := took(t, "batch", "run", path, "--out", t.TempDir(), "--parallel", "1", "--quiet")
		two := took(t, "batch", "run", path, "--out", t.TempDir(), "--parallel", "2", "--quiet")
		loop := 0.0
		for _, budget := range list {
			loop += took(t, "solve", c.scenario, "--set", "budget.annual="+budget, "--set", "solver.threads=1", "--out", t.TempDir(), "--quiet")
		}
		t.Logf("%s, %d runs: one at a time %.1f s, two %.1f s (%.2f times as fast), a loop over solve %.1f s (the batch %.2f and %.2f times as fast)",
			c.scenario, len(list), one, two, one/two, loop, loop/one, loop/two)
	}
}

// TestBatchMemory measures how much memory the process of a batch holds at most with 100
// and with 10,000 runs: with the server of its folder in it, which knows every run, and
// with a server and a worker elsewhere.
func TestBatchMemory(t *testing.T) {
	most := func(runs int, env []string, args ...string) uint64 {
		args = append([]string{"batch", "run", studyOf(t, runs), "--out", t.TempDir(), "--quiet"}, args...)
		c, _, errs := started(t, env, args...)
		most := uint64(0)
		for !ended(c) {
			_, peak, _ := memory.Of(c.Process.Pid)
			most = max(most, peak)
			time.Sleep(20 * time.Millisecond)
		}
		if err := c.Wait(); err != nil {
			t.Fatalf("%v: %s", err, errs)
		}
		return most
	}
	_, address := served(t)
	workerOn(t, address)
	env := []string{queue.TokenVariable + "=" + address.Token}
	elsewhere := []string{"--nats", address.URL, "--parallel", "0"}
	few, many := most(100, env, elsewhere...), most(10_000, env, elsewhere...)
	t.Logf("server elsewhere: 100 runs: %d MB, 10,000 runs: %d MB", few/1e6, many/1e6)
	if many > 2*few {
		t.Error("memory grows with the runs")
	}
	few, many = most(100, nil, "--parallel", "2"), most(10_000, nil, "--parallel", "2")
	t.Logf("with the server: 100 runs: %d MB, 10,000 runs: %d MB", few/1e6, many/1e6)
	if many > 3*few {
		t.Error("memory grows with the runs")
	}
}
