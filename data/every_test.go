//go:build !long

package data_test

// every is how many runs of a study there are to one that is loaded.
const every = 40
