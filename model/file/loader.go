package file

import (
	"fmt"
	"io/fs"
	"unicode/utf8"

	"github.com/gridalloc/gridalloc/model/diag"
)

// maxFindings is how many findings of one run are kept.
const maxFindings = 200

// loader carries what all stages of one Load share: the files read so far and
// the findings.
type loader struct {
	embedded folder           // the embedded data
	books    map[string]fs.FS // scenarios that are no YAML files, as folders
	files    []*source
	findings diag.List
	omitted  int
	stopped  bool                       // a table was not read to its end for its many findings
	others   map[string]map[string]bool // what otherIDs has read
	failure  error                      // the first failure of the machine rather than of the input
	kept     *tables                    // read before, by other loads of the same study; nil without
}

// full reports whether no more findings are kept.
func (l *loader) full() bool { return len(l.findings) >= maxFindings }

// report adds a finding.
func (l *loader) report(code diag.Code, at position, hint, format string, args ...any) {
	if l.full() {
		l.omitted++
		return
	}
	l.findings = append(l.findings, at.finding(code, hint, format, args...))
}

// finding is a finding at a place.
func (p position) finding(code diag.Code, hint, format string, args ...any) diag.Diagnostic {
	d := diag.Diagnostic{Code: code, Message: fmt.Sprintf(format, args...), Hint: hint}
	if p.src != nil {
		d.File, d.Line, d.Column = p.src.path, int(p.line), int(p.col)
	}
	if d.Line > 0 {
		d.Text = p.src.line(d.Line)
	}
	if d.Column > 0 && p.src.byteColumns {
		d.Column = utf8.RuneCountInString(d.Text[:min(d.Column-1, len(d.Text))]) + 1
	}
	return d
}

// fail keeps the first failure that is not the input's fault.
func (l *loader) fail(err error) {
	if l.failure == nil {
		l.failure = err
	}
}

// result sorts the findings and says how many were left out.
func (l *loader) result() diag.List {
	l.findings.Sort()
	if l.omitted > 0 || l.stopped {
		message := fmt.Sprintf("%d more findings are not shown", l.omitted)
		if l.stopped {
			message = fmt.Sprintf("reading stopped after %d findings; there may be more", maxFindings)
		}
		l.findings = append(l.findings, diag.Diagnostic{Code: diag.TooMany, Message: message, Hint: "mend these first"})
	}
	return l.findings
}
