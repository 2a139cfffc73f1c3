package report

import (
	"bytes"
	"encoding/json"
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/data"
	"github.com/gridalloc/gridalloc/internal/geo"
	"github.com/gridalloc/gridalloc/model"
)

// TestGeoJSON reads a collection back: its regions with their geometry and the plan's MW.
func TestGeoJSON(t *testing.T) {
	atlas, err := geo.Read(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	const evil = `<b>"name"</b>`
	s := &model.Scenario{Regions: []model.Region{
		{ID: "RU-CHU", Name: "Chukotka", LocalName: "Чукотский АО"}, {ID: "RU-KYA-NOR", Name: evil}, {ID: "mine", Name: "Mine"},
	}}
	p := &model.Plan{Periods: []string{"2027", "2028"}, Allocations: []model.Allocation{
		{Period: "2027", Region: "RU-CHU", Business: "mining", GridMW: 99},
		{Period: "2028", Region: "RU-CHU", Business: "mining", GridMW: 10.5},
		{Period: "2028", Region: "RU-CHU", Business: "colocation", GridMW: 2},
		{Period: "2028", Region: "RU-CHU", Business: "colocation", GridMW: 3},
		{Period: "2028", Region: "mine", Business: "gpu_cloud", GridMW: 7},
	}, Signings: []model.Signing{{Region: "RU-CHU", FirmMW: 4, FlexMW: 5}, {Region: "RU-CHU", FirmMW: 1}}}
	var b bytes.Buffer
	if err := GeoJSON(&b, p, s, atlas); err != nil {
		t.Fatal(err)
	}
	var c struct {
		Type     string
		Features []struct {
			Type, ID   string
			Geometry   *struct{ Type string }
			Properties map[string]any
		}
	}
	if err := json.Unmarshal(b.Bytes(), &c); err != nil {
		t.Fatal(err)
	}
	if c.Type != "FeatureCollection" || len(c.Features) != 3 {
		t.Fatalf("%s of %d features", c.Type, len(c.Features))
	}
	for i, want := range []struct {
		id, geometry string
		mw           map[string]float64
	}{
		{"RU-CHU", "MultiPolygon", map[string]float64{"grid_mw": 15.5, "mining_mw": 10.5, "colocation_mw": 5, "gpu_cloud_mw": 0, "signed_firm_mw": 5, "signed_flex_mw": 5}},
		{"RU-KYA-NOR", "Point", map[string]float64{"grid_mw": 0}},
		{"mine", "", map[string]float64{"grid_mw": 7, "gpu_cloud_mw": 7}},
	} {
		f := c.Features[i]
		kind := ""
		if f.Geometry != nil {
			kind = f.Geometry.Type
		}
		if f.Type != "Feature" || f.ID != want.id || kind != want.geometry || f.Properties["name"] != s.Regions[i].Name || f.Properties["period"] != "2028" {
			t.Errorf("%+v, want %s with geometry %q", f, want.id, want.geometry)
		}
		for name, mw := range want.mw {
			if got, ok := f.Properties[name].(float64); !ok || math.Abs(got-mw) > 1e-9 {
				t.Errorf("%s: %s is %v, want %g", want.id, name, f.Properties[name], mw)
			}
		}
	}
}
