package market

import (
	"fmt"
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// The protocol of bitcoin (Nakamoto, Bitcoin: a peer-to-peer electronic cash
// system, 2008, and the rules of its reference implementation).
const (
	epochBlocks   = 2016   // blocks between changes of the difficulty
	halvingBlocks = 210000 // blocks between halvings of the subsidy
	firstSubsidy  = 50.0   // bitcoin per block
	blocksPerDay  = 144.0  // one in ten minutes
	blocksPerYear = blocksPerDay * 365
	largestChange = 4.0 // of the difficulty in one step
	// hashesPerDifficulty EH/s find a block of difficulty 1 every ten minutes:
	// 2^32 hashes in 600 s.
	hashesPerDifficulty = (1 << 32) / 600.0 / 1e18
)

// Subsidy is the new bitcoin in the block of a height.
func Subsidy(height int) float64 { return math.Ldexp(firstSubsidy, -(height / halvingBlocks)) }

// Epoch is a time of constant difficulty and subsidy: the 2,016 blocks between
// two changes of the difficulty, or the part of them before or after a
// halving.
type Epoch struct {
	Start, Years   float64 // when it begins, from the day of the starting values, and its length
	Height, Blocks int     // its first block, and their number
	Price          float64 // of a bitcoin, in the scenario's currency
	Fees           float64 // over the subsidy
	Hashrate       float64 // that runs, EH/s
	Fleet          float64 // that is installed, EH/s
	Implied        float64 // hashrate that the difficulty is made for, EH/s
	Hashprice      float64 // in the scenario's currency per PH/s and day
	median         float64 // logarithm of the fleet's median efficiency
}

// Difficulty is the number that the protocol calls so.
func (e *Epoch) Difficulty() float64 { return e.Implied / hashesPerDifficulty }

// Efficiency is the median of the fleet.
func (e *Epoch) Efficiency() unit.JPerTH { return unit.JPerTH(math.Exp(e.median)) }

// Network simulates bitcoin mining: difficulty, hashrate and hashprice along a
// path of the price (docs/market.md, Network).
type Network struct {
	risk             *model.BitcoinRisk
	price            *price
	fleet            float64 // EH/s installed at first
	share            *runningShare
	rigid            []Epoch // the course along the mean price, when the network does not react
	logNewest, trend float64 // logarithm of NewEfficiency and its change in a year
	dayOfMW          float64 // price of a day of a MW
}

// NewNetwork prepares the simulation of a network over a horizon. Rigid
// hashrate takes, whatever the price does, the course it takes when the price
// follows its mean. Figures that make no market are errors.
func NewNetwork(risk *model.BitcoinRisk, h model.Horizon, rigid bool) (*Network, error) {
	if err := checkBitcoin(risk, h); err != nil {
		return nil, err
	}
	n := &Network{risk: risk, price: newPrice(risk, newClock(risk.At, h)), share: newRunningShare(risk.FleetSpread)}
	n.logNewest, n.trend = math.Log(float64(risk.NewEfficiency)), math.Log1p(float64(risk.EfficiencyTrend))
	n.dayOfMW = 24 * float64(risk.PowerPrice)
	running := n.share.at(n.reach(n.income(), risk.Hashrate, math.Log(float64(risk.FleetEfficiency))))
	n.fleet = risk.Hashrate / running
	if !(running > 1e-6) {
		return nil, fmt.Errorf("market: at %s hardly a machine of the network covers its power: price, hashrate, fleet_efficiency and power_price do not fit together", risk.At)
	}
	if rigid {
		n.rigid = n.follow(n.price.meanPath(), &n.price.clock, nil)
	}
	return n, nil
}

// checkBitcoin refuses figures that make no market.
func checkBitcoin(r *model.BitcoinRisk, h model.Horizon) error {
	if h.Start.Before(r.At) {
		return fmt.Errorf("market: the starting values of bitcoin are of %s, after the horizon begins on %s", r.At, h.Start)
	}
	type figure struct {
		name  string
		value float64
	}
	for _, f := range []figure{
		{"price", float64(r.Price)},
		{"hashrate", r.Hashrate},
		{"fleet_efficiency", float64(r.FleetEfficiency)},
		{"new_efficiency", float64(r.NewEfficiency)},
		{"fleet_spread", r.FleetSpread},
		{"power_price", float64(r.PowerPrice)},
		{"machine_capex", float64(r.MachineCapex)},
		{"payback", float64(r.Payback)},
		{"1 + efficiency_trend", 1 + float64(r.EfficiencyTrend)},
	} {
		if !(f.value > 0 && f.value <= math.MaxFloat64) {
			return fmt.Errorf("market: %s of bitcoin is %g and must be above 0", f.name, f.value)
		}
	}
	for _, f := range []figure{
		{"volatility", r.Volatility},
		{"reversion", r.Reversion},
		{"jump_rate", r.JumpRate},
		{"jump_deviation", r.JumpDeviation},
		{"height", float64(r.Height)},
		{"fee_share", float64(r.FeeShare)},
		{"fee_volatility", r.FeeVolatility},
		{"fee_reversion", r.FeeReversion},
		{"entry_rate", r.EntryRate},
		{"scrap_rate", r.ScrapRate},
		{"exit_lag", float64(r.ExitLag)},
		{"the size of drift", math.Abs(r.Drift)},
		{"the size of jump_mean", math.Abs(r.JumpMean)},
	} {
		if !(f.value >= 0 && f.value <= math.MaxFloat64) {
			return fmt.Errorf("market: %s of bitcoin is %g and must not be negative", f.name, f.value)
		}
	}
	return nil
}

// income is what all miners earn in a day at the starting values.
func (n *Network) income() float64 {
	return blocksPerDay * Subsidy(n.risk.Height) * (1 + float64(n.risk.FeeShare)) * float64(n.risk.Price)
}

// Hashprice is the mean of the epochs' hashprice over each period of the
// horizon, weighted by time.
func (n *Network) Hashprice(epochs []Epoch) []unit.Hashprice {
	means := make([]float64, n.price.clock.periods)
	n.means(epochs, means)
	list := make([]unit.Hashprice, len(means))
	for p, mean := range means {
		list[p] = unit.Hashprice(mean)
	}
	return list
}

// means fills to with the mean hashprice of each period.
func (n *Network) means(epochs []Epoch, to []float64) {
	clear(to)
	c := &n.price.clock
	years := c.years()
	for i := range epochs {
		e := &epochs[i]
		from, end := max(e.Start-c.start, 0)/years, (e.Start+e.Years-c.start)/years
		for p := int(from); p < len(to) && float64(p) < end; p++ {
			to[p] += e.Hashprice * (min(end, float64(p+1)) - max(from, float64(p)))
		}
	}
}
