package worker

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/gridalloc/gridalloc/internal/batch"
)

// The test program is its own solving process, and its own worker to be killed.
const (
	roleVariable  = "GRIDALLOC_TEST_ROLE"
	dirVariable   = "GRIDALLOC_TEST_DIR"
	startVariable = "GRIDALLOC_TEST_START"
)

func TestMain(m *testing.M) {
	switch os.Getenv(roleVariable) {
	case "child":
		os.Exit(fakeChild())
	case "worker":
		os.Exit(fakeWorker())
	}
	os.Exit(m.Run())
}

// fake makes the command of a solving process that misbehaves as its runs say; dir
// is where it and the test leave each other marks. start is how it misbehaves before
// that, the first time only where it ends in "once".
func fake(dir, start string) func() *exec.Cmd {
	return func() *exec.Cmd {
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), roleVariable+"=child", dirVariable+"="+dir, startVariable+"="+start)
		return c
	}
}

// fakeChild is a solving process.
func fakeChild() int {
	dir, start := os.Getenv(dirVariable), os.Getenv(startVariable)
	version := testVersion
	if start == "crash" || start == "crash once" && first(filepath.Join(dir, "started")) {
		fmt.Fprintln(os.Stderr, "no library of that name")
		return 3
	}
	switch start {
	case "version":
		version = "v0"
	case "garbage":
		fmt.Println("Welcome to the solver!")
		time.Sleep(time.Hour)
	}
	if err := Serve(os.Stdin, os.Stdout, version, func(j *Job) *batch.Result { return misbehave(dir, j) }); err != nil {
		return 1
	}
	return 0
}

// first tells whether there is no mark of that name yet, and leaves it.
func first(mark string) bool {
	f, err := os.OpenFile(mark, os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		_ = f.Close()
	}
	return err == nil
}

// misbehave solves a run as its first level says; where a second one says "once" only
// at the first attempt.
func misbehave(dir string, j *Job) *batch.Result {
	r := &batch.Result{Record: batch.Record{ID: j.Task.ID, Status: batch.Solved, Warm: len(j.Starts) > 0}}
	r.Plan, r.Log = []byte(fmt.Sprintf("plan of %d", j.Task.Number)), []byte(strconv.Itoa(os.Getpid()))
	how := j.Task.Levels[0]
	if len(j.Task.Levels) > 1 && !first(filepath.Join(dir, j.Task.ID)) {
		how = "well"
	}
	fmt.Fprintf(os.Stderr, "run %d: %s\n", j.Task.Number, how)
	switch how {
	case "exit":
		os.Exit(7)
	case "kill":
		if self, err := os.FindProcess(os.Getpid()); err == nil {
			_ = self.Kill()
		}
		time.Sleep(time.Hour)
	case "panic":
		go panic("an index out of range")
		time.Sleep(time.Hour)
	case "hang":
		time.Sleep(time.Hour)
	case "eat":
		var held [][]byte
		for {
			held = append(held, make([]byte, 16<<20))
			for b, i := held[len(held)-1], 0; i < len(b); i += 4096 {
				b[i] = 1
			}
			time.Sleep(time.Millisecond)
		}
	case "garbage":
		fmt.Println("Presolving model: 12 rows, 7 columns")
		time.Sleep(time.Hour)
	case "half":
		_, _ = os.Stdout.Write([]byte{0x6c, 0xa1, 0xf4, 0xa3, 0, 0, 1, 0, 1, 2, 3, 4, '{', '"'})
		os.Exit(0)
	case "half and hang":
		_, _ = os.Stdout.Write([]byte{0x6c, 0xa1, 0xf4, 0xa3, 0, 0})
		_ = os.Stdout.Close()
		time.Sleep(time.Hour)
	case "another":
		r.Record.ID = "another"
	case "fail":
		r.Record.Status, r.Record.Reason = batch.Failed, "it failed by itself"
	case "die idle":
		go func() {
			time.Sleep(20 * time.Millisecond)
			os.Exit(9)
		}()
	case "grow":
		kept = make([]byte, 300<<20)
		for i := 0; i < len(kept); i += 4096 {
			kept[i] = 1
		}
	case "wait": // until the test says so
		_ = os.WriteFile(filepath.Join(dir, "pid"), []byte(strconv.Itoa(os.Getpid())), 0o600)
		_ = os.Rename(filepath.Join(dir, "pid"), filepath.Join(dir, "waiting"))
		await(filepath.Join(dir, "go on"))
	}
	return r
}

// kept is what a run leaves behind.
var kept []byte

// await waits for a mark.
func await(mark string) {
	for {
		if _, err := os.Stat(mark); err == nil {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
}
