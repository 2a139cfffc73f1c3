package cli

import (
	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver"
)

// figures are those of a run's record: the line of a study has most of them.
func figures(s *model.Scenario, a *solver.Answer) batch.Figures {
	row := studyRow(s, a, 0)
	f := batch.Figures{
		Currency: row.Currency, MiningMW: row.MiningMW, ColocationMW: row.ColocationMW, GPUCloudMW: row.GPUCloudMW,
		ASICMW: row.ASICMW, GPUMW: row.GPUMW, HybridMW: row.HybridMW, PeakMW: row.PeakMW,
		NPV: (*float64)(row.NPV), CVaR: (*float64)(row.CVaR), Capex: (*float64)(row.Capex), Contracts: row.Taken, Gap: row.Gap,
	}
	if p := a.Plan; p != nil {
		f.Value, f.Bound, f.IRR = finite(p.Outcome.Objective), finite(p.Outcome.Bound), p.Result.IRR
	}
	return f
}
