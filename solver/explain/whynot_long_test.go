//go:build long

package explain_test

import "testing"

// TestWhyNotLong is TestWhyNot with many scenarios.
func TestWhyNotLong(t *testing.T) { askWhy(t, 80) }
