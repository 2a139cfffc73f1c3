package cli

import (
	"strconv"

	"github.com/gridalloc/gridalloc/internal/memory"
)

// heldMemory is how much memory the process holds, in bytes.
func heldMemory() uint64 {
	now, _, _ := memory.Own()
	return now
}

// peakMemory is the most memory that the process held so far, in MB.
func peakMemory() string {
	_, most, _ := memory.Own()
	return strconv.FormatUint((most+500_000)/1_000_000, 10)
}
