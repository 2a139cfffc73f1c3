package whatif

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// million is the unit of money that planners speak in.
const million = 1e6

// Budget adds to what may be spent in a calendar year, in millions; year 0 stands for every
// year with a budget. ok is false where the scenario has no yearly budget.
func Budget(s *model.Scenario, year int) (l Lever, ok bool) {
	of := "each year"
	if year != 0 {
		of = strconv.Itoa(year)
	}
	return Lever{
		Kind: "budget", Of: of, Unit: "million " + s.Currency, Sign: 1, Least: math.Inf(-1), Most: math.Inf(1), Grain: 0.001,
		turn: func(s *model.Scenario, amount float64) {
			years := s.Horizon.Years()
			edited(&s.Budget.Annual, func(i int, x *unit.Money) {
				if year == 0 || years[i] == year {
					*x = max(*x+unit.Money(million*amount), 0)
				}
			})
		},
	}, s.Budget.Annual != nil
}

// TotalBudget is Budget for what may be spent over the horizon.
func TotalBudget(s *model.Scenario) (l Lever, ok bool) {
	return Lever{
		Kind: "budget", Of: "all years together", Unit: "million " + s.Currency, Sign: 1, Least: math.Inf(-1), Most: math.Inf(1), Grain: 0.001,
		turn: func(s *model.Scenario, amount float64) {
			s.Budget.Total = max(s.Budget.Total+unit.Money(million*amount), 0)
		},
	}, s.Budget.HasTotal
}

// BudgetShare raises the budgets of all years, and that of all years together, by percents
// of them. ok is false where the scenario has no budget.
func BudgetShare(s *model.Scenario) (l Lever, ok bool) {
	return percentage("budget", everything, 1, func(s *model.Scenario, factor float64) {
		s.Budget.Annual = scaled(s.Budget.Annual, factor)
		s.Budget.Total *= unit.Money(factor)
	}), s.Budget.Annual != nil || s.Budget.HasTotal
}

// percentage is a lever that turns a quantity by percents of it.
func percentage(kind, of string, sign float64, turn func(s *model.Scenario, factor float64)) Lever {
	l := Lever{Kind: kind, Of: of, Unit: "%", Sign: sign, Least: -100, Most: 900, Grain: 0.1}
	if sign < 0 {
		l.Least, l.Most = -900, 100
	}
	l.turn = func(s *model.Scenario, percent float64) { turn(s, 1+sign*percent/100) }
	return l
}

// Hashprice raises the hashprice of all periods and worlds by percents of it.
func Hashprice() Lever {
	return percentage("hashprice", everything, 1, func(s *model.Scenario, factor float64) {
		edited(&s.Worlds, func(_ int, w *model.World) { w.Hashprice = scaled(w.Hashprice, factor) })
	})
}

// Rent raises what AI halls of products earn in all client markets, from contracts and
// without, by percents of it.
func Rent(products ...model.Business) Lever {
	return percentage("rent of "+together(products), everything, 1, func(s *model.Scenario, factor float64) {
		edited(&s.Worlds, func(_ int, w *model.World) {
			edited(&w.Rent, func(_ int, x *[3][]unit.MoneyPerMWMonth) {
				for _, product := range products {
					x[product] = scaled(x[product], factor)
				}
			})
		})
		edited(&s.Contracts, func(_ int, c *model.Contract) {
			if slices.Contains(products, c.Product) {
				c.Price *= unit.MoneyPerMWMonth(factor)
			}
		})
	})
}

// together names businesses in words: "colocation and gpu_cloud".
func together(businesses []model.Business) string {
	names := make([]string, len(businesses))
	for i, b := range businesses {
		names[i] = b.String()
	}
	return strings.Join(names, " and ")
}

// Capex lowers what halls of businesses cost to build, shell, machines and supply, by
// percents of it. Supply designs are shared: they cost less for all businesses that use them.
func Capex(businesses ...model.Business) Lever {
	return percentage("capex of "+together(businesses), everything, -1, func(s *model.Scenario, factor float64) {
		designs := make([]bool, len(s.Designs))
		edited(&s.HallTypes, func(_ int, x *model.HallType) {
			if !slices.Contains(businesses, x.Business) {
				return
			}
			x.ShellCapex *= unit.MoneyPerMW(factor)
			x.MachineCapex *= unit.MoneyPerMW(factor)
			for _, d := range x.Designs {
				designs[d] = true
			}
		})
		edited(&s.Designs, func(i int, x *model.SupplyDesign) {
			if designs[i] {
				x.Capex *= unit.MoneyPerMW(factor)
			}
		})
	})
}

// DiscountRate lowers the discount rate by percentage points.
func DiscountRate(s *model.Scenario) Lever {
	return Lever{
		Kind: "discount rate", Unit: "point", Sign: -1, Least: -100, Most: 100 * float64(s.DiscountRate), Grain: 0.01,
		turn: func(s *model.Scenario, points float64) { s.DiscountRate -= unit.Share(points / 100) },
	}
}

// Tax lowers the tax on company profit in all countries by percentage points, but not
// below zero.
func Tax() Lever {
	return Lever{
		Kind: "tax on profit", Unit: "point", Sign: -1, Least: -100, Most: 100, Grain: 0.01,
		turn: func(s *model.Scenario, points float64) {
			edited(&s.Countries, func(_ int, x *model.Country) {
				x.TaxRate = min(max(x.TaxRate-unit.Share(points/100), 0), 1)
			})
		},
	}
}
