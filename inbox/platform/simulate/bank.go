package simulate

import (
	_ "embed"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// What people say, one line each; see bank/. Lines are Slack's markup, with
// slots in braces.
var (
	//go:embed bank/questions.txt
	questionsText string
	//go:embed bank/chatter.txt
	chatterText string
	//go:embed bank/echo.txt
	echoText string
	//go:embed bank/thanks.txt
	thanksText string
	//go:embed bank/intros.txt
	introsText string
	//go:embed bank/welcomes.txt
	welcomesText string
	//go:embed bank/feedback.txt
	feedbackText string
	//go:embed bank/feedback_replies.txt
	feedbackRepliesText string
	//go:embed bank/shows.txt
	showsText string
	//go:embed bank/announcements.txt
	announcementsText string
	//go:embed bank/events.txt
	eventsText string
	//go:embed bank/mentions.txt
	mentionsText string
	//go:embed bank/mention_replies.txt
	mentionRepliesText string
	//go:embed bank/trolls.txt
	trollsText string
	//go:embed bank/bot.txt
	botText string
	//go:embed bank/builds.txt
	buildsText string
	//go:embed bank/long.txt
	longText string
)

// question is something that is asked, with answers that fit it.
type question struct {
	room    string
	asks    []string
	answers []string
	thanks  string // the asker's own, or ""
}

// deck deals its cards in an order of chance, each once before any twice, and
// after a round first those that have not been seen for longest.
type deck[T any] struct {
	cards []T
	order []int
	dealt []int
}

func (d *deck[T]) deal(dice *rand.Rand) T {
	if len(d.order) == 0 {
		d.order = d.shuffled(dice)
		d.dealt = d.dealt[:0]
	}
	card := d.order[0]
	d.order = d.order[1:]
	d.dealt = append(d.dealt, card)
	return d.cards[card]
}

// shuffled is an order of all cards in which those dealt in the first half of
// the last round come first.
func (d *deck[T]) shuffled(dice *rand.Rand) []int {
	if len(d.dealt) == 0 {
		return dice.Perm(len(d.cards))
	}
	order, half := slices.Clone(d.dealt), len(d.dealt)/2
	for _, part := range [][]int{order[:half], order[half:]} {
		dice.Shuffle(len(part), func(i, j int) { part[i], part[j] = part[j], part[i] })
	}
	return order
}

// bank is everything that can be said.
type bank struct {
	questions                                     deck[question]
	chatter, echo, thanks, intros, welcomes       deck[string]
	feedback, feedbackReplies, shows              deck[string]
	announcements, events, mentions, mentionReply deck[string]
	trolls, bot, builds, long                     deck[string]
}

func newBank() *bank {
	return &bank{
		questions: deck[question]{cards: readQuestions(questionsText)},
		chatter:   lines(chatterText), echo: lines(echoText), thanks: lines(thanksText),
		intros: lines(introsText), welcomes: lines(welcomesText),
		feedback: lines(feedbackText), feedbackReplies: lines(feedbackRepliesText), shows: lines(showsText),
		announcements: lines(announcementsText), events: lines(eventsText),
		mentions: lines(mentionsText), mentionReply: lines(mentionRepliesText),
		trolls: lines(trollsText), bot: lines(botText), builds: lines(buildsText), long: lines(longText),
	}
}

func lines(text string) deck[string] {
	var d deck[string]
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			d.cards = append(d.cards, strings.ReplaceAll(line, `\n`, "\n"))
		}
	}
	return d
}

// readQuestions reads blocks of "#room", "? asked", "! answered", "+ thanked".
func readQuestions(text string) []question {
	var all []question
	for _, line := range lines(text).cards {
		kind, rest := line[0], strings.TrimSpace(line[1:])
		if kind == '#' {
			all = append(all, question{room: rest})
			continue
		}
		q := &all[len(all)-1]
		switch kind {
		case '?':
			q.asks = append(q.asks, rest)
		case '!':
			q.answers = append(q.answers, rest)
		case '+':
			q.thanks = rest
		}
	}
	return all
}

// slots are what the braces of one conversation stand for, so that an answer
// speaks of the same device as its question.
func (w *world) slots(dice *rand.Rand, asker *user) *strings.Replacer {
	pick := func(options ...string) string { return options[dice.IntN(len(options))] }
	return strings.NewReplacer(
		"{version}", pick("3.6", "3.7", "3.7", "3.8", "3.8", "3.8"),
		"{device}", pick("Pixel", "iPad", "old iPhone", "Fairphone", "tablet", "work phone"),
		"{os}", pick("Android", "iOS", "Windows", "macOS", "Linux"),
		"{plugin}", pick("Kanban", "Word Garden", "Calendar Strip", "Mindgrid", "Zotero Bridge", "Habit Dots"),
		"{rival}", pick("Evernote", "OneNote", "Notion", "a drawer full of paper"),
		"{n}", strconv.Itoa(2+dice.IntN(7)),
		"{city}", asker.city,
		"{name}", strings.Fields(asker.name)[0],
		"{asker}", "<@"+asker.id+">",
		"{me}", "<@"+w.me().id+">",
		"{team}", "<@"+w.team[1+dice.IntN(2)].id+">",
		"{intro}", "<#"+w.room["introductions"].id+"|introductions>",
	)
}
