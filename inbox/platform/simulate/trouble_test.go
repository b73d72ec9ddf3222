package simulate_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rounds/inbox/platform/simulate"
)

func troubled(seed uint64) *simulate.Slack {
	return simulate.NewSlack(simulate.Options{Seed: seed, Size: 600, Now: noon, Trouble: true})
}

// said are the messages that fit, the oldest first.
func said(s *simulate.Slack, fits func(simulate.Message) bool) []simulate.Message {
	all := slices.DeleteFunc(s.State().Messages, func(m simulate.Message) bool { return !fits(m) })
	slices.SortFunc(all, func(a, b simulate.Message) int { return strings.Compare(a.TS, b.TS) })
	return all
}

func room(s *simulate.Slack, name string) string {
	for _, c := range s.State().Channels {
		if c.Name == name {
			return c.ID
		}
	}
	return ""
}

var slot = regexp.MustCompile(`\{(coin|n|ref|crowd|link)\}`)

const flagged = "triangular_flag_on_post"

func TestThereIsSomethingToModerate(t *testing.T) {
	wares := map[string]bool{}
	for seed := range uint64(6) {
		s := troubled(seed)
		if s.Count() != 600 || len(s.Messages()) != 600 {
			t.Errorf("seed %d: %d messages, %d listed", seed, s.Count(), len(s.Messages()))
		}
		handles := map[string]string{}
		for _, m := range s.State().Members {
			handles[m.ID] = m.Handle
		}
		wave := said(s, func(m simulate.Message) bool {
			return m.Subtype == "" && slices.Contains([]string{"luna_rewards", "max.profit88", "airdrop-alerts", "ivy_w3"}, handles[m.User])
		})
		rooms := map[string]bool{}
		for _, m := range wave {
			rooms[m.Channel] = true
		}
		if len(wave) != 9 || len(rooms) < 6 || wave[0].TS < "1794820000" {
			t.Errorf("seed %d: %d of a wave in %d rooms since %s", seed, len(wave), len(rooms), wave[0].TS)
		}
		wares[strings.Join(strings.Fields(wave[1].Text)[2:5], " ")] = true
		if flags := said(s, func(m simulate.Message) bool { return m.Reactions[flagged] > 0 }); len(flags) != 3 {
			t.Errorf("seed %d: %d messages are flagged", seed, len(flags))
		}
		reports := room(s, "mod-reports")
		links := said(s, func(m simulate.Message) bool { return m.Channel == reports && m.Subtype == "" })
		for _, l := range links {
			if _, ts, _ := strings.Cut(l.Text, "/p17"); !strings.HasPrefix(l.Text, "<https://fieldnotes-community.slack.com/archives/C") || len(ts) < 14 || !strings.Contains(l.Text, "> ") {
				t.Errorf("seed %d: a report reads %q", seed, l.Text)
			}
		}
		if len(links) != 3 || len(said(s, func(m simulate.Message) bool { return slot.MatchString(m.Text) })) > 0 {
			t.Errorf("seed %d: %d reports", seed, len(links))
		}
	}
	if len(wares) < 3 {
		t.Errorf("six seeds sell %v", wares)
	}
}

func TestTroubleGoesOnAndIsTheSameForOneSeed(t *testing.T) {
	s, same := troubled(1), troubled(1)
	before := said(s, func(m simulate.Message) bool { return m.Edited != "" })
	for now := noon(); now.Before(noon().Add(6 * time.Minute)); now = now.Add(time.Second) {
		s.Live(now)
		same.Live(now)
	}
	if !slices.Equal(s.Messages(), same.Messages()) {
		t.Error("one seed, two stories")
	}
	flags := said(s, func(m simulate.Message) bool { return m.Reactions[flagged] > 0 })
	reports := room(s, "mod-reports")
	links := said(s, func(m simulate.Message) bool { return m.Channel == reports && m.Subtype == "" })
	edited := said(s, func(m simulate.Message) bool { return m.Edited != "" })
	if len(flags) < 4 || len(links) < 4 || len(edited) != len(before)+1 && len(edited) != len(before)+2 {
		t.Errorf("after six minutes %d are flagged, %d reported, %d edited", len(flags), len(links), len(edited)-len(before))
	}
}
