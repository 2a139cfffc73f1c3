package market

import "math/rand/v2"

// Sources is a set of sources of risk. What is drawn from one does not depend
// on which others are drawn beside it.
type Sources uint

// The sources of risk.
const (
	Bitcoin Sources = 1 << iota // hashprice
	Rents                       // rents and utilisation
	Power                       // power prices and their spread
	Delays                      // lead times of connections
	Clients                     // defaults
	// All is every source.
	All = Bitcoin | Rents | Power | Delays | Clients
)

// SourceNames are the names of the sources, in the order of their bits.
var SourceNames = [...]string{"bitcoin", "rents", "power", "delays", "clients"}

// Shocks that several sources have in common come from a stream of their own.
const commonShocks Sources = 0

// stream is a generator of random numbers that can be set to the beginning of
// any stream.
type stream struct {
	pcg rand.PCG
	*rand.Rand
}

func newStream() *stream {
	s := &stream{}
	s.Rand = rand.New(&s.pcg)
	return s
}

// begin sets the stream to the beginning of that of a source in draw i.
func (s *stream) begin(seed, i uint64, source Sources) {
	high := mix(mix(seed) + i)
	s.pcg.Seed(high, mix(high+uint64(source)))
}

// mix spreads every bit of x over the result: the finaliser of SplitMix64
// (Steele, Lea and Flood, Fast splittable pseudorandom number generators,
// 2014).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
