package queue_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"

	"github.com/gridalloc/gridalloc/internal/batch/queue"
)

// childFolder names the variable by which the test program is a server of a folder.
const childFolder = "GRIDALLOC_TEST_QUEUE"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childFolder); dir != "" {
		s, err := queue.Serve(context.Background(), dir, queue.ServerOptions{})
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println("ready")
		_, _ = io.Copy(io.Discard, os.Stdin) // until the test goes
		_ = s.Close()
		return
	}
	os.Exit(m.Run())
}

// child is a server in a process of its own.
type child struct {
	*exec.Cmd
	stdin io.Closer
}

// startChild serves a folder in another process.
func startChild(t testing.TB, dir string) *child {
	t.Helper()
	c := &child{Cmd: exec.Command(os.Args[0])}
	c.Env = append(os.Environ(), childFolder+"="+dir)
	out, err := c.StdoutPipe()
	if err == nil {
		c.stdin, err = c.StdinPipe()
	}
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.kill)
	if line, _ := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("the server says %q", line)
	}
	return c
}

// kill ends the process as kill -9 does.
func (c *child) kill() {
	_ = c.Process.Kill()
	_ = c.Wait()
}

// memory is how much memory the process holds, and the most it held, in MB.
func (c *child) memory(t testing.TB) (now, most int) {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.Process.Pid))
	if err != nil {
		t.Skip("the memory of a process is not told here")
	}
	read := func(name string) int {
		n, _ := strconv.Atoi(string(regexp.MustCompile(name + `:\s+(\d+) kB`).FindSubmatch(text)[1]))
		return n / 1000
	}
	return read("VmRSS"), read("VmHWM")
}

// openChild connects to the server of a folder that another process serves.
func openChild(t testing.TB, dir string, o queue.Options) *queue.Queue {
	t.Helper()
	q := must[*queue.Queue](t)(queue.Open(context.WithoutCancel(t.Context()), dir, queue.ServerOptions{Options: o}))
	if q.Server() != nil {
		t.Fatal("a server was started")
	}
	t.Cleanup(func() { check(t, q.Close()) })
	return q
}
