// Package geo holds the maps that come with the program: the shapes of regions
// in degrees, an equal-area projection, SVG paths and GeoJSON geometry. It
// draws nothing; package chart does. Regions without a shape of their own have
// a point and the reason.
//
// data/maps holds the geometry with its credits; derive, run by hand, writes it
// from published sources.
package geo

import "slices"

// Point is a place in degrees, X east and Y north, or after projection in km.
// Longitudes beyond 180 degrees continue eastward, so that a country that lies
// across that meridian is in one piece.
type Point struct{ X, Y float64 }

// Polygon is an outer ring and the rings of its holes. Each ring ends where it
// begins.
type Polygon [][]Point

// Shape is an area of one or more polygons, in degrees.
type Shape []Polygon

// Place is where a region is.
type Place struct {
	Region string
	Shape  Shape // nil where the region has none
	// At is where the mark of a region without a shape stands, in degrees, and
	// Reason says why it has none.
	At     Point
	Reason string
}

// Frame is an area that is drawn with one projection.
type Frame struct {
	Map, ID, Title string
	Projection     Albers
	Places         []Place // in the order of the table
	Land           []Shape // of no region, to be drawn beneath
	Around         []Shape // land beyond the countries of the map, without borders
}

// Atlas is all maps.
type Atlas struct{ Frames []Frame }

// Selection is what a set of regions needs of one map: its frames, the main one
// first, and those of the regions that lie in them, in the order given.
type Selection struct {
	Map     string
	Frames  []*Frame
	Regions []string
}

// Select sorts regions by map. Missing are those that no map knows, as regions
// of a user's own files are.
func (a *Atlas) Select(regions []string) (maps []Selection, missing []string) {
	for _, region := range regions {
		f, _ := a.Find(region)
		if f == nil {
			missing = append(missing, region)
			continue
		}
		at := slices.IndexFunc(maps, func(s Selection) bool { return s.Map == f.Map })
		if at < 0 {
			at = len(maps)
			maps = append(maps, Selection{Map: f.Map})
		}
		maps[at].Regions = append(maps[at].Regions, region)
	}
	for i := range maps {
		maps[i].Frames = a.framesOf(&maps[i])
	}
	return maps, missing
}

// framesOf lists the frames of a map that hold a region of the selection.
func (a *Atlas) framesOf(s *Selection) []*Frame {
	var list []*Frame
	for i := range a.Frames {
		f := &a.Frames[i]
		held := func(p Place) bool { return slices.Contains(s.Regions, p.Region) }
		if f.Map == s.Map && slices.ContainsFunc(f.Places, held) {
			list = append(list, f)
		}
	}
	return list
}

// Find is the place of a region and the frame that it lies in, nil for none.
func (a *Atlas) Find(region string) (*Frame, *Place) {
	for i := range a.Frames {
		if p := a.Frames[i].Find(region); p != nil {
			return &a.Frames[i], p
		}
	}
	return nil, nil
}

// Find is the place of a region in the frame, nil for none.
func (f *Frame) Find(region string) *Place {
	for i := range f.Places {
		if f.Places[i].Region == region {
			return &f.Places[i]
		}
	}
	return nil
}
