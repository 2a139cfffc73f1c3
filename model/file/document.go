package file

import (
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/gridalloc/gridalloc/model/diag"
)

// document is a scenario file with what it extends, read but not yet checked.
type document struct {
	root *node
	home folder // the folder of the scenario file, where its own packs lie
}

// bookFile is the scenario file in the folder of a book.
const bookFile = "scenario.yaml"

// locate finds a scenario or study file: a book that is at hand has a scenario of its own;
// a name that ends in .yaml or .yml, or holds a separator, is a file beside the one that
// names it; any other is the name of an embedded one, of the folder kind.
func (l *loader) locate(kind, name string, home folder) (in folder, file string) {
	if book := l.books[name]; book != nil {
		return folder{FS: book, shown: filepath.ToSlash(name)}, bookFile
	}
	if ext := path.Ext(name); ext != ".yaml" && ext != ".yml" && !strings.ContainsAny(name, `/\`) {
		return l.embedded.sub(kind), name + ".yaml"
	}
	return l.locateFile(name, home)
}

// locateFile finds a file beside the one that names it.
func (l *loader) locateFile(name string, home folder) (in folder, file string) {
	name = filepath.ToSlash(name)
	if path.IsAbs(name) || filepath.IsAbs(name) {
		dir := filepath.Dir(filepath.FromSlash(name))
		return diskFolder(dir, filepath.ToSlash(dir)), path.Base(name)
	}
	return l.relative(home, path.Dir(name)), path.Base(name)
}

// relative is the folder that a relative name leads to from home. A folder on
// disk is opened anew, since its name may lead out of home.
func (l *loader) relative(home folder, name string) folder {
	if path.Clean(name) == "." {
		return home
	}
	if !home.onDisk {
		return home.sub(name)
	}
	dir := filepath.Join(home.dir, filepath.FromSlash(name))
	return diskFolder(dir, path.Join(home.shown, name))
}

// diskFolder is a folder on disk.
func diskFolder(dir, shown string) folder {
	return folder{FS: os.DirFS(dir), shown: shown, onDisk: true, dir: dir}
}

// readDocument reads a scenario file and all it extends. from is where a study names
// it, nowhere without one.
func (l *loader) readDocument(name string, home folder, from position) document {
	in, file := l.locate("scenarios", name, home)
	doc := document{home: in}
	doc.root = l.readExtended(in, file, from, nil)
	return doc
}

// readExtended reads a file and merges it over the one it extends. above lists
// the files that led here, from is where the last of them names this one.
func (l *loader) readExtended(in folder, file string, from position, above []string) *node {
	shown := path.Join(in.shown, file)
	for _, a := range above {
		if a == shown {
			l.report(diag.ExtendsCycle, from, "let one of them extend nothing", "%s extends itself: %s",
				shown, strings.Join(append(above, shown), " -> "))
			return nil
		}
	}
	if !from.isZero() && !l.exists(in, file) {
		l.report(diag.MissingFile, from, l.nearest(strings.TrimSuffix(file, ".yaml"), l.scenarioNames(in)), "there is no scenario %s", shown)
		return nil
	}
	src := l.read(in, file, false)
	if src == nil {
		return nil
	}
	root := l.parseYAML(src)
	if root == nil {
		return nil
	}
	base := root.get("extends")
	if base.isNull() || base.kind != scalar {
		return root // what is no name is reported with the other fields
	}
	next, name := l.locate("scenarios", base.value, in)
	below := l.readExtended(next, name, base.at, append(above, shown))
	if below == nil {
		return root
	}
	return merge(below, root)
}

// scenarioNames lists the scenarios of a folder.
func (l *loader) scenarioNames(in folder) []string {
	var names []string
	for _, name := range l.list(in) {
		if base, found := strings.CutSuffix(name, ".yaml"); found {
			names = append(names, base)
		}
	}
	return names
}

// merge lays a document over another: mappings are merged, anything else
// replaces what is below.
func merge(below, above *node) *node {
	if below.kind != mapping || above.kind != mapping {
		return above
	}
	out := &node{kind: mapping, at: above.at}
	out.keys = append(out.keys, below.keys...)
	out.vals = append(out.vals, below.vals...)
	for i, key := range above.keys {
		val := above.vals[i]
		if old := out.get(key.value); old != nil {
			val = merge(old, val)
		}
		out.set(key, val)
	}
	return out
}
