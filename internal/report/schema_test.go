package report

import (
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/model"
)

var inf = math.Inf(1)

// node is the part of a JSON schema that the plan's schema uses.
type node struct {
	Description string          `json:"description"`
	Type        any             `json:"type"`
	Ref         string          `json:"$ref"`
	Properties  map[string]node `json:"properties"`
	Required    []string        `json:"required"`
	Items       *node           `json:"items"`
	Defs        map[string]node `json:"$defs"`
	Closed      any             `json:"additionalProperties"`
}

// TestSchemaFits holds the schema against model.Plan, both ways: every field
// is described with its type, and nothing else is.
func TestSchemaFits(t *testing.T) {
	var root node
	if err := json.Unmarshal(schemaText, &root); err != nil {
		t.Fatal(err)
	}
	c := &comparison{t: t, defs: root.Defs, used: map[string]bool{}}
	c.object("plan", root, reflect.TypeFor[model.Plan]())
	for name := range root.Defs {
		if !c.used[name] {
			t.Errorf("$defs/%s is not used", name)
		}
	}
}

type comparison struct {
	t    *testing.T
	defs map[string]node
	used map[string]bool
}

func (c *comparison) object(at string, n node, typ reflect.Type) {
	if n.Closed != false {
		c.t.Errorf("%s: additionalProperties is not false", at)
	}
	known := map[string]bool{}
	for i := range typ.NumField() {
		name, options, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
		known[name] = true
		child, ok := n.Properties[name]
		if !ok {
			c.t.Errorf("%s.%s is not in the schema", at, name)
			continue
		}
		if child.Description == "" {
			c.t.Errorf("%s.%s has no description", at, name)
		}
		if required := slices.Contains(n.Required, name); required == (options == "omitempty") {
			c.t.Errorf("%s.%s: required is %v, options %q", at, name, required, options)
		}
		c.value(at+"."+name, child, typ.Field(i).Type)
	}
	for name := range n.Properties {
		if !known[name] {
			c.t.Errorf("%s.%s is in the schema only", at, name)
		}
	}
}

func (c *comparison) value(at string, n node, typ reflect.Type) {
	if name, ok := strings.CutPrefix(n.Ref, "#/$defs/"); ok {
		c.used[name] = true
		n = c.defs[name]
	}
	if typ.Kind() == reflect.Pointer && typ.Elem().Kind() == reflect.Struct {
		typ = typ.Elem() // left out or there
	}
	want := map[reflect.Kind]any{
		reflect.String: "string", reflect.Bool: "boolean", reflect.Int: "integer", reflect.Float64: "number",
		reflect.Slice: "array", reflect.Struct: "object", reflect.Map: "object", reflect.Pointer: []any{"number", "null"},
	}[typ.Kind()]
	if at == "plan.outcome.bound" || at == "plan.outcome.gap" {
		want = []any{"number", "null"} // infinite where not known
	}
	if !reflect.DeepEqual(n.Type, want) {
		c.t.Errorf("%s: schema type %v, field type %s", at, n.Type, typ)
	}
	switch typ.Kind() {
	case reflect.Struct:
		c.object(at, n, typ)
	case reflect.Slice:
		c.value(at+"[]", *n.Items, typ.Elem())
	}
}
