package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/proof"
)

// certificateFlag is --certificate of a command that writes or reads one.
func certificateFlag(use string) urfave.Flag {
	return &urfave.StringFlag{Name: "certificate", Usage: use}
}

// certificateFile is the file of --certificate to write, empty where none is
// asked for. That it cannot be written is found before the search.
func certificateFile(c *urfave.Context, scenario *model.Scenario) (string, error) {
	path := c.String("certificate")
	switch {
	case !c.IsSet("certificate"):
		return "", nil
	case path == "":
		return "", usage("--certificate needs the name of a file")
	case scenario.Objective.Measure == model.Regret:
		return "", fail(exitInput, "there is no certificate for the measure regret: %s", solver.ErrCertifyRegret).
			hint("--set objective.measure=expected or cvar")
	}
	if err := report.CanWriteFile(path); err != nil {
		return "", usage("--certificate: %s", err)
	}
	return path, nil
}

// compressedExt is the ending of the names of compressed files.
const compressedExt = ".gz"

// writeCertificate writes the certificate of an answer and says what it proves.
func (s *session) writeCertificate(path string, a *solver.Answer) error {
	if path == "" || a.Certificate == nil {
		return nil
	}
	write := func(w io.Writer) error { return proof.Write(w, a.Certificate, filepath.Ext(path) == compressedExt) }
	if err := report.File(path, write); err != nil {
		return fail(exitInternal, "the certificate could not be written to %s: %s", path, err)
	}
	what := "no plan is worth more than " + million(a.Proof.Bound)
	switch {
	case a.Proof.Infeasible:
		what = "no plan exists"
	case math.IsInf(a.Proof.Bound, 0):
		what = "nothing"
	}
	s.term.note("wrote the certificate to %s: it proves: %s (%s)", path, what, leaves(a.Proof))
	return nil
}

// leaves words the size of a proof.
func leaves(p *proof.Proof) string {
	return fmt.Sprintf("%s, %d of them without a plan", countLeaves(p.Leaves), p.Rays)
}

func countLeaves(n int) string {
	if n == 1 {
		return "1 leaf"
	}
	return fmt.Sprintf("%d leaves", n)
}

// largestCertificate is the largest certificate that is read, in bytes.
const largestCertificate = 2 << 30

// readCertificate reads a certificate file.
func readCertificate(path string) (certificate, error) {
	const hint = "gridalloc solve SCENARIO --certificate FILE writes a certificate"
	f, err := os.Open(path)
	if err != nil {
		return certificate{}, fail(exitInput, "%s", err).hint(hint)
	}
	defer func() { _ = f.Close() }() // only read
	c, err := proof.Read(f, largestCertificate)
	if err != nil {
		return certificate{}, fail(exitInput, "%s is not a certificate: %s", path, err).hint(hint)
	}
	return certificate{c, path}, nil
}

// certificate is a certificate and the file that it is from.
type certificate struct {
	*proof.Certificate
	path string
}

// prove checks a certificate against the scenario, and whether it
// supports what the plan states, where there is a plan. It returns what is
// proven in words.
func prove(ctx context.Context, c certificate, scenario *model.Scenario, planPath string, plan *model.Plan) (string, error) {
	path := c.path
	found, err := solver.CheckCertificate(ctx, scenario, c.Certificate)
	switch {
	case ctx.Err() != nil:
		return "", fail(exitInterrupted, "interrupted while the certificate was checked")
	case errors.Is(err, proof.ErrProgram):
		return "", fail(exitVerification, "%s fails verification: it was made for another scenario, or by another version: %s", path, err).
			hint("verify it against the scenario it was made for, with the same --set values")
	case err != nil:
		return "", fail(exitVerification, "%s fails verification: %s", path, err)
	}
	if plan == nil {
		return provenAlone(path, scenario, found)
	}
	return provenOf(path, scenario, found, planPath, plan)
}

// provenAlone words what a certificate proves without a plan.
func provenAlone(path string, scenario *model.Scenario, found *solver.Certified) (string, error) {
	size := leaves(found.Proof)
	switch {
	case found.Infeasible:
		return fmt.Sprintf("%s: proven: no plan exists (%s)", path, size), nil
	case math.IsInf(found.Bound, 0):
		return "", fail(exitVerification, "%s proves nothing (%s)", path, size)
	}
	return fmt.Sprintf("%s: proven: no plan is worth more than %s (%s)", path, inMillions(found.Bound, scenario.Currency), size), nil
}

// provenOf words what a certificate proves of a plan, which must be what the
// plan states.
func provenOf(path string, scenario *model.Scenario, found *solver.Certified, planPath string, plan *model.Plan) (string, error) {
	o := &plan.Outcome
	bound := inMillions(found.Bound, scenario.Currency)
	switch {
	case found.Infeasible:
		return "", fail(exitVerification, "%s proves that no plan exists, but %s is one", path, planPath)
	case math.IsInf(found.Bound, 0):
		return "", fail(exitVerification, "%s proves nothing (%s)", path, leaves(found.Proof))
	case !found.Supports(o):
		return "", fail(exitVerification, "%s does not support the bound that %s states, %s: it proves only that no plan is worth more than %s",
			path, planPath, inMillions(o.Bound, scenario.Currency), bound)
	}
	gap := (max(found.Bound, o.Objective) - o.Objective) / max(math.Abs(o.Objective), 1)
	return fmt.Sprintf("%s: proven: no plan is worth more than %s; this one is worth %s, gap %s (%s)", path,
		bound, inMillions(o.Objective, scenario.Currency), percent(gap), leaves(found.Proof)), nil
}

// inMillions writes an amount.
func inMillions(amount float64, currency string) string {
	return fmt.Sprintf("%s %.6f million", currency, amount/1e6)
}
