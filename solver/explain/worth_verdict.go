package explain

import "math"

// Verdict says whether access to power or its price is worth more somewhere.
type Verdict int

// The verdicts.
const (
	// NotAsked: not all of it was looked at.
	NotAsked Verdict = iota
	// Closed: none of the changes can change anything.
	Closed
	// Neither: it is not proven that any of the changes is worth anything.
	Neither
	// Access: one of the changes of access is worth more than the price.
	Access
	// Price: the price is worth more than each change of access.
	Price
	// Unclear: the ranges overlap.
	Unclear
)

// String is the name used in files.
func (v Verdict) String() string {
	return [...]string{"not looked at", "closed", "neither", "access", "price", "cannot be told"}[v]
}

// AccessOrPrice holds the changes of access, of which the dearest counts, against the price,
// both as far as they are known: the changes of one region, or of all together.
func AccessOrPrice(worths []*Worth) (access, price Gain, v Verdict) {
	access, price = Gain{math.Inf(-1), math.Inf(-1), math.Inf(-1)}, Gain{}
	idle, proven := true, false
	for _, x := range worths {
		if x.How == Untried {
			return access, price, NotAsked
		}
		idle, proven = idle && x.How == Idle, proven || x.Proven()
		if x.Kind == Cheaper {
			price = x.Gain
			continue
		}
		access.Low, access.High = max(access.Low, x.Gain.Low), max(access.High, x.Gain.High)
		if x.Gain.Value > access.Value {
			access.Value = x.Gain.Value
		}
	}
	switch {
	case idle:
		v = Closed
	case !proven:
		v = Neither
	case access.Low > price.High:
		v = Access
	case price.Low > access.High:
		v = Price
	default:
		v = Unclear
	}
	return access, price, v
}
