package file

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"unicode/utf8"

	"github.com/gridalloc/gridalloc/model/diag"
)

// maxSize is the largest file that is read, in bytes: ten times what the
// largest tables need.
const maxSize = 8 << 20

// folder is a place that files are read from: part of the embedded data or a
// folder on disk. shown is how diagnostics name it.
type folder struct {
	fs.FS
	shown string
	// onDisk folders have a dir, from which others can be found.
	onDisk bool
	dir    string
}

// Stat implements fs.StatFS where the files do, so that nothing need be opened,
// which for a pipe would wait.
func (f folder) Stat(name string) (fs.FileInfo, error) { return fs.Stat(f.FS, name) }

// sub is the folder dir within f.
func (f folder) sub(dir string) folder {
	sub, err := fs.Sub(f.FS, path.Clean(dir))
	if err != nil {
		// Only a malformed path gets here; a folder without files makes the
		// reader report them as missing.
		sub = emptyFS{}
	}
	return folder{FS: sub, shown: path.Join(f.shown, dir)}
}

// emptyFS has no files.
type emptyFS struct{}

func (emptyFS) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// source is an input file in memory.
type source struct {
	path string // as shown to the user
	home folder // where it lies
	data []byte
	sum  [sha256.Size]byte
	// byteColumns: positions in this file count bytes and are turned into
	// characters when they are reported.
	byteColumns bool
}

// position is a place in a file: line and column from 1, 0 when unknown.
type position struct {
	src       *source
	line, col int32
}

// isZero reports whether the position is nowhere.
func (p position) isZero() bool { return p.src == nil }

// line returns the text of line n, from 1, without its end.
func (s *source) line(n int) string {
	rest := s.data
	for ; n > 1; n-- {
		_, after, found := bytes.Cut(rest, []byte("\n"))
		if !found {
			return ""
		}
		rest = after
	}
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	return string(bytes.TrimSuffix(line, []byte("\r")))
}

// missingOK says whether a file may be absent without a finding.
type missingOK bool

// read reads a file and checks that it is text: a nil result has been
// reported, or is an absent file that may be absent.
func (l *loader) read(in folder, name string, optional missingOK) *source {
	shown := path.Join(in.shown, name)
	where := position{src: &source{path: shown}}
	info, err := fs.Stat(in, name)
	switch {
	case errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid):
		if !optional {
			l.report(diag.MissingFile, where, "check the name and the folder", "there is no file %s", shown)
		}
		return nil
	case err != nil:
		l.fail(fmt.Errorf("reading %s: %w", shown, err))
		return nil
	case !info.Mode().IsRegular():
		l.report(diag.NotAFile, where, "name a file", "%s is a folder or a device, not a file", shown)
		return nil
	}
	if info.Size() > maxSize {
		l.report(diag.TooLarge, where, "check that it is the right file, and take out what is not needed",
			"the file has %.1f MB; at most %d MB are read", float64(info.Size())/(1<<20), maxSize>>20)
		return nil
	}
	data, err := readAll(in, name, info.Size())
	if err != nil {
		l.fail(fmt.Errorf("reading %s: %w", shown, err))
		return nil
	}
	s := &source{path: shown, home: in, data: data, sum: sha256.Sum256(data)}
	if !l.checkText(s) {
		return nil
	}
	l.files = append(l.files, s)
	return s
}

// exists reports whether there is anything of that name.
func (l *loader) exists(in folder, name string) bool {
	_, err := fs.Stat(in, name)
	return err == nil
}

// list names what is in a folder, in order.
func (l *loader) list(in folder) []string {
	entries, err := fs.ReadDir(in, ".")
	if err != nil {
		return nil // what is missing is reported file by file
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names
}

// readAll reads a file of about size bytes and never more than maxSize.
func readAll(in fs.FS, name string, size int64) ([]byte, error) {
	f, err := in.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	buf := bytes.NewBuffer(make([]byte, 0, size+bytes.MinRead))
	_, err = buf.ReadFrom(io.LimitReader(f, maxSize))
	return buf.Bytes(), err
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// checkText reports a file that is not plain UTF-8 text with line feeds. What
// can be read all the same is read on, so that further findings show.
func (l *loader) checkText(s *source) bool {
	start := position{s, 1, 1}
	if len(s.data) == 0 {
		l.report(diag.EmptyFile, position{src: s}, "fill it or take it away", "the file is empty")
		return false
	}
	if rest, found := bytes.CutPrefix(s.data, byteOrderMark); found {
		s.data = rest
		l.report(diag.ByteOrderMark, start, "save it as UTF-8 without byte order mark (BOM), in a text editor", "the file begins with a byte order mark")
	}
	if i := bytes.IndexByte(s.data, '\r'); i >= 0 {
		l.report(diag.CarriageReturn, s.at(i), "save it with line feeds only (Unix line ends, LF)", "the file has carriage returns, as Windows writes them")
		s.data = bytes.ReplaceAll(s.data, []byte("\r\n"), []byte("\n"))
	}
	if i := bytes.IndexByte(s.data, 0); i >= 0 {
		l.report(diag.NotUTF8, s.at(i), "save it as plain text in UTF-8, not as a workbook or in UTF-16", "the file has a zero byte, which no text has")
		return false
	}
	if !utf8.Valid(s.data) {
		l.report(diag.NotUTF8, s.at(firstInvalid(s.data)), "save it as UTF-8", "the file has bytes that are not UTF-8")
		s.data = bytes.ToValidUTF8(s.data, []byte(string(utf8.RuneError)))
	}
	return true
}

// firstInvalid is the offset of the first byte that is not UTF-8.
func firstInvalid(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size <= 1 {
			return i
		}
		i += size
	}
	return len(data)
}

// at turns an offset into a position, the column in characters.
func (s *source) at(offset int) position {
	before := s.data[:offset]
	line := bytes.Count(before, []byte("\n")) + 1
	begin := bytes.LastIndexByte(before, '\n') + 1
	return position{s, int32(line), int32(utf8.RuneCount(before[begin:]) + 1)}
}
