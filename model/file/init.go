package file

import (
	_ "embed"
	"io"
)

//go:embed starter.yaml
var starter string

// Init writes a commented scenario to start from. It is complete and uses
// embedded packs only.
func Init(w io.Writer) error {
	_, err := io.WriteString(w, starter)
	return err
}
