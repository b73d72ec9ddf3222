package checkin

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"rounds/inbox"
)

// Candidate is a conversation that may be worth joining, as far as that is
// known.
type Candidate struct {
	Talk      int64
	Opener    string     // as a person reads it
	Role      inbox.Role // of the opener
	Since     time.Time  // since when they have been here; zero if unknown
	OpenedAt  time.Time
	Answered  bool    // somebody else has replied
	Repliers  int     // different ones, the opener and bots left out
	Reactions int     // to its first message
	Usual     float64 // the median of those in the time looked at
	Engaged   bool    // one of us has spoken, or reacted, in it
}

// Rated is a candidate with what it counts, and why.
type Rated struct {
	Candidate
	Score float64
	Why   []string // the first one says what the score is
}

// fresh is how long somebody is new to a conversation.
const fresh = 30 * inbox.Day

// The points. What one of us has joined already is never suggested.
const (
	byMember   = 3
	unanswered = 2
	byNewcomer = 2
	manyReply  = 1
	mostLiked  = 2
)

// Rate orders conversations by how much good a word of ours would do there, the
// best first, and of equals the newest. Those in which we are already are left
// out, and so are those that speak for nothing.
func Rate(all []Candidate, now time.Time) []Rated {
	var rated []Rated
	for _, c := range all {
		if r := rate(c, now); r.Score > 0 && !c.Engaged {
			rated = append(rated, r)
		}
	}
	slices.SortStableFunc(rated, func(a, b Rated) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), b.OpenedAt.Compare(a.OpenedAt), cmp.Compare(a.Talk, b.Talk))
	})
	return rated
}

func rate(c Candidate, now time.Time) Rated {
	r := Rated{Candidate: c}
	add := func(points float64, why string) {
		r.Score += points
		r.Why = append(r.Why, why+" ("+points1(points)+")")
	}
	if c.Role == inbox.Community {
		add(byMember, "begun by a member")
	}
	if !c.Answered {
		add(unanswered, "nobody has answered yet")
	}
	if c.Role == inbox.Community && !c.Since.IsZero() && now.Sub(c.Since) < fresh {
		add(byNewcomer, c.Opener+" has been here for "+days(now.Sub(c.Since)))
	}
	if c.Repliers >= 2 {
		add(manyReply, fmt.Sprintf("%d people have replied", c.Repliers))
	}
	if c.Reactions > 0 {
		times := min(mostLiked, float64(c.Reactions)/max(1, c.Usual))
		add(times, fmt.Sprintf("%s, %s usual here", count(c.Reactions, "reaction"), points1(c.Usual)+be(c.Usual)))
	}
	if len(r.Why) > 0 {
		r.Why[0] = "score " + points1(r.Score) + ": " + r.Why[0]
	}
	return r
}

func be(n float64) string {
	if n == 1 {
		return " is"
	}
	return " are"
}

// points1 is a number with one decimal place where it needs one.
func points1(n float64) string {
	text := strconv.FormatFloat(n, 'f', 1, 64)
	if len(text) > 2 && text[len(text)-2:] == ".0" {
		text = text[:len(text)-2]
	}
	return text
}

// Median is the middle of some numbers, 0 of none.
func Median(all []int) float64 {
	if len(all) == 0 {
		return 0
	}
	all = slices.Sorted(slices.Values(all))
	half := len(all) / 2
	if len(all)%2 == 1 {
		return float64(all[half])
	}
	return float64(all[half-1]+all[half]) / 2
}
