package formulation

// Strength says what a program has beyond docs/model.md. What is added cuts off
// no best plan, but holds its fractions back, so that bounds are nearer to what
// plans are worth: a program can be solved with it that cannot be solved without.
type Strength uint8

// The parts of a strength.
const (
	// Worthless leaves out halls that no plan is better for: see worthless.go.
	Worthless Strength = 1 << iota
	// WholeHalls has halls fit sites and regions in whole numbers: see
	// wholehalls.go.
	WholeHalls
	// Needs has contracts need connections: see needs.go.
	Needs
	// MarketHalls counts halls by market: see markethalls.go.
	MarketHalls
	// Pools has interchangeable sites serve contracts together: see pool.go.
	Pools
)

// Plain is the program as docs/model.md states it, Strong all that is known to
// help. Plans are decoded from a plain program: see Adopt.
const (
	Plain  Strength = 0
	Strong          = Worthless | WholeHalls | Needs | MarketHalls | Pools
)

// Parts are the parts of a strength by name, so that each can be left out.
var Parts = map[string]Strength{
	"worthless": Worthless, "whole-halls": WholeHalls, "needs": Needs, "market-halls": MarketHalls, "pools": Pools,
}

// strengthen adds the rows and columns of the program's strength.
func (b *builder) strengthen() {
	if b.strength == Plain {
		return
	}
	add := b.addFamily
	b.family.siteHalls = add("site_halls", "halls", "whole halls on the MW of a site")
	b.family.regionHalls = add("region_halls", "halls", "whole AI halls on the surplus of a region or joint limit")
	b.family.contractSites = add("contract_sites", "halls", "a contract needs sites that hold its halls")
	b.family.marketRunning = add("market_running", "halls", "AI halls of a product running in a period, by market")
	b.family.marketHalls = add("market_halls", "MW", "what is sold in a market within its halls")
	for _, part := range []struct {
		of  Strength
		add func()
	}{
		{Worthless, b.closeEmptySites},
		{WholeHalls, b.addSiteHalls},
		{WholeHalls, b.addRegionHalls},
		{Needs, b.addNeeds},
		{MarketHalls, b.addMarketHalls},
	} {
		if b.strength&part.of != 0 {
			part.add()
		}
	}
}
