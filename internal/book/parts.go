package book

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/gridalloc/gridalloc/model/diag"
)

// The largest workbook that is read: far more than the largest scenario needs, and little
// enough for any machine.
const (
	maxFile     = 16 << 20 // bytes
	maxUnpacked = 64 << 20 // bytes of all parts together
	maxParts    = 2000
)

// trouble is why a workbook cannot be read at all.
type trouble struct {
	code          diag.Code
	message, hint string
}

// Error is the message of the trouble.
func (t *trouble) Error() string { return t.message }

// notABook makes the trouble of a file that is no workbook.
func notABook(format string, args ...any) *trouble {
	return &trouble{diag.BadWorkbook, fmt.Sprintf(format, args...), "save it as an Excel workbook (.xlsx), without a password; if it is damaged, take an older copy"}
}

// unpack reads the parts of a workbook. Sizes are those that come out, not those that the
// file states.
func unpack(data []byte) (map[string][]byte, error) {
	switch {
	case len(data) > maxFile:
		return nil, &trouble{diag.TooLarge, fmt.Sprintf("the workbook has %.1f MB; at most %d MB are read", float64(len(data))/(1<<20), maxFile>>20), "take out what is not needed"}
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return nil, notABook("the file is protected by a password, or is a workbook of the old kind (.xls)")
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, notABook("the file is no workbook, or not all of one: %v", err)
	}
	if len(r.File) > maxParts {
		return nil, &trouble{diag.TooLarge, fmt.Sprintf("the workbook has %d parts; at most %d are read", len(r.File), maxParts), "take out what is not needed"}
	}
	parts, left := map[string][]byte{}, int64(maxUnpacked)
	for _, f := range r.File {
		name := strings.ToLower(path.Clean(strings.ReplaceAll(f.Name, `\`, "/")))
		if strings.HasSuffix(name, "vbaproject.bin") || strings.Contains(name, "macrosheets/") {
			return nil, &trouble{diag.Macros, "the workbook holds macros", "save it as a workbook without macros (.xlsx)"}
		}
		text, err := unpackPart(f, left)
		if err != nil {
			return nil, err
		}
		left -= int64(len(text))
		parts[name] = text
	}
	if bytes.Contains(parts["[content_types].xml"], []byte("macroEnabled")) {
		return nil, &trouble{diag.Macros, "the workbook is of the kind that holds macros", "save it as a workbook without macros (.xlsx)"}
	}
	return parts, nil
}

// unpackPart reads a part of at most so many bytes.
func unpackPart(f *zip.File, left int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, notABook("%s cannot be read: %v", f.Name, err)
	}
	defer func() { _ = r.Close() }() // only read
	text, err := io.ReadAll(io.LimitReader(r, left+1))
	switch {
	case int64(len(text)) > left:
		return nil, &trouble{diag.TooLarge, fmt.Sprintf("the workbook unpacks to more than %d MB", maxUnpacked>>20), "take out what is not needed"}
	case err != nil:
		return nil, notABook("%s is damaged: %v", f.Name, err)
	}
	return text, nil
}

// decode reads a part as XML; one that is not there is left as it is.
func decode(parts map[string][]byte, name string, into any) error {
	text := parts[strings.ToLower(name)]
	if text == nil {
		return nil
	}
	if err := xml.Unmarshal(text, into); err != nil && !errors.Is(err, io.EOF) {
		return notABook("%s is damaged: %v", name, err)
	}
	return nil
}
