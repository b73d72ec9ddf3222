package week

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/calendar"
	"rounds/inbox"
	"rounds/inbox/when"
	"rounds/ui/pane"
)

// openNew writes a new post. On a free slot it is for that one; on a day its
// time is asked for as soon as it is written.
func (p *Pane) openNew() tea.Cmd {
	i := calendar.Item{Status: calendar.Draft}
	edits := []calendar.Edit{calendar.As(calendar.Draft)}
	s := &editor{p: p, verb: "New post", pages: []version{{label: "base", field: pane.NewEditor(""), own: true}}}
	if e := p.entry(); p.at == onWeek && e != nil && e.kind == aSlot {
		wall := calendar.On(p.day, e.slot.Minute)
		edits = append(edits, calendar.At(wall, "")...)
		edits = append(edits, calendar.Themed(e.slot.Theme))
		if len(e.slot.To) > 0 {
			edits = append(edits, calendar.Going(e.slot.To))
			i.Post.To = e.slot.To
		}
		s.to = &wall
		s.verb = "New post · " + p.sayMoment(wall.In(p.zone()))
		if e.slot.Theme != "" {
			s.verb += " · " + pane.Line(e.slot.Theme, 20)
		}
	} else if p.at == onWeek || p.at == onMonth {
		s.next = p.askForTime(p.day)
	}
	s.item, s.edits = i, edits
	p.sheet = s
	return s.askBack()
}

// askForTime asks when a post that was just written goes out, with the day that
// it was written for.
func (p *Pane) askForTime(day calendar.Day) func(calendar.Item) tea.Cmd {
	return func(i calendar.Item) tea.Cmd {
		words := ""
		if wall := calendar.On(day, 9*60); wall.In(p.zone()).At.After(p.now) {
			words = wall.String()
		}
		return p.askTime(i, words)
	}
}

// hearJot opens the sheet of an idea, whichever pane it comes from.
func (p *Pane) hearJot(msg pane.Jot) tea.Cmd {
	if p.options.ReadOnly {
		return pane.Say(readOnly)
	}
	p.jot = msg
	s := &writing{
		p: p, title: "Capture an idea", verb: "keep the idea", field: pane.NewField(msg.Text),
		says: "One line is enough. It waits in the backlog of the calendar.",
		finish: func(_ calendar.Item, text string) tea.Cmd {
			if text == "" {
				return pane.Say("Nothing is written yet.")
			}
			return p.keepIdea(text, msg)
		},
		leave: p.goBack,
	}
	if msg.From != "" {
		s.says = "It links back to where it comes from: " + msg.From
	}
	p.sheet = s
	return func() tea.Msg { return pane.Come{Title: p.Title()} }
}

// goBack returns to the pane that an idea was captured from.
func (p *Pane) goBack() tea.Cmd {
	back := p.jot.Back
	p.jot = pane.Jot{}
	if back == "" || back == p.Title() {
		return nil
	}
	return func() tea.Msg { return pane.Come{Title: back} }
}

// keepIdea puts an idea into the backlog. Quoted words stand below it.
func (p *Pane) keepIdea(text string, from pane.Jot) tea.Cmd {
	edits := []calendar.Edit{calendar.As(calendar.Idea)}
	if from.From != "" {
		edits = append(edits, calendar.From(from.From))
	}
	if from.Quote != "" {
		text += "\n\n" + from.Quote
	}
	return p.change(edit{verb: inbox.PlanPost, says: "Idea kept"}, append(edits, calendar.Saying(text))...)
}

// openEvent asks for an event: what kind of one, and when. The posts that
// belong to it are made along with it.
func (p *Pane) openEvent() tea.Cmd {
	p.sheet = &writing{
		p: p, title: "New event", verb: "plan it", field: pane.NewField(""),
		says: "What it is, then when: ama thu 18:00, webinar 3 dec 17:00.",
		tells: func(d *drawing, text string) {
			event, err := p.readEvent(text)
			if err != nil {
				d.say(d.Theme.Quiet, "", err.Error())
				return
			}
			d.say(d.Theme.Good, "★ ", pane.Line(event.Title, 40)+", "+p.sayMoment(event.When.In(p.zone())))
			for _, post := range p.checklist(event) {
				d.say(d.Theme.Soft, "  ✎ ", post.When.Day.Format("Mon 2 Jan")+" "+post.When.Clock()+"  "+post.Title)
			}
		},
		finish: func(_ calendar.Item, text string) tea.Cmd {
			event, err := p.readEvent(text)
			if err != nil {
				return pane.Say(err.Error())
			}
			return p.planEvent(event)
		},
	}
	return nil
}

// readEvent reads "ama thu 18:00": the most words at the end that are a time
// are the time.
func (p *Pane) readEvent(text string) (calendar.Post, error) {
	words := strings.Fields(text)
	if len(words) < 2 {
		return calendar.Post{}, errSayEvent
	}
	for n := 1; n < len(words); n++ {
		rest := strings.Join(words[n:], " ")
		wall, err := calendar.ParseWall(rest)
		if err != nil {
			var at time.Time
			if at, err = when.Parse(rest, asUTC(p.now.In(p.zone()))); err == nil {
				wall = calendar.WallOf(at)
			}
		}
		if err != nil {
			continue
		}
		kind := strings.ToLower(words[0])
		title := strings.Join(words[:n], " ")
		key := "event-" + wall.Day.String() + "-" + strconv.Itoa(wall.Minute) + "-" + slug(kind)
		edits := []calendar.Edit{calendar.Named(key), calendar.Titled(title), calendar.Happening(kind), calendar.As(calendar.Draft)}
		return calendar.Post{}.With(append(edits, calendar.At(wall, "")...)...)
	}
	return calendar.Post{}, errSayEvent
}

// planEvent keeps an event and the posts that belong to it, as one entry.
func (p *Pane) planEvent(event calendar.Post) tea.Cmd {
	changes := []calendar.Change{{Post: event}}
	for _, post := range p.checklist(event) {
		changes = append(changes, calendar.Change{Post: post})
	}
	says := "Planned " + named(&event) + " with " + plural(len(changes)-1, "post")
	store, day := p.store, event.When.Day
	return p.act(func(ctx context.Context) (done, error) {
		entry, err := store.Plan(ctx, inbox.PlanPost, changes)
		return done{entry: entry, says: says, id: event.Key, day: day, moved: true}, err
	})
}

// checklist are the posts that belong to an event, but for those whose time has
// passed already.
func (p *Pane) checklist(event calendar.Post) []calendar.Post {
	return slices.DeleteFunc(calendar.Checklist(event), func(post calendar.Post) bool {
		return post.When.In(p.zone()).At.Before(p.now)
	})
}

// slug is a word for a key: letters and digits.
func slug(word string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, word)
}
