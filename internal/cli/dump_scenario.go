package cli

import (
	"encoding/json"
	"io"

	"github.com/gridalloc/gridalloc/model"
)

// dumpScenario writes the resolved scenario as JSON.
func dumpScenario(w io.Writer, s *model.Scenario) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(s)
}
