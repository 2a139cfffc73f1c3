package book

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/diag"
)

// Book is a scenario workbook that was read.
type Book struct {
	// FS is the folder that stands for the workbook, for file.Options.Books.
	FS fs.FS

	shown string // the name that findings show
	sum   [sha256.Size]byte
	own   []finding // about cells, before they are read as a scenario
	more  int       // findings of these that are not kept
	files map[string]*virtual
	order []string         // names of the sheets
	texts map[place]string // what the cells hold
}

// place is a cell of a sheet; row and column are 0 for the sheet as a whole.
type place struct {
	sheet    string
	row, col int
}

// finding is a diagnostic at a place.
type finding struct {
	at place
	diag.Diagnostic
}

// Open reads a scenario workbook. What is wrong with it is found by Findings; the error
// is that a file cannot be read as a scenario workbook at all, a diag.List, or of the disk.
func Open(path string) (*Book, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, refused(path, &trouble{diag.NotAFile, path + " is a folder or a device, not a file", "name a file"})
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, err
	}
	return Read(filepath.ToSlash(filepath.Clean(path)), data)
}

// Read reads the scenario workbook in data; findings show it under the given name, which
// is a clean path.
func Read(shown string, data []byte) (*Book, error) {
	b := &Book{shown: shown, sum: sha256.Sum256(data), files: map[string]*virtual{}, texts: map[place]string{}}
	parts, err := unpack(data)
	if err != nil {
		return nil, refused(shown, err)
	}
	w, err := readWorkbook(parts)
	if err != nil {
		return nil, refused(shown, err)
	}
	about, err := readAbout(w)
	if err != nil {
		return nil, refused(shown, err)
	}
	c := &converter{Book: b, workbook: w, about: about}
	if err := c.convert(); err != nil {
		return nil, refused(shown, err)
	}
	return b, nil
}

// refused turns the trouble of a file into a finding.
func refused(shown string, err error) error {
	var t *trouble
	if !errors.As(err, &t) {
		return err
	}
	return diag.List{{Code: t.code, File: shown, Message: t.message, Hint: t.hint}}
}

// about is what the sheet About says: the version, and which packs the sheets hold.
type about struct {
	packs map[string][]string // by kind; those that settings name, once that is known
	rows  map[string]int      // of the sheet, by kind that has any
}

// readAbout reads the sheet that tells a scenario workbook.
func readAbout(w *workbook) (*about, error) {
	i := slices.IndexFunc(w.sheets, func(s *sheet) bool { return strings.EqualFold(s.name, aboutSheet) })
	format := ""
	a := &about{packs: map[string][]string{}, rows: map[string]int{}}
	if i >= 0 {
		for _, row := range w.sheets[i].rows {
			switch key, value := at(row, 1).text, at(row, 2).text; {
			case key == "book":
				format = value
			case slices.Contains(kinds, key) && value != "":
				a.packs[key], a.rows[key] = strings.Fields(value), at(row, 1).row
			}
		}
	}
	switch {
	case format == "":
		return nil, &trouble{diag.WorkbookFormat, "the workbook holds no scenario: its sheet About does not say which version of book it is", "gridalloc init --xlsx FILE.xlsx writes one to start from"}
	case format != strconv.Itoa(Format):
		return nil, &trouble{diag.WorkbookFormat, fmt.Sprintf("the workbook is of version %s; this program reads version %d", format, Format), "write it anew with gridalloc init --xlsx, or use the program that it was written with"}
	}
	return a, nil
}

// at is the cell of a row in a column, an empty one where there is none.
func at(row []cell, col int) cell {
	for _, c := range row {
		if c.col == col {
			return c
		}
	}
	return cell{}
}

// maxFindings is how many findings about cells are kept.
const maxFindings = 200

// report adds a finding about a place.
func (b *Book) report(code diag.Code, at place, hint, format string, args ...any) {
	if len(b.own) >= maxFindings {
		b.more++
		return
	}
	b.own = append(b.own, finding{at, diag.Diagnostic{Code: code, Message: fmt.Sprintf(format, args...), Hint: hint, Text: b.texts[at]}})
}

// Adopt gives what was loaded from books the places and files of the books.
func Adopt(s *model.Scenario, books ...*Book) {
	for _, b := range books {
		for i := range s.Inputs {
			where := &s.Inputs[i].Where
			if name, ours := strings.CutPrefix(*where, b.shown+"/"); ours {
				name, line, _ := strings.Cut(name, ":")
				if n, err := strconv.Atoi(line); err == nil {
					*where = b.shown + ": " + b.placeOf(name, n, 1).inRow()
				}
			}
		}
		n := len(s.Files)
		s.Files = slices.DeleteFunc(s.Files, func(f model.InputFile) bool { return strings.HasPrefix(f.Path, b.shown+"/") })
		if len(s.Files) < n {
			s.Files = append(s.Files, model.InputFile{Path: b.shown, SHA256: fmt.Sprintf("%x", b.sum)})
		}
	}
	slices.SortFunc(s.Files, func(a, b model.InputFile) int { return strings.Compare(a.Path, b.Path) })
}
