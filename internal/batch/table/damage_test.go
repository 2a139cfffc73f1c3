package table_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
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
