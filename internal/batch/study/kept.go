package study

import (
	"math/bits"
	"sort"
)

// kept is a set of combinations, a bit each, that numbers its members from 0.
type kept struct {
	of     int // combinations there are
	words  []uint64
	before []int // members before each word, after close
	count  int
}

// newKept is an empty set of combinations 0 to of-1.
func newKept(of int) *kept {
	return &kept{of: of, words: make([]uint64, of/64+1)}
}

// add adds a combination.
func (k *kept) add(i int) { k.words[i/64] |= 1 << (i % 64) }

// close numbers the members; nothing is added thereafter.
func (k *kept) close() {
	k.before = make([]int, len(k.words))
	for w, word := range k.words {
		k.before[w] = k.count
		k.count += bits.OnesCount64(word)
	}
}

// has tells whether a combination is a member.
func (k *kept) has(i int) bool { return k.words[i/64]>>(i%64)&1 == 1 }

// rank is the number of a member.
func (k *kept) rank(i int) int {
	return k.before[i/64] + bits.OnesCount64(k.words[i/64]&(1<<(i%64)-1))
}

// at is the member of a number.
func (k *kept) at(n int) int {
	w := sort.Search(len(k.before), func(w int) bool { return k.before[w] > n }) - 1
	word := k.words[w]
	for range n - k.before[w] {
		word &= word - 1
	}
	return w*64 + bits.TrailingZeros64(word)
}
