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
		{"en", 1, "1 year"}, {"en", 2, "2 years"}, {"ru", 1, "1 год"}, {"ru", 3, "3 года"}, {"ru", 11, "11 лет"}, {"ru", 21, "21 год"},
	} {
		if got := named(t, c.code).Count("years", c.n); got != c.want {
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
			if text == "" {
				t.Errorf("%s: %s is empty", c, key)
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
	asked = regexp.MustCompile(`\.(Text|Count)\("([^"]+)"|text "([^"]+)"`)
	prefixed = regexp.MustCompile(`\.Name\("([^"]+)"`)
)

// TestUsed looks in the source of the pages for keys that are not in the catalogue,
// and for texts that nothing asks for.
func TestUsed(t *testing.T) {
	l := named(t, "en")
	var source strings.Builder
	for _, dir := range []string{"../page", "../cli", "."} {
		root := os.DirFS(dir)
		err := fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") || !strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, ".html") {
				return err
			}
			text, err := fs.ReadFile(root, path)
			source.Write(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range asked.FindAllStringSubmatch(source.String(), -1) {
		key := m[2] + m[3]
		if m[1] == "Count" {
			key += ".other"
		}
		if !l.Has(key) && !strings.HasSuffix(key, ".") {
			t.Errorf("the text %s is asked for and is not there", key)
		}
	}
	prefixes := map[string]bool{}
	for _, m := range prefixed.FindAllStringSubmatch(source.String(), -1) {
		prefixes[m[1]] = true
	}
	for key := range l.texts {
		stem := form.ReplaceAllString(key, "")
		prefix, _, _ := strings.Cut(key, ".")
		if !strings.Contains(source.String(), `"`+stem+`"`) && !prefixes[prefix] {
			t.Errorf("nothing asks for the text %s", key)
		}
	}
}
