package memory

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
)

// Available is how much memory this process and those that it starts may still take,
// in bytes: what the machine has to spare, or less where a control group, such as
// that of a container, allows less. known is false where the system does not say.
func Available() (bytes uint64, known bool) { return available(os.DirFS("/")) }

// available is Available on a system with the given files.
func available(root fs.FS) (least uint64, known bool) {
	text, err := fs.ReadFile(root, "proc/meminfo")
	if err != nil {
		return 0, false
	}
	if least = kilobytes(text, "MemAvailable"); least == 0 {
		return 0, false
	}
	for _, dir := range groups(root) {
		if left, limited := leftIn(root, dir); limited {
			least = min(least, left)
		}
	}
	return least, true
}

// groups are the folders of the control groups (version 2) that this process is in,
// innermost first.
func groups(root fs.FS) (dirs []string) {
	const top = "sys/fs/cgroup"
	text, err := fs.ReadFile(root, "proc/self/cgroup")
	if err != nil {
		return nil
	}
	for line := range strings.Lines(string(text)) {
		own, ok := strings.CutPrefix(strings.TrimSpace(line), "0::/")
		for dir := path.Join(top, own); ok; dir = path.Dir(dir) {
			dirs = append(dirs, dir)
			if dir == top || !strings.HasPrefix(dir, top) {
				break
			}
		}
	}
	return dirs
}

// leftIn is what a control group may still take; the cache of files is given up
// where memory is wanted.
func leftIn(root fs.FS, dir string) (left uint64, limited bool) {
	limit, ok := figure(root, path.Join(dir, "memory.max"))
	if !ok {
		return 0, false
	}
	used, ok := figure(root, path.Join(dir, "memory.current"))
	if !ok {
		return 0, false
	}
	stat, _ := fs.ReadFile(root, path.Join(dir, "memory.stat"))
	for line := range strings.Lines(string(stat)) {
		if cache, ok := strings.CutPrefix(line, "inactive_file "); ok {
			if x, err := strconv.ParseUint(strings.TrimSpace(cache), 10, 64); err == nil {
				used -= min(x, used)
			}
		}
	}
	return limit - min(used, limit), true
}

// figure is the number in a file; "max" is none.
func figure(root fs.FS, name string) (uint64, bool) {
	text, err := fs.ReadFile(root, name)
	if err != nil {
		return 0, false
	}
	x, err := strconv.ParseUint(string(bytes.TrimSpace(text)), 10, 64)
	return x, err == nil
}
