package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/model/market/calibrate"
)

// historyFlags are those of commands that fit the risk set of a scenario to
// histories.
func historyFlags() []urfave.Flag {
	return []urfave.Flag{
		setFlag(),
		&urfave.StringFlag{Name: "scenario", Value: "russia", Usage: "take what is not fitted from the risk set of `SCENARIO`"},
		&urfave.StringFlag{Name: "history", Usage: "read the histories in the folder `DIR`", DefaultText: "those built in"},
	}
}

// histories reads histories: those of a folder, or the embedded ones.
type histories struct {
	s      *session
	files  fs.FS
	folder string // for messages
	failed int
}

// historiesOf opens the folder that --history names.
func (s *session) historiesOf(c *urfave.Context) (*histories, error) {
	dir := c.String("history")
	if !c.IsSet("history") {
		files, err := fs.Sub(s.Packs, "history")
		return &histories{s: s, files: files, folder: "history"}, err
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, usage("--history %s: there is no such folder", dir)
	}
	return &histories{s: s, files: os.DirFS(dir), folder: filepath.ToSlash(dir)}, nil
}

// readHistory reads a history; what is wrong with it is printed and counted.
func readHistory[T any](h *histories, name string, read func(io.Reader) ([]T, error)) []T {
	f, err := h.files.Open(name)
	if err != nil {
		h.fault(path.Join(h.folder, name), err)
		return nil
	}
	defer func() { _ = f.Close() }() // only read
	list, err := read(f)
	if err != nil {
		h.fault(path.Join(h.folder, name), err)
	}
	return list
}

// fault prints what is wrong with a file, one line for each of joined errors.
func (h *histories) fault(file string, err error) {
	var joined interface{ Unwrap() []error }
	var input *calibrate.InputError
	switch {
	case errors.As(err, &joined):
		for _, each := range joined.Unwrap() {
			h.fault(file, each)
		}
		return
	case errors.As(err, &input):
		h.s.term.note("%s: %s", file, input)
	case errors.Is(err, fs.ErrNotExist):
		h.s.term.note("%s: there is no such file", file)
	default:
		h.s.term.note("%s: %s", file, err)
	}
	h.failed++
}

// bitcoin reads the history of the bitcoin market.
func (h *histories) bitcoin() []calibrate.BitcoinMonth {
	return readHistory(h, "bitcoin.csv", calibrate.ReadBitcoin)
}

// all reads all histories.
func (h *histories) all() calibrate.History {
	return calibrate.History{
		Bitcoin: h.bitcoin(),
		Power:   readHistory(h, "power.csv", calibrate.ReadPower),
		Rents:   readHistory(h, "rents.csv", calibrate.ReadRents),
		Leads:   readHistory(h, "lead_times.csv", calibrate.ReadLeads),
	}
}

// err is the failure of what was read.
func (h *histories) err() error {
	if h.failed == 0 {
		return nil
	}
	return fail(exitInput, "the histories are rejected: %s", count(h.failed, "finding")).
		hint("data/history has examples of bitcoin.csv, power.csv, rents.csv and lead_times.csv")
}
