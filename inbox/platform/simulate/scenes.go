package simulate

import (
	"math/rand/v2"
	"strings"
	"time"
)

// question tells of something asked and how it was answered: by another
// member, by the team, by the bot alone or, seldom, not at all.
func (s *story) question(at time.Time) {
	q, root, fill := s.ask(s.seeker(), at)
	if root == nil {
		return
	}
	asker := root.author
	switch p := s.dice.Float64(); {
	case p < 0.55:
		s.answered(q, root, asker, s.someone(asker), fill)
	case p < 0.90:
		s.answered(q, root, asker, s.teammate(), fill)
	case p < 0.975:
		s.botAnswers(q, root)
		s.answered(q, root, asker, s.teammate(), fill)
	case p < 0.99:
		s.botAnswers(q, root)
	}
}

// filler is what a text's slots are filled with.
type filler func(string) string

// ask asks the next question of the deck.
func (s *story) ask(asker *user, at time.Time) (question, *message, filler) {
	q := s.bank.questions.deal(s.dice)
	text, asker := s.voice(q.asks[s.dice.IntN(len(q.asks))], asker)
	fill := s.w.slots(s.dice, asker).Replace
	root := s.say(q.room, asker, at, s.opener(fill(text)))
	s.garnish(root, 0.12, "eyes", "heavy_plus_sign")
	if root != nil && s.dice.Float64() < 0.05 {
		s.picture(root, "screenshot.png", "png")
	}
	return q, root, fill
}

// opener puts a few words in front of some questions, as people do.
func (s *story) opener(text string) string {
	openers := [...]string{
		"Hi all! ", "Quick one: ", "Sorry if this has been asked before. ", "Hey folks, ",
		"Not urgent, but: ", "Good morning! ", "I'm probably holding it wrong. ",
	}
	if i := s.dice.IntN(4 * len(openers)); i < len(openers) {
		return openers[i] + text
	}
	return text
}

// answered lets somebody answer, another agree, and the asker give thanks.
func (s *story) answered(q question, root *message, asker, helper *user, fill filler) {
	if root == nil {
		return
	}
	at := root.at.Add(s.delay(50 * time.Minute))
	first := s.reply(q.room, root, helper, at, fill(q.answers[s.dice.IntN(len(q.answers))]))
	s.garnish(first, 0.2, "pray", "white_check_mark", "raised_hands")
	if s.dice.Float64() < 0.25 {
		at = at.Add(s.delay(20 * time.Minute))
		s.reply(q.room, root, s.someone(asker, helper), at, s.bank.echo.deal(s.dice))
	}
	if s.dice.Float64() < 0.65 {
		at = at.Add(s.delay(40 * time.Minute))
		thanks := s.bank.thanks.deal(s.dice)
		if q.thanks != "" && s.dice.Float64() < 0.7 {
			thanks = fill(q.thanks)
		}
		s.garnish(s.reply(q.room, root, asker, at, thanks), 0.2, "heart", "tada")
	}
	if s.dice.Float64() < 0.12 {
		s.reply(q.room, root, s.teammate(), at.Add(s.delay(time.Hour)), "Glad that's sorted! I've added it to the FAQ.")
	}
}

func (s *story) botAnswers(q question, root *message) {
	if root != nil {
		s.reply(q.room, root, s.w.helper, root.at.Add(2*time.Second), s.bank.bot.deal(s.dice))
	}
}

// remark is small talk.
func (s *story) remark(at time.Time) {
	room, who := "random", s.someone()
	if s.dice.Float64() < 0.4 {
		room = "general"
	}
	text, who := s.voice(s.bank.chatter.deal(s.dice), who)
	root := s.say(room, who, at, s.fill(text, who))
	s.garnish(root, 0.35, "joy", "heart", "coffee")
	if s.dice.Float64() < 0.06 {
		s.picture(root, "cat.jpg", "jpg")
	}
	s.echoes(room, root, &s.bank.echo, s.dice.IntN(4), 30*time.Minute)
}

// echoes lets some people answer from a deck.
func (s *story) echoes(room string, root *message, from *deck[string], n int, mean time.Duration) {
	if root == nil {
		return
	}
	at := root.at
	for range n {
		at = at.Add(s.delay(mean))
		who := s.someone(root.author)
		s.garnish(s.reply(room, root, who, at, s.fill(from.deal(s.dice), root.author)), 0.1, "heart", "100")
	}
}

func (s *story) feedback(at time.Time) {
	who := s.someone()
	root := s.say("feedback", who, at, s.fill(s.bank.feedback.deal(s.dice), who))
	s.garnish(root, 0.4, "heavy_plus_sign", "eyes")
	s.echoes("feedback", root, &s.bank.feedbackReplies, 1+s.dice.IntN(3), 3*time.Hour)
	if root != nil && s.dice.Float64() < 0.6 {
		s.reply("feedback", root, s.teammate(), root.at.Add(s.delay(9*time.Hour)), s.fill(s.bank.feedbackReplies.deal(s.dice), who))
	}
}

func (s *story) show(at time.Time) {
	who := s.someone()
	root := s.say("show-and-tell", who, at, s.fill(s.bank.shows.deal(s.dice), who))
	s.garnish(root, 0.8, "heart_eyes", "clap", "tada")
	if s.dice.Float64() < 0.5 {
		s.picture(root, "my-notebook.png", "png")
	}
	s.echoes("show-and-tell", root, &s.bank.echo, s.dice.IntN(4), time.Hour)
}

// official is the team speaking to everybody.
func (s *story) official(at time.Time, room string, from *deck[string]) {
	who := s.teammate()
	root := s.say(room, who, at, s.fill(from.deal(s.dice), who))
	s.garnish(root, 0.8, "tada", "heart", "rocket")
	if root != nil {
		root.edited = time.Time{}
	}
	s.echoes(room, root, &s.bank.echo, s.dice.IntN(2), 2*time.Hour)
}

// mention is somebody who wants one of us in person.
func (s *story) mention(at time.Time, answered bool) {
	rooms := [...]string{"general", "help", "events", "feedback"}
	room, who := rooms[s.dice.IntN(len(rooms))], s.someone()
	root := s.say(room, who, at, s.fill(s.bank.mentions.deal(s.dice), who))
	if root == nil || !answered {
		return
	}
	if m := s.reply(room, root, s.teammate(), root.at.Add(s.delay(2*time.Hour)), s.bank.mentionReply.deal(s.dice)); m != nil {
		s.reply(room, root, who, m.at.Add(s.delay(time.Hour)), s.bank.thanks.deal(s.dice))
	}
}

func (s *story) troll(at time.Time) {
	text, who := s.provocation()
	rooms := [...]string{"general", "feedback", "random"}
	room := rooms[s.dice.IntN(len(rooms))]
	root := s.say(room, who, at, s.fill(text, who))
	s.garnish(root, 0.4, "-1", "face_with_rolling_eyes")
	if root != nil && s.dice.Float64() < 0.5 {
		s.reply(room, root, s.teammate(), root.at.Add(s.delay(time.Hour)), "Let's keep it friendly here, please. The code of conduct is linked in the topic.")
	}
}

// provocation is a line and its speaker: one insults, the other sells.
func (s *story) provocation() (string, *user) {
	text := s.bank.trolls.deal(s.dice)
	if strings.Contains(text, "<http") {
		return text, s.w.trolls[1]
	}
	return text, s.w.trolls[0]
}

// farewell is one of the lines that Slack writes by itself.
func (s *story) farewell(at time.Time) {
	who := s.someone()
	if s.dice.Float64() < 0.5 {
		if m := s.say("random", who, at, "<@"+who.id+"> has left the channel"); m != nil {
			m.subtype = "channel_leave"
		}
		return
	}
	if m := s.say("events", s.w.me(), at, "<@"+s.w.me().id+"> set the channel topic: Calls, meetups, hack days. All times are UTC"); m != nil {
		m.subtype = "channel_topic"
	}
}

// newcomer joins, and mostly says hello; welcomed or not.
func (s *story) newcomer(who *user, at time.Time, welcomed bool) {
	who.joined = at
	if m := s.say("general", who, at, "<@"+who.id+"> has joined the channel"); m != nil {
		m.subtype = "channel_join"
	}
	hello := at.Add(s.delay(15 * time.Minute))
	if s.dice.Float64() < 0.3 || !hello.Before(s.now) {
		return
	}
	root := s.say("introductions", who, hello, s.fill(s.introduction(who), who))
	s.garnish(root, 0.5, "wave", "heart")
	if root == nil || !welcomed {
		return
	}
	s.reply("introductions", root, s.teammate(), hello.Add(s.delay(2*time.Hour)), s.fill(s.bank.welcomes.deal(s.dice), who))
	s.echoes("introductions", root, &s.bank.welcomes, s.dice.IntN(2), 3*time.Hour)
}

// introduction deals one in a language that fits where somebody is from.
func (s *story) introduction(who *user) string {
	for {
		text := s.bank.intros.deal(s.dice)
		first := []rune(text)[0]
		japanese := first >= 0x3040 && first <= 0x30ff
		arabic := first >= 0x0600 && first <= 0x06ff
		if (!japanese || who.city == "Kyoto") && (!arabic || who.city == "Beirut") {
			return text
		}
	}
}

// waiting tells what lies on the desk now: questions without an answer, names
// that were called, newcomers whom nobody has greeted, from minutes to days
// old.
func (s *story) waiting() {
	ago := func(h float64) time.Time {
		s.clock = s.now.Add(-time.Duration(h * float64(time.Hour)))
		return s.clock
	}
	for i, hours := range []float64{2.8, 9.5, 30} {
		if at := 20 + i*5; at < len(s.w.people) {
			who := s.w.people[at]
			who.joined = ago(hours)
			s.say("introductions", who, ago(hours), s.fill(s.introduction(who), who))
		}
	}
	for _, hours := range shuffle(s.dice, 0.12, 0.6, 1.4, 3.3, 6.5, 11, 27, 33, 51, 74) {
		s.ask(s.seeker(), ago(hours))
	}
	for _, hours := range []float64{0.9, 5.2, 29} { // the bot was quicker, and alone
		q, root, _ := s.ask(s.seeker(), ago(hours))
		s.botAnswers(q, root)
	}
	for _, hours := range []float64{0.4, 2.1, 8, 21, 44} {
		s.mention(ago(hours), false)
	}
	// Somebody was answered and asks again; somebody has much to tell.
	q, root, fill := s.ask(s.seeker(), ago(20))
	if root != nil {
		s.reply(q.room, root, s.w.me(), ago(19), fill(q.answers[0]))
		s.reply(q.room, root, root.author, ago(1.1), "Hm, I've tried that and nothing changes. What else could it be?")
	}
	who := s.someone()
	s.say("help", who, ago(16), s.fill(s.bank.long.deal(s.dice), who))
	s.troll(ago(4.2))
}

func shuffle(dice *rand.Rand, hours ...float64) []float64 {
	dice.Shuffle(len(hours), func(i, j int) { hours[i], hours[j] = hours[j], hours[i] })
	return hours
}
