package report

import (
	"encoding/json"
	"io"

	"github.com/gridalloc/gridalloc/internal/geo"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// regionFeature is a region of a plan as a feature of GeoJSON.
type regionFeature struct {
	Type       string           `json:"type"`
	ID         string           `json:"id"`
	Geometry   *geo.Geometry    `json:"geometry"` // null where no map has the region
	Properties regionProperties `json:"properties"`
}

// regionProperties are what a plan has in a region: grid MW in the last period by
// business, and MW signed.
type regionProperties struct {
	Name         string  `json:"name"`
	LocalName    string  `json:"local_name"`
	Period       string  `json:"period"`
	GridMW       unit.MW `json:"grid_mw"`
	MiningMW     unit.MW `json:"mining_mw"`
	ColocationMW unit.MW `json:"colocation_mw"`
	GPUCloudMW   unit.MW `json:"gpu_cloud_mw"`
	SignedFirmMW unit.MW `json:"signed_firm_mw"`
	SignedFlexMW unit.MW `json:"signed_flex_mw"`
}

// GeoJSON writes all regions of the scenario with what the plan has there, as a
// collection of features (RFC 7946).
func GeoJSON(w io.Writer, p *model.Plan, s *model.Scenario, atlas *geo.Atlas) error {
	last := ""
	if n := len(p.Periods); n > 0 {
		last = p.Periods[n-1]
	}
	list := make([]regionFeature, len(s.Regions))
	index := map[string]*regionProperties{}
	for i := range s.Regions {
		r := &s.Regions[i]
		list[i] = regionFeature{Type: "Feature", ID: r.ID, Properties: regionProperties{Name: r.Name, LocalName: r.LocalName, Period: last}}
		if _, place := atlas.Find(r.ID); place != nil {
			geometry := place.GeoJSON()
			list[i].Geometry = &geometry
		}
		index[r.ID] = &list[i].Properties
	}
	for _, a := range p.Allocations {
		if x := index[a.Region]; x != nil && a.Period == last {
			x.GridMW += a.GridMW
			switch a.Business {
			case model.Mining.String():
				x.MiningMW += a.GridMW
			case model.Colocation.String():
				x.ColocationMW += a.GridMW
			case model.GPUCloud.String():
				x.GPUCloudMW += a.GridMW
			}
		}
	}
	for _, signed := range p.Signings {
		if x := index[signed.Region]; x != nil {
			x.SignedFirmMW += signed.FirmMW
			x.SignedFlexMW += signed.FlexMW
		}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(struct {
		Type     string          `json:"type"`
		Features []regionFeature `json:"features"`
	}{"FeatureCollection", list})
}
