package verify

import (
	"math/big"

	"github.com/gridalloc/gridalloc/model"
)

// line is a column of the cash flow before tax.
type line int

const (
	connection line = iota
	shell
	machines
	resale
	miningRevenue
	colocationRevenue
	gpuRevenue
	penalty
	power
	operation
	lines
)

// revenueOf is the revenue column of a business.
func revenueOf(b model.Business) line { return miningRevenue + line(b) }

// isCapital reports whether a line is spending, which tax sees only as
// depreciation.
func (l line) isCapital() bool { return l <= machines }

// isOperating reports whether a line is part of EBITDA.
func (l line) isOperating() bool { return l >= miningRevenue }

// book adds up all money before loans in one world. Row n is the terminal one.
type book struct {
	f      *facts
	cash   [][]*fixed // by period and line, outflows negative
	income [][]*fixed // taxable income before interest, by country and period
	carbon [][]*fixed // tonnes by site and period
	// worth is Multiple x EBITDA of the last 12 months (section 7).
	worth *fixed
}

func newBook(f *facts) *book {
	return &book{
		f: f, cash: table(f.n+1, int(lines)), income: table(len(f.s.Countries), f.n+1),
		carbon: table(len(f.s.Sites), f.n), worth: new(fixed),
	}
}

// copied is a book with the same entries, to go on from.
func (b *book) copied() *book {
	return &book{f: b.f, cash: copied(b.cash), income: copied(b.income), carbon: copied(b.carbon), worth: b.worth.plus(new(fixed))}
}

// owner is who money belongs to: the country that taxes it, and the client
// market and business at whose multiple it is valued.
type owner struct {
	country, market int
	business        model.Business
}

// owner is that of what a site earns with a business.
func (f *facts) owner(site int, b model.Business) owner {
	r := f.region(site)
	return owner{r.Country, r.Market, b}
}

// post books x on a line in row p. Rows outside the horizon are dropped: they
// stem from decisions already refused.
func (b *book) post(p int, l line, x *fixed, o owner) {
	if p < 0 || p > b.f.n || x.n.Sign() == 0 {
		return
	}
	b.cash[p][l].add(x)
	if !l.isCapital() {
		b.income[o.country][p].add(x)
	}
	lastYear := p >= b.f.n-12/b.f.m && p < b.f.n
	if l.isOperating() && lastYear && o.market < len(b.f.multiple) {
		b.worth.add(x.times(b.f.multiple[o.market][o.business]))
	}
}

// deduct books depreciation or a write-off, which is no cash.
func (b *book) deduct(p int, x *fixed, country int) {
	if p >= 0 && p <= b.f.n {
		b.income[country][p].add(x.negated())
	}
}

// capital is the money of an asset by row: payments and resale as cash,
// deductions for tax only.
type capital struct {
	cash       [lines][]*big.Rat // only connection, shell, machines, resale
	deductions []*big.Rat
}

func newCapital(n int) *capital {
	c := &capital{deductions: zeros(n + 1)}
	for l := connection; l <= resale; l++ {
		c.cash[l] = zeros(n + 1)
	}
	return c
}

// pay spreads a cost evenly over the periods from..to-1.
func (c *capital) pay(l line, cost *big.Rat, from, to int) {
	part := rounded(div(cost, whole(to-from)))
	for p := max(from, 0); p < min(to, len(c.deductions)-1); p++ {
		c.cash[l][p].Sub(c.cash[l][p], part)
	}
}

// depreciate deducts a cost straight-line over life periods from period from
// on, until the asset ends at row end, where what is left is deducted and the
// share recovered of it is received (sections 2 and 3; row n is the horizon).
func (c *capital) depreciate(cost *big.Rat, from, life, end int, recovered *big.Rat) {
	part := rounded(div(cost, whole(max(life, 1))))
	left := new(big.Rat).Set(cost)
	for p := from; p < end && p < from+max(life, 1); p++ {
		c.deductions[p].Add(c.deductions[p], part)
		left.Sub(left, part)
	}
	if end >= from+max(life, 1) {
		return
	}
	left = rounded(left)
	c.deductions[end].Add(c.deductions[end], left)
	c.cash[resale][end].Add(c.cash[resale][end], rounded(mul(left, recovered)))
}

// own books units of an asset of a site.
func (b *book) own(c *capital, units *big.Rat, site int) {
	o := b.f.owner(site, model.Mining) // no business: capital is no EBITDA
	for p := range b.f.n + 1 {
		for l := connection; l <= resale; l++ {
			if c.cash[l][p].Sign() != 0 {
				b.post(p, l, toFixed(mul(units, c.cash[l][p])), o)
			}
		}
		if c.deductions[p].Sign() != 0 {
			b.deduct(p, toFixed(mul(units, c.deductions[p])), o.country)
		}
	}
}
