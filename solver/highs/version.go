package highs

// #include "capi.h"
import "C"

import (
	"fmt"
	"strconv"
	"strings"
)

// Version is the version of the HiGHS library, such as "1.15.1".
func Version() string { return strings.TrimPrefix(C.GoString(C.Highs_version()), "v") }

// GitHash is the commit that the HiGHS library was built from, where it knows.
func GitHash() string { return C.GoString(C.Highs_githash()) }

// refusals say why versions before the first accepted one are refused; the
// first that the version is below applies.
var refusals = []struct {
	before [3]int
	why    string
}{
	{[3]int{1, 13, 0}, "it is too old: the calls used here changed since"},
	{[3]int{1, 14, 0}, "there are open reports of wrong MIP answers from 1.13"},
	{[3]int{1, 15, 0}, "the presolve of 1.14.0 can call a suboptimal point optimal"},
	{[3]int{1, 15, 1}, "1.15.0 was followed at once by 1.15.1, the first version tested here"},
}

// Accepted returns an error with the reason when a version of HiGHS is not to
// be used: one known to give wrong answers, or one never tested here.
func Accepted(version string) error {
	v, err := parseVersion(version)
	if err != nil {
		return err
	}
	for _, refusal := range refusals {
		if before(v, refusal.before) {
			return fmt.Errorf("highs: version %s is refused: %s; use 1.15.1 or a later 1.x", version, refusal.why)
		}
	}
	if v[0] > 1 {
		return fmt.Errorf("highs: version %s is refused: its interface may differ; use 1.15.1 or a later 1.x", version)
	}
	return nil
}

func parseVersion(version string) (v [3]int, err error) {
	parts := strings.Split(version, ".")
	if len(parts) != len(v) {
		return v, fmt.Errorf("highs: %q is not a version of three numbers", version)
	}
	for i, part := range parts {
		if v[i], err = strconv.Atoi(part); err != nil {
			return v, fmt.Errorf("highs: %q is not a version of three numbers: %w", version, err)
		}
	}
	return v, nil
}

func before(a, b [3]int) bool {
	for i := range a {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return false
}
