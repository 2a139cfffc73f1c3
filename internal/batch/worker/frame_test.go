package worker

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/gridalloc/gridalloc/internal/batch"
)

// TestFrames: what is written is read again; damage anywhere is noticed.
func TestFrames(t *testing.T) {
	var b bytes.Buffer
	want := Job{Task: batch.Task{ID: "a", Scenario: []byte{0, 1, 2}}, Starts: [][]byte{[]byte("{}")}}
	if err := writeFrame(&b, want); err != nil {
		t.Fatal(err)
	}
	whole := b.Bytes()
	got := Job{}
	r := bytes.NewReader(whole)
	if err := readFrame(r, &got); err != nil || got.Task.ID != "a" || !bytes.Equal(got.Task.Scenario, want.Task.Scenario) || len(got.Starts) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	if err := readFrame(r, &got); !errors.Is(err, io.EOF) {
		t.Errorf("at the end: %v", err)
	}
	for n := 1; n < len(whole); n++ {
		if err := readFrame(bytes.NewReader(whole[:n]), &got); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("after %d bytes: %v", n, err)
		}
	}
	for i := range whole {
		damaged := bytes.Clone(whole)
		damaged[i] ^= 4
		if err := readFrame(bytes.NewReader(damaged), &got); !errors.Is(err, errNoFrame) && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("with byte %d changed: %v", i, err)
		}
	}
}

// FuzzReadFrame: nothing that comes is taken for a frame that was not written as one.
func FuzzReadFrame(f *testing.F) {
	f.Add([]byte("Presolving model"))
	var b bytes.Buffer
	if err := writeFrame(&b, Job{}); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, text []byte) {
		var job, again Job
		if readFrame(bytes.NewReader(text), &job) != nil {
			return
		}
		var b bytes.Buffer
		if err := writeFrame(&b, job); err != nil {
			t.Fatal(err)
		}
		if err := readFrame(&b, &again); err != nil || again.Task.ID != job.Task.ID {
			t.Errorf("%+v came back as %+v: %v", job, again, err)
		}
	})
}
