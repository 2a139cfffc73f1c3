package file_test

import (
	"os"
	"testing"

	"github.com/gridalloc/gridalloc/model/file"
)

// BenchmarkLoad loads the national scenario and hashes it.
func BenchmarkLoad(b *testing.B) {
	packs := os.DirFS("../../data")
	b.ReportAllocs()
	for b.Loop() {
		s, findings, err := file.Load(file.Options{Path: "russia", Packs: packs})
		if err != nil || len(findings) > 0 {
			b.Fatal(findings, err)
		}
		file.Hash(s)
	}
}
