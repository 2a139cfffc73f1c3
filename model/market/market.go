// Package market draws worlds: courses of hashprice, rents, power prices, lead
// times and defaults around the paths of the tables, from the processes of a
// scenario's Risk (docs/market.md). It simulates the network of bitcoin mining,
// whose hashrate reacts to what mining earns, and reduces many drawn worlds to
// the few that a plan is made for.
package market

import (
	"fmt"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// Market holds the processes of a scenario, ready to be drawn from. It does not
// change once made, and any number of Drawers may use it at once.
type Market struct {
	s       *model.Scenario
	base    *model.World
	clock   clock
	root    [model.Factors][model.Factors]float64
	network *Network
	// level is what a drawn hashprice is multiplied by, by period.
	level     []float64
	responses []response
	rents     []rent
	zones     []zone
	delays    delays
}

// spreadShocks are those of the spread of power prices that all zones have in
// common; they come after the factors.
const spreadShocks = model.Factors

// response is the course of a process of volatility 1 that common shocks drive.
type response struct {
	shocks int // factor, or spreadShocks
	speed  float64
	law    *law
}

// New prepares the processes of a scenario around the paths of a base world,
// that of the tables. The scenario must name a risk set; figures that make no
// process, correlations that are impossible together and starting values after
// the beginning of the horizon are errors.
func New(s *model.Scenario, base *model.World) (*Market, error) {
	if err := checkShape(s, base); err != nil {
		return nil, err
	}
	m := &Market{s: s, base: base, clock: newClock(s.Risk.Bitcoin.At, s.Horizon)}
	var err error
	if m.root, err = root(&s.Risk); err != nil {
		return nil, err
	}
	if m.network, err = NewNetwork(&s.Risk.Bitcoin, s.Horizon, s.Sampling.Rigid); err != nil {
		return nil, err
	}
	if err := m.addRents(); err != nil {
		return nil, err
	}
	if err := m.addZones(); err != nil {
		return nil, err
	}
	if m.delays, err = newDelays(&s.Risk.Delay); err != nil {
		return nil, err
	}
	if r := s.Risk.Clients.Correlation; !isShare(r) {
		return nil, fmt.Errorf("market: the correlation %g of defaults is not between 0 and 1", r)
	}
	m.level = make([]float64, s.Horizon.Periods)
	for p := range m.level {
		m.level[p] = 1
	}
	if !s.Sampling.Open {
		m.scaleHashprice()
	}
	return m, nil
}

// checkShape refuses scenarios and base worlds that New is not made for.
func checkShape(s *model.Scenario, base *model.World) error {
	r := &s.Risk
	switch {
	case !r.Given:
		return fmt.Errorf("market: the scenario names no risk set, so there is nothing to draw worlds from")
	case len(r.Rent) != len(s.Markets) || len(r.Power) != len(s.Zones) || len(r.Delay.Company) != len(s.Regions):
		return fmt.Errorf("market: the risk set has %d markets, %d zones and %d regions, the scenario %d, %d and %d",
			len(r.Rent), len(r.Power), len(r.Delay.Company), len(s.Markets), len(s.Zones), len(s.Regions))
	case base.Utilisation != nil || base.PowerSpread != nil:
		return fmt.Errorf("market: world %q has utilisation or power spread of its own; worlds are drawn around the tables' world", base.Name)
	}
	return nil
}

// Pilot draws of hashprice say by what its mean differs from the tables' path.
// Their seed is fixed, so that a scenario's hashprices do not change with the
// number of its draws.
const (
	pilotDraws = 2048
	pilotSeed  = 0x70696c6f74
)

// scaleHashprice sets level so that the mean hashprice is the tables'.
func (m *Market) scaleHashprice() {
	d := m.Drawer()
	sum := make([]float64, len(m.level))
	for i := range uint64(pilotDraws) {
		d.shock(pilotSeed, i, Bitcoin)
		d.mine(pilotSeed, i)
		for p, h := range d.means {
			sum[p] += h
		}
	}
	for p := range m.level {
		m.level[p] = float64(m.base.Hashprice[p]) * pilotDraws / sum[p]
	}
}

// respond is the index of the response to shocks at a speed of reversion.
func (m *Market) respond(shocks int, speed float64) int {
	for i, r := range m.responses {
		if r.shocks == shocks && r.speed == speed {
			return i
		}
	}
	m.responses = append(m.responses, response{shocks, speed, newLaw(m.clock, speed)})
	return len(m.responses) - 1
}

func isShare(x unit.Share) bool { return x >= 0 && x <= 1 }
