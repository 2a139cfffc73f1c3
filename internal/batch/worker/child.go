package worker

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"time"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/memory"
)

// child is a solving process.
type child struct {
	cmd     *exec.Cmd
	in      io.WriteCloser
	out     io.ReadCloser
	log     tail // of its error output
	hello   chan hello
	results chan *batch.Result // closed when it has ended
	broken  error              // what it wrote last that is no result
}

// How often a process is started that does not come up, and how long one may take.
const (
	startAttempts = 3
	startLimit    = time.Minute
)

// lateOutput is how long output is waited for that outlives the process.
const lateOutput = 5 * time.Second

// start starts a solving process and waits until it is there.
func start(ctx context.Context, cmd *exec.Cmd, version string) (*child, error) {
	c := &child{cmd: cmd, hello: make(chan hello, 1), results: make(chan *batch.Result)}
	var err error
	if c.in, err = cmd.StdinPipe(); err == nil {
		c.out, err = cmd.StdoutPipe()
	}
	if err != nil {
		return nil, fmt.Errorf("worker: a solving process cannot be started: %w", err)
	}
	cmd.Stderr, cmd.WaitDelay, cmd.SysProcAttr = &c.log, lateOutput, tied()
	began := make(chan error)
	go c.attend(began)
	if err := <-began; err != nil {
		return nil, fmt.Errorf("worker: a solving process cannot be started: %w", err)
	}
	limit := time.NewTimer(startLimit)
	defer limit.Stop()
	select {
	case h := <-c.hello:
		if h.Version == version {
			return c, nil
		}
		err = fmt.Errorf("%w: the solving process is version %q, this is %s", ErrVersion, h.Version, version)
	case <-c.results:
		err = fmt.Errorf("worker: the solving process did not come up: %s%s", c.state(), c.said())
	case <-limit.C:
		err = fmt.Errorf("worker: the solving process did not come up in %s", startLimit)
	case <-ctx.Done():
		err = context.Cause(ctx)
	}
	c.end()
	return nil, err
}

// attend starts the process and reads what it answers until it has ended. All of it
// on one thread of the system, with which the process would be killed.
func (c *child) attend(began chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	err := c.cmd.Start()
	began <- err
	if err != nil {
		return
	}
	expendable(c.cmd.Process.Pid)
	r := bufio.NewReader(c.out)
	var h hello
	if err = readFrame(r, &h); err == nil {
		c.hello <- h
	}
	for err == nil {
		result := &batch.Result{}
		if err = readFrame(r, result); err == nil {
			c.results <- result
		}
	}
	if !errors.Is(err, io.EOF) {
		c.broken = err
	}
	_ = c.cmd.Process.Kill() // where it has ended by itself this changes nothing
	_ = c.cmd.Wait()         // its state says how it ended
	close(c.results)
}

// end ends the process, which has nothing to lose.
func (c *child) end() {
	_ = c.cmd.Process.Kill()
	for range c.results { // until it has ended
	}
}

// gone tells whether the process, which is idle, has ended.
func (c *child) gone() bool {
	select {
	case <-c.results: // none is due
		return true
	default:
		return false
	}
}

// holds is how much memory the process holds, in bytes, 0 where it is not known.
func (c *child) holds() uint64 {
	now, _, _ := memory.Of(c.cmd.Process.Pid)
	return now
}

// state says how the process ended.
func (c *child) state() string {
	if c.broken != nil {
		return "it answered with something that is no result: " + c.broken.Error()
	}
	return c.cmd.ProcessState.String()
}

// linesSaid is how many lines of the log a diagnostic holds.
const linesSaid = 5

// said is what the process said last.
func (c *child) said() string {
	if text := lastLines(c.log.bytes(), linesSaid); text != "" {
		return "; it said last:\n" + text
	}
	return ""
}
