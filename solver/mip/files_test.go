package mip_test

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/solver/mip"
)

var update = flag.Bool("update", false, "rewrite the files under testdata")

var writers = map[string]func(io.Writer, *mip.Model) error{"mps": mip.WriteMPS, "lp": mip.WriteLP}

// TestWriters holds the files of the sample against those under testdata,
// which CBC, GLPK and HiGHS read (see the tests of the highs package).
func TestWriters(t *testing.T) {
	for ending, write := range writers {
		for sense, maximize := range map[string]bool{"minimize": false, "maximize": true} {
			var got bytes.Buffer
			if err := write(&got, sample(t, maximize)); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", sense+"."+ending)
			if *update {
				if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Bytes(), want) {
				t.Errorf("%s differs:\n%s", path, got.String())
			}
		}
	}
}

// TestFileNames gives names that no reader would take as they are.
func TestFileNames(t *testing.T) {
	b := mip.NewBuilder("", false)
	none := b.AddFamily(mip.Family{})
	for _, name := range []string{"two words", "two_words", "1st", "e9", "free", "Кызыл", strings.Repeat("long", 50), strings.Repeat("long", 50), "one", "MARKER"} {
		b.AddCol(none, 0, 1, 1, false, name)
	}
	b.AddRow(none, 0, 1, "OBJ")
	m, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	for ending, write := range writers {
		var file bytes.Buffer
		if err := write(&file, m); err != nil {
			t.Fatal(err)
		}
		long := strings.Repeat("long", 50)
		for _, name := range []string{" two_words ", " two_words~1 ", " _1st ", " _e9 ", " _free ", " _____ ", " " + long[:98] + "~6 ", " " + long[:98] + "~7 ", " one "} {
			if !strings.Contains(file.String(), name) {
				t.Errorf("%s: the name %q is missing:\n%s", ending, name, file.String())
			}
		}
	}
}

type failing struct{}

var errFull = errors.New("full")

func (failing) Write([]byte) (int, error) { return 0, errFull }

func TestWritersFail(t *testing.T) {
	bad := sample(t, false)
	bad.Offset = inf
	for ending, write := range writers {
		if err := write(failing{}, sample(t, false)); !errors.Is(err, errFull) {
			t.Errorf("%s: %v", ending, err)
		}
		if err := write(io.Discard, bad); err == nil {
			t.Errorf("%s: a bad model was written", ending)
		}
	}
}
