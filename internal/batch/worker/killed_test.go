package worker

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gridalloc/gridalloc/internal/batch"
)

// wantGone waits until the process has ended whose number a file holds.
func wantGone(t *testing.T, file string) {
	t.Helper()
	pid, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "linux" {
		t.Skip("processes are looked for in /proc")
	}
	for {
		status, err := os.ReadFile("/proc/" + string(pid) + "/status")
		if err != nil || bytes.Contains(status, []byte("State:\tZ")) {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// fakeWorker is a worker that waits for its process, to be killed.
func fakeWorker() int {
	t := &testing.T{}
	w := &Worker{
		Source: newQueue(taskOf(t, 1, "wait")), Command: fake(os.Getenv(dirVariable), ""), Version: testVersion, Parallel: 1,
		Steady: time.Hour, Done: func(*batch.Task, *batch.Record) {}, Note: func(string) {},
	}
	if err := w.Run(context.Background(), nil); err != nil {
		return 1
	}
	return 0
}

// TestWorkerKilled: the process ends with its worker.
func TestWorkerKilled(t *testing.T) {
	dir := t.TempDir()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), roleVariable+"=worker", dirVariable+"="+dir)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	await(filepath.Join(dir, "waiting"))
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait()
	wantGone(t, filepath.Join(dir, "waiting"))
}

// TestServeEnds: the end of the input ends a solving process in the middle of a run,
// also where the system does not kill it with its worker.
func TestServeEnds(t *testing.T) {
	dir := t.TempDir()
	c := fake(dir, "")()
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	c.Stdout = &out
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if err := writeFrame(in, Job{Task: *taskOf(t, 1, "wait")}); err != nil {
		t.Fatal(err)
	}
	await(filepath.Join(dir, "waiting"))
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	if err := c.Wait(); err != nil {
		t.Errorf("%v", err)
	}
	var h hello
	r := strings.NewReader(out.String())
	if err := readFrame(r, &h); err != nil || h.Version != testVersion || r.Len() > 0 {
		t.Errorf("%+v, %v, %d bytes more", h, err, r.Len())
	}
}
