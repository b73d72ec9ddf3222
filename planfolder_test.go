package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rounds/calendar"
)

// planShelf is a planMemory that holds texts by path: what lies in the folder as far
// as it knows, and what it wants there.
type planShelf struct {
	base, mine map[string]string
	told       map[string]string // why files could not be read
	conflicts  []string
	settings   calendar.Settings
	exchanged  int
	shown      []calendar.File
	meanwhile  func() // happens between taking in and writing
}

func newPlanShelf() *planShelf {
	return &planShelf{base: map[string]string{}, mine: map[string]string{}, told: map[string]string{}}
}

func (s *planShelf) Exchange(_ context.Context, _ string, files []calendar.File) (wanted []calendar.File, err error) {
	s.exchanged++
	s.shown, s.conflicts = files, nil
	there := map[string]calendar.File{}
	for _, f := range files {
		there[f.Path] = f
	}
	all := maps.Clone(s.mine)
	maps.Copy(all, s.base)
	for path, f := range there {
		all[path] = f.Text
	}
	for _, path := range slices.Sorted(maps.Keys(all)) {
		f := there[path]
		switch theirs, base, mine := f.Text, s.base[path], s.mine[path]; {
		case f.Why != "":
			s.told[path] = f.Why
		case theirs == base && mine != base:
			wanted = append(wanted, calendar.File{Path: path, Text: mine})
		case theirs != base && (mine == base || mine == theirs):
			s.base[path], s.mine[path] = theirs, theirs
		case theirs != base:
			s.conflicts = append(s.conflicts, path)
		}
	}
	if s.meanwhile != nil {
		s.meanwhile()
	}
	return wanted, nil
}

func (s *planShelf) Copied(_ context.Context, _ string, f calendar.File) error {
	s.base[f.Path] = f.Text
	return nil
}

func (s *planShelf) UsePlan(settings calendar.Settings) { s.settings = settings }

// planIn is the folder of a test, which waits for nothing.
func planIn(t testing.TB, memory planMemory) *planFolder {
	t.Helper()
	dir := t.TempDir()
	f := newPlanFolder(paths{db: filepath.Join(dir, "x.db"), config: filepath.Join(dir, "config.toml")}, config{}, memory)
	f.rules.zone, f.settles = "Europe/Berlin", 0
	return f
}

func (f *planFolder) must(t testing.TB) {
	t.Helper()
	if err := f.sync(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (f *planFolder) lay(t testing.TB, name, text string) {
	t.Helper()
	path := filepath.Join(f.path, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (f *planFolder) text(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(f.path, filepath.FromSlash(name)))
	if err != nil {
		return "(" + errors.Unwrap(err).Error() + ")"
	}
	return string(text)
}

func TestFilesAndPostsAreExchanged(t *testing.T) {
	shelf := newPlanShelf()
	f := planIn(t, shelf)
	f.lay(t, "theirs.md", "from the editor")
	shelf.mine["2026/w48/mine.md"] = "from the pane"
	f.must(t)
	if shelf.mine["theirs.md"] != "from the editor" || f.text(t, "2026/w48/mine.md") != "from the pane" {
		t.Errorf("the store has %q, the folder %q", shelf.mine["theirs.md"], f.text(t, "2026/w48/mine.md"))
	}
	if err := os.Chmod(filepath.Join(f.path, "theirs.md"), 0o640); err != nil {
		t.Fatal(err)
	}
	shelf.mine["theirs.md"] = "from the pane, too"
	f.lay(t, "2026/w48/mine.md", "from the editor, too")
	f.must(t)
	f.must(t)
	if shelf.mine["2026/w48/mine.md"] != "from the editor, too" || f.text(t, "theirs.md") != "from the pane, too" {
		t.Errorf("the store has %q, the folder %q", shelf.mine["2026/w48/mine.md"], f.text(t, "theirs.md"))
	}
	if info, err := os.Stat(filepath.Join(f.path, "theirs.md")); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o640 {
		t.Errorf("its mode is %v, %v", info.Mode(), err)
	}
	if info, err := os.Stat(filepath.Join(f.path, "2026/w48")); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
		t.Errorf("the folder's mode is %v, %v", info.Mode(), err)
	}
	delete(shelf.mine, "theirs.md")
	if err := os.Remove(filepath.Join(f.path, "2026/w48/mine.md")); err != nil {
		t.Fatal(err)
	}
	f.must(t)
	if shelf.mine["2026/w48/mine.md"] != "" || f.text(t, "theirs.md") != "(no such file or directory)" && runtime.GOOS != "windows" {
		t.Errorf("the store has %q, the folder %q", shelf.mine["2026/w48/mine.md"], f.text(t, "theirs.md"))
	}
	if left, err := filesIn(f.path); err != nil || len(left) != 1 {
		t.Errorf("there lies %q, %v", left, err)
	}
}

func TestWhatIsNoPostIsLeftAlone(t *testing.T) {
	shelf := newPlanShelf()
	f := planIn(t, shelf)
	for _, name := range []string{
		"README.md", "sub/readme.md", ".hidden.md", "_template.md", ".git/x.md", "_drafts/x.md", "note.txt", "post.md~", ".post.md.swp", "sub/.x/y.md",
	} {
		f.lay(t, name, "not a post")
	}
	f.lay(t, "a/b/c.md", "a post")
	f.must(t)
	if len(shelf.shown) != 1 || shelf.shown[0].Path != "a/b/c.md" {
		t.Errorf("taken for posts: %v", shelf.shown)
	}
}

func TestAFileThatCannotBeReadIsToldAndNeverTakenAsGone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a right there")
	}
	shelf := newPlanShelf()
	f := planIn(t, shelf)
	outside := write(t, filepath.Join(t.TempDir(), "secret.md"), "a secret", 0o600)
	f.lay(t, "large.md", strings.Repeat("x", calendar.MostBytes+100))
	f.lay(t, "inside.md", "inside")
	for name, to := range map[string]string{"link.md": outside, "near.md": "inside.md", "nowhere.md": "gone", "pipe.md": os.DevNull} {
		if err := os.Symlink(to, filepath.Join(f.path, name)); err != nil {
			t.Fatal(err)
		}
	}
	f.must(t)
	f.must(t)
	got := map[string]string{}
	for _, file := range shelf.shown {
		got[file.Path] = file.Why
		if strings.Contains(file.Text, "secret") {
			t.Errorf("%s shows what lies outside", file.Path)
		}
		if _, err := calendar.Parse(file.Path, file.Text); file.Path == "large.md" && err == nil {
			t.Error("a file that is too large is read")
		}
	}
	const escapes = "it is a link that leads out of the plan folder"
	want := map[string]string{"inside.md": "", "large.md": "", "link.md": escapes, "near.md": "", "nowhere.md": "no such file or directory", "pipe.md": escapes}
	if !maps.Equal(got, want) {
		t.Errorf("shown were %v", got)
	}
	shelf.base["link.md"], shelf.mine["near.md"], shelf.mine["large.md"] = "x", "y", "z"
	if err := f.sync(t.Context()); err == nil || !strings.Contains(err.Error(), "near.md: it is a link") {
		t.Errorf("writing over a link: %v", err)
	}
	if f.text(t, "link.md") != "a secret" || len(f.text(t, "large.md")) < calendar.MostBytes {
		t.Error("a file that could not be read was written over")
	}
}

func TestAFileIsWrittenOnlyWhereItIsAsItWasShown(t *testing.T) {
	tests := map[string]struct {
		base, mine string
		meanwhile  func(f *planFolder)
		want       string
	}{
		"changed while we thought": {"one", "mine", func(f *planFolder) { f.lay(t, "p.md", "theirs") }, "theirs"},
		"made while we thought":    {"", "mine", func(f *planFolder) { f.lay(t, "p.md", "theirs") }, "theirs"},
		"removed while we thought": {"one", "mine", func(f *planFolder) { os.Remove(filepath.Join(f.path, "p.md")) }, "(no such file or directory)"},
		"thrown away here, changed there": {"one", "", func(f *planFolder) {
			f.lay(t, "p.md", "theirs")
		}, "theirs"},
		"the same by both": {"one", "two", func(f *planFolder) { f.lay(t, "p.md", "two") }, "two"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			shelf := newPlanShelf()
			f := planIn(t, shelf)
			if tt.base != "" {
				f.lay(t, "p.md", tt.base)
				f.must(t)
			}
			shelf.mine["p.md"] = tt.mine
			shelf.meanwhile = func() { tt.meanwhile(f) }
			f.must(t)
			if got := f.text(t, "p.md"); got != tt.want && runtime.GOOS != "windows" {
				t.Errorf("it lies there as %q, want %q", got, tt.want)
			}
			if shelf.base["p.md"] != tt.base && shelf.base["p.md"] != tt.want {
				t.Errorf("the store was told %q", shelf.base["p.md"])
			}
			if !f.moved() {
				t.Error("the next look finds nothing new")
			}
			shelf.meanwhile = nil
			f.must(t)
			if name != "the same by both" && len(shelf.conflicts) != 1 {
				t.Errorf("conflicts: %q", shelf.conflicts)
			}
		})
	}
}

// TestNoTextOfAPersonIsLostInTheFolder is a random history: a person edits,
// makes and removes files, also while we are about to write, and the store
// changes its mind. What the person wrote last into a file is there, or the
// store was shown it.
func TestNoTextOfAPersonIsLostInTheFolder(t *testing.T) {
	dice := rand.New(rand.NewPCG(7, 11))
	shelf := newPlanShelf()
	f := planIn(t, shelf)
	wrote, shown := map[string]string{}, map[string]bool{}
	names := []string{"a.md", "b.md", "sub/c.md", "sub/deep/d.md"}
	n := 0
	edit := func() {
		name := names[dice.IntN(len(names))]
		if n++; dice.IntN(4) == 0 {
			os.Remove(filepath.Join(f.path, filepath.FromSlash(name)))
			delete(wrote, name)
			return
		}
		wrote[name] = fmt.Sprintf("by hand %04d", n)
		f.lay(t, name, wrote[name])
	}
	for range 400 {
		if dice.IntN(2) == 0 {
			edit()
		}
		if dice.IntN(2) == 0 {
			n++
			name := names[dice.IntN(len(names))]
			if shelf.mine[name] = fmt.Sprintf("planned %04d", n); dice.IntN(4) == 0 {
				delete(shelf.mine, name)
			}
		}
		shelf.meanwhile = func() {
			if dice.IntN(3) == 0 {
				edit()
			}
		}
		f.must(t)
		for _, file := range shelf.shown {
			shown[file.Path+file.Text] = true
		}
		for name, text := range wrote {
			if f.text(t, name) != text && !shown[name+text] {
				t.Fatalf("%s said %q, which nobody has seen; it says %q", name, text, f.text(t, name))
			}
		}
	}
	err := filepath.WalkDir(f.path, func(path string, entry os.DirEntry, err error) error {
		if strings.HasPrefix(entry.Name(), ".") {
			t.Errorf("%s was left behind", path)
		}
		return err
	})
	if err != nil || shelf.exchanged != 400 {
		t.Errorf("%d exchanges, %v", shelf.exchanged, err)
	}
}

func TestTheLastMomentDecides(t *testing.T) {
	f := planIn(t, newPlanShelf())
	f.lay(t, "p.md", "theirs")
	root, err := os.OpenRoot(f.path)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for name, err := range map[string]error{
		"replace": replaceSeen(root, "p.md", "other", "mine"), "remove": removeSeen(root, "p.md", "other"), "place": placeNew(root, "p.md", "mine"),
	} {
		if !errors.Is(err, errNotAsSeen) {
			t.Errorf("%s says %v", name, err)
		}
	}
	if left, _ := filesIn(f.path); f.text(t, "p.md") != "theirs" || len(left) != 1 {
		t.Errorf("there lies %q, and %q", left, f.text(t, "p.md"))
	}
}

func TestNothingIsWrittenOutsideTheFolderNorHidden(t *testing.T) {
	shelf := newPlanShelf()
	f := planIn(t, shelf)
	for _, path := range []string{"../out.md", "/out.md", "a/../../out.md", ".git/x.md", "README.md", "x.txt", "a//b.md", "_x/y.md", `a\b.md`, "plan.yaml"} {
		shelf.mine = map[string]string{path: "x"}
		if err := f.sync(t.Context()); err == nil || !strings.Contains(err.Error(), "does not belong") {
			t.Errorf("%s: %v", path, err)
		}
	}
	if left, _ := filesIn(filepath.Dir(f.path)); slices.Contains(left, "out.md") {
		t.Errorf("there lies %q", left)
	}
}

func TestAPlanThatIsGoneAsAWholeIsNotThrownAway(t *testing.T) {
	shelf := newPlanShelf()
	f := planIn(t, shelf)
	f.lay(t, "a.md", "a")
	f.must(t)
	if err := os.RemoveAll(f.path); err != nil {
		t.Fatal(err)
	}
	if err := f.sync(t.Context()); err == nil || !strings.Contains(err.Error(), "nothing is taken as thrown away") {
		t.Errorf("it says %v", err)
	}
	if shelf.mine["a.md"] != "a" {
		t.Error("the post is gone")
	}
}

func TestAFolderThatMovesIsReadWhenItIsStill(t *testing.T) {
	shelf := newPlanShelf()
	f := planIn(t, shelf)
	f.settles = time.Hour // every file of the test is young
	f.lay(t, "a.md", "")
	var paused int
	f.pause = func(context.Context, time.Duration) error {
		paused++
		f.lay(t, "a.md", "saved")
		f.now = func() time.Time { return time.Now().Add(2 * time.Hour) }
		return nil
	}
	f.must(t)
	if paused != 1 || shelf.mine["a.md"] != "saved" {
		t.Errorf("after %d looks the store has %q", paused, shelf.mine["a.md"])
	}
}

func TestOneProgramAtATimeIsAtTheFolder(t *testing.T) {
	f := planIn(t, newPlanShelf())
	f.must(t)
	free, err := f.alone(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	other := planIn(t, newPlanShelf())
	other.path, other.lock = f.path, f.lock
	waited := 0
	other.pause = func(context.Context, time.Duration) error {
		if waited++; waited == 3 {
			free()
		}
		return nil
	}
	if err := other.sync(t.Context()); err != nil || waited != 3 {
		t.Errorf("it waited %d times, %v", waited, err)
	}
	free, err = f.alone(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer free()
	if err := other.sync(t.Context()); !errors.Is(err, errPlanBusy) {
		t.Errorf("it says %v", err)
	}
}

func TestTheWatchSeesWhatChangesOnEitherSide(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		shelf := newPlanShelf()
		f := planIn(t, shelf)
		f.path, f.lock = filepath.Join(dir, "plan"), filepath.Join(dir, "lock")
		// The clock of the bubble and that of the files are not the same.
		f.lay(t, "a.md", "one")
		ctx, stop := context.WithCancel(t.Context())
		changed, done := make(chan struct{}), make(chan struct{})
		var told []error
		go func() {
			f.watch(ctx, 2*time.Second, changed, func(err error) { told = append(told, err) })
			close(done)
		}()
		after := func(d time.Duration, look func()) {
			time.Sleep(d)
			f.mu.Lock()
			defer f.mu.Unlock()
			look()
		}
		settled := 0
		after(3*time.Second, func() {
			if settled = shelf.exchanged; shelf.mine["a.md"] != "one" {
				t.Errorf("at the start: %v", shelf.mine)
			}
		})
		after(10*time.Second, func() {
			if shelf.exchanged != settled {
				t.Errorf("nothing happened, and it was exchanged %d times", shelf.exchanged-settled)
			}
		})
		f.lay(t, "a.md", "two!")
		after(3*time.Second, func() {
			if shelf.mine["a.md"] != "two!" {
				t.Errorf("after a change: %v", shelf.mine)
			}
			shelf.mine["b.md"] = "ours"
		})
		changed <- struct{}{}
		changed <- struct{}{}
		time.Sleep(500 * time.Millisecond)
		if f.text(t, "b.md") != "ours" {
			t.Error("what the store changed is not written")
		}
		after(0, func() { f.lock = dir }) // it cannot be opened
		f.lay(t, "c.md", "new")
		time.Sleep(9 * time.Second)
		stop()
		<-done
		if len(told) != 1 {
			t.Errorf("a trouble that lasts is told once, not %d times: %v", len(told), told)
		}
	})
}

func TestTheSettingsOfThePlanAreWrittenOnceAndKeptGood(t *testing.T) {
	shelf := newPlanShelf()
	f := planIn(t, shelf)
	f.must(t)
	if got := f.text(t, "plan.yaml"); got != calendar.Starter("Europe/Berlin") || shelf.settings.Zone != "Europe/Berlin" {
		t.Errorf("it begins with %q in %q", got, shelf.settings.Zone)
	}
	f.lay(t, "plan.yaml", "zone: Asia/Tokyo\n")
	f.must(t)
	if s, source := f.Settings(); s.Zone != "Asia/Tokyo" || shelf.settings.Zone != "Asia/Tokyo" || source != "zone: Asia/Tokyo\n" || len(f.Problems()) != 0 {
		t.Errorf("it is %+v, %q, %v", s, source, f.Problems())
	}
	f.lay(t, "plan.yaml", "approval: none\nzone: Atlantis\n")
	f.must(t)
	if p := f.Problems(); shelf.settings.Zone != "Asia/Tokyo" || len(p) != 1 || p[0].Line != 2 || p[0].Path != "plan.yaml" {
		t.Errorf("it is %q, %v", shelf.settings.Zone, p)
	}
	if _, source := f.Settings(); !strings.Contains(source, "Atlantis") {
		t.Errorf("to be mended: %q", source)
	}
	if err := f.Resettle(t.Context(), "zone: Nowhere\n"); err == nil || !strings.Contains(err.Error(), "plan.yaml, line 1") {
		t.Errorf("a broken one: %v", err)
	}
	if err := f.Resettle(t.Context(), "zone: Asia/Kolkata\n"); err != nil || shelf.settings.Zone != "Asia/Kolkata" || f.text(t, "plan.yaml") != "zone: Asia/Kolkata\n" || len(f.Problems()) != 0 {
		t.Errorf("it is %q, %v", shelf.settings.Zone, err)
	}
	f.lay(t, "plan.yaml", "zone: Asia/Tokyo\n# by hand\n")
	if err := f.Resettle(t.Context(), "zone: UTC\n"); !errors.Is(err, errSettingsMoved) || !strings.HasSuffix(f.text(t, "plan.yaml"), "by hand\n") {
		t.Errorf("it was written over: %v", err)
	}
}

func TestTheZoneOfTheMachineIsFound(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("it has no such files")
	}
	tests := map[string]struct{ tz, link, file, want string }{
		"by TZ":                      {"Asia/Kolkata", "/usr/share/zoneinfo/Europe/Paris", "Asia/Tokyo\n", "Asia/Kolkata"},
		"by TZ with a colon":         {":Asia/Kolkata", "", "", "Asia/Kolkata"},
		"by TZ with a path":          {":/usr/share/zoneinfo/Asia/Kolkata", "", "", "Asia/Kolkata"},
		"by the link":                {"", "../usr/share/zoneinfo/Europe/Paris", "Asia/Tokyo\n", "Europe/Paris"},
		"by the link of macOS":       {"", "/var/db/timezone/zoneinfo/Australia/Lord_Howe", "", "Australia/Lord_Howe"},
		"by the link of another set": {"", "/usr/share/zoneinfo/posix/Europe/Paris", "", "Europe/Paris"},
		"by the file":                {"", "", "Asia/Tokyo\n", "Asia/Tokyo"},
		"not by a rule of POSIX":     {"CET-1CEST,M3.5.0,M10.5.0/3", "", "Asia/Tokyo\n", "Asia/Tokyo"},
		"nowhere":                    {"", "/somewhere/else", "Middle Earth\n", "UTC"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			if err := os.Mkdir(filepath.Join(root, "etc"), 0o700); err != nil {
				t.Fatal(err)
			}
			if tt.link != "" {
				if err := os.Symlink(tt.link, filepath.Join(root, "etc/localtime")); err != nil {
					t.Fatal(err)
				}
			}
			if tt.file != "" {
				write(t, filepath.Join(root, "etc/timezone"), tt.file, 0o600)
			}
			if got := machineZone(root, func(string) string { return tt.tz }); got != tt.want {
				t.Errorf("it is %q, want %q", got, tt.want)
			}
		})
	}
}

func TestThePlanLiesWhereTheConfigSays(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	p := paths{db: filepath.Join(home, "data", "x.db"), config: filepath.Join(home, "config", "config.toml")}
	elsewhere := filepath.Join(home, "elsewhere")
	for plan, want := range map[string]string{
		"": filepath.Join(home, "data", "x-plan"), "~/notes/plan": filepath.Join(home, "notes", "plan"), elsewhere: elsewhere, "here": filepath.Join(home, "config", "here"),
	} {
		if got := planPath(p, config{Plan: plan}); got != want {
			t.Errorf("%q is %s, want %s", plan, got, want)
		}
	}
}

// BenchmarkALookAtThePlan is what a watch costs while nothing happens.
func BenchmarkALookAtThePlan(b *testing.B) {
	f := planIn(b, newPlanShelf())
	old := time.Now().Add(-time.Hour)
	for i := range 10_000 {
		name := fmt.Sprintf("2026/w%02d/post-%d.md", i%52, i)
		f.lay(b, name, "---\nstatus: draft\n---\n\nsome text\n")
		if err := os.Chtimes(filepath.Join(f.path, name), old, old); err != nil {
			b.Fatal(err)
		}
	}
	f.lay(b, "plan.yaml", "zone: UTC\n")
	if err := os.Chtimes(filepath.Join(f.path, "plan.yaml"), old, old); err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	if err := f.sync(b.Context()); err != nil {
		b.Fatal(err)
	}
	first := time.Since(began)
	for b.Loop() {
		if f.moved() {
			b.Fatal("it has moved")
		}
	}
	b.ReportMetric(float64(first.Milliseconds()), "ms/first")
}
