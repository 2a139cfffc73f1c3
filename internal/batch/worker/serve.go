package worker

import (
	"errors"
	"io"
	"runtime/debug"

	"github.com/gridalloc/gridalloc/internal/batch"
)

// Job is a run for a solving process.
type Job struct {
	Task batch.Task `json:"task"`
	// Starts are plan.json of neighbouring runs to start from, the nearest first.
	Starts [][]byte `json:"starts,omitempty"`
}

// hello is what a solving process says first.
type hello struct {
	Version string `json:"version"`
}

// Serve is a solving process: it reads jobs from in and writes the result of each to
// out, one after another, until in ends, which ends it with nil even in the middle of
// a job: nobody waits for the result any more. The caller must end the process then.
func Serve(in io.Reader, out io.Writer, version string, solve func(*Job) *batch.Result) error {
	if err := writeFrame(out, hello{version}); err != nil {
		return err
	}
	jobs, ended := make(chan *Job), make(chan error, 1)
	go func() {
		for {
			job := &Job{}
			if err := readFrame(in, job); err != nil {
				ended <- err
				return
			}
			jobs <- job
		}
	}()
	failed := make(chan error, 1)
	go func() {
		for job := range jobs {
			result := solve(job)
			debug.FreeOSMemory() // what it holds between two runs counts
			if err := writeFrame(out, result); err != nil {
				failed <- err
				return
			}
		}
	}()
	select {
	case err := <-failed:
		return err
	case err := <-ended:
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return err
	}
}
