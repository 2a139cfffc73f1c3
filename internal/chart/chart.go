// Package chart draws pictures as SVG, from figures alone: it reads and writes
// nothing and knows no scenario.
//
// A picture is a struct of figures, names and a number format. Its method SVG
// draws it for a width in CSS pixels, at which its text has its natural size of
// 12; [Responsive] draws it for a page and for a telephone. Its method Table
// gives the same figures as a table, to stand beside it. All words come from
// the caller, so that pictures are in the language of the page; names may come
// from files of a user and are escaped.
//
// A page includes [CSS] once. Colours are CSS variables of the stylesheet: the
// pictures follow the reader's light or dark scheme and print on white. Each
// picture has a title and a description for screen readers, and each mark a
// title, seen when pointed at.
//
// Each mark carries its figures as attributes: data-series and data-key say
// what it is, and data-value, data-low or the like hold the numbers in full
// precision, so that a test can read back what a picture says.
//
// Pictures are drawn by a small writer of our own on encoding/xml.
// github.com/go-analyze/charts was tried on the first of them: its marks are
// unnamed paths without figures or titles, and its colours are fixed numbers in
// style attributes that no scheme can change. It has no map and no schedule.
package chart

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strings"
)

// Picture is what can be drawn.
type Picture interface {
	// SVG draws the picture for a width in CSS pixels, from MinWidth on. The
	// height follows. It fails with ErrEmpty where there is nothing to draw, and
	// where figures are not finite or lists not of one length.
	SVG(width int) (string, error)
	// Table is the figures of the picture.
	Table() Table
}

// Table is figures as text under their names; the first Left columns are words.
type Table struct {
	Header []string
	Rows   [][]string
	Left   int
}

// Number writes a number with so many decimals in the reader's way.
type Number func(x float64, decimals int) string

// Head is what every picture has.
type Head struct {
	// ID is unique in the page: a letter, then letters, digits and hyphens.
	ID string
	// Title and Desc are read out by screen readers; Desc says what is to be seen
	// in a sentence or two.
	Title, Desc string
	Number      Number
}

// Series is a list of figures with its name and colour.
type Series struct {
	Name   string
	Role   Role
	Values []float64
}

// Widths of pictures in CSS pixels. A sheet of A4 has about 700 between its
// margins, so that text of a picture of WideWidth is printed at 7 points.
const (
	WideWidth   = 900 // across the page
	HalfWidth   = 600 // two beside each other
	NarrowWidth = 350 // on a telephone
	MinWidth    = 280 // no picture is drawn for less
)

// ErrEmpty says that there is nothing to draw.
var ErrEmpty = errors.New("there is nothing to draw")

// Responsive draws a picture twice, for a width and for a telephone, as HTML of
// which CSS shows one: the second where the window is narrower than 600 pixels.
// On paper it is the first.
func Responsive(p Picture, width int) (string, error) {
	wide, err := p.SVG(width)
	if err != nil {
		return "", err
	}
	narrow, err := p.SVG(min(width, NarrowWidth))
	if err != nil {
		return "", err
	}
	return `<div class="chart-wide">` + wide + `</div><div class="chart-narrow">` + narrow + "</div>", nil
}

var validID = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*$`)

// check finds mistakes of the caller.
func (h *Head) check(width int) error {
	switch {
	case !validID.MatchString(h.ID):
		return fmt.Errorf("picture %q: the id must be a letter, then letters, digits and hyphens", h.ID)
	case h.Title == "" || h.Desc == "":
		return fmt.Errorf("picture %s has no title or description", h.ID)
	case h.Number == nil:
		return fmt.Errorf("picture %s has no number format", h.ID)
	case width < MinWidth:
		return fmt.Errorf("picture %s: a width of %d is less than %d", h.ID, width, MinWidth)
	}
	return nil
}

// finite finds a figure that cannot be drawn.
func (h *Head) finite(lists ...[]float64) error {
	for _, list := range lists {
		for _, x := range list {
			if math.IsNaN(x) || math.IsInf(x, 0) || math.Abs(x) > largest {
				return fmt.Errorf("picture %s: %g cannot be drawn", h.ID, x)
			}
		}
	}
	return nil
}

// largest is the largest number that is drawn.
const largest = 1e15

// series checks that each series has n figures.
func (h *Head) series(n int, list ...Series) error {
	for _, s := range list {
		if len(s.Values) != n {
			return fmt.Errorf("picture %s: %q has %d figures for %d places", h.ID, s.Name, len(s.Values), n)
		}
		if err := h.finite(s.Values); err != nil {
			return err
		}
	}
	return nil
}

// figure writes a number with about three digits, in full from 100 on.
func (h *Head) figure(x float64) string { return h.Number(x+0, decimalsOf(x)) }

// decimalsOf is how many decimals show three digits of x.
func decimalsOf(x float64) int {
	switch a := math.Abs(x); {
	case a >= 99.95 || a == 0:
		return 0
	case a >= 9.995:
		return 1
	case a >= 0.9995:
		return 2
	default:
		return min(2-int(math.Floor(math.Log10(a))), 9)
	}
}

// shortest is how many decimals write x in full, at most six.
func shortest(x float64) int {
	for d := range 6 {
		p := math.Pow(10, float64(d))
		if r := math.Round(x*p) / p; math.Abs(r-x) <= 1e-9*math.Abs(x) {
			return d
		}
	}
	return 6
}

// join writes the parts of a mark's title.
func join(parts ...string) string { return strings.Join(parts, ", ") }

// withUnit writes a figure and its unit.
func (h *Head) withUnit(x float64, unit string) string {
	return strings.TrimSpace(h.figure(x) + " " + unit)
}
