package file

import (
	"path"
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model/diag"
)

// pack is one folder of tables.
type pack struct {
	name   string
	in     folder
	tables map[*Table]*rows
}

// packNouns names the kinds of pack in messages.
var packNouns = map[string]string{"regions": "region pack", "technology": "technology set", "markets": "market set", "risk": "risk set"}

// openPack finds the folder of a pack that the scenario names: one of the
// embedded kind, or with ./ or / a folder on disk, taken from the folder of the
// file that names it; what --set names is taken from home.
func (l *loader) openPack(kind string, name item, home folder) (folder, bool) {
	if strings.HasPrefix(name.text, ".") || strings.HasPrefix(name.text, "/") {
		var in folder
		if path.IsAbs(name.text) {
			in = diskFolder(name.text, name.text)
		} else {
			if src := name.at.src; src.home.FS != nil {
				home = src.home
			}
			in = l.relative(home, name.text)
		}
		if l.exists(in, ".") {
			return in, true
		}
		l.report(diag.UnknownPack, name.at, "a path is taken from the folder of the file that names it", "there is no folder %s", in.shown)
		return in, false
	}
	all := l.embedded.sub(kind)
	for _, known := range l.list(all) {
		if known == name.text {
			return all.sub(name.text), true
		}
	}
	l.report(diag.UnknownPack, name.at, l.nearest(name.text, l.list(all))+" (a folder of your own begins with ./)",
		"there is no %s %q", packNouns[kind], name.text)
	return folder{}, false
}

// readPack reads tables of a pack; tables it should have read but could not
// are broken.
func (l *loader) readPack(kind string, name item, home folder, number int, tables []*Table) *pack {
	p := &pack{name: name.text, tables: make(map[*Table]*rows, len(tables))}
	in, ok := l.openPack(kind, name, home)
	p.in = in
	for _, t := range tables {
		if !ok {
			p.tables[t] = &rows{table: t, broken: true}
			continue
		}
		p.tables[t] = l.readTable(t, in, number)
	}
	if ok {
		l.checkFolder(in, kind)
	}
	return p
}

// checkFolder reports tables of a folder that nothing reads, as a misspelt
// optional table would be.
func (l *loader) checkFolder(in folder, kind string) {
	known := []string{sourcesTable.Name}
	for _, t := range tablesOf(kind) {
		known = append(known, t.Name)
	}
	for _, name := range l.list(in) {
		if !strings.HasSuffix(strings.ToLower(name), ".csv") || slices.Contains(known, name) {
			continue
		}
		at := position{src: &source{path: path.Join(in.shown, name)}}
		l.report(diag.UnknownFile, at, l.nearest(name, known), "no table is read from this file")
	}
}

// tablesOf lists the tables that a kind of folder may hold.
func tablesOf(kind string) []*Table {
	switch kind {
	case "regions":
		return regionTables
	case "technology":
		return technologyTables
	case "markets":
		return marketTables
	case "risk":
		return riskTables
	}
	return moneyTables
}

// input is everything that was read for a scenario, not yet resolved.
type input struct {
	doc      document
	scenario *record
	part     map[string]*record // the sections
	regions  []*pack
	tech     *pack
	markets  []*pack
	risk     *pack   // nil without one
	worlds   *rows   // of the planner's own, nil without
	offers   []*pack // contract tables, of the market sets they are taken from
	money    *pack
	sources  []*rows

	addContracts, addRules []*record
}

// readInput reads the scenario and every table it chooses.
func (l *loader) readInput(doc document) *input {
	in := &input{doc: doc, part: map[string]*record{}}
	in.scenario = l.readSection("scenario", doc.root)
	for _, s := range []struct{ name, under string }{
		{"horizon", ""},
		{"money", ""},
		{"regions", ""},
		{"contracts", ""},
		{"budget", ""},
		{"debt", "budget"},
		{"rules", ""},
		{"tax", ""},
		{"scale", ""},
		{"worlds", ""},
		{"objective", ""},
		{"multiple", "objective"},
		{"solver", ""},
	} {
		parent := in.scenario
		if s.under != "" {
			parent = in.part[s.under]
		}
		in.part[s.name] = l.readSection(s.name, parent.cell(s.name).tree)
		if s.under == "" && parent.cell(s.name).tree == nil {
			l.fillDefaults(in.part[s.name])
		}
	}
	priceYear := int(in.part["money"].num("price_year"))
	in.addContracts = l.readRecords(contractsTable, in.part["contracts"].cell("add"), priceYear)
	in.addRules = l.readRecords(rulesTable, in.part["rules"].cell("add"), priceYear)
	l.readPacks(in)
	return in
}

// readPacks reads the packs that the scenario chooses.
func (l *loader) readPacks(in *input) {
	home := in.doc.home
	for i, name := range l.distinct(in.part["regions"].items("packs")) {
		in.regions = append(in.regions, l.readPack("regions", name, home, i, regionTables))
	}
	if tech := in.scenario.cell("technology"); tech.text != "" {
		in.tech = l.readPack("technology", item{tech.text, tech.at}, home, 0, technologyTables)
	} else {
		in.tech = brokenPack(technologyTables)
	}
	var withoutContracts []*Table
	for _, t := range marketTables {
		if t != contractsTable {
			withoutContracts = append(withoutContracts, t)
		}
	}
	for i, name := range l.distinct(in.scenario.items("market")) {
		in.markets = append(in.markets, l.readPack("markets", name, home, i, withoutContracts))
	}
	for i, name := range l.distinct(in.part["contracts"].items("from")) {
		p := l.readPack("markets", name, home, i, []*Table{contractsTable})
		if rows := p.tables[contractsTable]; rows.src == nil && !rows.broken {
			l.report(diag.MissingFile, name.at, "take the name out of contracts: from", "the market set %s has no %s", name.text, contractsTable.Name)
		}
		in.offers = append(in.offers, p)
	}
	if risk := in.scenario.cell("risk"); risk.text != "" {
		in.risk = l.readPack("risk", item{risk.text, risk.at}, home, 0, riskTables)
	}
	in.worlds = l.readWorlds(in.part["worlds"].cell("file"), home)
	in.money = &pack{name: "money", in: l.embedded.sub("money"), tables: map[*Table]*rows{}}
	for _, t := range moneyTables {
		in.money.tables[t] = l.readTable(t, in.money.in, 0)
	}
	in.sources = l.readSources(in)
}

// distinct leaves out, and reports, names that are in a list twice.
func (l *loader) distinct(items []item) []item {
	var out []item
	for _, it := range items {
		if slices.ContainsFunc(out, func(o item) bool { return o.text == it.text }) {
			l.report(diag.DuplicateID, it.at, "name it once", "%s is in the list twice", it.text)
			continue
		}
		out = append(out, it)
	}
	return out
}

// brokenPack stands for a pack that is not known.
func brokenPack(tables []*Table) *pack {
	p := &pack{tables: map[*Table]*rows{}}
	for _, t := range tables {
		p.tables[t] = &rows{table: t, broken: true}
	}
	return p
}

// readSources reads the shared sources and those of packs on disk.
func (l *loader) readSources(in *input) []*rows {
	all := []*rows{l.readTable(sourcesTable, l.embedded, 0)}
	seen := map[string]bool{}
	for _, group := range [][]*pack{in.regions, {in.tech}, in.markets, in.offers, {in.risk}} {
		for _, p := range group {
			if p == nil || p.in.FS == nil || seen[p.in.shown] || !l.exists(p.in, sourcesTable.Name) {
				continue
			}
			seen[p.in.shown] = true
			all = append(all, l.readTable(sourcesTable, p.in, 0))
		}
	}
	return all
}
