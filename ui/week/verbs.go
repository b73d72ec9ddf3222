package week

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/calendar"
	"rounds/inbox"
	"rounds/ui/pane"
)

// named is a post as it is spoken of.
func named(post *calendar.Post) string {
	if title := pane.Line(words(post.Title), 40); title != "" {
		return "“" + title + "”"
	}
	return "the post"
}

// out reports whether an item is out somewhere: then its time is past.
func out(i *calendar.Item) bool {
	return slices.ContainsFunc(i.Deliveries, func(d calendar.Delivery) bool {
		return d.State == calendar.Out || d.State == calendar.Leaving
	})
}

const isOut = "It is out already: ‹=› makes a copy that can be planned."

// approve says that a post may go out as it is, once its warnings were seen.
func (p *Pane) approve(i calendar.Item) tea.Cmd {
	switch {
	case out(&i):
		return pane.Say(p.keyed(isOut))
	case i.Status == calendar.Scheduled && (i.Consent == nil || i.Consent.Holds(i.Post)):
		return pane.Say("It is scheduled already.")
	}
	return p.openScheduling(i)
}

// schedule approves a post.
func (p *Pane) schedule(i calendar.Item) tea.Cmd {
	store, keys := p.store, []string{i.Post.Key}
	says := "Approved " + named(&i.Post)
	if i.Post.When.IsZero() {
		says += p.keyed(": ‹s› or ‹Q› gives it a time")
	} else {
		says = "Scheduled " + named(&i.Post) + " for " + p.sayMoment(i.Moment)
	}
	return p.act(func(ctx context.Context) (done, error) {
		entry, err := store.Approve(ctx, keys)
		return done{entry: entry, says: says, id: i.ID()}, err
	})
}

// review asks somebody for a look.
func (p *Pane) review(i calendar.Item) tea.Cmd {
	switch {
	case out(&i):
		return pane.Say(p.keyed(isOut))
	case i.Post.Status == calendar.Review:
		return pane.Say("It waits for review already: a approves it.")
	}
	return p.change(edit{verb: inbox.EditPost, item: i, says: named(&i.Post) + " waits for review"}, calendar.As(calendar.Review))
}

// drop takes a post off the plan, and throws away one that is on none.
func (p *Pane) drop(i calendar.Item) tea.Cmd {
	switch {
	case out(&i):
		return pane.Say("It is out already: what is published is deleted in the inbox.")
	case i.Post.Series() && i.Occurrence != "":
		return p.openDropSeries(i)
	case !i.Post.When.IsZero():
		return p.unplan(i)
	}
	return p.throwAway(i)
}

// throwAway removes a post with its file.
func (p *Pane) throwAway(i calendar.Item) tea.Cmd {
	post := i.Post
	post.Source = ""
	store, seen := p.store, i.Post.Source
	return p.act(func(ctx context.Context) (done, error) {
		entry, err := store.Plan(ctx, inbox.TrashPost, []calendar.Change{{Post: post, Seen: seen}})
		return done{entry: entry, says: "Thrown away: " + named(&post)}, err
	})
}

// unplan takes a post's time away; it is a draft in the backlog then.
func (p *Pane) unplan(i calendar.Item) tea.Cmd {
	edits := calendar.At(calendar.Wall{}, i.Post.Zone)
	if i.Post.Status == calendar.Scheduled || i.Post.Status == calendar.Approved {
		edits = append(edits, calendar.As(calendar.Draft))
	}
	return p.change(edit{verb: inbox.CancelPost, item: i, says: named(&i.Post) + " is off the plan, in the backlog"}, edits...)
}

// skip leaves one occurrence of a series out.
func (p *Pane) skip(i calendar.Item) tea.Cmd {
	day, err := calendar.ParseDay(i.Occurrence)
	switch {
	case !i.Post.Series() || err != nil:
		return pane.Say(p.keyed("It comes only once: ‹d› takes it off the plan."))
	case out(&i):
		return pane.Say(p.keyed(isOut))
	}
	says := "Skipped on " + day.Format("Mon 2 Jan") + ": " + named(&i.Post)
	return p.change(edit{verb: inbox.EditPost, item: i, says: says}, calendar.Silent(silence(&i.Post, day)))
}

// endSeries lets a series come for the last time before an occurrence.
func (p *Pane) endSeries(i calendar.Item) tea.Cmd {
	day, err := calendar.ParseDay(i.Occurrence)
	switch {
	case err != nil:
		return pane.Fail(err)
	case day <= i.Post.When.Day:
		return pane.Say(p.keyed("It is the first one: ‹t› throws the whole series away."))
	}
	var parts []string
	for part := range strings.SplitSeq(strings.TrimPrefix(i.Post.Repeats, "RRULE:"), ";") {
		if name, _, _ := strings.Cut(strings.ToUpper(part), "="); name != "UNTIL" && name != "COUNT" {
			parts = append(parts, part)
		}
	}
	rule := strings.Join(append(parts, "UNTIL="+(day-1).Format("20060102")), ";")
	says := "The series ends before " + day.Format("Mon 2 Jan")
	return p.change(edit{verb: inbox.EditPost, item: i, says: says}, calendar.Repeating(rule))
}

// silence is the days on which a series is silent, with one more.
func silence(post *calendar.Post, day calendar.Day) []calendar.Day {
	days := append(slices.Clone(post.Except), day)
	slices.Sort(days)
	return slices.Compact(days)
}

// single is one occurrence of a series as a post of its own.
func single(i *calendar.Item) (calendar.Post, error) {
	edits := []calendar.Edit{
		calendar.Named(""), calendar.Repeating(""), calendar.Silent(nil), calendar.TakingTurns(nil), calendar.Resting(0),
	}
	if len(i.Post.Pool) > 0 {
		edits = append(edits, calendar.Saying(i.Prompt))
	}
	copied := i.Post
	copied.Path = ""
	return copied.With(edits...)
}

// duplicate makes a draft of the same text for the same places. It has no
// time: two posts alike at one time is what nobody wants.
func (p *Pane) duplicate(i calendar.Item) tea.Cmd {
	copied, err := single(&i)
	if err == nil {
		edits := append(calendar.At(calendar.Wall{}, i.Post.Zone), calendar.As(calendar.Draft), calendar.For(""))
		copied, err = copied.With(edits...)
	}
	if err != nil {
		return pane.Fail(err)
	}
	store := p.store
	return p.act(func(ctx context.Context) (done, error) {
		entry, err := store.Plan(ctx, inbox.PlanPost, []calendar.Change{{Post: copied}})
		return done{entry: entry, says: "Copied " + named(&i.Post) + p.keyed(" to the backlog: ‹Q› or ‹s› plans it there"), id: i.ID()}, err
	})
}

// fitIn plans a post for the next free slot that fits its theme.
func (p *Pane) fitIn(i calendar.Item) tea.Cmd {
	switch {
	case out(&i):
		return pane.Say(p.keyed(isOut))
	case i.Post.Series():
		return pane.Say(p.keyed("A series has its own days: ‹R› changes them."))
	}
	store, settings, now := p.store, p.board.settings, p.env.Now()
	return p.act(func(ctx context.Context) (done, error) {
		items, err := store.Items(ctx, now, now.AddDate(1, 0, 0))
		if err != nil {
			return done{}, err
		}
		others := slices.DeleteFunc(items, func(o calendar.Item) bool { return o.Post.Key == i.Post.Key })
		slot, wall, found := calendar.Free(others, settings, i.Post.Theme, now)
		if !found {
			return done{}, p.noSlot(i.Post.Theme)
		}
		edits := calendar.At(wall, "")
		if len(i.Post.To) == 0 && len(slot.To) > 0 {
			edits = append(edits, calendar.Going(slot.To))
		}
		if i.Post.Theme == "" && slot.Theme != "" {
			edits = append(edits, calendar.Themed(slot.Theme))
		}
		if i.Post.Status == calendar.Idea {
			edits = append(edits, calendar.As(calendar.Draft))
		}
		post, err := i.Post.With(edits...)
		if err != nil {
			return done{}, err
		}
		entry, err := store.Plan(ctx, inbox.MovePost, []calendar.Change{{Post: post, Seen: i.Post.Source}})
		says := "Next free slot: " + wall.Day.Format("Mon 2 Jan") + " " + wall.Clock()
		if slot.Theme != "" {
			says += ", " + slot.Theme
		}
		return done{entry: entry, says: says, id: i.ID(), day: wall.Day, moved: true}, err
	})
}

func (p *Pane) noSlot(theme string) error {
	if theme != "" {
		return errors.New("no slot for " + pane.Line(theme, 30) + " is free within a year: " + p.keyed("‹W› changes the week's template, ‹t› the theme"))
	}
	return errors.New(p.keyed("no slot is free within a year: ‹W› changes the week's template"))
}

// publish sends an item now, all of it or one channel.
func (p *Pane) publish(i calendar.Item, places []calendar.Place) tea.Cmd {
	store := p.store
	where := "everywhere it is not out yet"
	if len(places) == 1 {
		where = pane.Line(places[0].String(), 30)
	}
	return p.act(func(ctx context.Context) (done, error) {
		entry, err := store.Publish(ctx, i.Post.Key, i.Occurrence, places)
		return done{entry: entry, says: "Publishing " + named(&i.Post) + ": " + where, id: i.ID()}, err
	})
}

// handled says of what was missed that it stays unsent.
type handled bool

const (
	letGo  handled = false
	posted handled = true
)

func (p *Pane) letGo(i calendar.Item, how handled) tea.Cmd {
	store, says := p.store, "Let go: "+named(&i.Post)+" will not go out"
	if how == posted {
		says = "Noted: " + named(&i.Post) + " was posted by hand"
	}
	return p.act(func(ctx context.Context) (done, error) {
		entry, err := store.LetGo(ctx, i.Post.Key, i.Occurrence, bool(how))
		return done{entry: entry, says: says, id: i.ID()}, err
	})
}

// sayMoment is a time that nobody can take for another.
func (p *Pane) sayMoment(m calendar.Moment) string {
	zone, err := calendar.LoadZone(m.Zone)
	if err != nil {
		zone = time.UTC
	}
	return m.At.In(zone).Format("Mon 2 Jan 15:04 MST")
}

// browse opens what was published in the browser.
func (p *Pane) browse(i calendar.Item) tea.Cmd {
	for _, d := range i.Deliveries {
		if d.Link != "" {
			return p.env.Visit(d.Link)
		}
	}
	if i.Post.From != "" {
		return p.env.Visit(i.Post.From)
	}
	return pane.Say("It is not out anywhere, so it has no address.")
}

// matches reports whether an item has all the words of the filter: in its
// texts, or as its theme, its status, a tag or a place.
func (p *Pane) matches(i *calendar.Item) bool {
	post := &i.Post
	parts := []string{post.Title, post.Text, post.Theme, string(i.Status), post.Campaign, i.Prompt}
	for _, tag := range post.Tags {
		parts = append(parts, "#"+tag)
	}
	for _, at := range post.To {
		parts = append(parts, at.String())
	}
	all := strings.ToLower(strings.Join(parts, "\n"))
	for word := range strings.FieldsSeq(strings.ToLower(p.words)) {
		if !strings.Contains(all, word) {
			return false
		}
	}
	return true
}
