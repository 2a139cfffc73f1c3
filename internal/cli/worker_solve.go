package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/batch/worker"
	"github.com/gridalloc/gridalloc/internal/memory"
	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// workerSolveCommand is a solving process of a worker. It is for programs only.
func (s *session) workerSolveCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:   "solve",
		Hidden: true,
		Usage:  "solve the runs that a worker hands over",
		Action: s.workerSolve,
	}, manual{
		text: "Reads runs as frames from standard input and writes the result of each as a frame to standard output,\n" +
			"until the input ends, which ends a search too. Interrupts are the worker's business and are ignored.",
		example: "gridalloc worker --nats nats://HOST:4222",
	})
}

func (s *session) workerSolve(c *urfave.Context) error {
	if _, err := arguments(c); err != nil {
		return err
	}
	signal.Ignore(os.Interrupt, syscall.SIGTERM)
	version, err := s.buildVersion()
	if err != nil {
		return err
	}
	return worker.Serve(os.Stdin, s.Out, version, func(j *worker.Job) *batch.Result { return s.solveJob(c.Context, j) })
}

// solveJob solves a run with a log of its own, which goes to the error output as well.
func (s *session) solveJob(ctx context.Context, j *worker.Job) *batch.Result {
	var log bytes.Buffer
	x := &solving{session: &session{Program: s.Program, term: newTerminal(io.Discard, io.MultiWriter(&log, s.term.err))}}
	memory.Forget()
	x.run(ctx, j)
	x.Record.ID = j.Task.ID
	_, most, _ := memory.Own()
	x.Record.MemoryMB = float64(most) / 1e6
	x.term.mu.Lock() // a search that failed may still say something
	defer x.term.mu.Unlock()
	x.Log = bytes.Clone(log.Bytes())
	return &x.Result
}

// solving is a run that is being solved, with its result as far as it is known.
type solving struct {
	*session
	batch.Result
}

// run solves a run. An error or a panic makes a failed one.
func (x *solving) run(ctx context.Context, j *worker.Job) {
	defer func() {
		if v := recover(); v != nil {
			x.fails(fmt.Sprintf("the program failed: %v", v))
			x.term.note("%s", debug.Stack())
		}
	}()
	began := time.Now()
	scenario, err := j.Task.Unpack()
	if err != nil {
		x.fails(err.Error())
		return
	}
	answer, err := x.plan(ctx, j, scenario)
	x.Record.Seconds = time.Since(began).Seconds()
	if err == nil {
		err = x.judge(ctx, scenario, answer)
	}
	if err == nil {
		return
	}
	f := asFailure(err)
	x.fails(strings.Join(append([]string{f.message}, f.hints...), "\n"))
	if f.code == exitLimitNoPlan {
		x.Record.Status = batch.Unfinished
	}
}

// fails makes the run a failed one.
func (x *solving) fails(reason string) {
	x.Record = batch.Record{Status: batch.Failed, Reason: reason, Seconds: x.Record.Seconds, Warm: x.Record.Warm}
	x.Plan = nil
	x.term.note("%s", reason)
}

// plan draws the worlds that the scenario asks for and solves it, exactly as solve
// does, from the plans of neighbours where there are some.
func (x *solving) plan(ctx context.Context, j *worker.Job, scenario *model.Scenario) (*solver.Answer, error) {
	options := solver.Options{Version: x.Version, Memory: heldMemory}
	if scenario.Sampling.Draws > 0 {
		var err error
		if options.Reduced, err = x.drawWorlds(ctx, scenario.Name, scenario, false); err != nil {
			return nil, err
		}
	}
	options.ScenarioHash = file.Hash(scenario)
	options.Starts = x.starts(j.Starts)
	x.Record.Warm = len(options.Starts) > 0
	options.Progress = newProgress(x.term).report
	options.Stage = func(what string) { x.term.note("%s", what) }
	answer, err := x.search(ctx, scenario, options)
	if err == nil {
		x.term.note("%d columns, %d of them integer, %d rows; built in %.2f s, searched for %.2f s, %d nodes", answer.Columns, answer.Integers, answer.Rows,
			answer.BuildTime.Seconds(), answer.SolveTime.Seconds(), answer.Nodes)
	}
	return answer, err
}

// starts reads the plans to start from. A search does without one that cannot be read.
func (x *solving) starts(texts [][]byte) (plans []*model.Plan) {
	for _, text := range texts {
		plan, problems, err := report.Read(text)
		if plan == nil {
			x.term.note("note: the plan of a neighbour cannot be read: %v %v", problems, err)
			continue
		}
		plans = append(plans, plan)
	}
	return plans
}

// statuses says what the outcomes of a search make of a run; all others are failures.
var statuses = map[int]batch.Status{exitOK: batch.Solved, exitLimit: batch.Limited, exitNoPlan: batch.NoPlan, exitLimitNoPlan: batch.Unfinished}

// judge makes the result of an answer.
func (x *solving) judge(ctx context.Context, scenario *model.Scenario, a *solver.Answer) error {
	for _, n := range a.Notes {
		x.term.note("note: %s", n)
	}
	o := outcomeOf(a, false)
	status, known := statuses[o.code]
	if !known || status == batch.NoPlan && a.Termination != mip.Infeasible {
		return fail(exitInternal, "%s", x.findings(o.message, a))
	}
	x.Record.Status, x.Record.Figures = status, figures(scenario, a)
	if a.Plan != nil {
		var text bytes.Buffer
		if err := report.JSON(&text, a.Plan); err != nil {
			return err
		}
		x.Plan = text.Bytes()
		return nil
	}
	why := []string{o.message}
	if status == batch.NoPlan {
		why = append(why, x.whyNone(ctx, scenario)...)
	}
	x.Record.Reason = strings.Join(why, "\n")
	x.term.note("%s", x.Record.Reason)
	return nil
}

// findings adds to what is wrong with an answer what verification found.
func (x *solving) findings(what string, a *solver.Answer) string {
	if a.Report == nil {
		return what
	}
	var text strings.Builder
	x.printFindings(&text, a.Report)
	return what + "\n" + strings.TrimRight(text.String(), "\n")
}

// whyNone says why there is no plan, in no more time than a search may take.
func (x *solving) whyNone(ctx context.Context, scenario *model.Scenario) []string {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if limit := scenario.Solver.TimeLimit; limit > 0 {
		defer time.AfterFunc(time.Duration(limit*float64(time.Second)), stop).Stop()
	}
	return x.whyInfeasible(ctx, false, scenario)
}
