package cli

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// progressColumns are the columns of a progress log. Seconds count from when
// the scenario was read, so that building the program is in them; primal and
// dual are in millions, and empty as long as they are not known; memory is the
// most that the process held so far.
var progressColumns = []string{"seconds", "primal", "dual", "gap", "nodes", "phase", "memory_mb"}

// verifiedPhase is the phase of the last line: the plan after verification.
const verifiedPhase = "verified plan"

// progressLog writes what a search knows to a CSV file, a line whenever it
// knows more, for programs to read; lines can be read as soon as they are
// written.
type progressLog struct {
	mu    sync.Mutex
	file  *os.File
	csv   *csv.Writer
	begin time.Time
	phase string
	last  [2]string // primal and dual of the last line
	err   error     // the first one
}

// newProgressLog begins a log; path may be empty, which makes none.
func newProgressLog(path string) (*progressLog, error) {
	if path == "" {
		return nil, nil
	}
	file, err := os.Create(path)
	if err != nil {
		return nil, fail(exitInternal, "the progress log could not be written: %s", err)
	}
	l := &progressLog{file: file, csv: csv.NewWriter(file), begin: time.Now()}
	l.write(progressColumns)
	return l, nil
}

// follow has a solve tell the log, beside whom it tells already.
func (l *progressLog) follow(o *solver.Options) {
	if l == nil {
		return
	}
	progress, stage := o.Progress, o.Stage
	o.Progress = func(p mip.Progress) {
		l.report(p)
		if progress != nil {
			progress(p)
		}
	}
	o.Stage = func(what string) {
		l.enter(what)
		if stage != nil {
			stage(what)
		}
	}
}

// enter begins a phase.
func (l *progressLog) enter(phase string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.phase, l.last = phase, [2]string{}
}

// report writes a state of the search if it says more than the last line.
func (l *progressLog) report(p mip.Progress) {
	l.mu.Lock()
	defer l.mu.Unlock()
	primal := ""
	if p.HasPrimal {
		primal = figure(p.Primal)
	}
	state := [2]string{primal, figure(p.Dual)}
	if state == l.last {
		return
	}
	l.last = state
	gap := ""
	if p.HasPrimal {
		gap = figure(p.Gap)
	}
	l.line(state, gap, p.Nodes)
}

// close ends the log with the plan that was shown, if there is one.
func (l *progressLog) close(a *solver.Answer) error {
	if l == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if a != nil && a.Plan != nil {
		o, million := &a.Plan.Outcome, formulation.Money(1)
		l.phase = verifiedPhase
		l.line([2]string{figure(o.Objective / million), figure(o.Bound / million)}, figure(o.Gap), a.Nodes)
	}
	if err := l.file.Close(); l.err == nil {
		l.err = err
	}
	if l.err != nil {
		return fail(exitInternal, "the progress log could not be written: %s", l.err)
	}
	return nil
}

// line writes a line at the time it is.
func (l *progressLog) line(state [2]string, gap string, nodes int64) {
	seconds := strconv.FormatFloat(time.Since(l.begin).Seconds(), 'f', 3, 64)
	l.write([]string{seconds, state[0], state[1], gap, strconv.FormatInt(nodes, 10), l.phase, peakMemory()})
}

func (l *progressLog) write(record []string) {
	err := l.csv.Write(record)
	if err == nil {
		l.csv.Flush()
		err = l.csv.Error()
	}
	if l.err == nil {
		l.err = err
	}
}

// figure writes a number of the log; what is not known is empty.
func figure(x float64) string {
	if math.IsInf(x, 0) || math.IsNaN(x) {
		return ""
	}
	return strconv.FormatFloat(x+0, 'g', 12, 64) // +0: never "-0"
}
