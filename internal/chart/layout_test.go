package chart

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestTicks checks on random ranges that ticks are round, rise evenly, hold the
// range, and are neither few nor many.
func TestTicks(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 1))
	for range 20000 {
		low := (rng.Float64() - 0.5) * math.Pow(10, float64(rng.IntN(18)-6))
		high := low + rng.Float64()*math.Pow(10, float64(rng.IntN(18)-6))
		if math.Abs(low) > 1e6*(high-low) { // beyond the precision of a number
			continue
		}
		n := 2 + rng.IntN(10)
		list, decimals := ticks(low, high, n)
		if len(list) < 2 || len(list) > n+3 {
			t.Fatalf("%d ticks from %g to %g, want about %d", len(list), low, high, n)
		}
		step := list[1] - list[0]
		slip := 1e-6 * step
		if list[0] > low+slip || list[len(list)-1] < high-slip || list[0] <= low-step-slip || list[len(list)-1] >= high+step+slip {
			t.Fatalf("ticks %v do not fit %g to %g", list, low, high)
		}
		power := math.Pow(10, math.Floor(math.Log10(step)+1e-6))
		exact := math.Round(step/power) * power // without the rounding of list[1]-list[0]
		if m := math.Round(step / power); math.Abs(exact-step) > 1e-6*step || m != 1 && m != 2 && m != 5 {
			t.Fatalf("step %g from %g to %g", step, low, high)
		}
		for i, x := range list {
			if k := math.Round(x / exact); math.Abs(x-k*exact) > slip || i > 0 && math.Abs(x-list[i-1]-step) > slip {
				t.Fatalf("ticks %v of step %g from %g to %g: %g", list, step, low, high, x)
			}
			if p := math.Pow(10, float64(decimals)); math.Abs(math.Round(x*p)/p-x) > 1e-6*step {
				t.Fatalf("%d decimals do not write %g", decimals, x)
			}
		}
	}
	for _, at := range []float64{0, 5, -3, 1e12} {
		if list, _ := ticks(at, at, 5); len(list) < 2 || list[0] > at || list[len(list)-1] < at {
			t.Errorf("ticks of one figure %g: %v", at, list)
		}
	}
}

// TestBounds checks that classes rise and hold the largest amount.
func TestBounds(t *testing.T) {
	for x := 1e-4; x < 1e9; x *= 1.17 {
		list := bounds(x, 5)
		if len(list) != 5 || list[4] < x*(1-1e-9) || list[4] > 2.51*x || classOf(x, list) != 4 {
			t.Fatalf("%g: %v", x, list)
		}
		for i := 1; i < 5; i++ {
			if ratio := list[i] / list[i-1]; ratio < 1.99 || ratio > 2.51 {
				t.Fatalf("%g: %v", x, list)
			}
		}
	}
}

// words are names as they come: short, long, Cyrillic, wide, hostile, none.
var words = []string{
	"A", "2027", "terminal", "RU-TVE/220kv-1", "Ямало-Ненецкий автономный округ", "Карачаево-Черкесская республика", "mining",
	"a name that a planner gave to a site and that goes on and on and does not end", "ММММММММММММММММММММММММ", "漢字漢字漢字", "<b>&\"'</b>", "",
}

// any is a random name.
func anyName(rng *rand.Rand) string { return words[rng.IntN(len(words))] }

// anyFigures are random figures: of one size, some 0, some much larger.
func anyFigures(rng *rand.Rand, n int, signed bool) []float64 {
	size := math.Pow(10, float64(rng.IntN(13)-4))
	list := make([]float64, n)
	for i := range list {
		x := rng.Float64() * size
		switch rng.IntN(5) {
		case 0:
			x = 0
		case 1:
			x *= 30
		}
		if signed && rng.IntN(2) == 0 {
			x = -x
		}
		list[i] = x
	}
	return list
}

func anyNames(rng *rand.Rand, n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = anyName(rng)
	}
	return list
}

func anySeries(rng *rand.Rand, n, places int, signed bool) []Series {
	list := make([]Series, n)
	for i := range list {
		list[i] = Series{anyName(rng), Role(rng.IntN(5)), anyFigures(rng, places, signed)}
	}
	return list
}

// anyPictures are one of each kind with random names and figures.
func anyPictures(t *testing.T, rng *rand.Rand) []Picture {
	n := 1 + rng.IntN(40)
	h := heading("any")
	stack := &Stack{h, anyName(rng), anyNames(rng, n), anySeries(rng, 1+rng.IntN(5), n, false), anyName(rng)}
	budget := &Budget{h, anyName(rng), anyNames(rng, n), anySeries(rng, rng.IntN(5), n, false), anySeries(rng, 1, n, false)[0], anyName(rng)}
	fan := anySeries(rng, 3, n, true)
	cash := &Cash{h, anyName(rng), anyNames(rng, n), anySeries(rng, 1+rng.IntN(4), n, true), anyName(rng), anySeries(rng, 1, n, true)[0], &Fan{anyName(rng), anyName(rng), "", "", fan[0].Values, fan[1].Values, fan[2].Values}}
	supply := supplySample()
	schedule := scheduleSample()
	frontier := frontierSample()
	ranges := rangesSample()
	ranges.Unit = anyName(rng)
	mw, price := anyFigures(rng, n, false), anyFigures(rng, n, true)
	for i := range n {
		supply.Steps = append(supply.Steps, SupplyStep{Region: anyName(rng), Name: anyName(rng), MW: mw[i], Price: price[i], Months: price[i], Taken: mw[i] * rng.Float64()})
		begin := 2026 + 10*rng.Float64()
		end := begin + 4*rng.Float64()
		schedule.Rows = append(schedule.Rows, ScheduleRow{anyName(rng), begin, end, end - rng.Float64(), end + rng.Float64(), mw[i], Neutral})
		frontier.Points = append(frontier.Points, Point{anyName(rng), mw[i], price[i], rng.IntN(2) == 0})
		low, high := min(price[i], 0), max(price[i], mw[i])
		ranges.Rows = append(ranges.Rows, Range{Name: anyName(rng), Role: Class5, Low: &low, High: &high, Dot: &high})
	}
	phase := phaseSample()
	phase.XName, phase.YName = anyName(rng), anyName(rng)
	phase.Xs = nil
	phase.Cells = make([][]string, 2)
	for i := range 1 + n/2 {
		phase.Xs = append(phase.Xs, float64(i)*1.25)
		phase.Cells[0], phase.Cells[1] = append(phase.Cells[0], "A"), append(phase.Cells[1], ".")
	}
	histogram := histogramSample()
	histogram.Values = anyFigures(rng, n, true)
	histogram.Lines = []Line{{anyName(rng), histogram.Values[0]}, {anyName(rng), histogram.Values[n/2]}}
	list := []Picture{stack, budget, cash, supply, schedule, frontier, ranges, phase, histogram}
	if rng.IntN(20) == 0 {
		list = append(list, anyMap(t, rng))
	}
	return list
}

func anyMap(t *testing.T, rng *rand.Rand) *Map {
	m := mapOf(t, []string{"russia", "united-states", "middle-east"}[rng.IntN(3)], nil)
	for i := range m.Regions {
		r := &m.Regions[i]
		r.Name = anyName(rng)
		if rng.IntN(3) > 0 {
			r.Shares = anyFigures(rng, 3, false)
			r.Amount = total(r.Shares)
		}
	}
	return m
}

// TestNoOverlap draws random pictures at all widths and checks that no text lies
// over another or beyond the drawing.
func TestNoOverlap(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 9))
	for round := range 120 {
		width := MinWidth + rng.IntN(1200)
		for _, p := range anyPictures(t, rng) {
			list := draw(t, p, width)
			var boxes []box
			var texts []string
			for _, e := range list {
				if e.name != "text" {
					continue
				}
				l := label{e.num(t, "x"), e.num(t, "y"), anchor(e.attr["text-anchor"]), e.num(t, "font-size"), "", e.text}
				boxes, texts = append(boxes, l.box()), append(texts, e.text)
			}
			tall := list[0].num(t, "height")
			for i, b := range boxes {
				if b.left < -0.02 || b.right > float64(width)+0.02 || b.top < -0.02 || b.bottom > tall+0.02 {
					t.Fatalf("round %d, %T of width %d: %q is outside: %v of height %g", round, p, width, texts[i], b, tall)
				}
				for k := range i {
					inner := box{b.left + 0.02, b.top + 0.02, b.right - 0.02, b.bottom - 0.02}
					if inner.overlaps(boxes[k]) {
						t.Fatalf("round %d, %T of width %d: %q lies over %q: %v, %v", round, p, width, texts[i], texts[k], b, boxes[k])
					}
				}
			}
		}
	}
}
