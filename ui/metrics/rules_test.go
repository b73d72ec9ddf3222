package metrics_test

import (
	"errors"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	numbers "rounds/inbox/metrics"
	"rounds/ui/metrics"
	"rounds/ui/pane"
	"rounds/ui/uitest"
)

func wants(t *testing.T, d *desk, what ...string) {
	t.Helper()
	for _, w := range what {
		if !strings.Contains(frame(d), w) {
			t.Errorf("%q is not in the frame:\n%s", w, frame(d))
		}
	}
}

// sceneOf is what the pane makes its figures of at first.
func sceneOf(t *testing.T, f *uitest.Figures, ids []string) (*numbers.Scene, numbers.Window) {
	t.Helper()
	w := numbers.Last(30, uitest.Noon())
	from, to := numbers.Need(ids, w)
	facts, err := f.Facts(t.Context(), from, to)
	if err != nil {
		t.Fatal(err)
	}
	return facts.Select(numbers.Segment{}, numbers.Hours{}), w
}

// counts are the numbers that the names of the sets of rows say: those that
// count, and those that do not.
func counts(t *testing.T, d *desk) (in, not int) {
	t.Helper()
	number := func(text string) int {
		n, err := strconv.Atoi(strings.ReplaceAll(text, ",", ""))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	found := regexp.MustCompile(`─▸([0-9,]+) [a-z]+(?: counted ─ ([0-9,]+) not)?`).FindStringSubmatch(frame(d))
	if found == nil {
		t.Fatalf("no rows are counted:\n%s", frame(d))
	}
	if found[2] != "" {
		not = number(found[2])
	}
	return number(found[1]), not
}

func TestEveryNumberOnTheBoardOpensToAsManyRowsAsItSays(t *testing.T) {
	f := uitest.Numbers()
	for _, all := range []string{"", "a"} {
		d := open(t, f, 200, 50)
		d.press(keys(all)...)
		ids := numbers.Default()
		if all != "" {
			ids = nil
			for _, def := range numbers.Definitions() {
				ids = append(ids, def.ID)
			}
		}
		scene, w := sceneOf(t, f, ids)
		d.press("g", "g")
		for range ids {
			d.press("enter")
			name := nameOf(t, d)
			def := byName(t, name)
			fig := def.On(scene, w)
			in, not := counts(t, d)
			kept := 0
			for _, r := range fig.Rows {
				if r.In {
					kept++
				}
			}
			if in != kept || in+not != len(fig.Rows) {
				t.Errorf("%s shows %d rows and %d that do not count, want %d of %d", def.ID, in, not, kept, len(fig.Rows))
			}
			if def.How == numbers.Heads && float64(in) != fig.Numerator {
				t.Errorf("%s opens to %d rows and says %v", def.ID, in, fig.Numerator)
			}
			if !strings.Contains(frame(d), numbers.Say(fig, def)) {
				t.Errorf("%s is not %s:\n%s", def.ID, numbers.Say(fig, def), frame(d))
			}
			d.press("esc", "j")
		}
	}
}

// nameOf is what the opened figure is called.
func nameOf(t *testing.T, d *desk) string {
	t.Helper()
	line := strings.Split(frame(d), "\n")[4]
	name, _, ok := strings.Cut(strings.TrimSpace(line), "  ")
	if !ok {
		t.Fatalf("%q names no figure", line)
	}
	return name
}

func byName(t *testing.T, name string) numbers.Definition {
	t.Helper()
	for _, d := range numbers.Definitions() {
		if d.Name == name {
			return d
		}
	}
	t.Fatalf("no figure is called %q", name)
	return numbers.Definition{}
}

func TestTheRowsAreReadAsTheyAreSeen(t *testing.T) {
	f := uitest.Numbers()
	d := open(t, f, 120, 32)
	d.press(keys("tab j enter")...) // the messages
	in, _ := counts(t, d)
	if f.Read >= in {
		t.Errorf("%d rows were read for the first screen of %d", f.Read, in)
	}
	d.press("G")
	if strings.Contains(frame(d), "▌"+"             …") {
		t.Errorf("the last rows were not read:\n%s", frame(d))
	}
	first := f.Read
	d.press("k", "k")
	if f.Read != first {
		t.Errorf("rows that are there were read again")
	}
}

func TestARowOpensItsConversation(t *testing.T) {
	d := open(t, uitest.Numbers(), 120, 32)
	d.press(keys("tab j enter j enter")...)
	if len(d.reached) != 1 {
		t.Fatalf("%d panes were asked, want one", len(d.reached))
	}
	if to, ok := d.reached[0].(pane.Reach); !ok || to.Conversation == 0 || to.Back != "Metrics" {
		t.Errorf("asked for %#v", d.reached[0])
	}
}

func TestAPersonIsAskedForWhereThereIsNoConversation(t *testing.T) {
	d := open(t, uitest.Numbers(), 120, 32)
	d.press(keys("j enter enter")...)
	if len(d.reached) != 1 {
		t.Fatalf("%d panes were asked, want one", len(d.reached))
	}
	if who, ok := d.reached[0].(pane.Meet); !ok || who.Member == 0 {
		t.Errorf("asked for %#v", d.reached[0])
	}
}

func TestTheBrowserIsGivenTheRow(t *testing.T) {
	d := open(t, uitest.Numbers(), 120, 32)
	d.press(keys("tab j enter o")...)
	if len(d.visited) != 1 || !strings.HasPrefix(d.visited[0], "https://acme.example/") {
		t.Errorf("visited %q", d.visited)
	}
}

func TestAQuestionThatWasOvertakenIsDropped(t *testing.T) {
	env := uitest.Env(t)
	p := metrics.New(env, uitest.Numbers(), metrics.Options{})
	p.Resize(120, 30)
	first := p.Init()
	press := func(key string) tea.Cmd {
		for _, c := range p.Commands() {
			if c.Key.Enabled() && c.Key.Keys()[0] == key {
				return c.Run()
			}
		}
		t.Fatalf("nothing has the key %s", key)
		return nil
	}
	for range 2 {
		if press("h") != nil {
			t.Errorf("a second question is asked while one is out")
		}
	}
	before := p.View()
	next := p.Update(first())
	if strings.Contains(p.View(), "Active") || next == nil {
		t.Errorf("the overtaken answer is shown:\n%s", p.View())
	}
	p.Update(next())
	if p.View() == before || !strings.Contains(p.View(), "19 Mar – 17 Apr 2026") {
		t.Errorf("the last question is not answered:\n%s", p.View())
	}
	if p.Busy() {
		t.Errorf("reading holds keys back")
	}
}

func TestThePeriodIsWalked(t *testing.T) {
	d := open(t, uitest.Numbers(), 120, 32)
	wants(t, d, "30 days · 18 May – 16 Jun 2026")
	for _, step := range []struct{ key, want string }{
		{"h", "30 days · 18 Apr – 17 May 2026"},
		{"l", "30 days · 18 May – 16 Jun 2026"},
		{"}", "June 2026"},
		{"h", "May 2026"},
		{"}", "Q2 2026"},
		{"}", " 2026 · ! history starts 2026-02-17"},
		{"{", "Q2 2026"},
		{"{", "June 2026"},
		{"{", "30 days"},
		{"{", "Week 25 · 15–21 Jun 2026"},
		{"h", "Week 24 · 8–14 Jun 2026"},
		{"{", "Sun 14 Jun 2026"},
		{"T", "Tue 16 Jun 2026"},
	} {
		d.press(step.key)
		wants(t, d, step.want)
	}
	if said := d.press("l"); said != "That is still to come." {
		t.Errorf("the future says %q", said)
	}
}

func TestAGoalIsKeptAndLetGo(t *testing.T) {
	f := uitest.Numbers()
	d := open(t, f, 120, 32)
	d.press(keys("G ,")...)
	d.press(keys("'40 by 2026-12-31' enter")...)
	if len(f.GoalSet) != 2 || f.GoalSet[1].Target != 40 || f.GoalSet[1].Baseline == 0 {
		t.Fatalf("goals are %+v", f.GoalSet)
	}
	wants(t, d, "◎ ")
	d.press(keys(", ctrl+u enter")...)
	if len(f.GoalSet) != 1 {
		t.Errorf("the goal is still there: %+v", f.GoalSet)
	}
}

func TestWhatWasTypedIsNotLostWhenItCannotBeKept(t *testing.T) {
	f := uitest.Numbers()
	d := open(t, f, 120, 32)
	d.press(keys("A 'a talk'")...)
	f.Fail = errors.New("disk full")
	if said := d.press("enter"); !strings.Contains(said, "disk full") {
		t.Errorf("said %q", said)
	}
	wants(t, d, "a talk")
	f.Fail = nil
	d.press("enter")
	if len(f.Notes) != 3 || f.Notes[2].By != "noor" {
		t.Errorf("annotations are %+v", f.Notes)
	}
}

func TestNothingIsKeptReadOnly(t *testing.T) {
	d := open(t, uitest.Numbers(), 120, 32, metrics.Options{ReadOnly: true})
	for _, key := range []string{",", "A"} {
		if said := d.press(key); !strings.Contains(said, "--readonly") {
			t.Errorf("%s says %q", key, said)
		}
	}
}

func TestAPartOfTheCommunityIsCountedAlone(t *testing.T) {
	d := open(t, uitest.Numbers(), 120, 32)
	d.press(keys("S 'support' enter tab j enter")...)
	some, _ := counts(t, d)
	d.press(keys("esc \\ enter")...)
	all, _ := counts(t, d)
	if some == 0 || some >= all {
		t.Errorf("a part has %d of %d messages", some, all)
	}
}

func TestOnlyADayThatIsOverMakesItReadAgain(t *testing.T) {
	f := uitest.Numbers()
	d := open(t, f, 120, 32)
	asked := f.Asked
	uitest.Send(d.App, pane.Minute{Now: uitest.Noon().Add(time.Minute)})
	if f.Asked != asked {
		t.Errorf("a minute reads the numbers again")
	}
	d.now = uitest.Noon().Add(13 * time.Hour)
	uitest.Send(d.App, pane.Minute{Now: d.now})
	if f.Asked == asked {
		t.Errorf("a new day is not read")
	}
}

// hostile are texts that want the terminal.
func hostile() []string {
	return []string{
		"\x1b[2J\x1b]0;owned\atwo\nlines", "evil: ok\rbob: I approve this", "日本語のメッセージ、とても長い日本語のメッセージ",
		"👩‍👩‍👧‍👦 family 🇩🇪🇩🇪🇩 ⚠️ ❤️ 1️⃣ 👩🏽‍💻", "tab\there \u202eesrever\u202c", "\x1b[" + strings.Repeat("1;", 40) + "m",
		strings.Repeat("x", 5000), "நி क्षि ﷽ a\u0300\u0300\u0300\u0300\u0300", "\xff\xfe\x80", "\u009b31mC1\u009d0;x\u009c",
	}
}

func TestEveryFrameFits(t *testing.T) {
	sizes := [][2]int{{0, 0}, {1, 1}, {1, 50}, {2, 2}, {3, 3}, {10, 5}, {20, 6}, {39, 10}, {43, 12}, {60, 15}, {79, 23}, {99, 30}, {100, 31}, {150, 40}, {151, 20}, {250, 2}, {250, 50}}
	for name, script := range scenes() {
		t.Run(name, func(t *testing.T) {
			for _, begin := range [][2]int{{0, 0}, {43, 12}, {151, 40}} {
				d := open(t, uitest.HostileNumbers(hostile()), begin[0], begin[1])
				d.press(keys(script)...)
				uitest.Fits(t, d.View().Content, begin[0], begin[1])
				for _, size := range sizes {
					uitest.Send(d.App, tea.WindowSizeMsg{Width: size[0], Height: size[1]})
					uitest.Fits(t, d.View().Content, size[0], size[1])
				}
				if t.Failed() {
					return
				}
			}
		})
	}
}

func TestNoAttackReachesTheTerminal(t *testing.T) {
	for name, attack := range uitest.Attacks(t) {
		d := open(t, uitest.HostileNumbers([]string{attack}), 120, 32)
		for _, script := range []string{"j enter", "tab", "esc S", "esc tab", "tab", "G enter", "esc tab", "tab", "G enter"} {
			d.press(keys(script)...)
			uitest.Fits(t, d.View().Content, 120, 32)
			if t.Failed() {
				t.Fatalf("%s after %v", name, script)
			}
		}
	}
}

func TestNoSequenceOfKeysBreaksTheFrame(t *testing.T) {
	pool := strings.Fields("j k h l { } T = S , A a / \\ tab shift+tab enter esc esc < > J K G g o ctrl+r x 5 space backspace up down")
	sizes := [][2]int{{80, 24}, {120, 32}, {50, 12}, {200, 50}}
	for seed := range uint64(6) {
		random := rand.New(rand.NewPCG(seed, 1))
		size := sizes[seed%4]
		d := open(t, uitest.NumbersSince(60), size[0], size[1])
		var pressed []string
		for range 150 {
			key := pool[random.IntN(len(pool))]
			pressed = append(pressed, key)
			if random.IntN(12) == 0 {
				uitest.Send(d.App, pane.Stale{})
			}
			if d.press(key); random.IntN(5) == 0 {
				uitest.Fits(t, d.View().Content, size[0], size[1])
			}
			if t.Failed() {
				t.Fatalf("seed %d after %v", seed, pressed)
			}
		}
	}
}

// BenchmarkKey is a key and the frame after it, on the board and among the rows
// of a figure.
func BenchmarkKey(b *testing.B) {
	for name, script := range map[string]string{"board": "", "all": "a", "rows": "j enter", "heat": "tab"} {
		b.Run(name, func(b *testing.B) {
			d := open(b, uitest.Numbers(), 200, 50)
			d.press(keys(script)...)
			for i := 0; b.Loop(); i++ {
				d.press([]string{"j", "k"}[i%2])
				_ = d.View()
			}
		})
	}
}

// BenchmarkPeriod is the whole of another period: read, counted and drawn.
func BenchmarkPeriod(b *testing.B) {
	d := open(b, uitest.Numbers(), 200, 50)
	for i := 0; b.Loop(); i++ {
		d.press([]string{"h", "l"}[i%2])
		_ = d.View()
	}
}

func TestEveryBarOfTheAnswersOpensToAsManyRowsAsItSays(t *testing.T) {
	f := uitest.Numbers()
	d := open(t, f, 120, 32)
	d.press(keys("tab tab G")...)
	scene, w := sceneOf(t, f, []string{"ttfr_any"})
	bins := numbers.Spread(scene, w)
	for i := len(bins) - 1; i >= 0; i-- {
		d.press("enter")
		if bins[i].N > 0 {
			if n, _ := counts(t, d); n != bins[i].N {
				t.Errorf("bar %d opens to %d rows and says %d", i, n, bins[i].N)
			}
		}
		d.press("esc", "k")
	}
}

func TestEveryWeekOfACohortOpensToWhoIsCountedInIt(t *testing.T) {
	f := uitest.Numbers()
	d := open(t, f, 200, 50)
	d.press(keys("tab tab tab G k k k")...) // the week of the launch
	scene, _ := sceneOf(t, f, numbers.Default())
	tri := numbers.TriangleOf(scene, 12)
	row := tri.Active[len(tri.Active)-4] // weeks before anybody joined are not shown
	for back := 1; back <= len(row); back++ {
		d.press("<", "enter")
		want := row[len(row)-back]
		if n, _ := counts(t, d); want > 0 && n != want {
			t.Errorf("%d weeks later opens to %d and says %d", len(row)-back, n, want)
		}
		d.press("esc")
	}
}
