package proof

import (
	"encoding/json"
	"fmt"
	"math"
)

// Format is the version of the certificates that this package reads and writes.
const Format = 1

// CutoffRow stands for a row in an implied bound: the objective is at least the
// cutoff (at most, when minimising).
const CutoffRow int32 = -1

// Certificate states a bound on the objective of a program and why it holds.
// Columns and rows are named by their indices in the program. All of it is in
// the program's units.
type Certificate struct {
	Format int `json:"format"`
	// Program is the Fingerprint of the program.
	Program string `json:"program_sha256"`
	// Bound is what no point is worth more than (less, when minimising). The
	// infinity that nothing reaches says that the program is infeasible, the
	// other one that nothing is proven.
	Bound Number `json:"bound"`
	// Cutoff is a value that the bound is not to be better than, so that only
	// points which are worth more need to be looked at; nil for none.
	Cutoff *float64 `json:"cutoff,omitempty"`
	// Implied are bounds of columns that follow from rows and bounds before them.
	Implied []Implied `json:"implied"`
	// Multipliers are sets of multipliers for leaves to name.
	Multipliers []Multipliers `json:"multipliers"`
	// Tree is the branching tree in preorder: a split, all of its lower side, all
	// of its upper side.
	Tree []Node `json:"tree"`
}

// Implied is a bound of a column that follows from one row and the bounds of
// the row's other columns.
type Implied struct {
	Col   int32   `json:"col"`
	Row   int32   `json:"row"` // or CutoffRow
	Upper bool    `json:"upper"`
	Value float64 `json:"value"`
}

// Multipliers are one number per row, zero for the rows that are not listed.
// Rows ascend.
type Multipliers struct {
	Rows   []int32   `json:"rows"`
	Values []float64 `json:"values"`
}

// Node is a split or a leaf of the tree: exactly one of its pointers is set.
type Node struct {
	// Split divides an integer column: at most At in the lower side, at least
	// At + 1 in the upper side.
	Split *int32 `json:"split,omitempty"`
	At    int64  `json:"at,omitempty"`
	// Dual closes a leaf by the bound that a set of multipliers gives, Ray by
	// showing that it has no point.
	Dual *int32 `json:"dual,omitempty"`
	Ray  *int32 `json:"ray,omitempty"`
}

// SplitOn is an inner node.
func SplitOn(col int32, at int64) Node { return Node{Split: &col, At: at} }

// DualLeaf is a leaf with the bound of a set of multipliers.
func DualLeaf(set int32) Node { return Node{Dual: &set} }

// RayLeaf is a leaf that a set of multipliers shows to be infeasible.
func RayLeaf(set int32) Node { return Node{Ray: &set} }

// Number is a float64 that JSON can hold when it is infinite: as "inf" or
// "-inf".
type Number float64

// MarshalJSON writes the number.
func (n Number) MarshalJSON() ([]byte, error) {
	switch v := float64(n); {
	case math.IsInf(v, 1):
		return []byte(`"inf"`), nil
	case math.IsInf(v, -1):
		return []byte(`"-inf"`), nil
	default:
		return json.Marshal(v)
	}
}

// UnmarshalJSON reads the number.
func (n *Number) UnmarshalJSON(text []byte) error {
	switch string(text) {
	case `"inf"`:
		*n = Number(math.Inf(1))
	case `"-inf"`:
		*n = Number(math.Inf(-1))
	default:
		var v *float64
		if err := json.Unmarshal(text, &v); err != nil || v == nil {
			return fmt.Errorf("%s is neither a number nor \"inf\" nor \"-inf\"", text)
		}
		*n = Number(*v)
	}
	return nil
}
