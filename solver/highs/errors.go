package highs

import (
	"errors"
	"fmt"
	"strings"
)

// ErrClosed is the reason of an error from an instance that was closed.
var ErrClosed = errors.New("the instance is closed")

// ErrNoSolution is the reason of an error where a solution is asked for that
// HiGHS does not hold.
var ErrNoSolution = errors.New("there is no solution")

// Status is how HiGHS answers a call.
type Status int

// The statuses that are errors; a call that went well has none.
const (
	StatusError   Status = -1
	StatusWarning Status = 1
)

// String is the status in one word.
func (s Status) String() string {
	switch s {
	case StatusError:
		return "error"
	case StatusWarning:
		return "warning"
	}
	return fmt.Sprintf("status %d", int(s))
}

// Error is a call into HiGHS that did not go well.
type Error struct {
	Call   string // the function of the C interface
	Status Status
	Detail string // the last warning or error in the log, or what was asked
}

// Error names the call and what HiGHS said.
func (e *Error) Error() string {
	text := "highs: " + e.Call + ": " + e.Status.String()
	if e.Detail != "" {
		text += ": " + strings.TrimSpace(e.Detail)
	}
	return text
}

func closed(call string) error { return fmt.Errorf("highs: %s: %w", call, ErrClosed) }
