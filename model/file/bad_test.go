package file_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write what is found into testdata/bad")

// TestBad runs the cases of testdata/bad. A case is a change to the good data
// (see change) followed by the findings it has to bring up, no more and no
// less: "> code file:line:column".
func TestBad(t *testing.T) {
	paths, err := filepath.Glob("testdata/bad/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i := range archive.Files {
			c := &archive.Files[i]
			t.Run(filepath.Base(path)+"/"+c.Name, func(t *testing.T) { runBad(t, c) })
		}
		if *update {
			if err := os.WriteFile(path, txtar.Format(archive), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// runBad runs one case and puts what it finds into its text.
func runBad(t *testing.T, c *txtar.File) {
	text, want, found := strings.Cut(string(c.Data), "\n>")
	if found {
		want = ">" + want
	}
	dir, set := change(t, text)
	var lines []string
	for _, d := range load(t, dir, set...) {
		if d.Hint == "" {
			t.Errorf("no hint: %s", d)
		}
		lines = append(lines, strings.TrimSpace("> "+string(d.Code)+" "+strings.TrimPrefix(d.Position(), "data/")))
		if testing.Verbose() {
			var b bytes.Buffer
			if err := d.Write(&b); err != nil {
				t.Error(err)
			}
			t.Log(b.String())
		}
	}
	wants := strings.Split(strings.TrimSpace(want), "\n")
	slices.Sort(lines)
	slices.Sort(wants)
	if *update {
		c.Data = []byte(strings.TrimSpace(text) + "\n" + strings.Join(lines, "\n") + "\n")
		return
	}
	for _, l := range lines {
		if !slices.Contains(wants, l) {
			t.Errorf("found and not expected: %s", l)
		}
	}
	for _, w := range wants {
		if !slices.Contains(lines, w) {
			t.Errorf("expected and not found: %s", w)
		}
	}
}
