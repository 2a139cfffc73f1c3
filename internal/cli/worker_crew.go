package cli

import (
	"fmt"
	"runtime"

	"github.com/gridalloc/gridalloc/internal/memory"
)

// usualRun is the memory that a run is planned with where none is given, in bytes: a
// little more than the largest of docs/bench, Russia by quarters, takes.
const usualRun = 1.5e9

// spared is the share of the free memory that runs are given: the worker itself and
// the rest of the machine need some.
const spared = 0.9

// crew is how many runs a worker solves at the same time, and how much memory each
// may take, in bytes, 0 where nothing is known of memory.
type crew struct {
	parallel int
	memory   uint64
}

// crewFor sizes a crew by the machine; parallel and each, where not 0, are what was
// asked for.
func crewFor(parallel int, each uint64) crew {
	free, known := memory.Available()
	if !known {
		free = 0
	}
	return sized(parallel, each, runtime.GOMAXPROCS(0), uint64(spared*float64(free)))
}

// sized is crewFor on a machine with so many cores and so much memory to give, 0
// where that is not known: as many runs as there are cores and as the memory holds.
func sized(parallel int, each uint64, cores int, free uint64) crew {
	c := crew{parallel, each}
	if parallel == 0 {
		need := each
		if need == 0 {
			need = usualRun
		}
		c.parallel = cores
		if free > 0 {
			c.parallel = max(1, min(cores, int(free/need)))
		}
	}
	if each == 0 {
		c.memory = free / uint64(c.parallel)
	}
	return c
}

// memoryWords says how much memory a run may take.
func (c crew) memoryWords() string {
	if c.memory == 0 {
		return "any amount of memory"
	}
	return fmt.Sprintf("%.1f GB of memory", float64(c.memory)/1e9)
}
