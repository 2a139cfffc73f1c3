package worker

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
)

const testVersion = "v1"

// taskOf is a run that is solved as the levels say.
func taskOf(t testing.TB, number int, levels ...string) *batch.Task {
	s := scenariotest.Random(uint64(number))
	return taskFor(t, s, number, levels...)
}

func taskFor(t testing.TB, s *model.Scenario, number int, levels ...string) *batch.Task {
	packed, err := batch.Pack(s)
	if err != nil {
		t.Fatal(err)
	}
	return &batch.Task{ID: batch.Identity(s, testVersion), Version: testVersion, Study: "test", Number: number, Levels: levels, Scenario: packed}
}

// queue is a source in memory: what goes back is handed out again, and when all runs
// have a result it is idle.
type queue struct {
	mu      sync.Mutex
	waiting []*delivery
	out     int           // runs handed out
	changed chan struct{} // closed and made anew at each change
	stored  map[string][]*batch.Result
	delays  []time.Duration // of what went back
	// released is how often a run did without an attempt.
	released int
	plans    map[string]string
	// refuse are errors of the next calls of Store and Working.
	refuse, unwell []error
	working        int
	endless        bool // never idle
}

func newQueue(tasks ...*batch.Task) *queue {
	q := &queue{changed: make(chan struct{}), stored: map[string][]*batch.Result{}, plans: map[string]string{}}
	for _, t := range tasks {
		q.waiting = append(q.waiting, &delivery{q, t, 1})
	}
	return q
}

func (q *queue) change() {
	close(q.changed)
	q.changed = make(chan struct{})
}

func (q *queue) Next(ctx context.Context) (Delivery, error) {
	for {
		q.mu.Lock()
		if len(q.waiting) > 0 {
			d := q.waiting[0]
			q.waiting = q.waiting[1:]
			q.out++
			q.mu.Unlock()
			return d, nil
		}
		idle, changed := q.out == 0 && !q.endless, q.changed
		q.mu.Unlock()
		if idle {
			return nil, ErrIdle
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-changed:
		}
	}
}

func (q *queue) Plan(_ context.Context, id string) ([]byte, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch plan := q.plans[id]; plan {
	case "":
		return nil, nil
	case "lost":
		return nil, errors.New("the object is damaged")
	default:
		return []byte(plan), nil
	}
}

type delivery struct {
	q       *queue
	task    *batch.Task
	attempt int
}

func (d *delivery) Task() *batch.Task { return d.task }

func (d *delivery) Attempt() (n, most int) { return d.attempt, 3 }

func (d *delivery) Working(context.Context) error {
	d.q.mu.Lock()
	defer d.q.mu.Unlock()
	d.q.working++
	return next(&d.q.unwell)
}

// next takes the first of the errors.
func next(list *[]error) error {
	if len(*list) == 0 {
		return nil
	}
	err := (*list)[0]
	*list = (*list)[1:]
	return err
}

func (d *delivery) Store(_ context.Context, r *batch.Result) error {
	d.q.mu.Lock()
	defer d.q.mu.Unlock()
	if err := next(&d.q.refuse); err != nil {
		return err
	}
	d.q.stored[d.task.ID] = append(d.q.stored[d.task.ID], r)
	d.q.out--
	d.q.change()
	return nil
}

func (d *delivery) Back(_ context.Context, delay time.Duration) error {
	d.q.mu.Lock()
	defer d.q.mu.Unlock()
	d.q.delays = append(d.q.delays, delay)
	d.q.again(d.task, d.attempt+1)
	return nil
}

func (d *delivery) Release(context.Context) error {
	d.q.mu.Lock()
	defer d.q.mu.Unlock()
	d.q.released++
	d.q.again(d.task, d.attempt)
	return nil
}

// again has a run wait that was handed out.
func (q *queue) again(t *batch.Task, attempt int) {
	q.waiting = append(q.waiting, &delivery{q, t, attempt})
	q.out--
	q.change()
}

// result is the one result of a run.
func (q *queue) result(t testing.TB, task *batch.Task) *batch.Result {
	t.Helper()
	q.mu.Lock()
	defer q.mu.Unlock()
	got := q.stored[task.ID]
	if len(got) != 1 {
		t.Fatalf("run %d has %d results, want one", task.Number, len(got))
	}
	return got[0]
}
