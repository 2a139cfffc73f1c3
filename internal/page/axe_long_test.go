//go:build long

package page

import (
	"encoding/json"
	"os"
	"testing"
)

// TestAxe has axe-core judge contrast, labels, landmarks and more, in both schemes, on a page
// and on a telephone, with all lists open.
func TestAxe(t *testing.T) {
	axe, err := os.ReadFile("axe/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Skip("there is no axe-core: npm ci --ignore-scripts in internal/page/axe")
	}
	b := opened(t, saved(t, "en"))
	eval[bool](t, b, string(axe)+`; document.querySelectorAll("details").forEach(d => d.open = true); true`)
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int64{1400, 390} {
			b.view(t, width, scheme)
			found := eval[string](t, b, `axe.run().then(r => JSON.stringify(r.violations.map(v => ({id: v.id, help: v.help, n: v.nodes.length, at: v.nodes.slice(0, 3).map(n => n.html.slice(0, 150))}))))`)
			var violations []json.RawMessage
			if err := json.Unmarshal([]byte(found), &violations); err != nil {
				t.Fatal(err)
			}
			for _, v := range violations {
				t.Errorf("%s, %d pixels: %s", scheme, width, v)
			}
		}
	}
}
