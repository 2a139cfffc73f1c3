package data_test

import (
	"io/fs"
	"path"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/data"
	"github.com/gridalloc/gridalloc/model/file"
)

// TestScenariosLoad loads every shipped scenario.
func TestScenariosLoad(t *testing.T) {
	names, err := fs.Glob(data.FS, "scenarios/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("scenarios: %v, %v", names, err)
	}
	for _, name := range names {
		name = strings.TrimSuffix(path.Base(name), ".yaml")
		t.Run(name, func(t *testing.T) {
			_, findings, err := file.Load(file.Options{Path: name, Packs: data.FS})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range findings {
				t.Errorf("%s:%d:%d: %s (%s)", f.File, f.Line, f.Column, f.Message, f.Hint)
			}
		})
	}
}
