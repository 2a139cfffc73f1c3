package mip

import (
	"bufio"
	"io"
)

// text is a text file in the making. The first error stays until close.
type text struct {
	out *bufio.Writer
	err error
}

func newText(w io.Writer) *text { return &text{out: bufio.NewWriter(w)} }

// print writes the parts one after the other.
func (t *text) print(parts ...string) {
	for _, part := range parts {
		if t.err == nil {
			_, t.err = t.out.WriteString(part)
		}
	}
}

// close writes what is left and returns the first error.
func (t *text) close() error {
	if t.err == nil {
		t.err = t.out.Flush()
	}
	return t.err
}
