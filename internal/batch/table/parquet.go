package table

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"

	"github.com/parquet-go/parquet-go"
)

// format is the version of the file's layout, kept in its metadata beside the study, the
// version, the axes and the units of the columns.
const (
	format      = "1"
	keyFormat   = "gridalloc.table"
	keyStudy    = "gridalloc.study"
	keyVersion  = "gridalloc.version"
	keyAxes     = "gridalloc.axes"
	keyUnits    = "gridalloc.units"
	rowsInGroup = 1 << 16 // held in memory while they are written
	rowsAtOnce  = 1 << 10
)

// parquetWriter writes Parquet.
type parquetWriter struct {
	*parquet.GenericWriter[any]
	columns []Column
	rows    []parquet.Row
}

func newParquetWriter(w io.Writer, h *Head, columns []Column) (*parquetWriter, error) {
	units := map[string]string{}
	for _, c := range columns {
		if c.Unit != "" {
			units[c.Name] = c.Unit
		}
	}
	axes, err := json.Marshal(h.Axes)
	unitText, err2 := json.Marshal(units)
	if err := errors.Join(err, err2); err != nil {
		return nil, err
	}
	return &parquetWriter{
		columns: columns,
		GenericWriter: parquet.NewGenericWriter[any](w,
			schemaOf(columns),
			parquet.CreatedBy("gridalloc", h.Version, ""),
			parquet.MaxRowsPerRowGroup(rowsInGroup),
			parquet.Compression(&parquet.Zstd),
			parquet.KeyValueMetadata(keyFormat, format),
			parquet.KeyValueMetadata(keyStudy, h.Study),
			parquet.KeyValueMetadata(keyVersion, h.Version),
			parquet.KeyValueMetadata(keyAxes, string(axes)),
			parquet.KeyValueMetadata(keyUnits, string(unitText)),
		),
	}, nil
}

func (w *parquetWriter) header([]Column) error { return nil } // it is the schema

func (w *parquetWriter) row(cells []Value) error {
	row := make(parquet.Row, len(cells))
	for i, v := range cells {
		row[i] = w.columns[i].parquet(v).Level(0, w.columns[i].level(v), i)
	}
	w.rows = append(w.rows, row)
	if len(w.rows) < rowsAtOnce {
		return nil
	}
	return w.flush()
}

func (w *parquetWriter) flush() error {
	_, err := w.WriteRows(w.rows)
	w.rows = w.rows[:0]
	return err
}

func (w *parquetWriter) close() error {
	if err := w.flush(); err != nil {
		return err
	}
	return w.Close()
}

// required tells whether every row has the column.
func (c *Column) required() bool {
	return c.Axis || c.Name == "number" || c.Name == "id" || c.Name == "status"
}

// level is the definition level of a value.
func (c *Column) level(v Value) int {
	if c.required() || v.Kind == None {
		return 0
	}
	return 1
}

// parquet is the value in the column's type.
func (c *Column) parquet(v Value) parquet.Value {
	switch {
	case v.Kind == None:
		return parquet.NullValue()
	case c.Kind == Text:
		return parquet.ByteArrayValue([]byte(v.Text))
	case c.Kind == Truth:
		return parquet.BooleanValue(v.Number != 0)
	case c.Kind == Integer:
		return parquet.Int64Value(int64(v.Number))
	default:
		return parquet.DoubleValue(v.Number)
	}
}

// node is the column in the schema. Texts that come again and again go to a dictionary.
func (c *Column) node() parquet.Node {
	var node parquet.Node
	switch c.Kind {
	case Text:
		node = parquet.String()
		if c.Name != "id" && c.Name != "reason" {
			node = parquet.Encoded(node, &parquet.RLEDictionary)
		}
	case Truth:
		node = parquet.Leaf(parquet.BooleanType)
	case Integer:
		node = parquet.Leaf(parquet.Int64Type)
	default:
		node = parquet.Leaf(parquet.DoubleType)
	}
	if c.required() {
		return parquet.Required(node)
	}
	return parquet.Optional(node)
}

// group is the root of a schema; parquet.Group would sort the columns by name.
type group struct {
	parquet.Group
	fields []parquet.Field
}

// Fields are the columns in their order.
func (g *group) Fields() []parquet.Field { return g.fields }

// String prints the group.
func (g *group) String() string {
	var b strings.Builder
	_ = parquet.PrintSchema(&b, "runs", g)
	return b.String()
}

// GoType is needed of values that are Go structs, which these are not.
func (g *group) GoType() reflect.Type { return reflect.TypeFor[map[string]any]() }

// field is a column of a group.
type field struct {
	parquet.Node
	name string
}

// Name is the name of the column.
func (f *field) Name() string { return f.name }

// Value is needed of values that are Go structs, which these are not.
func (f *field) Value(reflect.Value) reflect.Value {
	panic(fmt.Sprintf("table: column %s is written by rows", f.name))
}

func schemaOf(columns []Column) *parquet.Schema {
	g := &group{}
	for i := range columns {
		g.fields = append(g.fields, &field{columns[i].node(), columns[i].Name})
	}
	return parquet.NewSchema("runs", g)
}
