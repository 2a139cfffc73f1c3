package table

import (
	"strings"

	"github.com/gridalloc/gridalloc/model/file"
)

// Condition is what a row must meet.
type Condition struct {
	Column int
	op     string
	value  Value
}

// missing is the value of a condition on what is not there.
const missing = "none"

// operators, the longer ones first.
var operators = []string{"!=", "<=", ">=", "=", "<", ">"}

// Condition reads a condition: COLUMN, one of = != < <= > >=, and a value. Numbers may be
// percentages, and amounts of money end in k, M or B for thousands, millions and
// billions; none is the value that is missing. It is a Problem where there is no such
// column, or where no run can have such a value.
func (t *Table) Condition(s string) (Condition, error) {
	at, op := len(s), ""
	for _, o := range operators {
		if i := strings.Index(s, o); i >= 0 && i < at {
			at, op = i, o
		}
	}
	if op == "" {
		return Condition{}, problem("%q is no condition", s).hint("such as npv>0 or status!=solved")
	}
	column, err := t.column(strings.TrimSpace(s[:at]))
	if err != nil {
		return Condition{}, err
	}
	c := Condition{Column: column, op: op}
	c.value, err = t.Columns[column].operand(op, strings.TrimSpace(s[at+len(op):]))
	return c, err
}

// operand reads the value that a column is compared with.
func (c *Column) operand(op, s string) (Value, error) {
	equality := op == "=" || op == "!="
	switch {
	case s == "":
		return Value{}, problem("%s%s: there is no value", c.Name, op)
	case s == missing && equality && c.order == nil:
		return Value{}, nil
	case !equality && !c.Numeric && (c.Kind == Text || c.Kind == Truth):
		return Value{}, problem("%s%s%s: %s is no number", c.Name, op, s, c.Name).hint("texts are compared by = and !=")
	case c.Kind == Truth:
		if s != "true" && s != "false" {
			return Value{}, problem("%s%s%s: not true or false", c.Name, op, s)
		}
		return truth(s == "true"), nil
	case c.Kind == Text && !c.Numeric:
		if c.order != nil {
			if _, ok := c.order[s]; !ok {
				return Value{}, problem("%s is never %q", c.Name, s).hint("%s", file.Nearest(s, c.Levels))
			}
		}
		return text(s), nil
	}
	x, ok := c.amount(s)
	if !ok {
		return Value{}, problem("%s%s%s: %q is no number", c.Name, op, s, s)
	}
	if equality && c.Axis && !c.has(x) {
		return Value{}, problem("%s is never %s", c.Name, s).hint("%s", file.Nearest(s, c.Levels))
	}
	return number(x), nil
}

// amount reads a number of the column.
func (c *Column) amount(s string) (float64, bool) {
	factor := 1.0
	if c.Unit == Money {
		for suffix, f := range map[string]float64{"k": 1e3, "M": 1e6, "B": 1e9} {
			if digits, ok := strings.CutSuffix(s, suffix); ok {
				s, factor = digits, f
				break
			}
		}
	}
	x, ok := plainNumber(s)
	if !ok && factor == 1 && (c.Axis || c.Unit == Share) {
		x, ok = levelNumber(s)
	}
	return x * factor, ok
}

// has tells whether a level of the axis is a number.
func (c *Column) has(x float64) bool {
	for _, level := range c.Levels {
		if y, _ := levelNumber(level); y == x {
			return true
		}
	}
	return false
}

// Meets tells whether a row meets the condition. A missing value meets none but that on
// being missing.
func (c *Condition) Meets(row []Value) bool {
	v := row[c.Column]
	if c.value.Kind == None {
		return (v.Kind == None) == (c.op == "=")
	}
	if v.Kind == None {
		return false
	}
	if c.value.Kind == Text {
		return (v.Text == c.value.Text) == (c.op == "=")
	}
	switch x, y := v.Number, c.value.Number; c.op {
	case "=":
		return x == y
	case "!=":
		return x != y
	case "<":
		return x < y
	case "<=":
		return x <= y
	case ">":
		return x > y
	default:
		return x >= y
	}
}
