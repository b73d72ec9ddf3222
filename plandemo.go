package main

import (
	"context"
	"os"
	"time"

	"rounds/calendar"
	"rounds/inbox"
	"rounds/store"
)

// demoRules are how the demo's plan works; the home zone is put before them.
const demoRules = `
approval: optional
grace: 1m

# The week's template. Q in the calendar puts a draft into the next free slot
# that fits its theme.
slots:
  - {day: mon, at: "09:00", theme: goals, channels: [slack/#general, discord/#general]}
  - {day: wed, at: "09:00", theme: resource, channels: [slack/#general, mastodon]}
  - {day: fri, at: "15:00", theme: wins, channels: [slack/#general, discord/#show-and-tell]}

blackouts:
  - {from: 2026-12-24, to: 2026-12-27, why: the team is away}

# Links to our own pages tell the site's statistics where a visit came from.
utm:
  hosts: [fieldnotes.example]

publish:
  slack/#events: remind
`

// demoPost is a post of the demo's plan.
type demoPost struct {
	text   string
	theme  string
	day    int // after the Monday of this week
	minute int // of the day; below zero it has no time
	status calendar.Status
	to     []calendar.Place
	more   []calendar.Edit
}

// setPlan lays the demo's plan out, in a folder beside its database.
func setPlan(ctx context.Context, memory *store.Store, p paths, c config, now time.Time) error {
	name := machineZone("/", os.Getenv)
	zone, err := calendar.LoadZone(name)
	if err != nil {
		return err
	}
	if posts, err := memory.Posts(ctx); err != nil || len(posts) > 0 {
		return err // a demo that was kept goes on
	}
	folder := newPlanFolder(p, c, agenda{sending{Store: memory, connected: func(string) bool { return true }}})
	if err := folder.Resettle(ctx, "zone: "+name+"\n"+demoRules); err != nil {
		return err
	}
	return planDemo(ctx, memory, zone, now)
}

// planDemo fills the demo's calendar: a week as somebody has planned it who is
// not done with it.
func planDemo(ctx context.Context, memory *store.Store, zone *time.Location, now time.Time) error {
	local := now.In(zone)
	monday := calendar.DayOf(local).Monday()
	var changes []calendar.Change
	for _, p := range append(demoWeek(), demoHours(calendar.WallOf(local), monday)...) {
		edits := []calendar.Edit{calendar.Themed(p.theme), calendar.As(p.status), calendar.Going(p.to), calendar.Saying(p.text)}
		if p.minute >= 0 {
			edits = append(edits, calendar.At(calendar.On(monday+calendar.Day(p.day), p.minute), zone.String())...)
		}
		post, err := calendar.Post{}.With(append(edits, p.more...)...)
		if err != nil {
			return err
		}
		changes = append(changes, calendar.Change{Post: post})
	}
	_, err := memory.Plan(ctx, inbox.PlanPost, changes)
	return err
}

func demoPlaces(names ...string) []calendar.Place {
	all := make([]calendar.Place, len(names))
	for i, name := range names {
		all[i] = calendar.ParsePlace(name)
	}
	return all
}

// demoWeek is what stands on fixed days.
func demoWeek() []demoPost {
	pool := []string{
		"What do you want to have finished by Friday? One thing, and we will ask you on Friday.",
		"New week, empty page: what is the first note that you will write?",
		"What would make this week a good one for you?",
		"Which habit do you want to keep this week, and what might get in its way?",
		"What are you learning at the moment? Tell us the one note that you come back to.",
	}
	return []demoPost{
		{
			text: "Goals of the week", theme: "goals", minute: 9 * 60, status: calendar.Scheduled, to: demoPlaces("slack/#general", "discord/#general"),
			more: []calendar.Edit{calendar.Titled("Goals of the week"), calendar.Repeating("FREQ=WEEKLY;BYDAY=MO"), calendar.TakingTurns(pool), calendar.Resting(4)},
		},
		{
			text: "Show us your wins of the week, small ones first! :tada:", theme: "wins", day: 4, minute: 15 * 60, status: calendar.Scheduled,
			to: demoPlaces("slack/#general", "discord/#show-and-tell"), more: []calendar.Edit{calendar.Titled("Friday wins"), calendar.Repeating("FREQ=WEEKLY;BYDAY=FR")},
		},
		{
			text:  "**Resource of the week**: how Lena keeps a field diary with three templates and no tags.\n\nhttps://fieldnotes.example/blog/field-diary",
			theme: "resource", day: 9, minute: 9 * 60, status: calendar.Draft, to: demoPlaces("slack/#general", "mastodon"),
			more: []calendar.Edit{
				calendar.Titled("Lena's field diary"), calendar.Campaigning("field-diary"),
				calendar.Varying(map[string]string{"mastodon": "How Lena keeps a field diary with three templates and no tags:\nhttps://fieldnotes.example/blog/field-diary\n\n#fieldnotes #pkm"}),
			},
		},
		{
			text: "The plugin API freezes on 1 December. If your plugin uses `note.rename`, please try the beta before.", theme: "product", day: 8, minute: 17 * 60,
			status: calendar.Review, to: demoPlaces("discord/#plugins", "forum/Plugins & themes"), more: []calendar.Edit{calendar.Titled("Plugin API freeze")},
		},
		{
			text: "Ask us anything about sync, with the people who write it. Thursday at five, in #events.", theme: "event", day: 10, minute: 17 * 60,
			status: calendar.Draft, to: demoPlaces("slack/#events"), more: []calendar.Edit{calendar.Titled("AMA: sync"), calendar.Happening("ama")},
		},
		{text: "A thread of everybody's weirdest note title", theme: "", minute: -1, status: calendar.Idea},
		{text: "Interview @kensato about his 12,000 daily notes", theme: "spotlight", minute: -1, status: calendar.Idea},
		{text: "Poll: which export do you miss most?", theme: "resource", minute: -1, status: calendar.Draft, to: demoPlaces("slack/#feedback")},
	}
}

// demoHours is what is due around now: one that was missed while nobody was
// there, one that the platform posts in a few minutes, one that we send later,
// one that the platform keeps for tomorrow.
func demoHours(now calendar.Wall, monday calendar.Day) []demoPost {
	at := func(minutes int) (day, minute int) {
		w := now.Later(minutes)
		return int(w.Day - monday), w.Minute
	}
	var all []demoPost
	add := func(minutes int, p demoPost) {
		p.day, p.minute = at(minutes)
		all = append(all, p)
	}
	add(-150, demoPost{
		text: "Office hours start at noon: bring your sync questions.", theme: "product", status: calendar.Scheduled, to: demoPlaces("discord/#help"),
		more: []calendar.Edit{calendar.Titled("Office hours")},
	})
	add(25, demoPost{
		text: "The sync workshop starts in an hour. There are four seats left!", theme: "product", status: calendar.Scheduled,
		to: demoPlaces("discord/#announcements", "mastodon"), more: []calendar.Edit{calendar.Titled("Sync workshop")},
	})
	add(4, demoPost{
		text:  "Fieldnotes 2.4 is out: templates that ask questions, and a sync that shows what it does.\n\nhttps://fieldnotes.example/blog/2-4",
		theme: "product", status: calendar.Scheduled, to: demoPlaces("slack/#announcements"),
		more: []calendar.Edit{calendar.Titled("Fieldnotes 2.4 is out"), calendar.Campaigning("release-2-4")},
	})
	add(22*60, demoPost{
		text: "Tomorrow's newsletter is looking for one more tip: what do you wish you had known in your first week?", theme: "resource", status: calendar.Scheduled,
		to: demoPlaces("slack/#general", "forum/Show your notes"), more: []calendar.Edit{calendar.Titled("One more tip")},
	})
	return all
}
