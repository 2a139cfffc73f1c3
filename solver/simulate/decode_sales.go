package simulate

import (
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
)

// product resolves an AI product that some hall type offers.
func (c *decoder) product(name string) model.Business {
	b := model.Business(c.find("business", name))
	if c.err == nil && (!b.IsAI() || c.e.calc.HallTypeOf(b) < 0) {
		c.fail("no hall type offers %q", name)
	}
	return b
}

// termsOf resolves a contract that the plan accepts.
func (c *decoder) termsOf(id string) *finance.Terms {
	i := c.find("contract", id)
	if c.err != nil {
		return nil
	}
	if !c.d.accepted[i] {
		c.fail("contract %q is not accepted", id)
		return nil
	}
	if c.terms[i] == nil {
		c.terms[i] = c.e.calc.Terms(i)
		c.product(c.terms[i].Contract.Product.String())
		c.e.terms = append(c.e.terms, c.terms[i])
	}
	return c.terms[i]
}

func (c *decoder) delivery(x *model.Delivery) {
	terms, site, p := c.termsOf(x.Contract), c.find("site", x.Site), c.find("period", x.Period)
	mw := c.amount(x.Contract, "delivery", float64(x.MW))
	if c.err == nil && x.Waits {
		c.waits(x.Contract, site, p)
	}
	if c.err == nil {
		c.e.serves = append(c.e.serves, delivery{terms, site, p, mw, x.Waits, c.e.at(site, terms.Contract.Product, p)})
	}
}

func (c *decoder) shortfall(x *model.Shortfall) {
	terms, p := c.termsOf(x.Contract), c.find("period", x.Period)
	mw := c.amount(x.Contract, "shortfall", float64(x.MW))
	if c.err == nil {
		at := c.e.place(0, terms.Contract.Market, terms.Contract.Product, p)
		c.e.shorts = append(c.e.shorts, shortfall{terms, p, mw, at})
	}
}

func (c *decoder) supply(x *model.SpotSupply) {
	product, site, p := c.product(x.Product), c.find("site", x.Site), c.find("period", x.Period)
	mw := c.amount(x.Site, "merchant supply", float64(x.MW))
	if c.err == nil && x.Waits {
		c.waits(x.Site, site, p)
	}
	if c.err == nil {
		c.e.supplies = append(c.e.supplies, supply{product, site, p, mw, x.Waits, c.e.at(site, product, p)})
	}
}

func (c *decoder) sale(x *model.SpotSale) {
	m, p := c.find("client market", x.Market), c.find("period", x.Period)
	mw := c.amount(x.Market, "merchant sale", float64(x.MW))
	if c.err != nil {
		return
	}
	steps := c.e.s.Markets[m].Demand
	i := slices.IndexFunc(steps, func(s model.DemandStep) bool { return s.ID == x.Step })
	if i < 0 {
		c.fail("client market %q has no demand step %q", x.Market, x.Step)
		return
	}
	at := c.e.place(c.e.s.CountryOfMarket(m), m, steps[i].Product, p)
	c.e.sales = append(c.e.sales, sale{m, p, &steps[i], mw, at})
}

func (c *decoder) loan(x *model.Loan) {
	year := slices.Index(c.e.s.Horizon.Years(), x.Year)
	if year < 0 {
		c.fail("a loan of %d, which is no year of the horizon", x.Year)
	}
	amount := c.amount("loan", "amount", float64(x.Amount))
	if c.err == nil {
		c.e.borrow(year, amount)
	}
}
