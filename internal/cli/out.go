package cli

import (
	"path/filepath"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/report"
)

// outDir is the folder of --out, empty where none is given. That it cannot be
// written is found before the work that fills it.
func outDir(c *urfave.Context) (string, error) {
	return outOf(c, "out", "folder", report.CanWriteDir)
}

// outFile is the file of --out, as outDir is the folder.
func outFile(c *urfave.Context) (string, error) {
	return outOf(c, "out", "file", report.CanWriteFile)
}

func outOf(c *urfave.Context, flag, kind string, can func(string) error) (string, error) {
	out := c.String(flag)
	if !c.IsSet(flag) {
		return "", nil
	}
	if out == "" {
		return "", usage("--%s needs the name of a %s", flag, kind)
	}
	if err := can(out); err != nil {
		return "", usage("--%s: %s", flag, err)
	}
	return out, nil
}

// incomplete names the file of what an interrupt left, so that it says so and
// leaves the file of a run that was not interrupted alone.
func incomplete(path string) string {
	ext := filepath.Ext(path)
	return strings.TrimSuffix(path, ext) + ".incomplete" + ext
}
