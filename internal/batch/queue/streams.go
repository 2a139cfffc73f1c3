package queue

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// The streams. Each holds one message a subject.
const (
	runs    = "gridalloc-runs"    // gridalloc.run.VERSION.ID: a run that waits or is in work
	dead    = "gridalloc-dead"    // gridalloc.dead.ID: the run of a failed record, to be tried again
	records = "gridalloc-records" // gridalloc.record.ID
	files   = "gridalloc-files"   // gridalloc.file.KIND.ID.TOKEN.PIECE
	studies = "gridalloc-studies" // gridalloc.study.NAME
	marks   = "gridalloc-marks"   // gridalloc.mark.KIND.ID: notes on runs in work
	workers = "gridalloc-workers" // gridalloc.worker.NAME: heartbeats
)

// layout are the streams as they must be. Marks and heartbeats are notes on deliveries
// and workers of the moment: they are in memory, and what a restart forgets is told
// again or costs a delivery that counts as an attempt.
func layout(patience time.Duration) []jetstream.StreamConfig {
	all := []jetstream.StreamConfig{
		{
			Name: runs, Subjects: []string{"gridalloc.run.>"}, Description: "runs that wait or are in work",
			Retention: jetstream.WorkQueuePolicy, Discard: jetstream.DiscardNew, DiscardNewPerSubject: true,
		},
		{Name: dead, Subjects: []string{"gridalloc.dead.>"}, Description: "runs that failed, as they were queued"},
		{Name: records, Subjects: []string{"gridalloc.record.>"}, Description: "what became of each run"},
		{Name: files, Subjects: []string{"gridalloc.file.>"}, Description: "plans, logs and lists of runs"},
		{Name: studies, Subjects: []string{"gridalloc.study.>"}, Description: "studies"},
		{
			Name: marks, Subjects: []string{"gridalloc.mark.>"}, Description: "notes on runs in work",
			Storage: jetstream.MemoryStorage, MaxAge: 7 * 24 * time.Hour,
		},
		{
			Name: workers, Subjects: []string{"gridalloc.worker.>"}, Description: "heartbeats of workers",
			Storage: jetstream.MemoryStorage, MaxAge: patience,
		},
	}
	for i := range all {
		all[i].MaxMsgsPerSubject = 1
		all[i].Duplicates = min(2*time.Minute, max(all[i].MaxAge, 100*time.Millisecond))
		if all[i].MaxAge == 0 {
			all[i].Duplicates = 2 * time.Minute
		}
	}
	return all
}

// makeStreams makes the streams that are not there yet, whoever comes first, and
// holds those that are against the layout.
func (q *Queue) makeStreams(ctx context.Context) (map[string]jetstream.Stream, error) {
	all, single := map[string]jetstream.Stream{}, false
	for _, c := range layout(q.options.Patience) {
		var stream jetstream.Stream
		err := persist(ctx, func(ctx context.Context) (err error) {
			stream, err = q.js.Stream(ctx, c.Name)
			if errors.Is(err, jetstream.ErrStreamNotFound) {
				stream, err = q.replicated(ctx, c, q.js.CreateStream)
			}
			if errors.Is(err, jetstream.ErrStreamNameAlreadyInUse) { // somebody was faster
				stream, err = q.js.Stream(ctx, c.Name)
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("stream %s could not be made: %w", c.Name, err)
		}
		if odd := differences(stream.CachedInfo().Config, c); odd != nil {
			return nil, fail("stream %s of the server is not as this version needs it: %s", c.Name, strings.Join(odd, ", "),
				"another program or version made it: use another account, or delete it when nothing in it is needed")
		}
		if q.clustered() && stream.CachedInfo().Config.Replicas < clusterReplicas {
			if stream, err = q.replicated(ctx, stream.CachedInfo().Config, q.js.UpdateStream); err != nil {
				return nil, fmt.Errorf("stream %s could not be kept on %d servers: %w", c.Name, clusterReplicas, err)
			}
			single = single || stream.CachedInfo().Config.Replicas < clusterReplicas
		}
		all[c.Name] = stream
	}
	if single {
		q.options.Note("the cluster has fewer than three servers up: runs and results are kept on one of them only")
	}
	return all, nil
}

// clusterReplicas is on how many servers of a cluster a stream is kept, so that one may
// fail.
const clusterReplicas = 3

func (q *Queue) clustered() bool { return q.nc.ConnectedClusterName() != "" }

// replicated makes or changes a stream, on three servers where the cluster has them up.
// Those who connect later try again.
func (q *Queue) replicated(
	ctx context.Context, c jetstream.StreamConfig, do func(context.Context, jetstream.StreamConfig) (jetstream.Stream, error),
) (jetstream.Stream, error) {
	if q.clustered() {
		c.Replicas = clusterReplicas
		stream, err := do(ctx, c)
		var api *jetstream.APIError
		if !errors.As(err, &api) || api.ErrorCode != noPeers {
			return stream, err
		}
	}
	c.Replicas = 1
	return do(ctx, c)
}

// differences lists what counts in the settings of a stream and is not as wanted.
func differences(is, wanted jetstream.StreamConfig) []string {
	var odd []string
	differ := func(what string, same bool, is, wanted any) {
		if !same {
			odd = append(odd, fmt.Sprintf("%s %v instead of %v", what, is, wanted))
		}
	}
	differ("subjects", slices.Equal(is.Subjects, wanted.Subjects), is.Subjects, wanted.Subjects)
	differ("retention", is.Retention == wanted.Retention, is.Retention, wanted.Retention)
	differ("discard", is.Discard == wanted.Discard, is.Discard, wanted.Discard)
	differ("discard_new_per_subject", is.DiscardNewPerSubject == wanted.DiscardNewPerSubject, is.DiscardNewPerSubject, wanted.DiscardNewPerSubject)
	differ("max_msgs_per_subject", is.MaxMsgsPerSubject == wanted.MaxMsgsPerSubject, is.MaxMsgsPerSubject, wanted.MaxMsgsPerSubject)
	differ("storage", is.Storage == wanted.Storage, is.Storage, wanted.Storage)
	differ("max_age", is.MaxAge == wanted.MaxAge, is.MaxAge, wanted.MaxAge)
	differ("max_msgs", is.MaxMsgs <= 0, is.MaxMsgs, "none")
	differ("allow_direct", is.AllowDirect == wanted.AllowDirect, is.AllowDirect, wanted.AllowDirect)
	differ("sealed", !is.Sealed, is.Sealed, false)
	return odd
}
