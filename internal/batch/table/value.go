package table

import (
	"math"
	"strconv"
	"strings"
)

// Kind is the kind of a column, and of a value.
type Kind int

// The kinds. The kind of a missing value is None.
const (
	None Kind = iota
	Text
	Number
	Integer
	Truth
)

// Value is a cell of a table. The zero value is a missing one.
type Value struct {
	Kind Kind
	// Text is that of a text.
	Text string
	// Number is that of a number or an integer; 1 or 0 of a truth value; of a level what
	// it says, where all levels of its axis are numbers.
	Number float64
}

func text(s string) Value    { return Value{Kind: Text, Text: s} }
func number(x float64) Value { return Value{Kind: Number, Number: x} }

func truth(b bool) Value {
	if b {
		return Value{Kind: Truth, Number: 1}
	}
	return Value{Kind: Truth}
}

// word is a text that may be missing.
func word(s string) Value {
	if s == "" {
		return Value{}
	}
	return text(s)
}

// figure is a number that may be missing.
func figure(x *float64) Value {
	if x == nil {
		return Value{}
	}
	return number(*x)
}

// String writes the value in full precision; a missing one is empty.
func (v Value) String() string {
	switch v.Kind {
	case None:
		return ""
	case Text:
		return v.Text
	case Truth:
		return strconv.FormatBool(v.Number != 0)
	default:
		return strconv.FormatFloat(v.Number, 'f', -1, 64)
	}
}

// Plain is the value for JSON: a string, a number, a truth value or nil.
func (v Value) Plain() any {
	switch v.Kind {
	case None:
		return nil
	case Text:
		return v.Text
	case Truth:
		return v.Number != 0
	default:
		return v.Number
	}
}

// levelNumber is what a level says that is a number or a percentage.
func levelNumber(level string) (float64, bool) {
	digits, isShare := strings.CutSuffix(level, "%")
	x, ok := plainNumber(digits)
	if isShare {
		x /= 100
	}
	return x, ok
}

// plainNumber reads a decimal number, unlike strconv no infinity, no hexadecimal and no
// underscores.
func plainNumber(s string) (float64, bool) {
	if strings.Trim(s, "0123456789.eE+-") != "" {
		return 0, false
	}
	x, err := strconv.ParseFloat(s, 64)
	return x, err == nil && !math.IsInf(x, 0)
}
