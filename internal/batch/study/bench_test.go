package study_test

import (
	"context"
	"testing"

	"github.com/gridalloc/gridalloc/data"
	"github.com/gridalloc/gridalloc/internal/batch/study"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
)

// BenchmarkRead reads the sweep of Russia, with its base, and counts its runs.
func BenchmarkRead(b *testing.B) {
	for b.Loop() {
		if _, findings, err := study.Read(file.Options{Path: "russia-sweep", Packs: data.FS}); err != nil || len(findings) > 0 {
			b.Fatal(findings, err)
		}
	}
}

// BenchmarkCheck loads the scenarios of all runs of the sweep of Russia and hashes them;
// what it reports is by study.
func BenchmarkCheck(b *testing.B) {
	s, findings, err := study.Read(file.Options{Path: "russia-sweep", Packs: data.FS})
	if err != nil || len(findings) > 0 {
		b.Fatal(findings, err)
	}
	b.ReportAllocs()
	for b.Loop() {
		findings, err := s.Check(context.Background(), func(_ study.Run, scenario *model.Scenario) error {
			file.Hash(scenario)
			return nil
		})
		if err != nil || len(findings) > 0 {
			b.Fatal(findings, err)
		}
	}
}
