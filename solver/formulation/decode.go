package formulation

import (
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// negligible is the MW (or millions) below which a value is solver noise.
const negligible = 1e-7

// Decode turns a point of the program into a plan with all of its figures.
// Whole-number columns are rounded; the outcome is the caller's to fill in.
func (f *Formulation) Decode(x []float64) *model.Plan {
	plan := &model.Plan{
		Format: model.PlanFormat, Scenario: f.s.Name, Title: f.s.Title, Currency: f.s.Currency, Prices: f.s.PriceYear,
		Signings: []model.Signing{}, Halls: []model.Hall{}, Contracts: []model.ContractOutcome{},
		Deliveries: []model.Delivery{}, Shortfalls: []model.Shortfall{}, SpotSupply: []model.SpotSupply{},
		SpotSales: []model.SpotSale{}, Loans: []model.Loan{},
	}
	for p := range f.s.Horizon.Periods {
		plan.Periods = append(plan.Periods, f.s.Horizon.Label(p))
	}
	f.decodeSignings(x, plan)
	f.decodeHalls(x, plan)
	f.decodeContracts(x, plan)
	f.decodeSpot(x, plan)
	f.decodeLoans(x, plan)
	f.figures(x, plan)
	return plan
}

// value is that of a column, noise removed; none counts as zero.
func value(x []float64, col int32) float64 {
	if col == none || x[col] < negligible {
		return 0
	}
	return x[col]
}

func (f *Formulation) regionOf(site int) string {
	return f.s.Regions[f.s.Sites[site].Region].ID
}

func (f *Formulation) decodeSignings(x []float64, plan *model.Plan) {
	for i := range f.signings {
		cols := &f.signings[i]
		for q := range cols.sign {
			if math.Round(x[cols.sign[q]]) == 0 {
				continue
			}
			firm, flex := value(x, cols.firm[q]), value(x, cols.flex[q])
			plan.Signings = append(plan.Signings, model.Signing{
				Site: f.s.Sites[i].ID, Region: f.regionOf(i),
				Signed: f.s.Horizon.Label(q), Energised: f.s.Horizon.Label(q + cols.lead),
				FirmMW: unit.MW(firm), FlexMW: unit.MW(flex),
			})
		}
	}
}

func (f *Formulation) decodeHalls(x []float64, plan *model.Plan) {
	for _, c := range f.campaigns {
		count := int(math.Round(x[c.col]))
		if count == 0 {
			continue
		}
		hallType := &f.s.HallTypes[c.hallType]
		hall := model.Hall{
			Site: f.s.Sites[c.site].ID, Region: f.regionOf(c.site),
			HallType: hallType.ID, Business: hallType.Business.String(),
			Design: f.s.Designs[c.design].ID, Stand: c.stand.String(),
			Start: f.s.Horizon.Label(c.start), Count: count,
			ITMW: hallType.Module * unit.MW(count), Waits: c.class != settled,
		}
		hall.GridMW = hall.ITMW * unit.MW(f.calc.GridPerIT(c.hallType, c.site))
		if c.stop < f.s.Horizon.Periods {
			hall.End = f.s.Horizon.Label(c.stop)
		}
		if c.existing >= 0 {
			hall.Existing = f.s.Sites[c.site].Existing.Halls[c.existing].ID
		}
		plan.Halls = append(plan.Halls, hall)
	}
}

func (f *Formulation) decodeContracts(x []float64, plan *model.Plan) {
	for i := range f.contracts {
		cols, contract := &f.contracts[i], &f.s.Contracts[i]
		accepted := math.Round(x[cols.accept]) == 1
		plan.Contracts = append(plan.Contracts, model.ContractOutcome{
			Contract: contract.ID, Client: contract.Client, Product: contract.Product.String(), MW: contract.MW, Accepted: accepted,
		})
		if !accepted {
			continue
		}
		for _, serve := range cols.serve {
			if served := value(x, serve.col); served > 0 {
				plan.Deliveries = append(plan.Deliveries, model.Delivery{
					Contract: contract.ID, Site: f.s.Sites[serve.site].ID, Period: f.s.Horizon.Label(serve.period), MW: unit.MW(served),
					Waits: serve.class != settled,
				})
			}
		}
		for p, col := range cols.short {
			if short := value(x, col); short > 0 {
				plan.Shortfalls = append(plan.Shortfalls, model.Shortfall{Contract: contract.ID, Period: f.s.Horizon.Label(p), MW: unit.MW(short)})
			}
		}
	}
}

func (f *Formulation) decodeSpot(x []float64, plan *model.Plan) {
	for _, c := range f.spot {
		if sold := value(x, c.col); sold > 0 {
			plan.SpotSupply = append(plan.SpotSupply, model.SpotSupply{
				Site: f.s.Sites[c.site].ID, Product: c.product.String(), Period: f.s.Horizon.Label(c.period), MW: unit.MW(sold),
				Waits: c.class != settled,
			})
		}
	}
	for _, c := range f.sales {
		if sold := value(x, c.col); sold > 0 {
			market := &f.s.Markets[c.market]
			step := &market.Demand[c.step]
			plan.SpotSales = append(plan.SpotSales, model.SpotSale{
				Market: market.ID, Step: step.ID, Period: f.s.Horizon.Label(c.period), MW: unit.MW(sold),
			})
		}
	}
}

func (f *Formulation) decodeLoans(x []float64, plan *model.Plan) {
	for i, col := range f.loans {
		if amount := value(x, col); amount > 0 {
			plan.Loans = append(plan.Loans, model.Loan{Year: f.s.Horizon.Years()[i], Amount: unscaled(amount)})
		}
	}
}
