package finance

import "github.com/gridalloc/gridalloc/model"

// Connection adds to fixed and perMW what signing a site's offer in period q
// costs: fixed once, perMW for each MW ordered (section 2). The charge for
// declared power comes on top of it.
func (c *Calculator) Connection(site, q int, fixed, perMW *Stream) {
	offer := &c.s.Sites[site].Offer
	lead := LeadPeriods(c.s, site)
	c.connect(fixed, float64(offer.FixedCost), q, lead)
	c.connect(perMW, float64(offer.CostPerMW), q, lead)
}

// connect pays a connection cost from q, depreciates it from energisation and
// recovers the rest at the horizon.
func (c *Calculator) connect(s *Stream, cost float64, q, lead int) {
	parts := max(lead, 1)
	for p := q; p < q+parts; p++ {
		s.Connection[p] += cost / float64(parts)
	}
	rest := c.depreciate(s, cost, q+lead, c.s.Horizon.CeilPeriods(c.s.Connection.Life), c.n)
	s.TerminalValue += float64(c.s.Connection.Terminal) * rest
	s.TerminalDeduction += rest
}

// Declared is the charge for the declared power of one energised MW of a site
// in period p (section 5, Take-or-pay).
func (c *Calculator) Declared(site, p int) Flow {
	price := float64(c.s.Regions[c.s.Sites[site].Region].NetworkPrice)
	return Flow{Power: c.takeOrPay[site][p] * c.hours[p] * price}
}

// ExistingConnection adds the charges of a brownfield site's declared power.
func (c *Calculator) ExistingConnection(site int, s *Stream) {
	existing := &c.s.Sites[site].Existing
	for p := range c.n {
		s.AddFlow(p, c.Declared(site, p), float64(existing.Firm+existing.Flex))
	}
}

// depreciate deducts cost in equal parts over life periods from period from,
// up to period end, and returns what is not yet deducted then.
func (c *Calculator) depreciate(s *Stream, cost float64, from, life, end int) float64 {
	part := cost / float64(life)
	last := min(from+life, end)
	for p := from; p < last; p++ {
		s.Deduction[p] += part
	}
	return cost - part*float64(max(last-from, 0))
}

// bans lists the spans of the enabled bans that hit a business at a site.
func (c *Calculator) bans(site int, business model.Business) []model.Span {
	var spans []model.Span
	for i := range c.s.Rules {
		rule := &c.s.Rules[i]
		if rule.Enabled && rule.Kind == model.Ban && rule.Applies(site, c.s.Sites[site].Region, business) {
			spans = append(spans, rule.Span)
		}
	}
	return spans
}
