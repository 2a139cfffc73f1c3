package highs

// #include "capi.h"
import "C"

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"unsafe"
)

// OptionType is the type of the value of an option.
type OptionType int

// The types of options.
const (
	BoolOption OptionType = iota
	IntOption
	DoubleOption
	StringOption
)

// String is the type in one word.
func (t OptionType) String() string {
	names := [...]string{"bool", "int", "double", "string"}
	if t >= 0 && int(t) < len(names) {
		return names[t]
	}
	return fmt.Sprintf("OptionType(%d)", int(t))
}

// named makes a call with a name in C's form.
func (h *Highs) named(call, name string, f func(name *C.char) C.HighsInt) error {
	text := C.CString(name)
	defer C.free(unsafe.Pointer(text))
	err := h.call(call, func() C.HighsInt { return f(text) })
	var e *Error
	if errors.As(err, &e) && e.Detail == "" {
		e.Detail = name
	}
	return err
}

// OptionNames lists all options.
func (h *Highs) OptionNames() ([]string, error) {
	var names []string
	err := h.call("Highs_getOptionName", func() C.HighsInt {
		for i := range C.Highs_getNumOptions(h.ptr) {
			var name *C.char
			if status := C.Highs_getOptionName(h.ptr, i, &name); status != statusOk {
				return status
			}
			names = append(names, C.GoString(name))
			C.free(unsafe.Pointer(name))
		}
		return statusOk
	})
	return names, err
}

// OptionTypeOf is the type of an option.
func (h *Highs) OptionTypeOf(name string) (OptionType, error) {
	var kind C.HighsInt
	err := h.named("Highs_getOptionType", name, func(name *C.char) C.HighsInt {
		return C.Highs_getOptionType(h.ptr, name, &kind)
	})
	return OptionType(kind), err
}

// GetBoolOption is the value of a bool option.
func (h *Highs) GetBoolOption(name string) (bool, error) {
	var value C.HighsInt
	err := h.named("Highs_getBoolOptionValue", name, func(name *C.char) C.HighsInt {
		return C.Highs_getBoolOptionValue(h.ptr, name, &value)
	})
	return value != 0, err
}

// SetBoolOption sets a bool option.
func (h *Highs) SetBoolOption(name string, value bool) error {
	var number C.HighsInt
	if value {
		number = 1
	}
	return h.named("Highs_setBoolOptionValue", name, func(name *C.char) C.HighsInt {
		return C.Highs_setBoolOptionValue(h.ptr, name, number)
	})
}

// GetIntOption is the value of an int option.
func (h *Highs) GetIntOption(name string) (int, error) {
	var value C.HighsInt
	err := h.named("Highs_getIntOptionValue", name, func(name *C.char) C.HighsInt {
		return C.Highs_getIntOptionValue(h.ptr, name, &value)
	})
	return int(value), err
}

// SetIntOption sets an int option.
func (h *Highs) SetIntOption(name string, value int) error {
	if value < math.MinInt32 || value > math.MaxInt32 {
		return fmt.Errorf("highs: option %s: %d does not fit into 32 bits", name, value)
	}
	return h.named("Highs_setIntOptionValue", name, func(name *C.char) C.HighsInt {
		return C.Highs_setIntOptionValue(h.ptr, name, C.HighsInt(value))
	})
}

// GetDoubleOption is the value of a double option.
func (h *Highs) GetDoubleOption(name string) (float64, error) {
	var value C.double
	err := h.named("Highs_getDoubleOptionValue", name, func(name *C.char) C.HighsInt {
		return C.Highs_getDoubleOptionValue(h.ptr, name, &value)
	})
	return float64(value), err
}

// SetDoubleOption sets a double option.
func (h *Highs) SetDoubleOption(name string, value float64) error {
	return h.named("Highs_setDoubleOptionValue", name, func(name *C.char) C.HighsInt {
		return C.Highs_setDoubleOptionValue(h.ptr, name, C.double(value))
	})
}

// GetStringOption is the value of a string option.
func (h *Highs) GetStringOption(name string) (string, error) {
	var value [maximumStringLength + 1]C.char
	err := h.named("Highs_getStringOptionValue", name, func(name *C.char) C.HighsInt {
		return C.Highs_getStringOptionValue(h.ptr, name, &value[0])
	})
	return C.GoString(&value[0]), err
}

// SetStringOption sets a string option.
func (h *Highs) SetStringOption(name, value string) error {
	text := C.CString(value)
	defer C.free(unsafe.Pointer(text))
	return h.named("Highs_setStringOptionValue", name, func(name *C.char) C.HighsInt {
		return C.Highs_setStringOptionValue(h.ptr, name, text)
	})
}

// SetOption sets an option of any type from text.
func (h *Highs) SetOption(name, value string) error {
	kind, err := h.OptionTypeOf(name)
	if err != nil {
		return err
	}
	switch kind {
	case BoolOption:
		v, err := strconv.ParseBool(value)
		if err != nil {
			return fmt.Errorf("highs: option %s: %q is not a bool", name, value)
		}
		return h.SetBoolOption(name, v)
	case IntOption:
		v, err := strconv.Atoi(value)
		if err != nil {
			return fmt.Errorf("highs: option %s: %q is not an int", name, value)
		}
		return h.SetIntOption(name, v)
	case DoubleOption:
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return fmt.Errorf("highs: option %s: %q is not a double", name, value)
		}
		return h.SetDoubleOption(name, v)
	}
	return h.SetStringOption(name, value)
}
