package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	urfave "github.com/urfave/cli/v2"
)

// Exit codes. This table is a promise to scripts: a code keeps its meaning.
const (
	exitOK           = 0
	exitInternal     = 1
	exitUsage        = 2
	exitInput        = 3
	exitVerification = 4
	exitNoPlan       = 5
	exitLimit        = 6
	exitLimitNoPlan  = 7
	exitInterrupted  = 130
)

// exits says in the help when each code is returned.
var exits = []struct {
	code int
	when string
}{
	{exitOK, "all is well; of solve: solved to the wanted gap and verified"},
	{exitInternal, "internal error, or a file could not be written"},
	{exitUsage, "wrong use: unknown command, flag or argument"},
	{exitInput, "the input is rejected; the findings say why"},
	{exitVerification, "a plan or a certificate failed verification"},
	{exitNoPlan, "no plan exists: infeasible, or unbounded"},
	{exitLimit, "stopped by a limit, with a verified plan"},
	{exitLimitNoPlan, "stopped by a limit, without a plan"},
	{exitInterrupted, "interrupted; the verified plan, draws or lines found so far are still reported"},
}

// exitStatus is the EXIT STATUS section of a command that may return the
// given codes beside 0, 1 and 2.
func exitStatus(codes ...int) string {
	var b strings.Builder
	for _, e := range exits {
		if e.code > exitUsage && !slices.Contains(codes, e.code) {
			continue
		}
		fmt.Fprintf(&b, "%3d  %s\n", e.code, e.when)
	}
	return strings.TrimRight(b.String(), "\n")
}

// exitStatusAll is the table of all exit codes.
func exitStatusAll() string {
	var codes []int
	for _, e := range exits {
		codes = append(codes, e.code)
	}
	return exitStatus(codes...)
}

// failure is an error with its exit code and hints for the user. Without a
// message the reason has been printed already.
type failure struct {
	code    int
	message string
	hints   []string
}

func (f *failure) Error() string { return f.message }

// fail makes a failure.
func fail(code int, format string, args ...any) *failure {
	return &failure{code: code, message: fmt.Sprintf(format, args...)}
}

// usage makes a failure for wrong use.
func usage(format string, args ...any) *failure { return fail(exitUsage, format, args...) }

// hint adds a line of advice.
func (f *failure) hint(format string, args ...any) *failure {
	f.hints = append(f.hints, fmt.Sprintf(format, args...))
	return f
}

// asFailure gives any error its exit code: urfave's own complaints are about
// use, everything else that is not a failure already is internal.
func asFailure(err error) *failure {
	var f *failure
	var coder urfave.ExitCoder
	switch {
	case errors.As(err, &f):
		return f
	case errors.As(err, &coder):
		return usage("%s", coder)
	default:
		return fail(exitInternal, "%s", err)
	}
}
