package calendar

import (
	"slices"
	"strings"
	"testing"
)

func TestTextsAreAlike(t *testing.T) {
	tests := map[string]struct {
		a, b     string
		from, to float64
	}{
		"the same":                  {"What are your goals for this week?", "What are your goals for this week?", 1, 1},
		"but for marks and capital": {"What are your GOALS, for this week", "what are your goals for this week!", 1, 1},
		"but for the link":          {"Read our new guide today: https://a.example/1", "Read our new guide today: https://a.example/2", 1, 1},
		"one word at the end":       {"Tell us what you built with the new release this week", "Tell us what you built with the new release this month", 0.7, 0.9},
		"another question":          {"What are your goals for this week?", "Who has a question about the new release?", 0, 0.1},
		"the same words, shuffled":  {"one two three four five six", "six five four three two one", 0, 0},
		"short texts":               {"Good morning", "good morning all", 0.6, 0.7},
		"nothing":                   {"", "", 0, 0},
		"without spaces":            {"今週の目標は何ですか", "今週の目標は何ですか？", 1, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Alike(tt.a, tt.b); got < tt.from || got > tt.to || got != Alike(tt.b, tt.a) {
				t.Errorf("they share %.2f, want %.2f to %.2f", got, tt.from, tt.to)
			}
		})
	}
}

func TestWhatClashesIsTold(t *testing.T) {
	s := weekly(t)
	s.Blackouts = []Blackout{{Date(2026, 12, 24), Date(2026, 12, 26), "holidays"}}
	mine := item(t, "mine", "2026-12-24 09:00", "", "slack/#general", "mastodon")
	mine.Post.Text = "What are your goals for this week?"
	other := func(key, when, text string, to ...string) Item {
		o := item(t, key, when, "", to...)
		o.Post.Text = text
		return o
	}
	gone := other("gone", "2026-12-24 09:00", mine.Post.Text, "slack/#general")
	gone.Status = Cancelled
	got := Clashes(mine, []Item{
		mine,
		other("near", "2026-12-24 09:30", "a", "slack/#general"),
		other("an hour on", "2026-12-24 10:00", "b", "slack/#general"),
		other("elsewhere", "2026-12-24 09:00", "c", "slack/#random"),
		other("twin", "2026-11-24 09:00", "What are YOUR goals for this week", "forum/News"),
		other("old twin", "2026-09-01 09:00", mine.Post.Text, "forum/News"),
		gone,
	}, s)
	var says []string
	for _, w := range got {
		says = append(says, w.Kind+": "+w.Text)
	}
	want := []string{
		"clash: “near” goes to slack/#general within an hour of it, at 09:30 on Thu 24 Dec.",
		"twin: “twin” says nearly the same, at 09:00 on Tue 24 Nov: 100 % of the words.",
		"blackout: Nothing should be said on Thu 24 Dec 2026: holidays.",
	}
	if !slices.Equal(says, want) {
		t.Errorf("told is\n%s", strings.Join(says, "\n"))
	}
	gap := item(t, "gap", "2027-03-28 02:30", "")
	if got := Clashes(gap, nil, s); len(got) != 1 || got[0].Kind != "time" || !strings.Contains(got[0].Text, "03:00") {
		t.Errorf("of a time that does not exist it says %v", got)
	}
}

func TestThemesAreCounted(t *testing.T) {
	s := weekly(t)
	items := []Item{
		item(t, "a", "2026-11-23 09:00", "Goals"), item(t, "b", "2026-11-24 09:00", "memes"), item(t, "c", "2026-11-24 10:00", "memes"),
		item(t, "d", "2026-11-24 11:00", "art"), item(t, "e", "2026-11-24 12:00", ""),
	}
	got := Balance(Columns(items, Date(2026, 11, 23), 7, zoned(t, "Europe/Berlin"), s), s)
	want := []Share{{"goals", 1, 1}, {"resource", 0, 1}, {"wins", 0, 1}, {"memes", 2, 0}, {"art", 1, 0}, {"", 1, 0}}
	if !slices.Equal(got, want) {
		t.Errorf("counted as %v", got)
	}
}
