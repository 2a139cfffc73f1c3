// Package formulation states a scenario as a mixed-integer program and turns a
// point of that program back into a plan. The mathematics is docs/model.md;
// each file holds one family of decisions or limits, which add their terms to
// shared rows: the capacity of a site, the surplus of a region, the spending
// of a year, the MW of a contract.
//
// The program always maximises; money is in millions (see scale.go).
package formulation

import (
	"errors"
	"fmt"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// Formulation is a scenario as a program, with what each column means.
type Formulation struct {
	Model *mip.Model

	s      *model.Scenario
	worlds []world
	calc   *finance.Calculator // of the first world, for what is the same in all
	value  valuation
	late   []int     // by site, the most periods that any world is late
	best   []float64 // of each world alone, nil but for regret
	built  string    // region in which halls must be started, "" for none

	signings  []signingColumns // by site; nil columns where there is no offer
	campaigns []campaign
	contracts []contractColumns
	closed    []int32 // signings that no plan needs
	spot      []spotColumn
	sales     []saleColumn
	loans     []int32 // by calendar year, -1 for none
	taxes     []taxColumns
	limits    []limit
}

// limit is a row or column bound whose marginal value interests a planner.
type limit struct {
	row, col int32 // one of them is -1
	given    int32 // column that must be 1 for the limit to count, 0 for none
	family   string
	name     string
	period   string
	unit     string
}

// none marks a column or row that does not exist.
const none int32 = -1

// builder collects the program while it is stated.
type builder struct {
	*Formulation
	*mip.Builder
	strength Strength
	family   families
	sites    []siteRows
	pools    pools // that serve contracts together
	sellers  pools // that sell to merchants together
	service  map[serviceKey][]serviceLevel
	spotRows map[spotKey]int32
	known    [][]*finance.Terms // of contracts, by world
	levels   [3][]unit.Share    // SLA levels by product
	ledger   ledger
	counters counters
	labels   []string // of the periods, and of the end of the horizon
	policies policies
	risk     risk
	// Scratch: the money of a decision, its flows and its value by world.
	money  money
	flows  []finance.Flow
	values []float64
}

// Build states the scenario as a program of a strength. The scenario must have
// passed its checks; what Build cannot express is an error. Regret needs the best
// value of each world, in the order of the scenario: see BuildRegret.
func Build(s *model.Scenario, strength Strength) (*Formulation, error) {
	if s.Objective.Measure == model.Regret {
		return nil, errors.New("formulation: regret is measured against the best plan of each world, which is not known yet")
	}
	return build(s, strength, nil)
}

// BuildRegret is Build for a scenario whose measure is regret; best is what the
// best plan for each world alone is worth.
func BuildRegret(s *model.Scenario, strength Strength, best []unit.Money) (*Formulation, error) {
	if len(best) != len(s.Worlds) {
		return nil, fmt.Errorf("formulation: %d best values for %d worlds", len(best), len(s.Worlds))
	}
	values := make([]float64, len(best))
	for w := range best {
		values[w] = scaled(float64(best[w]))
	}
	return build(s, strength, values)
}

func build(s *model.Scenario, strength Strength, best []float64) (*Formulation, error) {
	if len(s.Worlds) == 0 {
		return nil, errors.New("formulation: the scenario has no world")
	}
	n, worlds := s.Horizon.Periods, len(s.Worlds)
	calc := finance.New(s, &s.Worlds[0])
	f := &Formulation{s: s, calc: calc, value: newValuation(s, calc), best: best}
	for w := range s.Worlds {
		f.worlds = append(f.worlds, world{calc.In(&s.Worlds[w]), float64(s.Worlds[w].Probability)})
	}
	f.late = f.latest()
	b := &builder{
		Formulation: f, Builder: mip.NewBuilder(s.Name, true), strength: strength, risk: newRisk(s),
		money: newMoney(worlds, n), flows: make([]finance.Flow, worlds), values: make([]float64, worlds),
	}
	b.growFor()
	b.labels = labels(s.Horizon)
	b.family = b.addFamilies()
	b.addLedger()
	b.addPolicies()
	b.addSites()
	b.addSurplus()
	b.addCounters()
	b.addHalls()
	b.addContracts()
	b.addSpot()
	b.strengthen()
	b.addMeasure()
	m, err := b.Builder.Build()
	if err != nil {
		return nil, fmt.Errorf("formulation: %w", err)
	}
	b.ledger.enterFixed(m)
	for _, col := range f.closed {
		m.ColUpper[col] = 0
	}
	f.Model = m
	return f, nil
}

// families are the kinds of columns and rows.
type families struct {
	sign, firm, flex, halls, accept, serve, short, spot, sale mip.FamilyID
	spent, carried, loan, operating, taxable, loss            mip.FamilyID

	once, firmSize, flexSize, maxSize, minSize        mip.FamilyID
	firmMW, secureMW, flexMW, existingHalls           mip.FamilyID
	firmSurplus, surplus, service, supply, shortShare mip.FamilyID
	demand, spending, budget, total, loanShare        mip.FamilyID
	operatingCash, income                             mip.FamilyID
	started, running, wholeHalls                      mip.FamilyID
	siteHalls, regionHalls, contractSites             mip.FamilyID
	marketRunning, marketHalls                        mip.FamilyID
	settledMW, waitingMW                              mip.FamilyID
	meanValue, factor, threshold, tail, regret        mip.FamilyID
	openings, maxShare, carbon, equipment, minMW      mip.FamilyID
}

func (b *builder) addFamily(name, unit, help string) mip.FamilyID {
	return b.AddFamily(mip.Family{Name: name, Unit: unit, Help: help})
}

func (b *builder) addFamilies() families {
	add := b.addFamily
	return families{
		sign:      add("sign", "1", "connection signed in the period"),
		firm:      add("firm", "MW", "firm MW ordered with it"),
		flex:      add("flex", "MW", "interruptible MW ordered with it"),
		halls:     add("halls", "halls", "halls on a campaign"),
		accept:    add("accept", "1", "contract taken"),
		serve:     add("serve", "MW", "IT MW of a site given to a contract"),
		short:     add("short", "MW", "contracted MW not delivered"),
		spot:      add("spot", "MW", "IT MW of a site sold without contract"),
		sale:      add("sale", "MW", "IT MW sold on a step of the market's demand"),
		spent:     add("spent", "million", "spending of a calendar year"),
		carried:   add("carried", "million", "unspent budget carried over"),
		loan:      add("loan", "million", "money borrowed in a calendar year"),
		operating: add("operating", "million", "after-tax operating cash of a calendar year"),
		taxable:   add("taxable", "million", "taxed income after losses of earlier periods"),
		loss:      add("loss", "million", "tax losses not yet used"),

		once:          add("once", "1", "a site is signed at most once"),
		firmSize:      add("firm_size", "MW", "firm order within the offer"),
		flexSize:      add("flex_size", "MW", "interruptible order within the offer"),
		maxSize:       add("max_size", "MW", "whole order within the offer"),
		minSize:       add("min_size", "MW", "smallest order"),
		firmMW:        add("firm_mw", "MW", "halls on firm MW within the energised connection"),
		secureMW:      add("secure_mw", "MW", "AI halls within what one feeder's outage leaves"),
		flexMW:        add("flex_mw", "MW", "halls on interruptible MW within the energised connection"),
		existingHalls: add("existing_halls", "halls", "each brownfield hall stops once"),
		firmSurplus:   add("firm_surplus", "MW", "firm surplus of a region or joint limit"),
		surplus:       add("surplus", "MW", "firm and interruptible surplus together"),
		service:       add("service", "MW", "served and sold MW within the running halls"),
		supply:        add("supply", "MW", "contracted MW served or short"),
		shortShare:    add("short_share", "MW", "largest shortfall of a contract"),
		demand:        add("demand", "MW", "merchant MW sold by the sites of a market"),
		spending:      add("spending", "million", "spending of a calendar year adds up"),
		budget:        add("budget", "million", "budget of a calendar year"),
		total:         add("total_budget", "million", "budget of the whole horizon"),
		loanShare:     add("loan_share", "million", "share of spending that may be borrowed"),
		operatingCash: add("operating_cash", "million", "operating cash of a calendar year adds up"),
		income:        add("income", "million", "tax losses carried forward"),
		started:       add("started", "halls", "halls of a type started in a period, over all sites"),
		running:       add("running", "halls", "AI halls of a type running in a period, over all sites"),
		wholeHalls:    add("whole_halls", "MW", "contracts need whole halls, over all sites"),
		settledMW:     add("settled_mw", "MW", "halls that do not wait, within the MW that no world delays"),
		waitingMW:     add("waiting_mw", "MW", "halls that wait for a connection, within it"),
		meanValue:     add("mean_value", "million", "mean value over the worlds"),
		factor:        add("factor", "million", "what differs alike between worlds adds up"),
		threshold:     add("threshold", "million", "value that the worst worlds fall short of"),
		tail:          add("tail", "million", "a world's value short of the threshold"),
		regret:        add("regret", "million", "distance to the best plan of each world"),
		openings:      add("openings", "1", "signings per calendar year"),
		maxShare:      add("max_share", "MW", "largest share of running IT MW"),
		carbon:        add("carbon", "t", "carbon cap of a calendar year"),
		equipment:     add("equipment", "machines", "machines bought per calendar year"),
		minMW:         add("min_mw", "MW", "running IT MW that a rule asks for"),
	}
}

// labels names the periods, and the end of the horizon, for rows and columns.
func labels(h model.Horizon) []string {
	var list []string
	for p := range h.Periods {
		list = append(list, h.Label(p))
	}
	return append(list, "end")
}

// growFor reserves room for the program's columns and rows, estimated from the
// sets: a third of the starts and stops of a hall exist, and rows are fewer
// than columns.
func (b *builder) growFor() {
	n := b.s.Horizon.Periods
	cols := len(b.s.Sites) * n * (3 + len(b.s.HallTypes) + len(b.s.Contracts)/20)
	b.Grow(cols, cols*2/3)
	b.campaigns = make([]campaign, 0, len(b.s.Sites)*n*(len(b.s.HallTypes)+1))
	b.limits = make([]limit, 0, len(b.s.Sites)*n*2)
}
