package queue

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// ServerOptions say how a folder is served. The zero value will do.
type ServerOptions struct {
	// Log takes what the server has to say, nil for nothing.
	Log io.Writer
	// MaxStore is how much it may keep on disk, in bytes; zero stands for three quarters
	// of what is free.
	MaxStore int64
	// Options are those of the queue.
	Options
}

// Server serves the queue of a folder to this machine.
type Server struct {
	dir     string
	lock    *os.File
	server  *server.Server
	options *server.Options
	log     *serverLog
	address Address
	stop    context.CancelFunc // of mend
	mended  chan struct{}      // is closed when it has ended
}

// memoryStore is how much the server may hold in memory of marks and heartbeats.
const memoryStore = 256 << 20

// Serve starts a server on loopback, on a free port, with its store in DIR/queue and a
// token of its own, which DIR/queue/server.json tells to this user. It fails with
// ErrHeld where another process serves the folder. What a process that was killed left
// behind is taken up: what it acknowledged is there, and runs that were in work are
// handed out at once, as for the first time, for their workers went with it. The server
// lives until Close; ctx is of the start only.
func Serve(ctx context.Context, dir string, o ServerOptions) (*Server, error) {
	held, err := lock(dir)
	if err != nil {
		return nil, err
	}
	o.Options = o.withDefaults()
	s := &Server{dir: dir, lock: held, log: &serverLog{to: o.Log, diskFull: make(chan struct{}, 1)}, mended: make(chan struct{})}
	if err := s.start(ctx, o); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Server) start(ctx context.Context, o ServerOptions) error {
	if err := os.Remove(serverFile(s.dir)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	token := rand.Text()
	store, err := filepath.Abs(filepath.Join(s.dir, "queue"))
	if err != nil {
		return err
	}
	s.options = &server.Options{
		ServerName: "gridalloc", Host: "127.0.0.1", Port: server.RANDOM_PORT, Authorization: token, NoSigs: true,
		JetStream: true, StoreDir: store, JetStreamMaxStore: o.MaxStore, JetStreamMaxMemory: memoryStore,
		// What is acknowledged is on disk, not only in the system's cache: a result that
		// took minutes is worth the millisecond, and a power cut loses none.
		SyncAlways: true,
	}
	if s.server, err = server.NewServer(s.options); err != nil {
		return err
	}
	s.server.SetLoggerV2(s.log, false, false, false)
	go s.server.Start()
	for !s.server.ReadyForConnections(100 * time.Millisecond) { // a large store takes its time
		if fatal := s.log.fatal(); fatal != "" {
			return fmt.Errorf("the queue in %s could not be opened: %s", store, fatal)
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	s.address = Address{URL: s.server.ClientURL(), Token: token}
	q, err := Connect(ctx, s.address, o.Options)
	if err != nil {
		return err
	}
	if err := errors.Join(q.resetConsumers(ctx), q.Close()); err != nil {
		return err
	}
	mending, stop := context.WithCancel(context.WithoutCancel(ctx))
	s.stop = stop
	go func() {
		defer close(s.mended)
		s.mend(mending, o)
	}()
	return writeServerFile(s.dir, s.address)
}

// Address is where the server is, with its token.
func (s *Server) Address() Address { return s.address }

// Close stops the server and lets go of the folder.
func (s *Server) Close() error {
	err := os.Remove(serverFile(s.dir))
	if errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	if s.stop != nil {
		s.stop()
		<-s.mended
	}
	if s.server != nil {
		s.server.Shutdown()
		s.server.WaitForShutdown()
	}
	return errors.Join(err, s.lock.Close())
}

// Open is the queue of a folder: of the process that serves it, or else of a server
// that is started here and ends with Close.
func Open(ctx context.Context, dir string, o ServerOptions) (*Queue, error) {
	for {
		if a, err := Find(dir); err == nil {
			if q, err := Connect(ctx, a, o.Options); err == nil {
				return q, nil
			}
		}
		s, err := Serve(ctx, dir, o)
		if err == nil {
			q, err := Connect(ctx, s.address, o.Options)
			if err != nil {
				return nil, errors.Join(err, s.Close())
			}
			q.server = s
			return q, nil
		}
		if !errors.Is(err, ErrHeld) { // by one that is just starting or ending
			return nil, err
		}
		if ctx.Err() != nil {
			return nil, errors.Join(context.Cause(ctx), err)
		}
	}
}

// Server is the server that Open started, nil where it found one.
func (q *Queue) Server() *Server { return q.server }
