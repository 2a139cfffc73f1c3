//go:build unix

package file_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/gridalloc/gridalloc/model/diag"
	"github.com/gridalloc/gridalloc/model/file"
)

// A pipe in place of a table is reported, not waited for.
func TestPipe(t *testing.T) {
	dir, _ := change(t, "regions/two/prices.csv\n=remove\nmine.yaml\n+extends: two\\nregions: {packs: [./regions/two]}")
	if err := syscall.Mkfifo(filepath.Join(dir, "regions/two/prices.csv"), 0o666); err != nil {
		t.Skip(err)
	}
	_, findings, err := file.Load(file.Options{Path: "mine.yaml", Dir: dir, Packs: os.DirFS(good)})
	if err != nil || len(findings) != 1 || findings[0].Code != diag.NotAFile {
		t.Errorf("found %v, %v", findings, err)
	}
}
