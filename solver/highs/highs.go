package highs

/*
#cgo pkg-config: highs
#include "capi.h"
*/
import "C"

import (
	"context"
	"io"
	"runtime"
	"runtime/cgo"
	"sync"
	"unsafe"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// Highs is an instance of HiGHS: a model, options and the last solution.
type Highs struct {
	mu     sync.Mutex // held during every call into the instance
	ptr    unsafe.Pointer
	handle cgo.Handle // of listener, for the callback

	listener listener
	integers []int32 // the integer columns of the model, ascending
}

// New creates an instance with an empty model, which writes nothing to the
// console. It refuses the versions that Accepted refuses.
func New() (*Highs, error) {
	if err := Accepted(Version()); err != nil {
		return nil, err
	}
	h := &Highs{ptr: C.Highs_create()}
	if h.ptr == nil {
		return nil, &Error{Call: "Highs_create", Status: StatusError}
	}
	h.handle = cgo.NewHandle(&h.listener)
	if err := h.silence(); err != nil {
		h.Close()
		return nil, err
	}
	return h, nil
}

// silence prepares a new instance. HiGHS 1.16 writes a line to the console in
// the first call after which that is still allowed: the first call forbids it.
func (h *Highs) silence() error {
	if err := h.SetBoolOption("log_to_console", false); err != nil {
		return err
	}
	return h.prepare()
}

// prepare brings the options to the state that every instance starts from.
func (h *Highs) prepare() error {
	if err := h.call("Highs_resetOptions", func() C.HighsInt { return C.Highs_resetOptions(h.ptr) }); err != nil {
		return err
	}
	if err := h.SetBoolOption("log_to_console", false); err != nil {
		return err
	}
	if err := h.SetIntOption("threads", 1); err != nil {
		return err
	}
	if err := h.SetStringOption("parallel", "off"); err != nil {
		return err
	}
	return h.listen()
}

// Close frees the instance. Closing twice is allowed; every other call after
// Close returns ErrClosed.
func (h *Highs) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ptr == nil {
		return
	}
	// What is wrong with an instance no longer matters: no status to check.
	C.Highs_setCallback(h.ptr, nil, nil)
	C.Highs_clearModel(h.ptr)
	solves.bury(h.ptr)
	h.ptr = nil
	h.handle.Delete()
}

// SetLog has the log of HiGHS written to w; nil discards it.
func (h *Highs) SetLog(w io.Writer) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.listener.log = w
}

// SetProgress has f told of the progress of a MIP search; nil stops that. The
// function is called during Run and must not use the instance.
func (h *Highs) SetProgress(f func(mip.Progress)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.listener.progress = f
}

// SetJoin has f asked for better points during a MIP search: see
// mip.Options.Join; nil stops that. The function must not use the instance.
func (h *Highs) SetJoin(f func(moment int) []float64) error {
	h.mu.Lock()
	h.listener.join = f
	h.mu.Unlock()
	if f == nil {
		return h.call("Highs_stopCallback", func() C.HighsInt { return C.Highs_stopCallback(h.ptr, callbackMipUserSolution) })
	}
	return h.call("Highs_startCallback", func() C.HighsInt { return C.Highs_startCallback(h.ptr, callbackMipUserSolution) })
}

// call makes a call into the instance and turns its status into an error.
func (h *Highs) call(name string, f func() C.HighsInt) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ptr == nil {
		return closed(name)
	}
	h.listener.complaint = ""
	return h.check(name, f())
}

func (h *Highs) check(name string, status C.HighsInt) error {
	if status == statusOk {
		return nil
	}
	return &Error{Call: name, Status: Status(status), Detail: h.listener.complaint}
}

// Run solves the model as it stands, from the last basis or solution where
// there is one. A cancelled context ends it with the status Interrupt.
func (h *Highs) Run(ctx context.Context) (ModelStatus, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	const name = "Highs_run"
	if h.ptr == nil {
		return NotSet, closed(name)
	}
	if err := h.check("Highs_zeroAllClocks", C.Highs_zeroAllClocks(h.ptr)); err != nil {
		return NotSet, err
	}
	err := h.solving(ctx, name, func() C.HighsInt { return C.Highs_run(h.ptr) })
	return ModelStatus(C.Highs_getModelStatus(h.ptr)), err
}

// solving makes a call that runs a solver: on a thread of its own, listening
// to the context, and content with a warning. The caller holds the lock.
func (h *Highs) solving(ctx context.Context, name string, f func() C.HighsInt) error {
	h.listener.begin(ctx)
	if err := h.interruptible(ctx); err != nil {
		return err
	}
	solves.begin()
	status := onOwnThread(f)
	solves.end()
	if err := h.listener.end(); err != nil {
		return err
	}
	if status == statusWarning {
		return nil
	}
	return h.check(name, status)
}

// onOwnThread runs f on an operating-system thread that ends with it, and with
// it the scheduler that HiGHS keeps for the thread.
func onOwnThread(f func() C.HighsInt) C.HighsInt {
	result := make(chan C.HighsInt)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends here
		result <- f()
	}()
	return <-result
}

// solves counts the running solves of the process and keeps the closed
// instances that must outlive them.
var solves graveyard

type graveyard struct {
	mu      sync.Mutex
	running int
	dead    []unsafe.Pointer
}

func (g *graveyard) begin() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.running++
}

func (g *graveyard) end() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.running--
	g.destroyIfQuiet()
}

func (g *graveyard) bury(instance unsafe.Pointer) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.dead = append(g.dead, instance)
	g.destroyIfQuiet()
}

func (g *graveyard) destroyIfQuiet() {
	if g.running > 0 {
		return
	}
	for _, instance := range g.dead {
		C.Highs_destroy(instance)
	}
	g.dead = nil
}
