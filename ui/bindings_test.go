package ui_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui"
	"rounds/ui/pane"
	"rounds/ui/people"
	"rounds/ui/queue"
	"rounds/ui/threads"
	"rounds/ui/uitest"
)

// rooms shows an inbox, a queue and people, with whatever keys and commands a
// test gives them.
func rooms(t testing.TB, m *uitest.Memory, width, height int, change func(*pane.Env)) *ui.App {
	t.Helper()
	env := uitest.Env(t)
	change(&env)
	q := uitest.Reported()
	app := ui.New(env, threads.New(env, m, nil), queue.New(env, q, q, queue.Options{Actor: "noor"}),
		people.New(env, uitest.Neighbourhood(), people.Options{}))
	uitest.Send(app, tea.WindowSizeMsg{Width: width, Height: height})
	uitest.Run(app, app.Init())
	return app
}

func usual(*pane.Env) {}

// keyed gives the keys of a preset, and some besides.
func keyed(t testing.TB, preset string, own pane.Keymap) func(*pane.Env) {
	t.Helper()
	keys, err := ui.Preset(preset)
	if err != nil {
		t.Fatal(err)
	}
	return func(env *pane.Env) { env.Keys = ui.With(keys, own) }
}

func TestACommandHearsItsNewKeyAndNotItsOldOne(t *testing.T) {
	m := uitest.Community()
	app := rooms(t, m, 100, 24, keyed(t, "default", pane.Keymap{"inbox.done": {"X"}}))
	uitest.Press(app, "e")
	if m.Find(25).State == inbox.Done {
		t.Fatal("e is done still")
	}
	uitest.Press(app, "X")
	if m.Find(25).State != inbox.Done {
		t.Error("X is not done")
	}
}

func TestANewKeyOfTwoStrokesIsHeard(t *testing.T) {
	m := uitest.Community()
	app := rooms(t, m, 100, 24, keyed(t, "default", pane.Keymap{"done": {"g d"}}))
	uitest.Press(app, "g")
	wantFrame(t, app, "g d done")
	uitest.Press(app, "d")
	if m.Find(25).State != inbox.Done {
		t.Error("g d is not done")
	}
}

func TestWhoeverShowsAKeyShowsTheNewOne(t *testing.T) {
	app := rooms(t, uitest.Community(), 120, 50, keyed(t, "default", pane.Keymap{"done": {"X"}, "help": {"f1"}, "up": {"K"}, "scroll-up": {}}))
	wantFrame(t, app, "X done") // the foot
	wantFrame(t, app, "f1 all keys")
	uitest.Press(app, "f1")
	wantFrame(t, app, "X  done / reopen")
	wantFrame(t, app, "j K  down, up") // a pair follows both its keys
	uitest.Press(app, "esc", ":")
	uitest.Type(app, "done")
	if line := line(app, "done / reopen"); !strings.Contains(line, " X ") {
		t.Errorf("the palette does not show X: %q", line)
	}
	if table := app.KeyTable(); !strings.Contains(table, "| `X` | done / reopen |") {
		t.Errorf("the table does not show X:\n%s", table)
	}
}

func TestSentencesNameTheKeysInForce(t *testing.T) {
	tests := map[string]struct {
		preset string
		own    pane.Keymap
		keys   []string
		want   []string
	}{
		"the usual ones":       {"default", nil, nil, []string{" h l section · / filter "}},
		"those of Gmail":       {"gmail", nil, nil, []string{" [ ] section · / filter "}},
		"one's own":            {"default", pane.Keymap{"filter": {"f5"}}, nil, []string{" h l section · f5 filter "}},
		"none, and the search": {"default", pane.Keymap{"inbox.filter": {}}, nil, []string{" h l section · : filter "}},
		"in another pane":      {"default", pane.Keymap{"claim": {"f6"}}, []string{"3", "l"}, []string{"f6 claims a case"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			app := rooms(t, uitest.Community(), 120, 32, keyed(t, tt.preset, tt.own))
			uitest.Press(app, tt.keys...)
			for _, words := range tt.want {
				wantFrame(t, app, words)
			}
		})
	}
}

func TestWhatIsSaidNamesTheKeyInForce(t *testing.T) {
	app := rooms(t, uitest.Community(), 120, 24, keyed(t, "default", pane.Keymap{"undo": {"Q"}}))
	uitest.Press(app, "e")
	wantFrame(t, app, "· Q undo")
	uitest.Send(app, pane.Said{Text: "z undo · z · anybody's z words"})
	wantFrame(t, app, "z undo · z · anybody's z words")
}

func TestAPresetReachesEveryPane(t *testing.T) {
	tests := map[string]struct {
		preset string
		want   map[string]string // by pane and name, the label
	}{
		"vim":      {"vim", map[string]string{"inbox.undo": "u", "moderation.undo": "u", "people.undo": "u", "inbox.who": "U", "moderation.who": "U", "inbox.history": "gu"}},
		"gmail":    {"gmail", map[string]string{"inbox.snooze": "b", "inbox.tags": "l", "people.tags": "l", "inbox.delete-own": "#", "moderation.remove": "#", "inbox.star": "s"}},
		"aerc":     {"aerc", map[string]string{"inbox.done": "a", "inbox.delete-own": "D", "moderation.remove": "D", "moderation.keep": "a", "inbox.acknowledge": "A"}},
		"one-hand": {"one-hand", map[string]string{"inbox.done": "l", "inbox.reply": "h", "moderation.undo": "backspace", "moderation.keep": ","}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			app := rooms(t, uitest.Community(), 100, 24, keyed(t, tt.preset, nil))
			found := 0
			for _, row := range app.Keys() {
				if want, asked := tt.want[row.Pane+"."+row.Name]; asked {
					found++
					if row.Label != want {
						t.Errorf("%s.%s is %q, want %q", row.Pane, row.Name, row.Label, want)
					}
				}
			}
			if found != len(tt.want) {
				t.Errorf("%d of %d commands are there", found, len(tt.want))
			}
		})
	}
}

func TestAPersonsWordIsAfterThatOfThePreset(t *testing.T) {
	keys := ui.With(pane.Keymap{"inbox.next-section": {"]"}, "undo": {"u"}}, pane.Keymap{"next-section": {"L"}, "inbox.undo": {"z"}})
	if got, _ := keys.Keys("inbox", "next-section"); !slices.Equal(got, []string{"L"}) {
		t.Errorf("%q", got)
	}
	if got, _ := keys.Keys("inbox", "undo"); !slices.Equal(got, []string{"z"}) {
		t.Errorf("%q", got)
	}
	if got, _ := keys.Keys("people", "undo"); !slices.Equal(got, []string{"u"}) {
		t.Errorf("%q", got)
	}
}

// resting is a pane whose first key has just been pressed, and means nothing
// while a finger rests on it.
type resting struct {
	pane.Pane
	rested, kept int
}

func (p *resting) Commands() []pane.Command {
	return []pane.Command{
		{Key: pane.Bind("", "", "a"), Run: func() tea.Cmd { p.rested++; return nil }},
		{Key: pane.Bind("a", "keep", "a"), Run: func() tea.Cmd { p.kept++; return nil }},
	}
}

func TestAKeyThatRestsDoesSoByItsNewName(t *testing.T) {
	env := uitest.Env(t)
	env.Keys = pane.Keymap{"keep": {"y"}}
	p := &resting{Pane: threads.New(env, uitest.Community(), nil)}
	app := ui.New(env, p)
	uitest.Press(app, "y")
	if p.rested != 1 || p.kept != 0 {
		t.Errorf("rested %d times, kept %d times", p.rested, p.kept)
	}
	uitest.Press(app, "a")
	if p.rested != 1 || p.kept != 0 {
		t.Error("the old key is heard still")
	}
}

func TestKeysAreReadAsTheyArePressed(t *testing.T) {
	good := map[string]string{
		"r": "r", "R": "R", "gg": "g g", "g g": "g g", "!g": "! g", "ctrl+x": "ctrl+x", "shift+tab": "shift+tab", "f5": "f5",
		"ctrl+x ctrl+s": "ctrl+x ctrl+s", "alt+ctrl+x": "ctrl+alt+x", "+": "+", "ctrl++": "ctrl++", "space": "space", "ß": "ß", "g space": "g space",
	}
	for text, want := range good {
		if got, err := ui.ParseKey(text); err != nil || got != want {
			t.Errorf("%q is %q, %v; want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"", "  ", "super+x", "ctrl+", "ctrl+enterr", "shift+a", "ctrl+A", "\x1b"} {
		if got, err := ui.ParseKey(text); err == nil {
			t.Errorf("%q is taken for %q", text, got)
		}
	}
}

func FuzzParseKey(f *testing.F) {
	for _, text := range []string{"r", "gg", "ctrl+x", "! g", "+", "ctrl++", "\x1b[A", "日本"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		key, err := ui.ParseKey(text)
		if err != nil {
			return
		}
		if again, err := ui.ParseKey(key); err != nil || again != key {
			t.Errorf("%q is read as %q, and that as %q, %v", text, key, again, err)
		}
		if bad := uitest.Unsafe(key); bad != "" {
			t.Errorf("%q holds %s", key, bad)
		}
	})
}

// shelled runs nothing: it keeps what it was asked for.
type shelled struct {
	ran    []string
	items  [][]any
	output string
	err    error
}

func (s *shelled) lend(own ...pane.Own) func(*pane.Env) {
	return func(env *pane.Env) {
		env.Shell = &pane.Shell{Own: own, Run: func(_ context.Context, command string, items []any) (string, error) {
			s.ran, s.items = append(s.ran, command), append(s.items, items)
			return s.output, s.err
		}}
	}
}

func TestAnOwnCommandRunsOnWhatIsMarkedOrElseTheCursor(t *testing.T) {
	s := &shelled{output: "https://example.org/issues/5\nmore"}
	app := rooms(t, uitest.Community(), 120, 24, s.lend(pane.Own{Name: "make an issue of it", Keys: []string{"! g"}, Run: "gh issue create", Output: pane.InStatus}))
	uitest.Press(app, "!", "g")
	if len(s.ran) != 1 || s.ran[0] != "gh issue create" || len(s.items[0]) != 1 || s.items[0][0].(inbox.Conversation).ID != 25 {
		t.Fatalf("%q on %v", s.ran, s.items)
	}
	wantFrame(t, app, "“make an issue of it”: https://example.org/issues/5 …")
	uitest.Press(app, "space", "space", "!", "g")
	if len(s.items[1]) != 2 {
		t.Errorf("it ran on %d, want the 2 that are marked", len(s.items[1]))
	}
	uitest.Press(app, "?", "/")
	uitest.Type(app, "issue")
	wantFrame(t, app, "!g  make an issue of it")
}

func TestAnOwnCommandIsOnlyWhereItBelongs(t *testing.T) {
	s := &shelled{}
	app := rooms(t, uitest.Community(), 120, 24, s.lend(pane.Own{Name: "x", Keys: []string{"X"}, Run: "x", Pane: "Moderation", Output: pane.Nowhere}))
	uitest.Press(app, "X")
	if len(s.ran) != 0 {
		t.Error("it ran in the inbox")
	}
	uitest.Press(app, "3", "X")
	if len(s.ran) != 1 {
		t.Error("it did not run in moderation")
	}
}

func TestTheOutputOfACommandGoesWhereItWasAskedFor(t *testing.T) {
	hostile := "one\x1b[2J\ntwo\x1b]0;owned\a"
	tests := map[string]struct {
		output pane.Output
		out    string
		err    error
		want   string
		never  string
	}{
		"to the foot":               {pane.InStatus, hostile, nil, "“x”: one", "two"},
		"onto a sheet":              {pane.InSheet, hostile, nil, "│ two", "owned"},
		"nowhere":                   {pane.Nowhere, hostile, nil, "", "two"},
		"what says nothing is done": {pane.InStatus, "", nil, "“x” is done, on 1.", ""},
		"a failure is told":         {pane.Nowhere, "", errors.New("exit 3: no such repository"), "✗ “x”: exit 3: no such repository", ""},
		"a failure, with all of it": {pane.InSheet, "half of it", errors.New("exit 3: no\x1b[2J"), "│ half of it", ""},
		"what was stopped":          {pane.InStatus, "", context.Canceled, "“x” was stopped.", "✗"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := &shelled{output: tt.out, err: tt.err}
			app := rooms(t, uitest.Community(), 120, 24, s.lend(pane.Own{Name: "x", Keys: []string{"X"}, Run: "x", Output: tt.output}))
			uitest.Press(app, "X")
			wantFrame(t, app, tt.want)
			if tt.never != "" && strings.Contains(frame(app), tt.never) {
				t.Errorf("%q is shown:\n%s", tt.never, frame(app))
			}
			uitest.Fits(t, app.View().Content, 120, 24)
			uitest.Press(app, "esc")
			uitest.Fits(t, app.View().Content, 120, 24)
		})
	}
}

func TestACommandThatRunsIsStoppedWithEsc(t *testing.T) {
	env := uitest.Env(t)
	var heard context.Context
	env.Shell = &pane.Shell{
		Own: []pane.Own{{Name: "x", Keys: []string{"X"}, Run: "x", Output: pane.InStatus}},
		Run: func(ctx context.Context, _ string, _ []any) (string, error) { heard = ctx; return "", ctx.Err() },
	}
	app := ui.New(env, threads.New(env, uitest.Community(), nil))
	uitest.Send(app, tea.WindowSizeMsg{Width: 100, Height: 24})
	uitest.Run(app, app.Init())
	_, running := app.Update(uitest.Key("X")) // it has not come to its end
	uitest.Press(app, "X")
	wantFrame(t, app, "runs still: esc stops it")
	uitest.Press(app, "esc")
	uitest.Run(app, running)
	if heard == nil || heard.Err() == nil {
		t.Fatal("it goes on")
	}
	wantFrame(t, app, "was stopped")
	uitest.Press(app, "X")
	if heard.Err() != nil && !strings.Contains(frame(app), "is done") {
		t.Error("it cannot be run again")
	}
}

func TestACommandIsTypedAndHadBack(t *testing.T) {
	s := &shelled{output: "ok"}
	app := rooms(t, uitest.Community(), 100, 24, s.lend())
	uitest.Press(app, "!")
	uitest.Type(app, "jq -r .text")
	wantFrame(t, app, "It gets 1 item as JSON")
	uitest.Press(app, "enter", "|", "up", "enter")
	if !slices.Equal(s.ran, []string{"jq -r .text", "jq -r .text"}) {
		t.Errorf("%q", s.ran)
	}
	wantFrame(t, app, "│ ok")
}

func TestAConsoleThatOnlyLooksRunsNothing(t *testing.T) {
	s := &shelled{}
	app := rooms(t, uitest.Community(), 100, 24, func(env *pane.Env) {
		s.lend(pane.Own{Name: "x", Keys: []string{"X"}, Run: "x"})(env)
		env.Shell.Why = "No command is run here."
	})
	for _, key := range []string{"X", "!", "|"} {
		uitest.Press(app, key)
		wantFrame(t, app, "No command is run here.")
	}
	if len(s.ran) != 0 {
		t.Errorf("%q", s.ran)
	}
}

// line is the first line of a frame that holds some words.
func line(a *ui.App, words string) string {
	for l := range strings.Lines(frame(a)) {
		if strings.Contains(l, words) {
			return l
		}
	}
	return ""
}

func BenchmarkKeyPressWithOtherKeys(b *testing.B) {
	for _, preset := range []string{"default", "vim"} {
		b.Run(preset, func(b *testing.B) {
			app := rooms(b, uitest.Community(), 120, 32, keyed(b, preset, nil))
			for b.Loop() {
				app.Update(uitest.Key("j"))
				app.View()
			}
		})
	}
}
