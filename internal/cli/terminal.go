package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"syscall"

	"golang.org/x/term"
)

// terminal is where the program prints: results to out, everything else to
// err. Nothing else in this package writes to them directly.
type terminal struct {
	mu       sync.Mutex
	out, err io.Writer
	outWidth int  // 0 when out is no terminal
	errIsTTY bool // progress may rewrite its line
	line     int  // characters of the progress line on the screen
}

// pageWidth is the width of text that goes to no terminal.
const pageWidth = 100

func newTerminal(out, errs io.Writer) *terminal {
	t := &terminal{out: &pipe{w: out}, err: &pipe{w: errs}, errIsTTY: isTerminal(errs)}
	if isTerminal(out) {
		t.outWidth = pageWidth
		if w, _, err := term.GetSize(int(out.(*os.File).Fd())); err == nil && w > 0 {
			t.outWidth = w
		}
	}
	return t
}

// isTerminal tells whether w is a terminal.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// width is how wide the text on out may be.
func (t *terminal) width() int {
	if t.outWidth > 0 {
		return t.outWidth
	}
	return pageWidth
}

// note prints a line for the user's eyes, not part of the result.
func (t *terminal) note(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.clear()
	fmt.Fprintf(t.err, format+"\n", args...)
}

// progress prints a line that the next one replaces; elsewhere than on a
// terminal it is a line like any other.
func (t *terminal) progress(s string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.errIsTTY {
		fmt.Fprintln(t.err, s)
		return
	}
	fmt.Fprintf(t.err, "\r%s%s", s, strings.Repeat(" ", max(0, t.line-len(s))))
	t.line = len(s)
}

// endProgress removes the progress line.
func (t *terminal) endProgress() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.clear()
}

func (t *terminal) clear() {
	if t.line > 0 {
		fmt.Fprintf(t.err, "\r%s\r", strings.Repeat(" ", t.line))
		t.line = 0
	}
}

// failure prints why the program ends, and what to do about it.
func (t *terminal) failure(f *failure) {
	if f.message != "" {
		t.note("gridalloc: %s", f.message)
	}
	for _, h := range f.hints {
		t.note("hint: %s", h)
	}
}

// pipe is a writer whose reader may go away, as head does: the rest is then
// dropped without complaint.
type pipe struct {
	w    io.Writer
	gone bool
}

// Write implements io.Writer.
func (p *pipe) Write(b []byte) (int, error) {
	if p.gone {
		return len(b), nil
	}
	n, err := p.w.Write(b)
	if errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe) {
		p.gone = true
		return len(b), nil
	}
	return n, err
}
