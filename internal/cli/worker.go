package cli

import (
	"fmt"
	"slices"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/batch/queue"
	"github.com/gridalloc/gridalloc/internal/batch/worker"
	"github.com/gridalloc/gridalloc/internal/memory"
	"github.com/gridalloc/gridalloc/model/file"
)

func (s *session) workerCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:  "worker",
		Usage: "solve the runs of a queue",
		Flags: slices.Concat(natsFlags(), crewFlags(), []urfave.Flag{
			&urfave.BoolFlag{Name: "until-idle", Usage: "end when no run is left, instead of waiting for more", DisableDefaultText: true},
		}),
		Subcommands: []*urfave.Command{s.workerSolveCommand()},
		Action:      s.worker,
	}, manual{
		text: "Takes runs of batches from a queue and solves them, on any machine and for as long as it is wanted: a worker\n" +
			"may come and go at any time. Each of the runs that are solved at the same time has a process of its own;\n" +
			"one that crashes, or takes more than --memory, costs an attempt at its run, which goes back to the queue\n" +
			"and is given up, with the diagnostic, after three. A line is printed for each run.\n\n" +
			"Ctrl-C, or a polite kill, has the runs in progress finished and no more taken, and the exit code is 0; a\n" +
			"second one stops them at once and gives them back. A connection that is lost comes back by itself;\n" +
			"results wait for it.\n\n" +
			"With --warm a run starts from the plans of runs that differ from it by one step, where they are finished.\n" +
			"Its plan is as good within the gap, but may depend on which were; without, equal runs give equal plans,\n" +
			"byte for byte. Only runs of the same version of the program are solved; gridalloc version says which it is.",
		example: "gridalloc worker --nats nats://HOST:4222 --creds worker.creds\n" +
			"gridalloc worker --nats tls://HOST:4222 --tls-ca ca.pem --nkey worker.nk --parallel 8 --memory 4GB",
		exits: []int{exitInterrupted},
	})
}

// crewFlags say how runs are solved on this machine.
func crewFlags() []urfave.Flag {
	return []urfave.Flag{
		&urfave.IntFlag{Name: "parallel", Usage: "solve `N` runs at the same time", DefaultText: "as cores and free memory allow"},
		&urfave.StringFlag{Name: "memory", Usage: "end a run that holds more than `SIZE` of memory, such as 8GB", DefaultText: "its part of the free memory"},
		&urfave.StringFlag{Name: "share", Value: "all", Usage: "which runs share a process, `RUNS`: all, neighbours or none"},
		&urfave.BoolFlag{Name: "warm", Usage: "start from the plans of neighbouring runs", DisableDefaultText: true},
	}
}

// sharings are the values of --share.
var sharings = map[string]worker.Sharing{"all": worker.All, "neighbours": worker.Neighbours, "none": worker.Alone}

// crewOf sizes the crew as the flags and the machine say.
func crewOf(c *urfave.Context) (crew, error) {
	parallel, each := 0, 0.0
	if c.IsSet("parallel") {
		if parallel = c.Int("parallel"); parallel < 1 || parallel > mostParallel {
			return crew{}, usage("--parallel %d: not from 1 to %d", parallel, mostParallel)
		}
	}
	if c.IsSet("memory") {
		var ok bool
		if each, ok = file.ParseBytes(c.String("memory")); !ok {
			return crew{}, usage("--memory %s: not an amount of memory", c.String("memory")).hint("such as 8GB or 500MB")
		}
	}
	return crewFor(parallel, uint64(each)), nil
}

// attempts is how often a run is tried whose process fails.
const attempts = 3

// mostParallel is more than any machine has cores.
const mostParallel = 10_000

func (s *session) worker(c *urfave.Context) error {
	if _, err := arguments(c); err != nil {
		return err
	}
	if c.String("nats") == "" {
		return usage("%s needs --nats", c.Command.HelpName).hint("such as --nats nats://HOST:4222; see %s --help", c.Command.HelpName)
	}
	share, err := choice(c, "share", "all", "neighbours", "none")
	if err != nil {
		return err
	}
	address, err := natsAddress(c)
	if err != nil {
		return err
	}
	size, err := crewOf(c)
	if err != nil {
		return err
	}
	version, err := s.buildVersion()
	if err != nil {
		return err
	}
	note := func(text string) { s.term.note("%s", text) }
	name := workerName()
	q, err := queue.Connect(c.Context, address, queue.Options{Name: name, MaxAttempts: attempts, Note: note})
	if err != nil {
		return queueFailure(err)
	}
	defer func() { _ = q.Close() }() // all that counts is acknowledged
	if err := q.CheckVersion(c.Context, version); err != nil {
		return queueFailure(err)
	}
	ctx, drain, stop := s.drainable(c.Context)
	defer stop()
	note(fmt.Sprintf("worker %s of version %s: %s at a time, each with up to %s", name, version, count(size.parallel, "run"), size.memoryWords()))
	if _, _, known := memory.Own(); !known && size.memory > 0 {
		note("note: this system does not tell what a process holds; --memory ends none")
	}
	source := newQueueSource(q, version, name, size.parallel, c.Bool("until-idle"), note)
	defer source.leave()
	return queueFailure(s.work(ctx, drain, source, work{crew: size, sharing: sharings[share], warm: c.Bool("warm"), steady: steady, name: name}))
}
