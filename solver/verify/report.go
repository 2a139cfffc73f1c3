package verify

import (
	"fmt"
	"math"
	"math/big"
)

// Options set how far figures may be off.
type Options struct {
	// Tolerance is for MW and policies: relative to the larger of 1 and the
	// limit. 0 means 1e-6.
	Tolerance float64
	// MoneyTolerance is for money: relative to the largest of the amount
	// itself, a thousandth of the largest amount of the same row (sums that
	// cancel lose digits) and one unit of currency. 0 means 1e-6.
	MoneyTolerance float64
}

// withDefaults fills in what was left 0.
func (o Options) withDefaults() Options {
	if o.Tolerance == 0 {
		o.Tolerance = 1e-6
	}
	if o.MoneyTolerance == 0 {
		o.MoneyTolerance = 1e-6
	}
	return o
}

// Report is the judgement of a plan.
type Report struct {
	OK       bool
	Findings []Finding
	// Checked counts how many instances of each rule were checked.
	Checked map[Rule]int
	// NPV and Objective are the recomputed ones.
	NPV, Objective float64
}

// Finding is one breach of a rule.
type Finding struct {
	Rule    Rule
	Subject string // site, contract, region, column ...
	Period  string // period or year, "" where the finding is about none
	Message string
	// Amount is what the plan has and Limit what it should have or may have at
	// most or at least; both are 0 where the finding is not about an amount.
	Amount, Limit float64
}

// String is the finding as one line.
func (f Finding) String() string {
	s := string(f.Rule) + ": "
	if f.Subject != "" {
		s += f.Subject + ": "
	}
	if f.Period != "" {
		s += f.Period + ": "
	}
	return s + f.Message
}

// judge collects what was checked and found.
type judge struct {
	opt    Options
	report *Report
}

func newJudge(opt Options) *judge {
	return &judge{opt: opt.withDefaults(), report: &Report{Checked: map[Rule]int{}}}
}

// at is the place a check is about.
type at struct {
	rule            Rule
	subject, period string
}

// holds checks a condition; message says what is wrong if it fails.
func (j *judge) holds(a at, ok bool, message string, args ...any) bool {
	j.report.Checked[a.rule]++
	if !ok {
		j.find(a, 0, 0, fmt.Sprintf(message, args...))
	}
	return ok
}

func (j *judge) find(a at, amount, limit float64, message string) {
	j.report.Findings = append(j.report.Findings, Finding{a.rule, a.subject, a.period, message, amount, limit})
}

// slack is the tolerance at a limit in MW or of a policy.
func (j *judge) slack(limit float64) float64 { return j.opt.Tolerance * math.Max(1, math.Abs(limit)) }

// atMost checks amount <= limit.
func (j *judge) atMost(a at, what string, amount, limit *big.Rat) {
	j.report.Checked[a.rule]++
	if amount.Cmp(limit) <= 0 {
		return
	}
	if x, l := toFloat(amount), toFloat(limit); toFloat(sub(amount, limit)) > j.slack(l) {
		j.find(a, x, l, fmt.Sprintf("%s: %s, at most %s are allowed", what, number(x), number(l)))
	}
}

// atLeast checks amount >= limit.
func (j *judge) atLeast(a at, what string, amount, limit *big.Rat) {
	j.report.Checked[a.rule]++
	if amount.Cmp(limit) >= 0 {
		return
	}
	if x, l := toFloat(amount), toFloat(limit); toFloat(sub(limit, amount)) > j.slack(l) {
		j.find(a, x, l, fmt.Sprintf("%s: %s, at least %s are needed", what, number(x), number(l)))
	}
}

// equal checks amount = limit, in MW.
func (j *judge) equal(a at, what string, amount, limit *big.Rat) {
	j.report.Checked[a.rule]++
	if amount.Cmp(limit) == 0 {
		return
	}
	if x, l := toFloat(amount), toFloat(limit); math.Abs(toFloat(sub(amount, limit))) > j.slack(l) {
		j.find(a, x, l, fmt.Sprintf("%s: %s, should be %s", what, number(x), number(l)))
	}
}

// figure checks a stated figure against the recomputed one, off by at most
// slack. A stated NaN is never right.
func (j *judge) figure(a at, what string, stated, right, slack float64) {
	j.report.Checked[a.rule]++
	if !(math.Abs(stated-right) <= slack) {
		j.find(a, stated, right, fmt.Sprintf("%s is stated as %s, recomputed %s", what, number(stated), number(right)))
	}
}

// megawatt checks a stated figure in MW.
func (j *judge) megawatt(a at, what string, stated, right float64) {
	j.figure(a, what, stated, right, j.slack(right))
}

// money checks a stated amount of money; scale is the largest amount of the
// row it belongs to.
func (j *judge) money(a at, what string, stated, right, scale float64) {
	j.figure(a, what, stated, right, j.moneySlack(right, scale))
}

func (j *judge) moneySlack(right, scale float64) float64 {
	return j.opt.MoneyTolerance * max(math.Abs(right), scale/1000, 1)
}

// atMostMoney checks an amount of money against a limit.
func (j *judge) atMostMoney(a at, what string, amount, limit *big.Rat) {
	j.report.Checked[a.rule]++
	if x, l := toFloat(amount), toFloat(limit); toFloat(sub(amount, limit)) > j.moneySlack(l, math.Abs(x)) {
		j.find(a, x, l, fmt.Sprintf("%s: %s, at most %s are allowed", what, number(x), number(l)))
	}
}

// number writes a figure for a message.
func number(x float64) string { return fmt.Sprintf("%.10g", x) }
