package report

import (
	"fmt"
	"math"
	"strings"
)

func besides(names []string) string {
	return fmt.Sprintf("%s beside %s", names[0], strings.Join(names[1:], ", "))
}

// ifAny writes a figure that may not be there.
func ifAny(x *float64, write func(float64) string) string {
	if x == nil {
		return "-"
	}
	return write(*x)
}

func decimals(n int) func(float64) string {
	return func(x float64) string { return number(x, n) }
}

// sideBySide is the table of markets: a line for each figure.
func (c *Comparison) sideBySide() Section {
	s := Section{Header: []string{"figure"}, Left: 1}
	for i := range c.Markets {
		s.Header = append(s.Header, c.Markets[i].Market)
	}
	line := func(name string, of func(m *MarketRow) string) {
		row := []string{name}
		for i := range c.Markets {
			row = append(row, of(&c.Markets[i]))
		}
		s.Rows = append(s.Rows, row)
	}
	figure := func(name string, write func(float64) string, of func(m *MarketRow) *float64) {
		line(name, func(m *MarketRow) string { return ifAny(of(m), write) })
	}
	money := c.Currency + " million"
	figure("discount rate", percent, func(m *MarketRow) *float64 { return m.DiscountRate })
	figure("tax on profit, mean by MW", percent, func(m *MarketRow) *float64 { return m.Tax })
	line("regions", func(m *MarketRow) string { return fmt.Sprint(m.Regions) })
	figure("mining, grid MW at the end", mw, func(m *MarketRow) *float64 { return m.MiningMW })
	figure("colocation, grid MW at the end", mw, func(m *MarketRow) *float64 { return m.ColocationMW })
	figure("GPU cloud, grid MW at the end", mw, func(m *MarketRow) *float64 { return m.GPUCloudMW })
	figure("mining, "+money+" per MW of IT", inMillions[float64], func(m *MarketRow) *float64 { return m.MiningCapex })
	figure("colocation, "+money+" per MW of IT", inMillions[float64], func(m *MarketRow) *float64 { return m.ColocationCapex })
	figure("GPU cloud, "+money+" per MW of IT", inMillions[float64], func(m *MarketRow) *float64 { return m.GPUCloudCapex })
	figure("connections, "+money+" per MW ordered", inMillions[float64], func(m *MarketRow) *float64 { return m.ConnectionCapex })
	figure("delivered power, "+c.Currency+"/MWh", decimals(2), func(m *MarketRow) *float64 { return m.PowerCost })
	figure("months to the first new MW", decimals(0), func(m *MarketRow) *float64 { return m.FirstMonths })
	figure("months to the median new MW", decimals(0), func(m *MarketRow) *float64 { return m.MedianMonths })
	figure("capex, "+money, inMillions[float64], func(m *MarketRow) *float64 { return m.Capex })
	figure("NPV, "+money, inMillions[float64], func(m *MarketRow) *float64 { return m.NPV })
	figure("objective, "+money, inMillions[float64], func(m *MarketRow) *float64 { return m.Objective })
	figure("CVaR, "+money, inMillions[float64], func(m *MarketRow) *float64 { return m.CVaR })
	figure("IRR", percent, func(m *MarketRow) *float64 { return m.IRR })
	figure("payback, years", decimals(1), func(m *MarketRow) *float64 { return m.Payback })
	figure("inputs assumed or estimated", percent, func(m *MarketRow) *float64 { return m.Assumed })
	figure("inputs of grade A", percent, func(m *MarketRow) *float64 { return m.GradeA })
	figure("inputs of grade B", percent, func(m *MarketRow) *float64 { return m.GradeB })
	figure("inputs of grade C", percent, func(m *MarketRow) *float64 { return m.GradeC })
	figure("gap of the search", percent, func(m *MarketRow) *float64 { return m.Gap })
	line("search", func(m *MarketRow) string { return m.Outcome })
	return s
}

// capped lists the regions that a price cap leaves.
func (c *Comparison) capped() Section {
	s := Section{
		Heading: fmt.Sprintf("Regions with power for at most %s %g per kWh", c.Currency, c.Capped),
		Header:  []string{"market", "region", "name", c.Currency + "/kWh"}, Left: 3,
	}
	left := map[string]bool{}
	for i := range c.Cap {
		r := &c.Cap[i]
		left[r.Market] = true
		s.Rows = append(s.Rows, []string{r.Market, r.Region, r.Name, number(r.Price, 4)})
	}
	for i := range c.Markets {
		if m := c.Markets[i].Market; !left[m] {
			s.Text = strings.TrimSpace(s.Text + fmt.Sprintf(" In %s there is none.", m))
			left[m] = true
		}
	}
	s.Text = strings.TrimSpace(s.Text + " The cap limits the other markets; " + c.Markets[0].Market + " is planned whole.")
	return s
}

// effects are two tables for each pair of markets: what makes the gap, and the levels.
func (c *Comparison) effects() []Section {
	var list []Section
	for first := 0; first < len(c.Effects); {
		last := first
		for last < len(c.Effects) && c.Effects[last].Other == c.Effects[first].Other {
			last++
		}
		list = append(list, c.gap(c.Effects[first:last]), c.levels(c.Effects[first].Other))
		first = last
	}
	return list
}

func (c *Comparison) gap(rows []EffectRow) Section {
	base, other := rows[0].Base, rows[0].Other
	s := Section{
		Heading: fmt.Sprintf("What makes the gap from %s to %s, %s million", base, other, c.Currency),
		Header:  []string{"input", base + " to " + other, other + " to " + base, "mean", "at least", "at most"}, Left: 1,
		Text: "Positive: with the input as in " + other + " more is earned. The last line is the whole gap.",
	}
	digits := 3 // the same in the whole table
	for i := range rows {
		for _, x := range rows[i].amounts() {
			if x != nil && math.Abs(*x) >= 1e7 {
				digits = 1
			}
		}
	}
	for i := range rows {
		cells := []string{rows[i].Input}
		for _, x := range rows[i].amounts() {
			cells = append(cells, ifAny(x, func(x float64) string { return number(x/1e6, digits) }))
		}
		s.Rows = append(s.Rows, cells)
	}
	return s
}

func (r *EffectRow) amounts() []*float64 { return []*float64{r.Forth, r.Back, r.Mean, r.Low, r.High} }

func (c *Comparison) levels(other string) Section {
	s := Section{Header: []string{"input", "level", "unit", "", "", "swapped"}, Left: 3}
	for i := range c.Levels {
		r := &c.Levels[i]
		if r.Other != other {
			continue
		}
		s.Header[3], s.Header[4] = r.Base, r.Other
		swapped := "yes"
		if r.Kept {
			swapped = "no"
		}
		s.Rows = append(s.Rows, []string{r.Input, r.Level, r.Unit, level(r.Own, r.Unit), level(r.Their, r.Unit), swapped})
	}
	return s
}

// level writes a figure in its unit.
func level(x float64, unit string) string {
	switch {
	case unit == "share":
		return percent(x)
	case x >= 1e4:
		return number(x, 0)
	case x == float64(int(x)):
		return number(x, 0)
	}
	return number(x, 2)
}

// even is what the base needs to draw level.
func (c *Comparison) even() Section {
	s := Section{
		Heading: "What " + c.Even[0].Base + " needs to draw level, each alone",
		Header:  []string{"with", "lever", "it takes", "too little", "proven"}, Left: 5,
		Text: "Both amounts were solved: with the one there is a verified plan worth as much as the other market's, with the other none was found; proven: there can be none, by its bound.",
	}
	for i := range c.Even {
		r := &c.Even[i]
		takes, proven := "cannot draw level by it alone", "no"
		if r.Proven {
			proven = "yes"
		}
		if r.Amount != nil {
			takes = r.Words
		}
		s.Rows = append(s.Rows, []string{r.Other, r.Lever, takes, r.Under, proven})
	}
	return s
}

// pooled is the plan for all markets with one budget.
func (c *Comparison) pooled() Section {
	t := c.Together
	s := Section{
		Heading: "All markets with one budget",
		Header:  []string{"market", "MW signed", "mining", "colocation", "GPU cloud", "spent", "power " + c.Currency + "/MWh", "months to median"}, Left: 1,
		Text: fmt.Sprintf("Objective %s %s million (NPV %s, no more than %s, gap %s, IRR %s, capex %s), at the discount rate of the base, %s, in all markets; search: %s.",
			c.Currency, ifAny(t.Objective, inMillions[float64]), ifAny(t.NPV, inMillions[float64]), ifAny(t.Bound, inMillions[float64]), ifAny(t.Gap, percent),
			ifAny(t.IRR, percent), ifAny(t.Capex, inMillions[float64]), percent(t.DiscountRate), t.Outcome),
	}
	for i := range c.Pooled {
		r := &c.Pooled[i]
		s.Rows = append(s.Rows, []string{
			r.Market, mw(r.SignedMW), mw(r.MiningMW), mw(r.ColocationMW), mw(r.GPUCloudMW),
			inMillions(r.Spent), ifAny(r.PowerCost, decimals(2)), ifAny(r.MedianMonths, decimals(0)),
		})
	}
	return s
}
