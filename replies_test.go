package main

import (
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"rounds/inbox/saved"
)

// folder is a folder of replies with files in it.
func folder(t testing.TB, files map[string]string) *replyFolder {
	t.Helper()
	f := newReplyFolder(paths{config: filepath.Join(t.TempDir(), "config.toml")})
	if err := os.Mkdir(f.path, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		write(t, filepath.Join(f.path, name), text, 0o600)
	}
	return f
}

// listed are the names of the replies, and what is wrong.
func listed(t testing.TB, f *replyFolder) (names []string, wrong string) {
	t.Helper()
	all, broken, err := f.Saved()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		names = append(names, r.Name)
	}
	for _, b := range broken {
		wrong += strings.TrimPrefix(b.Error(), f.path+string(filepath.Separator)) + "\n"
	}
	return names, wrong
}

func TestWithoutAFolderThereAreTheRepliesThatRoundsBrings(t *testing.T) {
	f := newReplyFolder(paths{config: filepath.Join(t.TempDir(), "config.toml")})
	if names, wrong := listed(t, f); len(names) != len(saved.Starter()) || wrong != "" {
		t.Errorf("%q %s", names, wrong)
	}
	if names, _ := listed(t, folder(t, nil)); len(names) != 0 {
		t.Errorf("an empty folder has %q", names)
	}
}

func TestAFileThatIsBrokenByAnEditStaysAsItWas(t *testing.T) {
	f := folder(t, map[string]string{"a.md": "---\nkey: a\n---\nFirst", "b.md": "Hi", "README.md": "x", ".hidden.md": "x", "c.txt": "x"})
	if names, wrong := listed(t, f); !slices.Equal(names, []string{"a", "b"}) || wrong != "" {
		t.Fatalf("%q %s", names, wrong)
	}
	path := filepath.Join(f.path, "a.md")
	write(t, path, "---\nkey: ab\n---\nSecond, and longer", 0o600)
	for range 2 { // the mistake is remembered as the reply is
		all, broken, err := f.Saved()
		if err != nil || len(all) != 2 || all[0].Body != "First" || len(broken) != 1 || broken[0].Error() != path+":2:1: key: one letter from a to z or A to Z, or one digit" {
			t.Fatalf("%+v %v %v", all, broken, err)
		}
	}
	write(t, path, "Third", 0o600)
	if all, broken, _ := f.Saved(); len(broken) != 0 || all[0].Body != "Third" || all[0].Path != path {
		t.Errorf("mended: %+v %v", all, broken)
	}
	os.Remove(path)
	if names, _ := listed(t, f); !slices.Equal(names, []string{"b"}) {
		t.Errorf("removed: %q", names)
	}
}

func TestAReplyThatHasNotChangedIsNotReadAgain(t *testing.T) {
	f := folder(t, map[string]string{"a.md": "one"})
	listed(t, f)
	path := filepath.Join(f.path, "a.md")
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	write(t, path, "two", 0o600)
	if err := os.Chtimes(path, time.Time{}, info.ModTime()); err != nil {
		t.Fatal(err)
	}
	if all, _, _ := f.Saved(); all[0].Body != "one" {
		t.Errorf("it was read again: %q", all[0].Body)
	}
}

func TestWhatIsNoFileOfTheFolderIsNotRead(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a privilege there")
	}
	f := folder(t, map[string]string{"a.md": "Hi", "big.md": strings.Repeat("x", saved.MaxFile+1)})
	secret := write(t, filepath.Join(t.TempDir(), "secret"), "xoxb-1", 0o600)
	for from, to := range map[string]string{"out.md": secret, "inside.md": "a.md", "loop.md": "loop.md", "gone.md": "nowhere"} {
		if err := os.Symlink(to, filepath.Join(f.path, from)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(f.path, "folder.md"), 0o700); err != nil {
		t.Fatal(err)
	}
	names, wrong := listed(t, f)
	if !slices.Equal(names, []string{"a", "inside"}) || strings.Contains(wrong, "xoxb") {
		t.Errorf("%q %s", names, wrong)
	}
	for _, want := range []string{"out.md:1:1", "loop.md:1:1", "gone.md:1:1", "folder.md:1:1: it is not a file", "big.md:1:1: the file is larger"} {
		if !strings.Contains(wrong, want) {
			t.Errorf("nothing is said of %s:\n%s", want, wrong)
		}
	}
}

func TestTheRepliesAreBegunAndNeverWrittenOver(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	if all := h.objects(t, "replies", "--json"); len(all) != 11 || all[0]["path"] != "" {
		t.Fatalf("%d replies: %v", len(all), all)
	}
	begun := h.object(t, "replies", "init", "--json")
	if len(begun["written"].([]any)) != 11 || len(begun["kept"].([]any)) != 0 {
		t.Errorf("began %v", begun)
	}
	path := filepath.Join(filepath.Dir(h.configFile()), "replies", "welcome.md")
	write(t, path, "---\nkey: w\n---\nMine \u202e{{name}}", 0o600)
	os.Remove(filepath.Join(filepath.Dir(path), "office-hours.md"))
	if said := h.must(t, "replies", "init"); !strings.Contains(said, "1 reply written") || !strings.Contains(said, "10 files") {
		t.Errorf("it said %q", said)
	}
	if text, _ := os.ReadFile(path); !strings.Contains(string(text), "Mine") {
		t.Errorf("it was written over: %s", text)
	}
	shown := h.object(t, "replies", "show", "--json", "welcome")
	has(t, "a reply", shown, "name", "key", "title", "uses", "private", "tags", "then", "react", "steps", "step", "due", "body", "in", "path")
	if shown["body"] != "Mine {{name}}" || shown["uses"] != nil {
		t.Errorf("shown is %v", shown)
	}
	if said := h.must(t, "replies", "show", "feedback-1-acknowledge"); !strings.Contains(said, "public · key 1 · +tag:feedback · waiting · next: take it to a private talk within 1d") {
		t.Errorf("shown is %s", said)
	}
	if a := h.run(t, "replies", "show", "nothing"); a.code != 3 {
		t.Errorf("what is not there ended with %d", a.code)
	}
}

func TestACheckOfTheRepliesNamesThePlace(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	if said := h.must(t, "replies", "check"); said != "All is well: 11 saved replies.\n" {
		t.Errorf("it said %q", said)
	}
	h.must(t, "replies", "init")
	path := filepath.Join(filepath.Dir(h.configFile()), "replies", "mine.md")
	write(t, path, "---\nkey: w\ntitel: x\n---\nHi", 0o600)
	a := h.run(t, "replies", "check")
	if want := path + ":3:1: \"titel\" is not a setting; did you mean \"title\"?\n"; a.code != 1 || a.out != want || !strings.Contains(a.err, "1 mistake") {
		t.Errorf("ended with %d: %s%s, want %s", a.code, a.out, a.err, want)
	}
	if a := h.run(t, "replies", "check", "--json"); a.code != 1 || !strings.Contains(a.out, `"line": 3`) {
		t.Errorf("ended with %d: %s", a.code, a.out)
	}
	if a := h.run(t, "replies"); a.code != 0 || !strings.Contains(a.err, "mine.md:3:1") || !strings.Contains(a.out, "welcome\tw\t") {
		t.Errorf("ended with %d: %s%s", a.code, a.out, a.err)
	}
	write(t, path, "---\nkey: w\n---\nHi", 0o600)
	if a := h.run(t, "replies", "check"); a.code != 1 || !strings.Contains(a.out, "welcome.md:3:1: the key \"w\" is taken: mine.md and welcome.md both have it") {
		t.Errorf("ended with %d: %s", a.code, a.out)
	}
}

func TestEverySettingAndVariableOfAReplyIsDocumented(t *testing.T) {
	for heading, known := range map[string][]string{"## Settings": saved.Settings(), "## Variables": saved.Variables()} {
		var told []string
		for _, row := range regexp.MustCompile("(?m)^\\| `[{]*([a-z_]+)[}]*` \\|").FindAllStringSubmatch(chapter(t, "replies.md", heading), -1) {
			told = append(told, row[1])
		}
		slices.Sort(told)
		if !slices.Equal(told, known) {
			t.Errorf("docs/replies.md tells under %q of %q, and there are %q", heading, told, known)
		}
	}
	brought := chapter(t, "replies.md", "## What Rounds brings")
	for _, file := range saved.Starter() {
		name := strings.TrimSuffix(file.Name, ".md")
		r, err := saved.Parse(name, file.Text)
		if row := "| `" + name + "` | `" + r.Key + "` |"; err != nil || !strings.Contains(brought, row) {
			t.Errorf("docs/replies.md has no row %s (%v)", row, err)
		}
	}
}

func TestTheRepliesOfTheDocumentationAreRead(t *testing.T) {
	examples := regexp.MustCompile("(?s)```markdown\n(.*?)```").FindAllStringSubmatch(page(t, "replies.md"), -1)
	if len(examples) < 3 {
		t.Fatalf("docs/replies.md has %d examples", len(examples))
	}
	for _, example := range examples {
		if r, err := saved.Parse("example", []byte(example[1])); err != nil || r.Title == "" {
			t.Errorf("%v:\n%s", err, example[1])
		}
	}
}
