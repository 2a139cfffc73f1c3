package calibrate

import "math"

// groups is a one-way layout: values that share a cause come in one group.
type groups [][]float64

// common splits the variance of the values into a part that the values of a
// group have in common and the rest (analysis of variance with random effects,
// groups of unequal size). The standard error of the share is that of an
// intraclass correlation (Fisher, Statistical methods for research workers,
// 1925). It reports false where there are too few values.
func (g groups) common() (share, stdErr float64, ok bool) {
	var n, count, squares, total float64
	for _, values := range g {
		k := float64(len(values))
		if k == 0 {
			continue
		}
		count++
		n += k
		squares += k * k
		for _, v := range values {
			total += v
		}
	}
	if count < 2 || n <= count {
		return 0, 0, false
	}
	between, within := 0.0, 0.0
	for _, values := range g {
		mean := 0.0
		for _, v := range values {
			mean += v / float64(len(values))
		}
		between += float64(len(values)) * (mean - total/n) * (mean - total/n)
		for _, v := range values {
			within += (v - mean) * (v - mean)
		}
	}
	size := (n - squares/n) / (count - 1)
	within /= n - count
	shared := math.Max(0, (between/(count-1)-within)/size)
	if shared+within == 0 {
		return 0, 0, false
	}
	share = shared / (shared + within)
	stdErr = (1 - share) * (1 + (size-1)*share) * math.Sqrt(2/(size*(size-1)*(count-1)))
	return share, stdErr, true
}
