package signal

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"rounds/inbox"
)

type labelled struct {
	Text     string
	Question bool
}

// questions are our own lines, in the register of chats, developers and
// meetings; none is copied from a corpus.
func questions(t testing.TB) []labelled {
	t.Helper()
	f, err := os.Open("testdata/questions.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []labelled
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var l labelled
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		list = append(list, l)
	}
	return list
}

func reasonOf(text string) string {
	for _, s := range New(Desk{}).Read(inbox.Message{Kind: inbox.Said, Text: text}) {
		if s.Kind == inbox.Question {
			return s.Reason
		}
	}
	return ""
}

func TestQuestions(t *testing.T) {
	list := questions(t)
	if len(list) < 200 {
		t.Errorf("%d lines, want 200", len(list))
	}
	right := 0
	for _, l := range list {
		if reason := reasonOf(l.Text); (reason != "") == l.Question {
			right++
		} else {
			t.Errorf("%q: found %q, want question = %v", l.Text, reason, l.Question)
		}
	}
	t.Logf("%d of %d", right, len(list))
}

// Without its question mark, a question that needs no mark is still one. A few
// words may well need it: "version?".
func TestAQuestionMarkIsNotNeeded(t *testing.T) {
	found, all, missed := 0, 0, []string{}
	for _, l := range questions(t) {
		if l.Question && (len(strings.Fields(l.Text)) > 3 || !strings.HasSuffix(l.Text, "?")) {
			all++
			if reasonOf(strings.ReplaceAll(l.Text, "?", "")) != "" {
				found++
			} else {
				missed = append(missed, l.Text)
			}
		}
	}
	t.Logf("%d of %d", found, all)
	if found*100 < all*90 {
		t.Errorf("%d of %d found without the mark; missed %q", found, all, missed)
	}
}

func TestTheReasonQuotesTheQuestion(t *testing.T) {
	for text, want := range map[string]string{
		"Hello! How do I rotate the API key?": `asks: "How do I rotate the API key?"`,
		"see\nany idea \x1b[31mwhy":           `asks: "any idea why"`,
		"the build has been red since this morning on both of our machines and nobody can say, do you know why it is?": `asks: "do you know why it is?"`,
		"What’s the limit?": `asks: "What's the limit?"`,
	} {
		if got := reasonOf(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestWhatIsNotSaidIsNoQuestion(t *testing.T) {
	r := New(Desk{})
	for name, m := range map[string]inbox.Message{
		"a join": {Kind: inbox.Joined, Text: "how?"}, "a tombstone": {Kind: inbox.Said, Deleted: true, Text: "how?"}, "a bot": {Kind: inbox.Said, Bot: true, Text: "how?"},
		"nothing": {Kind: inbox.Said},
	} {
		if got := r.Read(m); got != nil {
			t.Errorf("%s gives %v", name, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"how do i?", "`x` \"a?\" > y\n>>> z", "@bob. http://x?y ```", "..?..a.b?", "\u2019\u200b?\xff", "-?'\"?\""} {
		f.Add(s)
	}
	r := New(Desk{Handles: []string{"bob"}, Words: []string{"é", "a b"}})
	f.Fuzz(func(t *testing.T, s string) {
		s = fold(s)
		if v := visible(s); len(v) != len(s) {
			t.Fatalf("visible(%q) = %q", s, v)
		}
		for _, x := range r.Read(inbox.Message{Kind: inbox.Said, Text: s}) {
			if strings.ContainsAny(x.Reason, "\n\x1b\x01") {
				t.Fatalf("%q gives %q", s, x.Reason)
			}
		}
	})
}
