// Package mip states a mixed-integer linear program as plain data and says
// what an engine that solves one must answer.
//
// A [Model] is the program
//
//	minimise (or maximise)  c'x + offset
//	subject to              rowLower <= A x <= rowUpper
//	                        colLower <=   x <= colUpper
//	                        x[j] whole for every integer column j
//
// with A compressed by columns. An equality is a row with equal bounds, a
// missing bound is an infinity, and every row and column belongs to a named
// [Family] with a unit and carries a name of its own. A [Builder] collects a
// model term by term. [WriteMPS] and [WriteLP] write one for other programs;
// [Model.Evaluate] checks a point against it in exact arithmetic.
//
// An [Engine] solves a model. Its [Result] keeps two things apart: why the
// engine stopped ([Termination], with the [Limit] where one was reached) and
// what it holds (HasSolution, X). Infeasible is an answer, not an error. Every
// engine must pass the conformance suite in the miptest package.
package mip
