package chart

import (
	"strings"
	"unicode"
)

// Sizes of text, in CSS pixels.
const (
	normal = 12.0
	small  = 11.0
)

// anchor says which point of a text is given.
type anchor string

const (
	start  anchor = "start"
	middle anchor = "middle"
	end    anchor = "end"
)

// label is a text to be written with its baseline at Y.
type label struct {
	x, y   float64
	anchor anchor
	size   float64
	class  string
	text   string
}

// box is the room that the text takes.
func (l label) box() box {
	w := textWidth(l.text, l.size)
	left := l.x
	switch l.anchor {
	case middle:
		left -= w / 2
	case end:
		left -= w
	}
	return box{left, l.y - 0.8*l.size, left + w, l.y + 0.22*l.size}
}

// write writes a text.
func (c *canvas) write(l label) {
	if l.text == "" {
		return
	}
	c.texts = append(c.texts, l.box())
	c.open("text", attributes{
		"x", coordinate(l.x), "y", coordinate(l.y), "text-anchor", string(l.anchor), "font-size", coordinate(l.size), "class", l.class,
	})
	c.body.WriteString(escape(l.text))
	c.close("text")
}

// try writes a text unless it would lie over another or outside the drawing.
func (c *canvas) try(l label) bool {
	b := l.box()
	if l.text == "" || b.left < 0 || b.right > c.width || b.top < 0 {
		return false
	}
	for _, o := range c.texts {
		if b.overlaps(o) {
			return false
		}
	}
	c.write(l)
	return true
}

// advances are the widths of characters in a font like Arial, in sizes of the
// font.
var advances = []struct {
	runes string
	width float64
}{
	{"0123456789", 0.556},
	{" .,:;!|'ijlI", 0.28},
	{"frt()[]-/", 0.34},
	{"mwMWмжшщюыфМЖШЩЮЫФ%@", 0.89},
}

// slack is for readers whose font is wider.
const slack = 1.08

// textWidth is about how wide a text is, rather too much than too little.
func textWidth(s string, size float64) float64 {
	w := 0.0
	for _, r := range s {
		w += advance(r)
	}
	return w * size * slack
}

func advance(r rune) float64 {
	for _, a := range advances {
		if strings.ContainsRune(a.runes, r) {
			return a.width
		}
	}
	switch {
	case r == '\u00a0' || r == '\u202f':
		return 0.28
	case unicode.Is(unicode.Mn, r):
		return 0
	case r >= 0x1100 && !unicode.IsPunct(r): // wide scripts
		return 1.05
	case unicode.IsUpper(r):
		return 0.72
	}
	return 0.57
}

// shorten cuts a text to a width, with an ellipsis.
func shorten(s string, width, size float64) string {
	if textWidth(s, size) <= width {
		return s
	}
	runes := []rune(s)
	for n := len(runes) - 1; n > 0; n-- {
		if cut := strings.TrimRight(string(runes[:n]), " ") + "…"; textWidth(cut, size) <= width {
			return cut
		}
	}
	return ""
}
