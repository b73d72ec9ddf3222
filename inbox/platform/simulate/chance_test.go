package simulate_test

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rounds/inbox/platform/simulate"
)

func history(seed uint64) *simulate.Slack {
	return simulate.NewHistory(simulate.Options{Seed: seed, Size: 120, Now: noon}, 0)
}

// same compares two states and tells the first difference.
func same(t *testing.T, got, want simulate.State, when string) {
	t.Helper()
	if !reflect.DeepEqual(got.Channels, want.Channels) {
		t.Errorf("%s: the channels are\n%+v, want\n%+v", when, got.Channels, want.Channels)
	}
	if !reflect.DeepEqual(got.Members, want.Members) {
		t.Errorf("%s: the members are\n%+v, want\n%+v", when, got.Members, want.Members)
	}
	if len(got.Messages) != len(want.Messages) {
		t.Errorf("%s: %d messages, want %d", when, len(got.Messages), len(want.Messages))
	}
	for i := range min(len(got.Messages), len(want.Messages)) {
		if !reflect.DeepEqual(got.Messages[i], want.Messages[i]) {
			t.Errorf("%s: message %d is\n%+v, want\n%+v", when, i, got.Messages[i], want.Messages[i])
			return
		}
	}
}

func TestASeedDrawsOneHistory(t *testing.T) {
	one, other := history(1), history(1)
	for i := range 20 {
		same(t, one.State(), other.State(), "twice the same seed")
		now := noon().Add(time.Duration(i) * time.Hour)
		one.Change(now, 10)
		other.Change(now, 10)
	}
	if reflect.DeepEqual(history(1).State(), history(2).State()) {
		t.Error("two seeds draw the same history")
	}
}

func TestAHistoryIsSmallAndHasEverything(t *testing.T) {
	for seed := range uint64(20) {
		s := history(seed)
		all := s.State()
		if len(all.Channels) < 4 || len(all.Channels) > 8 || len(all.Members) < 8 || len(all.Members) > 20 || len(all.Messages) != 120 {
			t.Errorf("%d channels, %d members, %d messages", len(all.Channels), len(all.Members), len(all.Messages))
		}
		found := map[string]bool{}
		for _, c := range all.Channels {
			found["private"] = found["private"] || c.Private
			found["archived"] = found["archived"] || c.Archived
			found["elsewhere"] = found["elsewhere"] || !c.Member
		}
		for _, m := range all.Messages {
			found["reply"] = found["reply"] || m.Thread != m.TS
			found["edit"] = found["edit"] || m.Edited != ""
			found["reaction"] = found["reaction"] || m.Reactions != nil
			found[m.Subtype] = true
		}
		for _, want := range []string{"private", "archived", "elsewhere", "reply", "edit", "reaction", "channel_join"} {
			if !found[want] {
				t.Errorf("seed %d draws no %s, but %v", seed, want, slices.Sorted(maps.Keys(found)))
			}
		}
	}
}

func TestEveryTextHasAWordOfItsOwn(t *testing.T) {
	s := history(3)
	s.Change(noon().Add(time.Hour), 200)
	word, met := regexp.MustCompile(`word\d+x`), map[string]bool{}
	for _, m := range s.State().Messages {
		if m.Tombstone || strings.HasPrefix(m.Subtype, "channel_") {
			continue
		}
		own := word.FindString(m.Text)
		if own == "" || met[own] {
			t.Errorf("%q has no word of its own", m.Text)
		}
		met[own] = true
	}
}

func TestTheAnswersAreTheState(t *testing.T) {
	for seed := range uint64(6) {
		s := history(seed)
		c := visit(t, s)
		same(t, c.state(), s.State(), "at first")
		for i := range 8 {
			s.Change(noon().Add(time.Duration(i+1)*7*time.Hour), 25)
			same(t, c.state(), s.State(), "after changes")
		}
		if s.Count() != len(s.Messages()) {
			t.Errorf("%d messages are counted, %d are there", s.Count(), len(s.Messages()))
		}
	}
}

// What is not in the answers' lists is told by the roots: how many replies
// there are, who gave them and which was the last.
func TestRootsTellOfTheirReplies(t *testing.T) {
	s := history(4)
	c := visit(t, s)
	s.Change(noon().Add(time.Hour), 300)
	roots := 0
	for _, ch := range s.State().Channels {
		for _, m := range c.list("messages", "conversations.history", "channel", ch.ID) {
			if m["reply_count"] == nil {
				continue
			}
			roots++
			replies := c.list("messages", "conversations.replies", "channel", ch.ID, "ts", m["ts"].(string))
			replies = slices.DeleteFunc(replies, func(r map[string]any) bool { return r["ts"] == m["ts"] })
			who := map[any]bool{}
			for _, r := range replies {
				who[r["user"]] = true
			}
			if m["reply_count"] != float64(len(replies)) || m["latest_reply"] != replies[len(replies)-1]["ts"] || m["reply_users_count"] != float64(len(who)) {
				t.Errorf("%v tells of %v replies of %v, the last at %v; there are %d of %d, the last at %v",
					m["ts"], m["reply_count"], m["reply_users_count"], m["latest_reply"], len(replies), len(who), replies[len(replies)-1]["ts"])
			}
		}
	}
	if roots == 0 {
		t.Error("there are no threads")
	}
}

// Each thing that can happen happens in a few hundred changes.
func TestChangesAreOfEveryKind(t *testing.T) {
	s := history(5)
	before := s.State()
	newest := before.Messages[0].TS
	for _, m := range before.Messages {
		newest = max(newest, m.TS)
	}
	texts, rooms, people := map[string]string{}, map[string]simulate.Channel{}, map[string]simulate.Member{}
	met := map[string]int{}
	s.Change(noon().Add(time.Hour), 400)
	after := s.State()
	for _, m := range before.Messages {
		texts[m.TS] = m.Text
	}
	for _, c := range before.Channels {
		rooms[c.ID] = c
	}
	for _, m := range before.Members {
		people[m.ID] = m
	}
	for _, m := range after.Messages {
		was, old := texts[m.TS]
		delete(texts, m.TS)
		switch {
		case m.Tombstone:
			met["tombstone"]++
			if m.User != "USLACKBOT" || m.Replies == 0 || m.Text != "This message was deleted." {
				t.Errorf("a tombstone is %+v", m)
			}
		case old && was != m.Text:
			met["edited"]++
		case !old && m.TS < newest && m.Thread == m.TS:
			met["late"]++
		case !old && m.Thread != m.TS && m.Thread < newest:
			met["reply under an old root"]++
		case !old:
			met["new "+m.Subtype]++
		}
	}
	met["deleted"] = len(texts)
	for _, c := range after.Channels {
		was, known := rooms[c.ID]
		switch delete(rooms, c.ID); {
		case !known:
			met["another ID"]++
		case was.Name != c.Name:
			met["renamed"]++
		case was.Archived != c.Archived:
			met["archived"]++
		}
	}
	met["moved"] = len(rooms)
	for _, m := range after.Members {
		was, known := people[m.ID]
		switch {
		case !known:
			met["arrived"]++
		case !was.Deleted && m.Deleted:
			met["closed"]++
		case was.Name != m.Name:
			met["member renamed"]++
		}
	}
	for _, kind := range []string{
		"tombstone", "edited", "late", "reply under an old root", "new ", "new channel_join", "new channel_leave",
		"deleted", "another ID", "moved", "arrived", "closed", "member renamed",
	} {
		if met[kind] == 0 {
			t.Errorf("nothing of this kind happened: %q (%v)", kind, met)
		}
	}
}

func TestAMovedRoomIsGoneUnderItsOldID(t *testing.T) {
	s := history(6)
	c := visit(t, s)
	old := map[string]simulate.Channel{}
	for _, ch := range s.State().Channels {
		old[ch.ID] = ch
	}
	s.Change(noon().Add(time.Hour), 300)
	now := s.State().Channels
	for _, ch := range now {
		delete(old, ch.ID)
	}
	if len(old) == 0 {
		t.Fatal("no room moved")
	}
	for id := range old {
		for _, method := range []string{"conversations.history", "conversations.info"} {
			if o, _ := c.call(method, "channel", id); o["error"] != "channel_not_found" {
				t.Errorf("%s of a room that moved answers %v", method, o)
			}
		}
	}
}

// A story changes, too, when it is told to, and lives on.
func TestAStoryMayBeChanged(t *testing.T) {
	s := community(7, 200)
	c := visit(t, s)
	now := noon()
	for range 5 {
		now = now.Add(time.Hour)
		s.Change(now, 20)
		s.Live(now)
	}
	same(t, c.state(), s.State(), "after changes")
}

func TestWhatWasDeletedMayComeBack(t *testing.T) {
	s := history(8)
	before := map[string]string{}
	for _, m := range s.State().Messages {
		before[m.TS] = m.Text
	}
	gone, buried, back, unearthed := map[string]bool{}, map[string]bool{}, 0, 0
	for i := range 300 {
		s.Change(noon().Add(time.Duration(i+1)*time.Minute), 1)
		there := map[string]simulate.Message{}
		for _, m := range s.State().Messages {
			there[m.TS] = m
		}
		for ts := range before {
			m, shown := there[ts]
			switch {
			case !shown:
				gone[ts] = true
			case m.Tombstone:
				buried[ts] = true
			case gone[ts]:
				delete(gone, ts)
				back++
			case buried[ts]:
				delete(buried, ts)
				unearthed++
			}
		}
	}
	if back == 0 || unearthed == 0 {
		t.Errorf("%d messages came back and %d from under a tombstone", back, unearthed)
	}
}
