package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/batch/coordinator"
	studyfile "github.com/gridalloc/gridalloc/internal/batch/study"
	"github.com/gridalloc/gridalloc/model/file"
)

// batchFlags are those of running a batch.
func batchFlags() []urfave.Flag {
	return append(crewFlags(), &urfave.BoolFlag{Name: "quiet", Usage: "print no progress", DisableDefaultText: true})
}

// batchExits are the codes that running a batch ends with.
var batchExits = []int{exitInput, exitLimit, exitInterrupted}

func (s *session) batchRunCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:  "run",
		Usage: "solve all runs of a study",
		Flags: slices.Concat([]urfave.Flag{
			setFlag(),
			&urfave.StringFlag{Name: "out", Usage: "keep queue and results in the folder `DIR`", DefaultText: "the name of the study"},
			&urfave.IntFlag{Name: "limit", Value: studyfile.DefaultLimit, Usage: "refuse a study of more than `N` runs"},
			&urfave.BoolFlag{Name: "dry-run", Usage: "count the runs, read every scenario, and stop", DisableDefaultText: true},
		}, batchFlags(), natsFlags()),
		Action:       s.batchRun,
		BashComplete: s.complete(s.studyNames()...),
	}, manual{
		args: "STUDY",
		text: "Expands a study file, or an embedded study by its name, into its runs, reads the scenario of every one,\n" +
			"and solves those that have no result yet; findings in any of them end it before anything is solved. The\n" +
			"runs wait in a queue in DIR that this command serves to its workers, or with --nats in a cluster, where\n" +
			"gridalloc worker on any machine helps (--parallel 0 leaves all to them). Whatever is killed, gridalloc batch resume DIR goes on: nothing\n" +
			"that was stored is solved again, nor is a run whose scenario, options and program are those of one that is.\n\n" +
			"DIR/runs.csv and DIR/runs.parquet have a row for each run, DIR/plans and DIR/logs the rest; gridalloc batch\n" +
			"table looks at them. A run that fails does not stop the others. Ctrl-C has the runs in progress finished\n" +
			"and no more begun; a second one stops them at once.",
		example: "gridalloc batch run russia-regions --out regions\n" +
			"gridalloc batch run my-study.yaml --set solver.gap=1% --dry-run\n" +
			"gridalloc batch run russia-sweep --nats nats://HOST:4222 --creds batch.creds --parallel 0",
		exits: batchExits,
	})
}

func (s *session) batchResumeCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:   "resume",
		Usage:  "go on with a batch that was stopped",
		Flags:  batchFlags(),
		Action: s.batchResume,
	}, manual{
		args: "DIR",
		text: "Reads the study of a batch again and solves the runs that have no result. Where the study or its data\n" +
			"have changed only the runs that they touch are solved anew.",
		example: "gridalloc batch resume regions",
		exits:   batchExits,
	})
}

// studyNames are the names of the embedded studies.
func (s *session) studyNames() []string { return s.namesIn("studies") }

func (s *session) batchRun(c *urfave.Context) error {
	args, err := arguments(c, "STUDY")
	if err != nil {
		return err
	}
	if c.IsSet("limit") && c.Int("limit") < 1 {
		return usage("--limit %d: not a number from 1", c.Int("limit"))
	}
	address, err := natsAddress(c)
	if err != nil {
		return err
	}
	folder := &batchFolder{Study: args[0], Set: c.StringSlice("set"), Limit: c.Int("limit"), Server: serverOf(address)}
	if !slices.Contains(s.studyNames(), folder.Study) {
		if folder.Study, err = filepath.Abs(folder.Study); err != nil {
			return err
		}
	}
	b, err := s.newBatch(c, folder)
	if err != nil {
		return err
	}
	b.dir = c.String("out")
	if b.dir == "" {
		b.dir = b.coordinator.Study.Name
	}
	if c.Bool("dry-run") {
		return b.dryRun(c.Context)
	}
	return b.run(c.Context)
}

func (s *session) batchResume(c *urfave.Context) error {
	args, err := arguments(c, "DIR")
	if err != nil {
		return err
	}
	folder, err := readFolder(args[0])
	if err != nil {
		return err
	}
	b, err := s.newBatch(c, folder)
	if err != nil {
		return err
	}
	if b.dir = args[0]; folder.Version != b.coordinator.Version {
		s.term.note("the results so far are of version %s; this is %s, which solves the runs anew", folder.Version, b.coordinator.Version)
	}
	return b.run(c.Context)
}

// conducted is a batch that is run.
type conducted struct {
	*session
	dir         string
	folder      *batchFolder
	coordinator *coordinator.Coordinator
	work        work
	quiet       bool
}

// newBatch reads the study of a folder, and the flags.
func (s *session) newBatch(c *urfave.Context, folder *batchFolder) (*conducted, error) {
	share, err := choice(c, "share", "all", "neighbours", "none")
	if err != nil {
		return nil, err
	}
	b := &conducted{session: s, folder: folder, quiet: c.Bool("quiet")}
	b.work = work{sharing: sharings[share], warm: c.Bool("warm"), steady: steady, name: workerName()}
	if c.IsSet("parallel") && c.Int("parallel") == 0 {
		if folder.Server == nil {
			return nil, usage("--parallel 0 leaves all runs to other workers, and there are none without --nats")
		}
	} else if b.work.crew, err = crewOf(c); err != nil {
		return nil, err
	}
	version, err := s.buildVersion()
	if err != nil {
		return nil, err
	}
	if !slices.Contains(s.studyNames(), folder.Study) {
		if _, err := os.Stat(folder.Study); err != nil {
			return nil, fail(exitInput, "there is no study %s", folder.Study).
				hint("embedded studies: %s", strings.Join(s.studyNames(), ", ")).hint("docs/studies.md says what a study file holds")
		}
	}
	x, findings, err := studyfile.Read(file.Options{Path: folder.Study, Packs: s.Packs, Set: folder.Set})
	if err != nil {
		return nil, fail(exitInput, "%s: %s", folder.Study, err)
	}
	if len(findings) > 0 {
		return nil, s.rejected(folder.Study, findings)
	}
	if err := x.Allow(folder.Limit); err != nil {
		return nil, fail(exitInput, "%s", err).hint("--limit %d runs them all; --dry-run only counts them", x.Count())
	}
	b.coordinator = &coordinator.Coordinator{Study: x, Version: version}
	if err := b.coordinator.Check(); err != nil {
		return nil, askedWrong(err)
	}
	if !b.quiet {
		b.coordinator.Identified = newProgress(s.term).counter("reading scenarios")
		b.coordinator.Offered = newProgress(s.term).counter("queueing runs")
	}
	return b, nil
}

// dryRun says how large the study is.
func (b *conducted) dryRun(ctx context.Context) error {
	if err := b.identify(ctx); err != nil {
		return err
	}
	size := b.coordinator.Study.Size()
	fmt.Fprintf(b.term.out, "%s: %s of %s\n", size.Study, count(size.Runs, "run"), count(size.Combinations, "combination"))
	for _, a := range size.Axes {
		fmt.Fprintf(b.term.out, "  %s: %s\n", a.Name, strings.Join(a.Levels, ", "))
	}
	return nil
}

// identify reads the scenario of every run.
func (b *conducted) identify(ctx context.Context) error {
	ctx, interrupted, stop := b.interruptibleTo(ctx, "nothing is solved yet")
	defer stop()
	findings, err := b.coordinator.Identify(ctx)
	b.term.endProgress()
	switch {
	case interrupted():
		return fail(exitInterrupted, "interrupted before anything was solved")
	case err != nil:
		return fail(exitInput, "%s: %s", b.folder.Study, err)
	case len(findings) > 0:
		return b.rejected(b.folder.Study, findings)
	}
	return nil
}

// garbage is how much garbage may be held, as a percentage of what is in use: the
// process of a batch waits most of the time, and memory is for the runs.
const garbage = 25

// run solves the runs.
func (b *conducted) run(ctx context.Context) error {
	debug.SetGCPercent(garbage)
	if err := b.identify(ctx); err != nil {
		return err
	}
	if err := os.MkdirAll(b.dir, 0o777); err != nil {
		return fail(exitInternal, "%s", err)
	}
	q, err := b.session.queue(ctx, b.dir, b.folder)
	if err != nil {
		return err
	}
	defer func() { _ = q.Close() }() // all that counts is acknowledged
	if b.folder.Server == nil && !q.Serves() {
		return fail(exitInput, "another process runs the batch in %s", b.dir).hint("gridalloc batch status %s shows it", b.dir)
	}
	k := b.coordinator
	k.Queue, k.Dir = q, b.dir
	b.folder.Key, b.folder.Version = k.Key(), k.Version
	if err := b.folder.write(b.dir); err != nil {
		return fail(exitInternal, "%s", err)
	}
	if err := k.Save(ctx); err != nil {
		return queueFailure(err)
	}
	return b.conduct(ctx)
}
