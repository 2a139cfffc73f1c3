package geo

import "math"

// Centre is a point well within a place, where a mark may stand: of the
// largest polygon, the point farthest from its edge. It is in units of the
// drawing.
func (v View) Centre(p *Place) Point {
	if p.Shape == nil {
		return v.Point(p.At)
	}
	var largest Polygon
	most := -1.0
	for _, polygon := range v.projection.projected(p.Shape) {
		if area := ringArea(polygon[0]); area > most {
			largest, most = polygon, area
		}
	}
	return v.place(innermost(largest))
}

// cells a side of the grid that innermost searches, and how often it does, each
// time around the best cell.
const (
	gridCells = 8
	gridTimes = 3
)

// innermost is the point of a polygon farthest from its edge, to the last
// grid's cell.
func innermost(polygon Polygon) Point {
	low, high := Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
	for _, p := range polygon[0] {
		low, high = Point{min(low.X, p.X), min(low.Y, p.Y)}, Point{max(high.X, p.X), max(high.Y, p.Y)}
	}
	best, depth := Point{(low.X + high.X) / 2, (low.Y + high.Y) / 2}, math.Inf(-1)
	for range gridTimes {
		step := Point{(high.X - low.X) / gridCells, (high.Y - low.Y) / gridCells}
		for i := range gridCells {
			for j := range gridCells {
				p := Point{low.X + (float64(i)+0.5)*step.X, low.Y + (float64(j)+0.5)*step.Y}
				if d := polygon.depth(p); d > depth {
					best, depth = p, d
				}
			}
		}
		low, high = Point{best.X - step.X, best.Y - step.Y}, Point{best.X + step.X, best.Y + step.Y}
	}
	return best
}

// depth is how far a point is from the edge, negative outside.
func (polygon Polygon) depth(p Point) float64 {
	inside, nearest := false, math.Inf(1)
	for _, ring := range polygon {
		for i := 1; i < len(ring); i++ {
			a, b := ring[i-1], ring[i]
			if (a.Y > p.Y) != (b.Y > p.Y) && p.X < a.X+(p.Y-a.Y)/(b.Y-a.Y)*(b.X-a.X) {
				inside = !inside
			}
			nearest = min(nearest, distance(p, a, b))
		}
	}
	if !inside {
		return -nearest
	}
	return nearest
}

// distance is that of a point to the line from a to b.
func distance(p, a, b Point) float64 {
	dx, dy := b.X-a.X, b.Y-a.Y
	t := 0.0
	if length := dx*dx + dy*dy; length > 0 {
		t = max(0, min(1, ((p.X-a.X)*dx+(p.Y-a.Y)*dy)/length))
	}
	return math.Hypot(p.X-a.X-t*dx, p.Y-a.Y-t*dy)
}
