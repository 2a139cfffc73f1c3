package chart

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/data"
	"github.com/gridalloc/gridalloc/internal/geo"
)

// mapOf is a picture of all regions of a map, of which a few have something.
func mapOf(t *testing.T, name string, with map[string][]float64) *Map {
	t.Helper()
	atlas, err := geo.Read(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	m := &Map{
		Head: heading("map"), Unit: "MW", NoneName: "none", RegionName: "region", AmountName: "power", KindName: "kind",
		Shares: []Kind{{"mining", Mining}, {"AI colocation", Colocation}, {"GPU cloud", GPUCloud}},
	}
	for i := range atlas.Frames {
		f := &atlas.Frames[i]
		if f.Map != name {
			continue
		}
		m.Frames = append(m.Frames, f)
		for _, p := range f.Places {
			r := MapRegion{ID: p.Region, Name: "Region " + p.Region, Kind: -1, Shares: with[p.Region]}
			r.Amount = total(r.Shares)
			m.Regions = append(m.Regions, r)
		}
	}
	return m
}

func TestMapSaysItsFigures(t *testing.T) {
	with := map[string][]float64{
		"RU-TVE": {0, 69.125, 55.25}, "RU-IRK": {95.2, 0, 0}, "RU-KYA-NOR": {30, 10, 0}, "RU-CHU": {1, 1, 1}, "RU-MOW": {0.5, 0, 0},
	}
	m := mapOf(t, "russia", with)
	for _, width := range []int{350, 1000} {
		list := draw(t, m, width)
		regions := marks(list, "map")
		if len(regions) != 84 {
			t.Fatalf("%d regions", len(regions))
		}
		classes := map[string]float64{}
		for _, e := range regions {
			id := e.attr["data-key"]
			want := total(with[id])
			if got := e.num(t, "data-value"); got != want {
				t.Errorf("%s: %g, want %g", id, got, want)
			}
			kind := strings.Fields(e.attr["class"])[0]
			if (kind == None.class()) != (want == 0) {
				t.Errorf("%s with %g has the colour %s", id, want, kind)
			}
			if want > 0 {
				classes[kind] = max(classes[kind], want)
			}
			if shape := e.name == "path"; shape == (id == "RU-KYA-NOR") {
				t.Errorf("%s is a %s", id, e.name)
			}
		}
		if len(classes) != 4 || classes[Class5.class()] != 124.375 || classes[Class4.class()] != 95.2 {
			t.Errorf("colours hold at most %v", classes)
		}
		if pies := marks(list, "pie"); len(pies) != len(with) {
			t.Errorf("%d pies", len(pies))
		}
		checkPies(t, m, list, with)
	}
}

var arc = regexp.MustCompile(`^M([0-9.]+) ([0-9.]+)L([0-9.]+) ([0-9.]+)A([0-9.]+) [0-9.]+ 0 ([01]) 1 ([0-9.]+) ([0-9.]+)z$`)

// checkPies compares the angle of each sector with the share it stands for.
func checkPies(t *testing.T, m *Map, list []elem, with map[string][]float64) {
	t.Helper()
	for i, k := range m.Shares {
		sectors := marks(list, k.Name)
		n := 0
		for id, shares := range with {
			if shares[i] == 0 {
				continue
			}
			n++
			at := slices.IndexFunc(sectors, func(e elem) bool { return e.attr["data-key"] == id })
			if at < 0 || sectors[at].num(t, "data-value") != shares[i] {
				t.Errorf("%s of %s: %v", k.Name, id, at)
				continue
			}
			if sectors[at].name == "circle" {
				if shares[i] != total(shares) {
					t.Errorf("%s of %s is the whole pie", k.Name, id)
				}
				continue
			}
			if wide := arc.FindStringSubmatch(sectors[at].attr["d"])[6] == "1"; wide != (shares[i] > total(shares)/2) {
				t.Errorf("%s of %s goes the wrong way round", k.Name, id)
			}
			var v [9]float64
			for g, word := range arc.FindStringSubmatch(sectors[at].attr["d"]) {
				if g > 0 {
					v[g], _ = strconv.ParseFloat(word, 64)
				}
			}
			from, to := math.Atan2(v[3]-v[1], v[2]-v[4]), math.Atan2(v[7]-v[1], v[2]-v[8])
			turn := math.Mod(to-from+4*math.Pi, 2*math.Pi) / (2 * math.Pi)
			if want := shares[i] / total(shares); math.Abs(turn-want) > 0.005 {
				t.Errorf("%s of %s turns by %.3f, want %.3f", k.Name, id, turn, want)
			}
		}
		if len(sectors) != n {
			t.Errorf("%d sectors of %s, want %d", len(sectors), k.Name, n)
		}
	}
}

// TestMapByKind colours regions by what they are.
func TestMapByKind(t *testing.T) {
	m := mapOf(t, "middle-east", nil)
	m.ByKind, m.Shares, m.Kinds = true, nil, []Kind{{"in all plans", Class5}, {"in some", Class3}}
	m.Regions[0].Kind, m.Regions[1].Kind = 0, 1
	list := marks(draw(t, m, 800), "map")
	if len(list) != 10 {
		t.Fatalf("%d regions", len(list))
	}
	for i, want := range []string{"in all plans", "in some", "none"} {
		if list[i].attr["data-kind"] != want {
			t.Errorf("region %d: %v", i, list[i].attr)
		}
	}
	if rows := m.Table().Rows; len(rows) != 10 || rows[0][1] != "in all plans" {
		t.Error(rows)
	}
}

// TestMapOfAPart draws a few regions near and leaves out what is not seen.
func TestMapOfAPart(t *testing.T) {
	m := mapOf(t, "russia", map[string][]float64{"RU-TVE": {1, 2, 3}})
	m.Regions = slices.DeleteFunc(m.Regions, func(r MapRegion) bool { return r.ID != "RU-TVE" && r.ID != "RU-MOW" })
	list := draw(t, m, 700)
	land := 0
	for _, e := range list {
		if e.attr["class"] == "land" {
			land++
		}
	}
	if n := len(marks(list, "map")); n != 2 || land < 3 || land > 40 {
		t.Errorf("%d regions and %d others", n, land)
	}
}

func TestMapErrors(t *testing.T) {
	for name, spoil := range map[string]func(*Map){
		"is not on the map": func(m *Map) { m.Regions[3].ID = "XX" },
		"negative amount":   func(m *Map) { m.Regions[3].Amount = -1 },
		"cannot be drawn":   func(m *Map) { m.Regions[3].Amount = math.NaN() },
		"more shares":       func(m *Map) { m.Regions[3].Shares = make([]float64, 4) },
		"nothing to draw":   func(m *Map) { m.Regions = nil },
	} {
		m := mapOf(t, "united-states", nil)
		spoil(m)
		if _, err := m.SVG(600); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
