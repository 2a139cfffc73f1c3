//go:build long

package solver_test

import (
	"context"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// powerSystems are the ready scenarios of one power system each.
var powerSystems = []string{"centre", "north-west", "south", "mid-volga", "urals", "siberia", "east"}

// TestPowerSystems proves a plan for each power system to a gap of 0.1 %, or of
// one unit of money, in exact arithmetic.
func TestPowerSystems(t *testing.T) {
	for _, name := range powerSystems {
		s := load(t, name)
		answer, err := solver.Solve(context.Background(), s, &highs.Engine{}, solver.Options{Certificate: true})
		if err != nil {
			t.Fatal(err)
		}
		if answer.Plan == nil {
			t.Fatalf("%s: stopped %v, %v", name, answer.Termination, answer.Report)
		}
		o := answer.Plan.Outcome
		t.Logf("%-10s NPV %8.3f million, gap %.4f %%, %5d columns, %6d nonzeros, %v", name, o.Objective/1e6, 100*o.Gap, answer.Columns, answer.Nonzeros, answer.SolveTime)
		if answer.Termination != mip.Optimal || o.Gap > 0.001 && o.Bound-o.Objective > 1 {
			t.Errorf("%s: stopped %v at a gap of %.3f %%, want 0.1 %%", name, answer.Termination, 100*o.Gap)
		}
		p, err := solver.CheckCertificate(context.Background(), s, answer.Certificate)
		if err != nil || !p.Supports(&o) {
			t.Errorf("%s: the certificate proves %+v: %v", name, p, err)
			continue
		}
		t.Logf("%-10s proven by %d leaves", name, p.Leaves)
	}
}

// secondSolver runs another program on an MPS file and finds the objective in
// what it prints.
type secondSolver struct {
	name      string
	command   func(mps string) []string
	objective *regexp.Regexp
	scenarios []string
}

var secondSolvers = []secondSolver{
	{
		"CBC",
		func(mps string) []string { return []string{"cbc", mps, "-ratioGap", "0.001", "-solve", "-quit"} },
		regexp.MustCompile(`(?m)^Objective value:\s+(\S+)`),
		[]string{"textbook", "mid-volga", "siberia", "urals"},
	},
	{
		"GLPK",
		func(mps string) []string { return []string{"glpsol", "--freemps", mps, "--mipgap", "0.001"} },
		regexp.MustCompile(`mip =\s+(\S+) >=\s+tree is empty`),
		[]string{"textbook"},
	},
}

// TestSecondSolvers has other solvers solve the programs that gridalloc
// writes; they must agree with HiGHS within the gaps of both.
func TestSecondSolvers(t *testing.T) {
	for _, second := range secondSolvers {
		for _, name := range second.scenarios {
			t.Run(second.name+"/"+name, func(t *testing.T) {
				s := load(t, name)
				s.Solver.Gap = 0.001
				ours := solve(t, s).Plan.Outcome
				theirs := second.solve(t, writeMPS(t, name))
				t.Logf("ours %.6f million, bound %.6f; theirs %.6f", ours.Objective/1e6, ours.Bound/1e6, theirs)
				if slack := 0.001*math.Abs(ours.Objective) + 1; math.Abs(theirs*1e6-ours.Objective) > slack || theirs*1e6 > ours.Bound+1 {
					t.Errorf("%s finds %.6f million, HiGHS %.6f with bound %.6f", second.name, theirs, ours.Objective/1e6, ours.Bound/1e6)
				}
			})
		}
	}
}

func writeMPS(t *testing.T, name string) string {
	t.Helper()
	f, err := formulation.Build(load(t, name), formulation.Plain)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name+".mps")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := mip.WriteMPS(file, f.Model); err != nil {
		t.Fatal(err)
	}
	return path
}

// solve returns the objective in millions; files written for maximisation are
// minimised with the sign turned.
func (s secondSolver) solve(t *testing.T, mps string) float64 {
	t.Helper()
	args := s.command(mps)
	out, err := exec.Command(args[0], args[1:]...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
	found := s.objective.FindAllSubmatch(out, -1)
	if found == nil {
		t.Fatalf("no objective in the output of %s:\n%s", s.name, out)
	}
	v, err := strconv.ParseFloat(string(found[len(found)-1][1]), 64)
	if err != nil {
		t.Fatal(err)
	}
	return -v
}
