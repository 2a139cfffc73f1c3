package queue

import (
	"context"
	"iter"
)

// window is how many requests wait for their answers at a time.
const window = 64

// inOrder asks something of each item, a window of them at a time, and yields the
// answers in the order of the items.
func inOrder[Item, Answer any](
	ctx context.Context, items iter.Seq[Item], ask func(context.Context, Item) (Answer, error),
) iter.Seq2[Answer, error] {
	type answer struct {
		is  Answer
		err error
	}
	return func(yield func(Answer, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		asked := make(chan chan answer, window)
		defer func() { // items is not used after the end
			cancel()
			for range asked {
				continue
			}
		}()
		go func() {
			defer close(asked)
			for item := range items {
				one := make(chan answer, 1)
				select {
				case asked <- one:
				case <-ctx.Done():
					return
				}
				go func() {
					a, err := ask(ctx, item)
					one <- answer{a, err}
				}()
			}
		}()
		for one := range asked {
			if a := <-one; !yield(a.is, a.err) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			var none Answer
			yield(none, err)
		}
	}
}
