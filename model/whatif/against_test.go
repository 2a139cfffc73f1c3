package whatif_test

import (
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/model/whatif"
)

// TestAgainst: a lever turned the other way does what a negative amount does, says it in
// the same words, and within the same bounds.
func TestAgainst(t *testing.T) {
	s := scenariotest.Random(2)
	before := file.Hash(s)
	for _, l := range []whatif.Lever{
		whatif.PowerPrice(s, "A"), whatif.LeadTime("A"), whatif.ConnectionCost("A"), whatif.Hashprice(), whatif.Rent(model.Colocation),
	} {
		x := l.Against()
		if file.Hash(x.Turn(s, 7)) != file.Hash(l.Turn(s, -7)) || file.Hash(x.Turn(s, 7)) == before {
			t.Errorf("%s: not the same the other way", l.Kind)
		}
		if x.Words(7) != l.Words(-7) || x.Least != -l.Most || x.Most != -l.Least {
			t.Errorf("%s: %q from %g to %g", l.Kind, x.Words(7), x.Least, x.Most)
		}
	}
	if words := whatif.PowerPrice(s, "A"); words.Words(2) != "2 USD/MWh less power price (A)" {
		t.Error(words.Words(2))
	}
	if file.Hash(s) != before {
		t.Error("the scenario itself has changed")
	}
}

// TestMerchantMW deepens the step with the best price, and no other.
func TestMerchantMW(t *testing.T) {
	s := scenariotest.Random(2)
	before := file.Hash(s)
	l := whatif.MerchantMW("m", model.Colocation, model.GPUCloud)
	changed := l.Turn(s, 2.5)
	for p, depth := range changed.Markets[0].Demand[0].Depth {
		if depth != s.Markets[0].Demand[0].Depth[p]+2.5 || changed.Markets[0].Demand[1].Depth[p] != s.Markets[0].Demand[1].Depth[p] {
			t.Errorf("depths %v and %v", changed.Markets[0].Demand[0].Depth, changed.Markets[0].Demand[1].Depth)
		}
	}
	other := whatif.MerchantMW("elsewhere", model.Colocation)
	if file.Hash(other.Turn(s, 5)) != before || file.Hash(s) != before {
		t.Error("another market's demand has changed")
	}
}

// TestAdmitted opens contracts to a region, those for the products only.
func TestAdmitted(t *testing.T) {
	s := scenariotest.Random(5)
	s.Contracts = []model.Contract{
		{ID: "a", Product: model.Colocation, Regions: []int{1}}, {ID: "b", Product: model.GPUCloud, Regions: []int{1}}, {ID: "c", Product: model.Colocation, Regions: []int{0, 1}},
	}
	changed, ids := whatif.Admitted(s, s.Regions[0].ID, model.Colocation)
	if len(ids) != 1 || ids[0] != "a" || !changed.Contracts[0].Allows(0) || changed.Contracts[1].Allows(0) || s.Contracts[0].Allows(0) {
		t.Errorf("opened %v: %+v", ids, changed.Contracts)
	}
	if _, ids := whatif.Admitted(s, "Z", model.Colocation); len(ids) != 0 {
		t.Errorf("no such region opened %v", ids)
	}
}
