package cli

import (
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/internal/batch"
)

// As many runs at a time as cores and memory allow, at least one.
func TestSized(t *testing.T) {
	const gb = 1e9
	for _, c := range []struct {
		parallel   int
		each       uint64
		cores      int
		free       uint64
		wantN      int
		wantMemory uint64
	}{
		{0, 0, 8, 40 * gb, 8, 5 * gb},
		{0, 0, 8, 6 * gb, 4, 1.5 * gb},
		{0, 0, 8, 1 * gb, 1, 1 * gb},
		{0, 0, 8, 0, 8, 0},
		{0, 4 * gb, 8, 10 * gb, 2, 4 * gb},
		{0, 4 * gb, 8, 1 * gb, 1, 4 * gb},
		{0, 4 * gb, 8, 0, 8, 4 * gb},
		{3, 0, 8, 6 * gb, 3, 2 * gb},
		{3, 4 * gb, 8, 6 * gb, 3, 4 * gb},
	} {
		if got := sized(c.parallel, c.each, c.cores, c.free); got != (crew{c.wantN, c.wantMemory}) {
			t.Errorf("%+v: %+v", c, got)
		}
	}
	if crewFor(0, 0).parallel < 1 {
		t.Error("no run at a time")
	}
	if (crew{2, 4 * gb}).memoryWords() != "4.0 GB of memory" || (crew{}).memoryWords() != "any amount of memory" {
		t.Error("wrong words")
	}
}

// A build without a version of its own is known by its executable.
func TestBuildVersion(t *testing.T) {
	for version, named := range map[string]bool{"v1.2.3": true, "v0.0.0-20260101000000-abcdef": true, "v1.2.3+dirty": false, "devel": false} {
		got, err := (&session{Program: Program{Version: version}}).buildVersion()
		if err != nil || (got == version) != named || !strings.HasPrefix(got, version) || !named && len(got) != len(version)+1+hashDigits {
			t.Errorf("%s: %s, %v", version, got, err)
		}
	}
}

// The line of a run says what became of it.
func TestRunLine(t *testing.T) {
	got := runLine(&batch.Task{Study: "zones", Number: 7}, &batch.Record{Status: batch.Limited, Seconds: 61.04, MemoryMB: 512.4, Warm: true})
	if got != "run 7 of zones: limited, 61.0 s, 512 MB, warm" {
		t.Error(got)
	}
}
