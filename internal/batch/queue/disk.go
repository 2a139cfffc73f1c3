package queue

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// roomNeeded is what must be free on a disk that was full before the store is opened
// again, in bytes.
const roomNeeded = 16 << 20

// mend opens the store again whenever its disk was full and has room: a store that could
// not write takes nothing any more until it is opened anew. What was asked of it
// meanwhile is asked again until it answers.
func (s *Server) mend(ctx context.Context, o ServerOptions) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.log.diskFull:
		}
		o.Note("the disk of the queue is full: make room on it; nothing is lost, and runs go on when there is")
		for !s.reopen(ctx, o) {
			select {
			case <-ctx.Done():
				return
			case <-time.After(500 * time.Millisecond):
			}
		}
		o.Note("the disk of the queue has room again")
	}
}

// reopen opens the store again, unless there is still no room.
func (s *Server) reopen(ctx context.Context, o ServerOptions) bool {
	if !hasRoom(s.options.StoreDir) {
		return false
	}
	if err := s.server.ShutdownJetStream(); err != nil {
		return false
	}
	select { // what was said of the store that is closed now
	case <-s.log.diskFull:
	default:
	}
	err := s.server.EnableJetStream(&server.JetStreamConfig{
		StoreDir: s.options.StoreDir, MaxStore: s.options.JetStreamMaxStore, MaxMemory: s.options.JetStreamMaxMemory,
		SyncAlways: s.options.SyncAlways, SyncInterval: s.options.SyncInterval, Strict: true,
	})
	if err != nil {
		return false
	}
	q, err := Connect(ctx, s.address, o.Options) // makes the streams in memory again
	return err == nil && q.Close() == nil
}

// hasRoom tries to write to a folder.
func hasRoom(dir string) bool {
	path := filepath.Join(dir, ".room")
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return false
	}
	_, err = f.Write(make([]byte, roomNeeded))
	return errors.Join(err, f.Close(), os.Remove(path)) == nil
}

// isDiskFull tells, of what the server logs, that its disk is full.
func isDiskFull(text string) bool {
	return strings.Contains(text, syscall.ENOSPC.Error()) || strings.Contains(text, syscall.EDQUOT.Error())
}
