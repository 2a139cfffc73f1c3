package report

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"sort"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"github.com/gridalloc/gridalloc/internal/lang"
)

// schemaID is the address under which the schema names itself.
const schemaID = "https://gridalloc.github.io/schema/plan.schema.json"

//go:embed plan.schema.json
var schemaText []byte

// Schema is the JSON schema (draft 2020-12) of plan files.
func Schema() []byte { return bytes.Clone(schemaText) }

// Problem is a place of a plan file that does not fit the schema.
type Problem struct {
	Line    int    // 1 is the first; 0 when unknown
	Pointer string // JSON pointer, such as /halls/3/count
	Message string
}

// String writes the problem as "line 12: /halls/3/count: message".
func (p Problem) String() string {
	at := p.Pointer
	if at == "" {
		at = "/"
	}
	return fmt.Sprintf("line %d: %s: %s", p.Line, at, p.Message)
}

var compiled = sync.OnceValue(func() *jsonschema.Schema {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schemaText))
	if err != nil {
		panic(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(schemaID, doc); err != nil {
		panic(err)
	}
	return c.MustCompile(schemaID)
})

// Validate holds the text of a plan file against the schema. The error is for
// text that is not one JSON value.
func Validate(text []byte) ([]Problem, error) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, notJSON(text, err)
	}
	var invalid *jsonschema.ValidationError
	if err := compiled().Validate(doc); !errors.As(err, &invalid) {
		return nil, err
	}
	lines := pointerLines(text)
	var problems []Problem
	collect(invalid, func(at []string, msg string) {
		p := pointer(at)
		problems = append(problems, Problem{Line: lines[p], Pointer: p, Message: msg})
	})
	sort.SliceStable(problems, func(i, j int) bool {
		a, b := problems[i], problems[j]
		if a.Line != b.Line {
			return a.Line < b.Line
		}
		return a.Pointer < b.Pointer
	})
	return problems, nil
}

// collect reports the leaves of the tree of errors: the innermost causes.
func collect(e *jsonschema.ValidationError, report func(at []string, msg string)) {
	for _, cause := range e.Causes {
		collect(cause, report)
	}
	if len(e.Causes) > 0 {
		return
	}
	if k, ok := e.ErrorKind.(*kind.AdditionalProperties); ok {
		for _, name := range k.Properties {
			at := append(append([]string(nil), e.InstanceLocation...), name)
			report(at, "unknown field "+name)
		}
		return
	}
	report(e.InstanceLocation, e.ErrorKind.LocalizedString(lang.Printer()))
}

// notJSON words a syntax error with its line.
func notJSON(text []byte, err error) error {
	var document json.RawMessage
	var syntax *json.SyntaxError
	if e := json.Unmarshal(text, &document); errors.As(e, &syntax) {
		line := 1 + bytes.Count(text[:min(int(syntax.Offset), len(text))], []byte("\n"))
		return fmt.Errorf("line %d: not JSON: %w", line, syntax)
	}
	return fmt.Errorf("not JSON: %w", err)
}

var pointerEscape = strings.NewReplacer("~", "~0", "/", "~1")

// pointer writes a JSON pointer.
func pointer(tokens []string) string {
	var b strings.Builder
	for _, t := range tokens {
		b.WriteString("/" + pointerEscape.Replace(t))
	}
	return b.String()
}

// pointerLines gives the line on which the value of every JSON pointer ends
// its key or, in a list, begins.
func pointerLines(text []byte) map[string]int {
	lines := map[string]int{"": 1}
	d := json.NewDecoder(bytes.NewReader(text))
	line, seen := 1, 0
	here := func() int {
		at := int(d.InputOffset())
		line += bytes.Count(text[seen:at], []byte("\n"))
		seen = at
		return line
	}
	walkJSON(d, "", lines, here)
	return lines
}

// walkJSON reads one value at the pointer at and notes the lines of the
// values within. It stops at the first error, which Validate has excluded.
func walkJSON(d *json.Decoder, at string, lines map[string]int, here func() int) {
	t, err := d.Token()
	if err != nil {
		return
	}
	if at != "" {
		if _, known := lines[at]; !known {
			lines[at] = here()
		}
	}
	switch t {
	case json.Delim('{'):
		for d.More() {
			key, err := d.Token()
			if err != nil {
				return
			}
			child := at + "/" + pointerEscape.Replace(fmt.Sprint(key))
			lines[child] = here()
			walkJSON(d, child, lines, here)
		}
		_, _ = d.Token()
	case json.Delim('['):
		for i := 0; d.More(); i++ {
			walkJSON(d, fmt.Sprintf("%s/%d", at, i), lines, here)
		}
		_, _ = d.Token()
	}
}
