package formulation

import "github.com/gridalloc/gridalloc/model/unit"

// million is the money unit of the program. MW, halls and shares enter as they
// are: capacities of tens to thousands, money of the same order.
const million = 1e6

// scaled turns an amount into the program's unit.
func scaled(amount float64) float64 { return amount / million }

// unscaled turns a value of the program into an amount.
func unscaled(value float64) unit.Money { return unit.Money(value * million) }
