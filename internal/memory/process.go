// Package memory tells how much memory processes hold and how much there is to be
// had. Only Linux says so of whole processes, with what the solver engine holds.
package memory

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
)

// Of is how much memory a process holds and the most that it held so far, in bytes;
// known is false where the system does not say, or there is no such process.
func Of(pid int) (now, most uint64, known bool) {
	return from(fmt.Sprintf("/proc/%d/status", pid))
}

// Own is Of this process. Where the system does not say, it is what the Go runtime
// has from the system, which is not given back, and known is false.
func Own() (now, most uint64, known bool) {
	if now, most, known = from("/proc/self/status"); known {
		return now, most, true
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.Sys, m.Sys, false
}

// Forget begins the most that this process held anew, where the system can.
func Forget() {
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // else the most stays what it was
}

func from(path string) (now, most uint64, known bool) {
	text, err := os.ReadFile(path)
	if err == nil {
		now, most = held(text)
	}
	return now, most, now > 0 && most > 0
}

// held finds the memory in what Linux says of a process, 0 where it does not say.
func held(status []byte) (now, most uint64) {
	now, most = kilobytes(status, "VmRSS"), kilobytes(status, "VmHWM")
	return now, max(now, most)
}

// kilobytes is what a line such as "VmRSS: 12 kB" says, in bytes, 0 where there is
// none.
func kilobytes(text []byte, name string) uint64 {
	lines := bufio.NewScanner(bytes.NewReader(text))
	for lines.Scan() {
		key, value, _ := strings.Cut(lines.Text(), ":")
		fields := strings.Fields(value)
		if key != name || len(fields) != 2 || fields[1] != "kB" {
			continue
		}
		if x, err := strconv.ParseUint(fields[0], 10, 64); err == nil {
			return 1024 * x
		}
	}
	return 0
}
