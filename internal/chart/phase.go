package chart

import (
	"fmt"
	"math"
	"slices"
)

// Phase is which business wins on a grid of two quantities: a letter and its
// colour in each cell.
type Phase struct {
	Head
	XName, YName string    // with their units
	Xs, Ys       []float64 // of the columns and rows, rising
	// Cells holds a letter for each column, by row of Ys.
	Cells   [][]string
	Letters []Letter
	// Now is what the scenario has; its cell is framed where it is one of the
	// grid's.
	Now *[2]float64
	// NowName says so in the legend.
	NowName string
}

// Letter is a kind of cell.
type Letter struct {
	Letter, Name string
	Role         Role
}

// SVG draws the picture, the first row of Ys at the bottom.
func (f *Phase) SVG(width int) (string, error) {
	if err := f.validate(width); err != nil {
		return "", err
	}
	c := &canvas{width: float64(width)}
	var names []entry
	for _, l := range f.Letters {
		names = append(names, swatch(l.Letter+" "+l.Name, l.Role))
	}
	if f.Now != nil {
		names = append(names, entry{"frame", "", f.NowName})
	}
	c.legend(names...)
	c.height += lineStep
	c.write(label{pad, c.height - 2, start, small, "muted unit", shorten(f.YName, c.width-2*pad, small)})
	left := pad
	for _, y := range f.Ys {
		left = max(left, pad+textWidth(f.value(y), small)+6)
	}
	side := (c.width - pad - left) / float64(len(f.Xs))
	tall := min(max(side*0.6, 22), 40)
	p := &plot{canvas: c, head: &f.Head, left: left, right: c.width - pad, top: c.height + pad}
	p.bottom = p.top + tall*float64(len(f.Ys))
	for j, y := range f.Ys {
		bottom := p.bottom - tall*float64(j)
		c.write(label{left - 6, bottom - tall/2 + 4, end, small, "muted tick", f.value(y)})
		for i := range f.Xs {
			f.cell(p, i, j, box{left + side*float64(i), bottom - tall, left + side*float64(i+1), bottom})
		}
	}
	columns := make([]string, len(f.Xs))
	for i, x := range f.Xs {
		columns[i] = f.value(x)
	}
	p.categories(columns)
	p.height += lineStep - pad
	c.write(label{p.right, p.height, end, small, "muted unit", shorten(f.XName, p.right-pad, small)})
	p.height += pad
	return c.svg(&f.Head), nil
}

// validate finds a grid that is not whole.
func (f *Phase) validate(width int) error {
	if err := f.check(width); err != nil {
		return err
	}
	if len(f.Xs) == 0 || len(f.Ys) == 0 {
		return ErrEmpty
	}
	if err := f.finite(f.Xs, f.Ys); err != nil {
		return err
	}
	if len(f.Cells) != len(f.Ys) {
		return fmt.Errorf("picture %s: %d rows of cells for %d figures", f.ID, len(f.Cells), len(f.Ys))
	}
	for _, row := range f.Cells {
		if len(row) != len(f.Xs) {
			return fmt.Errorf("picture %s: %d cells in a row for %d figures", f.ID, len(row), len(f.Xs))
		}
		for _, letter := range row {
			if f.letter(letter) < 0 {
				return fmt.Errorf("picture %s: the letter %q is not explained", f.ID, letter)
			}
		}
	}
	return nil
}

func (f *Phase) letter(letter string) int {
	return slices.IndexFunc(f.Letters, func(l Letter) bool { return l.Letter == letter })
}

// value writes a figure of an axis in full.
func (f *Phase) value(x float64) string { return f.Number(x, shortest(x)) }

// cell draws a cell in its box.
func (f *Phase) cell(p *plot, i, j int, b box) {
	l := f.Letters[f.letter(f.Cells[j][i])]
	x, y := f.Xs[i], f.Ys[j]
	p.element("rect", join(f.XName+" "+f.value(x), f.YName+" "+f.value(y), l.Name), class(l.Role.class(), "mark"),
		rect(b.left, b.top, b.right, b.bottom), of("phase", l.Letter), value("x", x), value("y", y))
	if f.Now != nil && same(x, f.Now[0]) && same(y, f.Now[1]) {
		inner := rect(b.left+1.5, b.top+1.5, b.right-1.5, b.bottom-1.5)
		p.element("rect", "", class("halo"), inner)
		p.element("rect", "", class("chosen"), inner)
	}
	kind := "on"
	if l.Role >= None {
		kind = "muted"
	}
	p.try(label{(b.left + b.right) / 2, (b.top+b.bottom)/2 + 4, middle, normal, kind, l.Letter})
}

// same tells whether two figures are the same but for rounding.
func same(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(math.Abs(a), math.Abs(b)) }

// Table is the letters, a row for each figure of Ys, the largest first.
func (f *Phase) Table() Table {
	t := Table{Header: []string{f.YName + " \\ " + f.XName}, Left: 1}
	for _, x := range f.Xs {
		t.Header = append(t.Header, f.value(x))
	}
	for j := len(f.Ys) - 1; j >= 0; j-- {
		t.Rows = append(t.Rows, append([]string{f.value(f.Ys[j])}, f.Cells[j]...))
	}
	return t
}
