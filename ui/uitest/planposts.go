package uitest

import (
	"fmt"
	"strings"
	"time"

	"rounds/calendar"
	"rounds/inbox"
)

// NewPlan is a plan in Berlin without a post, in which nothing is connected.
func NewPlan() *Plan {
	slot := func(day time.Weekday, theme string) calendar.Slot {
		return calendar.Slot{Weekday: day, Minute: 9 * 60, Theme: theme}
	}
	return &Plan{
		Fates: map[string][]calendar.Delivery{}, Consents: map[string]*calendar.Consent{}, Elsewhere: map[string]string{}, Actor: "noor", Now: Noon,
		Set: calendar.Settings{
			Zone: "Europe/Berlin", Approval: calendar.OptionalApproval,
			Slots: []calendar.Slot{slot(time.Monday, "goals"), slot(time.Wednesday, "resource"), slot(time.Friday, "wins")},
			UTM:   calendar.UTM{Hosts: []string{"acme.dev"}, Values: map[string]string{"utm_source": "{{platform}}", "utm_medium": "community"}},
		},
		Source: "zone: Europe/Berlin\n",
	}
}

// add puts a post with some lines of front matter into the plan.
func (p *Plan) add(key, front, text string) {
	post, err := calendar.Parse(key+".md", "---\nid: "+key+"\n"+strings.TrimSpace(front)+"\n---\n\n"+text+"\n")
	if err != nil {
		panic(err)
	}
	p.Posts = append(p.Posts, post)
}

// The rooms of a week.
func rooms() []calendar.Room {
	room := func(account, channel string, platform inbox.Platform, mode calendar.Mode, length int) calendar.Room {
		return calendar.Room{Place: calendar.Place{Account: account, Channel: channel}, ID: "C" + channel, Platform: platform, Mode: mode, Length: length}
	}
	locked := room("slack", "leadership", inbox.Slack, calendar.Native, 40000)
	locked.Lacks = "The app is not a member of #leadership: invite it there."
	return []calendar.Room{
		room("slack", "general", inbox.Slack, calendar.Native, 40000), room("slack", "random", inbox.Slack, calendar.Native, 40000), locked,
		room("discord", "general", inbox.Discord, calendar.Local, 2000), room("forum", "Announcements", inbox.Discourse, calendar.Remind, 32000),
		room("mastodon", "", inbox.Mastodon, calendar.Native, 500),
	}
}

// PlannedWeek is the week around [Noon], a Tuesday, in which everything that
// can happen to a post has happened to one.
func PlannedWeek() *Plan {
	p := NewPlan()
	p.RoomList = rooms()
	p.add("goals", "when: 2026-06-15 09:00\nchannels: [slack/#general, discord/#general]\nstatus: scheduled\ntheme: goals",
		"What do you want to have **done** by Friday?\n\nTell us below, we cheer on Friday.")
	p.add("digest", "when: 2026-06-15 16:30\nchannels: [slack/#random, mastodon]\nstatus: scheduled\ntheme: resource\ntags: [digest]",
		"The digest of the week: three talks, one tool. https://acme.dev/digest")
	p.add("poll", "when: 2026-06-16 08:00\nchannels: [discord/#general, slack/#general]\nstatus: scheduled", "Which talk was the best one?")
	p.add("hiring", "when: 2026-06-16 10:30\nchannels: [slack/#general]\nstatus: scheduled", "We are hiring: two people for the community team.")
	p.add("standup", "when: 2026-06-16 13:00\nchannels: [forum/Announcements]\nstatus: scheduled\nnote: Ask Ines for the picture.", "The office hours begin in an hour.")
	p.add("release", "when: 2026-06-17 15:00\nchannels: [slack/#general, slack/#random, discord/#general, mastodon]\nstatus: scheduled\ntheme: resource\ncampaign: v2\ntags: [release, v2]\nvariants:\n  mastodon: \"v2 is out! https://acme.dev/v2 #foss\"\n  slack: |-\n    *v2 is out.* Read <https://acme.dev/v2|what is new>.\n    Thanks to all 31 of you.",
		"**v2 is out.** Read [what is new](https://acme.dev/v2).\n\n> It is twice as fast.\n\nThanks to all 31 of you who tried it early.")
	p.add("changed", "when: 2026-06-18 09:30\nchannels: [slack/#general]\nstatus: approved\ntheme: tips", "Rotate your keys every 30 days: here is how.")
	p.add("review", "when: 2026-06-18 17:00\nchannels: [mastodon]\nstatus: review", strings.Repeat("A long story of how the export got its header row back. ", 11))
	p.add("wins", "when: 2026-06-05 09:00\nchannels: [slack/#general, discord/#general]\nstatus: scheduled\ntheme: wins\nrecurrence: FREQ=WEEKLY;BYDAY=FR\nno_repeat: 3w\npool:\n  - What went well this week?\n  - Who helped you this week?\n  - What did you learn this week?", "")
	p.add("ama", "when: 2026-06-19 18:00\nevent: ama\nstatus: draft\nlength: 1h\ntheme: wins", "Ask us anything, with the people behind v2.")
	p.add("tokyo", "when: 2026-06-20 10:00\nzone: Asia/Tokyo\nchannels: [discord/#general]\nstatus: draft", "Good morning, Tokyo: the meetup starts at noon.")
	p.add("off", "when: 2026-06-21 11:00\nchannels: [slack/#random]\nstatus: cancelled", "The Sunday quiz is off this week.")
	p.add("idea-faq", "status: idea\nfrom: https://acme.slack.com/archives/C1/p1\ntheme: resource", "An FAQ entry on rotating API keys\n\n> maria.k: How do I rotate the API key without downtime?")
	p.add("idea-spotlight", "status: idea\ntheme: wins", "Spotlight: yusuf answers every night")
	p.add("draft-guide", "status: draft\ntheme: goals\nchannels: [slack/#general]", "How we set goals, in five lines.")
	p.fates()
	release := p.Find("release")
	theirs, err := release.With(calendar.Saying(strings.Replace(release.Text, "what is new](https://acme.dev/v2)", "all that is new](https://acme.dev/v2/all)", 1)))
	if err != nil {
		panic(err)
	}
	p.Troubles = []calendar.Problem{
		{
			Path: "2026/2026-06-17-release.md", Reason: "It was changed here and in the file since they were last the same.", Key: "release",
			Mine: release.Source, Theirs: theirs.Source,
		},
		{Path: "2026/2026-06-22-kickoff.md", Line: 4, Reason: "when: \"mondey 9:00\" is not a time: write it as 2026-11-23 09:00"},
	}
	p.Likes = nil
	return p
}

// fates is what became of each of them.
func (p *Plan) fates() {
	at := func(account, channel string, platform inbox.Platform, mode calendar.Mode, state calendar.State) calendar.Delivery {
		return calendar.Delivery{Place: calendar.Place{Account: account, Channel: channel}, Platform: platform, Mode: mode, State: state, Action: "a-" + account}
	}
	slack, discord := inbox.Slack, inbox.Discord
	out := at("slack", "general", slack, calendar.Native, calendar.Out)
	out.SentAt, out.Link = Noon().Add(-29*time.Hour), "https://acme.slack.com/archives/C1/p1718434800"
	out.Day = &calendar.Result{Replies: 12, Reactions: 31, People: 19, Final: true}
	out.Week = &calendar.Result{Replies: 14, Reactions: 33, People: 21}
	also := at("discord", "general", discord, calendar.Local, calendar.Out)
	also.SentAt, also.Day = Noon().Add(-29*time.Hour), &calendar.Result{Replies: 1, Reactions: 4, People: 1, Final: true}
	p.Fates["goals"] = []calendar.Delivery{out, also}
	refused := at("mastodon", "", inbox.Mastodon, calendar.Native, calendar.NotTaken)
	refused.Trouble = "422 Unprocessable: Validation failed: Text character limit of 500 exceeded"
	done := at("slack", "random", slack, calendar.Native, calendar.Out)
	done.SentAt = Noon().Add(-21*time.Hour - 30*time.Minute)
	p.Fates["digest"] = []calendar.Delivery{done, refused}
	p.Fates["poll"] = []calendar.Delivery{at("discord", "general", discord, calendar.Local, calendar.Late), at("slack", "general", slack, calendar.Native, calendar.Late)}
	failed := at("slack", "general", slack, calendar.Native, calendar.NotTaken)
	failed.Trouble = "not_in_channel"
	p.Fates["hiring"] = []calendar.Delivery{failed}
	p.Fates["standup"] = []calendar.Delivery{at("forum", "Announcements", inbox.Discourse, calendar.Remind, calendar.ByHand)}
	p.Fates["release"] = []calendar.Delivery{
		at("slack", "general", slack, calendar.Native, calendar.Kept), at("slack", "random", slack, calendar.Native, calendar.Kept),
		at("discord", "general", discord, calendar.Local, calendar.Waiting), at("mastodon", "", inbox.Mastodon, calendar.Native, calendar.Kept),
	}
	p.Consents["changed"] = &calendar.Consent{By: "ines", At: Noon().Add(-26 * time.Hour), Says: "Rotate your keys every 90 days: here is how."}
}

// HostilePlan is a week in which every word that comes from outside is an
// attack on the screen.
func HostilePlan(texts []string) *Plan {
	p := PlannedWeek()
	next := 0
	attack := func() string { next++; return texts[next%len(texts)] }
	for i := range p.Posts {
		post := &p.Posts[i]
		post.Title, post.Text, post.Theme, post.Campaign, post.Note, post.From = attack(), attack(), attack(), attack(), attack(), attack()
		post.Tags, post.Path, post.For = []string{attack(), attack()}, attack(), attack()
		post.Variants = map[string]string{attack(): attack(), "slack": attack()}
		for k := range post.Pool {
			post.Pool[k] = attack()
		}
		if i%3 == 0 {
			post.To = append(post.To, calendar.Place{Account: attack(), Channel: attack()})
		}
		p.Consents[post.Key] = &calendar.Consent{By: attack(), At: Noon(), Says: attack()}
	}
	for _, all := range p.Fates {
		for i := range all {
			d := &all[i]
			d.Channel, d.Trouble, d.Link, d.Why = attack(), attack(), attack(), attack()
		}
	}
	for i := range p.RoomList {
		p.RoomList[i].Channel, p.RoomList[i].Lacks = attack(), attack()
	}
	for i := range p.Troubles {
		t := &p.Troubles[i]
		t.Path, t.Reason = attack(), attack()
		if t.Conflict() {
			t.Mine, t.Theirs = attack()+"a", attack()+"b"
		}
	}
	for i := range p.Set.Slots {
		p.Set.Slots[i].Theme = attack()
	}
	p.Likes = []calendar.Twin{{Text: attack(), Where: attack(), At: Noon(), Alike: 1}}
	return p
}

// BusyPlan is a plan of n posts, as many as the memory is measured with.
func BusyPlan(n int) *Plan {
	p := PlannedWeek()
	for i := range n {
		day := calendar.Date(2026, time.January, 1) + calendar.Day(i%365)
		p.add(fmt.Sprintf("p%05d", i), "when: "+calendar.On(day, 8*60+i%600).String()+"\nchannels: [slack/#general]\nstatus: scheduled", "Post "+fmt.Sprint(i))
	}
	return p
}
