package cli

import (
	"context"
	"fmt"
	"io"
	"os"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/solver/verify"
)

func (s *session) verifyCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:         "verify",
		Usage:        "judge a plan file, also one edited by hand",
		Flags:        []urfave.Flag{setFlag(), worldsFlag(), certificateFlag("also check the certificate in `FILE`, which is to prove the bound that the plan states")},
		Action:       s.verify,
		BashComplete: s.complete(s.scenarioNames()...),
	}, manual{
		args: "SCENARIO [PLAN.json]",
		text: "Reads a plan and recomputes all of its figures and limits from the scenario in exact arithmetic.\n" +
			"Give the same --set values as for solve; the worlds and the measure of risk are those that the plan\n" +
			"says it was made for. Worlds are drawn again, or taken from a file with --worlds.\n" +
			"With --certificate the program is stated anew and the bound that the plan states is proven in exact\n" +
			"arithmetic, without a solver; a certificate alone, without a plan, is checked for what it proves.",
		example: "gridalloc solve russia --out plans/russia && gridalloc verify russia plans/russia/plan.json\n" +
			"gridalloc solve urals --certificate urals.json.gz --out plans/urals && gridalloc verify urals plans/urals/plan.json --certificate urals.json.gz",
		exits: []int{exitInput, exitVerification, exitInterrupted},
	})
}

func (s *session) verify(c *urfave.Context) error {
	proven := certificate{}
	wanted := []string{"SCENARIO", "PLAN.json"}
	if c.IsSet("certificate") {
		var err error
		if proven, err = readCertificate(c.String("certificate")); err != nil {
			return err
		}
		if c.Args().Len() == 1 {
			wanted = wanted[:1]
		}
	}
	args, err := arguments(c, wanted...)
	if err != nil {
		return err
	}
	sets, err := worldSets(c)
	if err != nil {
		return err
	}
	ctx, _, stop := s.interruptibleTo(c.Context, "nothing is judged")
	defer stop()
	if len(args) == 1 {
		return s.verifyAlone(ctx, args[0], sets, proven)
	}
	scenario, err := s.load(args[0], sets)
	if err != nil {
		return err
	}
	plan, err := s.readPlan(args[1])
	if err != nil {
		return err
	}
	scenario, sameScenario, err := s.madeFor(ctx, args[0], scenario, plan, false)
	if err != nil {
		return err
	}
	if !sameScenario {
		s.noteOther(args[1], scenario, plan)
	}
	if err := s.judge(args[1], scenario, plan, sameScenario); err != nil || proven.Certificate == nil {
		return err
	}
	return s.printProof(prove(ctx, proven, scenario, args[1], plan))
}

// verifyAlone checks a certificate without a plan.
func (s *session) verifyAlone(ctx context.Context, name string, sets []string, proven certificate) error {
	scenario, _, err := s.loadWorlds(ctx, name, sets, false)
	if err != nil {
		return err
	}
	return s.printProof(prove(ctx, proven, scenario, "", nil))
}

// printProof prints what a certificate proves.
func (s *session) printProof(words string, err error) error {
	if err == nil {
		_, err = fmt.Fprintln(s.term.out, words)
	}
	return err
}

// judge verifies a plan and prints the verdict.
func (s *session) judge(path string, scenario *model.Scenario, plan *model.Plan, sameScenario bool) error {
	result := verify.Check(scenario, plan, verify.Options{})
	if result.OK {
		checks := 0
		for _, n := range result.Checked {
			checks += n
		}
		_, err := fmt.Fprintf(s.term.out, "%s: verified: %s of %s hold\n", path, count(checks, "check"), count(len(result.Checked), "rule"))
		return err
	}
	s.printFindings(s.term.out, result)
	f := fail(exitVerification, "%s fails verification: %s", path, count(len(result.Findings), "finding"))
	if !sameScenario {
		f = f.hint("verify it against the scenario it was made for, with the same --set values")
	}
	return f
}

// noteOther says that a plan was made for something else.
func (s *session) noteOther(path string, scenario *model.Scenario, p *model.Plan) {
	s.term.note("note: %s was made for another scenario, or other inputs (SHA-256 %.12s, here %.12s)",
		path, p.Manifest.ScenarioSHA256, file.Hash(scenario))
}

// largestPlan is the largest plan file that is read, in bytes; that of a nation
// has a fraction of a megabyte.
const largestPlan = 32 << 20

// readPlan reads a plan file and holds it against its schema.
func (s *session) readPlan(path string) (*model.Plan, error) {
	const hint = "gridalloc solve SCENARIO --out DIR writes a plan to DIR/plan.json"
	text, err := readUpTo(path, largestPlan)
	if err != nil {
		return nil, fail(exitInput, "%s", err).hint(hint)
	}
	plan, problems, err := report.Read(text)
	if err != nil {
		return nil, fail(exitInput, "%s: %s", path, err).hint(hint)
	}
	for _, p := range problems {
		s.term.note("%s: %s", path, p)
	}
	if len(problems) > 0 {
		return nil, fail(exitInput, "%s is not a plan file: %s", path, count(len(problems), "problem"))
	}
	return plan, nil
}

// readUpTo reads a file that has at most so many bytes.
func readUpTo(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(text)) > most {
		err = fmt.Errorf("%s is larger than %d MB", path, most>>20)
	}
	return text, err
}

// mostFindings is how many findings of a verification are printed.
const mostFindings = 100

// printFindings prints what verification found, one line each.
func (s *session) printFindings(w io.Writer, r *verify.Report) {
	for _, f := range r.Findings[:min(len(r.Findings), mostFindings)] {
		fmt.Fprintln(w, f)
	}
	if more := len(r.Findings) - mostFindings; more > 0 {
		fmt.Fprintf(w, "and %d more\n", more)
	}
}
