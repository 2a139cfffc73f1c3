package table

import (
	"fmt"
	"io"
	"reflect"

	"github.com/gridalloc/gridalloc/internal/report"
)

// WriteList writes a list of a plan as Parquet, with nulls for what is missing. Its
// metadata hold the version of the program and the units of the columns.
func WriteList(w io.Writer, version string, t report.Table) error {
	columns := make([]Column, len(t.Header))
	for i, name := range t.Header {
		columns[i] = Column{Name: name, Kind: kindOf(t.Types[i]), Unit: unitOf(t.Types[i])}
	}
	p, err := newParquetWriter(w, &Head{Version: version}, columns)
	if err != nil {
		return err
	}
	for _, row := range t.Values {
		cells := make([]Value, len(row))
		for i, x := range row {
			if cells[i], err = valueOf(x); err != nil {
				return fmt.Errorf("table: column %s of %s: %w", columns[i].Name, t.Name, err)
			}
		}
		if err := p.row(cells); err != nil {
			return err
		}
	}
	return p.close()
}

// kindOf is the kind of a column that holds a type.
func kindOf(t reflect.Type) Kind {
	switch t.Kind() {
	case reflect.Bool:
		return Truth
	case reflect.Int:
		return Integer
	case reflect.Float64:
		return Number
	}
	return Text
}

// unitOf is the unit of a type of package unit; money is in the currency of the plan.
func unitOf(t reflect.Type) string {
	switch t.Name() {
	case "Money":
		return Money
	case "MW":
		return MW
	}
	return ""
}

// valueOf is a cell of a list.
func valueOf(x any) (Value, error) {
	switch x := x.(type) {
	case nil:
		return Value{}, nil
	case string:
		return text(x), nil
	case bool:
		return truth(x), nil
	case int:
		return Value{Kind: Integer, Number: float64(x)}, nil
	case float64:
		return number(x), nil
	}
	return Value{}, fmt.Errorf("cannot hold a %T", x)
}
