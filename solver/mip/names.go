package mip

import (
	"math"
	"slices"
)

// Names is a table of names in one buffer: a few bytes per name beyond its
// letters. The zero value is an empty table.
type Names struct {
	text []byte
	ends []uint32
}

// Append adds a name, whose parts are joined by commas. It panics when the
// table would pass 4 GiB.
func (n *Names) Append(parts ...string) {
	for i, part := range parts {
		if i > 0 {
			n.text = append(n.text, ',')
		}
		n.text = append(n.text, part...)
	}
	if len(n.text) > math.MaxUint32 {
		panic("mip: more than 4 GiB of names")
	}
	n.ends = append(n.ends, uint32(len(n.text)))
}

// Len is the number of names.
func (n *Names) Len() int { return len(n.ends) }

// At is the name with the given index.
func (n *Names) At(i int) string {
	start := uint32(0)
	if i > 0 {
		start = n.ends[i-1]
	}
	return string(n.text[start:n.ends[i]])
}

// clone is a copy that can be appended to.
func (n *Names) clone() Names { return Names{slices.Clone(n.text), slices.Clone(n.ends)} }

// grow makes room for more names of the given mean length.
func (n *Names) grow(names, length int) {
	n.text = growTo(n.text, names*length)
	n.ends = growTo(n.ends, names)
}
