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

// book adds up all money before loans. Row n is the terminal one.
type book struct {
	f      *facts
	cash   [][]*big.Rat // by period and line, outflows negative
	income [][]*big.Rat // taxable income before interest, by country and period
	ebitda [][]*big.Rat // by business and period
	carbon [][]*big.Rat // tonnes by site and period
}

func newBook(f *facts) *book {
	return &book{
		f: f, cash: grid(f.n+1, int(lines)), income: grid(len(f.s.Countries), f.n+1),
		ebitda: grid(3, f.n+1), carbon: grid(len(f.s.Sites), f.n),
	}
}

// post books x on a line in row p for a country and a business. Rows outside
// the horizon are dropped: they stem from decisions already refused.
func (b *book) post(p int, l line, x *big.Rat, country int, business model.Business) {
	if p < 0 || p > b.f.n || x.Sign() == 0 {
		return
	}
	b.cash[p][l].Add(b.cash[p][l], x)
	if !l.isCapital() {
		b.income[country][p].Add(b.income[country][p], x)
	}
	if l.isOperating() {
		b.ebitda[business][p].Add(b.ebitda[business][p], x)
	}
}

// deduct books depreciation or a write-off, which is no cash.
func (b *book) deduct(p int, x *big.Rat, country int) {
	if p >= 0 && p <= b.f.n {
		b.income[country][p].Sub(b.income[country][p], x)
	}
}

// country is the country of a site.
func (b *book) country(site int) int { return b.f.region(site).Country }

// sum adds up some lines of row p.
func (b *book) sum(p int, which ...line) *big.Rat {
	t := zero()
	for _, l := range which {
		t.Add(t, b.cash[p][l])
	}
	return t
}

// spent is the spending of row p, a positive number.
func (b *book) spent(p int) *big.Rat { return neg(b.sum(p, connection, shell, machines)) }

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

// own books units of an asset for a country.
func (b *book) own(c *capital, units *big.Rat, country int) {
	for p := range b.f.n + 1 {
		for l := connection; l <= resale; l++ {
			if c.cash[l][p].Sign() != 0 {
				b.post(p, l, mul(units, c.cash[l][p]), country, model.Mining)
			}
		}
		if c.deductions[p].Sign() != 0 {
			b.deduct(p, mul(units, c.deductions[p]), country)
		}
	}
}
