package market

import "github.com/gridalloc/gridalloc/model"

// Drawer draws worlds from a Market; it holds what is needed on the way, so
// that each goroutine needs one of its own.
type Drawer struct {
	m         *Market
	stream    *stream
	shocks    [model.Factors + 1][]float64 // by factor and step, then spreadShocks
	responses [][]float64                  // by response and period
	own       []float64                    // by period
	path      path
	epochs    []Epoch
	means     []float64 // hashprice by period
	companies []float64 // of grid companies
}

// Drawer makes a drawer.
func (m *Market) Drawer() *Drawer {
	steps, n := m.clock.steps(), m.clock.periods
	d := &Drawer{
		m: m, stream: newStream(), own: make([]float64, n), means: make([]float64, n), companies: make([]float64, m.delays.companies),
		path: path{make([]float64, steps+1), make([]float64, steps+1)},
	}
	for f := range d.shocks {
		d.shocks[f] = make([]float64, steps)
	}
	for range m.responses {
		d.responses = append(d.responses, make([]float64, n))
	}
	return d
}

// Draw fills w with draw i of a seed: the sources in only as drawn, the others
// as in the base world. Name and provenance are left as they are, and slices of
// w are used again. Equal arguments give equal worlds, whatever was drawn
// before; a source is drawn alike whatever the others.
func (d *Drawer) Draw(seed, i uint64, only Sources, w *model.World) {
	w.Probability = 1
	d.shock(seed, i, only)
	w.Hashprice = keep(w.Hashprice, d.m.base.Hashprice)
	if only&Bitcoin != 0 {
		d.mine(seed, i)
		fillScaled(w.Hashprice, d.means, d.m.level)
	}
	d.rent(seed, i, only&Rents != 0, w)
	d.power(seed, i, only&Power != 0, w)
	d.delay(seed, i, only&Delays != 0, w)
	d.fail(seed, i, only&Clients != 0, w)
}

func fillScaled[T ~float64](to []T, values, factors []float64) {
	for p, v := range values {
		to[p] = T(v * factors[p])
	}
}

// shock draws the shocks that sources have in common and what the processes
// make of them.
func (d *Drawer) shock(seed, i uint64, only Sources) {
	if only&(Bitcoin|Rents|Power) == 0 {
		return
	}
	d.stream.begin(seed, i, commonShocks)
	root := &d.m.root
	for k := range d.shocks[0] {
		var z [model.Factors]float64
		for f := range z {
			z[f] = d.stream.NormFloat64()
		}
		for f := range z {
			sum := 0.0
			for g, x := range z {
				sum += root[f][g] * x
			}
			d.shocks[f][k] = sum
		}
	}
	if only&Power != 0 {
		for k := range d.shocks[spreadShocks] {
			d.shocks[spreadShocks][k] = d.stream.NormFloat64()
		}
	}
	if only&(Rents|Power) != 0 {
		for k := range d.responses {
			r := &d.m.responses[k]
			r.law.follow(d.shocks[r.shocks], d.responses[k])
		}
	}
}

// mine simulates the network and leaves its hashprices in d.means.
func (d *Drawer) mine(seed, i uint64) {
	d.stream.begin(seed, i, Bitcoin)
	n := d.m.network
	n.price.draw(d.shocks[model.BitcoinFactor], d.stream, d.path)
	d.epochs = n.run(d.path, d.epochs)
	n.means(d.epochs, d.means)
}

// Epochs is the course of the network in the last draw that bitcoin was part of.
// It is overwritten by the next one.
func (d *Drawer) Epochs() []Epoch { return d.epochs }
