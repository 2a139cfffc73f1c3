package file

import (
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/diag"
)

// buildWorlds fills in how the scenario's worlds come about, and puts those of
// the planner's own in place of the one of the tables.
func (r *resolver) buildWorlds() {
	tree := r.in.scenario.cell("worlds").tree
	if tree == nil {
		return
	}
	rec := r.in.part["worlds"]
	given := func(name string) bool { return !tree.get(name).isNull() }
	switch {
	case given("file"):
		for _, name := range worldsSection.names() {
			if name != "file" && given(name) {
				r.report(diag.UnusedField, rec.where(name), "take out either file or what is about draws", "worlds.%s has no meaning with a file of worlds", name)
			}
		}
		r.s.Sampling.File = rec.text("file")
		r.buildOwnWorlds()
	case given("draws"):
		r.buildSampling(rec, given("keep"))
	default:
		r.report(diag.MissingField, tree.at, "write draws and keep, or file", "the section worlds has neither draws nor a file")
	}
}

// buildSampling fills in how worlds are drawn; model/market draws them.
func (r *resolver) buildSampling(rec *record, kept bool) {
	draws, keep := rec.cell("draws"), rec.cell("keep")
	switch {
	case !kept:
		r.report(diag.MissingField, draws.at, "write how many worlds to plan for, such as keep: 50", "worlds.draws needs worlds.keep")
	case draws.ok && keep.ok && keep.num > draws.num:
		r.report(diag.MinAboveMax, keep.at, "draw more, or keep fewer", "%g worlds cannot be kept of %g", keep.num, draws.num)
	}
	if r.in.risk == nil {
		r.report(diag.NoRiskSet, draws.at, "write risk: base", "worlds are drawn from a risk set, but the scenario names none")
	} else if at := r.s.Risk.Bitcoin.At; !at.IsZero() && r.s.Horizon.Periods > 0 && r.s.Horizon.Start.Before(at) {
		r.report(diag.DateOrder, r.ids[bitcoinTable.Name].at["at"].where("value"), "start the horizon later, or the processes earlier",
			"the bitcoin market is drawn from %s, but the horizon begins on %s", at, r.s.Horizon.Start)
	}
	r.s.Sampling = model.Sampling{
		Draws: int(draws.num), Keep: int(keep.num), Seed: int(rec.num("seed")), Reduction: model.Reduction(rec.num("reduce")),
		Open: rec.text("means") == "processes", Rigid: rec.text("difficulty") == "fixed",
	}
}

// readWorlds reads a file of worlds, from the folder of the file that names
// it; nil without one.
func (l *loader) readWorlds(name *cell, home folder) *rows {
	if name.text == "" {
		return nil
	}
	if src := name.at.src; src.home.FS != nil {
		home = src.home
	}
	out := &rows{table: worldsTable}
	in, base := l.locateFile(name.text, home)
	if l.exists(in, base) {
		out.src = l.read(in, base, false)
	} else {
		l.report(diag.MissingFile, name.at, "a path is taken from the folder of the file that names it", "there is no file %s", name.text)
	}
	if out.src == nil {
		out.broken = true
		return out
	}
	out.src.byteColumns = true
	l.parseTable(out, everywhere)
	return out
}
