package whatif

import (
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// contract is a lever on one contract.
func contract(l Lever, id string, turn func(c *model.Contract, amount float64)) Lever {
	l.Of = id
	l.turn = func(s *model.Scenario, amount float64) {
		edited(&s.Contracts, func(_ int, c *model.Contract) {
			if c.ID == id {
				turn(c, amount)
			}
		})
	}
	return l
}

// ContractStart has a contract begin so many months later, with its whole term.
func ContractStart(id string) Lever {
	return contract(Lever{Kind: "until the start of contract", Unit: "month", Sign: 1, Least: 0, Most: 600, Grain: 1}, id,
		func(c *model.Contract, months float64) { c.Start = later(c.Start, int(months)) })
}

// later is a day so many months later.
func later(d model.Date, months int) model.Date {
	n := d.Year*12 + d.Month - 1 + months
	return model.Date{Year: n / 12, Month: n%12 + 1, Day: d.Day}
}

// ContractMW has a client want fewer MW.
func ContractMW(c *model.Contract) Lever {
	return contract(Lever{Kind: "wanted by contract", Unit: "MW", Sign: -1, Least: 0, Most: float64(c.MW), Grain: 0.1}, c.ID,
		func(c *model.Contract, mw float64) { c.MW -= unit.MW(mw) })
}

// ContractShort lets a client go without a larger share of its MW, in percentage
// points.
func ContractShort(c *model.Contract) Lever {
	return contract(Lever{Kind: "shortfall allowed by contract", Unit: "point", Sign: 1, Least: 0, Most: 100 * (1 - float64(c.MaxShort)), Grain: 0.1}, c.ID,
		func(c *model.Contract, points float64) { c.MaxShort = min(c.MaxShort+unit.Share(points/100), 1) })
}

// Optional is a change that makes mandatory contracts optional.
func Optional(s *model.Scenario, ids ...string) *model.Scenario {
	changed := *s
	edited(&changed.Contracts, func(_ int, c *model.Contract) {
		for _, id := range ids {
			if c.ID == id {
				c.Mandatory = false
			}
		}
	})
	return &changed
}

// Lifted is a change that switches rules off.
func Lifted(s *model.Scenario, ids ...string) *model.Scenario {
	changed := *s
	edited(&changed.Rules, func(_ int, r *model.Rule) {
		for _, id := range ids {
			if r.ID == id {
				r.Enabled = false
			}
		}
	})
	return &changed
}

// RuleLimit loosens a rule that has a limit: so much more, or less where the rule asks
// for at least so much. ok is false for rules that limit otherwise.
func RuleLimit(rule *model.Rule) (l Lever, ok bool) {
	id, sign := rule.ID, 1.0
	var unitName string
	switch rule.Kind {
	case model.MinSite, model.MinMW:
		sign, unitName = -1, "MW"
	case model.MaxSite:
		unitName = "MW"
	case model.Openings:
		unitName = "signing"
	case model.CarbonCap:
		unitName = "t"
	case model.Equipment:
		unitName = "machine"
	default:
		return Lever{}, false
	}
	kind, most := "allowed by rule", math.Inf(1)
	if sign < 0 {
		kind, most = "asked for by rule", rule.Limit
	}
	return Lever{
		Kind: kind, Of: id, Unit: unitName, Sign: sign, Least: 0, Most: most, Grain: 0.1,
		turn: func(s *model.Scenario, amount float64) {
			edited(&s.Rules, func(_ int, r *model.Rule) {
				if r.ID == id {
					r.Limit += sign * amount
				}
			})
		},
	}, true
}
