package file

import (
	"math"
	"strconv"
	"strings"

	"github.com/gridalloc/gridalloc/model/diag"
)

// byteUnits are the units of memory, in bytes.
var byteUnits = []struct {
	name  string
	bytes float64
}{{"MB", 1e6}, {"GB", 1e9}, {"TB", 1e12}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"TiB", 1 << 40}}

// ParseBytes reads an amount of memory such as 8GB, in bytes; ok is false where the
// text is none.
func ParseBytes(text string) (bytes float64, ok bool) {
	for _, u := range byteUnits {
		if number, found := strings.CutSuffix(text, u.name); found {
			x, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
			return x * u.bytes, err == nil && x > 0 && !math.IsInf(x, 0)
		}
	}
	return 0, false
}

// checkBytes reads an amount of memory such as 8GB.
func (l *loader) checkBytes(f *Field, c *cell) bool {
	for _, u := range byteUnits {
		number, found := strings.CutSuffix(c.text, u.name)
		if !found {
			continue
		}
		amount := *c
		amount.text = strings.TrimSpace(number)
		if !l.checkNumber(f, &amount) {
			return false
		}
		c.num = amount.num * u.bytes
		return true
	}
	l.report(diag.BadSize, c.at, "write 8GB or 500MB", "%s is not an amount of memory: %q", f.Name, c.text)
	return false
}
