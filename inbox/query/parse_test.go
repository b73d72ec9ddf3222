package query

import (
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"
)

func berlin(t testing.TB) time.Time {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return time.Date(2026, 11, 21, 10, 30, 15, 123, loc) // a Saturday
}

func words(w ...string) Term { return Term{Field: Words, Values: w} }

func TestParse(t *testing.T) {
	now := berlin(t)
	midnight := func(year int, month time.Month, day int) time.Time {
		return time.Date(year, month, day, 0, 0, 0, 0, now.Location())
	}
	tests := map[string]struct {
		text string
		want Query
	}{
		"nothing is everything":             {"", Query{}},
		"blanks are nothing":                {" \t\n\x00", Query{}},
		"an empty phrase is nothing":        {`"" " "`, Query{}},
		"a field and its value":             {"is:open", Query{Terms: []Term{{Field: Is, Values: []string{"open"}}}}},
		"fields and flags in any case":      {"Is:OPEN", Query{Terms: []Term{{Field: Is, Values: []string{"open"}}}}},
		"alternatives stand behind a comma": {"is:question,mention", Query{Terms: []Term{{Field: Is, Values: []string{"question", "mention"}}}}},
		"the same field twice is both":      {"tag:a tag:b", Query{Terms: []Term{{Field: Tag, Values: []string{"a"}}, {Field: Tag, Values: []string{"b"}}}}},
		"a minus negates":                   {"-tag:bug", Query{Terms: []Term{{Field: Tag, Not: true, Values: []string{"bug"}}}}},
		"so does a bang":                    {"!tag:bug", Query{Terms: []Term{{Field: Tag, Not: true, Values: []string{"bug"}}}}},
		"a channel loses its hash":          {"channel:#help", Query{Terms: []Term{{Field: Channel, Values: []string{"help"}}}}},
		"a member loses the at":             {"from:@bob", Query{Terms: []Term{{Field: From, Values: []string{"bob"}}}}},
		"me may be asked for":               {"from:me", Query{Terms: []Term{{Field: From, Values: []string{"me"}}}}},
		"a value may be quoted":             {`from:"Maria K",@"Bo B",cy`, Query{Terms: []Term{{Field: From, Values: []string{"Maria K", "Bo B", "cy"}}}}},
		"bare words are one term":           {"api is:open key", Query{Terms: []Term{words("api", "key"), {Field: Is, Values: []string{"open"}}}}},
		"a phrase is one value":             {`"rotate the key" api`, Query{Terms: []Term{words("rotate the key", "api")}}},
		"an open quote goes to the end":     {`api "rotate the`, Query{Terms: []Term{words("api", "rotate the")}}},
		"a word not wanted stands alone":    {`-spam api -"for sale"`, Query{Terms: []Term{{Field: Words, Not: true, Values: []string{"spam"}}, words("api"), {Field: Words, Not: true, Values: []string{"for sale"}}}}},
		"a word is asked for once":          {"h* h* h*", Query{Terms: []Term{words("h*")}}},
		"older than":                        {"age:>24h", Query{Terms: []Term{{Field: Age, Compare: OlderThan, Span: 24 * time.Hour}}}},
		"younger than":                      {"age:<7d", Query{Terms: []Term{{Field: Age, Compare: YoungerThan, Span: 168 * time.Hour}}}},
		"an age without a side":             {"age:24h", Query{Terms: []Term{{Field: Age, Span: 24 * time.Hour}}}},
		"idle":                              {"idle:>3d", Query{Terms: []Term{{Field: Idle, Compare: OlderThan, Span: 72 * time.Hour}}}},
		"before a day":                      {"before:2026-01-31", Query{Terms: []Term{{Field: Before, At: midnight(2026, 1, 31)}}}},
		"after a month began":               {"after:2026-01", Query{Terms: []Term{{Field: After, At: midnight(2026, 1, 1)}}}},
		"after yesterday began":             {"after:yesterday", Query{Terms: []Term{{Field: After, At: midnight(2026, 11, 20)}}}},
		"after the last Monday":             {"after:monday", Query{Terms: []Term{{Field: After, At: midnight(2026, 11, 16)}}}},
		"the weekday of today is today":     {"after:sat", Query{Terms: []Term{{Field: After, At: midnight(2026, 11, 21)}}}},
		"after a time ago":                  {"after:7d", Query{Terms: []Term{{Field: After, At: now.Add(-168 * time.Hour).Truncate(time.Second)}}}},
		"an order":                          {"sort:oldest x", Query{Sort: Oldest, Terms: []Term{words("x")}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := Parse(tt.text, now)
			if err != nil {
				t.Fatal(err)
			}
			if got.Text != tt.text {
				t.Errorf("Text = %q, want what was typed", got.Text)
			}
			if !same(got, tt.want) {
				t.Errorf("Parse(%q) = %+v, want %+v", tt.text, got.Terms, tt.want.Terms)
			}
			again, err := Parse(got.String(), now)
			if err != nil || !same(again, got) {
				t.Errorf("%q is parsed as %+v, %v; want %+v", got.String(), again.Terms, err, got.Terms)
			}
		})
	}
}

func TestWhatOnlyResemblesTheLanguageIsAWord(t *testing.T) {
	for _, word := range []string{
		"C++", "@bob", "20.04", ":)", ":", "::", "http://x", "https://a.example/b?c=d", "foo:bar", "10:30",
		"secret:hidden", "{secret}:hidden", "port:80", "std::move", "a:b:c", "-", "!", "--help", "!=", "#general", "*", "^hello",
		"(", "AND", "OR", "NOT", "a'b", "%", "_", `\`, "日本語", "🙂", `5"`, `foo:"bar`, "localhost:8080", "prom:x", "D:",
	} {
		q, err := Parse(word, berlin(t))
		if err != nil {
			t.Errorf("Parse(%q): %v", word, err)
			continue
		}
		if want := []Term{words(word)}; !reflect.DeepEqual(q.Terms, want) {
			t.Errorf("Parse(%q) = %+v, want the word", word, q.Terms)
		}
	}
}

func TestErrorsSayWhereAndWhy(t *testing.T) {
	tests := map[string]struct {
		at        int
		near, why string
	}{
		"form:bob":          {0, "form:bob", "did you mean from:?"},
		"é chanel:x":        {2, "chanel:x", "did you mean channel:?"},
		"author:x":          {0, "author:x", "did you mean from:?"},
		"is:opne":           {0, "is:opne", "did you mean is:open?"},
		"is:closed":         {0, "is:closed", "did you mean is:done?"},
		"is:xyzzy":          {0, "is:xyzzy", "one of open"},
		"x -is:muttd":       {2, "-is:muttd", "did you mean is:muted?"},
		"has:notes":         {0, "has:notes", "did you mean has:note?"},
		"is:":               {0, "is:", "wants a value"},
		"from: bob":         {0, "from:", "wants a value"},
		"age:old":           {0, "age:old", "not a length of time"},
		"age:1h,2h":         {0, "age:1h,2h", "one length"},
		"before:soon":       {0, "before:soon", "not a day"},
		"before:2026-02-30": {0, "before:2026-02-30", "not a day"},
		"sort:up":           {0, "sort:up", "newest or oldest"},
		"-sort:newest":      {0, "-sort:newest", "newest or oldest"},
	}
	for text, want := range tests {
		t.Run(text, func(t *testing.T) {
			_, err := Parse(text, berlin(t))
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("Parse(%q) = %v, want an *Error", text, err)
			}
			if e.At != want.at || e.Near != want.near || !strings.Contains(e.Why, want.why) {
				t.Errorf("Parse(%q) = %+v, want %+v", text, e, want)
			}
		})
	}
}

func TestTooManyWordsAreRefused(t *testing.T) {
	var text strings.Builder
	for i := range maxWords + 1 {
		text.WriteString(" word" + strings.Repeat("x", i))
	}
	if _, err := Parse(text.String(), berlin(t)); err == nil {
		t.Error("want an error")
	}
}

// The searches that break a full text index when they reach it raw.
func TestNoSearchFails(t *testing.T) {
	type attack struct{ ID, Group, Payload, Gen string }
	attacks := []attack{
		{ID: "S28", Group: "search", Payload: strings.Repeat("(", 2000)},
		{ID: "S29", Group: "search", Payload: strings.Repeat("a OR ", 3000) + "a"},
		{ID: "S30", Group: "search", Payload: strings.Repeat("h* ", 500)},
	}
	const path = "../../../shared/attacks/data_attacks.json"
	if b, err := os.ReadFile(path); err != nil {
		t.Logf("only the cases written here are tried: %v", err)
	} else {
		var more []attack
		if err := json.Unmarshal(b, &more); err != nil {
			t.Fatal(err)
		}
		attacks = append(attacks, more...)
	}
	for _, a := range attacks {
		if a.Group != "search" && a.Group != "sql" || a.Payload == "" {
			continue
		}
		start := time.Now()
		if _, err := Parse(a.Payload, berlin(t)); err != nil {
			t.Errorf("%s %.40q: %v", a.ID, a.Payload, err)
		}
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s took %v", a.ID, took)
		}
	}
}

func TestComplete(t *testing.T) {
	tests := map[string]struct {
		text   string
		cursor int
		want   []string
	}{
		"a field":             {"fr", 2, []string{"from:"}},
		"two fields":          {"a", 1, []string{"age:", "after:", "account:"}},
		"a negated field":     {"x -ch", 5, []string{"-channel:"}},
		"a flag":              {"is:un", 5, []string{"is:unread", "is:unanswered"}},
		"a second flag":       {"is:open,mu", 10, []string{"is:open,muted"}},
		"nothing after blank": {"is:open ", 8, nil},
		"nothing for a word":  {"http://", 7, nil},
		"the cursor's word":   {"so is:open", 2, []string{"sort:"}},
		"a cursor far away":   {"so", 99, []string{"sort:"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Complete(tt.text, tt.cursor); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("Complete(%q, %d) = %q, want %q", tt.text, tt.cursor, got, tt.want)
			}
		})
	}
}

// same compares two queries but for the text they were typed in, and times by
// their instant.
func same(a, b Query) bool {
	if a.Sort != b.Sort || len(a.Terms) != len(b.Terms) {
		return false
	}
	for i := range a.Terms {
		x, y := a.Terms[i], b.Terms[i]
		if !x.At.Equal(y.At) {
			return false
		}
		x.At, y.At = time.Time{}, time.Time{}
		if !reflect.DeepEqual(x, y) {
			return false
		}
	}
	return true
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`is:open from:@maria age:>24h "exact words" -tag:bug,x sort:oldest`, `-"a b" --x !=y "-z"`, `from:"@ @a",,b before:2026-01-31T10:00:00+02:00`,
		"after:7d idle:<1h30m", `"""`, `from:@"a`, "10:30 :) C++ http://x", "\x00\xff-\u00a0:", "form:x", "age:1h5s",
	} {
		f.Add(seed)
	}
	now := berlin(f)
	f.Fuzz(func(t *testing.T, text string) {
		q, err := Parse(text, now)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Why == "" || e.At < 0 || e.At > len([]rune(text)) {
				t.Fatalf("Parse(%q) = %#v", text, err)
			}
			return
		}
		again, err := Parse(q.String(), now)
		if err != nil || !same(q, again) {
			t.Fatalf("Parse(%q) = %+v, written %q, read again %+v, %v", text, q.Terms, q.String(), again.Terms, err)
		}
		Complete(text, len(text)/2)
	})
}

func BenchmarkParse(b *testing.B) {
	now := berlin(b)
	for b.Loop() {
		if _, err := Parse(`is:open channel:#help from:@maria age:>24h "rotate the key" -spam`, now); err != nil {
			b.Fatal(err)
		}
	}
}
