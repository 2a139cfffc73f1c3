package worker

import (
	"fmt"
	"os"
	"syscall"
)

// tied has the system kill a process with the thread that starts it, whatever ends
// this one, and keeps the interrupts of the terminal from it.
func tied() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}

// expendable has the system, where it runs out of memory, end this process before
// others: it costs a run only.
func expendable(pid int) {
	_ = os.WriteFile(fmt.Sprintf("/proc/%d/oom_score_adj", pid), []byte("500"), 0) // a system without it has its own order
}
