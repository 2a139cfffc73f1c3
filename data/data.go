// Package data holds the data that come with the program: packs of regions,
// technology sets, markets, money, risk sets and scenarios, as docs/files.md
// describes them, and the histories that risk sets are fitted to. docs/data.md
// says what in them is published, derived and assumed.
package data

import "embed"

//go:generate go run ../internal/derive .

// FS holds the folders regions, technology, markets, money, risk, history,
// scenarios, studies, article and maps, and sources.csv.
//
//go:embed regions technology markets money risk history scenarios studies article maps sources.csv
var FS embed.FS
