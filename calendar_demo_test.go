//go:build long && !windows

package main

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"rounds/calendar"
)

// A scribe plans by keys, and they are counted.
type scribe struct {
	*seat
	strokes int
}

func (s *scribe) does(keys string, words ...string) {
	s.t.Helper()
	s.strokes += utf8.RuneCountInString(keys)
	s.seat.does(keys, words...)
}

// plans opens the calendar of a machine.
func (h home) plans(t testing.TB, args ...string) *scribe {
	t.Helper()
	const columns, rows = 120, 32
	s := &scribe{seat: &seat{tube: h.open(t, columns, rows, args...), glass: newGlass(columns, rows)}}
	s.sees("4 Calendar", "? all keys")
	s.does("4", "T today · m month")
	return s
}

// intent is a post as a person means it.
type intent struct {
	text     string
	at       calendar.Wall
	places   []string
	variants map[string]string
}

// title is what a post without a title of its own is called.
func (i intent) title() string { return i.text }

// writes plans a post where the cursor is: the text, the time, the places, what
// is said there instead, and that it may go out.
func (s *scribe) writes(i intent) {
	s.t.Helper()
	s.does("C", "╭─ New post")
	s.does(i.text, i.text)
	s.does("\x1b", "keep", "write on")
	s.does("y", "Kept as a draft")
	if strings.Contains(s.screen(), "╭─ When · ") { // a free slot has its time already
		s.does("\x15"+i.at.String(), i.at.String())
		s.does("\r", "is planned for", "z undo")
	} else {
		s.does("s", "╭─ When · ")
		s.does("\x15"+i.at.String(), i.at.String())
		s.does("\r")
	}
	s.waits("the end of the sheet", func() bool { return !strings.Contains(s.screen(), "╭─ When · ") })
	s.does("c", "╭─ Where · ")
	for _, place := range i.places {
		s.does(place, place)
		s.does(" ", "[×] "+place)
	}
	s.does("\r", fmt.Sprintf("goes to %d channel", len(i.places)))
	if len(i.variants) > 0 {
		s.varies(i)
	}
	s.does("a", "approve it and schedule it")
	s.does("\r", "Scheduled “"+i.title()+"”")
}

// varies writes the variants of the post under the cursor: the page of each
// account follows the base text until something else is written there.
func (s *scribe) varies(i intent) {
	s.t.Helper()
	s.does("V", "╭─ Variants of")
	for n, place := range i.places {
		if n > 0 {
			s.does("\t")
		}
		account, _, _ := strings.Cut(place, "/")
		if text := i.variants[account]; text != "" {
			s.does("\x15"+text, text)
		}
	}
	s.does("\x1b", "write on")
	s.does("y", "Kept “"+i.title()+"”")
}

// theWeek is a week of seven posts for two platforms each, with a text of its
// own on both.
func theWeek(monday calendar.Day) []intent {
	said := []string{
		"What do you want to have done by Friday?", "The field diary of Lena", "How we use templates at work", "Five ways to link two notes",
		"Show us your wins of the week", "A walk through the new sync", "What is the note that you come back to?",
	}
	week := make([]intent, len(said))
	for n, text := range said {
		week[n] = intent{
			text: text, at: calendar.On(monday+calendar.Day(n), (9+n)*60+5*n), places: []string{"slack/#general", "mastodon"},
			variants: map[string]string{"slack": "*" + text + "* :wave:", "mastodon": text + " #fieldnotes"},
		}
	}
	return week
}

// week is the plan from a Monday on as another program reads it, by title.
func (h home) week(t testing.TB, monday calendar.Day) map[string]map[string]any {
	t.Helper()
	all := map[string]map[string]any{}
	for _, item := range h.objects(t, "calendar", "--week", monday.Week(), "--json") {
		title, _ := item["title"].(string)
		if all[title] != nil {
			t.Errorf("%q is planned twice", title)
		}
		all[title] = item
	}
	return all
}

// planned fails unless the plan of a week is what was meant: none is lost, and
// none is there twice.
func (h home) planned(t testing.TB, monday calendar.Day, week []intent) {
	t.Helper()
	got := h.week(t, monday)
	if len(got) != len(week) {
		t.Errorf("%d posts are planned: %v", len(got), slices.Sorted(maps.Keys(got)))
	}
	for _, want := range week {
		item := got[want.title()]
		if item == nil {
			t.Errorf("%q is not planned", want.title())
			continue
		}
		has(t, want.title(), item, "key", "path", "at", "theme")
		if item["when"] != want.at.String() || item["zone"] != "Europe/Berlin" || item["status"] != "scheduled" {
			t.Errorf("%q is %v for %v in %v, want %v", want.title(), item["status"], item["when"], item["zone"], want.at)
		}
		var places []string
		for _, at := range outlets(item) {
			place := calendar.Place{Account: fmt.Sprint(at["account"]), Channel: fmt.Sprint(at["channel"])}
			places = append(places, place.String())
			if text := cmp.Or(want.variants[place.Account], want.text); at["text"] != text {
				t.Errorf("%q says %q on %s", want.title(), at["text"], place)
			}
		}
		if !slices.Equal(places, want.places) {
			t.Errorf("%q goes to %v, want %v", want.title(), places, want.places)
		}
	}
}

// TestCalendarDemoAWeekIsPlannedWithoutANetwork is a week of seven posts with
// two variants each, by keys alone on a machine that is connected to nothing.
func TestCalendarDemoAWeekIsPlannedWithoutANetwork(t *testing.T) {
	t.Parallel()
	h := newHome(t).with("TZ=Europe/Berlin")
	today := calendar.DayOf(time.Now().In(berlin(t)))
	monday := today.Monday() + 7
	week := theWeek(monday)
	h.must(t, "plan", "add", "an idea, so that there is a plan", "--status", "idea")
	s := h.plans(t)
	began := time.Now()
	s.does("L", monday.Week())
	for range int(today - today.Monday()) {
		s.does("h")
	}
	for n, post := range week {
		if n > 0 {
			s.does("l")
		}
		s.writes(post)
	}
	took := time.Since(began)
	t.Logf("seven posts with two variants each: %d keys, of which the texts are %d; %v, and at 200 keys a minute %v", s.strokes, inevitable(week), took.Round(time.Second), time.Duration(s.strokes)*time.Minute/200)
	if paced := time.Duration(s.strokes) * time.Minute / 200; took+paced > 10*time.Minute {
		t.Errorf("a week of posts takes %v, and %v of typing", took, paced)
	}
	h.planned(t, monday, week)
	s.quit()
	h.planned(t, monday, week)
}

// inevitable counts the signs that a person has to write in any case.
func inevitable(week []intent) (n int) {
	for _, i := range week {
		n += utf8.RuneCountInString(i.text)
		for _, text := range i.variants {
			n += utf8.RuneCountInString(text)
		}
	}
	return n
}

// adds plans a week from the command line.
func (h home) adds(t testing.TB, week []intent) {
	t.Helper()
	for _, i := range week {
		args := []string{"plan", "add", i.text, "--when", i.at.String(), "--status", "scheduled"}
		for _, place := range i.places {
			args = append(args, "--channel", place)
		}
		h.must(t, args...)
	}
}

// reaches puts the cursor on a post that is planned for a day of next week.
func (s *scribe) reaches(post intent, today, day calendar.Day) {
	s.t.Helper()
	s.does("T", today.Week(), " today")
	s.does("L", (today + 7).Week())
	way := strings.Repeat("l", max(0, int(day-today-7))) + strings.Repeat("h", max(0, int(today+7-day)))
	s.press(way + "gg")
	for range 8 {
		if s.shows("┃ " + post.text) {
			return
		}
		s.press("j")
	}
	s.t.Fatalf("%q is not on %v:\n%s", post.text, day, s.screen())
}

// shows reports whether words come to the screen: a key that is not drawn yet
// would else be pressed once too often.
func (s *scribe) shows(words string) bool {
	for until := time.Now().Add(time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		if strings.Contains(s.screen(), words) {
			return true
		}
	}
	return false
}

// movesOn moves the post under the cursor to the next day.
func (s *scribe) movesOn(post intent) {
	s.t.Helper()
	s.does("M", "drop it here")
	s.does("l", "moving to ")
	s.does("\r", "“"+post.title()+"” is planned for ")
}

// edits changes a file as an editor does.
func edits(t testing.TB, path string, changes ...string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	now := strings.NewReplacer(changes...).Replace(string(text))
	if now == string(text) {
		t.Fatalf("%s has none of %q:\n%s", path, changes, text)
	}
	write(t, path, now, 0o600)
}

// TestCalendarDemoAPlanIsChangedOnBothSides exports a plan, lets an editor and
// the console change it, and brings both together.
func TestCalendarDemoAPlanIsChangedOnBothSides(t *testing.T) {
	t.Parallel()
	h := newHome(t).with("TZ=Europe/Berlin")
	today := calendar.DayOf(time.Now().In(berlin(t)))
	monday := today.Monday() + 7
	week := theWeek(monday)
	for n := range week {
		week[n].variants = nil // what is said is the text
		week[n].at.Minute = 7*60 + n
	}
	h.adds(t, week[:1])
	s := h.plans(t)
	h.adds(t, week[1:])
	paths := map[string]string{}
	for title, item := range h.week(t, monday) {
		paths[title], _ = item["path"].(string)
	}
	there := filepath.Join(h.dir, "elsewhere")
	h.must(t, "plan", "export", there)
	file := func(n int) string { return filepath.Join(there, filepath.FromSlash(paths[week[n].title()])) }
	later := func(n int, days calendar.Day) { week[n].at.Day += days }

	for n := range 3 { // here
		s.reaches(week[n], today, week[n].at.Day)
		s.movesOn(week[n])
	}
	edits(t, file(0), "by Friday?", "by Friday? Tell us.") // there: changed besides
	edits(t, file(1), "when: "+week[1].at.String(), "when: "+week[1].at.To(week[1].at.Day+3).String())
	edits(t, file(3), "two notes", "three notes")
	edits(t, file(4), "when: "+week[4].at.String(), "when: "+week[4].at.To(week[4].at.Day-4).String())
	write(t, filepath.Join(there, "2026", "new.md"), "---\nwhen: "+week[6].at.To(monday).String()+"\nchannels: [mastodon]\nstatus: scheduled\n---\n\nWritten in an editor.\n", 0o600)

	a := h.run(t, "plan", "import", there)
	if a.code != 1 || !strings.Contains(a.out, paths[week[1].title()]) || !strings.Contains(a.out, "4 of 8 posts taken in") {
		t.Errorf("the import ends with %d and says\n%s%s", a.code, a.out, a.err)
	}
	for sign, at := range map[string]calendar.Wall{"- ": week[1].at.To(week[1].at.Day + 1), "+ ": week[1].at.To(week[1].at.Day + 3)} {
		if !strings.Contains(a.out, sign+"when: "+at.String()) {
			t.Errorf("it does not show %s %v:\n%s", sign, at, a.out)
		}
	}
	for n := range 3 {
		later(n, 1)
	}
	later(4, -4)
	week[0].text, week[3].text = week[0].text+" Tell us.", "Five ways to link three notes"
	week = append(week, intent{text: "Written in an editor.", at: week[6].at.To(monday), places: []string{"mastodon"}})
	h.planned(t, monday, week)

	h.must(t, "plan", "import", "--theirs", paths[week[1].title()])
	later(1, 2)
	h.planned(t, monday, week)
	if a := h.run(t, "plan", "import", there); a.code != 0 {
		t.Errorf("once it is settled an import ends with %d: %s%s", a.code, a.out, a.err)
	}

	s.keepsMine(h, week, today, there, file(5))
}

// keepsMine writes on in the console where an editor has changed the same text,
// and keeps what the console has.
func (s *scribe) keepsMine(h home, week []intent, today calendar.Day, there, file string) {
	s.t.Helper()
	t, monday := s.t, today.Monday()+7
	edits(t, file, "new sync", "brand-new sync")
	s.reaches(week[5], today, week[5].at.Day)
	s.does("e", "╭─ Edit “")
	s.does(" Come along.", "Come along.")
	s.does("\x1b", "write on")
	s.does("y", "Kept “")
	if a := h.run(t, "plan", "import", there); a.code != 1 {
		t.Errorf("of a text that was changed on both sides the import ends with %d: %s%s", a.code, a.out, a.err)
	}
	h.must(t, "plan", "import", "--mine", strings.TrimPrefix(filepath.ToSlash(file), filepath.ToSlash(there)+"/"))
	week[5].text += " Come along."
	h.planned(t, monday, week)
	if a := h.run(t, "plan", "import", there); a.code != 0 {
		t.Errorf("once it is settled an import ends with %d: %s%s", a.code, a.out, a.err)
	}
	h.planned(t, monday, week)
	s.quit()
}

func berlin(t testing.TB) *time.Location {
	t.Helper()
	zone, err := calendar.LoadZone("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// TestCalendarDemoAnEditorAndTheConsoleMeetInThePlanFolder edits files while
// the console is open: they are picked up, and where both sides changed the
// same the console asks.
func TestCalendarDemoAnEditorAndTheConsoleMeetInThePlanFolder(t *testing.T) {
	t.Parallel()
	h := newHome(t).with("TZ=Europe/Berlin")
	today := calendar.DayOf(time.Now().In(berlin(t)))
	monday := today.Monday() + 7
	week := theWeek(monday)[:3]
	for n := range week {
		week[n].variants = nil
		week[n].at.Minute = 7*60 + n
	}
	h.adds(t, week)
	s := h.plans(t)
	file := func(n int) string {
		path, _ := h.week(t, monday)[week[n].title()]["path"].(string)
		return filepath.Join(h.dir, strings.TrimSuffix(filepath.Base(h.db), ".db")+"-plan", filepath.FromSlash(path))
	}
	edited, mine, theirs := file(0), file(1), file(2)

	s.reaches(week[0], today, week[0].at.Day)
	edits(t, edited, "by Friday?", "by Friday? Tell us.")
	began := time.Now()
	week[0].text += " Tell us."
	s.sees("┃ " + week[0].text)
	t.Logf("what an editor saved is on the screen after %v", time.Since(began).Round(time.Millisecond))

	s.atOnce(h, week[1], today, func() {
		edits(t, mine, "when: "+week[1].at.String(), "when: "+week[1].at.To(week[1].at.Day+3).String())
	})
	s.settles("m", "is as it is here")
	week[1].at.Day++
	s.atOnce(h, week[2], today, func() {
		edits(t, theirs, "when: "+week[2].at.String(), "when: "+week[2].at.To(week[2].at.Day+3).String())
	})
	s.settles("t", "is as it is in the file")
	week[2].at.Day += 3
	h.planned(t, monday, week)
	for path, at := range map[string]calendar.Wall{mine: week[1].at, theirs: week[2].at} {
		s.waits("the file as it was settled", func() bool {
			text, err := os.ReadFile(path)
			return err == nil && strings.Contains(string(text), "when: "+at.String()+"\n")
		})
	}

	write(t, edited, "---\nwhen: on Monday\n---\n", 0o600)
	s.sees("Problems 1")
	h.planned(t, monday, week) // the last good version is in force
	write(t, edited, "---\nwhen: "+week[0].at.String()+"\nchannels: [mastodon]\nstatus: scheduled\n---\n\nBack again.\n", 0o600)
	s.waits("an end of the problem", func() bool { return !strings.Contains(s.screen(), "Problems 1") })
	week[0].text, week[0].places = "Back again.", []string{"mastodon"}
	h.planned(t, monday, week)
	s.quit()
}

// atOnce lets an editor save a file while a post is moved in the console, so
// that neither has heard of the other.
func (s *scribe) atOnce(h home, post intent, today calendar.Day, saves func()) {
	s.t.Helper()
	s.reaches(post, today, post.at.Day)
	lock, err := os.OpenFile(h.db+".plan-lock", os.O_RDWR, 0o600)
	if err != nil {
		s.t.Fatal(err)
	}
	defer lock.Close() // and only then the folder is looked at
	s.waits("the folder to be free", func() bool {
		taken, err := takeLock(lock)
		return err == nil && taken
	})
	saves()
	s.movesOn(post)
}

// settles ends a conflict by its key, where the files that need a look are.
func (s *scribe) settles(key, says string) {
	s.t.Helper()
	s.sees("Problems 1")
	s.does("\x1b[Z", "± conflict")
	s.does("\r", "╭─ Changed on both sides: ", "[-only here-] {+only in the file+}")
	s.does(key, says)
	s.waits("an end of the conflict", func() bool { return !strings.Contains(s.screen(), "Problems 1") })
}

// theMinutes are seven posts of the next minutes on all platforms of the demo.
// What Slack posts by itself it wants to have two minutes before, and comes last.
func theMinutes(kept calendar.Wall) []intent {
	soon := kept.Later(-1)
	return []intent{
		{text: "Native lanternfish swim at noon", at: kept, places: []string{"slack/#general"}},
		{
			text: "Lanternfish for everybody", at: kept, places: []string{"slack/#feedback", "discord/#general", "mastodon"},
			variants: map[string]string{"slack": "*Lanternfish* for Slack :fish:", "mastodon": "Lanternfish toots"},
		},
		{text: "Lanternfish of the guild", at: soon, places: []string{"discord/#general"}},
		{text: "Lanternfish of the federation", at: soon, places: []string{"mastodon"}},
		{text: "Is there a theme with a lanternfish?", at: soon, places: []string{"forum/#Plugins & themes"}},
		{text: "Lanternfish that cannot wait", at: soon, places: []string{"slack/#general"}},
		{
			text: "Two lanternfish meet", at: kept, places: []string{"discord/#help", "forum/#Show your notes"},
			variants: map[string]string{"discord": "Two lanternfish meet in a guild", "forum": "Two lanternfish meet in a forum"},
		},
	}
}

// TestCalendarDemoEachGoesOutOnceAtItsTime plans seven posts of the next
// minutes and waits for them.
func TestCalendarDemoEachGoesOutOnceAtItsTime(t *testing.T) {
	t.Parallel()
	h := newHome(t).with("TZ=Europe/Berlin")
	h.db = filepath.Join(h.dir, "kept.db")
	s := h.plans(t, "demo", "--seed", "1", "--keep", h.db)
	began := time.Now()
	posts := theMinutes(calendar.WallOf(began.Add(200 * time.Second).In(berlin(t))))
	for _, post := range posts {
		s.writes(post)
	}
	t.Logf("planned within %v", time.Since(began).Round(time.Second))
	var left []string
	lent := false
	for deadline := posts[0].at.In(berlin(t)).At.Add(100 * time.Second); ; time.Sleep(3 * time.Second) {
		var kept bool
		left, kept = h.waitingFor(t, posts)
		if lent = lent || kept; len(left) == 0 || time.Now().After(deadline) {
			break
		}
	}
	if len(left) > 0 {
		t.Errorf("not published: %v", left)
	}
	if !lent {
		t.Error("nothing was left to the platform to post")
	}
	t.Logf("out after %v", time.Since(began).Round(time.Second))
	for _, post := range posts {
		h.wentOutOnce(t, post)
	}
	day := posts[0].at.Day
	s.reaches(posts[1], day, day)
	s.does("\r", "● published", "of 24 h: 0 replies · 0 reactions · 0 people")
	s.quit()
}

// items are the posts of some days as another program reads them, by title.
func (h home) items(t testing.TB, from, to calendar.Day) map[string]map[string]any {
	t.Helper()
	all := map[string]map[string]any{}
	for _, item := range h.objects(t, "calendar", "--from", from.String(), "--to", to.String(), "--json") {
		title, _ := item["title"].(string)
		all[title] = item
	}
	return all
}

// waitingFor are those that are not out yet, and whether a platform keeps one of
// them.
func (h home) waitingFor(t testing.TB, posts []intent) (left []string, kept bool) {
	t.Helper()
	all := h.items(t, posts[0].at.Day-1, posts[0].at.Day+1)
	for _, post := range posts {
		item := all[post.title()]
		if item == nil || item["status"] != "published" {
			left = append(left, fmt.Sprintf("%s is %v", post.title(), item["status"]))
		}
		for _, at := range outlets(item) {
			kept = kept || at["state"] == "kept"
		}
	}
	return left, kept
}

// outlets are the channels of an item.
func outlets(item map[string]any) (all []map[string]any) {
	channels, _ := item["channels"].([]any)
	for _, one := range channels {
		at, _ := one.(map[string]any)
		all = append(all, at)
	}
	return all
}

// wentOutOnce fails unless a post is once, and at its time, wherever it goes.
func (h home) wentOutOnce(t testing.TB, post intent) {
	t.Helper()
	item := h.items(t, post.at.Day-1, post.at.Day+1)[post.title()]
	due := post.at.In(berlin(t)).At
	all := outlets(item)
	if len(all) != len(post.places) {
		t.Errorf("%q is on %d channels, want %v", post.title(), len(all), post.places)
		return
	}
	for n, at := range all {
		has(t, post.title(), at, "message", "link", "result_24h")
		said, _ := at["sent_at"].(string)
		sent, err := time.Parse(time.RFC3339, said)
		if late := sent.Sub(due); err != nil || late < 0 || late > time.Minute {
			t.Errorf("%q is on %s at %s, %v after its time", post.title(), post.places[n], said, late)
		} else {
			t.Logf("%-44s %-24s %-6s %v after its time", post.title(), post.places[n], at["mode"], late)
		}
		account, _, _ := strings.Cut(post.places[n], "/")
		text := cmp.Or(post.variants[account], post.text)
		query := fmt.Sprintf("SELECT count(*) FROM v_messages WHERE account = '%s' AND NOT deleted AND instr(text, '%s') > 0", account, strings.Trim(text, "*"))
		if times := h.number(t, query); times != "1" {
			t.Errorf("%q is %s times on %s", post.title(), times, account)
		}
	}
}
