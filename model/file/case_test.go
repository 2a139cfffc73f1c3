package file_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/internal/batch/study"
	"github.com/gridalloc/gridalloc/model/diag"
	"github.com/gridalloc/gridalloc/model/file"
)

// good is the small scenario that is complete in all tables.
const good = "testdata/good"

// load loads the scenario "two" of a data folder, and with it the study "two".
func load(t testing.TB, dir string, set ...string) diag.List {
	t.Helper()
	_, findings, err := file.Load(file.Options{Path: "two", Packs: os.DirFS(dir), Set: set})
	if err != nil {
		t.Fatal(err)
	}
	if len(findings) > 0 {
		return findings // the study starts from the scenario
	}
	_, findings, err = study.Read(file.Options{Path: "two", Packs: os.DirFS(dir)})
	if err != nil {
		t.Fatal(err)
	}
	return findings
}

// change copies the good data and changes it as the text says: the path of a
// file, then "-text" to take out and "+text" to put in its place, "+text" alone
// to add a line, or "=remove", "=folder", "=size N", "=set path=value". Texts
// may hold Go escapes such as \n.
func change(t testing.TB, text string) (dir string, set []string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(good)); err != nil {
		t.Fatal(err)
	}
	var path, old string
	taken := false
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" {
			continue
		}
		arg := unescape(t, line[1:])
		switch {
		case line[0] == '-':
			old, taken = arg, true
		case line[0] == '+':
			edit(t, path, old, arg, taken)
			taken = false
		case strings.HasPrefix(arg, "set "):
			set = append(set, strings.TrimPrefix(arg, "set "))
		case line[0] == '=':
			replace(t, path, arg)
		default:
			path = filepath.Join(dir, line)
		}
	}
	return dir, set
}

// unescape reads Go escapes.
func unescape(t testing.TB, text string) string {
	t.Helper()
	out, err := strconv.Unquote(`"` + strings.ReplaceAll(text, `"`, `\"`) + `"`)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return out
}

// edit replaces text in a file, or adds a line to it.
func edit(t testing.TB, path, old, new string, replace bool) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	if replace {
		if !bytes.Contains(data, []byte(old)) {
			t.Fatalf("%s does not hold %q", path, old)
		}
		data = bytes.Replace(data, []byte(old), []byte(new), 1)
	} else {
		data = append(data, new+"\n"...)
	}
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

// replace removes a file, or puts a folder or a file of so many bytes in its
// place.
func replace(t testing.TB, path, how string) {
	t.Helper()
	err := os.Remove(path)
	switch what, size, _ := strings.Cut(how, " "); what {
	case "remove":
	case "folder":
		err = os.Mkdir(path, 0o777)
	case "size":
		var n int64
		if n, err = strconv.ParseInt(size, 10, 64); err == nil {
			if err = os.WriteFile(path, nil, 0o666); err == nil {
				err = os.Truncate(path, n)
			}
		}
	default:
		t.Fatalf("cannot %q", how)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestGood(t *testing.T) {
	if findings := load(t, good); len(findings) > 0 {
		t.Fatal(findings)
	}
}

// TestCodes runs the example of every code.
func TestCodes(t *testing.T) {
	seen := map[diag.Code]bool{}
	for _, info := range diag.Codes {
		if seen[info.Code] {
			t.Errorf("%s is listed twice", info.Code)
		}
		seen[info.Code] = true
		if info.Example == "" {
			continue
		}
		t.Run(string(info.Code), func(t *testing.T) {
			dir, set := change(t, info.Example)
			findings := load(t, dir, set...)
			found := false
			for _, d := range findings {
				if d.Code != info.Code {
					t.Errorf("also found: %s", d)
				}
				found = found || d.Code == info.Code
				if d.Hint == "" {
					t.Errorf("no hint: %s", d)
				}
			}
			if !found {
				t.Errorf("not found")
			}
		})
	}
}
