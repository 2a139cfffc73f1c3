// Package lang holds the texts of pages in the languages that they are written
// in, and writes numbers in each language's way.
//
// texts.txt is the catalogue: a key, and below it the text in each language.
// Texts that count something have a key for each plural form, as in
// signings.one and signings.other.
package lang

import (
	_ "embed"
	"fmt"
	"math"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

//go:embed texts.txt
var catalogue string

// Language is a language with its texts. It may be used by several goroutines.
type Language struct {
	// Code is as in the attribute lang of HTML: en, ru.
	Code  string
	tag   language.Tag
	texts map[string]string
}

// Codes lists the languages that there are.
var Codes = []string{"en", "ru"}

// Named is the language of a code; false where there is none.
func Named(code string) (*Language, bool) {
	for _, c := range Codes {
		if c == code {
			return &Language{Code: c, tag: language.MustParse(c), texts: parse(catalogue)[c]}, true
		}
	}
	return nil, false
}

// parse reads the catalogue: texts by language and key.
func parse(catalogue string) map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, c := range Codes {
		all[c] = map[string]string{}
	}
	key := ""
	for line := range strings.SplitSeq(catalogue, "\n") {
		code, text, ok := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case !strings.HasPrefix(line, " "):
			key = line
		case ok && all[code] != nil:
			all[code][key] = strings.TrimSpace(text)
		}
	}
	return all
}

// Has tells whether there is a text of the key.
func (l *Language) Has(key string) bool { _, ok := l.texts[key]; return ok }

// Text is the text of a key with its parts put in at %s, %[2]s and so on. A key
// that is not in the catalogue is a mistake of the program, and panics.
func (l *Language) Text(key string, parts ...string) string {
	text, ok := l.texts[key]
	if !ok {
		panic("lang: there is no text " + key)
	}
	args := make([]any, len(parts))
	for i, p := range parts {
		args[i] = p
	}
	return fmt.Sprintf(text, args...)
}

// Count is the text of a number of things, whose first part is the number.
func (l *Language) Count(key string, n int, parts ...string) string {
	form := "other"
	switch plural.Cardinal.MatchPlural(l.tag, n, 0, 0, 0, 0) {
	case plural.One:
		form = "one"
	case plural.Few:
		form = "few"
	case plural.Many:
		form = "many"
	}
	return l.Text(key+"."+form, append([]string{l.Number(float64(n), 0)}, parts...)...)
}

// Name is the text of an id of the program's own under a prefix, such as a kind of
// limit. An id without a text, as users may have them, is its own name.
func (l *Language) Name(prefix, id string) string {
	if key := prefix + "." + id; l.Has(key) {
		return l.Text(key)
	}
	return strings.ReplaceAll(id, "_", " ")
}

// Number writes a number with so many decimals: 1,234.5 in English, 1 234,5 with
// a thin space in Russian. The minus is a true one.
func (l *Language) Number(x float64, decimals int) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "–"
	}
	p := math.Pow(10, float64(decimals))
	if r := math.Round(x*p) / p; r == 0 {
		x = 0 // no minus before nothing
	}
	s := message.NewPrinter(l.tag).Sprint(number.Decimal(x, number.MinFractionDigits(decimals), number.MaxFractionDigits(decimals)))
	return strings.NewReplacer("\u00a0", "\u202f", "-", "\u2212").Replace(s)
}

// Percent writes a share: two decimals below one per cent.
func (l *Language) Percent(share float64) string {
	decimals := 1
	if share != 0 && math.Abs(share) < 0.01 {
		decimals = 2
	}
	return l.Text("percent", l.Number(100*share, decimals))
}

// List joins names: "a, b and c".
func (l *Language) List(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return l.Text("list", strings.Join(names[:last], ", "), names[last])
}

// Printer is for libraries that write their messages in a language.
func Printer() *message.Printer { return message.NewPrinter(language.English) }
