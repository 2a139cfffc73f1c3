package queue

import (
	"fmt"
	"io"
	"sync"
)

// serverLog takes what the server has to say.
type serverLog struct {
	mu   sync.Mutex
	to   io.Writer
	died string
	// diskFull gets a value when the disk is full.
	diskFull chan struct{}
}

func (l *serverLog) line(level, format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	text := fmt.Sprintf(format, args...)
	if level == "fatal" {
		l.died = text
	}
	if level != "notice" && isDiskFull(text) {
		select {
		case l.diskFull <- struct{}{}:
		default: // it is known
		}
	}
	if l.to != nil {
		fmt.Fprintln(l.to, level+": "+text)
	}
}

// fatal is why the server could not start, "" as long as nothing is known.
func (l *serverLog) fatal() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.died
}

// Noticef logs what happens.
func (l *serverLog) Noticef(format string, args ...any) { l.line("notice", format, args...) }

// Warnf logs what may become a failure.
func (l *serverLog) Warnf(format string, args ...any) { l.line("warning", format, args...) }

// Errorf logs a failure.
func (l *serverLog) Errorf(format string, args ...any) { l.line("error", format, args...) }

// Fatalf logs why the server cannot go on. The process does.
func (l *serverLog) Fatalf(format string, args ...any) { l.line("fatal", format, args...) }

// Debugf is not asked for.
func (l *serverLog) Debugf(string, ...any) {}

// Tracef is not asked for.
func (l *serverLog) Tracef(string, ...any) {}
