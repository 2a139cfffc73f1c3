package study

import (
	"context"
	"fmt"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/diag"
)

// mostFindings is after how many findings no further runs are checked.
const mostFindings = 200

// Check reads the scenario of every run, in order, and hands it to visit. It returns
// the findings of all runs, each once; that of an expression stands where the study has
// it. It stops at an error, also one of visit, or when the context ends.
func (s *Study) Check(ctx context.Context, visit func(Run, *model.Scenario) error) (diag.List, error) {
	var all diag.List
	seen := map[diag.Diagnostic]bool{}
	for run := range s.Runs() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		scenario, findings, err := s.Load(run)
		if err == nil && scenario != nil {
			err = visit(run, scenario)
		}
		if err != nil {
			return nil, err
		}
		for _, d := range findings {
			if !seen[d] {
				seen[d] = true
				all = append(all, d)
			}
		}
		if len(all) >= mostFindings && run.Number < s.Count() {
			all = append(all, diag.Diagnostic{
				Code: diag.TooMany, Hint: "mend these first", Message: fmt.Sprintf("checking stopped after run %d of %d; there may be more", run.Number, s.Count()),
			})
			break
		}
	}
	all.Sort()
	return all, nil
}
