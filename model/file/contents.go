package file

import (
	"strings"

	"github.com/gridalloc/gridalloc/model/diag"
)

// Contents is a scenario as it is written: what its settings say and the tables that
// they choose, word for word. Writing it elsewhere in another form and loading that
// gives a scenario of the same Hash.
type Contents struct {
	// Settings are all settings there are, in the order of the documentation.
	Settings []Entry
	Packs    []Pack
	// Contracts and Rules are those written in the scenario itself, Worlds the planner's
	// own; without any rows they are not there.
	Contracts, Rules, Worlds Rows
	// Sources are all publications that the tables may cite, each once.
	Sources Rows
}

// Entry is a setting with its value, as the scenario file has it.
type Entry struct {
	// Path is its name with those of its sections: budget.annual. Of what is given by
	// year, client market or id there is one setting for each: budget.annual.2027.
	Path  string
	Field Field
	// Value is as written, the items of a list separated by blanks; "[]" is a list
	// without items. Written is false where the scenario says nothing.
	Value   string
	Written bool
}

// Pack is a folder of tables that the scenario chooses.
type Pack struct {
	Kind   string // regions, technology, markets or risk
	Name   string // as the settings call it
	Tables []Rows
}

// Rows are the records of a table: the cells of each as written, by field.
type Rows struct {
	Table Table
	Cells [][]string
}

// Read reads what a scenario is made of. What is wrong is found, and said, as by Load.
func Read(opts Options) (*Contents, diag.List, error) {
	if _, findings, err := Load(opts); err != nil || len(findings) > 0 {
		return nil, findings, err
	}
	l := opts.loader()
	doc, ok := l.compose(opts, homeOf(opts.Dir))
	if !ok {
		return nil, l.result(), l.failure
	}
	in := l.readInput(doc)
	c := &Contents{
		Settings:  entriesOf(scenarioTable, "", doc.root),
		Contracts: written(contractsTable, in.addContracts),
		Rules:     written(rulesTable, in.addRules),
		Sources:   written(sourcesTable, distinctSources(in.sources)),
	}
	if in.worlds != nil {
		c.Worlds = written(worldsTable, in.worlds.records)
	}
	for _, p := range in.regions {
		c.add("regions", p)
	}
	c.add("technology", in.tech)
	for _, p := range in.markets {
		c.add("markets", p)
	}
	for _, p := range in.offers {
		c.add("markets", p)
	}
	if in.risk != nil {
		c.add("risk", in.risk)
	}
	return c, nil, l.failure
}

// add adds the tables that were read of a pack; a market set may be read twice, for its
// prices and for its contracts.
func (c *Contents) add(kind string, p *pack) {
	i := 0
	for ; i < len(c.Packs); i++ {
		if c.Packs[i].Kind == kind && c.Packs[i].Name == p.name {
			break
		}
	}
	if i == len(c.Packs) {
		c.Packs = append(c.Packs, Pack{Kind: kind, Name: p.name})
	}
	for _, t := range tablesOf(kind) {
		if rows := p.tables[t]; rows != nil && len(rows.records) > 0 {
			c.Packs[i].Tables = append(c.Packs[i].Tables, written(t, rows.records))
		}
	}
}

// written is what records say.
func written(t *Table, recs []*record) Rows {
	rows := Rows{Table: *t}
	for _, rec := range recs {
		cells := make([]string, len(rec.cells))
		for i := range rec.cells {
			if c := &rec.cells[i]; c.list == nil {
				cells[i] = c.text
			} else {
				cells[i] = inWords(c.list)
			}
		}
		rows.Cells = append(rows.Cells, cells)
	}
	return rows
}

// inWords writes the items of a list with blanks between them.
func inWords(list []*node) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = n.value
	}
	return strings.Join(words, " ")
}

// entriesOf lists the settings of a section, and of those within it.
func entriesOf(t *Table, prefix string, n *node) []Entry {
	var all []Entry
	for _, f := range t.Fields {
		val, path := n.get(f.Name), prefix+f.Name
		switch {
		case f.Name == "extends" || f.Type == Records: // merged in, or tables of their own
		case f.Type == Section:
			all = append(all, entriesOf(section(f.Table), path+".", val)...)
		case val.isNull():
			all = append(all, Entry{Path: path, Field: f})
		case val.kind == mapping:
			for i, key := range val.keys {
				all = append(all, Entry{Path: path + "." + key.value, Field: f, Value: val.vals[i].value, Written: true})
			}
		case val.kind == list && len(val.items) == 0:
			all = append(all, Entry{Path: path, Field: f, Value: "[]", Written: true})
		case val.kind == list:
			all = append(all, Entry{Path: path, Field: f, Value: inWords(val.items), Written: true})
		default:
			all = append(all, Entry{Path: path, Field: f, Value: val.value, Written: true})
		}
	}
	return all
}
