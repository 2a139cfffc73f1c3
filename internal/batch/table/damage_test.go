package table_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/internal/batch/table"
)

// reading reads a table of these bytes; it says how far it came.
func reading(t testing.TB, text []byte) (list []string, err error) {
	path := filepath.Join(t.TempDir(), "x.parquet")
	if err := os.WriteFile(path, text, 0o666); err != nil {
		t.Fatal(err)
	}
	x, err := table.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = x.Close() }()
	every := make([]int, len(x.Columns))
	for i := range every {
		every[i] = i
	}
	for row, err := range x.Scan(every) {
		if err != nil {
			return nil, err
		}
		list = append(list, fmt.Sprint(row))
	}
	return list, nil
}

// sample is a small table.
func sample(t testing.TB) []byte {
	h := head()
	var b bytes.Buffer
	if err := table.WriteParquet(&b, h, rows(h, 3)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestDamage: a table that is cut off is refused, and one with a byte of its values
// changed is never read as another.
func TestDamage(t *testing.T) {
	text := sample(t)
	whole, err := reading(t, text)
	if err != nil || len(whole) != 54 {
		t.Fatal(len(whole), err)
	}
	for n := 0; n < len(text); n += 397 {
		if _, err := reading(t, text[:n]); err == nil {
			t.Errorf("%d of %d bytes are a table", n, len(text))
		}
	}
	wrong := 0
	for at := 4; at < len(text); at += 61 {
		bad := bytes.Clone(text)
		bad[at] ^= 0x24
		if list, err := reading(t, bad); err == nil && fmt.Sprint(list) != fmt.Sprint(whole) {
			wrong++
			t.Logf("byte %d of %d: read as another table", at, len(text))
		}
	}
	if wrong > 0 {
		t.Errorf("%d changes were not seen", wrong)
	}
}

// FuzzOpen: whatever bytes come, reading ends in rows or in an error.
func FuzzOpen(f *testing.F) {
	text := sample(f)
	f.Add(text)
	f.Add(text[:len(text)/2])
	f.Add([]byte("PAR1PAR1"))
	f.Fuzz(func(t *testing.T, text []byte) { _, _ = reading(t, text) })
}

// FuzzCondition: any text is a condition or a Problem, and a condition and its opposite
// part the rows that have the value.
func FuzzCondition(f *testing.F) {
	h := head()
	x, _ := written(f, h, rows(h, 1))
	for _, s := range []string{"npv>0", "status!=solved", "hashprice=-20%", "irr=none", "budget.total<=500", "warm=true", "npv>50M", "=", "a=b=c", "npv>=1e300M"} {
		f.Add(s)
	}
	opposite := map[string]string{"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := x.Condition(s)
		if err != nil {
			var p *table.Problem
			if !errors.As(err, &p) {
				t.Fatalf("%q: %v", s, err)
			}
			return
		}
		at := strings.IndexAny(s, "=!<>")
		op := s[at : at+1]
		if at+1 < len(s) && s[at+1] == '=' && op != "=" {
			op += "="
		}
		not, err := x.Condition(s[:at] + opposite[op] + s[at+len(op):])
		if err != nil {
			t.Fatalf("%q can be asked, its opposite not: %v", s, err)
		}
		for row, err := range x.Scan([]int{c.Column}) {
			if err != nil {
				t.Fatal(err)
			}
			if has := row[c.Column].Kind != table.None; has && c.Meets(row) == not.Meets(row) || !has && c.Meets(row) && not.Meets(row) {
				t.Fatalf("%q and its opposite say the same of %v", s, row[c.Column])
			}
		}
	})
}
