package proof_test

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/solver/proof"
)

const mostBytes = 1 << 20

func TestFile(t *testing.T) {
	for _, bound := range []float64{12, 0.1, inf, -inf} {
		for _, compress := range []bool{false, true} {
			c := certified(knapsack(t, true))
			c.Bound = proof.Number(bound)
			var file bytes.Buffer
			if err := proof.Write(&file, c, compress); err != nil {
				t.Fatal(err)
			}
			again, err := proof.Read(&file, mostBytes)
			if err != nil || !reflect.DeepEqual(again, c) {
				t.Errorf("%+v, %v", again, err)
			}
		}
	}
}

func TestReadRejects(t *testing.T) {
	var zipped bytes.Buffer
	c := certified(knapsack(t, true))
	c.Program = strings.Repeat("x", mostBytes)
	if err := proof.Write(&zipped, c, true); err != nil {
		t.Fatal(err)
	}
	for text, says := range map[string]string{
		"":                                "EOF",
		"{\n \"format\": 1,\n]":           "line 3, column 1",
		"{\"format\": 1}\n{}":             "line 1, column 14: something follows",
		"{\n\"format\": \"one\"}":         "line 2",
		"{\"multiplier\": []}":            "unknown field",
		"{\"bound\": \"infinite\"}":       "neither a number",
		"{\"bound\": null}":               "neither a number",
		"{\"tree\": [{\"split\": 1e10}]}": "cannot unmarshal",
		"{\"cutoff\": 1e999}":             "cannot unmarshal",
		"\x1f\x8b":                        "EOF",
		strings.Repeat(" ", mostBytes+1):  "larger than 1 MB",
		zipped.String():                   "larger than 1 MB",
		zipped.String()[:40]:              "EOF",
	} {
		if _, err := proof.Read(strings.NewReader(text), mostBytes); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%.40q: %v", text, err)
		}
	}
}

// FuzzCheck: whatever a file says, what is proven by it is true: the optimum of
// the program is 12.
func FuzzCheck(f *testing.F) {
	m := knapsack(&testing.T{}, true)
	text, err := json.Marshal(certified(m))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := proof.Read(bytes.NewReader(text), mostBytes)
		if err != nil {
			return
		}
		c.Program = proof.Fingerprint(m)
		p, err := proof.Check(context.Background(), m, c)
		if err == nil && (p.Bound < 12 || float64(c.Bound) < p.Bound || math.IsNaN(p.Bound)) {
			t.Errorf("%s proves %v", text, p.Bound)
		}
	})
}
