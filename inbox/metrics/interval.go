package metrics

import (
	"math"
	"slices"
)

// z is how many standard deviations hold 95 percent of a normal distribution.
const z = 1.959963984540054

// Wilson is the 95 % interval of a share, in percent (R12).
func Wilson(n, of int) (low, high float64) {
	if of == 0 {
		return 0, 100
	}
	all, p := float64(of), float64(n)/float64(of)
	mid := p + z*z/(2*all)
	wide := z * math.Sqrt(p*(1-p)/all+z*z/(4*all*all))
	by := 1 + z*z/all
	return max(0, 100*(mid-wide)/by), min(100, 100*(mid+wide)/by)
}

// Median is the middle of sorted values, the mean of the two of an even number
// (R13); nil of none.
func Median(sorted []float64) *float64 {
	n := len(sorted)
	switch {
	case n == 0:
		return nil
	case n%2 == 1:
		return number(sorted[n/2])
	}
	return number((sorted[n/2-1] + sorted[n/2]) / 2)
}

// Rank is the nearest-rank percentile of sorted values: always one of them, so
// that it can be opened.
func Rank(sorted []float64, percent int) *float64 {
	n := len(sorted)
	if n == 0 {
		return nil
	}
	return number(sorted[max(0, (n*percent+99)/100-1)])
}

func mean(values []float64) *float64 {
	if len(values) == 0 {
		return nil
	}
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return number(sum / float64(len(values)))
}

// spread is the mean and the standard deviation.
func spread(values []float64) (middle, sigma float64) {
	if len(values) == 0 {
		return 0, 0
	}
	middle = *mean(values)
	for _, v := range values {
		sigma += (v - middle) * (v - middle)
	}
	return middle, math.Sqrt(sigma / float64(len(values)))
}

// Net is the net promoter score of answers from 0 to 10, with its margin.
func Net(promoters, detractors, of int) (score, margin float64) {
	if of == 0 {
		return 0, 0
	}
	n := float64(of)
	up, down := float64(promoters)/n, float64(detractors)/n
	variance := up + down - (up-down)*(up-down)
	return 100 * (up - down), 100 * z * math.Sqrt(variance/n)
}

// TheilSen is the line through values at equal distances that outliers move
// least: the median of the slopes between all pairs.
func TheilSen(values []float64) (slope, start float64) {
	var slopes, starts []float64
	for i := range values {
		for j := i + 1; j < len(values); j++ {
			slopes = append(slopes, (values[j]-values[i])/float64(j-i))
		}
	}
	if len(slopes) == 0 {
		return 0, 0
	}
	slices.Sort(slopes)
	slope = *Median(slopes)
	for i, v := range values {
		starts = append(starts, v-slope*float64(i))
	}
	slices.Sort(starts)
	return slope, *Median(starts)
}
