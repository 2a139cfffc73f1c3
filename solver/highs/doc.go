// Package highs solves mixed-integer programs with HiGHS, through its C
// interface. It translates and adds nothing of its own.
//
// Most callers need only [Engine], which solves one mip.Model per call. For a
// model that is solved again and again with small changes, keep a [Highs]:
//
//	h, err := highs.New()
//	...
//	defer h.Close()
//	err = h.PassModel(m)
//	first, err := h.Solve(ctx, opt)
//	err = h.ChangeRowBounds(budget, math.Inf(-1), 120)
//	second, err := h.Solve(ctx, opt)
//
// # Instances, threads and the scheduler
//
// A Highs must be closed; nothing is freed behind the caller's back. It is for
// one goroutine at a time; only Close may come from another, and waits for the
// call under way. Different instances are independent and may solve at the same
// time.
//
// HiGHS keeps a scheduler, per operating-system thread in the versions read
// (1.15.1, 1.16.0), with the number of threads that the first solve on it asked
// for. It refuses another number afterwards, and Highs_destroy resets it.
// Therefore each solve here runs on an operating-system thread of its own,
// which ends with the solve, the number of threads is always set, and an
// instance that is closed while another one solves is emptied at once but
// destroyed only after the last running solve has ended. A crash inside HiGHS ends the process: for many
// jobs, use one process each.
//
// # Warnings
//
// HiGHS answers a call with ok, warning or error. A warning, too, becomes an
// [*Error] here, with the last complaint from the log: typically something was
// silently left out, such as a coefficient below small_matrix_value. Only a
// solve may end with a warning, because limits are warnings.
package highs
