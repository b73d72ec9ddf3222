package rules

import (
	"fmt"
	"strings"
)

// Labelled is a text of which a person said whether it is bad.
type Labelled struct {
	Text string
	Bad  bool
}

// Figures is how often something was right about labelled texts.
type Figures struct {
	Name          string
	Found, Missed int // of the bad ones
	Wrong, Passed int // of the others: flagged, and let alone
}

// Quality judges labelled texts, each by itself, and counts: a text is flagged
// if any rule is met. Nothing is remembered from one to the next, and nothing is
// known of the authors, who are taken for newcomers: rules are harshest to them.
func Quality(name string, set *Set, items []Labelled) Figures {
	w := NewWindow()
	f := Figures{Name: name}
	for _, item := range items {
		hits := set.Judge(Sample{Text: item.Text, Author: Author{ID: "a", Age: -1}, Edited: true}, w)
		f.count(item.Bad, len(hits) > 0)
	}
	return f
}

func (f *Figures) count(bad, flagged bool) {
	switch {
	case bad && flagged:
		f.Found++
	case bad:
		f.Missed++
	case flagged:
		f.Wrong++
	default:
		f.Passed++
	}
}

// Precision is the share of bad ones among those flagged.
func (f Figures) Precision() float64 { return share(f.Found, f.Found+f.Wrong) }

// Recall is the share of flagged ones among the bad.
func (f Figures) Recall() float64 { return share(f.Found, f.Found+f.Missed) }

// FalseAlarms is the share of flagged ones among those that are not bad.
func (f Figures) FalseAlarms() float64 { return share(f.Wrong, f.Wrong+f.Passed) }

// F1 is the harmonic mean of precision and recall.
func (f Figures) F1() float64 { return share(2*f.Found, 2*f.Found+f.Wrong+f.Missed) }

func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// QualityTable is the figures as a table of Markdown. What was not measured, as
// a set has no texts of that sort, is a dash.
func QualityTable(all []Figures) string {
	var b strings.Builder
	b.WriteString("| set | bad | ordinary | precision | recall | F1 | ordinary flagged |\n|---|---:|---:|---:|---:|---:|---:|\n")
	for _, f := range all {
		bad, good := f.Found+f.Missed, f.Wrong+f.Passed
		fmt.Fprintf(&b, "| %s | %d | %d | %s | %s | %s | %s |\n", f.Name, bad, good,
			cell(f.Precision(), bad > 0 && f.Found+f.Wrong > 0, "%.3f"), cell(f.Recall(), bad > 0, "%.3f"),
			cell(f.F1(), bad > 0, "%.3f"), cell(100*f.FalseAlarms(), good > 0, "%.2f %%"))
	}
	return b.String()
}

func cell(f float64, measured bool, format string) string {
	if !measured {
		return "–"
	}
	return fmt.Sprintf(format, f)
}
