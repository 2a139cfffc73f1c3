package geo

import "math"

// earthRadius is the mean radius of the earth, in km.
const earthRadius = 6371.0088

// Albers is the equal-area conic projection of Albers on a sphere (Snyder, Map
// Projections: A Working Manual, chapter 14). All angles are in degrees. The
// parallels must not be each other's negative.
type Albers struct {
	Meridian  float64    // is drawn upright
	Origin    float64    // latitude of the point (0, 0)
	Parallels [2]float64 // along which distances are true
}

// Project turns degrees into km east and north of the origin.
func (a Albers) Project(p Point) Point {
	sin := func(degrees float64) float64 { return math.Sin(degrees * math.Pi / 180) }
	s1, s2 := sin(a.Parallels[0]), sin(a.Parallels[1])
	n := (s1 + s2) / 2
	c := 1 - s1*s1 + 2*n*s1
	radius := func(latitude float64) float64 { return earthRadius * math.Sqrt(math.Max(0, c-2*n*sin(latitude))) / n }
	angle := n * math.Remainder(p.X-a.Meridian, 360) * math.Pi / 180
	r := radius(p.Y)
	return Point{X: r * math.Sin(angle), Y: radius(a.Origin) - r*math.Cos(angle)}
}

// projected is the shape in km.
func (a Albers) projected(s Shape) Shape {
	out := make(Shape, len(s))
	for i, polygon := range s {
		out[i] = make(Polygon, len(polygon))
		for j, ring := range polygon {
			points := make([]Point, len(ring))
			for k, p := range ring {
				points[k] = a.Project(p)
			}
			out[i][j] = points
		}
	}
	return out
}

// Area is the area of a shape in km2, its holes left out.
func (a Albers) Area(s Shape) float64 {
	total := 0.0
	for _, polygon := range a.projected(s) {
		for i, ring := range polygon {
			if i == 0 {
				total += ringArea(ring)
			} else {
				total -= ringArea(ring)
			}
		}
	}
	return total
}

// ringArea is the area within a ring in the plane.
func ringArea(ring []Point) float64 { return math.Abs(turn(ring)) / 2 }
