package proof

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// Fingerprint is the SHA-256 hash of a program's numbers, in hexadecimal: sense,
// offset, costs, bounds, integrality and coefficients. Names and families do not
// count. Equal fingerprints mean equal programs, number by number.
func Fingerprint(m *mip.Model) string {
	h := sha256.New()
	w := bufio.NewWriter(h) // a hash takes all that is written
	word := func(v uint64) {
		_, _ = w.Write(binary.LittleEndian.AppendUint64(nil, v))
	}
	flag := func(b bool) {
		if b {
			word(1)
		} else {
			word(0)
		}
	}
	numbers := func(values []float64) {
		word(uint64(len(values)))
		for _, v := range values {
			word(math.Float64bits(v + 0)) // -0 counts as 0
		}
	}
	indices := func(values []int32) {
		word(uint64(len(values)))
		for _, v := range values {
			word(uint64(v))
		}
	}
	flag(m.Maximize)
	numbers([]float64{m.Offset})
	for _, values := range [][]float64{m.ColCost, m.ColLower, m.ColUpper, m.RowLower, m.RowUpper, m.Value} {
		numbers(values)
	}
	for _, integer := range m.ColInteger {
		flag(integer)
	}
	indices(m.Start)
	indices(m.Index)
	_ = w.Flush()
	return hex.EncodeToString(h.Sum(nil))
}
