package queue_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestNoClock: no time of day of this machine gets into the queue: clocks that differ
// between workers do no harm where none is read.
func TestNoClock(t *testing.T) {
	names := must[[]string](t)(filepath.Glob("*.go"))
	read := 0
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		read++
		if strings.Contains(string(must[[]byte](t)(os.ReadFile(name))), "time.Now") {
			t.Errorf("%s reads the clock", name)
		}
	}
	if read < 10 {
		t.Errorf("%d files", read)
	}
}
