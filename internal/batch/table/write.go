package table

import (
	"encoding/csv"
	"io"
	"path/filepath"

	"github.com/gridalloc/gridalloc/internal/report"
)

// The names of the two files of a table.
const (
	CSVFile     = "runs.csv"
	ParquetFile = "runs.parquet"
)

// PlanFile and LogFile are where the plan and the log of a run are kept beside the table.
func PlanFile(dir, id string) string { return filepath.Join(dir, "plans", id+".json") }

// LogFile is as PlanFile.
func LogFile(dir, id string) string { return filepath.Join(dir, "logs", id+".log") }

// Write writes the table to both files of the folder dir, which must exist. Each is
// there completely or not at all; where the rows end in an error neither is changed.
// Equal rows give equal bytes.
func Write(dir string, h *Head, rows Rows) error {
	return report.File(filepath.Join(dir, CSVFile), func(plain io.Writer) error {
		return report.File(filepath.Join(dir, ParquetFile), func(typed io.Writer) error {
			return write(h, rows, func(columns []Column) ([]rowWriter, error) {
				p, err := newParquetWriter(typed, h, columns)
				return []rowWriter{newCSVWriter(plain), p}, err
			})
		})
	})
}

// WriteCSV writes the table as CSV in full precision; what is missing is empty.
func WriteCSV(w io.Writer, h *Head, rows Rows) error {
	return write(h, rows, func([]Column) ([]rowWriter, error) { return []rowWriter{newCSVWriter(w)}, nil })
}

// WriteParquet writes the table as Parquet, with nulls for what is missing. Its metadata
// hold the study, the version, the axes with their levels and the units of the columns.
func WriteParquet(w io.Writer, h *Head, rows Rows) error {
	return write(h, rows, func(columns []Column) ([]rowWriter, error) {
		p, err := newParquetWriter(w, h, columns)
		return []rowWriter{p}, err
	})
}

// rowWriter writes rows of cells after the columns.
type rowWriter interface {
	header([]Column) error
	row([]Value) error
	close() error
}

// write sends all rows to the writers.
func write(h *Head, rows Rows, open func([]Column) ([]rowWriter, error)) error {
	c, err := h.cells()
	if err != nil {
		return err
	}
	writers, err := open(c.columns)
	if err != nil {
		return err
	}
	for _, w := range writers {
		if err := w.header(c.columns); err != nil {
			return err
		}
	}
	var cells []Value
	for row, err := range rows {
		if err == nil {
			cells, err = c.of(cells, &row)
		}
		if err != nil {
			return err
		}
		for _, w := range writers {
			if err := w.row(cells); err != nil {
				return err
			}
		}
	}
	for _, w := range writers {
		if err := w.close(); err != nil {
			return err
		}
	}
	return nil
}

// csvWriter writes CSV.
type csvWriter struct {
	*csv.Writer
	record []string
}

func newCSVWriter(w io.Writer) *csvWriter { return &csvWriter{Writer: csv.NewWriter(w)} }

func (w *csvWriter) header(columns []Column) error {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = report.Neutral(c.Name)
	}
	return w.Write(names)
}

func (w *csvWriter) row(cells []Value) error {
	w.record = w.record[:0]
	for _, v := range cells {
		w.record = append(w.record, report.Neutral(v.String()))
	}
	return w.Write(w.record)
}

func (w *csvWriter) close() error {
	w.Flush()
	return w.Error()
}
