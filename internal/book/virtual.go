package book

import (
	"archive/zip"
	"bytes"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// virtual is a file of the folder that stands for a workbook: its text and where in the
// workbook each part of the text stands.
type virtual struct {
	sheet     string
	text      bytes.Buffer
	line, col int // of the next character, from 0
	spans     []span
}

// span is a part of the text: it begins at a line and column, from 1.
type span struct {
	line, col int
	at        place
}

// write adds text that stands at a place.
func (v *virtual) write(text string, at place) {
	v.spans = append(v.spans, span{v.line + 1, v.col + 1, at})
	v.plain(text)
}

// plain adds text that stands nowhere in the workbook.
func (v *virtual) plain(text string) {
	v.text.WriteString(text)
	if i := strings.LastIndexByte(text, '\n'); i >= 0 {
		v.line += strings.Count(text, "\n")
		v.col, text = 0, text[i+1:]
	}
	v.col += utf8.RuneCountInString(text)
}

// find is the place of a line and column.
func (v *virtual) find(line, col int) place {
	i := sort.Search(len(v.spans), func(i int) bool {
		s := v.spans[i]
		return s.line > line || s.line == line && s.col > max(col, 1)
	})
	if i == 0 {
		return place{sheet: v.sheet}
	}
	return v.spans[i-1].at
}

// field writes a cell of a CSV row.
func (v *virtual) field(text string, at place, first bool) {
	if !first {
		v.plain(",")
	}
	if strings.ContainsAny(text, "\",\n ") {
		text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
	}
	v.write(text, at)
}

// pair writes a key of a YAML mapping, and begins a line of its own for it.
func (v *virtual) pair(indent int, key string, at place) {
	v.plain(strings.Repeat("  ", indent))
	v.write(quoted(key), at)
	v.plain(":")
}

// quoted is a text as YAML has it in quotation marks.
func quoted(text string) string { return strconv.QuoteToASCII(text) }

// folder makes the files a folder to read from.
func (b *Book) folder() error {
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for _, name := range sortedKeys(b.files) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			return err
		}
		if _, err := w.Write(b.files[name].text.Bytes()); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	r, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
	b.FS = r
	return err
}

// sortedKeys lists the keys of a map in order.
func sortedKeys[T any](m map[string]T) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
