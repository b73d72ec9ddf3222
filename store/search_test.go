package store

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
)

func TestASearchFindsWhatAPersonMeans(t *testing.T) {
	s, _ := openTest(t)
	texts := []string{
		"I write C++ all day", "C is older than B", "plain see", "ask @bob about it", "bob is away",
		"upgrade to Ubuntu 20.04 please", "20 people came, 04 left", "thanks :)", "thanks!:)", "party 🎉 time", "great👍",
		"multi-agent systems", "a'b and more", `she said "hello there" twice`, "there, hello", "Café au lait",
		"日本語のメッセージ", "#general is loud", "100 % done", "snake_case", `back\slash`,
	}
	for i, text := range texts {
		ingest(t, s, says("U1", fmt.Sprintf("%02d", i), fmt.Sprintf("%02d", i), i, text))
	}
	tests := map[string]struct{ words, first string }{
		"a name that ends in symbols":          {"C++", "I write C++ all day"},
		"a name as it is typed, in lower case": {"c++", "I write C++ all day"},
		"a mention before a name":              {"@bob", "ask @bob about it"},
		"a version":                            {"20.04", "upgrade to Ubuntu 20.04 please"},
		"a face alone":                         {":)", "thanks :)"},
		"an emoji":                             {"🎉", "party 🎉 time"},
		"an emoji beside a word":               {"👍", "great👍"},
		"a hyphen":                             {"multi-agent", "multi-agent systems"},
		"an apostrophe":                        {"a'b", "a'b and more"},
		"words side by side":                   {`"hello there"`, `she said "hello there" twice`},
		"a word without its accent":            {"cafe", "Café au lait"},
		"the beginning of a word":              {"upgr", "upgrade to Ubuntu 20.04 please"},
		"another script":                       {"日本語のメッセージ", "日本語のメッセージ"},
		"a channel":                            {"#general", "#general is loud"},
		"a percent sign":                       {"100 %", "100 % done"},
		"an underscore":                        {"snake_case", "snake_case"},
		"a backslash":                          {`back\slash`, `back\slash`},
		"letters, where symbols stand nowhere": {"(party)", "party 🎉 time"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			found, err := s.Search(t.Context(), tt.words, 10)
			must(t, err)
			if len(found) == 0 || found[len(found)-1].Text != tt.first && found[0].Text != tt.first {
				t.Errorf("Search(%q) = %v", tt.words, found)
			}
		})
	}
	if found, _ := s.Search(t.Context(), "C++", 10); len(found) != 1 {
		t.Errorf("C++ also finds %v", found)
	}
	checkIndex(t, s)
}

func TestNothingThatIsTypedIsAnError(t *testing.T) {
	s, _ := openTest(t)
	ingest(t, s, says("U1", "1", "1", 0, "hello"))
	for _, words := range []string{
		`"unclosed`, `NOT hello`, `secret:hidden`, `hello NEAR(`, `*`, `^hello`, `(`, `AND`, `hello OR`, `{secret}:hidden`,
		`"`, "\x00hello", "hel\x00lo", `'; drop table outbox;--`, ` `, `%`, `_`, `\`, "", `""`, "\xff\xfe",
		strings.Repeat("(", 2000), strings.Repeat("a OR ", 3000) + "a", strings.Repeat("h* ", 500), strings.Repeat("\"", 999),
	} {
		if _, err := s.Search(t.Context(), words, 5); err != nil {
			t.Errorf("Search(%.40q): %v", words, err)
		}
	}
}

func TestTheNewestIsFoundFirstHoweverManyThereAre(t *testing.T) {
	s, _ := openTest(t)
	const n = 3*fewHits + 7
	var page []inbox.Message
	for i := range n { // read backwards, as history is
		m := says("U1", fmt.Sprintf("%05d", i), fmt.Sprintf("%05d", i), 0, "common")
		m.SentAt = noon.Add(-time.Duration(i) * time.Minute)
		page = append(page, m)
	}
	ingest(t, s, page...)
	for i := range 3 { // as an import does: in the order of time, and newer
		m := says("U1", fmt.Sprintf("n%d", i), fmt.Sprintf("n%d", i), 0, "rare and common")
		m.SentAt = noon.Add(time.Duration(i+1) * time.Minute)
		ingest(t, s, m)
	}
	if found, err := s.Search(t.Context(), "rare common", 9); err != nil || len(found) != 3 || found[0].SentAt.Before(found[2].SentAt) {
		t.Errorf("%v, %v", found, err)
	}
	found, err := s.Search(t.Context(), "common", 6)
	must(t, err)
	found = found[3:]
	for i, hit := range found {
		if want := noon.Add(-time.Duration(i) * time.Minute); !hit.SentAt.Equal(want) {
			t.Errorf("hit %d is of %v, want %v", i, hit.SentAt, want)
		}
	}
	if len(found) != 3 {
		t.Errorf("%d hits", len(found))
	}
}

func FuzzSearchTakesWhateverIsTyped(f *testing.F) {
	s, _ := openTest(f)
	for _, words := range []string{"log in", `"`, `a" OR "b`, "AND", "NEAR(a b)", "-x", "a*", "col:x", "\x00", "日本 語", "'; --", "C++ :)"} {
		f.Add(words)
	}
	f.Fuzz(func(t *testing.T, words string) {
		if _, err := s.Search(t.Context(), words, 1); err != nil {
			t.Error(err)
		}
	})
}
