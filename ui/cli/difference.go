package cli

import "strings"

// mostCompared bounds the work of a difference, in lines of one side times
// lines of the other.
const mostCompared = 4 << 20

// difference is what two texts differ in, line by line: "- " here, "+ " there,
// "  " both. What is alike and far from any difference is left out.
func difference(was, now string) []string {
	a, b := linesOf(was), linesOf(now)
	head := 0
	for head < min(len(a), len(b)) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < min(len(a), len(b))-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var all []string
	all = append(all, headed("  ", a[:head])...)
	all = append(all, middle(a[head:len(a)-tail], b[head:len(b)-tail])...)
	all = append(all, headed("  ", a[len(a)-tail:])...)
	return around(all)
}

func linesOf(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(strings.ReplaceAll(text, "\r\n", "\n"), "\n"), "\n")
}

func headed(mark string, of []string) []string {
	all := make([]string, len(of))
	for i, line := range of {
		all[i] = mark + line
	}
	return all
}

// middle compares by the longest common run of lines.
func middle(a, b []string) []string {
	if len(a)*len(b) > mostCompared {
		return append(headed("- ", a), headed("+ ", b)...)
	}
	common := make([][]int, len(a)+1) // of a[i:] and b[j:]
	common[len(a)] = make([]int, len(b)+1)
	for i := len(a) - 1; i >= 0; i-- {
		common[i] = make([]int, len(b)+1)
		for j := len(b) - 1; j >= 0; j-- {
			if common[i][j] = max(common[i+1][j], common[i][j+1]); a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			}
		}
	}
	var all []string
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			all = append(all, "  "+a[i])
			i, j = i+1, j+1
		case common[i+1][j] >= common[i][j+1]:
			all = append(all, "- "+a[i])
			i++
		default:
			all = append(all, "+ "+b[j])
			j++
		}
	}
	return append(append(all, headed("- ", a[i:])...), headed("+ ", b[j:])...)
}

// around leaves out what is more than two lines away from a difference.
func around(all []string) []string {
	const near = 2
	keep := make([]bool, len(all))
	for i, line := range all {
		if line[0] == ' ' {
			continue
		}
		for j := max(0, i-near); j < min(len(all), i+near+1); j++ {
			keep[j] = true
		}
	}
	var short []string
	for i, line := range all {
		switch {
		case keep[i]:
			short = append(short, line)
		case i == 0 || keep[i-1]:
			short = append(short, "  …")
		}
	}
	return short
}
