package uitest

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/moderation"
)

// NewQueue is a queue without a case.
func NewQueue() *Queue { return &Queue{Now: Noon, Actor: "noor", Book: rulebook()} }

// Reported is a queue of some twenty cases such as a community has after a bad
// morning: a spam wave, a heated thread, reports that are false, a newcomer
// wrongly flagged, a post held back, a wish to be let in.
func Reported() *Queue {
	q := NewQueue()
	for i, c := range complaints() {
		q.Files = append(q.Files, c.file(int64(i+1)))
	}
	slices.SortStableFunc(q.Files, func(a, b *moderation.File) int { return urgency(a.Priority) - urgency(b.Priority) })
	q.Log = decided()
	return q
}

func urgency(p moderation.Priority) int {
	return slices.Index([]moderation.Priority{moderation.High, moderation.Medium, moderation.Low}, p)
}

func rulebook() moderation.Rulebook {
	letter, note := "Hello {{first_name}}, …", "Removed: {{rule}}."
	return moderation.Rulebook{Path: "rules.toml", Rules: []moderation.Rule{
		{Name: "spam", Title: "No advertising", Digit: 1, Severity: moderation.Severe, Outcome: moderation.Spam, Strikes: 3, Fires: true, Pack: "spam"},
		{Name: "invite-links", Title: "No invite links to other servers", Digit: 2, Outcome: moderation.Remove, Strikes: 1, Letter: letter, Note: note, Fires: true},
		{Name: "be-kind", Title: "Attack ideas, not people", Digit: 3, Severity: moderation.Severe, Strikes: 2, Letter: letter, Note: note, Fires: true, Pack: "hostility"},
		{Name: "shouting", Title: "No shouting", Digit: 4, Severity: moderation.Mild, Outcome: moderation.Warn, Strikes: 1, Letter: letter, Fires: true, Pack: "hostility"},
		{Name: "off-topic", Title: "Keep to the channel's topic", Digit: 5, Severity: moderation.Mild, Note: note},
		{Name: "near-duplicate", Title: "The same text again and again", Fires: true, Pack: "spam"},
	}}
}

// complaint is a case in short.
type complaint struct {
	on       inbox.Platform
	channel  string // "" is about a member
	who      string // "name" or "name!" for somebody new
	text     string
	was      string // before it was edited
	ago      time.Duration
	priority moderation.Priority
	reports  []moderation.Report
	why      string
	alike    string
	more     func(f *moderation.File)
}

func (c complaint) file(id int64) *moderation.File {
	name, isNew := strings.CutSuffix(c.who, "!")
	at := Noon().Add(-c.ago)
	f := &moderation.File{}
	f.Case = moderation.Case{
		ID: id, Subject: moderation.Subject{Kind: moderation.OfMessage, Account: account(c.on), Channel: "C-" + c.channel, ID: "m" + strconv.FormatInt(id, 10)},
		Platform: c.on, Room: inbox.Channel{ID: "C-" + c.channel, Name: c.channel}, Talk: 100 + id,
		Author: inbox.Author{ID: "U-" + name, Handle: name}, Joined: Noon().Add(-200 * 24 * time.Hour), Messages: 41,
		Text: c.text, SentAt: at, State: moderation.Open, OpenedAt: at, LastAt: at, Reports: c.reports, Priority: c.priority,
		Why: strings.Split(c.why, "; "), Alike: c.alike, Kin: 1,
		Permalink: "https://example.org/" + c.channel + "/" + strconv.FormatInt(id, 10), AdminLink: "https://example.org/admin/" + name,
	}
	if c.alike != "" {
		f.Case.Kin = 6
	}
	if isNew {
		f.Joined, f.Messages = Noon().Add(-3*time.Hour), 2
	}
	f.Evidence = moderation.Evidence{Author: f.Author.ID, By: name, Text: c.text, SentAt: at}
	if c.was != "" {
		f.Evidence.Text, f.EditedAt = c.was, at.Add(20*time.Minute)
	}
	if c.channel == "" {
		f.Subject = moderation.Subject{Kind: moderation.OfMember, Account: f.Account, ID: f.Author.ID}
		f.Room, f.Talk = inbox.Channel{}, 0
	}
	for i := range f.Reports {
		if f.Reports[i].At.IsZero() {
			f.Reports[i].At = at.Add(time.Duration(i+1) * time.Minute)
		}
	}
	f.Around = []inbox.Utterance{
		{ID: 1, Key: "before", Author: inbox.Author{Handle: "hanna"}, Kind: inbox.Said, Text: "Has anybody tried the new scheduler on arm64?", SentAt: at.Add(-4 * time.Minute)},
		{ID: 2, Key: f.Subject.ID, Author: f.Author, Kind: inbox.Said, Text: c.text, SentAt: at},
		{ID: 3, Key: "after", Author: inbox.Author{Handle: "noor", Role: inbox.Team}, Kind: inbox.Said, Text: "Please keep this to the topic.", SentAt: at.Add(6 * time.Minute)},
	}
	f.Card = inbox.Card{Member: inbox.Member{ID: f.Author.ID, Handle: name, Joined: f.Joined}, Account: f.Account, Platform: c.on, Messages: f.Messages, LastSeen: at}
	if c.more != nil {
		c.more(f)
	}
	f.Case.Notes = len(f.Notes)
	return f
}

func account(on inbox.Platform) string {
	return map[inbox.Platform]string{inbox.Slack: "acme", inbox.Discord: "acme-guild", inbox.Discourse: "forum", inbox.Mastodon: "social"}[on]
}

// ruled is a rule's report about the part of a text that is given.
func ruled(name, text, part string, severity moderation.Severity, suggests moderation.Outcome) moderation.Report {
	r := moderation.Report{Source: moderation.FromRule, Reporter: inbox.Author{Handle: name}, Count: 1, Severity: severity, Suggests: suggests}
	if at := strings.Index(text, part); at >= 0 && part != "" {
		r.Spans = []moderation.Span{{From: at, To: at + len(part)}}
	}
	return r
}

// told is a member's report.
func told(name, reason string, right, wrong int) moderation.Report {
	return moderation.Report{
		ID: "r-" + name, Source: moderation.FromPlatform, Kind: inbox.Flagged, Reporter: inbox.Author{ID: "U-" + name, Handle: name}, Count: 1,
		Reason: reason, Record: moderation.Record{Agreed: right, Disagreed: wrong}, Open: true,
	}
}

const airdrop = "CLAIM your free airdrop now at http://claim-air.example before midnight"

// wave is one message of the spam wave.
func wave(on inbox.Platform, channel, who string, ago time.Duration) complaint {
	return complaint{
		on: on, channel: channel, who: who + "!", text: airdrop, ago: ago, priority: moderation.High, why: "a severe rule; the author is new; 6 alike",
		alike:   "link to claim-air.example",
		reports: []moderation.Report{ruled("spam", airdrop, "free airdrop", moderation.Severe, moderation.Spam), ruled("near-duplicate", "", "", moderation.Moderate, moderation.Spam)},
	}
}

func complaints() []complaint {
	kind := "You are an idiot, and everybody here knows it."
	invite := "come join us instead: discord.gg/better-place"
	return append([]complaint{
		{
			on: inbox.Discord, channel: "general", who: "rolf", text: kind, ago: 26 * time.Hour, priority: moderation.High,
			why:     "a severe rule; 3 members reported it; it waits for more than a day",
			reports: []moderation.Report{ruled("be-kind", kind, "an idiot", moderation.Severe, moderation.Remove), told("tomtom", "personal attack", 14, 2), told("dr_ines", "rude", 3, 0), told("yusuf", "", 0, 0)},
			more: func(f *moderation.File) {
				f.Strikes = moderation.Strikes{Weight: 5, Count: 2, Next: moderation.Restrict, Why: "5 strikes in 90 days: restrict is next"}
				f.Past = []moderation.Decision{
					{ID: "p1", At: Noon().Add(-8 * 24 * time.Hour), Actor: "ola", Outcome: moderation.Warn, Rule: "shouting", Evidence: moderation.Evidence{Text: "READ THE DOCS FOR ONCE"}},
					{ID: "p2", At: Noon().Add(-30 * 24 * time.Hour), Actor: "noor", Outcome: moderation.Remove, Rule: "be-kind", ReversedAt: Noon()},
				}
				f.Learned = moderation.Learned{Chance: 0.92, Words: []string{"idiot", "everybody knows"}, From: 214}
				f.Notes = []inbox.Note{{ID: "n1", Actor: "ola", Text: "Third time this month, always in the evening.", At: Noon().Add(-20 * time.Hour)}}
				f.Card.Elsewhere = []string{"forum"}
			},
		},
		wave(inbox.Discord, "general", "lucky_anna", 50*time.Minute),
		wave(inbox.Discord, "help", "lucky_bert", 49*time.Minute),
		wave(inbox.Discord, "random", "lucky_cleo", 48*time.Minute),
		wave(inbox.Discord, "jobs", "lucky_dora", 47*time.Minute),
		wave(inbox.Slack, "general", "lucky_emil", 46*time.Minute),
		wave(inbox.Mastodon, "public", "lucky_fred", 45*time.Minute),
	}, lesser(invite)...)
}

func lesser(invite string) []complaint {
	heated := "Typical. You never read what others write, do you?"
	flagged := moderation.Report{Source: moderation.FromReaction, Count: 3, Reporter: inbox.Author{Handle: "3 members"}}
	return []complaint{
		{on: inbox.Discord, channel: "deploy", who: "vikram", text: heated, was: "Typical. You never listen, do you?", ago: 3 * time.Hour, priority: moderation.Medium, why: "2 members reported it", reports: []moderation.Report{told("ola.n", "heated", 2, 1), flagged}},
		{on: inbox.Discord, channel: "deploy", who: "ola.n", text: "Oh please. READ IT AGAIN, SLOWLY.", ago: 170 * time.Minute, priority: moderation.Medium, why: "a mild rule; reported", reports: []moderation.Report{ruled("shouting", "Oh please. READ IT AGAIN, SLOWLY.", "READ IT AGAIN, SLOWLY", moderation.Mild, moderation.Warn), told("vikram", "shouting", 1, 4)}},
		{on: inbox.Slack, channel: "general", who: "pablo_r", text: invite, ago: 5 * time.Hour, priority: moderation.Medium, why: "a rule", reports: []moderation.Report{ruled("invite-links", invite, "discord.gg/better-place", moderation.Moderate, moderation.Remove)}},
		{on: inbox.Slack, channel: "help", who: "maria.k!", text: "Hi! Our docs are at https://acme.example/docs, is that the right place to ask?", ago: 40 * time.Minute, priority: moderation.Low, why: "a rule; the author is new", reports: []moderation.Report{ruled("spam", "Hi! Our docs are at https://acme.example/docs, is that the right place to ask?", "https://acme.example/docs", moderation.Mild, moderation.Remove)}},
		{on: inbox.Discourse, channel: "feedback", who: "kenji!", text: "スケジューラーを再起動する方法を教えてください。", ago: 6 * time.Hour, priority: moderation.Medium, why: "held back; the author is new", reports: []moderation.Report{{ID: "q1", Source: moderation.FromPlatform, Kind: inbox.Pending, Reporter: inbox.Author{Handle: "system"}, Count: 1, Open: true}}, more: func(f *moderation.File) {
			f.Subject = moderation.Subject{Kind: moderation.OfHeld, Account: "forum", ID: "q1"}
		}},
		{on: inbox.Discourse, channel: "support", who: "grace", text: "This worked for me, thanks!", ago: 9 * time.Hour, priority: moderation.Low, why: "one member reported it, who is mostly wrong", reports: []moderation.Report{told("grumpy", "inappropriate", 1, 9)}},
		{on: inbox.Discourse, channel: "support", who: "hanna", text: "I had the same problem last week.", ago: 8 * time.Hour, priority: moderation.Low, why: "one member reported it, who is mostly wrong", reports: []moderation.Report{told("grumpy", "inappropriate", 1, 9)}},
		{on: inbox.Mastodon, who: "newbie!", ago: 20 * time.Hour, priority: moderation.Low, why: "somebody asks to be let in", reports: []moderation.Report{{ID: "j1", Source: moderation.FromPlatform, Kind: inbox.Knocking, Reporter: inbox.Author{Handle: "newbie"}, Count: 1, Reason: "I write about typesetting", Open: true}}},
		{on: inbox.Mastodon, channel: "public", who: "edgar", text: "", was: "I know where you live.", ago: 2 * time.Hour, priority: moderation.High, why: "a threat; its author deleted it", reports: []moderation.Report{told("dr_ines", "threat", 3, 0)}, more: func(f *moderation.File) { f.Gone = true }},
		{on: inbox.Slack, channel: "random", who: "⚠pаypal", text: "Hello admin, confirm wallet at http://xn--pple-43d.com/login", ago: 11 * time.Hour, priority: moderation.Medium, why: "a look-alike name", reports: []moderation.Report{ruled("spam", "Hello admin, confirm wallet at", "confirm wallet", moderation.Severe, moderation.Spam)}, more: func(f *moderation.File) {
			f.Author.Handle = "pаypal-support"
			f.Claim = moderation.Claim{By: "ola", Until: Noon().Add(time.Hour)}
		}},
		{on: inbox.Discord, channel: "random", who: "gory", text: "a description that nobody wants to read over breakfast", ago: 7 * time.Hour, priority: moderation.Medium, why: "reported by 2", reports: []moderation.Report{told("tomtom", "graphic", 14, 2)}, more: func(f *moderation.File) { f.Folded = "graphic text" }},
		{on: inbox.Discord, channel: "general", who: "svetlana", text: "I was banned for a joke. Please look at it again.", ago: 30 * time.Hour, priority: moderation.Medium, why: "an appeal", reports: []moderation.Report{told("svetlana", "appeal", 0, 0)}, more: func(f *moderation.File) {
			f.Ruling = &moderation.Decision{ID: "d0", Case: f.ID, At: Noon().Add(-50 * time.Hour), Actor: "noor", Outcome: moderation.Restrict, Rule: "be-kind", Reason: "an insult", Evidence: moderation.Evidence{Text: "your code smells, ha"}}
		}},
		{on: inbox.Slack, channel: "jobs", who: "recruiter", text: "Hiring 20 people, write to me", ago: 13 * time.Hour, priority: moderation.Low, why: "reported by hand", reports: []moderation.Report{{Source: moderation.ByHand, Reporter: inbox.Author{Handle: "ola"}, Count: 1, Reason: "off topic"}}, more: func(f *moderation.File) { f.State = moderation.Escalated }},
	}
}

func decided() []moderation.Decision {
	base := func(id, who, text string, o moderation.Outcome, ago time.Duration) moderation.Decision {
		return moderation.Decision{
			ID: id, Subject: moderation.Subject{Kind: moderation.OfMessage, Account: "acme", Channel: "C-help", ID: "old" + id}, At: Noon().Add(-ago), Actor: "noor",
			Outcome: o, Evidence: moderation.Evidence{By: who, Text: text, SentAt: Noon().Add(-ago - time.Hour)}, Reports: 2, Took: 14 * time.Second,
			Room: inbox.Channel{ID: "C-help", Name: "help"}, About: inbox.Author{ID: "U-" + who, Handle: who},
		}
	}
	all := []moderation.Decision{
		base("d5", "bargain_bo", "cheap watches http://watch.example", moderation.Spam, 2*time.Hour),
		base("d4", "rolf", "You again.", moderation.Warn, 5*time.Hour),
		base("d3", "grace", "This is fine.", moderation.Keep, 26*time.Hour),
		base("d2", "zed", "leave, all of you", moderation.Restrict, 3*24*time.Hour),
		base("d1", "mo", "a link", moderation.Remove, 4*24*time.Hour),
	}
	all[0].Rule, all[0].Strikes = "spam", 3
	all[0].Sent = []moderation.Sent{{Action: "a1", Kind: inbox.Remove, State: inbox.Sent}, {Action: "a2", Kind: inbox.Ban, State: inbox.Failed, Trouble: "Missing Permissions"}}
	all[1].Rule, all[1].Letter, all[1].Actor = "be-kind", "Please attack ideas, not people.", "ola"
	all[1].Sent = []moderation.Sent{{Action: "a3", Kind: inbox.ReplyPrivately, State: inbox.Queued}}
	all[3].Until, all[3].Reason = Noon().Add(4*24*time.Hour), "a whole evening of this"
	all[4].ReversedAt, all[4].ReversedBy = Noon().Add(-3*24*time.Hour), "ola"
	return all
}

// HostileQueue is a queue in which every word that comes from outside is text.
func HostileQueue(texts []string) *Queue {
	q := Reported()
	for i, f := range q.Files {
		text := texts[i%len(texts)]
		who := inbox.Author{ID: text, Handle: text, Name: text}
		f.Account, f.Room.Name, f.Author, f.Folded = text, text, who, ""
		if f.Text = text + " "; i%3 == 0 {
			f.Text = text + " now " + text
		}
		f.Evidence.Text, f.Evidence.By, f.Why, f.Alike = text, text, []string{text}, text
		if f.Claim.By != "" {
			f.Claim.By = text
		}
		for k := range f.Reports {
			r := &f.Reports[k]
			r.Reporter, r.Reason, r.Spans = who, text, []moderation.Span{{From: -3, To: 5}, {From: 2, To: 1 << 20}}
		}
		for k := range f.Around {
			f.Around[k].Author, f.Around[k].Text = who, text
		}
		f.Card.Name, f.Card.Elsewhere = text, []string{text}
		f.Card.Recent = []inbox.Utterance{{Text: text, SentAt: Noon()}}
		f.Notes = []inbox.Note{{ID: "n", Actor: text, Text: text, At: Noon()}}
		f.Strikes.Why, f.Learned = text, moderation.Learned{From: 3, Words: []string{text}}
		f.Past = []moderation.Decision{{At: Noon(), Actor: text, Rule: text, Outcome: moderation.Warn, Evidence: moderation.Evidence{Text: text}}}
		f.Permalink, f.AdminLink = "https://x.example/"+text, text
		if f.Ruling != nil {
			f.Ruling.Actor, f.Ruling.Reason, f.Ruling.Evidence.Text = text, text, text
		}
	}
	for i := range q.Log {
		d, text := &q.Log[i], texts[i%len(texts)]
		d.Actor, d.Rule, d.Reason, d.Note, d.Letter, d.Evidence.Text = text, text, text, text, text, text
		d.About, d.Room.Name, d.ReversedBy = inbox.Author{Handle: text}, text, text
		for k := range d.Sent {
			d.Sent[k].Trouble = text
		}
	}
	for i := range q.Book.Rules {
		q.Book.Rules[i].Title = texts[i%len(texts)]
	}
	return q
}

// Attacking are texts that want more than to be read.
func Attacking() []string {
	return []string{
		"\x1b[2J\x1b]0;owned\atwo\nlines", "evil: ok\rbob: I approve this", "日本語のメッセージ、とても長い日本語のメッセージ",
		"👩‍👩‍👧‍👦 family 🇩🇪🇩🇪🇩 ⚠️ ❤️ 1️⃣ 👩🏽‍💻", "tab\there \u202eesrever\u202c", "\x1b[" + strings.Repeat("1;", 40) + "m",
		strings.Repeat("x", 5000), "நி क्षि ﷽ a\u0300\u0300\u0300\u0300\u0300", "\xff\xfe\x80", "\u009b31mC1\u009d0;x\u009c",
	}
}
