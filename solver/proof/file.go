package proof

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Write writes a certificate as JSON, compressed (gzip) where that is asked for.
func Write(w io.Writer, c *Certificate, compress bool) error {
	if !compress {
		return json.NewEncoder(w).Encode(c)
	}
	z := gzip.NewWriter(w)
	return errors.Join(json.NewEncoder(z).Encode(c), z.Close())
}

// gzipMagic are the first bytes of what gzip compressed (RFC 1952).
var gzipMagic = []byte{0x1f, 0x8b}

// Read reads a certificate of at most so many bytes, compressed or not. The
// error names line and column of what is no certificate.
func Read(r io.Reader, most int64) (*Certificate, error) {
	text, err := readUpTo(r, most)
	if err == nil && bytes.HasPrefix(text, gzipMagic) {
		var z *gzip.Reader
		if z, err = gzip.NewReader(bytes.NewReader(text)); err == nil {
			text, err = readUpTo(z, most)
		}
	}
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	var c Certificate
	if err := decoder.Decode(&c); err != nil {
		return nil, placed(text, decoder.InputOffset(), err)
	}
	if end := decoder.InputOffset(); len(bytes.TrimSpace(text[end:])) > 0 {
		return nil, placed(text, end, errors.New("something follows the certificate"))
	}
	return &c, nil
}

func readUpTo(r io.Reader, most int64) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(text)) > most {
		err = fmt.Errorf("it is larger than %d MB", most>>20)
	}
	return text, err
}

// placed says at which line and column of the text something is wrong.
func placed(text []byte, at int64, err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		at = syntax.Offset - 1 // it counts what is wrong, too
	case errors.As(err, &kind):
		at = kind.Offset
	}
	before := text[:max(0, min(at, int64(len(text))))]
	line := 1 + bytes.Count(before, []byte("\n"))
	column := len(before) - bytes.LastIndexByte(before, '\n')
	return fmt.Errorf("line %d, column %d: %w", line, column, err)
}
