package report

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Reply is the answer to a planner's question in all its forms.
type Reply struct {
	// Name is that of its files, without extension.
	Name string
	// Title, Sections and Notes make the page.
	Title    string
	Sections []Section
	Notes    []string
	// Data is written as JSON, Tables as CSV.
	Data   any
	Tables []Table
}

// Section is a table of the page with its heading, "" for none.
type Section struct {
	Heading string
	Header  []string
	Left    int // so many leading columns are text
	Rows    [][]string
	// Text stands below the table, or alone.
	Text string
}

// Write writes the reply as format says: text, a page of Markdown; csv or json.
func (r *Reply) Write(w io.Writer, format string) error {
	switch format {
	case "csv":
		return streamed(w, r.Tables)
	case "json":
		return indentedJSON(w, r.Data)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n", r.Title)
	for i := range r.Sections {
		if err := r.Sections[i].write(&b); err != nil {
			return err
		}
	}
	for i, note := range r.Notes {
		if i == 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "- %s\n", note)
	}
	_, err := w.Write(b.Bytes())
	return err
}

func (s *Section) write(b *bytes.Buffer) error {
	if s.Heading != "" {
		fmt.Fprintf(b, "\n## %s\n", s.Heading)
	}
	if len(s.Rows) > 0 {
		b.WriteString("\n")
		t := markdown{header: s.Header, rows: s.Rows, left: s.Left}
		if err := t.write(b); err != nil {
			return err
		}
	}
	if s.Text != "" {
		fmt.Fprintf(b, "\n%s\n", s.Text)
	}
	return nil
}

// Dir writes NAME.md, NAME.json and a CSV file for each table to a folder, each whole or
// not at all, and returns their paths.
func (r *Reply) Dir(dir string) ([]string, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	var paths []string
	put := func(name string, write func(io.Writer) error) error {
		path := filepath.Join(dir, name)
		if err := File(path, write); err != nil {
			return err
		}
		paths = append(paths, path)
		return nil
	}
	for _, x := range []struct{ ext, format string }{{".md", "text"}, {".json", "json"}} {
		if err := put(r.Name+x.ext, func(w io.Writer) error { return r.Write(w, x.format) }); err != nil {
			return nil, err
		}
	}
	for _, t := range r.Tables {
		if err := put(r.Name+"_"+t.Name+".csv", func(w io.Writer) error { return CSV(w, t) }); err != nil {
			return nil, err
		}
	}
	return paths, nil
}
