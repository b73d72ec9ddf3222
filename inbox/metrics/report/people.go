package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"rounds/inbox/metrics"
)

// proposed is how many candidates are looked up: some may have no name.
const proposed = 6

// contributors are the three to thank (D-16e), with a draft of what to say.
func (k *clerk) contributors(lately []int64) []Contributor {
	var all []Contributor
	for _, c := range metrics.Spotlight(k.scene, k.window, lately) {
		l, ok := k.lines[keyOf(person(c))]
		if !ok || l.Who == "" {
			continue
		}
		p := Contributor{Who: Foreign(l.Who), Person: c.Person, Score: c.Score, Terms: []Term{
			{"settled questions", float64(c.Settled)},
			{"first answers", float64(c.First)},
			{"people helped", float64(c.Helped)},
			{"lively conversations begun", float64(c.Lively)},
		}}
		p.Shout = Foreign(shout(p.Who, c))
		if all = append(all, p); len(all) == 3 {
			break
		}
	}
	return all
}

// shout is a draft of a thank-you: what somebody did, and for whom.
func shout(who Foreign, c metrics.Candidate) string {
	switch {
	case c.Helped > 1 && c.First > 0:
		return fmt.Sprintf("Thank you, %s! You helped %d people and were the first to answer %s.", who, c.Helped, times(c.First))
	case c.Helped > 0:
		return fmt.Sprintf("Thank you, %s! You took the time to help %s.", who, persons(c.Helped))
	}
	return fmt.Sprintf("Thank you, %s! You began %s that many joined.", who, several(c.Lively, "conversation"))
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return several(n, "time")
}

func persons(n int) string {
	if n == 1 {
		return "one of us"
	}
	return several(n, "member")
}

// person is a candidate as a row.
func person(c metrics.Candidate) metrics.Row {
	return metrics.Row{Kind: metrics.PersonRow, ID: c.Person, In: true}
}

// posts are what we published in the window, the best received first.
func (k *clerk) posts() []Post {
	const shown = 10
	var all []Post
	for _, r := range metrics.Results(k.scene, k.window) {
		post := Post{Title: Foreign(r.Title), Channel: Foreign("#" + strings.TrimPrefix(r.Channel, "#")), Theme: Foreign(r.Theme), At: time.UnixMicro(r.At).In(k.window.From.Location()), Relative: r.Relative}
		if r.Week >= 0 {
			week := int(r.Week)
			post.Week = &week
		}
		all = append(all, post)
	}
	slices.SortStableFunc(all, func(a, b Post) int { return cmp.Compare(got(b), got(a)) })
	return all[:min(len(all), shown)]
}

func got(p Post) int {
	if p.Week == nil {
		return -1
	}
	return *p.Week
}
