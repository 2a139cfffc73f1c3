package highs

/*
#include "capi.h"

extern void gridallocListen(HighsInt kind, char* message, HighsCallbackDataOut* out, HighsCallbackDataIn* in, uintptr_t handle);

static void gridallocForward(int kind, const char* message, const HighsCallbackDataOut* out, HighsCallbackDataIn* in, void* handle) {
	gridallocListen(kind, (char*)message, (HighsCallbackDataOut*)out, in, (uintptr_t)handle);
}

static inline HighsInt gridallocSetCallback(void* highs, uintptr_t handle) {
	return Highs_setCallback(highs, gridallocForward, (void*)handle);
}
*/
import "C"

import (
	"context"
	"fmt"
	"io"
	"math"
	"runtime/cgo"
	"strings"
	"sync"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// listener is what the callback of an instance knows. HiGHS may call it from
// several threads of a solve.
type listener struct {
	log      io.Writer
	progress func(mip.Progress)
	join     func(moment int) []float64

	mu        sync.Mutex // during a solve
	ctx       context.Context
	complaint string // the last warning or error in the log
	logError  error
	joinError error
	moments   int // that join was asked at
}

// begin prepares for a solve.
func (l *listener) begin(ctx context.Context) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ctx, l.complaint, l.logError, l.joinError, l.moments = ctx, "", nil, nil, 0
}

// end returns what went wrong with the log during a solve.
func (l *listener) end() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ctx = nil
	if l.logError != nil {
		return fmt.Errorf("highs: writing the log: %w", l.logError)
	}
	return l.joinError
}

// interrupts are the callbacks by which HiGHS asks whether to go on.
var interrupts = []C.HighsInt{
	callbackSimplexInterrupt,
	callbackIpmInterrupt,
	callbackMipInterrupt,
}

// listen has HiGHS tell of its log and of the progress of a search.
func (h *Highs) listen() error {
	if err := h.call("Highs_setCallback", func() C.HighsInt {
		return C.gridallocSetCallback(h.ptr, C.uintptr_t(h.handle))
	}); err != nil {
		return err
	}
	for _, kind := range []C.HighsInt{callbackLogging, callbackMipLogging} {
		if err := h.call("Highs_startCallback", func() C.HighsInt { return C.Highs_startCallback(h.ptr, kind) }); err != nil {
			return err
		}
	}
	return nil
}

// interruptible has HiGHS ask whether to go on, where the context may end.
func (h *Highs) interruptible(ctx context.Context) error {
	for _, kind := range interrupts {
		var err error
		if ctx.Done() != nil {
			err = h.check("Highs_startCallback", C.Highs_startCallback(h.ptr, kind))
		} else {
			err = h.check("Highs_stopCallback", C.Highs_stopCallback(h.ptr, kind))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

//export gridallocListen
func gridallocListen(kind C.HighsInt, message *C.char, out *C.HighsCallbackDataOut, in *C.HighsCallbackDataIn, handle C.uintptr_t) {
	l, ok := cgo.Handle(handle).Value().(*listener)
	if !ok {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	switch kind {
	case callbackLogging:
		l.hear(int(out.log_type), C.GoString(message))
	case callbackMipLogging:
		l.report(out)
	case callbackMipUserSolution:
		l.askJoin(in)
	default:
		if l.ctx != nil && l.ctx.Err() != nil {
			in.user_interrupt = 1
		}
	}
}

// logWarning is HighsLogType::kWarning; errors are above it.
const logWarning = 4

func (l *listener) hear(level int, message string) {
	if level >= logWarning {
		l.complaint = strings.TrimSpace(message)
	}
	if l.log != nil && l.logError == nil {
		_, l.logError = io.WriteString(l.log, message)
	}
}

// askJoin passes a better point on to HiGHS, if there is one. HiGHS 1.15 copies
// the point but forgets that there is one.
func (l *listener) askJoin(in *C.HighsCallbackDataIn) {
	if l.join == nil {
		return
	}
	x := l.join(l.moments)
	l.moments++
	if len(x) == 0 {
		return
	}
	if status := C.Highs_setCallbackSolution(in, C.HighsInt(len(x)), (*C.double)(&x[0])); status != statusOk {
		l.joinError = &Error{Call: "Highs_setCallbackSolution", Status: Status(status)}
	}
	in.user_has_solution = 1
}

func (l *listener) report(out *C.HighsCallbackDataOut) {
	if l.progress == nil {
		return
	}
	p := mip.Progress{
		Seconds: float64(out.running_time),
		Nodes:   int64(out.mip_node_count),
		Primal:  float64(out.mip_primal_bound),
		Dual:    float64(out.mip_dual_bound),
		Gap:     float64(out.mip_gap),
	}
	p.HasPrimal = !math.IsInf(p.Primal, 0)
	l.progress(p)
}
