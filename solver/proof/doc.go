// Package proof checks bounds on the objective of a mixed-integer program in
// exact arithmetic. It holds for the program whatever the floating-point solver
// did that made the [Certificate], of which it knows nothing. docs/certificate.md
// has the mathematics and the format.
//
// Every float64 is a whole number times a power of two, and so is every sum of
// products of them. [Check] computes with such numbers and never rounds, but for
// the bound it returns, which is rounded outward.
//
// The bound of a leaf is the weak duality of linear programming: for any
// multipliers y of the rows, a point x between its bounds whose rows r = Ax are
// between theirs is worth
//
//	cx = yr + (c - yA)x  <=  max yr + max (c - yA)x
//
// with each maximum over bounds alone (Neumaier and Shcherbina, Safe bounds in
// linear and mixed-integer linear programming, Mathematical Programming 99,
// 2004). Trees of such leaves as certificates: Cheung, Gleixner and Steffy,
// Verifying integer programming results, IPCO 2017.
package proof
