// Command synthetic makes national scenarios to measure solvers with: ordinary
// input files, all figures invented, of the size and shape of a country.
//
//	go run ./internal/synthetic -regions 170 -contracts 80 -seed 3 out/synthetic
//
// writes a scenario file and its packs of tables into a folder, which gridalloc
// check, solve and dump then read. Equal arguments make equal bytes.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "synthetic:", err)
		}
		os.Exit(2)
	}
}

// run writes the instance that the arguments ask for and prints the path of
// its scenario.
func run(args []string, out, usage io.Writer) error {
	dir, shape, err := parse(args, usage)
	if err != nil {
		return err
	}
	files, err := Generate(shape)
	if err != nil {
		return err
	}
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintln(out, filepath.Join(dir, ScenarioFile))
	return err
}

// parse reads the command line: the folder to write to, and the shape.
func parse(args []string, usage io.Writer) (dir string, shape Shape, err error) {
	flags := flag.NewFlagSet("synthetic", flag.ContinueOnError)
	flags.SetOutput(usage)
	flags.Usage = func() {
		fmt.Fprintln(usage, "usage: synthetic [flags] DIR")
		flags.PrintDefaults()
	}
	shape = National
	flags.IntVar(&shape.Regions, "regions", shape.Regions, "number of regions, each with three connection offers")
	flags.IntVar(&shape.Contracts, "contracts", shape.Contracts, "number of all-or-nothing contracts")
	flags.Uint64Var(&shape.Seed, "seed", shape.Seed, "seed that all figures are drawn from")
	flags.StringVar(&shape.Period, "period", shape.Period, "length of a period: year, half-year or quarter")
	flags.IntVar(&shape.Periods, "periods", shape.Periods, "number of periods")
	flags.Float64Var(&shape.Budget, "budget", shape.Budget, "budget of a year in million USD; 0: 1500 for 85 regions, and in proportion")
	if err := flags.Parse(args); err != nil {
		return "", shape, err
	}
	if flags.NArg() != 1 {
		return "", shape, errors.New("one folder to write to is needed, after the flags")
	}
	return flags.Arg(0), shape, nil
}
