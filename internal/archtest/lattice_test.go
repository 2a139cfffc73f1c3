package archtest

import (
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/gridalloc/gridalloc"

// pkg is a package of the module as its non-test files say.
type pkg struct {
	imports map[string]string // import path -> file
	files   []*ast.File
	names   []string
}

// rule is a line of the lattice.
type rule struct{ ours, theirs []string }

// TestLattice holds every import of a package of the module, and of a third
// party, against the lattice.
func TestLattice(t *testing.T) {
	rules := parseLattice(t)
	for name, p := range packages(t) {
		r, ok := rules[name]
		if !ok {
			t.Errorf("package %s is not in the lattice", name)
			continue
		}
		for imported, file := range p.imports {
			first, _, _ := strings.Cut(imported, "/")
			switch ours, isOurs := strings.CutPrefix(imported, module+"/"); {
			case isOurs && !slices.Contains(r.ours, ours):
				t.Errorf("%s: %s must not import %s", file, name, ours)
			case !isOurs && strings.Contains(first, ".") && !slices.ContainsFunc(r.theirs, within(imported)):
				t.Errorf("%s: %s must not import the third-party package %s", file, name, imported)
			}
		}
	}
}

// TestLatticeDescends holds the text against its own rules: arrows point
// down, and a third-party module has one importing package.
func TestLatticeDescends(t *testing.T) {
	importer := map[string]string{}
	seen := map[string]bool{}
	for _, line := range strings.Split(strings.TrimSpace(lattice), "\n") {
		name, rest, _ := strings.Cut(line, ":")
		seen[name] = true
		ours, theirs, _ := strings.Cut(rest, "|")
		for _, o := range strings.Fields(ours) {
			if seen[o] {
				t.Errorf("%s: the arrow to %s does not point down", name, o)
			}
		}
		for _, m := range strings.Fields(theirs) {
			if other := importer[m]; other != "" {
				t.Errorf("both %s and %s import %s", name, other, m)
			}
			importer[m] = name
		}
	}
	rules := parseLattice(t)
	for _, forbidden := range []string{"solver/formulation", "solver/mip", "model/finance"} {
		if slices.Contains(rules["solver/verify"].ours, forbidden) {
			t.Errorf("solver/verify must stay independent of %s", forbidden)
		}
	}
	for name, r := range rules {
		for _, outer := range []string{"solver/highs", "data"} {
			if name != "cmd/gridalloc" && slices.Contains(r.ours, outer) {
				t.Errorf("%s: only cmd/gridalloc knows %s", name, outer)
			}
		}
	}
}

// TestLibraryIsQuiet holds the library packages to no files, no network and
// no terminal.
func TestLibraryIsQuiet(t *testing.T) {
	for name, p := range packages(t) {
		if !slices.ContainsFunc(library, within(name)) {
			continue
		}
		for imported, file := range p.imports {
			if slices.Contains(quiet, imported) && !slices.Contains(mayReach[name], imported) {
				t.Errorf("%s: %s must not import %s", file, name, imported)
			}
		}
	}
}

// TestPrinting finds writing to the terminal outside the packages that may.
func TestPrinting(t *testing.T) {
	for name, p := range packages(t) {
		if slices.Contains(printers, name) {
			continue
		}
		for i, f := range p.files {
			ast.Inspect(f, func(n ast.Node) bool {
				sel, ok := n.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				x, ok := sel.X.(*ast.Ident)
				if !ok {
					return true
				}
				switch x.Name + "." + sel.Sel.Name {
				case "fmt.Print", "fmt.Printf", "fmt.Println", "os.Stdout", "os.Stderr":
					t.Errorf("%s: %s.%s: %s must not print", p.names[i], x.Name, sel.Sel.Name, name)
				}
				return true
			})
		}
	}
}

// within tells whether name is the package root, or one below it.
func within(name string) func(root string) bool {
	return func(root string) bool { return name == root || strings.HasPrefix(name, root+"/") }
}

func parseLattice(t *testing.T) map[string]rule {
	t.Helper()
	rules := map[string]rule{}
	for _, line := range strings.Split(strings.TrimSpace(lattice), "\n") {
		name, rest, ok := strings.Cut(line, ":")
		if _, twice := rules[name]; !ok || twice {
			t.Fatalf("bad line %q", line)
		}
		ours, theirs, _ := strings.Cut(rest, "|")
		rules[name] = rule{strings.Fields(ours), strings.Fields(theirs)}
	}
	return rules
}

// packages reads the non-test Go files of the module, but for those that no
// build includes.
func packages(t *testing.T) map[string]*pkg {
	t.Helper()
	root := filepath.Join("..", "..")
	found := map[string]*pkg{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && file != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata"):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go"):
			return nil
		}
		relative, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		name := path.Dir(filepath.ToSlash(relative))
		if found[name] == nil {
			found[name] = &pkg{imports: map[string]string{}}
		}
		return found[name].read(file, relative)
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, p := range found {
		if len(p.files) == 0 {
			delete(found, name)
		}
	}
	return found
}

func (p *pkg) read(file, name string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), file, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	if ignored(parsed) {
		return nil
	}
	p.files, p.names = append(p.files, parsed), append(p.names, name)
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		p.imports[imported] = name
	}
	return nil
}

// ignored tells a program of its own, such as a generator, that is marked
// with //go:build ignore.
func ignored(f *ast.File) bool {
	for _, group := range f.Comments {
		for _, c := range group.List {
			if x, err := constraint.Parse(c.Text); err == nil {
				return !x.Eval(func(tag string) bool { return tag != "ignore" })
			}
		}
	}
	return false
}
