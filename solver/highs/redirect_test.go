//go:build unix

package highs_test

import (
	"os"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// redirect sends file descriptor 1 to a file until the function it returns is
// called.
func redirect(t *testing.T, path string) (restore func()) {
	t.Helper()
	file, err := os.Create(path)
	must(t, err)
	saved, err := syscall.Dup(1)
	must(t, err)
	must(t, unix.Dup2(int(file.Fd()), 1))
	return func() {
		must(t, unix.Dup2(saved, 1))
		must(t, syscall.Close(saved))
		must(t, file.Close())
	}
}
