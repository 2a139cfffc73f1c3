package cli

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
)

// dumpTables writes the field tables as Markdown.
func dumpTables(w io.Writer, _ *model.Scenario) error {
	var b strings.Builder
	for i, t := range file.Tables() {
		if i > 0 {
			b.WriteString("\n")
		}
		name := t.Name
		if t.Folder != "" && t.Folder != name {
			name = t.Folder + "/" + name
		}
		fmt.Fprintf(&b, "## %s\n\n%s", name, t.Help)
		if len(t.Key) > 0 {
			fmt.Fprintf(&b, "; one record per %s", strings.Join(t.Key, ", "))
		}
		b.WriteString("\n\n| field | holds | unit | needed | bounds | default | help |\n|---|---|---|---|---|---|---|\n")
		for _, f := range t.Fields {
			needed := "no"
			if f.Required {
				needed = "yes"
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s |\n",
				f.Name, fieldType(f), f.Unit, needed, bounds(f), f.Default, f.Help)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// fieldType says what a field holds.
func fieldType(f file.Field) string {
	if len(f.Choices) > 0 {
		return string(f.Type) + ": " + strings.Join(f.Choices, ", ")
	}
	return string(f.Type)
}

// bounds says between which figures a number must lie.
func bounds(f file.Field) string {
	from, to := strconv.FormatFloat(f.Min, 'g', -1, 64), strconv.FormatFloat(f.Max, 'g', -1, 64)
	above, below := "from ", "to "
	if f.Above {
		above = "above "
	}
	if f.Below {
		below = "below "
	}
	switch low, high := math.IsInf(f.Min, 0), math.IsInf(f.Max, 0); {
	case low && high:
		return ""
	case high:
		return above + from
	case low:
		return below + to
	default:
		return above + from + " " + below + to
	}
}
