// The C interface of HiGHS, fit to be included by several files: its header
// defines these constants in every one of them, and the linker must accept
// that.
#pragma weak kHighsIisStrategyLight
#pragma weak kHighsIisStrategyFromLpRowPriority
#pragma weak kHighsIisStrategyFromLpColPriority
#pragma weak kHighsIisBoundFree
#pragma weak kHighsIisBoundLower
#pragma weak kHighsIisBoundUpper
#pragma weak kHighsIisBoundBoxed
#pragma weak kHighsIisStatusNotInConflict
#pragma weak kHighsIisStatusMaybeInConflict
#pragma weak kHighsIisStatusInConflict

#include <stdint.h>
#include <stdlib.h>
#include "interfaces/highs_c_api.h"

#ifdef HIGHSINT64
#error "solver/highs needs a HiGHS whose HighsInt has 32 bits"
#endif
