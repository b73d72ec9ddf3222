package uitest

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/checkin"
	"rounds/inbox/moderation"
)

// CheckIn stands in for what the store knows of the daily check-in. What is
// decided leaves the day; everything that was asked of it is kept.
type CheckIn struct {
	Day    checkin.Day
	Talks  map[int64]inbox.Talk
	Files  map[int64]moderation.File
	Drafts map[Desk]string

	Asked   []checkin.Request
	Notes   []checkin.Progress
	Orders  []inbox.Order
	Triages []inbox.Triage
	Marked  []string // "welcomed 21"
	Slow    bool     // whoever is greeted counts as new all the same, for a while
	Err     error    // of every call

	gone []checkin.Item // what left the day, for an undo
}

// Checking is a check-in that has something of everything.
func Checking() *CheckIn {
	c := &CheckIn{Day: Day(), Talks: map[int64]inbox.Talk{}, Files: map[int64]moderation.File{}, Drafts: map[Desk]string{}}
	for _, t := range Community().Talks {
		c.Talks[t.ID] = *t
	}
	for i := range c.Day.Parts {
		for _, item := range c.Day.Parts[i].Items {
			if _, known := c.Talks[item.Talk]; item.Talk != 0 && !known {
				c.Talks[item.Talk] = talkOf(&item)
			}
			if item.Case != 0 {
				c.Files[item.Case] = fileOf(&item)
			}
		}
	}
	return c
}

// talkOf is a conversation that an item began.
func talkOf(item *checkin.Item) inbox.Talk {
	t := inbox.Talk{Conversation: inbox.Conversation{
		ID: item.Talk, Account: item.Account, Platform: item.Platform, Channel: inbox.Channel{ID: "C-" + item.Room, Name: item.Room},
		Thread: number(item.Talk), Opener: item.Who, Text: item.Text, OpenedAt: item.At, LastAt: item.At,
		Permalink: "https://acme.slack.com/archives/" + number(item.Talk),
	}}
	t.Said = []inbox.Utterance{{ID: item.Talk * 10, Key: t.Thread, Author: item.Who, Kind: inbox.Said, Text: item.Text, SentAt: item.At}}
	return t
}

func fileOf(item *checkin.Item) moderation.File {
	f := moderation.File{Case: moderation.Case{
		ID: item.Case, Platform: item.Platform, Room: inbox.Channel{ID: "C-" + item.Room, Name: item.Room}, Author: item.Who,
		Text: item.Text, SentAt: item.At, OpenedAt: item.At, Priority: moderation.High, Why: item.Why,
		Permalink: "https://acme.slack.com/archives/case", Reports: []moderation.Report{{
			Reporter: author("noor"), Count: 1, Reason: "spam, for the third time this week\x1b[31m", At: item.At,
		}},
	}}
	f.Strikes.Weight = 2
	f.Around = []inbox.Utterance{
		{Author: author("noor"), Kind: inbox.Said, Text: "Who wants to show something on Friday?", SentAt: item.At.Add(-time.Hour)},
		{Author: item.Who, Kind: inbox.Said, Text: item.Text, SentAt: item.At},
	}
	return f
}

// Item is the one of a key, nil if it is gone.
func (c *CheckIn) Item(key string) *checkin.Item {
	for i := range c.Day.Parts {
		for k := range c.Day.Parts[i].Items {
			if c.Day.Parts[i].Items[k].Key == key {
				return &c.Day.Parts[i].Items[k]
			}
		}
	}
	return nil
}

// Settle takes an item off the day.
func (c *CheckIn) Settle(picks func(checkin.Item) bool) {
	for i := range c.Day.Parts {
		part := &c.Day.Parts[i]
		for _, item := range part.Items {
			if picks(item) {
				c.gone = append(c.gone, item)
				part.Settled++
			}
		}
		part.Items = slices.DeleteFunc(slices.Clone(part.Items), picks)
	}
}

// CheckIn implements [today.Days].
func (c *CheckIn) CheckIn(_ context.Context, r checkin.Request) (checkin.Day, error) {
	c.Asked = append(c.Asked, r)
	day := c.Day
	day.Now = r.Now
	day.Parts = slices.Clone(day.Parts)
	for i := range day.Parts {
		day.Parts[i].Items = slices.Clone(day.Parts[i].Items)
		slices.SortStableFunc(day.Parts[i].Items, func(a, b checkin.Item) int { return rank(a) - rank(b) })
	}
	return day, c.Err
}

func rank(i checkin.Item) int {
	if i.Skipped {
		return 1
	}
	return 0
}

// NoteCheckIn implements [today.Days].
func (c *CheckIn) NoteCheckIn(_ context.Context, p checkin.Progress) error {
	if c.Err != nil {
		return c.Err
	}
	c.Notes = append(c.Notes, p)
	if c.Day.Began.IsZero() {
		c.Day.Began = Noon()
	}
	for i := range c.Day.Parts {
		c.Day.Parts[i].Used += p.Used[c.Day.Parts[i].Step]
	}
	if item := c.Item(p.Skip); item != nil {
		item.Skipped = true
		item.Skips++
	}
	if item := c.Item(p.Take); item != nil {
		item.Skipped = false
	}
	return nil
}

// FinishCheckIn implements [today.Days].
func (c *CheckIn) FinishCheckIn(_ context.Context, day string) (checkin.Log, error) {
	if c.Err != nil {
		return checkin.Log{}, c.Err
	}
	log := checkin.Log{Day: day, Began: c.Day.Began, Ended: Noon().Add(14 * time.Minute), Used: map[checkin.Step]time.Duration{}, Actor: "noor"}
	for _, part := range c.Day.Parts {
		log.Used[part.Step] = part.Used
		log.Left += part.Left()
		log.Skipped += part.PutOff()
	}
	log.Did.Answered, log.Did.Settled, log.Did.Welcomed = len(c.Orders), len(c.Triages), len(c.Marked)
	c.Day.Log = &log
	return log, nil
}

// Talk implements [today.Details].
func (c *CheckIn) Talk(_ context.Context, id int64) (inbox.Talk, error) {
	t, known := c.Talks[id]
	if !known {
		return t, inbox.ErrNone
	}
	return t, c.Err
}

// Person implements [today.Details].
func (c *CheckIn) Person(context.Context, int64) (inbox.Profile, error) {
	return inbox.Profile{}, c.Err
}

// File implements [today.Details].
func (c *CheckIn) File(_ context.Context, id int64) (moderation.File, error) {
	f, known := c.Files[id]
	if !known {
		return f, inbox.ErrNone
	}
	return f, c.Err
}

// Triage implements [today.Desk].
func (c *CheckIn) Triage(_ context.Context, t inbox.Triage) (inbox.Entry, error) {
	if c.Err != nil {
		return inbox.Entry{}, c.Err
	}
	c.Triages = append(c.Triages, t)
	c.Settle(func(i checkin.Item) bool { return i.Talk != 0 && i.Talk == t.On[0] })
	return inbox.Entry{ID: "e", Verb: t.Verb, Subject: "a conversation"}, nil
}

// Ask implements [today.Desk].
func (c *CheckIn) Ask(_ context.Context, o inbox.Order) (inbox.Entry, error) {
	if c.Err != nil {
		return inbox.Entry{}, c.Err
	}
	c.Orders = append(c.Orders, o)
	if a := o.Actions[0]; a.Kind != inbox.React && !c.Slow {
		c.Settle(func(i checkin.Item) bool {
			return i.Hello != nil && (a.Member != "" && i.Hello.Ref.ID == a.Member || a.Member == "" && i.Hello.Place.Thread == a.Thread)
		})
	}
	return inbox.Entry{ID: "e", Verb: o.Verb, Subject: "somebody"}, nil
}

// MarkPeople implements [today.Desk].
func (c *CheckIn) MarkPeople(_ context.Context, verb inbox.Verb, members ...int64) (inbox.Entry, error) {
	if c.Err != nil {
		return inbox.Entry{}, c.Err
	}
	for _, m := range members {
		c.Marked = append(c.Marked, string(verb)+" "+strconv.FormatInt(m, 10))
		c.Settle(func(i checkin.Item) bool { return i.Kind == checkin.Newcomer && i.Member == m })
	}
	return inbox.Entry{ID: "e", Verb: verb, Subject: "somebody"}, nil
}

// Undo implements [today.Desk]: it brings back what left last.
func (c *CheckIn) Undo(context.Context) (inbox.Entry, error) {
	if c.Slow {
		return inbox.Entry{ID: "u", Verb: inbox.SayReply}, c.Err
	}
	if c.Err != nil || len(c.gone) == 0 {
		return inbox.Entry{}, errors.Join(c.Err, inbox.ErrNone)
	}
	item := c.gone[len(c.gone)-1]
	c.gone = c.gone[:len(c.gone)-1]
	for i := range c.Day.Parts {
		if part := &c.Day.Parts[i]; part.Step == item.Step {
			part.Items = append([]checkin.Item{item}, part.Items...)
			part.Settled--
		}
	}
	return inbox.Entry{ID: "u", Verb: inbox.MarkDone, Subject: item.Name}, nil
}

// Redo implements [today.Desk].
func (c *CheckIn) Redo(context.Context) (inbox.Entry, error) { return inbox.Entry{}, inbox.ErrNone }

// Draft implements [today.Desk].
func (c *CheckIn) Draft(_ context.Context, at inbox.Place, kind inbox.DraftKind) (string, error) {
	return c.Drafts[Desk{at, kind}], c.Err
}

// SaveDraft implements [today.Desk].
func (c *CheckIn) SaveDraft(_ context.Context, at inbox.Place, kind inbox.DraftKind, text string) error {
	if c.Err != nil {
		return c.Err
	}
	if text == "" {
		delete(c.Drafts, Desk{at, kind})
		return nil
	}
	c.Drafts[Desk{at, kind}] = text
	return nil
}

// Used is the time noted for a step.
func (c *CheckIn) Used(step checkin.Step) time.Duration {
	var all time.Duration
	for _, n := range c.Notes {
		all += n.Used[step]
	}
	return all
}

// Poison puts text wherever a check-in has words from outside.
func (c *CheckIn) Poison(texts ...string) {
	n := 0
	for i := range c.Day.Parts {
		for k := range c.Day.Parts[i].Items {
			text := texts[n%len(texts)]
			item := &c.Day.Parts[i].Items[k]
			item.Account, item.Room, item.Name, item.Text, item.Who = text, text, text, text, inbox.Author{ID: text, Handle: text, Name: text}
			item.Why = []string{text, strings.Repeat(text, 3)}
			if h := item.Hello; h != nil {
				own := *h
				own.Suspect, own.By, own.On, own.Lacks = []string{text}, text, text, text
				item.Hello = &own
			}
			if item.Talk != 0 {
				c.Talks[item.Talk] = talkOf(item)
			}
			if item.Case != 0 {
				c.Files[item.Case] = fileOf(item)
			}
			n++
		}
	}
	for i := range c.Day.Back {
		c.Day.Back[i].Text, c.Day.Back[i].What = texts[i%len(texts)], texts[i%len(texts)]
	}
	c.Day.Tips = []checkin.Tip{{Text: texts[0], Pane: texts[1%len(texts)]}}
	c.Day.Stages = maps.Clone(c.Day.Stages)
}
