//go:build long

package queue_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/batch/queue"
)

// clusterNode names the variable by which the test program is a node of a cluster.
const clusterNode = "GRIDALLOC_TEST_NODE"

// node is a server of a cluster, in a process of its own.
type node struct {
	Name        string
	Port, Route int
	Routes      string
	Dir         string

	cmd *exec.Cmd
}

func init() {
	text := os.Getenv(clusterNode)
	if text == "" {
		return
	}
	var n node
	if err := json.Unmarshal([]byte(text), &n); err != nil {
		panic(err)
	}
	s, err := server.NewServer(&server.Options{
		ServerName: n.Name, Host: "127.0.0.1", Port: n.Port, NoSigs: true, NoLog: true, JetStream: true, StoreDir: n.Dir,
		Cluster: server.ClusterOpts{Name: "test", Host: "127.0.0.1", Port: n.Route}, Routes: server.RoutesFromStr(n.Routes),
	})
	if err != nil {
		panic(err)
	}
	s.Start()
	s.WaitForShutdown()
	os.Exit(0)
}

// cluster is three servers.
type cluster []*node

func startCluster(t *testing.T, size int) cluster {
	t.Helper()
	var c cluster
	var routes []string
	for i := range size {
		n := &node{Name: fmt.Sprintf("n%d", i), Port: freePort(t), Route: freePort(t), Dir: filepath.Join(t.TempDir(), fmt.Sprint(i))}
		routes = append(routes, fmt.Sprintf("nats://127.0.0.1:%d", n.Route))
		c = append(c, n)
	}
	for _, n := range c {
		n.Routes = strings.Join(routes, ",")
		n.start(t)
	}
	t.Cleanup(func() {
		for _, n := range c {
			n.kill()
		}
	})
	return c
}

func freePort(t *testing.T) int {
	l := must[net.Listener](t)(net.Listen("tcp", "127.0.0.1:0"))
	defer func() { check(t, l.Close()) }()
	return l.Addr().(*net.TCPAddr).Port
}

func (n *node) start(t *testing.T) {
	t.Helper()
	n.cmd = exec.Command(os.Args[0])
	n.cmd.Env = append(os.Environ(), clusterNode+"="+string(must[[]byte](t)(json.Marshal(n))))
	check(t, n.cmd.Start())
	for {
		c, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", n.Port))
		if err == nil {
			_ = c.Close()
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// kill ends the server as kill -9 does.
func (n *node) kill() {
	_ = n.cmd.Process.Kill()
	_ = n.cmd.Wait()
}

func (c cluster) address() queue.Address {
	var urls []string
	for _, n := range c {
		urls = append(urls, fmt.Sprintf("nats://127.0.0.1:%d", n.Port))
	}
	return queue.Address{URL: strings.Join(urls, ",")}
}

// leader is the server that leads a stream.
func (c cluster) leader(t *testing.T, q *queue.Queue, stream string) *node {
	t.Helper()
	for {
		name, replicas, err := q.Leader(t.Context(), stream)
		if i := slices.IndexFunc(c, func(n *node) bool { return n.Name == name }); err == nil && i >= 0 {
			if replicas != 3 {
				t.Fatalf("%d replicas", replicas)
			}
			return c[i]
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// TestClusterFaults: 300 runs on a cluster while its leaders are killed and come back,
// workers vanish at every stage and runs are offered and queued twice: each run has
// exactly one result, its own.
func TestClusterFaults(t *testing.T) {
	const n = 300
	c := startCluster(t, 3)
	options := queue.Options{Patience: 3 * time.Second}
	q := connect(t, c.address(), options)
	watched := map[string]int{}
	watch := must[<-chan batch.Record](t)(q.Watch(t.Context()))
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	var vanished, duplicates, kills atomic.Int64
	all.Go(func() { // offers everything, again and again
		for round := 0; ctx.Err() == nil; round++ {
			for i := range n {
				if _, err := q.Offer(ctx, task(i)); err != nil && ctx.Err() == nil {
					t.Error(err)
				}
				if round > 0 && rand.IntN(20) == 0 {
					if offered, _ := q.Requeue(ctx, task(i)); offered == queue.Queued {
						duplicates.Add(1)
					}
				}
			}
		}
	})
	for range 4 {
		all.Go(func() {
			for ctx.Err() == nil {
				clusterWorker(ctx, t, c, options, &vanished)
			}
		})
	}
	go func() {
		defer cancel()
		for _, stream := range []string{"gridalloc-runs", "gridalloc-records", "gridalloc-files", "gridalloc-runs"} {
			time.Sleep(2 * time.Second)
			victim := c.leader(t, q, stream)
			victim.kill()
			kills.Add(1)
			time.Sleep(2 * time.Second)
			victim.start(t)
		}
		for ctx.Err() == nil {
			if got, err := q.StoredRecords(ctx); err == nil && got == n && vanished.Load() >= 10 {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
	}()
	all.Wait()
	for must[int](t)(q.Waiting(t.Context())) > 0 { // what was queued though it has a record
		wait, stop := context.WithTimeout(t.Context(), time.Second)
		if d, err := q.Next(wait, version); err == nil {
			t.Errorf("run %d was handed out again", d.Task.Number)
			store(t, d)
		}
		stop()
	}
	complete(t, q, n)
	for len(watched) < n {
		watched[(<-watch).ID]++
	}
	for id, times := range watched {
		if times != 1 {
			t.Errorf("the record of run %s was told %d times", id, times)
		}
	}
	t.Logf("%d kills of servers, %d workers vanished, %d duplicates were queued", kills.Load(), vanished.Load(), duplicates.Load())
}

// clusterWorker works until it vanishes, at a random stage of a random run.
func clusterWorker(ctx context.Context, t *testing.T, c cluster, o queue.Options, vanished *atomic.Int64) {
	q, err := queue.Connect(context.WithoutCancel(ctx), c.address(), o)
	if err != nil {
		if ctx.Err() == nil {
			t.Log(err) // while there is no leader
		}
		return
	}
	defer q.Drop()
	for ctx.Err() == nil {
		d, err := q.Next(ctx, version)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			t.Error(err)
			return
		}
		if rand.IntN(15) == 0 {
			if err := stages[rand.IntN(len(stages))](ctx, d); err != nil && ctx.Err() == nil {
				t.Log(err)
			}
			vanished.Add(1)
			return
		}
		if _, err := d.Store(ctx, result(d.Task.Number-1)); err != nil && ctx.Err() == nil {
			t.Error(err)
		}
	}
}

// TestClusterOfTwo: fewer than three servers keep everything once, and say so.
func TestClusterOfTwo(t *testing.T) {
	c := startCluster(t, 2)
	notes := make(chan string, 100)
	q := connect(t, c.address(), queue.Options{Note: func(note string) { notes <- note }})
	if note := <-notes; !strings.Contains(note, "on one of them only") {
		t.Error(note)
	}
	offer(t, q, 0)
	store(t, next(t, q))
	complete(t, q, 1)
}

// TestMoreReplicas: what was kept once is kept three times as soon as the cluster can.
func TestMoreReplicas(t *testing.T) {
	c := startCluster(t, 3)
	q := connect(t, c.address(), queue.Options{})
	offer(t, q, 0)
	check(t, q.SetReplicas(t.Context(), 1))
	q = connect(t, c.address(), queue.Options{})
	if _, replicas, err := q.Leader(t.Context(), "gridalloc-records"); err != nil || replicas != 3 {
		t.Errorf("%d replicas, %v", replicas, err)
	}
	work(t, q)
	complete(t, q, 1)
}

// TestMajorityLost: with one server of three nothing is lost and nothing goes on until
// another is back.
func TestMajorityLost(t *testing.T) {
	c := startCluster(t, 3)
	q := connect(t, c.address(), queue.Options{})
	offer(t, q, 0, 1)
	d := next(t, q)
	c[0].kill()
	c[1].kill()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	if _, err := d.Store(ctx, result(d.Task.Number-1)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("stored by a minority: %v", err)
	}
	c[0].start(t)
	c[1].start(t)
	store(t, d)
	work(t, q)
	complete(t, q, 2)
}
