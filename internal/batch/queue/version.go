package queue

import (
	"context"
	"slices"
	"strings"
)

// Versions are those of the program that runs in the queue are for, sorted.
func (q *Queue) Versions(ctx context.Context) ([]string, error) {
	var versions []string
	err := persist(ctx, func(ctx context.Context) error {
		versions = nil
		list := q.stream[runs].ListConsumers(ctx)
		for c := range list.Info() {
			if c.NumPending > 0 || uint64(c.NumAckPending) > 0 {
				versions = append(versions, untoken(c.Name))
			}
		}
		return list.Err()
	})
	slices.Sort(versions)
	return versions, err
}

// CheckVersion fails where there are runs in the queue and none is for this version of
// the program: a worker of it would wait for ever.
func (q *Queue) CheckVersion(ctx context.Context, version string) error {
	versions, err := q.Versions(ctx)
	if err != nil || len(versions) == 0 || slices.Contains(versions, version) {
		return err
	}
	return fail("the queue has no run for this version, %s: its runs are for %s", version, strings.Join(versions, ", "),
		"start a worker of the version that queued them, or run the study again with this one")
}
