package chart_test

import (
	"fmt"
	"log"
	"strconv"
	"strings"

	"github.com/gridalloc/gridalloc/data"
	"github.com/gridalloc/gridalloc/internal/chart"
	"github.com/gridalloc/gridalloc/internal/geo"
)

// decimal writes numbers; a report writes them by its language.
func decimal(x float64, decimals int) string { return strconv.FormatFloat(x, 'f', decimals, 64) }

// A page includes chart.CSS once and the HTML of each picture, as
// template.HTML, with its table beside it.
func Example() {
	picture := &chart.Stack{
		Head: chart.Head{ID: "mw", Title: "MW over time", Desc: "Grid MW by business: from 10 in 2027 to 30 in 2028.", Number: decimal},
		Unit: "MW", Categories: []string{"2027", "2028"}, Total: "all",
		Series: []chart.Series{{Name: "mining", Role: chart.Mining, Values: []float64{10, 30}}},
	}
	html, err := chart.Responsive(picture, chart.HalfWidth)
	if err != nil {
		log.Fatal(err) // chart.ErrEmpty: there is nothing to draw
	}
	fmt.Println(strings.Count(html, "<svg"), "drawings")
	table := picture.Table()
	fmt.Println(table.Header[1], table.Rows[1][1])
	// Output:
	// 2 drawings
	// mining, MW 30.0
}

// A map takes its frames from the atlas, which cmd/gridalloc reads from the data
// that come with the program. Regions of a user's own are on no map.
func ExampleMap() {
	atlas, err := geo.Read(data.FS)
	if err != nil {
		log.Fatal(err)
	}
	maps, missing := atlas.Select([]string{"RU-TVE", "RU-IRK", "my-region"})
	fmt.Println(maps[0].Map, maps[0].Regions, "missing:", missing)
	picture := &chart.Map{
		Head:   chart.Head{ID: "map", Title: "MW by region", Desc: "Tver has 69 MW.", Number: decimal},
		Frames: maps[0].Frames, Unit: "MW", Shares: []chart.Kind{{Name: "AI colocation", Role: chart.Colocation}}, NoneName: "none",
		Regions: []chart.MapRegion{
			{ID: "RU-TVE", Name: "Tver Oblast", Amount: 69.1, Shares: []float64{69.1}},
			{ID: "RU-IRK", Name: "Irkutsk Oblast"},
		},
	}
	svg, err := picture.SVG(chart.WideWidth)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(strings.Contains(svg, `data-key="RU-TVE" data-value="69.1"`))
	// Output:
	// russia [RU-TVE RU-IRK] missing: [my-region]
	// true
}
