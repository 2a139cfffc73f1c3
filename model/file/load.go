// Package file turns input files into a scenario and its canonical form into a
// hash. It reads a scenario's YAML file with the packs of CSV tables that it
// chooses, holds everything against the field tables that Tables lists,
// converts units and money, and resolves ids; docs/files.md describes the
// files. All findings of a run are reported together, each with its place.
package file

import (
	"cmp"
	"errors"
	"io/fs"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/diag"
)

// Options say what to load.
type Options struct {
	// Path is a scenario file on disk, ending in .yaml or .yml, or the name of an
	// embedded scenario.
	Path string
	// Dir is the folder from which a relative Path is taken, "" for the
	// working directory.
	Dir string
	// Books holds folders that stand for scenarios which are no YAML files, such as
	// workbooks, under the names that Path, Like and Also give them. Each has a file
	// scenario.yaml, and the packs of its own that this names.
	Books map[string]fs.FS
	// Packs holds the embedded data: the folders regions, technology, markets,
	// money and scenarios, and sources.csv.
	Packs fs.FS
	// Set holds changes to the scenario, path=value each, applied in order.
	Set []string
	// Like names another scenario, whose Sections (see Common) take the place of this
	// one's before Set is applied.
	Like     string
	Sections []string
	// Also names further scenarios, to be planned together with this one: their region
	// packs, markets, contracts and rules join its own. What else they say does not
	// count, nor do filters of regions and contracts.
	Also []string
	// Regions and Contracts, where not nil, are the ids of the regions, and of the
	// contracts of the tables, that are kept instead of those that the scenario's
	// filters keep.
	Regions, Contracts []string

	set  []Setting // of a study, in place of Set
	from position  // where a study names the scenario
}

// settings are those to apply.
func (o *Options) settings() []Setting {
	if o.set != nil {
		return o.set
	}
	return settingsOf(o.Set)
}

// Load reads a scenario. When there are findings there is no scenario; the
// error is only of failures that no change of the input can mend, such as a
// disk that cannot be read.
func Load(opts Options) (*model.Scenario, diag.List, error) {
	if opts.Path == "" {
		return nil, nil, errors.New("no scenario named")
	}
	l := opts.loader()
	return l.loaded(opts, homeOf(opts.Dir))
}

// homeOf is the folder from which relative paths are taken.
func homeOf(dir string) folder { return diskFolder(cmp.Or(dir, "."), "") }

// loaded is Load from a folder.
func (l *loader) loaded(opts Options, home folder) (*model.Scenario, diag.List, error) {
	s := l.load(opts, home)
	if l.failure != nil {
		return nil, nil, l.failure
	}
	if findings := l.result(); len(findings) > 0 {
		return nil, findings, nil
	}
	return s, nil, nil
}

// loader is one with the embedded data and the books at hand.
func (o *Options) loader() *loader {
	l := newLoader(o.Packs)
	l.books = o.Books
	return l
}

// newLoader returns a loader with the embedded data at hand.
func newLoader(packs fs.FS) *loader {
	if packs == nil {
		packs = emptyFS{}
	}
	return &loader{embedded: folder{FS: packs, shown: "data"}, others: map[string]map[string]bool{}}
}

// load runs the stages. A nil result has been reported.
func (l *loader) load(opts Options, home folder) *model.Scenario {
	doc, ok := l.compose(opts, home)
	if !ok {
		return nil
	}
	return l.newResolver(l.readInput(doc)).resolve()
}

// compose reads the document of a scenario and changes it as the options say. Without a
// result that has been reported.
func (l *loader) compose(opts Options, home folder) (doc document, ok bool) {
	doc = l.readDocument(opts.Path, home, opts.from)
	if doc.root == nil {
		return doc, false
	}
	if doc.root.kind != mapping {
		l.report(diag.WrongType, doc.root.at, "write fields such as name: and horizon:", "a scenario is a mapping, not %s", doc.root.kind)
		return doc, false
	}
	l.alike(doc.root, opts, home)
	l.overlay(doc.root, opts.settings())
	l.pool(doc.root, opts, home)
	keep(doc.root, opts)
	return doc, true
}
