package mip

import (
	"slices"
	"strconv"
	"strings"
)

// fileNames are the names of a model's columns or rows, fit for files of other
// programs: unique, without blanks, of letters, digits and a few signs that
// every reader takes, not too long.
type fileNames struct {
	names []string
}

// fileNameLength is the longest name that CBC reads in an LP file.
const fileNameLength = 100

// newFileNames makes the names of n columns or rows.
func newFileNames(n int, name func(int32) string) fileNames {
	f := fileNames{make([]string, n)}
	seen := make(map[string]bool, n)
	for i := range f.names {
		text := strings.Map(fileRune, name(int32(i)))
		if couldBeOther(text) {
			text = "_" + text
		}
		if len(text) > fileNameLength || seen[text] {
			mark := "~" + strconv.Itoa(i)
			text = text[:min(len(text), fileNameLength-len(mark))] + mark
		}
		seen[text] = true
		f.names[i] = text
	}
	return f
}

// couldBeOther tells whether a reader could take a name for something else:
// for a number, which may start with a digit, a sign or an e, or for a word of
// the format.
func couldBeOther(name string) bool {
	first := name[0]
	return first != '_' && first < 'A' || first == 'e' || first == 'E' || slices.Contains(fileWords, strings.ToLower(name))
}

// fileWords are the words of the LP format that a name could be.
var fileWords = []string{
	"max", "maximize", "maximise", "maximum", "min", "minimize", "minimise", "minimum", "subject", "such", "st", "s.t.", "to", "that",
	"bound", "bounds", "free", "inf", "infinity", "gen", "general", "generals", "int", "integer", "integers", "bin", "binary", "binaries",
	"semi", "semis", "sos", "sos1", "sos2", "obj", "rhs", "range", "bnd",
}

// fileRune keeps what is safe in a name; brackets become round.
func fileRune(r rune) rune {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', strings.ContainsRune("_.,()~#", r):
		return r
	case r == '[':
		return '('
	case r == ']':
		return ')'
	}
	return '_'
}

// number writes a number so that reading gives it back exactly.
func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
