package store

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"rounds/calendar"
	"rounds/inbox"
)

// disk is a folder.
type disk map[string]string

func (d disk) files() []calendar.File {
	var all []calendar.File
	for _, path := range slices.Sorted(maps.Keys(d)) {
		all = append(all, calendar.File{Path: path, Text: d[path]})
	}
	return all
}

// exchange lets the plan and the folder meet, and returns how many files were
// written.
func (d disk) exchange(t testing.TB, s *Store) int {
	t.Helper()
	write, err := s.Exchange(t.Context(), "plan", d.files())
	must(t, err)
	for _, f := range write {
		if f.Text == "" {
			delete(d, f.Path)
		} else {
			d[f.Path] = f.Text
		}
		must(t, s.Copied(t.Context(), "plan", f))
	}
	return len(write)
}

const monday = "---\n# by hand\nwhen: 2026-11-23 09:00\nmood: fine\nstatus: draft\n---\n\nWhat are your goals?\n"

func problems(t testing.TB, s *Store) []calendar.Problem {
	t.Helper()
	all, err := s.Problems(t.Context())
	must(t, err)
	return all
}

func TestAFileThatNobodyTouchesStaysAsItIs(t *testing.T) {
	s, _ := planner(t)
	d := disk{"a.md": monday, "deep/b.md": "Just a thought\r\nin two lines"}
	for range 3 {
		if n := d.exchange(t, s); n != 0 {
			t.Errorf("%d files were written", n)
		}
	}
	if d["a.md"] != monday || d["deep/b.md"] != "Just a thought\r\nin two lines" {
		t.Errorf("the files are %q", d)
	}
	posts, err := s.Posts(t.Context())
	if err != nil || len(posts) != 2 || posts[0].Source != monday {
		t.Errorf("the plan is %v, %v", posts, err)
	}
}

func TestChangesOnBothSidesMeet(t *testing.T) {
	s, _ := planner(t)
	d := disk{"a.md": monday}
	d.exchange(t, s)
	posts, _ := s.Posts(t.Context())
	change(t, s, posts[0], calendar.Themed("goals"))
	d["a.md"] = strings.Replace(monday, "What are your goals?", "And now?", 1)
	d.exchange(t, s)
	now := reread(t, s, posts[0].Key)
	if now.Theme != "goals" || now.Text != "And now?" || d["a.md"] != now.Source || !strings.Contains(d["a.md"], "mood: fine") {
		t.Errorf("here %q, there %q", now.Source, d["a.md"])
	}
	if d.exchange(t, s) != 0 || len(problems(t, s)) != 0 {
		t.Errorf("it does not end: %v", problems(t, s))
	}
}

func TestAConflictKeepsBothSidesUntilAPersonHasChosen(t *testing.T) {
	for _, side := range []calendar.Side{calendar.Mine, calendar.Theirs} {
		t.Run(string(side), func(t *testing.T) {
			s, _ := planner(t)
			d := disk{"a.md": monday}
			d.exchange(t, s)
			posts, _ := s.Posts(t.Context())
			mine := change(t, s, posts[0], calendar.Saying("Mine")).Source
			theirs := strings.Replace(monday, "What are your goals?", "Theirs", 1)
			d["a.md"] = theirs
			for range 2 {
				d.exchange(t, s)
				all := problems(t, s)
				if len(all) != 1 || !all[0].Conflict() || all[0].Mine != mine || all[0].Theirs != theirs {
					t.Fatalf("the conflict is told as %+v", all)
				}
				if d["a.md"] != theirs || reread(t, s, posts[0].Key).Source != mine {
					t.Fatal("a side was overwritten")
				}
			}
			must(t, s.SettlePlan(t.Context(), "a.md", side))
			d.exchange(t, s)
			want := map[calendar.Side]string{calendar.Mine: mine, calendar.Theirs: theirs}[side]
			if d["a.md"] != want || reread(t, s, posts[0].Key).Source != want || len(problems(t, s)) != 0 {
				t.Errorf("here %q, there %q, %v", reread(t, s, posts[0].Key).Source, d["a.md"], problems(t, s))
			}
		})
	}
}

func TestABrokenFileLeavesTheLastGoodVersionInForce(t *testing.T) {
	s, _ := planner(t)
	d := disk{"a.md": monday}
	d.exchange(t, s)
	posts, _ := s.Posts(t.Context())
	d["a.md"] = strings.Replace(monday, "2026-11-23 09:00", "soon", 1)
	d.exchange(t, s)
	all := problems(t, s)
	if len(all) != 1 || all[0].Line != 3 || all[0].Conflict() {
		t.Errorf("it is told as %+v", all)
	}
	if now := reread(t, s, posts[0].Key); now.When.String() != "2026-11-23 09:00" || strings.Contains(d["a.md"], "09:00") {
		t.Errorf("in force is %v, the file is %q", now.When, d["a.md"])
	}
}

func TestAFolderThatIsNotThereThrowsNothingAway(t *testing.T) {
	s, _ := planner(t)
	d := disk{}
	for i := range 9 {
		d[fmt.Sprintf("%d.md", i)] = monday + strings.Repeat("!", i) + "\n"
	}
	d.exchange(t, s)
	write, err := s.Exchange(t.Context(), "plan", nil)
	must(t, err)
	if posts, _ := s.Posts(t.Context()); len(posts) != 9 || len(write) != 9 {
		t.Errorf("%d posts are left, %d files to write", len(posts), len(write))
	}
	all := d.files()
	write, err = s.Exchange(t.Context(), "plan", all[:4])
	must(t, err)
	if posts, _ := s.Posts(t.Context()); len(posts) != 9 || len(write) != 0 || len(problems(t, s)) != 1 {
		t.Errorf("most files are gone: %d posts are left, %d files to write, %v", len(posts), len(write), problems(t, s))
	}
	delete(d, "3.md")
	d.exchange(t, s)
	if posts, _ := s.Posts(t.Context()); len(posts) != 8 || len(problems(t, s)) != 0 {
		t.Errorf("one file was removed, and %d posts are left: %v", len(posts), problems(t, s))
	}
}

func TestARenamedFileIsTheSamePost(t *testing.T) {
	s, _ := planner(t)
	d := disk{"a.md": monday}
	d.exchange(t, s)
	posts, _ := s.Posts(t.Context())
	d = disk{"b/c.md": monday}
	d.exchange(t, s)
	if now := reread(t, s, posts[0].Key); now.Path != "b/c.md" {
		t.Errorf("it lies at %s", now.Path)
	}
	if posts, _ := s.Posts(t.Context()); len(posts) != 1 {
		t.Errorf("there are %d posts", len(posts))
	}
}

// TestWhateverBothSidesDoNothingIsLost has both sides edit, add, remove and
// settle at random. What either has typed is in the plan, in the folder or in a
// conflict; and once conflicts are settled both sides are the same.
func TestWhateverBothSidesDoNothingIsLost(t *testing.T) {
	for seed := range uint64(12) {
		dice := rand.New(rand.NewPCG(seed, 7)) //nolint:gosec // a test
		s, _ := planner(t)
		d := disk{}
		typed := map[string]string{} // word → where it was typed last: the file
		for step := range 60 {
			word := fmt.Sprintf("word%dx", step)
			posts, err := s.Posts(t.Context())
			must(t, err)
			switch n := dice.IntN(10); {
			case n < 2:
				d[fmt.Sprintf("new%d.md", step)] = monday + word + "\n"
				typed[word] = "there"
			case n < 4 && len(d) > 0:
				path := slices.Sorted(maps.Keys(d))[dice.IntN(len(d))]
				d[path] = strings.Replace(d[path], "\n---\n", "\nx"+word+": y\n---\n", 1)
				typed[word] = "there"
			case n < 6 && len(posts) > 0:
				p := posts[dice.IntN(len(posts))]
				change(t, s, p, calendar.Saying(p.Text+"\n"+word))
				typed[word] = "here"
			case n == 6:
				post(t, s, word, "when: 2026-11-24 09:00")
				typed[word] = "here"
			case n == 7:
				for _, p := range problems(t, s) {
					if p.Conflict() && dice.IntN(2) == 0 {
						for word := range typed { // a person has seen both, and lets one go
							if strings.Contains(p.Theirs, word) != strings.Contains(p.Mine, word) {
								delete(typed, word)
							}
						}
						must(t, s.SettlePlan(t.Context(), p.Path, []calendar.Side{calendar.Mine, calendar.Theirs}[dice.IntN(2)]))
					}
				}
			default:
				d.exchange(t, s)
			}
		}
		d.exchange(t, s)
		for _, p := range problems(t, s) {
			for word := range typed {
				if strings.Contains(p.Theirs, word) != strings.Contains(p.Mine, word) {
					delete(typed, word)
				}
			}
			if p.Conflict() {
				must(t, s.SettlePlan(t.Context(), p.Path, calendar.Mine))
			}
		}
		d.exchange(t, s)
		d.exchange(t, s)
		posts, err := s.Posts(t.Context())
		must(t, err)
		all := ""
		for _, p := range posts {
			all += p.Source
			if d[p.Path] != p.Source {
				t.Errorf("seed %d: %s is %q here and %q there", seed, p.Path, p.Source, d[p.Path])
			}
		}
		for word := range typed {
			if !strings.Contains(all, word) {
				t.Errorf("seed %d: what was typed %s is lost: %s", seed, typed[word], word)
			}
		}
		if len(posts) != len(d) || len(problems(t, s)) > 0 {
			t.Errorf("seed %d: %d posts, %d files, %v", seed, len(posts), len(d), problems(t, s))
		}
	}
}

func TestAnImportComesAgainWithoutADouble(t *testing.T) {
	s, _ := planner(t)
	files := disk{"a.md": monday, "b.md": "An idea"}.files()
	for i, want := range []int{2, 0} {
		n, told, err := s.Take(t.Context(), "elsewhere", files)
		if err != nil || n != want || len(told) != 0 {
			t.Errorf("import %d brought %d posts, %v, %v", i, n, told, err)
		}
	}
	posts, _ := s.Posts(t.Context())
	change(t, s, posts[0], calendar.Saying("Mine"))
	files[0].Text = strings.Replace(monday, "What are your goals?", "Theirs", 1)
	n, told, err := s.Take(t.Context(), "elsewhere", files)
	if err != nil || n != 0 || len(told) != 1 || !told[0].Conflict() {
		t.Errorf("a conflict: %d, %v, %v", n, told, err)
	}
	if _, err := s.Undo(t.Context()); err != nil {
		t.Error(err)
	}
	_ = inbox.ImportPlan
}
