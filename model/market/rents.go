package market

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/integrate/quad"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// rent is the process of a product's rent and utilisation in a client market.
type rent struct {
	market  int
	product model.Business
	series  series
	let     utilisation
}

// utilisation is a process whose logit reverts: in each period the logistic
// function of level plus a normal deviation, over what the paths count on.
type utilisation struct {
	law        *law
	volatility float64
	level      []float64
	counted    float64
}

// factorOf is the factor of a product's rents.
var factorOf = map[model.Business]int{model.Colocation: model.ColocationFactor, model.GPUCloud: model.GPUCloudFactor}

// addRents prepares the rents that the tables have a path for.
func (m *Market) addRents() error {
	for market := range m.s.Markets {
		for _, product := range []model.Business{model.Colocation, model.GPUCloud} {
			path := m.base.Rent[market][product]
			if path == nil {
				continue
			}
			r := &m.s.Risk.Rent[market][product]
			of := fmt.Sprintf("rent of %s in %s", product, m.s.Markets[market].ID)
			q := process{r.Drift, r.Volatility, r.Reversion, float64(r.Common)}
			if err := q.check(of); err != nil {
				return err
			}
			let, err := m.newUtilisation(r)
			if err != nil {
				return fmt.Errorf("market: %s: %w", of, err)
			}
			m.rents = append(m.rents, rent{market, product, newSeries(m, q, factorOf[product], path), let})
		}
	}
	return nil
}

// newUtilisation finds, for each period, the level at which the mean is the
// wanted one.
func (m *Market) newUtilisation(r *model.RentRisk) (utilisation, error) {
	mean := float64(r.Utilisation)
	switch {
	case !isShare(r.Utilisation) || !(r.UtilisationDeviation >= 0 && r.UtilisationReversion >= 0):
		return utilisation{}, fmt.Errorf("utilisation %g must be a share, its deviation %g and reversion %g not negative", mean, r.UtilisationDeviation, r.UtilisationReversion)
	case r.UtilisationDeviation > 0 && r.UtilisationReversion == 0:
		return utilisation{}, fmt.Errorf("utilisation has a long-run deviation of %g, which needs a utilisation_reversion above 0", r.UtilisationDeviation)
	case mean == 0 && !m.s.Sampling.Open:
		return utilisation{}, fmt.Errorf("utilisation is 0, but the tables have a rent to spread around")
	}
	u := utilisation{law: newLaw(m.clock, r.UtilisationReversion), level: make([]float64, m.clock.periods), counted: 1}
	if !m.s.Sampling.Open {
		u.counted = mean // the tables' rents are those of a MW that is let as usual
	}
	u.volatility = r.UtilisationDeviation * math.Sqrt(2*r.UtilisationReversion)
	for p := range u.level {
		u.level[p] = logitLevel(mean, u.volatility*u.law.deviation[p])
	}
	return u, nil
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// logitLevel is where a normal logit of a deviation has to be centred for the
// mean of its logistic function to be the wanted one.
func logitLevel(mean, deviation float64) float64 {
	if mean == 0 || mean == 1 {
		return math.Inf(int(2*mean) - 1)
	}
	expected := func(level float64) float64 {
		density := func(z float64) float64 {
			return logistic(level+deviation*z) * math.Exp(-z*z/2) / math.Sqrt(2*math.Pi)
		}
		return quad.Fixed(density, -8, 8, 64, nil, 0)
	}
	logit, reach := math.Log(mean/(1-mean)), deviation*deviation+1
	return bisect(logit-reach, logit+reach, func(x float64) bool { return expected(x) >= mean })
}

// rent draws rents and utilisation, or takes the tables'.
func (d *Drawer) rent(seed, i uint64, on bool, w *model.World) {
	m := d.m
	w.Rent = resize(w.Rent, len(m.base.Rent))
	for market := range w.Rent {
		for b := range w.Rent[market] {
			w.Rent[market][b] = keep(w.Rent[market][b], m.base.Rent[market][b])
		}
	}
	if !on {
		w.Utilisation = nil
		return
	}
	w.Utilisation = resize(w.Utilisation, len(m.base.Rent))
	d.stream.begin(seed, i, Rents)
	for k := range m.rents {
		r := &m.rents[k]
		fill(d, &r.series, w.Rent[r.market][r.product])
		let := resize(w.Utilisation[r.market][r.product], m.clock.periods)
		r.let.law.draw(d.stream, d.own)
		for p, x := range d.own {
			let[p] = unit.Share(logistic(r.let.level[p]+r.let.volatility*x) / r.let.counted)
		}
		w.Utilisation[r.market][r.product] = let
	}
}
