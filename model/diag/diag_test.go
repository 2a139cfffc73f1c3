package diag_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/model/diag"
)

func TestWrite(t *testing.T) {
	long := strings.Repeat("x", 200)
	for _, c := range []struct {
		d    diag.Diagnostic
		want string
	}{
		{
			diag.Diagnostic{Code: diag.Negative, File: "a.csv", Line: 3, Column: 4, Text: "é,\t-5", Message: "mw may not be negative: -5", Hint: "it holds: power"},
			"a.csv:3:4: mw may not be negative: -5 [negative]\n    é,\t-5\n      \t^\n    hint: it holds: power\n",
		},
		{
			diag.Diagnostic{Code: diag.MissingFile, File: "a.csv", Message: "there is no file a.csv"},
			"a.csv: there is no file a.csv [missing-file]\n",
		},
		{
			diag.Diagnostic{Code: diag.NoRows, File: "a.csv", Line: 1, Text: "id\x1b[31m", Message: "no rows"},
			"a.csv:1: no rows [no-rows]\n    id?[31m\n",
		},
		{
			diag.Diagnostic{Code: diag.TooMany, Message: "5 more"},
			"5 more [too-many-findings]\n",
		},
		{
			diag.Diagnostic{Code: diag.Negative, File: "a", Line: 1, Column: 150, Text: long, Message: "m"},
			"a:1:150: m [negative]\n    ..." + long[69:189] + "...\n    " + strings.Repeat(" ", 3+80) + "^\n",
		},
	} {
		var b strings.Builder
		if err := c.d.Write(&b); err != nil {
			t.Fatal(err)
		}
		if b.String() != c.want {
			t.Errorf("got\n%s\nwant\n%s", b.String(), c.want)
		}
	}
}

func TestSort(t *testing.T) {
	l := diag.List{
		{Message: "last"},
		{File: "b", Line: 1},
		{File: "a", Line: 2, Column: 2, Code: "y"},
		{File: "a", Line: 2, Column: 2, Code: "x", Message: "first of equals"},
		{File: "a", Line: 2, Column: 2, Code: "x", Message: "second of equals"},
		{File: "a", Line: 2, Column: 1},
		{File: "a"},
	}
	l.Sort()
	want := "a:  []\na:2:1:  []\na:2:2: first of equals [x]\na:2:2: second of equals [x]\na:2:2:  [y]\nb:1:  []\nlast []"
	if l.Error() != want {
		t.Errorf("got\n%s\nwant\n%s", l.Error(), want)
	}
	if l.Err() == nil || (diag.List{}).Err() != nil {
		t.Error("Err is not nil exactly for empty lists")
	}
}

func TestCodeNames(t *testing.T) {
	name := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	for _, c := range diag.Codes {
		if !name.MatchString(string(c.Code)) || c.When == "" {
			t.Errorf("%q: %q", c.Code, c.When)
		}
	}
}
