package report

import (
	"io"
	"strings"
)

// markdown is a table of a page of Markdown: columns from left on are aligned
// to the right.
type markdown struct {
	header []string
	rows   [][]string
	left   int
}

// write writes the table, its columns padded so that it can be read as it is.
func (t *markdown) write(w io.Writer) error {
	widths := make([]int, len(t.header))
	all := append([][]string{t.header}, t.rows...)
	for _, row := range all {
		for i := range row {
			row[i] = strings.ReplaceAll(row[i], "|", "\\|")
			widths[i] = max(widths[i], len([]rune(row[i])), 3)
		}
	}
	var b strings.Builder
	for n, row := range all {
		b.WriteString("|")
		for i, cell := range row {
			pad := strings.Repeat(" ", widths[i]-len([]rune(cell)))
			if i < t.left {
				b.WriteString(" " + cell + pad + " |")
			} else {
				b.WriteString(" " + pad + cell + " |")
			}
		}
		b.WriteString("\n")
		if n == 0 {
			b.WriteString("|")
			for i, width := range widths {
				if i < t.left {
					b.WriteString(" " + strings.Repeat("-", width) + " |")
				} else {
					b.WriteString(" " + strings.Repeat("-", width-1) + ": |")
				}
			}
			b.WriteString("\n")
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
