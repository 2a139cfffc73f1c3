package worker

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// What a worker and its solving processes tell each other are frames: a mark, the
// length and the checksum of the content, and the content, in JSON.

// frameMark begins every frame, so that what a library prints by mistake is not taken for one.
const frameMark = 0x6ca1f4a3

// largestFrame is more than any scenario or plan needs, in bytes.
const largestFrame = 1 << 30

// errNoFrame says that what came is not a frame, or a damaged one.
var errNoFrame = errors.New("worker: what came is not a frame")

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// writeFrame writes a value as one frame, by one write.
func writeFrame(w io.Writer, value any) error {
	content, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("worker: %w", err)
	}
	if len(content) > largestFrame {
		return fmt.Errorf("worker: a frame of %d bytes is larger than %d", len(content), largestFrame)
	}
	b := make([]byte, 0, 12+len(content))
	b = binary.BigEndian.AppendUint32(b, frameMark)
	b = binary.BigEndian.AppendUint32(b, uint32(len(content)))
	b = binary.BigEndian.AppendUint32(b, crc32.Checksum(content, castagnoli))
	_, err = w.Write(append(b, content...))
	return err
}

// readFrame reads the next frame into a value. The error is io.EOF where there is
// none, io.ErrUnexpectedEOF where it ends within one, and errNoFrame where something
// else comes.
func readFrame(r io.Reader, value any) error {
	var head [12]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return err
	}
	mark, size := binary.BigEndian.Uint32(head[:]), binary.BigEndian.Uint32(head[4:])
	if mark != frameMark || size > largestFrame {
		return fmt.Errorf("%w: it begins with %q", errNoFrame, head)
	}
	content, err := io.ReadAll(io.LimitReader(r, int64(size)))
	switch {
	case err != nil:
		return err
	case len(content) < int(size):
		return io.ErrUnexpectedEOF
	case crc32.Checksum(content, castagnoli) != binary.BigEndian.Uint32(head[8:]):
		return fmt.Errorf("%w: its checksum is wrong", errNoFrame)
	}
	if err := json.Unmarshal(content, value); err != nil {
		return fmt.Errorf("%w: %w", errNoFrame, err)
	}
	return nil
}
