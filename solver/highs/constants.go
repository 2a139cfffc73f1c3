package highs

// #include "capi.h"
import "C"

// The constants of the C interface that are used here, by their names there.
// In C they are variables of each file, which Go cannot reach.
const (
	statusOk      C.HighsInt = 0
	statusWarning C.HighsInt = 1

	objSenseMinimize C.HighsInt = 1
	objSenseMaximize C.HighsInt = -1

	matrixFormatColwise     C.HighsInt = 1
	hessianFormatTriangular C.HighsInt = 1

	callbackLogging          C.HighsInt = 0
	callbackSimplexInterrupt C.HighsInt = 1
	callbackIpmInterrupt     C.HighsInt = 2
	callbackMipLogging       C.HighsInt = 5
	callbackMipInterrupt     C.HighsInt = 6
	callbackMipUserSolution  C.HighsInt = 9

	solutionStatusNone     = 0
	solutionStatusFeasible = 2
	basisValidityInvalid   = 0
	varTypeInteger         = 1
	maximumStringLength    = 512

	iisBoundLower = 2
	iisBoundUpper = 3
	iisBoundBoxed = 4

	// iisStrategy looks for an irreducible subsystem, rows first: it is
	// kHighsIisStrategyFromLpRowPriority (6) of the linear relaxation (16).
	iisStrategy = 6 | 16
)
