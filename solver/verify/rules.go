package verify

import "github.com/gridalloc/gridalloc/model"

// Rule names one rule that a plan must keep. The strings are stable.
type Rule string

// The rules. Those of the policies are PolicyRule of their kind.
const (
	Scenario Rule = "scenario"

	PlanHeader    Rule = "plan/header"
	PlanName      Rule = "plan/unknown-name"
	PlanPeriod    Rule = "plan/period"
	PlanAmount    Rule = "plan/amount"
	PlanDuplicate Rule = "plan/duplicate"
	PlanLabel     Rule = "plan/label"

	SigningOffer     Rule = "signing/offer"
	SigningOnce      Rule = "signing/once"
	SigningSize      Rule = "signing/size"
	SigningEnergised Rule = "signing/energised"

	SiteCapacity Rule = "site/capacity"
	SiteNMinus1  Rule = "site/nminus1"
	SiteFlex     Rule = "site/flex"

	LateCapacity Rule = "late/capacity"
	LateNMinus1  Rule = "late/nminus1"
	LateFlex     Rule = "late/flex"
	LateSales    Rule = "late/sales"

	HallConstruction  Rule = "hall/construction"
	HallStop          Rule = "hall/stop"
	HallShell         Rule = "hall/shell-life"
	HallStand         Rule = "hall/stand"
	HallDesign        Rule = "hall/design"
	HallExistingCount Rule = "hall/existing-count"
	HallSize          Rule = "hall/size"
	HallWaits         Rule = "hall/waits"

	ContractListed    Rule = "contract/listed"
	ContractService   Rule = "contract/service"
	ContractRegion    Rule = "contract/region"
	ContractSLA       Rule = "contract/sla"
	ContractCapacity  Rule = "contract/capacity"
	ContractMandatory Rule = "contract/mandatory"
	ContractShortfall Rule = "contract/shortfall"

	SpotDepth   Rule = "spot/depth"
	SpotBalance Rule = "spot/balance"
	SaleWaits   Rule = "sale/waits"

	SurplusFirm  Rule = "surplus/firm"
	SurplusTotal Rule = "surplus/total"
	SurplusJoint Rule = "surplus/joint"

	BudgetYear  Rule = "budget/year"
	BudgetTotal Rule = "budget/total"
	BudgetLoan  Rule = "budget/loan"
	BudgetTable Rule = "budget/table"

	MoneyCashFlow  Rule = "money/cash-flow"
	MoneyNPV       Rule = "money/npv"
	MoneyEquity    Rule = "money/equity-value"
	MoneySpending  Rule = "money/spending-pv"
	MoneyCapex     Rule = "money/capex"
	MoneyIRR       Rule = "money/irr"
	MoneyPayback   Rule = "money/payback"
	MoneyObjective Rule = "money/objective"
	MoneyBound     Rule = "money/bound"

	Allocation  Rule = "allocation"
	Shares      Rule = "shares"
	Flexibility Rule = "flexibility"

	WorldRow        Rule = "world/row"
	WorldBest       Rule = "world/best"
	RiskMeasure     Rule = "risk/measure"
	RiskFigures     Rule = "risk/figures"
	RiskInformation Rule = "risk/value-of-information"
	RiskSample      Rule = "risk/sample"
)

// PolicyRule is the rule that checks policies of a kind. Bans and take-or-pay
// have none of their own: they change hours and money, which are recomputed.
func PolicyRule(k model.RuleKind) Rule { return Rule("rule/" + k.String()) }

// meanings is every rule in planner's words, in the order of a report.
var meanings = []struct {
	rule Rule
	text string
}{
	{Scenario, "the scenario can be verified: worlds whose probabilities add up to 1, with a value for every period"},
	{PlanHeader, "the plan says the scenario, goal, currency, price year and periods it is for"},
	{PlanName, "every site, hall type, design, contract, market and step of the plan is one of the scenario"},
	{PlanPeriod, "every period named in the plan is one of the horizon"},
	{PlanAmount, "every amount is a number, none is negative, and groups have at least one hall"},
	{PlanDuplicate, "nothing is listed twice"},
	{PlanLabel, "regions, clients, products and the data of existing halls are those of the scenario"},
	{SigningOffer, "connections are ordered only where a grid company offers one"},
	{SigningOnce, "an offer is signed at most once"},
	{SigningSize, "the ordered MW lie within the sizes offered"},
	{SigningEnergised, "a connection is energised its lead time after signing, before the horizon ends"},
	{SiteCapacity, "all halls on firm MW fit the site's energised firm MW"},
	{SiteNMinus1, "AI halls fit the firm MW that remain when one feeder is out"},
	{SiteFlex, "miners on interruptible MW fit the site's energised interruptible MW"},
	{LateCapacity, "while it is not sure that an order is energised, the halls on firm MW that do not wait for it fit without it"},
	{LateNMinus1, "so do AI halls with one feeder out"},
	{LateFlex, "so do the miners on interruptible MW"},
	{LateSales, "what is sold as waiting for a late connection comes from halls that wait"},
	{HallConstruction, "a hall starts no earlier than its construction allows"},
	{HallStop, "a hall stops where its machines end or at the horizon, after it started"},
	{HallShell, "a hall stops before its shell is too old"},
	{HallStand, "AI stands on firm MW, miners where the site's feeders let them"},
	{HallDesign, "a hall is built with one of its supply designs, and the site has the feeders for it"},
	{HallExistingCount, "every existing hall is accounted for once"},
	{HallSize, "IT and grid MW of a group are count times module, and that times the climate's overhead"},
	{HallWaits, "only new halls that start while it is not sure that their order is energised wait for it"},
	{ContractListed, "every contract is answered"},
	{ContractService, "an accepted contract gets its MW in every period, a refused one none"},
	{ContractRegion, "a contract is served from its allowed regions"},
	{ContractSLA, "contracts are served from halls that reach the availability promised"},
	{ContractCapacity, "a site sells no more MW of a product than its halls provide"},
	{ContractMandatory, "mandatory contracts are accepted"},
	{ContractShortfall, "undelivered MW stay within what the contract tolerates"},
	{SpotDepth, "merchant sales stay within each step of the demand curve"},
	{SpotBalance, "MW offered to a market equal the MW sold there"},
	{SaleWaits, "only what is sold while it is not sure that the site's order is energised waits for it"},
	{SurplusFirm, "firm MW ordered in a region stay within its firm surplus"},
	{SurplusTotal, "all MW ordered in a region stay within its surplus"},
	{SurplusJoint, "MW ordered in regions with a joint limit stay within it"},
	{PolicyRule(model.MinSite), "signed sites reach the smallest size a rule asks for"},
	{PolicyRule(model.MaxSite), "signed sites stay within the largest size a rule allows"},
	{PolicyRule(model.Openings), "signings of a year stay within the number allowed"},
	{PolicyRule(model.MaxShare), "businesses stay within their largest share of the IT MW"},
	{PolicyRule(model.CarbonCap), "emissions of a year stay within the cap"},
	{PolicyRule(model.Equipment), "machines bought in a year stay within the number available"},
	{PolicyRule(model.NoNewHalls), "no hall starts where and when new ones are forbidden"},
	{PolicyRule(model.MinMW), "at least the IT MW that a rule asks for run in its regions"},
	{BudgetYear, "spending of a year is covered by its budget, carried and reinvested money and its loan"},
	{BudgetTotal, "spending over the horizon stays within the total budget"},
	{BudgetLoan, "a year's loan stays within its share of that year's spending"},
	{BudgetTable, "the table of yearly budgets is right"},
	{MoneyCashFlow, "every amount of the cash flow table is right"},
	{MoneyNPV, "the net present value is right"},
	{MoneyEquity, "the equity value is right"},
	{MoneySpending, "the present value of spending is right"},
	{MoneyCapex, "the sum of spending is right"},
	{MoneyIRR, "the internal rate of return brings the cash to zero, or there is none"},
	{MoneyPayback, "the payback time is right"},
	{MoneyObjective, "the objective is that of the goal"},
	{MoneyBound, "the objective does not exceed the bound, and the gap is the distance between them"},
	{Allocation, "the table of operating MW is right"},
	{Shares, "the shares of miners, AI and hybrid sites are right"},
	{Flexibility, "what miners gain by being flexible is right, for every site with miners"},
	{WorldRow, "name, probability and values of every world are right"},
	{WorldBest, "where regret counts, and only there, the best value of every world is given, and the plan's is no better"},
	{RiskMeasure, "measure, weight and tail are those of the scenario"},
	{RiskFigures, "the figures of risk are right"},
	{RiskInformation, "knowing the worlds is worth something or nothing, and at most its bounds"},
	{RiskSample, "the worlds are as many as the sample kept, and its shares are shares"},
}

// Rules lists all rules.
func Rules() []Rule {
	var list []Rule
	for _, m := range meanings {
		list = append(list, m.rule)
	}
	return list
}

// Meaning says in a planner's words what the rule asks for.
func (r Rule) Meaning() string {
	for _, m := range meanings {
		if m.rule == r {
			return m.text
		}
	}
	return ""
}
