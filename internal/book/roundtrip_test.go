package book

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/data"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/diag"
	"github.com/gridalloc/gridalloc/model/file"
)

// written writes a scenario as a workbook.
func written(t testing.TB, opts file.Options) []byte {
	t.Helper()
	opts.Packs = data.FS
	contents, findings, err := file.Read(opts)
	if err != nil || len(findings) > 0 {
		t.Fatal(err, findings)
	}
	var b bytes.Buffer
	if err := WriteScenario(&b, contents, "test"); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// loaded loads a workbook: a scenario, or findings.
func loaded(t testing.TB, text []byte, set ...string) (*model.Scenario, diag.List) {
	t.Helper()
	b, err := Read("my.xlsx", text)
	if err != nil {
		var list diag.List
		if !errors.As(err, &list) {
			t.Fatal(err)
		}
		return nil, list
	}
	s, found, err := file.Load(file.Options{Path: "my.xlsx", Packs: data.FS, Books: booksOf(b), Set: set})
	if err != nil {
		t.Fatal(err)
	}
	if found = Findings(found, b); len(found) > 0 {
		return nil, found
	}
	Adopt(s, b)
	return s, nil
}

// embedded lists the embedded scenarios.
func embedded(t testing.TB) []string {
	t.Helper()
	names, err := fs.Glob(data.FS, "scenarios/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for i := range names {
		names[i] = strings.TrimSuffix(path.Base(names[i]), ".yaml")
	}
	return names
}

// TestRoundTrip wants the workbook of every scenario to be the same scenario, and that of
// the workbook to be the same workbook.
func TestRoundTrip(t *testing.T) {
	for _, name := range embedded(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := written(t, file.Options{Path: name})
			got, findings := loaded(t, text)
			if len(findings) > 0 {
				t.Fatal(findings)
			}
			want, _, err := file.Load(file.Options{Path: name, Packs: data.FS})
			if err != nil {
				t.Fatal(err)
			}
			if file.Hash(got) != file.Hash(want) {
				t.Error("the workbook is another scenario")
			}
			if got.Solver != want.Solver {
				t.Errorf("the solver is set to %+v, want %+v", got.Solver, want.Solver)
			}
			if name != "textbook" && name != "russia" {
				return
			}
			if again := written(t, file.Options{Path: name}); !bytes.Equal(again, text) {
				t.Error("the same scenario gives another workbook")
			}
		})
	}
}

// booksOf is a book under the name that it is loaded by.
func booksOf(b *Book) map[string]fs.FS { return map[string]fs.FS{b.shown: b.FS} }

// sorted joins lines in order.
func sorted(lines []string) string {
	lines = slices.Clone(lines)
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// parseDays reads a count of days.
func parseDays(raw string) (float64, error) { return strconv.ParseFloat(raw, 64) }
