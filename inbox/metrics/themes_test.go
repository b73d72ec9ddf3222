package metrics

import (
	"testing"
	"time"

	"rounds/inbox"
)

func TestAThemeCountsAConversationOnceAndAPersonOnce(t *testing.T) {
	w := Months.Over(time.Date(2026, 10, 15, 0, 0, 0, 0, time.UTC))
	at := func(day int) int64 { return time.Date(2026, 10, day, 12, 0, 0, 0, time.UTC).UnixMicro() }
	f := Facts{
		From: w.Before().From, To: w.To, AsOf: w.To, Zone: time.UTC,
		Members: []Member{
			{ID: 1, Person: 1, Role: inbox.Community}, {ID: 2, Person: 1, Role: inbox.Community}, // one person twice
			{ID: 3, Person: 3, Role: inbox.Community}, {ID: 4, Person: 4, Role: inbox.Team},
		},
		Channels: []Channel{{ID: 1}}, Coverage: []Coverage{{Account: "acme"}},
		Talks: []Talk{{At: at(-5), ID: 9, Opener: 1, Channel: 1}, {At: at(2), ID: 10, Opener: 1, Channel: 1}, {At: at(3), ID: 11, Opener: 2, Channel: 1}, {At: at(4), ID: 12, Opener: 4, Channel: 1}},
		Said: []Said{
			{At: at(-5), ID: 1, Talk: 9, Member: 1, Channel: 1},
			{At: at(2), ID: 2, Talk: 10, Member: 1, Channel: 1},
			{At: at(3), ID: 3, Talk: 11, Member: 2, Channel: 1},
			{At: at(4), ID: 4, Talk: 11, Member: 3, Channel: 1, Reply: true},
			{At: at(5), ID: 5, Talk: 11, Member: 4, Channel: 1, Reply: true},
		},
		Tags: map[string][]int64{"feedback/export": {9, 10, 11, 12}, "bug": {11}, "old": {9}},
	}
	all := Themes(f.Select(Segment{}, Hours{}), w)
	if len(all) != 2 {
		t.Fatalf("%d themes, want the two that were talked about: %v", len(all), all)
	}
	if got := all[0]; got.Tag != "feedback/export" || got.Name() != "export" || !got.Asked() || len(got.Rows) != 2 || got.People != 2 || got.Before != 1 || !got.Whole {
		t.Errorf("the first theme is %+v", got)
	}
	if got := all[1]; got.Tag != "bug" || got.Asked() || len(got.Rows) != 1 || got.People != 2 || got.Before != 0 {
		t.Errorf("the second theme is %+v", got)
	}
	if all[0].Rows[0].ID != 10 {
		t.Error("the oldest conversation does not come first")
	}
}
