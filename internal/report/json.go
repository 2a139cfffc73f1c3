package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/gridalloc/gridalloc/model"
)

// JSON writes the plan as indented JSON. Equal plans give equal bytes: the
// file holds no time of writing, and empty lists are written as [].
func JSON(w io.Writer, p *model.Plan) error {
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(Filled(p)); err != nil {
		return fmt.Errorf("the plan cannot be written as JSON: %w", err)
	}
	_, err := w.Write(buf.Bytes())
	return err
}

// Filled returns a shallow copy of the plan in which every list that is nil
// is an empty one, as it is in a plan read back from its file.
func Filled(p *model.Plan) *model.Plan {
	q := *p
	q.Periods = filled(q.Periods)
	q.Signings = filled(q.Signings)
	q.Halls = filled(q.Halls)
	q.Contracts = filled(q.Contracts)
	q.Deliveries = filled(q.Deliveries)
	q.Shortfalls = filled(q.Shortfalls)
	q.SpotSupply = filled(q.SpotSupply)
	q.SpotSales = filled(q.SpotSales)
	q.Loans = filled(q.Loans)
	q.Worlds = filled(q.Worlds)
	q.Flexibility = filled(q.Flexibility)
	q.Shares.Hybrids = filled(q.Shares.Hybrids)
	q.Allocations = filled(q.Allocations)
	q.CashFlows = filled(q.CashFlows)
	q.Spending = filled(q.Spending)
	q.Binding = filled(q.Binding)
	q.Assumed = filled(q.Assumed)
	q.Manifest.Files = filled(q.Manifest.Files)
	if q.Manifest.Options == nil {
		q.Manifest.Options = map[string]string{}
	}
	return &q
}

func filled[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// Read reads a plan file. Where the file does not fit the schema it returns
// the problems, all of them, and no plan; the error is for text that is not
// JSON at all.
func Read(text []byte) (*model.Plan, []Problem, error) {
	problems, err := Validate(text)
	if err != nil || len(problems) > 0 {
		return nil, problems, err
	}
	p := new(model.Plan)
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(p); err != nil {
		return nil, nil, fmt.Errorf("the plan cannot be read: %w", err)
	}
	return p, nil, nil
}
