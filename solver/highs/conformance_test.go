package highs_test

import (
	"testing"

	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
	"github.com/gridalloc/gridalloc/solver/mip/miptest"
)

func newEngine() mip.Engine { return highs.Engine{} }

func TestConformance(t *testing.T) {
	caps := miptest.Caps{Duals: true, Start: true}
	t.Run("Defaults", func(t *testing.T) { miptest.Run(t, newEngine, caps) })
	caps.Random = 60
	caps.Options.Threads = 2
	t.Run("TwoThreads", func(t *testing.T) { miptest.Run(t, newEngine, caps) })
	caps.Options.Threads = 1
	caps.Options.Raw = map[string]string{"presolve": "off"}
	t.Run("NoPresolve", func(t *testing.T) { miptest.Run(t, newEngine, caps) })
}

func TestConformanceRelax(t *testing.T) { miptest.RunRelax(t, highs.Engine{}, 600) }
