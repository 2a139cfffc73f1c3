package table

import (
	"fmt"
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/internal/batch"
)

// Units of columns. Money is in the currency of the run, which column currency names.
const (
	Money   = "money"
	MW      = "MW"
	Share   = "share"
	Seconds = "s"
	Memory  = "MB"
)

// Column is a column of a table.
type Column struct {
	Name string
	Kind Kind
	Unit string // "" for none
	// Axis tells that it holds the levels of an axis.
	Axis bool
	// Levels are what it may hold, in order, where that is known: of an axis and of the
	// status.
	Levels []string
	// Numeric tells that its levels are numbers too.
	Numeric bool

	order map[string]int // of the levels
	get   func(*batch.Record) Value
}

// fixed are the columns that every table has, but for the number, which stands before
// the axes.
var fixed = []Column{
	{Name: "id", Kind: Text, get: func(r *batch.Record) Value { return text(r.ID) }},
	{Name: "status", Kind: Text, Levels: statuses, get: func(r *batch.Record) Value { return text(string(r.Status)) }},
	{Name: "currency", Kind: Text, get: func(r *batch.Record) Value { return word(r.Currency) }},
	{Name: "mining_mw", Kind: Number, Unit: MW, get: func(r *batch.Record) Value { return figure(r.MiningMW) }},
	{Name: "colocation_mw", Kind: Number, Unit: MW, get: func(r *batch.Record) Value { return figure(r.ColocationMW) }},
	{Name: "gpu_cloud_mw", Kind: Number, Unit: MW, get: func(r *batch.Record) Value { return figure(r.GPUCloudMW) }},
	{Name: "asic_mw", Kind: Number, Unit: MW, get: func(r *batch.Record) Value { return figure(r.ASICMW) }},
	{Name: "gpu_mw", Kind: Number, Unit: MW, get: func(r *batch.Record) Value { return figure(r.GPUMW) }},
	{Name: "hybrid_mw", Kind: Number, Unit: MW, get: func(r *batch.Record) Value { return figure(r.HybridMW) }},
	{Name: "peak_mw", Kind: Number, Unit: MW, get: func(r *batch.Record) Value { return figure(r.PeakMW) }},
	{Name: "value", Kind: Number, Unit: Money, get: func(r *batch.Record) Value { return figure(r.Value) }},
	{Name: "bound", Kind: Number, Unit: Money, get: func(r *batch.Record) Value { return figure(r.Bound) }},
	{Name: "npv", Kind: Number, Unit: Money, get: func(r *batch.Record) Value { return figure(r.NPV) }},
	{Name: "cvar", Kind: Number, Unit: Money, get: func(r *batch.Record) Value { return figure(r.CVaR) }},
	{Name: "irr", Kind: Number, Unit: Share, get: func(r *batch.Record) Value { return figure(r.IRR) }},
	{Name: "capex", Kind: Number, Unit: Money, get: func(r *batch.Record) Value { return figure(r.Capex) }},
	{Name: "contracts", Kind: Integer, get: func(r *batch.Record) Value {
		if r.Contracts == nil {
			return Value{}
		}
		return number(float64(*r.Contracts))
	}},
	{Name: "gap", Kind: Number, Unit: Share, get: func(r *batch.Record) Value { return figure(r.Gap) }},
	{Name: "seconds", Kind: Number, Unit: Seconds, get: func(r *batch.Record) Value { return number(r.Seconds) }},
	{Name: "memory_mb", Kind: Number, Unit: Memory, get: func(r *batch.Record) Value { return number(r.MemoryMB) }},
	{Name: "attempts", Kind: Integer, get: func(r *batch.Record) Value { return number(float64(r.Attempts)) }},
	{Name: "warm", Kind: Truth, get: func(r *batch.Record) Value { return truth(r.Warm) }},
	{Name: "worker", Kind: Text, get: func(r *batch.Record) Value { return word(r.Worker) }},
	{Name: "reason", Kind: Text, get: func(r *batch.Record) Value { return word(r.Reason) }},
}

var statuses = []string{
	string(batch.Solved), string(batch.Limited), string(batch.NoPlan), string(batch.Unfinished), string(batch.Failed), string(Pending),
}

// Columns are the columns of the study's table: number, the axes, then what became of
// the runs. It fails where the axes are not those of a study.
func (h *Head) Columns() ([]Column, error) {
	columns := []Column{{Name: "number", Kind: Integer}}
	for _, a := range h.Axes {
		c := Column{Name: a.Name, Kind: Text, Axis: true, Levels: a.Levels, Numeric: true}
		for _, level := range a.Levels {
			_, ok := levelNumber(level)
			c.Numeric = c.Numeric && ok
		}
		columns = append(columns, c)
	}
	columns = append(columns, fixed...)
	seen := map[string]bool{}
	for i := range columns {
		c := &columns[i]
		switch {
		case c.Name == "":
			return nil, fmt.Errorf("table: an axis has no name")
		case seen[c.Name]:
			return nil, fmt.Errorf("table: two columns are called %s", c.Name)
		case c.Axis && len(c.Levels) == 0:
			return nil, fmt.Errorf("table: axis %s has no levels", c.Name)
		}
		seen[c.Name] = true
		if c.Levels == nil {
			continue
		}
		c.order = make(map[string]int, len(c.Levels))
		for n, level := range c.Levels {
			if _, twice := c.order[level]; twice {
				return nil, fmt.Errorf("table: axis %s has level %q twice", c.Name, level)
			}
			c.order[level] = n
		}
	}
	return columns, nil
}

// value is the cell of a level.
func (c *Column) value(level string) Value {
	v := text(level)
	if c.Numeric {
		v.Number, _ = levelNumber(level)
	}
	return v
}

// check finds a value that is none of the column's.
func (c *Column) check(v Value) error {
	if _, known := c.order[v.Text]; c.Levels != nil && !known {
		return fmt.Errorf("%s cannot be %q", c.Name, v.Text)
	}
	if math.IsNaN(v.Number) || math.IsInf(v.Number, 0) {
		return fmt.Errorf("%s is %v", c.Name, v.Number)
	}
	return nil
}

// groups tells whether runs can be grouped by the column.
func (c *Column) groups() bool { return c.Kind == Text || c.Kind == Truth }

// Find is the index of the column of a name.
func Find(columns []Column, name string) int {
	return slices.IndexFunc(columns, func(c Column) bool { return c.Name == name })
}
