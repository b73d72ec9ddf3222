// Package leaving is how what goes out is told: where it stands, where it goes
// and why a person is asked. The inbox and the outbox both say it, in the same
// words.
//
// It is values and words: it asks nobody and draws nothing. What it returns may
// hold words from outside, which the caller puts through package pane.
package leaving

import (
	"cmp"
	"strconv"
	"time"

	"rounds/inbox"
	"rounds/inbox/when"
	"rounds/ui/pane"
)

// Soon is how far ahead something may lie and still be sent by ourselves; what
// is later is given to a platform that can post it by itself.
const Soon = inbox.PlanAhead + time.Minute

// Leaves is when an action leaves us.
func Leaves(o *inbox.Outgoing) time.Time {
	if o.Leaves.IsZero() {
		return o.Due
	}
	return o.Leaves
}

// handed is whether the platform is to post it by itself.
func handed(o *inbox.Outgoing) bool { return o.Later && o.Due.Sub(Leaves(o)) > inbox.PlanAhead }

// State says where an action stands, at now.
func State(o *inbox.Outgoing, now time.Time) string {
	switch o.State {
	case inbox.Queued:
		return queued(o, now)
	case inbox.Sending:
		return "sending…"
	case inbox.Unknown:
		return "looking whether it arrived…"
	case inbox.Asks:
		return "asks you: " + Why(o.Doubt)
	case inbox.Failed:
		return "failed: " + cmp.Or(o.Trouble, "nobody said why")
	case inbox.Planned:
		return "kept by " + Platform(o.Platform) + " until " + when.Say(planned(o), now)
	case inbox.Sent:
		return "sent"
	case inbox.Dropped:
		return "dropped"
	}
	return string(o.State)
}

// Short is State in few words, for a column.
func Short(o *inbox.Outgoing, now time.Time) string {
	switch o.State {
	case inbox.Asks:
		return "asks you"
	case inbox.Failed:
		return "failed"
	case inbox.Unknown:
		return "looking…"
	case inbox.Planned:
		return when.Say(planned(o), now)
	case inbox.Queued:
		if o.Trouble != "" {
			return withIn("again", now, o.Again, " now")
		}
		if o.Later && (handed(o) || o.Due.Sub(now) > time.Hour) {
			return when.Say(o.Due, now)
		}
	case inbox.Sending, inbox.Sent, inbox.Dropped:
	}
	return State(o, now)
}

func queued(o *inbox.Outgoing, now time.Time) string {
	switch {
	case o.Trouble != "":
		return "waits: " + o.Trouble + withIn(", again", now, o.Again, " by itself")
	case handed(o):
		return withIn("goes to "+Platform(o.Platform), now, Leaves(o), " now") + ", posted " + when.Say(o.Due, now)
	case o.Later && o.Due.Sub(now) > time.Hour:
		return "leaves " + when.Say(o.Due, now)
	case Leaves(o).After(now):
		return withIn("leaves", now, Leaves(o), "")
	case o.Behind != "":
		return "leaves after the one before it"
	}
	return "leaves now"
}

// withIn is "leaves in 9 s".
func withIn(what string, now, at time.Time, otherwise string) string {
	left := at.Sub(now)
	switch {
	case left <= 0:
		return what + otherwise
	case left < time.Minute:
		return what + " in " + strconv.Itoa(int((left+time.Second-1)/time.Second)) + " s"
	}
	return what + " in " + pane.In(now, at)
}

func planned(o *inbox.Outgoing) time.Time {
	if o.Receipt != nil && !o.Receipt.Planned.IsZero() {
		return o.Receipt.Planned
	}
	return o.Due
}

// Counts is whether the words of an action change every second.
func Counts(o *inbox.Outgoing, now time.Time) bool {
	next := Leaves(o)
	if o.Trouble != "" {
		next = o.Again
	}
	return o.State == inbox.Queued && next.After(now) && next.Sub(now) <= time.Hour
}

// Held is whether an action has not left yet and can still be dropped.
func Held(o *inbox.Outgoing) bool {
	switch o.State {
	case inbox.Queued, inbox.Asks, inbox.Failed:
		return true
	case inbox.Sending, inbox.Unknown, inbox.Planned, inbox.Sent, inbox.Dropped:
	}
	return false
}

// Why is the reason of a doubt, in words.
func Why(d *inbox.Doubt) string {
	if d == nil {
		return "it is not known whether it may go out"
	}
	switch d.Reason {
	case inbox.Answered:
		return "somebody else has answered meanwhile"
	case inbox.Edited:
		return "what it is about was changed"
	case inbox.Gone:
		return "what it is about is not there any more"
	case inbox.Other:
		return "somebody else's words are there now"
	case inbox.Perhaps:
		return "it may have arrived already"
	case inbox.Late:
		return "the time that you chose has passed"
	case inbox.Restored:
		return "this database is a copy, or older than what was sent with it"
	}
	return string(d.Reason)
}

// What is an action as a noun.
func What(k inbox.ActionKind) string {
	switch k {
	case inbox.Reply:
		return "reply"
	case inbox.ReplyPrivately:
		return "private reply"
	case inbox.Welcome:
		return "welcome"
	case inbox.Post:
		return "message"
	case inbox.React:
		return "reaction"
	case inbox.Unreact:
		return "reaction taken back"
	case inbox.Edit:
		return "edit"
	case inbox.Delete:
		return "deletion"
	case inbox.Unschedule:
		return "plan taken back"
	case inbox.Remove:
		return "removal"
	case inbox.Restore:
		return "restoration"
	case inbox.Restrict:
		return "restriction"
	case inbox.Unrestrict:
		return "restriction taken back"
	case inbox.Kick:
		return "kick"
	case inbox.Ban:
		return "ban"
	case inbox.Unban:
		return "ban taken back"
	case inbox.Perform:
		return "decision"
	}
	return string(k)
}

// Words is what an action says, or does.
func Words(o *inbox.Outgoing) string {
	switch o.Kind {
	case inbox.React:
		return ":" + o.Emoji + ": on " + quoted(o.Seen.Of.Text)
	case inbox.Unreact:
		return "takes :" + o.Emoji + ": back from " + quoted(o.Seen.Of.Text)
	case inbox.Delete:
		return "deletes " + quoted(o.Seen.Of.Text)
	case inbox.Unschedule:
		return "takes back what was to be posted later"
	case inbox.Remove, inbox.Restore:
		return What(o.Kind) + " of " + quoted(o.Seen.Of.Text)
	case inbox.Restrict, inbox.Unrestrict, inbox.Kick, inbox.Ban, inbox.Unban:
		return What(o.Kind) + " of @" + o.Whom.Called()
	case inbox.Perform:
		return What(o.Kind) + ": " + o.Choice
	case inbox.Reply, inbox.ReplyPrivately, inbox.Welcome, inbox.Post, inbox.Edit:
	}
	return o.Text
}

func quoted(text string) string {
	if text == "" {
		return "a message"
	}
	return "“" + pane.Line(text, 60) + "”"
}

// Where is where an action can be read: "#help", "private to @maria.k".
func Where(o *inbox.Outgoing) string {
	if o.Kind.Private() {
		return "private to @" + o.Whom.Called()
	}
	if o.Kind.Moderates() && o.Channel == "" {
		return "@" + o.Whom.Called()
	}
	return "#" + cmp.Or(o.Room, o.Channel, "?")
}

// Draft is what the text of an action becomes when it is taken back, "" if it
// has none.
func Draft(k inbox.ActionKind) inbox.DraftKind {
	switch k {
	case inbox.Reply:
		return inbox.ReplyDraft
	case inbox.ReplyPrivately, inbox.Welcome:
		return inbox.PrivateDraft
	case inbox.Post:
		return inbox.PostDraft
	case inbox.Edit:
		return inbox.EditDraft
	case inbox.React, inbox.Unreact, inbox.Delete, inbox.Unschedule, inbox.Remove, inbox.Restore, inbox.Restrict, inbox.Unrestrict,
		inbox.Kick, inbox.Ban, inbox.Unban, inbox.Perform:
	}
	return ""
}

// Platform is the name of a platform as it writes itself.
func Platform(p inbox.Platform) string {
	return p.Title()
}
