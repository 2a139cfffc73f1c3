package cli

import (
	"runtime"
	"testing"
)

// What Linux says of a process is read; what it does not say is 0.
func TestMemoryIn(t *testing.T) {
	for _, c := range []struct {
		status    string
		now, most uint64
	}{
		{"Name:\tgridalloc\nVmHWM:\t    2048 kB\nVmRSS:\t    1024 kB\nThreads:\t4\n", 1 << 20, 2 << 20},
		{"VmRSS: 4 kB", 4096, 4096},
		{"VmRSS: much kB\nVmHWM: 1 GB\n", 0, 0},
		{"", 0, 0},
	} {
		if now, most := memoryIn([]byte(c.status)); now != c.now || most != c.most {
			t.Errorf("%q: %d and %d bytes, want %d and %d", c.status, now, most, c.now, c.most)
		}
	}
}

// Memory that is allocated and used is seen; the peak does not go down.
func TestMemory(t *testing.T) {
	before, peak, known := memory()
	if known != (runtime.GOOS == "linux") || before == 0 || peak < before {
		t.Fatalf("%d bytes now, %d at most, known: %v", before, peak, known)
	}
	block := make([]byte, 256<<20)
	for i := range block {
		block[i] = 1
	}
	now, most, _ := memory()
	if now < before+200<<20 || most < now {
		t.Errorf("with 256 MiB more: %d bytes now, %d at most; before %d and %d", now, most, before, peak)
	}
	runtime.KeepAlive(block)
}
