package cli

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"

	urfave "github.com/urfave/cli/v2"
)

func (s *session) versionCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:   "version",
		Usage:  "print the versions of the program, its engine and Go",
		Action: s.version,
	}, manual{
		text: "Prints what a report of a problem should say. The build is what the runs of batches are known by: workers\n" +
			"of another build do not solve them.",
		example: "gridalloc version",
	})
}

func (s *session) version(c *urfave.Context) error {
	if _, err := arguments(c); err != nil {
		return err
	}
	build, err := s.buildVersion()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.term.out, "gridalloc %s\nbuild %s\nengine %s\n%s %s/%s\n",
		s.Version, build, s.EngineVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

// buildVersion is what the program is known by where its results are kept: its version
// or, where that may stand for many builds, with the hash of the executable.
func (s *session) buildVersion() (string, error) {
	if s.Version != unnamedVersion && !strings.HasSuffix(s.Version, changedVersion) {
		return s.Version, nil
	}
	hash, err := executableHash()
	if err != nil {
		return "", fail(exitInternal, "the program cannot be told from other builds of it: %s", err)
	}
	return s.Version + "-" + hash, nil
}

// unnamedVersion is that of builds without one; changedVersion ends that of builds
// from changed sources.
const (
	unnamedVersion = "devel"
	changedVersion = "+dirty"
)

// hashDigits is how many digits of the hash of the executable tell builds apart.
const hashDigits = 12

// executableHash is the beginning of the SHA-256 of this executable.
var executableHash = sync.OnceValues(func() (string, error) {
	path, err := executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // only read
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return fmt.Sprintf("%x", h.Sum(nil))[:hashDigits], nil
})

// executable is a path to this executable: on Linux one that leads to it even after
// the file is replaced by another build.
func executable() (string, error) {
	const own = "/proc/self/exe"
	if _, err := os.Stat(own); err == nil {
		return own, nil
	}
	return os.Executable()
}
