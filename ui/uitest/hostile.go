package uitest

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
)

// Hostile is a community in which every word that comes from outside is an
// attack on the screen.
func Hostile() *Memory {
	texts := []string{
		"\x1b[2J\x1b]0;owned\atwo\nlines", "evil: ok\rbob: I approve this", "日本語のメッセージ、とても長い日本語のメッセージ",
		"👩‍👩‍👧‍👦 family 🇩🇪🇩🇪🇩 ⚠️ ❤️ 1️⃣ 👩🏽‍💻", "tab\there \u202eesrever\u202c", "\x1b[" + strings.Repeat("1;", 40) + "m",
		strings.Repeat("x", 5000), "நி क्षि ﷽ a\u0300\u0300\u0300\u0300\u0300", "\xff\xfe\x80", "\u009b31mC1\u009d0;x\u009c",
	}
	return HostileWith(texts)
}

// HostileWith is a community that says nothing but texts.
func HostileWith(texts []string) *Memory {
	m := Community()
	for i, t := range m.Talks {
		text := texts[i%len(texts)]
		attack(t, text)
		m.Cards[text] = inbox.Card{
			Member:  inbox.Member{ID: text, Handle: text, Name: text, Zone: text, Role: inbox.Community, Joined: Noon().Add(-time.Hour)},
			Account: text, Platform: inbox.Slack, Elsewhere: []string{text},
			Recent: []inbox.Utterance{{Text: text, Kind: inbox.Said, SentAt: Noon()}},
		}
		for _, kind := range []inbox.DraftKind{inbox.NoteDraft, inbox.ReplyDraft, inbox.PrivateDraft, inbox.PostDraft} {
			m.Drafts[Desk{t.Place(), kind}] = text
		}
		t.Out = hostileOut(t, text)
		m.Outgone = append(m.Outgone, t.Out...)
		m.Words = append(m.Words, inbox.Candidate{Named: inbox.Named{Word: "@" + text, ID: text}, Hint: text})
		m.Emoji = append(m.Emoji, text)
	}
	return m
}

// attack puts text wherever a conversation has text.
func attack(t *inbox.Talk, text string) {
	who := inbox.Author{ID: text, Handle: text, Name: text}
	t.Account, t.Channel.Name, t.Opener, t.Last = text, text, who, who
	t.Text, t.LastText, t.Tags = text, text, []string{text, "bug"}
	t.Permalink = "https://acme.slack.com/" + text
	for i := range t.Signals {
		t.Signals[i].Reason = text
	}
	for i := range t.Said {
		u := &t.Said[i]
		u.Author, u.Text, u.EditedAt = who, text, Noon()
		u.Reactions = []inbox.Reaction{{Name: text, Count: 2}}
		u.Files = []inbox.File{{Name: text, Type: text, Size: 1 << 20}}
	}
	t.Notes = []inbox.Note{{ID: "n", Actor: text, Text: text, At: Noon()}}
	t.Conversation.Notes = 1
}

// Attacks are the terminal attacks of the shared collection, by their names.
// The test is skipped where there is no collection.
func Attacks(t *testing.T) map[string]string {
	t.Helper()
	raw, err := os.ReadFile("../../../shared/attacks/attacks.json") // beside the checkout, as seen from a pane
	if err != nil {
		t.Skip("no collection of attacks here")
	}
	var cases []struct{ ID, Name, Hex string }
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	attacks := map[string]string{}
	for _, c := range cases {
		text, err := hex.DecodeString(c.Hex)
		if err != nil {
			t.Fatal(err)
		}
		attacks[c.ID+" "+c.Name] = string(text)
	}
	return attacks
}

// hostileOut is one action in every state, in which every word is text.
func hostileOut(t *inbox.Talk, text string) []inbox.Outgoing {
	glimpse := inbox.Glimpse{ID: text, Author: text, By: text, Text: text, SentAt: Noon(), EditedAt: Noon()}
	var all []inbox.Outgoing
	kinds := []inbox.ActionKind{inbox.Reply, inbox.ReplyPrivately, inbox.React, inbox.Post, inbox.Edit, inbox.Delete, inbox.Unschedule, inbox.Welcome}
	states := []inbox.OutState{inbox.Queued, inbox.Sending, inbox.Unknown, inbox.Asks, inbox.Failed, inbox.Planned, inbox.Sent, inbox.Dropped}
	reasons := []inbox.DoubtReason{inbox.Answered, inbox.Edited, inbox.Gone, inbox.Other, inbox.Perhaps, inbox.Restored}
	for i, state := range states {
		who := inbox.Author{ID: text, Handle: text, Name: text}
		o := inbox.Outgoing{
			Action: inbox.Action{
				ID: strconv.Itoa(i) + text, Kind: kinds[(i+int(t.ID))%len(kinds)], Account: text, Channel: text, Thread: t.Thread,
				Text: text, Emoji: text, Due: Noon().Add(7 * time.Second), Seen: inbox.Sight{Of: glimpse, Last: glimpse},
			},
			State: state, AskedAt: Noon(), Trouble: text, Platform: inbox.Platform(text), Conversation: t.ID, Room: text, Whom: who, As: who,
		}
		if state == inbox.Asks {
			o.Doubt = &inbox.Doubt{Reason: reasons[int(t.ID)%len(reasons)], Was: &glimpse, Now: []inbox.Glimpse{glimpse, glimpse}, Alike: text}
		}
		all = append(all, o)
	}
	return all
}
