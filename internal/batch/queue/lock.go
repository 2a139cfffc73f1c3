package queue

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// lockFile is held by the process that serves the folder, for as long as it lives: the
// system lets go of it whatever ends the process. It says which process that is.
func lockFile(dir string) string { return filepath.Join(dir, "queue", "lock") }

// serverFile tells the other commands of the same user where the server is.
func serverFile(dir string) string { return filepath.Join(dir, "queue", "server.json") }

// serverNote is what serverFile holds.
type serverNote struct {
	Process int `json:"process"`
	Address
}

// lockTries is how often a lock is tried, for a second in all: a command such as status
// holds it for a moment.
const lockTries = 50

// lock takes the lock of a folder, or fails with ErrHeld.
func lock(dir string) (*os.File, error) {
	if err := os.MkdirAll(filepath.Join(dir, "queue"), 0o700); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(lockFile(dir), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	for range lockTries {
		if err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); !errors.Is(err, syscall.EWOULDBLOCK) {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = heldError(dir, f)
	}
	if err == nil {
		err = errors.Join(f.Truncate(0), writeLine(f, strconv.Itoa(os.Getpid())))
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func writeLine(f *os.File, line string) error {
	_, err := f.WriteAt([]byte(line+"\n"), 0)
	return err
}

// heldError says who holds the lock.
func heldError(dir string, f *os.File) error {
	who := "another process"
	if text, err := io.ReadAll(f); err == nil && len(text) > 0 {
		who = "process " + strings.TrimSpace(string(text))
	}
	return fail("%w: %s runs a batch in %s", ErrHeld, who, dir,
		"wait for it, stop it, or use another folder; status, table and show work beside it")
}

// writeServerFile puts the note in place by renaming, readable by its user only.
func writeServerFile(dir string, a Address) error {
	text, err := json.Marshal(serverNote{Process: os.Getpid(), Address: a})
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Join(dir, "queue"), ".server-*") // with mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), serverFile(dir))
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// Find is the address of the server of a folder that a process of this user runs.
// ErrNone tells that none does, or that it is not ready yet.
func Find(dir string) (Address, error) {
	f, err := os.Open(lockFile(dir))
	if err != nil {
		return Address{}, fmt.Errorf("nobody serves the queue in %s: %w (%w)", dir, ErrNone, err)
	}
	defer func() { _ = f.Close() }()
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB); err == nil {
		return Address{}, fmt.Errorf("nobody serves the queue in %s: %w", dir, ErrNone)
	}
	holder, err := io.ReadAll(f)
	if err != nil {
		return Address{}, err
	}
	text, err := os.ReadFile(serverFile(dir))
	if err != nil {
		return Address{}, fmt.Errorf("the queue in %s is not ready: %w (%w)", dir, ErrNone, err)
	}
	var n serverNote
	if err := json.Unmarshal(text, &n); err != nil {
		return Address{}, fmt.Errorf("%s: %w", serverFile(dir), err)
	}
	if strings.TrimSpace(string(holder)) != strconv.Itoa(n.Process) { // left behind by one that was killed
		return Address{}, fmt.Errorf("the queue in %s is not ready: %w", dir, ErrNone)
	}
	return n.Address, nil
}
