package file

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// WriteWorlds writes worlds of a scenario as a file of worlds, in money of the
// scenario. What a world leaves nil is left out. Reading the file gives the same
// figures to the last bit; leads of sites without an offer are not written. It
// is an error if a figure is not finite, a path has not one value for each
// period, a name is empty or there twice, or only some worlds have leads or
// defaults: a file gives those for all its worlds or for none.
func WriteWorlds(w io.Writer, s *model.Scenario, worlds []model.World) error {
	out := worldWriter{csv: csv.NewWriter(w), s: s}
	out.row(worldsTable.names()...)
	names := map[string]bool{}
	for i := range worlds {
		o := &worlds[i]
		switch {
		case o.Name == "" || strings.TrimSpace(o.Name) != o.Name || names[o.Name]:
			return fmt.Errorf("writing worlds: %q is not a name of its own", o.Name)
		case (o.Lead == nil) != (worlds[0].Lead == nil) || (o.Default == nil) != (worlds[0].Default == nil):
			return fmt.Errorf("writing worlds: of %s and %s only one has leads, or defaults", worlds[0].Name, o.Name)
		}
		names[o.Name] = true
		out.write(o)
	}
	out.csv.Flush()
	if out.err == nil {
		out.err = out.csv.Error()
	}
	if out.err != nil {
		return fmt.Errorf("writing worlds: %w", out.err)
	}
	return nil
}

// worldWriter writes the rows of worlds and keeps the first error.
type worldWriter struct {
	csv   *csv.Writer
	s     *model.Scenario
	world string
	err   error
}

// write writes the rows of one world.
func (w *worldWriter) write(o *model.World) {
	w.world = o.Name
	w.figure("probability", "", "", float64(o.Probability), "share")
	writePath(w, "hashprice", "", o.Hashprice, w.s.Currency+"/PH/day")
	for m := range o.Rent {
		for b, path := range o.Rent[m] {
			writePath(w, "rent", w.product(m, b), path, w.s.Currency+"/MW/month")
		}
	}
	for m := range o.Utilisation {
		for b, path := range o.Utilisation[m] {
			writePath(w, "utilisation", w.product(m, b), path, "share")
		}
	}
	for z, path := range o.PowerIndex {
		writePath(w, "power_index", w.s.Zones[z].ID, path, "share")
	}
	for z, path := range o.PowerSpread {
		writePath(w, "power_spread", w.s.Zones[z].ID, path, "share")
	}
	for i, months := range o.Lead {
		if w.s.Sites[i].HasOffer {
			w.figure("lead", w.s.Sites[i].ID, "", float64(months), "months")
		}
	}
	for c, months := range o.Default {
		w.figure("default", w.s.Contracts[c].ID, "", float64(months), "months")
	}
}

// product is the subject of a product in a client market.
func (w *worldWriter) product(market, business int) string {
	return w.s.Markets[market].ID + "/" + model.Business(business).String()
}

// writePath writes a path by period, nothing where there is none.
func writePath[T unit.Hashprice | unit.MoneyPerMWMonth | unit.Share](w *worldWriter, quantity, subject string, path []T, unitName string) {
	if path == nil {
		return
	}
	if h := w.s.Horizon; len(path) != h.Periods && w.err == nil {
		w.err = fmt.Errorf("%s: %s %s has %d values for %d periods", w.world, quantity, subject, len(path), h.Periods)
	}
	for p, v := range path {
		w.figure(quantity, subject, w.s.Horizon.Label(p), float64(v), unitName)
	}
}

// figure writes one row; the number is the shortest that reads as the same.
func (w *worldWriter) figure(quantity, subject, period string, value float64, unitName string) {
	if (math.IsNaN(value) || math.IsInf(value, 0)) && w.err == nil {
		w.err = fmt.Errorf("%s: %s %s %s is %v", w.world, quantity, subject, period, value)
	}
	w.row(w.world, quantity, subject, period, strconv.FormatFloat(value, 'g', -1, 64), unitName)
}

// row writes one row.
func (w *worldWriter) row(cells ...string) {
	if err := w.csv.Write(cells); err != nil && w.err == nil {
		w.err = err
	}
}
