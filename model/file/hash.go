package file

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"reflect"

	"github.com/gridalloc/gridalloc/model"
)

// Hash identifies what a scenario asks: the sha256, in hexadecimal, of the
// canonical encoding of all its fields in the order of their declaration. Two
// loads have equal hashes when they ask for the same plan from the same
// figures with the same provenance, whatever the files are called, in which
// order their rows stand and what comments they have.
//
// Left out are Files, the place of each input (Input.Where), the name of the
// file of worlds and how the search is run (SolverOptions). Worlds of one's own
// keep the order of their file.
func Hash(s *model.Scenario) string {
	e := encoder{buf: make([]byte, 0, 1<<18)}
	e.encode(reflect.ValueOf(s).Elem())
	return fmt.Sprintf("%x", sha256.Sum256(e.buf))
}

// leftOut names the fields that the hash does not depend on, by type.
var leftOut = map[reflect.Type]map[string]bool{
	reflect.TypeFor[model.Scenario](): {"Files": true, "Solver": true},
	reflect.TypeFor[model.Input]():    {"Where": true},
	reflect.TypeFor[model.Sampling](): {"File": true},
}

// encoder appends values to a buffer: numbers in eight bytes, strings and
// slices after their length, structs field by field. It depends on values
// only, so that a nil slice and an empty one are the same.
type encoder struct{ buf []byte }

func (e *encoder) encode(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		e.number(uint64(v.Len()))
		e.buf = append(e.buf, v.String()...)
	case reflect.Bool:
		if v.Bool() {
			e.buf = append(e.buf, 1)
		} else {
			e.buf = append(e.buf, 0)
		}
	case reflect.Int:
		e.number(uint64(v.Int()))
	case reflect.Uint16:
		e.number(v.Uint())
	case reflect.Float64:
		e.number(math.Float64bits(v.Float() + 0)) // + 0 makes -0 into 0
	case reflect.Slice, reflect.Array:
		e.number(uint64(v.Len()))
		for i := range v.Len() {
			e.encode(v.Index(i))
		}
	case reflect.Struct:
		out := leftOut[v.Type()]
		for i := range v.NumField() {
			if out == nil || !out[v.Type().Field(i).Name] {
				e.encode(v.Field(i))
			}
		}
	default:
		panic("file: a scenario cannot hold a " + v.Kind().String())
	}
}

// number appends eight bytes.
func (e *encoder) number(n uint64) { e.buf = binary.LittleEndian.AppendUint64(e.buf, n) }
