package report

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gridalloc/gridalloc/model"
)

// fileWidth is the width of summary.txt, in characters.
const fileWidth = 110

// Attachment is a further file that belongs to a plan.
type Attachment struct {
	Name  string
	Write func(io.Writer) error
}

// Dir writes plan.json, the CSV tables, summary.txt and the attachments to the
// folder dir and returns their paths. All files are first written to a temporary folder
// beside dir and then put in place by renaming, so that a failure leaves
// nothing behind and no reader ever sees half a file. Other files of an
// existing folder are left alone.
func Dir(dir string, p *model.Plan, attachments ...Attachment) ([]string, error) {
	files := []Attachment{{"plan.json", func(w io.Writer) error { return JSON(w, p) }}}
	for _, t := range Tables(p) {
		files = append(files, Attachment{t.Name + ".csv", func(w io.Writer) error { return CSV(w, t) }})
	}
	files = append(files, Attachment{"summary.txt", func(w io.Writer) error { return Summary(w, p, fileWidth) }})
	return Files(dir, append(files, attachments...))
}

// Files writes files to a folder, all or none, and returns their paths.
func Files(dir string, files []Attachment) ([]string, error) {
	dir = filepath.Clean(dir)
	parent := filepath.Dir(dir)
	if err := os.MkdirAll(parent, 0o777); err != nil {
		return nil, err
	}
	temp, err := os.MkdirTemp(parent, ".gridalloc-*")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(temp) }() // empty once its files are in place
	var names []string
	for _, f := range files {
		if err := File(filepath.Join(temp, f.Name), f.Write); err != nil {
			return nil, err
		}
		names = append(names, f.Name)
	}
	if err := place(temp, dir, names); err != nil {
		return nil, err
	}
	for i := range names {
		names[i] = filepath.Join(dir, names[i])
	}
	return names, nil
}

// CanWriteDir says in advance why Dir would fail: dir is a file.
func CanWriteDir(dir string) error {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.IsDir():
		return fmt.Errorf("%s is a file, not a folder", dir)
	}
	return nil
}

// CanWriteFile says in advance why File would fail: path is a folder, or lies
// in none.
func CanWriteFile(path string) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return fmt.Errorf("%s is a folder, not a file", path)
	}
	dir := filepath.Dir(path)
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no folder %s", dir)
	case err != nil:
		return err
	case !info.IsDir():
		return fmt.Errorf("%s is a file, not a folder", dir)
	}
	return nil
}

// place renames the folder temp to dir or, where dir exists, moves the named
// files into it.
func place(temp, dir string, names []string) error {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		if err := os.Chmod(temp, 0o755); err != nil {
			return err
		}
		return os.Rename(temp, dir)
	}
	for _, name := range names { // before any is moved
		target := filepath.Join(dir, name)
		if info, err := os.Stat(target); err == nil && info.IsDir() {
			return fmt.Errorf("%s is a folder", target)
		}
	}
	for _, name := range names {
		if err := os.Rename(filepath.Join(temp, name), filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}
