// Package diag holds located diagnostics: what is wrong with an input, where
// it stands and what to do about it. Every diagnostic has a stable code from
// the append-only table Codes, so that tests, scripts and documents can rely
// on it while wording improves.
package diag

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Diagnostic is one finding in an input file.
type Diagnostic struct {
	Code   Code
	File   string // "" where no single file is at fault
	Line   int    // from 1; 0 for the file as a whole
	Column int    // in characters, from 1; 0 for the line as a whole
	Text   string // the offending line as it stands in the file
	// Message says what is wrong, Hint what to do; both are plain sentences
	// without a full stop. Hint may be empty.
	Message, Hint string
}

// Position is "file:line:column", without the parts that are not known.
func (d Diagnostic) Position() string {
	switch {
	case d.File == "" || d.Line == 0:
		return d.File
	case d.Column == 0:
		return fmt.Sprintf("%s:%d", d.File, d.Line)
	default:
		return fmt.Sprintf("%s:%d:%d", d.File, d.Line, d.Column)
	}
}

// String is the finding on one line: position, message and code.
func (d Diagnostic) String() string {
	if at := d.Position(); at != "" {
		return fmt.Sprintf("%s: %s [%s]", at, d.Message, d.Code)
	}
	return fmt.Sprintf("%s [%s]", d.Message, d.Code)
}

// widest is how much of a long line is shown, in characters.
const widest = 120

// Write prints the finding, the offending line with a caret under the column,
// and the hint.
func (d Diagnostic) Write(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintln(&b, d)
	if d.Text != "" {
		line, indent := d.excerpt()
		fmt.Fprintf(&b, "    %s\n", line)
		if d.Column > 0 {
			fmt.Fprintf(&b, "    %s^\n", indent)
		}
	}
	if d.Hint != "" {
		fmt.Fprintf(&b, "    hint: %s\n", d.Hint)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// excerpt returns the part of the line around the column, control characters
// replaced, and the blank indent of the caret below it.
func (d Diagnostic) excerpt() (line, indent string) {
	text := []rune(d.Text)
	for i, r := range text {
		if r != '\t' && (r < ' ' || r == 0x7f || r == 0x2028 || r == 0x2029) {
			text[i] = '?'
		}
	}
	at := min(max(d.Column-1, 0), len(text))
	from := 0
	if len(text) > widest && at > widest*2/3 {
		from = at - widest*2/3
	}
	to := min(len(text), from+widest)
	var pad strings.Builder
	if from > 0 {
		line, pad = "...", strings.Builder{}
		pad.WriteString("   ")
	}
	for _, r := range text[from:max(from, min(at, to))] {
		if r == '\t' {
			pad.WriteByte('\t')
		} else {
			pad.WriteByte(' ')
		}
	}
	line += string(text[from:to])
	if to < len(text) {
		line += "..."
	}
	return line, pad.String()
}

// List is the findings of one run.
type List []Diagnostic

// Sort orders the findings by file, line, column and code; findings about no
// file come last. Equal ones keep their order.
func (l List) Sort() {
	slices.SortStableFunc(l, func(a, b Diagnostic) int {
		if (a.File == "") != (b.File == "") {
			if a.File == "" {
				return 1
			}
			return -1
		}
		return cmp.Or(
			cmp.Compare(a.File, b.File),
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Code, b.Code),
		)
	})
}

// Error is one line for each finding.
func (l List) Error() string {
	lines := make([]string, len(l))
	for i, d := range l {
		lines[i] = d.String()
	}
	return strings.Join(lines, "\n")
}

// Err is the list as an error, nil when it is empty.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	return l
}

// Write prints every finding in full.
func (l List) Write(w io.Writer) error {
	for _, d := range l {
		if err := d.Write(w); err != nil {
			return err
		}
	}
	return nil
}
