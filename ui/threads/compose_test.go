package threads_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/saved"
	"rounds/ui"
	"rounds/ui/pane"
	"rounds/ui/threads"
	"rounds/ui/uitest"
)

// shelf is the saved replies of a test.
type shelf []saved.Reply

func (s shelf) List() ([]saved.Reply, []error) { return s, nil }

func replies() shelf {
	return shelf{
		{Name: "welcome", Title: "Welcome", Key: "w", Body: "Welcome, {{first_name}}! Say hello in #introductions.", React: "wave", Then: "done"},
		{Name: "billing", Title: "Billing goes to the form", Key: "b", Body: "Thanks, {{handle}}. Billing is looked after here: ### link to the form ###\n\nIt takes ### how many ### days.", Tags: []string{"billing"}, Then: "waiting"},
		{Name: "quiet", Title: "A word in private", Key: "q", Body: "Hi {{first_name}}, could we talk about this here?", Private: true, Then: "snooze 3d"},
		{Name: "thanks", Title: "Thanks for the report", Body: "Thank you, this is known and will be in the next release."},
		{
			Name: "feedback", Title: "Feedback: acknowledge", Key: "f", Body: "Thank you for saying this openly.", Tags: []string{"feedback"}, Then: "waiting",
			Promise: inbox.Promise{Steps: []string{"acknowledge", "talk", "close the loop"}, Step: 1}, Due: 24 * time.Hour,
		},
		{Name: "tagonly", Title: "Only a tag", Key: "t", Tags: []string{"faq"}, Then: "done"},
	}
}

// desk is a community in which things are written: there are people to name,
// and the clock can be moved.
type writing struct {
	*ui.App
	m   *uitest.Memory
	now time.Time
}

func write(t testing.TB, m *uitest.Memory, width, height int) *writing {
	t.Helper()
	m.Words = []inbox.Candidate{
		{Named: inbox.Named{Word: "@maria.k", ID: "U-maria.k"}, Hint: "Maria Kovač"},
		{Named: inbox.Named{Word: "@mariano", ID: "U-mariano"}, Hint: "Mariano Rossi"},
		{Named: inbox.Named{Word: "#help", ID: "C-help", Room: true}, Hint: "ask anything"},
	}
	m.Emoji = []string{"thumbsup", "tada", "thinking_face"}
	m.Cards["U-noor"] = inbox.Card{Member: inbox.Member{ID: "U-noor", Handle: "noor"}}
	w := &writing{m: m, now: uitest.Noon()}
	env := uitest.Env(t)
	env.Now = func() time.Time { return w.now }
	m.Now = env.Now
	w.App = ui.New(env, threads.New(env, m, nil, threads.Options{
		Replies: replies(),
		Emoji:   func(prefix string) []string { return []string{prefix + "_more"} },
	}))
	uitest.Send(w.App, tea.WindowSizeMsg{Width: width, Height: height})
	uitest.Run(w.App, w.Init())
	uitest.Send(w.App, pane.Sync{Account: "acme", At: uitest.Noon().Add(-2 * time.Minute)})
	return w
}

// text is keys that are typed, then what else is done.
func drafts() map[string]func(w *writing) {
	typed := func(keys string, text string) func(w *writing) {
		return func(w *writing) {
			uitest.Press(w.App, strings.Fields(keys)...)
			uitest.Type(w.App, text)
		}
	}
	then := func(first func(w *writing), keys ...string) func(w *writing) {
		return func(w *writing) { first(w); uitest.Press(w.App, keys...) }
	}
	maria := "l j j j j j j r"
	answer := "Yes: for 24 hours both keys are valid.\n\nRotate the workers first, then the scheduler."
	return map[string]func(w *writing){
		"empty":          typed(maria, ""),
		"public":         typed(maria, answer),
		"private":        typed("l j j j j j j R", "Hi Maria, could you send me your workspace's name?"),
		"new message":    typed("l j j j j j j C", "@here the AMA begins in ten minutes"),
		"review":         then(typed(maria, answer), "esc"),
		"review private": then(typed("l j j j j j j R", "Hi Maria"), "esc"),
		"preview":        then(typed(maria, answer), "esc", "v"),
		"popup":          typed(maria, "As @ma"),
		"popup emoji":    typed(maria, "Great :th"),
		"popup replies":  typed(maria, "::"),
		"placeholders":   then(typed(maria, "Hello\n::bil"), "tab"),
		"blocked":        then(typed(maria, "::bil"), "tab", "ctrl+s"),
		"later":          then(typed(maria, answer), "alt+enter"),
		"later typed": func(w *writing) {
			typed(maria, answer)(w)
			uitest.Press(w.App, "alt+enter")
			uitest.Type(w.App, "fri 14:00")
		},
		"later soon":  func(w *writing) { typed(maria, answer)(w); uitest.Press(w.App, "alt+enter"); uitest.Type(w.App, "3m") },
		"later wrong": func(w *writing) { typed(maria, answer)(w); uitest.Press(w.App, "alt+enter"); uitest.Type(w.App, "yes") },
		"too long": then(func(w *writing) {
			typed(maria, "")(w)
			uitest.Send(w.App, tea.PasteMsg{Content: strings.Repeat("far too long ", 3200)})
		}),
		"long": func(w *writing) {
			typed(maria, "")(w)
			uitest.Send(w.App, tea.PasteMsg{Content: strings.Repeat("rather long ", 400)})
		},
		"becoming public": then(typed("l j j j j j j R", "Between us: the key is on page 3."), "alt+p"),
		"sent":            then(typed(maria, answer), "ctrl+s"),
		"macros":          typed("l j j j j j j ;", ""),
		"macro":           typed("l j j j j j j ; w", ""),
		"macro to fill":   typed("l j j j j j j ; b", ""),
		"macro on three":  typed("l space space space ; q", ""),
		"react with":      func(w *writing) { typed("l j j j j j j :", "react with")(w); uitest.Press(w.App, "enter") },
		"delete":          func(w *writing) { typed("l l l", "")(w); uitest.Press(w.App, "d") },
		"edit":            func(w *writing) { typed("l l l r", "")(w); uitest.Press(w.App, "up") },
	}
}

func TestComposeFrames(t *testing.T) {
	for name, do := range drafts() {
		t.Run(name, func(t *testing.T) {
			uitest.Frames(t, func(t *testing.T, width, height int) tea.Model {
				w := write(t, uitest.Community(), width, height)
				do(w)
				return w.App
			})
		})
	}
}
