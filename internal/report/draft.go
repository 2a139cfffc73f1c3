package report

import (
	"bufio"
	"io"
	"os"
	"path/filepath"
)

// File writes a file by way of a Draft, so that it is there completely or not
// at all.
func File(path string, write func(io.Writer) error) error {
	d, err := NewDraft(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer d.Discard()
	if err := write(d); err != nil {
		return err
	}
	return d.Place(path)
}

// Draft is a file that is written little by little under a temporary name and
// gets its own once it is done.
type Draft struct {
	temp *os.File
	*bufio.Writer
}

// NewDraft begins a draft in a folder, which must exist.
func NewDraft(dir string) (*Draft, error) {
	temp, err := os.CreateTemp(dir, ".gridalloc-*")
	if err != nil {
		return nil, err
	}
	return &Draft{temp, bufio.NewWriter(temp)}, nil
}

// Place ends the draft and gives it its name in the same folder. When it fails
// no file of that name is changed.
func (d *Draft) Place(path string) error {
	err := d.Flush()
	if err == nil {
		err = d.temp.Chmod(0o644)
	}
	if closeErr := d.temp.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	return os.Rename(d.temp.Name(), path)
}

// Discard removes a draft that has not been placed.
func (d *Draft) Discard() {
	_ = d.temp.Close() // Place has closed it, or it is not wanted
	_ = os.Remove(d.temp.Name())
}
