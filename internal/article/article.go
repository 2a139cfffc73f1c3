// Package article holds the claims of the article that gridalloc was made to test against
// what its data and plans say. A claim holds, holds in part, does not hold, or cannot be
// told; what a finding rests on is said beside it.
package article

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/explain"
)

// Verdict says what becomes of a claim.
type Verdict string

// The verdicts.
const (
	Holds   Verdict = "holds"
	InPart  Verdict = "holds in part"
	Fails   Verdict = "does not hold"
	Unknown Verdict = "cannot be told"
)

// Finding is what the data and the model say of a claim.
type Finding struct {
	Number  int
	Claim   string
	Figure  string // of the article, "" where it gives none
	Finds   string
	Verdict Verdict
	Basis   string // what the finding rests on, and how well sourced that is
	Command string // shows it
}

// Study is what claims are tested with: the three markets as they are shipped, and an
// analyst to solve them.
type Study struct {
	Russia, UnitedStates, MiddleEast *model.Scenario
	Analyst                          *explain.Analyst
	Measures                         *model.Scenario // Russia with all measures of AI in mining to choose from

	tables tables
	plans  map[*model.Scenario]*explain.Found
}

// New reads the claims and cases from the embedded data.
func New(data fs.FS) (*Study, error) {
	s := &Study{plans: map[*model.Scenario]*explain.Found{}}
	var err error
	s.tables, err = readTables(data)
	return s, err
}

// checks are the tests of the claims, by number from 1.
var checks = []struct {
	test    func(*Study, context.Context) (answer, error)
	command string
}{
	{(*Study).competition, "gridalloc study article --only 1"},
	{(*Study).access, "gridalloc study article --only 2"},
	{(*Study).growth, "gridalloc study article --only 3"},
	{(*Study).cheapPower, "gridalloc regions --pack middle-east --sort price"},
	{(*Study).facilities, "gridalloc study article --only 5"},
	{(*Study).capital, "gridalloc study article --only 6"},
	{(*Study).counterparty, "gridalloc study article --only 7"},
	{(*Study).difficulty, "gridalloc market shock russia --fall 50%"},
	{(*Study).clients, "gridalloc study article --only 9"},
	{(*Study).reuse, "gridalloc study article --only 10"},
	{(*Study).valuation, "gridalloc study valuation united-states --multiple mining=6,colocation=15,gpu_cloud=9"},
	{(*Study).measures, "gridalloc study article --only 12"},
	{(*Study).limits, "gridalloc study article --only 13"},
	{(*Study).hybrids, "gridalloc study article --only 14"},
}

// Claims is how many claims there are.
func Claims() int { return len(checks) }

// Test tests the claims with the numbers given, in that order. Where an error ends it, a
// cancelled context say, the findings so far are returned with it.
func (s *Study) Test(ctx context.Context, numbers []int) ([]Finding, error) {
	var list []Finding
	for _, n := range numbers {
		c := s.tables.claims[n-1]
		a, err := checks[n-1].test(s, ctx)
		if err != nil {
			return list, err
		}
		list = append(list, Finding{
			Number: n, Claim: c.text, Figure: c.figure, Finds: a.finds, Verdict: a.verdict, Basis: a.basis, Command: checks[n-1].command,
		})
	}
	return list, nil
}

// answer is what a test says.
type answer struct {
	finds   string
	verdict Verdict
	basis   string
}

// plan is the best plan of a market, solved once.
func (s *Study) plan(ctx context.Context, m *model.Scenario) (*explain.Found, error) {
	if f := s.plans[m]; f != nil {
		return f, nil
	}
	f, err := s.solve(ctx, m.Title, m, solver.Known{})
	if err == nil {
		s.plans[m] = f
	}
	return f, err
}

// changed is the best plan of Russia with something changed, from its plan.
func (s *Study) changed(ctx context.Context, what string, m *model.Scenario) (*explain.Found, error) {
	base, err := s.plan(ctx, s.Russia)
	if err != nil {
		return nil, err
	}
	return s.solve(ctx, s.Russia.Title+", "+what, m, solver.Known{Starts: []*model.Plan{base.Plan}})
}

// solve wants a plan.
func (s *Study) solve(ctx context.Context, what string, m *model.Scenario, known solver.Known) (*explain.Found, error) {
	f, err := s.Analyst.Find(ctx, what, m, known)
	if err == nil && f.Plan == nil {
		err = fmt.Errorf("%s: no plan was found (%s)", what, f.Ended)
	}
	return f, err
}

// gain is what a change of Russia is worth.
func (s *Study) gain(ctx context.Context, what string, m *model.Scenario) (explain.Gain, error) {
	base, err := s.plan(ctx, s.Russia)
	if err != nil {
		return explain.Gain{}, err
	}
	f, err := s.changed(ctx, what, m)
	if err != nil {
		return explain.Gain{}, err
	}
	return explain.GainOf(base, f), nil
}
