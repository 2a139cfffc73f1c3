package cli

import (
	"bufio"
	"bytes"
	"os"
	"runtime"
	"strconv"
	"strings"
)

// memory is how much memory the process holds and the most that it held so far,
// in bytes. Linux tells it of the whole process, with what the solver engine
// holds; elsewhere it is what the Go runtime has from the system, which is not
// given back, and known is false.
func memory() (now, most uint64, known bool) {
	text, err := os.ReadFile("/proc/self/status")
	if err == nil {
		now, most = memoryIn(text)
	}
	if now > 0 && most > 0 {
		return now, most, true
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.Sys, m.Sys, false
}

// memoryIn finds the memory in what Linux says of a process, 0 where it does not
// say.
func memoryIn(status []byte) (now, most uint64) {
	lines := bufio.NewScanner(bytes.NewReader(status))
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ":")
		fields := strings.Fields(value)
		if len(fields) != 2 || fields[1] != "kB" {
			continue
		}
		kilobytes, err := strconv.ParseUint(fields[0], 10, 64)
		switch {
		case err != nil:
		case name == "VmRSS":
			now = 1024 * kilobytes
		case name == "VmHWM":
			most = 1024 * kilobytes
		}
	}
	return now, max(now, most)
}

// heldMemory is how much memory the process holds, in bytes.
func heldMemory() uint64 {
	now, _, _ := memory()
	return now
}

// peakMemory is the most memory that the process held so far, in MB.
func peakMemory() string {
	_, most, _ := memory()
	return strconv.FormatUint((most+500_000)/1_000_000, 10)
}
