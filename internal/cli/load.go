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

	"github.com/gridalloc/gridalloc/internal/book"
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
	books, err := s.openBooks(&opts)
	if err != nil {
		return nil, err
	}
	scenario, findings, err := file.Load(opts)
	if err != nil {
		return nil, fail(exitInput, "%s: %s", name, err)
	}
	if findings = book.Findings(findings, books...); len(findings) > 0 {
		return nil, s.rejected(name, findings)
	}
	book.Adopt(scenario, books...)
	return scenario, nil
}

// rejected prints findings, and is the failure that they are.
func (s *session) rejected(name string, findings diag.List) error {
	if err := findings.Write(s.term.err); err != nil {
		return err
	}
	return fail(exitInput, "%s is rejected: %s", name, count(len(findings), "finding"))
}

// openBooks opens the workbooks among the scenarios that are to be loaded.
func (s *session) openBooks(opts *file.Options) ([]*book.Book, error) {
	opts.Books = map[string]fs.FS{}
	var books []*book.Book
	for _, name := range append([]string{opts.Path, opts.Like}, opts.Also...) {
		if !isBook(name) || opts.Books[name] != nil {
			continue
		}
		b, err := book.Open(name)
		if findings := diag.List(nil); errors.As(err, &findings) {
			return nil, s.rejected(name, findings)
		}
		if err != nil {
			return nil, fail(exitInput, "%s", err)
		}
		opts.Books[name] = b.FS
		books = append(books, b)
	}
	return books, nil
}

// isBook reports whether a name is that of a workbook, also of one that is refused for
// its macros.
func isBook(name string) bool {
	return slices.Contains([]string{".xlsx", ".xlsm"}, strings.ToLower(filepath.Ext(name)))
}

// exists wants a scenario file, or the name of an embedded scenario.
func (s *session) exists(name string) error {
	embedded := s.scenarioNames()
	if slices.Contains(embedded, name) {
		return nil
	}
	_, err := os.Stat(name)
	isFile := isBook(name) || slices.Contains([]string{".yaml", ".yml"}, filepath.Ext(name))
	switch {
	case err == nil && isFile:
		return nil
	case err == nil:
		return fail(exitInput, "there is no embedded scenario %s", name).
			hint("the name of a scenario file ends in .yaml, that of a workbook in .xlsx")
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
