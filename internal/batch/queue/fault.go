package queue

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// What a caller may do something about.
var (
	// ErrFull: the server has no room left. Nothing is lost; it goes on when there is.
	ErrFull = errors.New("the store of the queue is full")
	// ErrCancelled: the run is no longer wanted.
	ErrCancelled = errors.New("the run was cancelled")
	// ErrNone: there is no such thing in the store.
	ErrNone = errors.New("not in the store")
	// ErrDamaged: what the store holds is not what was put there. Forget the run and
	// offer it again.
	ErrDamaged = errors.New("damaged in the store")
	// ErrHeld: another process serves the folder.
	ErrHeld = errors.New("the queue is held by another process")
)

// Error is a failure in plain words, with advice.
type Error struct {
	Hints []string
	err   error
}

func (e *Error) Error() string { return e.err.Error() }

// Unwrap is what the failure is due to.
func (e *Error) Unwrap() error { return e.err }

// fail makes an Error: as many arguments as the format has verbs belong to it, what
// follows are hints.
func fail(format string, args ...any) *Error {
	verbs := strings.Count(strings.ReplaceAll(format, "%%", ""), "%")
	e := &Error{err: fmt.Errorf(format, args[:verbs]...)}
	for _, hint := range args[verbs:] {
		e.Hints = append(e.Hints, fmt.Sprint(hint))
	}
	return e
}

// Hints are the advice that comes with an error and with all that it joins.
func Hints(err error) []string {
	var hints []string
	switch e := any(err).(type) { // every level is looked at
	case *Error:
		hints = slices.Clone(e.Hints)
		return append(hints, Hints(e.err)...)
	case interface{ Unwrap() error }:
		return Hints(e.Unwrap())
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			hints = append(hints, Hints(one)...)
		}
	}
	return hints
}
