package uitest

import (
	"fmt"
	"time"

	"rounds/inbox"
)

// Outbox is a community with an outbox with one of everything in it.
func Outbox() *Memory {
	m := Community()
	noon := Noon()
	add := func(id int64, kind inbox.ActionKind, state inbox.OutState, text string, more func(o *inbox.Outgoing)) {
		t := m.Find(id)
		o := inbox.Outgoing{
			Action: inbox.Action{
				ID: fmt.Sprint("a", len(m.Outgone)+1), Kind: kind, Account: t.Account, Channel: t.Channel.ID, Thread: t.Thread, Text: text,
				Due:  noon.Add(7 * time.Second),
				Seen: inbox.Sight{Of: inbox.Glimpse{ID: t.Thread, By: t.Opener.Handle, Text: t.Text, SentAt: t.OpenedAt}},
			},
			State: state, AskedAt: noon.Add(-time.Duration(len(m.Outgone)) * time.Minute), Platform: inbox.Slack, Conversation: id,
			Room: t.Channel.Name, Whom: t.Opener, As: inbox.Author{ID: "U-noor", Handle: "noor", Role: inbox.Team},
		}
		if more != nil {
			more(&o)
		}
		m.Outgone = append(m.Outgone, o)
	}
	add(1, inbox.Reply, inbox.Queued, "Yes: for 24 hours both keys are valid. Rotate the workers first, then the scheduler.", nil)
	add(2, inbox.Reply, inbox.Asks, "It is! Friday 16:00 UTC, in #events.", func(o *inbox.Outgoing) {
		o.Seen.Last = inbox.Glimpse{ID: "2.2", By: "tomtom", Text: "same here", SentAt: noon.Add(-3 * time.Hour)}
		o.Doubt = &inbox.Doubt{Reason: inbox.Answered, Now: []inbox.Glimpse{
			{ID: "2.3", By: "priya", Text: "Yes, Friday at 17:00 UTC. I have just moved it by an hour.", SentAt: noon.Add(-2 * time.Minute)},
		}}
	})
	add(24, inbox.React, inbox.Sending, "", func(o *inbox.Outgoing) { o.Emoji = "+1" })
	add(3, inbox.Reply, inbox.Failed, "Known, and fixed in 2.4.1. Sorry for the trouble!", func(o *inbox.Outgoing) { o.Trouble = "not_in_channel" })
	add(4, inbox.ReplyPrivately, inbox.Planned, "Could you send me a screenshot of the switches?", func(o *inbox.Outgoing) {
		o.Later, o.Due = true, noon.Add(6*24*time.Hour-3*time.Hour)
	})
	add(8, inbox.Post, inbox.Unknown, "The AMA begins in ten minutes, come in!", func(o *inbox.Outgoing) { o.Conversation = 0 })
	add(17, inbox.Edit, inbox.Queued, "Release 2.4.1 is out.", func(o *inbox.Outgoing) {
		o.Trouble, o.Again = "no connection", noon.Add(52*time.Second)
	})
	add(20, inbox.Reply, inbox.Asks, "We do, write to jobs@example.org.", func(o *inbox.Outgoing) {
		o.Doubt = &inbox.Doubt{Reason: inbox.Perhaps, Alike: "#jobs · 11:58 · We do, write to jobs@example.org."}
	})
	add(9, inbox.Reply, inbox.Sent, "Settings → Usage. Does it show there for you?", nil)
	add(10, inbox.Reply, inbox.Dropped, "Neither, I fear.", nil)
	return m
}
