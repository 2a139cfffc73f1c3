package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/diag"
	"github.com/gridalloc/gridalloc/model/file"
)

// setFlag is --set, which every command has that reads a scenario.
func setFlag() urfave.Flag {
	return &urfave.StringSliceFlag{
		Name: "set", Usage: "change one value of the scenario: `PATH=VALUE`, such as budget.annual=900",
	}
}

// load reads and checks a scenario: a file, or an embedded one by its name.
// Findings are printed, and are a failure.
func (s *session) load(name string, sets []string) (*model.Scenario, error) {
	return s.loadAs(file.Options{Path: name, Set: sets})
}

// loadAs is load with all that package file can do.
func (s *session) loadAs(opts file.Options) (*model.Scenario, error) {
	name := opts.Path
	opts.Packs = s.Packs
	for _, set := range opts.Set {
		if path, _, ok := strings.Cut(set, "="); !ok || path == "" {
			return nil, usage("--set %s: not path=value", set).hint("such as --set budget.annual=900")
		}
	}
	if err := s.exists(name); err != nil {
		return nil, err
	}
	scenario, findings, err := file.Load(opts)
	if err != nil {
		return nil, fail(exitInput, "%s: %s", name, err)
	}
	if len(findings) > 0 {
		return nil, s.rejected(name, findings)
	}
	return scenario, nil
}

// rejected prints findings, and is the failure that they are.
func (s *session) rejected(name string, findings diag.List) error {
	if err := findings.Write(s.term.err); err != nil {
		return err
	}
	return fail(exitInput, "%s is rejected: %s", name, count(len(findings), "finding"))
}

// exists wants a scenario file, or the name of an embedded scenario.
func (s *session) exists(name string) error {
	embedded := s.scenarioNames()
	if slices.Contains(embedded, name) {
		return nil
	}
	_, err := os.Stat(name)
	isFile := slices.Contains([]string{".yaml", ".yml"}, filepath.Ext(name))
	switch {
	case err == nil && isFile:
		return nil
	case err == nil:
		return fail(exitInput, "there is no embedded scenario %s", name).
			hint("the name of a scenario file ends in .yaml")
	case !errors.Is(err, fs.ErrNotExist):
		return fail(exitInput, "%s", err)
	}
	f := fail(exitInput, "there is no scenario %s", name)
	if len(embedded) > 0 {
		f = f.hint("embedded scenarios: %s", strings.Join(embedded, ", "))
	}
	return f.hint("gridalloc init FILE.yaml writes a scenario to start from")
}

// count writes a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
