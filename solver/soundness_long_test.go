//go:build long

package solver_test

import "testing"

// TestSoundnessLong runs the harness on hundreds of scenarios.
func TestSoundnessLong(t *testing.T) {
	h := &harness{T: t}
	h.run(60, 200, 150)
	h.print()
}
