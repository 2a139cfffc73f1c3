package file

import (
	"strings"

	"github.com/gridalloc/gridalloc/model/diag"
)

// byteUnits are the units of memory, in bytes.
var byteUnits = []struct {
	name  string
	bytes float64
}{{"MB", 1e6}, {"GB", 1e9}, {"TB", 1e12}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"TiB", 1 << 40}}

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
