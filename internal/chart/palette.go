package chart

import "strings"

// Role is what a colour stands for.
type Role int

// The roles. Businesses keep their colour in all pictures. Class1 to Class5 rise
// from little to much; Pale1 to Pale4 are backgrounds of what is compared.
const (
	Neutral Role = iota
	Mining
	Colocation
	GPUCloud
	Hybrid
	None
	Pale1
	Pale2
	Pale3
	Pale4
	Class1
	Class2
	Class3
	Class4
	Class5
)

// colour is that of a role or of a part of all pictures, in the light and the
// dark scheme.
type colour struct{ name, light, dark string }

// roleColours are in the order of the roles. The first five can be told from one
// another with each kind of colour blindness, and bear text.
var roleColours = []colour{
	{"neutral", "#3C4552", "#98A2AF"},
	{"mining", "#B45309", "#ED933C"},
	{"colocation", "#1A43B0", "#568BF0"},
	{"gpu", "#0F857A", "#91F0C5"},
	{"hybrid", "#6A1B7A", "#EAAFF3"},
	{"none", "#F0F1F4", "#232930"},
	{"pale1", "#DDE1E7", "#2A313A"},
	{"pale2", "#C3CAD4", "#363F4A"},
	{"pale3", "#A9B3C1", "#44505D"},
	{"pale4", "#8F9BAC", "#536171"},
	{"class1", "#DFD5F0", "#3A3052"},
	{"class2", "#C9BAE7", "#514274"},
	{"class3", "#B5A2DC", "#6A5796"},
	{"class4", "#987FCB", "#8470B4"},
	{"class5", "#7757B4", "#A18DD0"},
}

// partColours are those of what is no figure: the ground, text and lines, and
// text on a strong colour.
var partColours = []colour{
	{"ground", "#FFFFFF", "#14171C"},
	{"text", "#1B2027", "#E8EBEF"},
	{"muted", "#5A6370", "#A3ACB8"},
	{"rule", "#DFE3E8", "#2E353E"},
	{"edge", "#B6BDC7", "#48525E"},
	{"on", "#FFFFFF", "#14171C"},
	{"around", "#F8F9FA", "#191E24"},
	{"band", "#A9B6C9", "#4A5A70"},
}

// class is the class of elements that are filled with the colour of the role.
func (r Role) class() string { return "gc-" + roleColours[r].name }

// Hex is the colour of the role on a light ground, as six digits.
func (r Role) Hex() string { return roleColours[r].light[1:] }

// CSS is the stylesheet of all pictures. A page includes it once, and may set the
// variables --gc-... of its own.
var CSS = stylesheet()

func stylesheet() string {
	all := append(append([]colour{}, roleColours...), partColours...)
	light, dark := variables(all, func(c colour) string { return c.light }), variables(all, func(c colour) string { return c.dark })
	var b strings.Builder
	b.WriteString(":root{" + light + "}\n@media screen and (prefers-color-scheme:dark){:root{" + dark + "}}\n")
	for _, c := range roleColours {
		b.WriteString(".chart .gc-" + c.name + "{fill:var(--gc-" + c.name + ")}\n")
	}
	b.WriteString(rules)
	return b.String()
}

func variables(list []colour, of func(colour) string) string {
	var b strings.Builder
	for _, c := range list {
		b.WriteString("--gc-" + c.name + ":" + of(c) + ";")
	}
	return b.String()
}

// rules are how parts look. Marks keep a thin line of the ground between them.
const rules = `.chart{display:block;max-width:100%;height:auto;font-family:"Helvetica Neue",Arial,"Liberation Sans","Noto Sans",sans-serif}
.chart text{fill:var(--gc-text)}
.chart text.muted{fill:var(--gc-muted)}
.chart text.on{fill:var(--gc-on);font-weight:700}
.chart text.over{paint-order:stroke;stroke:var(--gc-ground);stroke-width:3px;stroke-linejoin:round}
.chart .rule{stroke:var(--gc-rule);stroke-width:1}
.chart .axis{stroke:var(--gc-muted);stroke-width:1}
.chart .mark{stroke:var(--gc-ground);stroke-width:.5}
.chart .region{stroke:var(--gc-edge);stroke-width:.6;stroke-linejoin:round}
.chart .land{fill:var(--gc-none);stroke:var(--gc-edge);stroke-width:.4}
.chart .around{fill:var(--gc-around);stroke:var(--gc-rule);stroke-width:.6}
.chart .ground{fill:var(--gc-ground)}
.chart .ring{stroke:var(--gc-ground);stroke-width:1.5}
.chart .dot{stroke:var(--gc-edge);stroke-width:1}
.chart .band{fill:var(--gc-band);opacity:.55}
.chart .line{fill:none;stroke:var(--gc-text);stroke-width:2;stroke-linejoin:round}
.chart .halo{fill:none;stroke:var(--gc-ground);stroke-width:5;stroke-linejoin:round}
.chart .dash{fill:none;stroke:var(--gc-text);stroke-width:1.2;stroke-dasharray:4 3}
.chart .range{stroke:var(--gc-muted);stroke-width:1.5}
.chart .point{fill:var(--gc-text);stroke:var(--gc-ground);stroke-width:1}
.chart .hollow{fill:var(--gc-ground);stroke:var(--gc-text);stroke-width:1.5}
.chart .taken{fill:var(--gc-text)}
.chart .frame{fill:none;stroke:var(--gc-edge);stroke-width:1}
.chart .chosen{fill:none;stroke:var(--gc-text);stroke-width:2}
.chart-narrow{display:none}
@media screen and (max-width:600px){.chart-wide{display:none}.chart-narrow{display:block}}
@media print{.chart{break-inside:avoid;print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`
