package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/solver/verify"
)

// What is no plan file is rejected with a hint on where plans come from.
func TestVerifyNoPlan(t *testing.T) {
	dir := t.TempDir()
	huge := filepath.Join(dir, "huge.json")
	if err := os.WriteFile(huge, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(huge, largestPlan+1); err != nil {
		t.Fatal(err)
	}
	table := filepath.Join(dir, "signings.csv")
	if err := os.WriteFile(table, []byte("site,region\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		huge:                               "is larger than 32 MB",
		table:                              "line 1: not JSON",
		dir:                                "is a directory",
		filepath.Join(dir, "no-such.json"): "no such file",
	} {
		code, stdout, stderr := run(nil, nil, "verify", "textbook", path)
		if code != exitInput || stdout != "" || !strings.Contains(stderr, want) || !strings.Contains(stderr, "\nhint: gridalloc solve ") {
			t.Errorf("%s: exit code %d, printed %q and %q", path, code, stdout, stderr)
		}
	}
}

// A long list of findings ends, and says how many there are more.
func TestManyFindings(t *testing.T) {
	var b bytes.Buffer
	s := &session{}
	s.printFindings(&b, &verify.Report{Findings: make([]verify.Finding, mostFindings)})
	if n := strings.Count(b.String(), "\n"); n != mostFindings {
		t.Errorf("%d lines", n)
	}
	b.Reset()
	s.printFindings(&b, &verify.Report{Findings: make([]verify.Finding, mostFindings+2)})
	if n := strings.Count(b.String(), "\n"); n != mostFindings+1 || !strings.HasSuffix(b.String(), "\nand 2 more\n") {
		t.Errorf("%d lines", n)
	}
}
