package memory

import (
	"os"
	"runtime"
	"runtime/debug"
	"testing"
	"testing/fstest"
)

// What Linux says of a process is read; what it does not say is 0.
func TestHeld(t *testing.T) {
	for _, c := range []struct {
		status    string
		now, most uint64
	}{
		{"Name:\tgridalloc\nVmHWM:\t    2048 kB\nVmRSS:\t    1024 kB\nThreads:\t4\n", 1 << 20, 2 << 20},
		{"VmRSS: 4 kB", 4096, 4096},
		{"VmRSS: much kB\nVmHWM: 1 GB\n", 0, 0},
		{"", 0, 0},
	} {
		if now, most := held([]byte(c.status)); now != c.now || most != c.most {
			t.Errorf("%q: %d and %d bytes, want %d and %d", c.status, now, most, c.now, c.most)
		}
	}
}

// Memory that is allocated and used is seen; the peak does not go down unless it is
// begun anew.
func TestOwn(t *testing.T) {
	before, peak, known := Own()
	if known != (runtime.GOOS == "linux") || before == 0 || peak < before {
		t.Fatalf("%d bytes now, %d at most, known: %v", before, peak, known)
	}
	block := make([]byte, 256<<20)
	for i := range block {
		block[i] = 1
	}
	now, most, _ := Own()
	if now < before+200<<20 || most < now {
		t.Errorf("with 256 MiB more: %d bytes now, %d at most; before %d and %d", now, most, before, peak)
	}
	if other, _, ok := Of(os.Getpid()); ok != known || ok && other < before+200<<20 {
		t.Errorf("by its number the process holds %d bytes, known: %v", other, ok)
	}
	runtime.KeepAlive(block)
	debug.FreeOSMemory()
	Forget()
	if _, after, known := Own(); known && after > most-100<<20 {
		t.Errorf("%d bytes at most after 256 MiB were given back and forgotten, %d before", after, most)
	}
	if _, _, ok := Of(-1); ok {
		t.Error("a process that is none holds memory")
	}
}

// The least of what machine and control groups have to spare counts.
func TestAvailable(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	root := fstest.MapFS{}
	if _, known := available(root); known {
		t.Error("a system that does not say has memory")
	}
	want := func(bytes uint64) {
		t.Helper()
		if got, known := available(root); !known || got != bytes {
			t.Errorf("%d bytes, known: %v, want %d", got, known, bytes)
		}
	}
	root["proc/meminfo"] = file("MemTotal: 9000 kB\nMemAvailable:    8000 kB\n")
	want(8000 << 10)
	root["proc/self/cgroup"] = file("0::/pods/one\n")
	want(8000 << 10)
	root["sys/fs/cgroup/pods/one/memory.max"] = file("max\n")
	want(8000 << 10)
	root["sys/fs/cgroup/pods/memory.max"] = file("5000000\n")
	root["sys/fs/cgroup/pods/memory.current"] = file("3000000\n")
	want(2_000_000)
	root["sys/fs/cgroup/pods/memory.stat"] = file("anon 5\ninactive_file 1000000\n")
	want(3_000_000)
	root["sys/fs/cgroup/memory.max"] = file("1000\n")
	root["sys/fs/cgroup/memory.current"] = file("2000\n")
	want(0)
}
