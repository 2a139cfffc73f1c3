package lang

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func named(t *testing.T, code string) *Language {
	t.Helper()
	l, ok := Named(code)
	if !ok {
		t.Fatalf("there is no language %s", code)
	}
	return l
}

// TestNumber writes numbers as readers of the languages do.
func TestNumber(t *testing.T) {
	for _, c := range []struct {
		code     string
		x        float64
		decimals int
		want     string
	}{
		{"en", 1234567.891, 2, "1,234,567.89"},
		{"en", -0.004, 2, "0.00"},
		{"en", -1234, 0, "\u22121,234"},
		{"ru", 1234567.891, 2, "1\u202f234\u202f567,89"},
		{"ru", -12.5, 1, "\u221212,5"},
		{"ru", 1234, 0, "1\u202f234"},
	} {
		if got := named(t, c.code).Number(c.x, c.decimals); got != c.want {
			t.Errorf("%s: %g is %q, not %q", c.code, c.x, got, c.want)
		}
	}
}

// TestCount takes the plural form of the language.
func TestCount(t *testing.T) {
	for _, c := range []struct {
		code string
		n    int
		want string
	}{
		{"en", 1, "1 contract refused"},
		{"en", 2, "2 contracts refused"},
		{"ru", 1, "1 отклонённый контракт"},
		{"ru", 3, "3 отклонённых контракта"},
		{"ru", 11, "11 отклонённых контрактов"},
		{"ru", 21, "21 отклонённый контракт"},
	} {
		if got := named(t, c.code).Count("contracts.show", c.n); got != c.want {
			t.Errorf("%s: %q, not %q", c.code, got, c.want)
		}
	}
}

var (
	place = regexp.MustCompile(`%(\[\d\])?s`)
	form  = regexp.MustCompile(`\.(one|few|many|other)$`)
)

// forms are the plural forms of each language.
var forms = map[string][]string{"en": {"one", "other"}, "ru": {"one", "few", "many", "other"}}

// TestComplete wants every text in every language, with the same parts.
func TestComplete(t *testing.T) {
	all := parse(catalogue)
	keys := map[string]bool{}
	for _, c := range Codes {
		for key, text := range all[c] {
			keys[key] = true
			if got := named(t, c).Text(key, "1", "2", "3", "4", "5", "6"); text == "" || strings.Contains(strings.Split(got, "%!(EXTRA")[0], "%!") {
				t.Errorf("%s: %s is %q", c, key, got)
			}
		}
	}
	for key := range keys {
		if stem := form.ReplaceAllString(key, ""); stem != key {
			for _, c := range Codes {
				for _, f := range forms[c] {
					if all[c][stem+"."+f] == "" {
						t.Errorf("%s: %s.%s is missing", c, stem, f)
					}
				}
			}
			continue
		}
		var parts []int
		for _, c := range Codes {
			if all[c][key] == "" {
				t.Errorf("%s: %s is missing", c, key)
			}
			parts = append(parts, len(place.FindAllString(all[c][key], -1)))
		}
		if slices.Min(parts) != slices.Max(parts) {
			t.Errorf("%s has not as many parts in all languages", key)
		}
	}
}

var (
	asked    = regexp.MustCompile(`\.(Text|Count)[( ]"([^"]+)"`)
	prefixed = regexp.MustCompile(`(?:\.Name|named)\("([^"]+)"`)
)

// source is the text of the files that may ask for texts.
func source(t *testing.T, dirs ...string) string {
	t.Helper()
	var all strings.Builder
	for _, dir := range dirs {
		root := os.DirFS(dir)
		err := fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") || !strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, ".html") {
				return err
			}
			text, err := fs.ReadFile(root, path)
			all.Write(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

// TestUsed looks in the source of the pages for keys that are not in the catalogue,
// and for texts that nothing asks for.
func TestUsed(t *testing.T) {
	l := named(t, "en")
	pages := source(t, "../page", "../cli")
	for _, m := range asked.FindAllStringSubmatch(pages, -1) {
		key := m[2]
		if m[1] == "Count" {
			key += ".other"
		}
		if !l.Has(key) {
			t.Errorf("the text %s is asked for and is not there", key)
		}
	}
	var prefixes []string
	for _, m := range prefixed.FindAllStringSubmatch(pages, -1) {
		prefixes = append(prefixes, m[1]+".")
	}
	all := pages + source(t, ".")
	for key := range l.texts {
		stem := form.ReplaceAllString(key, "")
		under := func(prefix string) bool { return strings.HasPrefix(key, prefix) }
		if !strings.Contains(all, `"`+stem+`"`) && !slices.ContainsFunc(prefixes, under) {
			t.Errorf("nothing asks for the text %s", key)
		}
	}
}
