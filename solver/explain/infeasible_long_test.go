//go:build long

package explain

import "testing"

// TestInfeasibleLong tries fifty scenarios.
func TestInfeasibleLong(t *testing.T) { tryInfeasible(t, 50) }
