package market

import (
	"fmt"
	"math"
	"slices"
	"sort"

	"github.com/gridalloc/gridalloc/model/unit"
)

// Reaction is the network some months after a one-off fall of the price: had
// the price not fallen, with the hashrate running as if it had not, and with the
// hashrate reacting. The epochs are those in force, their start, price and
// hashprice those of that time.
type Reaction struct {
	Month                        int // since the fall
	Undisturbed, Rigid, Reacting Epoch
}

// Recovered is the part of the lost hashprice that the reaction of the network
// has brought back, at equal subsidy: a halving comes sooner where more
// hashrate runs.
func (r *Reaction) Recovered() float64 {
	per := func(e *Epoch) float64 { return e.Hashprice / Subsidy(e.Height) }
	return (per(&r.Reacting) - per(&r.Rigid)) / (per(&r.Undisturbed) - per(&r.Rigid))
}

// Shock lets the price follow its mean from the day of the starting values,
// fall by a share some months later, and stay lower by that share. It returns
// the state in the month of the fall and in each of so many months after it. A
// fall that is not between 0 and 1 and negative months are errors.
func (n *Network) Shock(fall unit.Share, later, months unit.Months) ([]Reaction, error) {
	if !(fall > 0 && fall < 1) || later < 0 || months < 0 {
		return nil, fmt.Errorf("market: a fall of %g, %d months later, seen for %d months: the fall must be above 0 and below 1, the months not negative", fall, later, months)
	}
	const perMonth = 2
	steps := perMonth * int(later+months+1)
	c := clock{before: steps, lead: 1.0 / (12 * perMonth), start: float64(steps) / (12 * perMonth)}
	price := newPrice(n.risk, c)
	mean := price.meanPath()
	fallen := path{slices.Clone(mean.price), mean.fee}
	for k := perMonth * int(later); k < len(mean.price); k++ {
		fallen.price[k] = mean.price[k] + math.Log1p(-float64(fall))
	}
	undisturbed, reacting := n.follow(mean, &c, nil), n.follow(fallen, &c, nil)
	list := make([]Reaction, months+1)
	for i := range list {
		t := float64(int(later)+i) / 12
		list[i] = Reaction{Month: i, Undisturbed: n.at(t, undisturbed, mean, &c), Reacting: n.at(t, reacting, fallen, &c)}
		list[i].Rigid = list[i].Undisturbed
		list[i].Rigid.Price *= 1 - float64(fall)
		list[i].Rigid.Hashprice *= 1 - float64(fall)
	}
	return list, nil
}

// at is the network at time t: the epoch then in force, at the price of that
// time.
func (n *Network) at(t float64, epochs []Epoch, p path, c *clock) Epoch {
	i := sort.Search(len(epochs), func(i int) bool { return epochs[i].Start > t })
	e := epochs[max(i, 1)-1]
	e.Start = t
	n.earn(&e, p, c)
	return e
}
