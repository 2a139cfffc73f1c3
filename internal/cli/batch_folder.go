package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/batch/queue"
	"github.com/gridalloc/gridalloc/internal/report"
)

// batchFolder is what the folder of a batch tells of it, beside the results: enough to
// resume it.
type batchFolder struct {
	// Study is a file, with its whole path, or the name of an embedded study; Set is
	// what the command line set in all runs, and Limit how many runs were allowed.
	Study string   `json:"study"`
	Set   []string `json:"set,omitempty"`
	Limit int      `json:"limit"`
	// Key names the study in the queue, Version is that of the program.
	Key     string `json:"key"`
	Version string `json:"version"`
	// Server is the cluster that the runs go to, nil for the queue in the folder.
	Server *batchServer `json:"server,omitempty"`
}

// batchServer is the address of a cluster, with names of files instead of secrets.
type batchServer struct {
	NATS  string `json:"nats"`
	Creds string `json:"creds,omitempty"`
	Nkey  string `json:"nkey,omitempty"`
	CA    string `json:"tls_ca,omitempty"`
	Cert  string `json:"tls_cert,omitempty"`
	Key   string `json:"tls_key,omitempty"`
}

func serverOf(a queue.Address) *batchServer {
	if a.URL == "" {
		return nil
	}
	return &batchServer{a.URL, a.Creds, a.Nkey, a.CA, a.Cert, a.Key}
}

func folderFile(dir string) string { return filepath.Join(dir, "batch.json") }

// write keeps the folder's file.
func (b *batchFolder) write(dir string) error {
	return report.File(folderFile(dir), func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(b)
	})
}

// readFolder reads what a folder tells of its batch.
func readFolder(dir string) (*batchFolder, error) {
	text, err := os.ReadFile(folderFile(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fail(exitInput, "%s is no folder of a batch: it has no batch.json", dir).hint("gridalloc batch run STUDY --out DIR makes one")
	}
	if err != nil {
		return nil, fail(exitInput, "%s", err)
	}
	b := &batchFolder{}
	if err := json.Unmarshal(text, b); err != nil {
		return nil, fail(exitInput, "%s: %s", folderFile(dir), err).hint("run the study again with --out %s: results are kept", dir)
	}
	return b, nil
}

// queue connects to the queue of the batch.
func (s *session) queue(ctx context.Context, dir string, b *batchFolder) (*queue.Queue, error) {
	o := queue.Options{Name: workerName(), MaxAttempts: attempts, Note: func(text string) { s.term.note("%s", text) }}
	var q *queue.Queue
	var err error
	if x := b.Server; x != nil {
		q, err = queue.Connect(ctx, queue.Address{URL: x.NATS, Creds: x.Creds, Nkey: x.Nkey, CA: x.CA, Cert: x.Cert, Key: x.Key}, o)
	} else {
		q, err = queue.Open(ctx, dir, queue.ServerOptions{Options: o})
	}
	return q, queueFailure(err)
}

// batchRuns goes through the runs of a batch as the queue keeps them.
type batchRuns struct {
	*queue.Queue
	folder *batchFolder
	all    []batch.Run
}

// openBatch opens the queue of a folder with the runs of its study. The caller closes it.
func (s *session) openBatch(ctx context.Context, dir string) (*batchRuns, error) {
	b, err := readFolder(dir)
	if err != nil {
		return nil, err
	}
	q, err := s.queue(ctx, dir, b)
	if err != nil {
		return nil, err
	}
	r := &batchRuns{Queue: q, folder: b}
	if err := r.read(ctx); err != nil {
		_ = q.Close() // nothing was stored
		return nil, queueFailure(err)
	}
	return r, nil
}

func (r *batchRuns) read(ctx context.Context) error {
	_, runs, err := r.Study(ctx, r.folder.Key)
	if errors.Is(err, queue.ErrNone) {
		return fail(exitInput, "the queue does not know the study %s", r.folder.Key).hint("gridalloc batch run %s makes it known again; results are kept", r.folder.Study)
	}
	if err != nil {
		return err
	}
	for run, err := range runs {
		if err != nil {
			return err
		}
		r.all = append(r.all, run)
	}
	return nil
}

// ids are the identities of the runs.
func (r *batchRuns) ids(yield func(string) bool) {
	for i := range r.all {
		if !yield(r.all[i].ID) {
			return
		}
	}
}

// countsLine says in one line how many runs stand where.
func countsLine(c *queue.Counts) string {
	line := ""
	for _, status := range []batch.Status{batch.Solved, batch.Limited, batch.NoPlan, batch.Unfinished, batch.Failed} {
		line += fmt.Sprintf("%d %s, ", c.Results[status], status)
	}
	line += fmt.Sprintf("%d running, %d queued", c.Running, c.Queued)
	if c.Idle > 0 {
		line += fmt.Sprintf(", %d not queued", c.Idle)
	}
	if c.Damaged > 0 {
		line += fmt.Sprintf(", %d damaged", c.Damaged)
	}
	return line
}
