//go:build long

package highs_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// second is another solver, run as a program on a written model. Its answer is
// the text that it writes to a file.
type second struct {
	name      string
	arguments func(ending, model, answer string) []string
	optimal   *regexp.Regexp
	objective *regexp.Regexp
}

var seconds = []second{
	{
		"cbc",
		func(_, model, answer string) []string { return []string{model, "solve", "solu", answer} },
		regexp.MustCompile(`^Optimal`),
		regexp.MustCompile(`objective value\s+(\S+)`),
	},
	{
		"glpsol",
		func(ending, model, answer string) []string {
			format := map[string]string{"mps": "--freemps", "lp": "--lp"}[ending]
			// Without --nointopt its preprocessor fails an assertion on some models.
			return []string{"--nointopt", format, model, "-o", answer}
		},
		regexp.MustCompile(`Status:\s+(INTEGER )?OPTIMAL`),
		regexp.MustCompile(`Objective:\s+\S+ = (\S+)`),
	},
}

// TestSecondSolvers has CBC and GLPK solve random models from the files: all
// must agree with HiGHS.
func TestSecondSolvers(t *testing.T) {
	for _, s := range seconds {
		t.Run(s.name, func(t *testing.T) {
			if _, err := exec.LookPath(s.name); err != nil {
				t.Fatalf("%v; \"make test-long\" installs it", err)
			}
			rng := rand.New(rand.NewPCG(31, 32))
			for i := range 150 {
				m := randomModel(t, rng, fmt.Sprintf("second %d", i))
				want, err := highs.Engine{}.Solve(background, m, mip.Options{})
				must(t, err)
				for _, w := range writers {
					path := filepath.Join(t.TempDir(), "model."+w.ending)
					writeFile(t, path, m, w.write)
					s.compare(t, path, w.ending, want, w.mps && m.Maximize)
				}
			}
		})
	}
}

func (s *second) compare(t *testing.T, path, ending string, want *mip.Result, negated bool) {
	t.Helper()
	answer := path + ".answer"
	out, err := exec.Command(s.name, s.arguments(ending, path, answer)...).CombinedOutput()
	text, readErr := os.ReadFile(answer)
	if err != nil || readErr != nil && want.HasSolution {
		t.Fatalf("%s: %v, %v:\n%s", path, err, readErr, out)
	}
	optimal := s.optimal.Match(text)
	if optimal != want.HasSolution {
		keep(t, path)
		t.Errorf("%s: HiGHS says %v, %s writes\n%s%s", path, want.Termination, s.name, text, out)
		return
	}
	if !optimal {
		return
	}
	objective, err := strconv.ParseFloat(string(s.objective.FindSubmatch(text)[1]), 64)
	must(t, err)
	if negated {
		objective = -objective
	}
	if !near(objective, want.Objective) {
		keep(t, path)
		t.Errorf("%s: HiGHS finds %v, %s %v", path, want.Objective, s.name, objective)
	}
}

// keep shows a model on which two solvers differ.
func keep(t *testing.T, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	must(t, err)
	t.Log(strings.TrimSpace(string(text)))
}
