package store

import (
	"testing"

	"rounds/inbox"
	"rounds/store/storetest"
)

// TestWhatTurnsOutToStandInAnotherThreadIsCountedThere tells a message in one
// thread and then in another of the same channel: what it was counted as, an
// answer or a beginning that names somebody, is taken back, and nothing else.
func TestWhatTurnsOutToStandInAnotherThreadIsCountedThere(t *testing.T) {
	alone, below := says("U2", "2", "2", 1, "@ana press the button"), says("U2", "2", "1", 1, "@ana press the button")
	alone.Mentions, below.Mentions = []string{"U1"}, []string{"U1"}
	edited := func(m inbox.Message) inbox.Message {
		m.Text, m.EditedAt = m.Text+" twice", noon
		return m
	}
	gone := func(m inbox.Message) inbox.Message {
		m.Deleted = true
		return m
	}
	tests := map[string]struct {
		told    []inbox.Message // each in a page of its own
		namings int             // of those who were named outside of any thread
	}{
		"an answer is edited as a beginning":                        {[]inbox.Message{below, edited(alone)}, 1},
		"a beginning is edited as an answer":                        {[]inbox.Message{alone, edited(below)}, 0},
		"an answer is buried as a beginning, and an answer again":   {[]inbox.Message{below, gone(alone), below}, 0},
		"a beginning is buried as an answer, and a beginning again": {[]inbox.Message{alone, gone(below), alone}, 1},
		"an answer is buried as a beginning":                        {[]inbox.Message{below, gone(alone)}, 0},
		"a beginning is buried as an answer":                        {[]inbox.Message{alone, gone(below)}, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s, _ := openTest(t)
			ingest(t, s, asking(says("U1", "1", "1", 0, "how do I log in?")))
			for _, m := range tt.told {
				ingest(t, s, m)
			}
			for what, pair := range storetest.Counts() {
				lists(t, what, rowsOf(t, s, pair[0]), rowsOf(t, s, pair[1]))
			}
			if got := len(rowsOf(t, s, `SELECT message_id FROM naming`)); got != tt.namings {
				t.Errorf("%d namings are kept, want %d", got, tt.namings)
			}
			checkIndex(t, s)
		})
	}
}
