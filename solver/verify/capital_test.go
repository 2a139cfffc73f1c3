package verify_test

import (
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/verify"
)

func machinesOf(x *model.CashFlow) unit.Money { return x.Machines }
func resaleOf(x *model.CashFlow) unit.Money   { return x.Resale }

// brownfield is a site with two running halls whose machines are half worn.
func brownfield(periods int) *model.Scenario {
	s := base(periods, 12)
	s.HallTypes[miner].MachineLife = 48
	s.Sites = append(s.Sites, model.Site{ID: "b", Existing: model.Existing{Firm: 12, Feeders: 1, Halls: []model.ExistingHall{
		{ID: "old", HallType: miner, Stand: model.Firm, Count: 2, MachineAge: 24, ShellAge: 60},
	}}})
	return s
}

// old keeps existing halls until a period.
func old(end string, count int) model.Hall {
	return model.Hall{
		Site: "b", Region: "r", HallType: "miner", Business: "mining", Design: "n", Stand: "firm",
		Existing: "old", Start: "2027", End: end, Count: count,
	}
}

func TestExistingHallsStop(t *testing.T) {
	s := brownfield(4)
	s.Countries[0].TaxRate = 0.5
	plan := accepted(t, s, &model.Plan{Halls: []model.Hall{old("2027", 1), old("2028", 1)}})
	// A hall of 5 MW has machines for 2000: half their life is left, then a quarter.
	near(t, "resale at once", plan.CashFlows[0].Resale, 0.5*2000*0.5)
	near(t, "resale a year later", plan.CashFlows[1].Resale, 0.5*2000*0.25)
	near(t, "tax on resale", plan.CashFlows[1].Tax, -125.0)
	near(t, "revenue of one hall", plan.CashFlows[0].Mining, 5*8760*100.0)
	near(t, "no purchases", total(plan, machinesOf), 0.0)
}

func TestExistingHallsAreRenewed(t *testing.T) {
	s := brownfield(5)
	s.Countries[0].TaxRate = 0.5
	s.HallTypes[miner].Efficiency = 40
	s.HallTypes[miner].EfficiencyTrend = -0.5
	plan := accepted(t, s, &model.Plan{Halls: []model.Hall{old("", 1), old("2030", 1)}})
	near(t, "machines", plan.CashFlows[2].Machines, -4000.0)
	near(t, "old machines earn", plan.CashFlows[1].Mining, 2*5*8760*50.0)
	near(t, "new machines earn", plan.CashFlows[2].Mining, 2*5*8760*200.0)
	// One hall stops a year after, three quarters of its machines unused.
	near(t, "resale", plan.CashFlows[3].Resale, 0.5*1500)
	near(t, "at the horizon", plan.CashFlows[5].Resale, 0.5*500)
	year := 5 * 8760.0 * (200 - 33 - 1)
	near(t, "tax", plan.CashFlows[3].Tax, -0.5*(year-50-500+750-1500))
}

func TestExistingHallsAtTheHorizon(t *testing.T) {
	s := brownfield(1)
	s.Countries[0].TaxRate = 0.5
	plan := accepted(t, s, &model.Plan{Halls: []model.Hall{old("", 2)}})
	near(t, "terminal resale", plan.CashFlows[1].Resale, 0.5*4000*0.25)
	near(t, "fully taxed", plan.CashFlows[1].Tax, -250.0)
}

func TestWornExistingMachines(t *testing.T) {
	s := brownfield(4)
	s.Sites[1].Existing.Halls[0].MachineAge = 60
	plan := accepted(t, s, &model.Plan{Halls: []model.Hall{old("2027", 1), old("", 1)}})
	near(t, "renewed at once", plan.CashFlows[0].Machines, -2000.0)
	near(t, "resale", total(plan, resaleOf), 0.0)
}

func TestExistingHallsAreCounted(t *testing.T) {
	refused(t, brownfield(4), &model.Plan{Halls: []model.Hall{old("", 1)}}, verify.HallExistingCount)
	refused(t, brownfield(4), &model.Plan{Halls: []model.Hall{old("", 2), old("2028", 1)}}, verify.HallExistingCount, verify.SiteCapacity)
	refused(t, brownfield(4), &model.Plan{}, verify.HallExistingCount)
}

func TestExistingShellEnds(t *testing.T) {
	s := brownfield(4)
	s.Sites[1].Existing.Halls[0].ShellAge = 120 - 25 // 25 months are three years
	accepted(t, s, &model.Plan{Halls: []model.Hall{old("2030", 2)}})
	refused(t, s, &model.Plan{Halls: []model.Hall{old("", 2)}}, verify.HallShell)
	s.Sites[1].Existing.Halls[0].ShellAge = 200
	accepted(t, s, &model.Plan{Halls: []model.Hall{old("2027", 2)}})
}

func TestConnectionPaidOverItsLead(t *testing.T) {
	s := base(4, 12)
	s.LeadQuantile = model.Pessimistic
	s.Countries[0].TaxRate = 0.5
	plan := &model.Plan{Signings: []model.Signing{{Site: "a", Region: "r", Signed: "2028", Energised: "2030", FirmMW: 4, FlexMW: 6}}}
	accepted(t, s, plan)
	for p, want := range []float64{0, -1000, -1000, 0} {
		near(t, "connection", plan.CashFlows[p].Connection, want)
	}
	near(t, "depreciation", plan.CashFlows[3].Tax, 0.5*500)
	near(t, "terminal", plan.CashFlows[4].Resale, 0.5*1500)
	near(t, "terminal tax", plan.CashFlows[4].Tax, 0.5*750)
}

func TestInstantConnectionAndHall(t *testing.T) {
	s := base(2, 12)
	s.Sites[0].Offer.Lead[model.Typical] = 0
	s.HallTypes[miner].Construction = 0
	plan := mined()
	plan.Signings[0].Energised = "2027"
	plan.Halls[0].Start = "2027"
	accepted(t, s, plan)
	near(t, "connection", plan.CashFlows[0].Connection, -2200.0)
	near(t, "shell", plan.CashFlows[0].Shell, -2000.0)
	near(t, "machines", plan.CashFlows[0].Machines, -4000.0)
}
