package uitest

import (
	"fmt"
	"strconv"
	"time"

	"rounds/inbox"
)

// Community is a memory of some twenty-five conversations such as a
// community of people who deploy things has in a week.
func Community() *Memory {
	m := NewMemory()
	for i, s := range stories() {
		m.Talks = append(m.Talks, s.talk(int64(i+1)))
	}
	m.Cards["U-maria.k"] = inbox.Card{
		Member:  inbox.Member{ID: "U-maria.k", Handle: "maria.k", Name: "Maria Kovač", Role: inbox.Community, Zone: "Europe/Zagreb", Joined: Noon().Add(-74 * time.Hour)},
		Account: "acme", Platform: inbox.Slack, FirstSeen: Noon().Add(-50 * time.Hour), LastSeen: Noon().Add(-26 * time.Hour),
		Messages: 4, Questions: 1, Open: 1, Elsewhere: []string{"forum"},
		Recent: []inbox.Utterance{
			{Text: "hi everyone, Maria here, we run three workers in Zagreb", SentAt: Noon().Add(-50 * time.Hour), Kind: inbox.Said},
			{Text: "thanks for the welcome!", SentAt: Noon().Add(-49 * time.Hour), Kind: inbox.Said},
		},
	}
	m.Cards["U-tomtom"] = inbox.Card{
		Member:  inbox.Member{ID: "U-tomtom", Handle: "tomtom", Name: "Tom Tomlinson", Role: inbox.Community, Joined: Noon().Add(-400 * 24 * time.Hour)},
		Account: "acme", Platform: inbox.Slack, FirstSeen: Noon().Add(-390 * 24 * time.Hour), LastSeen: Noon().Add(-time.Hour),
		Messages: 812, Questions: 31, Answered: 57,
	}
	return m
}

// story is a conversation in short: who says what, how long ago.
type story struct {
	channel, account string
	said             []said
	signals          []inbox.SignalKind
	tags             []string
	state            inbox.State
	until            time.Duration
	hold             bool
	unread           int
	note             string
	starred, muted   bool
}

type said struct {
	who  string // "name", "name!" is of the team, "name*" is a bot
	ago  time.Duration
	text string
}

func (s story) talk(id int64) *inbox.Talk {
	t := &inbox.Talk{}
	for i, u := range s.said {
		author := author(u.who)
		t.Said = append(t.Said, inbox.Utterance{
			ID: id*1000 + int64(i), Key: key(id, i), Author: author, Kind: inbox.Said, Text: u.text, SentAt: Noon().Add(-u.ago),
		})
	}
	first, last := t.Said[0], t.Said[len(t.Said)-1]
	account := s.account
	if account == "" {
		account = "acme"
	}
	state := s.state
	if state == "" {
		state = inbox.Open
	}
	t.Conversation = inbox.Conversation{
		ID: id, Account: account, Platform: inbox.Slack, Channel: inbox.Channel{ID: "C-" + s.channel, Name: s.channel, Kind: inbox.Public},
		Thread: strconv.FormatInt(id, 10), Opener: first.Author, Text: first.Text, OpenedAt: first.SentAt,
		Last: last.Author, LastText: last.Text, LastAt: last.SentAt, Replies: len(t.Said) - 1, Unread: s.unread,
		State: state, Tags: s.tags, Starred: s.starred, Muted: s.muted,
		Permalink: fmt.Sprintf("https://acme.slack.com/archives/C%03d/p17500%05d", id, id),
	}
	if state != inbox.Open {
		t.Decision = inbox.Decision{State: state, Seen: last.SentAt, Hold: s.hold}
	}
	if s.until != 0 {
		t.Decision.Until = Noon().Add(s.until)
	}
	for _, kind := range s.signals {
		t.Signals = append(t.Signals, inbox.Signal{Kind: kind, Reason: reasons(kind, first.SentAt)})
	}
	if s.note != "" {
		t.Conversation.Notes = 1
		t.Notes = []inbox.Note{{ID: "note", Actor: "you", Text: s.note, At: last.SentAt.Add(5 * time.Minute)}}
	}
	return t
}

// key is the platform's ID of a message: that of the first is the thread's.
func key(id int64, i int) string {
	if i == 0 {
		return strconv.FormatInt(id, 10)
	}
	return strconv.FormatInt(id, 10) + "." + strconv.Itoa(i)
}

func author(who string) inbox.Author {
	role := inbox.Community
	switch who[len(who)-1] {
	case '!':
		role, who = inbox.Team, who[:len(who)-1]
	case '*':
		role, who = inbox.Bot, who[:len(who)-1]
	}
	return inbox.Author{ID: "U-" + who, Handle: who, Role: role}
}

func reasons(kind inbox.SignalKind, at time.Time) string {
	switch kind {
	case inbox.Question:
		return "asks with a question mark"
	case inbox.Mention:
		return "names @team"
	case inbox.FirstPost:
		return "the first thing they ever said here"
	case inbox.Unanswered:
		return "nobody has answered for " + strconv.Itoa(int(Noon().Sub(at).Hours())) + " h"
	case inbox.WaitingUs:
		return "the last word is theirs, and we took part"
	case inbox.Promised:
		return "promised, step 3 of 3: close the loop in public"
	}
	return ""
}

func stories() []story {
	const (
		h = time.Hour
		d = 24 * h
		m = time.Minute
		q = inbox.Question
		n = inbox.Mention
		f = inbox.FirstPost
		u = inbox.Unanswered
		w = inbox.WaitingUs
	)
	type kinds = []inbox.SignalKind
	return []story{
		{channel: "help", unread: 1, signals: kinds{q, n, f, u}, said: []said{
			{"maria.k", 26 * h, "How do I rotate the API key without downtime? We have three workers and a scheduler, and @team the docs say to restart everything at once, which we cannot do during the day.\n\nIs there a grace period in which both keys are valid?"},
			{"deploybot*", 26*h - m, "Thanks for posting! A human will be with you."},
		}},
		{channel: "general", unread: 2, signals: kinds{n, q}, said: []said{
			{"tomtom", 5 * h, "@team is the Friday AMA still on?"},
			{"lena", 4 * h, "I hope so, I have questions about the roadmap"},
			{"tomtom", 3 * h, "same here"},
		}},
		{channel: "feedback", unread: 1, signals: kinds{q, u}, tags: []string{"csv", "feedback"}, said: []said{
			{"dr_ines", 3 * h, "Export to CSV drops the header row when a column name has a comma in it. Is that known?"},
		}},
		{channel: "random", signals: kinds{n}, said: []said{
			{"lena", h, "Loving the new release! One thing though, @team: the dark theme is very dark."},
			{"noor!", 50 * m, "Thank you! Which screen is it on?"},
			{"lena", 40 * m, "The settings page, I can hardly see the switches"},
		}},
		{channel: "help", unread: 1, signals: kinds{q, u}, said: []said{
			{"kenji", 31 * h, "スケジューラーを再起動する方法を教えてください。ドキュメントが見つかりません。"},
		}},
		{channel: "help", unread: 1, signals: kinds{q, u, f}, said: []said{
			{"pаypal-support", 2 * h, "Hello admin, please confirm wallet at http://аpple.com/login ?"},
		}},
		{channel: "deploy", signals: kinds{q, w}, note: "Asked Priya whether 2.4 has the fix. She will know on Wednesday.", starred: true, said: []said{
			{"ola.n", 2 * d, "Rolling restarts leave one pod in CrashLoopBackOff, logs attached. Has anyone seen this?"},
			{"noor!", 47 * h, "Which version are you on?"},
			{"ola.n", 20 * h, "2.3.1, the image from Monday"},
		}},
		{channel: "general", said: []said{
			{"sam", 8 * h, "Good morning from Lisbon ☀️ 28° already"},
			{"bea", 7 * h, "raining in Hamburg, as ever"},
		}},
		{channel: "help", state: inbox.Waiting, signals: kinds{q}, said: []said{
			{"grace", 28 * h, "Where can I see how much of my quota is used?"},
			{"noor!", 27 * h, "Settings → Usage. Does it show there for you?"},
		}},
		{channel: "api", state: inbox.Waiting, signals: kinds{q}, tags: []string{"bug"}, said: []said{
			{"vikram", 3 * d, "The webhook fires twice when I edit a message within a second. Bug or feature?"},
			{"noor!", 70 * h, "Bug! Could you send me the delivery IDs?"},
		}},
		{channel: "help", state: inbox.Waiting, signals: kinds{q, n}, said: []said{
			{"zoe", 4 * d, "@team could I get access to the beta?"},
			{"noor!", 95 * h, "You are on the list, the mail should be there by tomorrow."},
		}},
		{channel: "events", state: inbox.Snoozed, until: 21 * h, signals: kinds{n}, said: []said{
			{"raj", 30 * h, "@team can somebody from you speak at our meetup in Pune on the 25th?"},
		}},
		{channel: "feedback", state: inbox.Snoozed, until: 9 * d, hold: true, tags: []string{"feature"}, said: []said{
			{"mila", 6 * d, "Please, please add keyboard shortcuts to the web app"},
			{"tomtom", 5 * d, "+1"},
		}},
		{channel: "help", state: inbox.Done, signals: kinds{q}, said: []said{
			{"abel", 5 * d, "Is Alpine supported?"},
			{"tomtom", 5*d - 10*m, "Yes, since 2.2, use the -musl image"},
			{"abel", 5*d - 20*m, "perfect, thanks!"},
		}},
		{channel: "random", state: inbox.Spam, said: []said{
			{"crypto_gains_77", 9 * h, "💰💰 EARN 5000$ A DAY FROM HOME, DM ME 💰💰"},
		}},
		{channel: "announcements", said: []said{
			{"noor!", 3 * d, "Release 2.4 is out: rotating keys, faster exports, and the dark theme that you asked for."},
			{"lena", 3*d - h, "🎉🎉🎉"},
			{"sam", 3*d - 2*h, "finally!"},
		}},
		{channel: "help", signals: kinds{q, u}, unread: 1, said: []said{
			{"pablo_r", 52 * h, "¿Alguien sabe si la API acepta fechas ISO con zona horaria? Me devuelve 400 siempre."},
		}},
		{channel: "help", signals: kinds{q}, said: []said{
			{"hanna", 29 * h, "Can two people edit the same schedule at once?"},
			{"grace", 28*h + 30*m, "We do it all the time, the last one to save wins"},
		}},
		{channel: "jobs", said: []said{
			{"recruiter_jo", 4 * d, "We are hiring two platform engineers in Utrecht, remote within the EU is fine. Salary 70–85k. Write me!"},
		}},
		{channel: "api", signals: kinds{q, n, w}, tags: []string{"rate-limit"}, said: []said{
			{"vikram", 10 * h, "@team the rate limit header says 100 but I get a 429 after 60 requests, what am I missing?"},
			{"noor!", 9 * h, "The burst limit is per second. Are you sending them in parallel?"},
			{"vikram", 6 * h, "Yes, eight at a time. Is the burst limit documented anywhere?"},
		}},
		{channel: "introductions", signals: kinds{f}, unread: 1, said: []said{
			{"wanjiku", 6 * h, "Hi all! I look after the data platform of a hospital in Nairobi. Here to learn how you do upgrades without downtime."},
		}},
		{channel: "introductions", signals: kinds{f}, unread: 1, said: []said{
			{"emil", 14 * h, "hello, student from Gothenburg, building my thesis on your scheduler"},
		}},
		{channel: "deploy", signals: kinds{q}, state: inbox.Done, said: []said{
			{"bea", 2 * d, "Does the Helm chart pin the image digest?"},
			{"ola.n", 2*d - h, "It does since 0.9"},
		}},
		{channel: "general", muted: true, said: []said{
			{"sam", 12 * h, "Friday playlist thread 🎵"},
			{"lena", 11 * h, "Kraftwerk – Autobahn"},
			{"tomtom", 10 * h, "Khruangbin – Maria También"},
		}},
		{channel: "help", signals: kinds{q, n, u}, unread: 1, said: []said{
			{"yusuf", 11 * m, "@team is the status page up to date? I see 502 from eu-west since about ten minutes, it says all green."},
		}},
	}
}
