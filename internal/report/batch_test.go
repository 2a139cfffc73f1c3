package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"
)

// given gives rows, and an error after them.
func given(failed error, rows ...[]any) func(func([]any, error) bool) {
	return func(yield func([]any, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
		if failed != nil {
			yield(nil, failed)
		}
	}
}

func runTable() *RunTable {
	return &RunTable{
		Title:   "winter",
		Columns: []RunColumn{{Name: "level", Text: true}, {Name: "npv", Unit: "money"}, {Name: "gap", Unit: "share"}, {Name: "=x", Unit: ""}},
		Notes:   func() []string { return []string{"a note"} },
	}
}

// TestRunTable: a page is for people, csv and json are exact; none of them is broken by
// what a cell holds.
func TestRunTable(t *testing.T) {
	rows := [][]any{{"a|b\nc", 1234567890.125, 0.005, 3.0}, {"=1+1", nil, nil, true}}
	for format, want := range map[string]string{
		"text": "# winter\n\n" +
			"| level  |      npv |    gap |   =x |\n| ------ | -------: | -----: | ---: |\n" +
			"| a\\|b c | 1,234.57 | 0.50 % |    3 |\n| =1+1   |        - |      - | true |\n\n- a note\n",
		"csv": "level,npv,gap,'=x\n\"a|b\nc\",1234567890.125,0.005,3\n'=1+1,,,true\n",
		"json": "[\n" + `  {"level": "a|b\nc", "npv": 1234567890.125, "gap": 0.005, "=x": 3},` + "\n" +
			`  {"level": "=1+1", "npv": null, "gap": null, "=x": true}` + "\n]\n",
	} {
		var b bytes.Buffer
		if err := runTable().Write(&b, format, given(nil, rows...)); err != nil {
			t.Fatal(err)
		}
		if b.String() != want {
			t.Errorf("%s:\n%s", format, b.String())
		}
		if format == "json" && !json.Valid(b.Bytes()) {
			t.Error("it is no JSON")
		}
		failed := errors.New("the disk went away")
		if err := runTable().Write(&b, format, given(failed, rows...)); !errors.Is(err, failed) {
			t.Errorf("%s: %v", format, err)
		}
	}
	var b bytes.Buffer
	if err := runTable().Write(&b, "json", given(nil)); err != nil || b.String() != "[]\n" {
		t.Errorf("no rows: %q, %v", b.String(), err)
	}
}
