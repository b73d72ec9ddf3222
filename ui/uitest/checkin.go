package uitest

import (
	"strconv"
	"time"

	"rounds/inbox"
	"rounds/inbox/checkin"
)

// Day is a check-in of a Tuesday at [Noon], just before it begins, with
// something of every kind in it and, here and there, words that attack the
// screen.
func Day() checkin.Day {
	d := checkin.Day{
		Date: "2026-06-16", Now: Noon(), Weeks: 6,
		News: checkin.News{
			Since: Noon().Add(-18 * time.Hour), Messages: 214, Questions: 9, Mentions: 4, Flags: 2, Joined: 3, Failed: 1,
		},
		Stages: map[checkin.Stage]int{checkin.New: 4, checkin.Welcomed: 7, checkin.Replied: 5, checkin.Activated: 3},
		Back: []checkin.Return{
			{What: "response target", Text: "yusuf in #help", At: Noon().Add(90 * time.Minute)},
			{What: "planned post", Text: "Friday wins: what did you ship?\x1b[2J", At: Noon().Add(3 * time.Hour)},
			{What: "snoozed conversation", Text: "raj in #events", At: Noon().Add(21 * time.Hour)},
			{What: "follow-up", Text: "vikram in #api: tell them the fix is out", At: Noon().Add(28 * time.Hour)},
			{What: "snoozed conversation", Text: "mila in #feedback", At: Noon().Add(9 * inbox.Day)},
		},
		Tips: []checkin.Tip{{Kind: checkin.MakeTheReport, Text: "The report of May is not made yet.", Pane: "Metrics"}},
	}
	items := [][]checkin.Item{newcomers(), questionsAndMentions(), goodConversations(), mostUrgent(), looseEnds()}
	for i, step := range checkin.Steps() {
		d.Parts = append(d.Parts, checkin.Part{Step: step, Items: items[i], Budget: step.Budget()})
	}
	d.Parts[0].More = 2
	d.Parts[1].Settled, d.Parts[1].Used = 2, 95*time.Second
	return d
}

func newcomers() []checkin.Item {
	item := func(member int64, name, room string, joined, first time.Duration, said int, text string) checkin.Item {
		h := checkin.Hello{Stage: checkin.New, Joined: Noon().Add(-joined), Said: said, Ref: inbox.Ref{Kind: inbox.MemberRef, Account: "acme", ID: "U-" + name}}
		i := checkin.Item{
			Key: "member:" + number(member), Step: checkin.Welcome, Kind: checkin.Newcomer, Member: member,
			Account: "acme", Platform: inbox.Slack, Who: author(name), Name: name, Text: text, At: h.Joined, Hello: &h,
		}
		if said > 0 {
			h.First, i.Room, i.Talk = Noon().Add(-first), room, member+100
			h.Place = inbox.Place{Account: "acme", Channel: "C-" + room, Thread: number(member + 100)}
		}
		return i
	}
	maria := item(1, "maria.k", "help", 74*time.Hour, 26*time.Hour, 4, "How do I rotate the API key without downtime? We have three workers and a scheduler.")
	maria.Why, maria.Carried, maria.Talk = []string{"joined 3 days ago", "asked a question that nobody has answered"}, 2, 1
	wanjiku := item(21, "wanjiku", "introductions", 8*time.Hour, 6*time.Hour, 1, "Hi all! I look after the data platform of a hospital in Nairobi. Here to learn how you do upgrades without downtime.")
	wanjiku.Why = []string{"joined 8 h ago", "introduced herself"}
	emil := item(22, "emil", "introductions", 20*time.Hour, 14*time.Hour, 1, "hello, student from Gothenburg, building my thesis on your scheduler\x1b]0;owned\a")
	emil.Account, emil.Platform = "fans", inbox.Discord
	emil.Hello.By, emil.Hello.On, emil.Hello.When = "noor", "acme", Noon().Add(-12*time.Hour)
	emil.Why = []string{"welcomed by noor on acme 12 h ago"}
	silent := item(23, "日本語のとても長い名前の人", "", 50*time.Hour, 0, 0, "")
	silent.Why, silent.Hello.Lacks = []string{"joined 2 days ago", "has said nothing yet"}, "A Discourse account without this right cannot write to members."
	spam := item(6, "pаypal-support", "help", 2*time.Hour, 2*time.Hour, 1, "Hello admin, please confirm wallet at http://аpple.com/login ?")
	spam.Hello.Suspect = []string{"the name mixes alphabets", "a link in their first message", "a rule has reported them: links of newcomers"}
	spam.Why = []string{"joined 2 h ago"}
	return []checkin.Item{maria, wanjiku, emil, silent, spam}
}

func questionsAndMentions() []checkin.Item {
	item := func(kind checkin.Kind, talk int64, name, room string, ago, left time.Duration, text string, why ...string) checkin.Item {
		return checkin.Item{
			Key: "talk:" + number(talk), Step: checkin.Questions, Kind: kind, Talk: talk, Account: "acme", Platform: inbox.Slack,
			Room: room, Who: author(name), Name: name, Text: text, At: Noon().Add(-ago), Due: Noon().Add(left), Why: why,
		}
	}
	pablo := item(checkin.Question, 17, "pablo_r", "help", 52*time.Hour, -4*time.Hour, "¿Alguien sabe si la API acepta fechas ISO con zona horaria? Me devuelve 400 siempre.", "asks with a question mark")
	pablo.Carried = 3
	tomtom := item(checkin.Mention, 2, "tomtom", "general", 5*time.Hour, 40*time.Minute, "@team is the Friday AMA still on?", "names @team")
	yusuf := item(checkin.Mention, 25, "yusuf", "help", 11*time.Minute, 90*time.Minute, "@team is the status page up to date? I see 502 from eu-west since about ten minutes, it says all green.", "names @team", "asks with a question mark")
	ines := item(checkin.Question, 3, "dr_ines", "feedback", 3*time.Hour, 23*time.Hour, "Export to CSV drops the header row when a column name has a comma in it. Is that known?", "asks with a question mark")
	ines.Account, ines.Platform = "forum", inbox.Discourse
	kenji := item(checkin.Question, 5, "kenji", "help", 31*time.Hour, 26*time.Hour, "スケジューラーを再起動する方法を教えてください。\u202eesrever\u202c\ntwo\nlines", "asks politely")
	vikram := item(checkin.Mention, 20, "vikram", "api", 6*time.Hour, 30*time.Hour, "Yes, eight at a time. Is the burst limit documented anywhere?", "the last word is theirs, and we took part")
	vikram.Skipped, vikram.Skips = true, 2
	return []checkin.Item{pablo, tomtom, yusuf, ines, kenji, vikram}
}

func goodConversations() []checkin.Item {
	item := func(talk int64, name, room string, ago time.Duration, text string, why ...string) checkin.Item {
		return checkin.Item{
			Key: "talk:" + number(talk), Step: checkin.Good, Kind: checkin.Conversation, Talk: talk, Account: "acme", Platform: inbox.Slack,
			Room: room, Who: author(name), Name: name, Text: text, At: Noon().Add(-ago), Why: why,
		}
	}
	return []checkin.Item{
		item(21, "wanjiku", "introductions", 6*time.Hour, "Hi all! I look after the data platform of a hospital in Nairobi.",
			"score 7: began by a member (3)", "nobody has answered yet (2)", "wanjiku has been here for less than 30 days (2)"),
		item(8, "sam", "general", 8*time.Hour, "Good morning from Lisbon ☀️ 28° already",
			"score 5.5: began by a member (3)", "2 people have replied (1)", "6 reactions, 1 is usual here (1.5)"),
	}
}

func mostUrgent() []checkin.Item {
	flag := func(id int64, name, room string, ago time.Duration, text string, why ...string) checkin.Item {
		return checkin.Item{
			Key: "case:" + number(id), Step: checkin.Flags, Kind: checkin.Flag, Case: id, Account: "acme", Platform: inbox.Slack,
			Room: room, Who: author(name), Name: name, Text: text, At: Noon().Add(-ago), Why: why,
		}
	}
	return []checkin.Item{
		flag(1, "crypto_gains_77", "random", 9*time.Hour, "💰💰 EARN 5000$ A DAY FROM HOME, DM ME 💰💰", "high: 3 reports", "new here"),
		flag(3, "mallory\x1b[31m", "help", 30*time.Hour, "you are all idiots\x1b[2J", "medium: 1 report"),
	}
}

func looseEnds() []checkin.Item {
	item := func(kind checkin.Kind, key, name, room string, ago time.Duration, text string, why ...string) checkin.Item {
		i := checkin.Item{
			Key: key, Step: checkin.Loose, Kind: kind, Account: "acme", Platform: inbox.Slack,
			Room: room, Name: name, Text: text, At: Noon().Add(-ago), Why: why,
		}
		if name != "" {
			i.Who = author(name)
		}
		return i
	}
	promise := item(checkin.FollowUp, "talk:7", "ola.n", "deploy", 2*time.Hour, "Rolling restarts leave one pod in CrashLoopBackOff, logs attached.", "step 3 of 3 is due: close the loop in public")
	woken := item(checkin.Woken, "talk:12", "raj", "events", time.Hour, "@team can somebody from you speak at our meetup in Pune on the 25th?", "its snooze ended 1 h ago")
	unsent := item(checkin.Unsent, "out:a1", "", "help", 3*time.Hour, "Settings → Usage. Does it show there for you?", "failed: channel_is_archived")
	failed := item(checkin.FailedPost, "post:friday-wins@2026-06-12", "", "general", 4*inbox.Day, "Friday wins", "#general on acme: not_in_channel")
	missed := item(checkin.MissedPost, "post:tool-tip@2026-06-16", "", "", 3*time.Hour, "Tool-Tip Tuesday", "its time was 09:00, and the program was not running")
	watched := item(checkin.Watched, "heard:31:7090", "lena", "random", 40*time.Minute, "The settings page, I can hardly see the switches", "VIP")
	first := item(checkin.Celebrate, "first answer:32", "grace", "help", 5*time.Hour, "We do it all the time, the last one to save wins", "grace has answered somebody for the first time")
	hundred := item(checkin.Celebrate, "replies:33:100", "tomtom", "help", 6*time.Hour, "Yes, since 2.2, use the -musl image", "tomtom has written the 100th reply")
	year := item(checkin.Celebrate, "years:34:1", "bea", "", 10*time.Hour, "", "bea has been here for a year")
	promise.Talk, woken.Talk, unsent.Talk, unsent.Action = 7, 12, 9, "a1"
	failed.Post, missed.Post = "friday-wins@2026-06-12", "tool-tip@2026-06-16"
	watched.Talk, watched.Member = 4, 31
	first.Talk, first.Member, first.Milestone = 18, 32, &checkin.Milestone{Kind: checkin.FirstAnswer, Count: 1}
	hundred.Talk, hundred.Member, hundred.Milestone = 14, 33, &checkin.Milestone{Kind: checkin.ManyReplies, Count: 100}
	year.Member, year.Milestone = 34, &checkin.Milestone{Kind: checkin.Years, Count: 1}
	return []checkin.Item{promise, woken, unsent, failed, missed, watched, first, hundred, year}
}

func number(id int64) string { return strconv.FormatInt(id, 10) }
