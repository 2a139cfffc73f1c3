package verify_test

import (
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/verify"
)

func TestSigningRules(t *testing.T) {
	tests := []struct {
		name   string
		change func(*model.Scenario, *model.Plan)
		rules  []verify.Rule
	}{
		{"too small", func(s *model.Scenario, _ *model.Plan) { s.Sites[0].Offer.Min = 13 }, []verify.Rule{verify.SigningSize}},
		{"too large", func(s *model.Scenario, _ *model.Plan) { s.Sites[0].Offer.Max = 11 }, []verify.Rule{verify.SigningSize}},
		{"too much firm", func(s *model.Scenario, _ *model.Plan) { s.Sites[0].Offer.MaxFirm = 11 }, []verify.Rule{verify.SigningSize}},
		{"too much flex", func(s *model.Scenario, p *model.Plan) { p.Signings[0].FlexMW = 41 }, []verify.Rule{verify.SigningSize}},
		{"flex for firm", func(s *model.Scenario, p *model.Plan) { p.Signings = sign(6, 6) }, []verify.Rule{verify.SiteCapacity}},
		{"firm for flex", func(s *model.Scenario, p *model.Plan) { p.Halls[0].Stand = "flex" }, []verify.Rule{verify.SiteFlex}},
		{"no surplus", func(s *model.Scenario, _ *model.Plan) { s.Regions[0].Surplus[0].Firm = 11 }, []verify.Rule{verify.SurplusFirm}},
		{"no flexible surplus", func(s *model.Scenario, p *model.Plan) {
			p.Signings = sign(12, 30)
			s.Regions[0].Surplus[0].Firm, s.Regions[0].Surplus[0].Interruptible = 20, 20
		}, []verify.Rule{verify.SurplusTotal}},
		{
			"surplus too late", func(s *model.Scenario, _ *model.Plan) { s.Regions[0].Surplus[0].From.Year = 2029 },
			[]verify.Rule{verify.SurplusFirm, verify.SurplusTotal},
		},
		{"joint surplus", func(s *model.Scenario, _ *model.Plan) {
			s.JointLimits = []model.JointLimit{{ID: "j", Regions: []int{0}, Surplus: []model.Surplus{{Firm: 10, Interruptible: 10}}}}
		}, []verify.Rule{verify.SurplusJoint}},
	}
	for _, x := range tests {
		t.Run(x.name, func(t *testing.T) {
			s, p := base(4, 12), mined()
			x.change(s, p)
			refused(t, s, p, x.rules...)
		})
	}
}

// TestPolicies holds each kind of rule against a plan that keeps it and one
// that does not, and switches it off.
func TestPolicies(t *testing.T) {
	mining := []model.Business{model.Mining}
	tests := []struct {
		kind       model.RuleKind
		keep, fail float64
		change     func(*model.Rule)
	}{
		{kind: model.MinSite, keep: 24, fail: 24.5},
		{kind: model.MaxSite, keep: 24, fail: 23.5},
		{kind: model.Openings, keep: 1, fail: 0},
		{kind: model.CarbonCap, keep: 8760*13*1.1*0.5 + 100, fail: 8760 * 10 * 1.1 * 0.5},
		{kind: model.Equipment, keep: 3000, fail: 2999},
		{kind: model.MaxShare, keep: 10.0 / 14, fail: 0.7},
	}
	for _, x := range tests {
		t.Run(x.kind.String(), func(t *testing.T) {
			s := base(4, 12)
			s.Contracts = []model.Contract{contract()}
			p := leased()
			p.Signings[0].FirmMW = 24
			p.Halls = append(p.Halls, halls("miner", "mining", "n", "headroom", "2028", "", 2))
			rule := model.Rule{ID: "x", Kind: x.kind, Enabled: true, Regions: []int{0}, Limit: x.keep}
			switch x.kind {
			case model.MaxShare, model.Equipment:
				rule.Business = mining
			}
			set := func(limit float64) {
				rule.Limit = limit
				if x.kind == model.MaxShare {
					rule.Share, rule.Limit = unit.Share(limit), 0
				}
				s.Rules = []model.Rule{rule}
			}
			set(x.keep)
			accepted(t, s, p)
			set(x.fail)
			refused(t, s, p, verify.PolicyRule(x.kind))
			s.Rules[0].Enabled = false
			accepted(t, s, p)
			s.Rules[0].Enabled, s.Rules[0].Exempt = true, []int{0}
			accepted(t, s, p)
			s.Rules[0].Exempt = nil
			s.Rules[0].Span.From = model.Date{Year: 2031, Month: 1, Day: 1}
			accepted(t, s, p)
		})
	}
}

// TestLeastMW: the plan runs 4 MW of colocation, and 10 MW of miners from 2028 on.
func TestLeastMW(t *testing.T) {
	s := base(4, 12)
	s.Contracts = []model.Contract{contract()}
	p := leased()
	p.Signings[0].FirmMW = 24
	p.Halls = append(p.Halls, halls("miner", "mining", "n", "headroom", "2028", "", 2))
	set := func(limit float64, from int, businesses ...model.Business) *model.Rule {
		s.Rules = []model.Rule{{
			ID: "x", Kind: model.MinMW, Enabled: true, Regions: []int{0}, Limit: limit, Business: businesses,
			Span: model.Span{From: model.Date{Year: from, Month: 1, Day: 1}},
		}}
		return &s.Rules[0]
	}
	least := verify.PolicyRule(model.MinMW)
	set(14, 2028)
	accepted(t, s, p)
	set(14.001, 2028)
	refused(t, s, p, least)
	set(10, 2028, model.Mining)
	accepted(t, s, p)
	set(10.5, 2028, model.Mining)
	refused(t, s, p, least)
	set(1, 2028, model.GPUCloud)
	refused(t, s, p, least)
	set(1, 2027)
	refused(t, s, p, least) // nothing runs yet
	set(14.5, 2028).Enabled = false
	accepted(t, s, p)
	set(14, 2028).Exempt = []int{0}
	refused(t, s, p, least) // exempt sites do not count
	set(15, 2028).Span.To = model.Date{Year: 2028, Month: 6, Day: 30}
	refused(t, s, p, least)
	set(15, 2027).Span = model.Span{From: model.Date{Year: 2028, Month: 1, Day: 2}, To: model.Date{Year: 2028, Month: 6, Day: 30}}
	accepted(t, s, p) // no period begins in it
}

func TestNoNewHalls(t *testing.T) {
	s := base(4, 12)
	s.Rules = []model.Rule{{
		ID: "x", Kind: model.NoNewHalls, Enabled: true, Regions: []int{0}, Business: []model.Business{model.Mining},
		Span: model.Span{From: model.Date{Year: 2028, Month: 1, Day: 1}, To: model.Date{Year: 2028, Month: 6, Day: 30}},
	}}
	refused(t, s, mined(), verify.PolicyRule(model.NoNewHalls))
	s.Rules[0].Span.From.Day = 2 // after the first day of the period
	accepted(t, s, mined())
}

func TestHallTimes(t *testing.T) {
	s := base(5, 12)
	early := mined()
	early.Halls[0].Start = "2027"
	refused(t, s, early, verify.HallConstruction, verify.SiteCapacity)
	odd := mined()
	odd.Halls[0].End = "2031"
	refused(t, s, odd, verify.HallStop)
	s.HallTypes[miner].ShellLife = 36
	refused(t, s, mined(), verify.HallShell)
	s = base(5, 12)
	s.Contracts = []model.Contract{contract()}
	ai := leased() // without machines only the horizon ends a hall
	ai.Halls[0].End = "2031"
	refused(t, s, ai, verify.HallStop)
	ai = leased()
	ai.Halls[0].Stand = "flex"
	ai.Signings = sign(0, 12)
	refused(t, s, ai, verify.HallStand)
}
