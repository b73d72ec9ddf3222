package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rounds/calendar"
	"rounds/inbox"
)

// wallchart is a plan that holds what a test put there.
type wallchart struct {
	items    []calendar.Item
	posts    []calendar.Post
	problems []calendar.Problem
	rooms    []calendar.Room
	settings calendar.Settings

	verb    inbox.Verb
	changes []calendar.Change
	did     string
	took    []calendar.File
	written map[string]string
	over    Over
	closed  int
}

func (w *wallchart) Items(_ context.Context, from, to time.Time) ([]calendar.Item, error) {
	return slices.DeleteFunc(slices.Clone(w.items), func(i calendar.Item) bool { return i.Moment.At.Before(from) || !i.Moment.At.Before(to) }), nil
}

func (w *wallchart) Backlog(context.Context) ([]calendar.Item, error) { return nil, nil }

func (w *wallchart) Posts(context.Context) ([]calendar.Post, error) {
	return slices.Clone(w.posts), nil
}

func (w *wallchart) Item(_ context.Context, key, occurrence string) (calendar.Item, error) {
	for _, i := range w.items {
		if i.Post.Key == key && i.Occurrence == occurrence {
			return i, nil
		}
	}
	return calendar.Item{}, inbox.ErrNone
}

func (w *wallchart) Plan(_ context.Context, verb inbox.Verb, changes []calendar.Change) (inbox.Entry, error) {
	w.verb, w.changes = verb, changes
	for _, c := range changes {
		if c.Post.Key == "" {
			c.Post.Key = "k-new"
			w.posts = append(w.posts, c.Post)
		}
	}
	return inbox.Entry{ID: "e1", Subject: changes[0].Post.Title}, nil
}

func (w *wallchart) Approve(_ context.Context, keys []string) (inbox.Entry, error) {
	w.did = "approve " + strings.Join(keys, " ")
	return inbox.Entry{ID: "e1"}, nil
}

func (w *wallchart) Publish(_ context.Context, key, occurrence string, places []calendar.Place) (inbox.Entry, error) {
	w.did = fmt.Sprintf("publish %s@%s %v", key, occurrence, places)
	return inbox.Entry{ID: "e1"}, nil
}

func (w *wallchart) LetGo(_ context.Context, key, occurrence string, posted bool) (inbox.Entry, error) {
	w.did = fmt.Sprintf("let go %s@%s %v", key, occurrence, posted)
	return inbox.Entry{ID: "e1"}, nil
}

func (w *wallchart) Problems(context.Context) ([]calendar.Problem, error) { return w.problems, nil }

func (w *wallchart) Settle(_ context.Context, path string, side calendar.Side) error {
	w.did = "settle " + path + " " + string(side)
	return nil
}

func (w *wallchart) Rooms(context.Context) ([]calendar.Room, error) { return w.rooms, nil }

func (w *wallchart) Settings() (calendar.Settings, string) { return w.settings, "zone: UTC\n" }

func (w *wallchart) Copied(context.Context, string, calendar.File) error { return nil }

func (w *wallchart) Take(_ context.Context, _ string, files []calendar.File) (int, []calendar.Problem, error) {
	w.took = files
	return len(files) - len(w.problems), w.problems, nil
}

func (w *wallchart) Close() error { w.closed++; return nil }

// chart is a plan with a post, a series and an idea in it, in the week of noon.
func chart(t testing.TB) *wallchart {
	t.Helper()
	w := &wallchart{
		settings: calendar.Settings{Zone: "Europe/Berlin", Slots: []calendar.Slot{{Weekday: time.Wednesday, Minute: 9 * 60, Theme: "resource"}}},
		rooms:    []calendar.Room{{Place: calendar.ParsePlace("slack/#general")}, {Place: calendar.ParsePlace("forum/News"), Lacks: "The key may not post."}},
		written:  map[string]string{},
	}
	for _, source := range []string{
		"---\nid: k-ship\nwhen: 2026-06-19 14:00\nchannels: [slack/#general, mastodon]\nstatus: scheduled\ntheme: wins\ntags: [a, b]\ncampaign: summer\nvariants:\n  mastodon: Shorter\n---\n\nWhat did you ship?\n",
		"---\nid: k-goals\nwhen: 2026-06-15 09:00\nzone: America/New_York\nstatus: approved\nchannels: [slack/#general]\nrecurrence: FREQ=WEEKLY\n---\n\nGoals for the week?\n",
		"---\nid: k-idea\nstatus: idea\n---\n\nA contest?\n",
	} {
		post, err := calendar.Parse(fmt.Sprintf("p%d.md", len(w.posts)), source)
		if err != nil {
			t.Fatal(err)
		}
		w.posts = append(w.posts, post)
	}
	goals, ship := w.posts[1], w.posts[0]
	w.items = []calendar.Item{
		{Post: goals, Occurrence: "2026-06-15", Moment: goals.When.In(w.settings.ZoneOf(goals)), Status: calendar.Published, Deliveries: []calendar.Delivery{{
			Place: goals.To[0], Platform: inbox.Slack, Mode: calendar.Native, State: calendar.Out, SentAt: noon().Add(-47 * time.Hour), Message: "17.1",
			Link: "https://x.example/1", Day: &calendar.Result{Replies: 3, Reactions: 1, People: 1, Final: true},
		}}},
		{Post: ship, Moment: ship.When.In(w.settings.ZoneOf(ship)), Status: calendar.Scheduled, Deliveries: []calendar.Delivery{
			{Place: ship.To[0], Platform: inbox.Slack, Mode: calendar.Native, State: calendar.Kept}, {Place: ship.To[1], Platform: inbox.Mastodon, Mode: calendar.Remind},
		}},
	}
	return w
}

// planCall runs a command line on a plan, on a terminal of width columns, 0 for
// a pipe.
func planCall(t testing.TB, w *wallchart, width int, args ...string) (out, problems string, err error) {
	t.Helper()
	return planFed(t, w, nil, width, args...)
}

func planFed(t testing.TB, w *wallchart, files []calendar.File, width int, args ...string) (out, problems string, err error) {
	t.Helper()
	var o, e bytes.Buffer
	h := House{
		In: strings.NewReader("from a pipe\n"), Out: &o, Err: &e, Now: noon, Width: width,
		Plan:     func(context.Context, Settings) (Plan, error) { return w, nil },
		ReadPlan: func(string) (PlanFiles, error) { return PlanFiles{Folder: "/f", Files: files}, nil },
		WritePlan: func(files PlanFiles, over Over) error {
			w.over = over
			for _, f := range files.Files {
				w.written[files.Folder+" "+f.Path] = f.Text
			}
			return nil
		},
	}
	root := New(h)
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetArgs(args)
	err = root.ExecuteContext(t.Context())
	return o.String(), e.String(), err
}

func array(t testing.TB, text string) []map[string]any {
	t.Helper()
	var all []map[string]any
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return all
}

func TestACalendarShowsItsWeekDayByDay(t *testing.T) {
	w := chart(t)
	out, _, err := planCall(t, w, 0, "calendar", "--week", "2026-W25")
	if err != nil {
		t.Fatal(err)
	}
	want := "2026-06-15\t15:00 (09:00 EDT)\tslack/#general\tpublished\tGoals for the week? · 3 replies, 1 reaction, 1 person after 24 hours\n" +
		"2026-06-16\t\t\t\tnothing\n" +
		"2026-06-17\t09:00\t\tfree\tnothing yet [resource]\n" +
		"2026-06-18\t\t\t\tnothing\n" +
		"2026-06-19\t14:00\tslack/#general mastodon (by hand)\tscheduled\tWhat did you ship? [wins]\n" +
		"2026-06-20\t\t\t\tnothing\n" +
		"2026-06-21\t\t\t\tnothing\n"
	if out != want {
		t.Errorf("it prints\n%s", out)
	}
	wide, _, err := planCall(t, w, 100, "calendar")
	if err != nil || !strings.HasPrefix(wide, "2026-W25, Mon 15 Jun to Sun 21 Jun 2026, Europe/Berlin, 2 planned\nDAY") || !strings.Contains(wide, "Fri 19 Jun  14:00") {
		t.Errorf("a terminal is shown %v\n%s", err, wide)
	}
	for line := range strings.Lines(wide) {
		if len([]rune(strings.TrimRight(line, "\n"))) > 100 {
			t.Errorf("too wide: %q", line)
		}
	}
	if next, _, err := planCall(t, w, 0, "calendar", "--from", "2026-06-19", "--to", "2026-06-19"); err != nil || strings.Count(next, "\n") != 1 {
		t.Errorf("one day is %q, %v", next, err)
	}
	if w.closed != 3 {
		t.Errorf("closed %d times", w.closed)
	}
}

func TestACalendarInJSONHasAllThatAScriptNeeds(t *testing.T) {
	out, _, err := planCall(t, chart(t), 0, "calendar", "--week", "2026-W25", "--json")
	if err != nil {
		t.Fatal(err)
	}
	all := array(t, out)
	if len(all) != 2 {
		t.Fatalf("%d items: %s", len(all), out)
	}
	goals, ship := all[0], all[1]
	for field, want := range map[string]any{
		"key": "k-ship", "occurrence": nil, "path": "p0.md", "title": "What did you ship?", "when": "2026-06-19 14:00", "zone": "Europe/Berlin",
		"at": "2026-06-19T12:00:00Z", "status": "scheduled", "theme": "wins", "campaign": "summer", "recurrence": "", "event": "", "approved_by": nil,
	} {
		if got, there := ship[field]; !there || got != want {
			t.Errorf("%s is %v, want %v", field, got, want)
		}
	}
	if fmt.Sprint(ship["tags"], ship["warnings"]) != "[a b] []" {
		t.Errorf("tags %v, warnings %v", ship["tags"], ship["warnings"])
	}
	channels := ship["channels"].([]any)
	toot := channels[1].(map[string]any)
	if len(channels) != 2 || toot["text"] != "Shorter" || toot["mode"] != "remind" || toot["state"] != "" || toot["sent_at"] != nil || toot["result_24h"] != nil {
		t.Errorf("channels are %v", channels)
	}
	slack := goals["channels"].([]any)[0].(map[string]any)
	result := slack["result_24h"].(map[string]any)
	if goals["occurrence"] != "2026-06-15" || goals["zone"] != "America/New_York" || goals["at"] != "2026-06-15T13:00:00Z" ||
		slack["state"] != "published" || slack["link"] != "https://x.example/1" || slack["sent_at"] != "2026-06-15T13:00:00Z" || result["people"] != 1.0 {
		t.Errorf("the published one is %v", goals)
	}
	if none, _, err := planCall(t, &wallchart{}, 0, "calendar", "--json"); err != nil || none != "[]\n" {
		t.Errorf("nothing is %q, %v", none, err)
	}
}

func TestNothingOfAPlanControlsTheTerminal(t *testing.T) {
	evil := "\x1b[31mred\u202e\x07\u0085"
	w := chart(t)
	post := w.posts[0]
	post.Title, post.Text, post.Theme, post.Campaign, post.Path, post.Note, post.Key = evil, evil+"\n"+evil, evil, evil, evil, evil, "k\x1b[1m"
	post.Tags, post.To, post.Variants = []string{evil}, []calendar.Place{{Account: evil, Channel: evil}}, map[string]string{evil: evil}
	post.Event, post.From, post.For = &calendar.Event{Kind: evil}, evil, evil
	w.posts = []calendar.Post{post}
	w.items[1].Post = post
	w.items[1].Deliveries = []calendar.Delivery{{Place: post.To[0], Trouble: evil, Why: evil, Link: evil, Message: evil}}
	w.items[1].Consent = &calendar.Consent{By: evil, At: noon()}
	w.problems = []calendar.Problem{{Path: evil, Line: 1, Reason: evil, Mine: evil, Theirs: evil + "x", Key: evil}}
	for _, args := range [][]string{
		{"calendar", "--week", "2026-W25"},
		{"plan"},
		{"plan", "show", post.Key},
		{"plan", "problems"},
		{"plan", "approve", post.Key},
		{"plan", "publish", post.Key},
		{"plan", "let-go", post.Key},
		{"plan", "set", post.Key, "--title", "x"},
		{"plan", "import", "x"},
		{"plan", "import", "x", "--dry-run"},
	} {
		for _, width := range []int{0, 90} {
			for _, more := range [][]string{nil, {"--json"}} {
				call := append(slices.Clone(args), more...)
				out, problems, err := planFed(t, w, []calendar.File{{Path: evil, Text: "---\nstatus: " + evil + "\n---\n", Why: evil}}, width, call...)
				if strings.ContainsAny(out+problems, "\x1b\u202e\x07\u0085") {
					t.Errorf("%q prints %q%q, %v", call, out, problems, err)
				}
			}
		}
	}
}

func TestAddingSaysWhatWillBecomeOfIt(t *testing.T) {
	w := chart(t)
	out, warned, err := planCall(t, w, 80, "plan", "add", "Which tool?", "--when", "fri 14:00", "--channel", "slack/#general", "--channel", "slack/#nowhere", "--channel", "forum/News", "--theme", "resource", "--tag", "x")
	if err != nil {
		t.Fatal(err)
	}
	post := w.changes[0].Post
	if w.verb != inbox.PlanPost || w.changes[0].Seen != "" || post.When.String() != "2026-06-19 14:00" || post.Status != calendar.Draft || len(post.To) != 3 || post.Theme != "resource" || post.Text != "Which tool?" || post.Tags[0] != "x" {
		t.Errorf("it plans %+v", post)
	}
	if want := "Planned: Which tool?, draft, Fri 19 Jun 2026 14:00 CEST, to slack/#general slack/#nowhere forum/#News. Its key is k-new. rounds undo takes it back.\n"; out != want {
		t.Errorf("it says %q", out)
	}
	if !strings.Contains(warned, "slack/#nowhere is not known here yet") || !strings.Contains(warned, "forum/#News: The key may not post.") {
		t.Errorf("it warns %q", warned)
	}
	if _, warned, err = planCall(t, w, 80, "plan", "add", "-", "--when", "2027-03-28 02:30"); err != nil || !strings.Contains(warned, "02:30 does not exist on 28 Mar 2027") {
		t.Errorf("of a gap it says %q, %v", warned, err)
	}
	if w.changes[0].Post.Text != "from a pipe" {
		t.Errorf("it says %q", w.changes[0].Post.Text)
	}
	if _, _, err = planCall(t, w, 80, "plan", "add", "--", "---\nstatus: scheduled\n---\nx"); err != nil || w.changes[0].Post.Status != calendar.Idea || !strings.HasPrefix(w.changes[0].Post.Text, "---\nstatus: scheduled") {
		t.Errorf("a text that looks like settings: %+v, %v", w.changes[0].Post, err)
	}
	if _, warned, err = planCall(t, w, 80, "plan", "add", "x", "--when", "2020-01-01 09:00"); err != nil || !strings.Contains(warned, "That time has passed") {
		t.Errorf("of the past it says %q, %v", warned, err)
	}
	out, _, err = planCall(t, w, 0, "plan", "add", "Every week", "--when", "mon 09:00", "--repeat", "every mon", "--json")
	var entry map[string]string
	if err != nil || json.Unmarshal([]byte(out), &entry) != nil || entry["entry"] != "e1" || entry["key"] != "k-new" || !w.changes[0].Post.Series() {
		t.Errorf("a series: %s, %v", out, err)
	}
}

func TestSettingChangesNothingElse(t *testing.T) {
	w := chart(t)
	tests := map[string]struct {
		args string
		verb inbox.Verb
		want string // of the source
		gone string
	}{
		"a time":        {"k-ship --when tomorrow", inbox.MovePost, "when: 2026-06-18 09:00", "06-19"},
		"no time":       {"k-ship --when=", inbox.MovePost, "", "when:"},
		"a status":      {"k-ship --status cancelled", inbox.CancelPost, "status: cancelled", "scheduled"},
		"a theme":       {"p0.md --theme goals", inbox.EditPost, "theme: goals", "wins"},
		"no channel":    {"k-sh --channel forum/News", inbox.EditPost, `channels: ["forum/#News"]`, "general"},
		"a silent day":  {"k-goals --skip 2026-06-22", inbox.EditPost, "except: [2026-06-22]", ""},
		"another zone":  {"k-ship --zone Asia/Tokyo", inbox.EditPost, "zone: Asia/Tokyo", ""},
		"another text":  {"k-ship --text shipped", inbox.EditPost, "\nshipped\n", "What did"},
		"not repeating": {"k-goals --repeat=", inbox.EditPost, "", "recurrence"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, _, err := planCall(t, w, 80, append([]string{"plan", "set"}, strings.Fields(tt.args)...)...)
			if err != nil {
				t.Fatal(err)
			}
			c := w.changes[0]
			if w.verb != tt.verb || !strings.Contains(c.Post.Source, tt.want) || tt.gone != "" && strings.Contains(c.Post.Source, tt.gone) {
				t.Errorf("%s: it is\n%s", w.verb, c.Post.Source)
			}
			if !slices.ContainsFunc(w.posts, func(p calendar.Post) bool { return p.Source == c.Seen }) {
				t.Error("the post it changes is not the one that was seen")
			}
		})
	}
}

func TestWhatIsDoneToAPostIsAskedOfTheStore(t *testing.T) {
	w := chart(t)
	for args, want := range map[string]string{
		"approve k-ship k-goals": "approve k-ship k-goals", "publish k-ship": "publish k-ship@ []",
		"publish k-goals@2026-06-15": "publish k-goals@2026-06-15 []", "publish k-goals --occurrence 2026-06-15 --channel slack/#general": "publish k-goals@2026-06-15 [slack/#general]",
		"let-go k-ship": "let go k-ship@ false", "let-go k-goals@2026-06-15 --posted": "let go k-goals@2026-06-15 true",
		"import --theirs a/b.md": "settle a/b.md theirs", "import --mine b.md": "settle b.md mine",
	} {
		if out, _, err := planCall(t, w, 80, append([]string{"plan"}, strings.Fields(args)...)...); err != nil || w.did != want || out == "" {
			t.Errorf("plan %s asks %q and says %q, %v", args, w.did, out, err)
		}
	}
}

func TestAPlanCallThatWasNotUnderstoodIsAUsageError(t *testing.T) {
	for _, args := range []string{
		"calendar --week 2026-48", "calendar --week 2026-W54", "calendar --week 2026-W48 --from 2026-01-01", "calendar --to 2026-01-01",
		"calendar --from 2026-01-02 --to 2026-01-01", "calendar --from 2026-01-01 --to 2028-01-01",
		"plan add", "plan add x --when someday", "plan add x --zone Atlantis", "plan add x --status done", "plan add x --channel /x", "plan add x --repeat weekly",
		"plan set k-ship", "plan set k-goals --skip monday", "plan publish k-goals", "plan publish k-goals --occurrence monday",
		"plan import", "plan import x --dry-run --mine y", "plan import x --format pdf", "plan export -", "plan export x --format pdf",
	} {
		_, _, err := planCall(t, chart(t), 0, strings.Fields(args)...)
		var usage *Usage
		if !errors.As(err, &usage) {
			t.Errorf("%s says %v", args, err)
		}
	}
	for _, args := range []string{"plan show nothing", "plan set k- --theme x", "plan show k-goals@2026-06-16"} {
		if _, _, err := planCall(t, chart(t), 0, strings.Fields(args)...); !errors.Is(err, inbox.ErrNone) {
			t.Errorf("%s says %v", args, err)
		}
	}
}

func TestAPostIsShownAsItGoesOut(t *testing.T) {
	out, _, err := planCall(t, chart(t), 80, "plan", "show", "k-ship")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"What did you ship?\n  scheduled · Fri 19 Jun 2026 14:00 CEST (Europe/Berlin)\n  key k-ship · file p0.md\n  theme wins\n  tags a b\n  campaign summer\n",
		"\nslack/#general · the platform posts it · kept\n  What did you ship?\n", "\nmastodon · you post it by hand\n  Shorter\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("it lacks %q:\n%s", want, out)
		}
	}
	series, _, err := planCall(t, chart(t), 80, "plan", "show", "k-goals")
	if err != nil || !strings.Contains(series, "first on 2026-06-15 09:00") {
		t.Errorf("a series as a whole: %v\n%s", err, series)
	}
	out, _, err = planCall(t, chart(t), 0, "plan")
	if err != nil || !strings.HasPrefix(out, "k-idea\t\t\t\tidea\tA contest?\nk-goals\t2026-06-15 09:00 and on\tAmerica/New_York\tslack/#general\tapproved\t") {
		t.Errorf("the list: %v\n%s", err, out)
	}
	list, _, err := planCall(t, chart(t), 0, "plan", "--json")
	if all := array(t, list); err != nil || len(all) != 3 || all[0]["when"] != nil || all[1]["recurrence"] != "FREQ=WEEKLY" || fmt.Sprint(all[2]["variants"]) != "map[mastodon:Shorter]" {
		t.Errorf("the list in JSON: %v\n%s", err, list)
	}
}

func TestProblemsAreToldAsEditorsReadThem(t *testing.T) {
	w := chart(t)
	w.problems = []calendar.Problem{
		{Path: "a.md", Line: 3, Reason: "“soon” is not a time."},
		{Path: "b.md", Reason: "It was changed here and in the file.", Mine: "same\nmine\n", Theirs: "same\ntheirs\n"},
	}
	out, _, err := planCall(t, w, 80, "plan", "problems")
	if want := "a.md:3: “soon” is not a time.\nb.md:1: It was changed here and in the file.\n  same\n  - mine\n  + theirs\n"; out != want || err == nil || err.Error() != "2 problems" {
		t.Errorf("it says %v\n%s", err, out)
	}
	out, _, err = planCall(t, w, 80, "plan", "problems", "--json")
	if all := array(t, out); err == nil || len(all) != 2 || all[0]["line"] != 3.0 || all[1]["conflict"] != true || !strings.HasPrefix(all[1]["theirs"].(string), "same\ntheirs") {
		t.Errorf("in JSON: %v\n%s", err, out)
	}
	if _, warned, err := planCall(t, w, 80, "calendar"); err != nil || !strings.Contains(warned, "a.md:3: ") || !strings.Contains(warned, "2 problems in the files of the plan") {
		t.Errorf("the calendar says %q, %v", warned, err)
	}
	w.problems = nil
	if out, _, err := planCall(t, w, 80, "plan", "problems"); err != nil || !strings.HasPrefix(out, "All is well") {
		t.Errorf("without any: %q, %v", out, err)
	}
}

func TestAnExportIsTheFilesThemselves(t *testing.T) {
	w := chart(t)
	out, _, err := planCall(t, w, 80, "plan", "export", "there")
	if err != nil || out != "3 posts written to there.\n" || w.over != Keep || w.written["there p0.md"] != w.posts[0].Source || w.written["there plan.yaml"] != "zone: UTC\n" {
		t.Errorf("it says %q, %v, and wrote %q", out, err, w.written)
	}
	if _, _, err = planCall(t, w, 80, "plan", "export", "some/plan.csv", "--force"); err != nil || w.over != Replace || !strings.Contains(w.written["some plan.csv"], "What did you ship?") {
		t.Errorf("a table: %v, %q", err, w.written["some plan.csv"])
	}
	if out, _, err = planCall(t, w, 0, "plan", "export", "-", "--format", "ics"); err != nil || !strings.HasPrefix(out, "BEGIN:VCALENDAR\r\n") {
		t.Errorf("a calendar: %v, %q", err, out)
	}
}

func TestAnImportTellsWhatItCouldNotTake(t *testing.T) {
	w := chart(t)
	files := []calendar.File{{Path: "p0.md", Text: w.posts[0].Source}, {Path: "n.md", Text: "new"}, {Path: "p2.md", Text: "---\nid: k-idea\n---\nother"}, {Path: "x.md", Text: "---\nstatus: soon\n---\n"}}
	out, warned, err := planFed(t, w, files, 80, "plan", "import", "folder", "--dry-run")
	if err != nil || out != "same     p0.md\nnew      n.md\nchanged  p2.md\nbroken   x.md\n" || !strings.HasPrefix(warned, "x.md:2: ") || w.took != nil {
		t.Errorf("a dry run says %q, %q, %v", out, warned, err)
	}
	w.problems = []calendar.Problem{{Path: "p2.md", Reason: "It was changed here and there.", Mine: "mine", Theirs: "theirs"}}
	out, _, err = planFed(t, w, files, 80, "plan", "import", "folder")
	if err == nil || ExitCode(err) != ExitFailed || len(w.took) != 4 || out != "3 of 4 posts taken in.\np2.md:1: It was changed here and there.\n  - mine\n  + theirs\n" {
		t.Errorf("it says %q, %v", out, err)
	}
	out, _, err = planFed(t, w, files, 80, "plan", "import", "folder", "--json")
	var j map[string]any
	if json.Unmarshal([]byte(out), &j) != nil || err == nil || j["taken"] != 3.0 || len(j["problems"].([]any)) != 1 {
		t.Errorf("in JSON: %s, %v", out, err)
	}
}

func TestAFileThatIsCalledLikeNoPostGetsAName(t *testing.T) {
	w := chart(t)
	if _, _, err := planFed(t, w, []calendar.File{{Path: "_Notes.txt", Text: "Ship it\n"}}, 80, "plan", "import", "_Notes.txt"); err != nil {
		t.Fatal(err)
	}
	if len(w.took) != 1 || w.took[0].Path != "ideas/ship-it.md" || w.took[0].Text != "Ship it\n" {
		t.Errorf("it is taken in as %+v", w.took)
	}
}

func TestATableAndACalendarComeBackAsTheyWent(t *testing.T) {
	for _, name := range []string{"plan.csv", "plan.ics"} {
		t.Run(name, func(t *testing.T) {
			w := chart(t)
			if _, _, err := planCall(t, w, 0, "plan", "export", "d/"+name); err != nil {
				t.Fatal(err)
			}
			text := w.written["d "+name]
			out, _, err := planFed(t, w, []calendar.File{{Path: name, Text: text}}, 80, "plan", "import", name, "--dry-run")
			if err != nil || strings.Contains(out, "new") || strings.Contains(out, "changed") || strings.Count(out, "same") < 2 {
				t.Errorf("it comes back as\n%s%v\n%s", out, err, text)
			}
			w.posts = nil
			if _, _, err := planFed(t, w, []calendar.File{{Path: name, Text: text}}, 80, "plan", "import", name); err != nil || len(w.took) < 2 {
				t.Fatalf("into an empty plan: %v, %v", w.took, err)
			}
			for _, file := range w.took {
				if post, err := calendar.Parse(file.Path, file.Text); err != nil || !calendar.Belongs(file.Path) || post.Text == "" {
					t.Errorf("it is taken in as %+v, %v", file, err)
				}
			}
		})
	}
}

func TestADifferenceShowsWhatIsNearIt(t *testing.T) {
	was := "1\n2\n3\n4\n5\n6\n7\n8\n"
	tests := map[string]struct{ was, now, want string }{
		"a line changed": {was, strings.Replace(was, "5", "five", 1), "  …|  3|  4|- 5|+ five|  6|  7|  …"},
		"a line more":    {was, "0\n" + was, "+ 0|  1|  2|  …"},
		"a line less":    {was, strings.TrimSuffix(was, "8\n"), "  …|  6|  7|- 8"},
		"everything":     {"a", "b", "- a|+ b"},
		"gone":           {"a\nb", "", "- a|- b"},
		"the same":       {was, was, "  …"},
		"two places":     {"a\n" + was + "z", "A\n" + was + "Z", "- a|+ A|  1|  2|  …|  7|  8|- z|+ Z"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(difference(tt.was, tt.now), "|"); got != tt.want {
				t.Errorf("it is %s\nwant  %s", got, tt.want)
			}
		})
	}
	long := strings.Repeat("x\ny\n", 3000)
	if got := difference(long+"a", "b\n"+strings.Repeat("z\n", 6000)); len(got) == 0 {
		t.Error("long texts have no difference")
	}
}
