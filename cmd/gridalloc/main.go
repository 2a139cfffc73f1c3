// Command gridalloc plans which grid connections to sign and which mining and
// AI halls to build.
package main

import (
	"context"
	"os"
	"runtime/debug"

	"github.com/gridalloc/gridalloc/data"
	"github.com/gridalloc/gridalloc/internal/cli"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/market"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/highs"
)

// version is set by the linker in releases.
var version = ""

func main() { os.Exit(run()) }

// run wires the program: the engine and the embedded data.
func run() int {
	engine := &highs.Engine{}
	return cli.Run(cli.Program{
		Version:       versionOf(),
		EngineVersion: func() string { return engine.Name() + " " + engine.Version() },
		Packs:         data.FS,
		Worlds: func(ctx context.Context, s *model.Scenario, o solver.Options, progress func(done, of int)) ([]model.World, market.Reduced, error) {
			return solver.Worlds(ctx, s, engine, o, progress)
		},
		Solve: func(ctx context.Context, s *model.Scenario, o solver.Options) (*solver.Answer, error) {
			return solver.Solve(ctx, s, engine, o)
		},
		Out: os.Stdout,
		Err: os.Stderr,
	}, os.Args)
}

// versionOf is the version set at the build, the module's, or "devel".
func versionOf() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}
