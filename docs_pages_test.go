package main

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"rounds/inbox"
	"rounds/inbox/query"
	"rounds/ui/coverage"
	"rounds/ui/outbox"
	"rounds/ui/pane"
	"rounds/ui/threads"
)

// pages are the README and all pages of the documentation.
func pages(t testing.TB) []string {
	t.Helper()
	all, err := filepath.Glob("docs/*.md")
	if err != nil || len(all) < 10 {
		t.Fatalf("there are %d pages: %v", len(all), err)
	}
	return append(all, "README.md")
}

// Code is no text: what looks like a link or a heading in it is none.
var (
	fenced = regexp.MustCompile("(?ms)^[ ]{0,3}```.*?^[ ]{0,3}```[ ]*$")
	inline = regexp.MustCompile("`[^`\n]*`")
	links  = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	titles = regexp.MustCompile(`(?m)^#{1,6} (.+)$`)
)

// anchors are the headings of a page as GitHub makes addresses of them.
func anchors(text string) map[string]bool {
	all := map[string]bool{}
	for _, heading := range titles.FindAllStringSubmatch(fenced.ReplaceAllString(text, ""), -1) {
		var b strings.Builder
		for _, r := range strings.ToLower(strings.TrimSpace(links.ReplaceAllString(heading[1], "]"))) {
			switch {
			case r == ' ':
				b.WriteRune('-')
			case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
				b.WriteRune(r)
			}
		}
		slug := b.String()
		for n := 1; all[slug]; n++ {
			slug = fmt.Sprint(b.String(), "-", n)
		}
		all[slug] = true
	}
	return all
}

func TestEveryLinkOfTheDocumentationLeadsSomewhere(t *testing.T) {
	for _, name := range pages(t) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		prose := inline.ReplaceAllString(fenced.ReplaceAllString(string(text), ""), "`")
		for _, link := range links.FindAllStringSubmatch(prose, -1) {
			if strings.Contains(link[1], "://") {
				continue
			}
			file, anchor, _ := strings.Cut(link[1], "#")
			target := name
			if file != "" {
				target = filepath.Join(filepath.Dir(name), filepath.FromSlash(file))
			}
			there, err := os.ReadFile(target)
			if err != nil && anchor == "" {
				_, err = os.Stat(target) // a folder will do
			}
			if err != nil {
				t.Errorf("%s links to %s, which there is not", name, link[1])
			} else if anchor != "" && !anchors(string(there))[anchor] {
				t.Errorf("%s links to %s: %s has no such heading", name, link[1], target)
			}
		}
	}
}

func TestEveryPageIsInTheIndex(t *testing.T) {
	index := page(t, "README.md")
	for _, name := range pages(t) {
		if base := filepath.Base(name); base != "README.md" && !strings.Contains(index, "]("+base+")") {
			t.Errorf("docs/README.md does not lead to %s", base)
		}
	}
}

// TestTheKeysOfTheInboxPageAreThoseThatAreBound holds docs/inbox.md to the program.
func TestTheKeysOfTheInboxPageAreThoseThatAreBound(t *testing.T) {
	holdKeys(t, "docs/inbox.md", "KeysOfTheInboxPage", func(env pane.Env) pane.Pane { return threads.New(env, nil, nil) })
}

// TestTheKeysOfTheOutboxPageAreThoseThatAreBound holds docs/outbox.md to it.
func TestTheKeysOfTheOutboxPageAreThoseThatAreBound(t *testing.T) {
	holdKeys(t, "docs/outbox.md", "KeysOfTheOutboxPage", func(env pane.Env) pane.Pane {
		return outbox.New(env, nil, nil, coverage.New(env, nil, nil))
	})
}

// holdPart compares what stands between two marks of a page with what belongs
// there, or writes it with -update.
func holdPart(t *testing.T, file, mark, want string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	now := between(t, string(text), mark, want)
	if update := flag.Lookup("update"); update != nil && update.Value.String() == "true" {
		if err := os.WriteFile(file, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(text) != now {
		t.Errorf("%s and the program disagree: go test . -run %s -update", file, t.Name())
	}
}

// TestTheGuidesOfThePagesAreThoseOfTheProgram holds the pages about connecting
// to the clicks and permissions that rounds connect tells.
func TestTheGuidesOfThePagesAreThoseOfTheProgram(t *testing.T) {
	for _, p := range inbox.Platforms() {
		if p == inbox.Slack {
			continue // it has a manifest, see below
		}
		g := trades()[p].Guide()
		var b strings.Builder
		for i, step := range g.Steps {
			fmt.Fprintf(&b, "%d. %s\n", i+1, strings.ReplaceAll(step, "\n", "\n   "))
		}
		b.WriteString("\n| permission | | for |\n|---|---|---|\n")
		for _, r := range g.Rights {
			needed := "needed"
			if r.Optional {
				needed = "if wanted"
			}
			fmt.Fprintf(&b, "| %s | %s | %s |\n", r.Name, needed, r.Why)
		}
		holdPart(t, "docs/connect-"+string(p)+".md", "guide", b.String())
	}
	holdPart(t, "docs/connect-slack.md", "manifest", "```yaml\n"+strings.TrimRight(link{}.Manifest(), "\n")+"\n```\n")
}

// TestTheClicksForSlackAreThoseThatTheProgramTells reads them where they are
// written: nothing hands them out without somebody to talk to.
func TestTheClicksForSlackAreThoseThatTheProgramTells(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "ui/cli/tokens.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	plainly := func(text string) string {
		return strings.Join(strings.Fields(strings.NewReplacer("`", "", "<", "", ">", "").Replace(text)), " ")
	}
	told, there := 0, plainly(page(t, "connect-slack.md"))
	ast.Inspect(file, func(n ast.Node) bool {
		spec, is := n.(*ast.ValueSpec)
		if !is || spec.Names[0].Name != "steps" {
			return true
		}
		text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range regexp.MustCompile(`(?m)^ \d+\. `).Split(text, -1)[1:] {
			told++
			step, _, _ = strings.Cut(step, "\n\n") // the manifest stands elsewhere
			step = strings.TrimRight(plainly(strings.ReplaceAll(step, "%s", link{}.Page())), ".:")
			for sentence := range strings.SplitSeq(step, ". ") {
				if !strings.Contains(there, strings.TrimSpace(sentence)) {
					t.Errorf("docs/connect-slack.md does not say %q", sentence)
				}
			}
		}
		return false
	})
	if told != 5 {
		t.Errorf("the program tells %d steps, this test reads 5", told)
	}
}

// TestTheQueryPageHasTheWholeLanguage holds docs/query.md to the tables of the
// language, and reads every example.
func TestTheQueryPageHasTheWholeLanguage(t *testing.T) {
	for heading, want := range map[string][]string{"## Flags: `is:`": query.Flags(), "## Things: `has:`": query.Things(), "## Fields": fieldNames()} {
		var got []string
		for line := range strings.Lines(chapter(t, "query.md", heading)) {
			if first, _, is := strings.Cut(strings.TrimPrefix(line, "| "), " |"); is && strings.HasPrefix(line, "| `") {
				got = append(got, wordsIn(first)...)
			}
		}
		slices.Sort(got)
		want = slices.Sorted(slices.Values(want))
		if !slices.Equal(got, want) {
			t.Errorf("docs/query.md, %s, has %q, the language %q", heading, got, want)
		}
	}
	read := 0
	for _, heading := range []string{"# The query language", "## Fields", "## Recipes"} {
		text := page(t, "query.md")
		if strings.HasPrefix(heading, "## ") {
			text = chapter(t, "query.md", heading)
		}
		for _, example := range wordsIn(fenced.ReplaceAllString(text, "")) {
			if !strings.Contains(example, ":") || strings.HasSuffix(example, ":") || strings.HasPrefix(example, "[") {
				continue
			}
			read++
			if _, err := query.Parse(example, time.Now()); err != nil {
				t.Errorf("docs/query.md: %s: %v", example, err)
			}
		}
	}
	if read < 40 {
		t.Errorf("only %d examples were read", read)
	}
}

func fieldNames() []string {
	var all []string
	for _, f := range query.Fields() {
		all = append(all, string(f))
	}
	return all
}
