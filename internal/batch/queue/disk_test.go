//go:build long && linux

package queue_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gridalloc/gridalloc/internal/batch/queue"
)

// TestDiskFull: the disk itself is full, because of other files. It is told, nothing is
// lost, and all goes on when there is room.
func TestDiskFull(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64m"); err != nil {
		t.Skipf("a small disk needs the rights to mount one: %s", err)
	}
	defer func() { check(t, syscall.Unmount(dir, 0)) }()
	notes := make(chan string, 100)
	note := func(text string) { notes <- text }
	var log strings.Builder
	s := must[*queue.Server](t)(queue.Serve(t.Context(), dir, queue.ServerOptions{Log: &log, Options: queue.Options{Note: note}}))
	q := must[*queue.Queue](t)(queue.Connect(t.Context(), s.Address(), queue.Options{}))
	const n = 40
	for i := range n / 2 {
		offer(t, q, i)
	}
	d := next(t, q)
	other := filepath.Join(dir, "other")
	fill(t, other)
	stored := make(chan bool)
	go func() { stored <- store(t, d) }()
	if text := <-notes; !strings.Contains(text, "full") {
		t.Error(text)
	}
	select {
	case <-stored:
		t.Error("stored on a full disk")
	case <-time.After(3 * time.Second):
	}
	check(t, os.Remove(other))
	if !<-stored {
		t.Error("not kept")
	}
	if text := <-notes; !strings.Contains(text, "room again") {
		t.Error(text)
	}
	for i := n / 2; i < n; i++ {
		offer(t, q, i)
	}
	work(t, q)
	complete(t, q, n)
	check(t, q.Close())
	check(t, s.Close())
	if t.Failed() {
		t.Log(log.String())
	}
}

// fill writes a file until the disk is full.
func fill(t *testing.T, path string) {
	f := must[*os.File](t)(os.Create(path))
	for size := 1 << 20; size > 0; {
		if _, err := f.Write(make([]byte, size)); err != nil {
			size /= 2
		}
	}
	check(t, f.Close())
}
