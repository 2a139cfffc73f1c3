package chart

import (
	"math"
	"strconv"
	"strings"
	"testing"
)

// linear is a colour as linear red, green and blue.
func linear(t *testing.T, hex string) [3]float64 {
	t.Helper()
	var c [3]float64
	for i := range c {
		v, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		x := float64(v) / 255
		if c[i] = x / 12.92; x > 0.04045 {
			c[i] = math.Pow((x+0.055)/1.055, 2.4)
		}
	}
	return c
}

// contrast is the ratio of the Web Content Accessibility Guidelines.
func contrast(t *testing.T, a, b string) float64 {
	luminance := func(hex string) float64 {
		c := linear(t, hex)
		return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2] + 0.05
	}
	x, y := luminance(a), luminance(b)
	return max(x, y) / min(x, y)
}

func named(t *testing.T, name string) colour {
	t.Helper()
	for _, c := range append(append([]colour{}, roleColours...), partColours...) {
		if c.name == name {
			return c
		}
	}
	t.Fatalf("no colour %s", name)
	return colour{}
}

// TestContrast holds text to 4.5 and marks to 3 against what they lie on, in
// both schemes.
func TestContrast(t *testing.T) {
	for _, c := range []struct {
		front, back string
		least       float64
	}{
		{"text", "ground", 7},
		{"muted", "ground", 4.5},
		{"muted", "none", 4.5},
		{"text", "none", 4.5},
		{"neutral", "ground", 3},
		{"mining", "ground", 3},
		{"colocation", "ground", 3},
		{"gpu", "ground", 3},
		{"hybrid", "ground", 3},
		{"class5", "ground", 3},
		{"on", "neutral", 4.5},
		{"on", "mining", 4.5},
		{"on", "colocation", 4.5},
		{"on", "gpu", 4.5},
		{"on", "hybrid", 4.5},
	} {
		front, back := named(t, c.front), named(t, c.back)
		if got := contrast(t, front.light, back.light); got < c.least {
			t.Errorf("light: %s on %s %.2f, want %g", c.front, c.back, got, c.least)
		}
		if got := contrast(t, front.dark, back.dark); got < c.least {
			t.Errorf("dark: %s on %s %.2f, want %g", c.front, c.back, got, c.least)
		}
	}
}

// sights are what colours become for those who lack one kind of cone, in linear
// red, green and blue (Machado, Oliveira and Fernandes, 2009, severity 1).
var sights = map[string][3][3]float64{
	"full":         {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritanopia":   {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

// lab is a linear colour in CIE L*a*b*, white D65.
func lab(c [3]float64) [3]float64 {
	for i := range c {
		c[i] = max(0, min(1, c[i]))
	}
	f := func(x float64) float64 {
		if x > 0.008856 {
			return math.Cbrt(x)
		}
		return 7.787*x + 16.0/116
	}
	x := f((0.4124*c[0] + 0.3576*c[1] + 0.1805*c[2]) / 0.9505)
	y := f(0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2])
	z := f((0.0193*c[0] + 0.1192*c[1] + 0.9505*c[2]) / 1.089)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

// TestColourBlind checks that the colours of businesses, and those of neighbouring classes, are
// apart for all readers: CIE76 distances of 2.3 are just seen.
func TestColourBlind(t *testing.T) {
	apart := func(scheme func(colour) string, a, b colour, least float64) {
		for sight, m := range sights {
			var seen [2][3]float64
			for k, c := range []colour{a, b} {
				l := linear(t, scheme(c))
				var s [3]float64
				for i := range s {
					s[i] = m[i][0]*l[0] + m[i][1]*l[1] + m[i][2]*l[2]
				}
				seen[k] = lab(s)
			}
			d := math.Hypot(math.Hypot(seen[0][0]-seen[1][0], seen[0][1]-seen[1][1]), seen[0][2]-seen[1][2])
			if d < least {
				t.Errorf("%s: %s and %s are %.1f apart, want %g", sight, scheme(a), scheme(b), d, least)
			}
		}
	}
	for _, scheme := range []func(colour) string{func(c colour) string { return c.light }, func(c colour) string { return c.dark }} {
		for i := Neutral; i <= Hybrid; i++ {
			for k := Neutral; k < i; k++ {
				apart(scheme, roleColours[i], roleColours[k], 17)
			}
		}
		for i := Class1; i < Class5; i++ {
			apart(scheme, roleColours[i], roleColours[i+1], 7)
		}
		apart(scheme, roleColours[None], roleColours[Class1], 7)
	}
}

// TestStylesheet checks that every class of the pictures has a rule, and every
// variable a colour.
func TestStylesheet(t *testing.T) {
	for _, p := range samples(t) {
		svg, err := p.SVG(700)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range parse(t, svg) {
			kinds := strings.Fields(e.attr["class"])
			if e.name == "text" || e.name == "g" {
				continue
			}
			for _, kind := range kinds {
				if !strings.Contains(CSS, "."+kind+"{") {
					t.Errorf("%T: no rule for .%s", p, kind)
				}
			}
		}
	}
	for _, part := range strings.Split(CSS, "var(")[1:] {
		name, _, _ := strings.Cut(part, ")")
		if strings.Count(CSS, name+":#") != 2 {
			t.Errorf("%s is not set for light and dark", name)
		}
	}
}
