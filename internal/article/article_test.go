package article

import (
	"testing"
	"testing/fstest"

	"github.com/gridalloc/gridalloc/data"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/explain"
)

func TestAccessOrPrice(t *testing.T) {
	gain := func(low, high float64) explain.Gain { return explain.Gain{Value: low, Low: low, High: high} }
	tests := []struct {
		name             string
		mw, months, cent explain.Gain
		want             Verdict
	}{
		{"MW", gain(5, 6), gain(0, 1), gain(3, 4), Holds},
		{"months", gain(0, 1), gain(5, 6), gain(3, 4), Holds},
		{"price", gain(0, 1), gain(1, 2), gain(3, 4), Fails},
		{"overlap", gain(0, 3.5), gain(1, 2), gain(3, 4), Unknown},
	}
	for _, tt := range tests {
		if got := accessOrPrice(tt.mw, tt.months, tt.cent); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// TestTables reads the shipped tables, and refuses claims out of order.
func TestTables(t *testing.T) {
	s, err := New(data.FS)
	if err != nil || len(s.tables.claims) != Claims() || len(s.tables.cases) == 0 || len(s.tables.growth) == 0 {
		t.Fatalf("%+v, %v", s.tables, err)
	}
	bad := fstest.MapFS{"article/claims.csv": {Data: []byte("number,claim,figure,source\n2,x,,y\n")}}
	if _, err := New(bad); err == nil {
		t.Error("claims out of order are taken")
	}
}

func TestOnExisting(t *testing.T) {
	m := &model.Scenario{Sites: []model.Site{{ID: "old", Existing: model.Existing{Firm: 10}}, {ID: "new"}}}
	p := &model.Plan{Halls: []model.Hall{
		{Site: "old", Business: "colocation", GridMW: 5},
		{Site: "old", Business: "colocation", Existing: "group", GridMW: 7},
		{Site: "old", Business: "mining", GridMW: 11},
		{Site: "new", Business: "gpu_cloud", GridMW: 3},
	}}
	if existing, all := onExisting(m, p); existing != 5 || all != 8 {
		t.Errorf("%g of %g MW, want 5 of 8", existing, all)
	}
}
