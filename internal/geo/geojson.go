package geo

// Geometry is a geometry of GeoJSON (RFC 7946): a MultiPolygon, or a Point for
// a place without a shape. It is ready for encoding/json.
type Geometry struct {
	Type        string `json:"type"`
	Coordinates any    `json:"coordinates"`
}

// GeoJSON is the place as geometry of GeoJSON, cut in two at the meridian of
// 180 degrees as that format demands, and with outer rings counterclockwise.
func (p *Place) GeoJSON() Geometry {
	if p.Shape == nil {
		return Geometry{"Point", [2]float64{p.At.X, p.At.Y}}
	}
	coordinates := [][][][2]float64{}
	for _, polygon := range p.Shape {
		west, east := polygon.cut(func(x float64) float64 { return 180 - x }), polygon.cut(func(x float64) float64 { return x - 180 })
		for _, half := range []struct {
			Polygon
			shift float64
		}{{west, 0}, {east, -360}} {
			if len(half.Polygon) > 0 {
				coordinates = append(coordinates, half.positions(half.shift))
			}
		}
	}
	return Geometry{"MultiPolygon", coordinates}
}

// cut keeps the part of a polygon in which inside is not negative (Sutherland
// and Hodgman); the corners on the cut are put at 180 degrees.
func (polygon Polygon) cut(inside func(x float64) float64) Polygon {
	var out Polygon
	for i, ring := range polygon {
		var points []Point
		for k := 1; k < len(ring); k++ {
			a, b := ring[k-1], ring[k]
			da, db := inside(a.X), inside(b.X)
			if da >= 0 {
				points = append(points, a)
			}
			if da > 0 && db < 0 || da < 0 && db > 0 {
				points = append(points, Point{180, a.Y + da/(da-db)*(b.Y-a.Y)})
			}
		}
		if ringArea(closed(points)) > 0 {
			out = append(out, closed(points))
		} else if i == 0 {
			return nil
		}
	}
	return out
}

// closed ends a ring where it begins.
func closed(points []Point) []Point {
	if len(points) == 0 {
		return nil
	}
	return append(points, points[0])
}

// positions writes the rings with longitudes moved, the outer one
// counterclockwise and the others clockwise.
func (polygon Polygon) positions(shift float64) [][][2]float64 {
	list := make([][][2]float64, len(polygon))
	for i, ring := range polygon {
		turned := (turn(ring) > 0) != (i == 0)
		for k := range ring {
			p := ring[k]
			if turned {
				p = ring[len(ring)-1-k]
			}
			list[i] = append(list[i], [2]float64{p.X + shift, p.Y})
		}
	}
	return list
}

// turn is positive for a ring that runs counterclockwise.
func turn(ring []Point) float64 {
	sum := 0.0
	for i := 1; i < len(ring); i++ {
		sum += ring[i-1].X*ring[i].Y - ring[i].X*ring[i-1].Y
	}
	return sum
}
