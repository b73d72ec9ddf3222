package calendar

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// anyText is a text that tries what files trip over.
func anyText(random *rand.Rand) string {
	parts := []string{
		"hello", " ", "\n", "\n\n", "---", "# x", "a: b", "- item", "\"quoted\"", "'", "=SUM(A1)", "+1", "-1", "@ana", "\t", ",", ";", "\\n", "\\", "日本語",
		"👩‍👩‍👧‍👦", "é", "https://example.com/?a=b#c", "{{platform}}", "|", ">", "%", "true", "null", "2026-11-23", "09:00", "[x]", "{y}", "&z", "*w", "!v", "~", "`c`", "\u2028",
		"\r", strings.Repeat("long ", 30), "\x01", "yes", "0x1f", "1e3", "\u0085", "\u00a0", "#", "?", ": ", "END:VEVENT",
	}
	var b strings.Builder
	for range random.IntN(6) {
		b.WriteString(parts[random.IntN(len(parts))])
	}
	return b.String()
}

func someText(random *rand.Rand) string {
	if random.IntN(2) == 0 {
		return ""
	}
	return anyText(random)
}

// anyPost is a post as a file gives it.
func anyPost(t testing.TB, random *rand.Rand) Post {
	t.Helper()
	several := func() (all []string) {
		for range random.IntN(4) {
			all = append(all, anyText(random))
		}
		return all
	}
	w := On(Date(2026, 1, 1)+Day(random.IntN(800)), random.IntN(1440))
	zone := []string{"", "Europe/Berlin", "America/New_York", "UTC", "Australia/Lord_Howe", "Asia/Kathmandu"}[random.IntN(6)]
	edits := []Edit{
		one("title", someText(random)), Themed(someText(random)), Campaigning(someText(random)), Noting(someText(random)), From(someText(random)), For(someText(random)),
		Named([]string{"", "key", "a@b.c", "x@rounds", anyText(random)}[random.IntN(5)]), Tagged(several()), As(Intents()[random.IntN(6)]),
		Floating(random.IntN(2) == 0), Saying(anyText(random)), eventEdit(someText(random), someText(random)),
	}
	if random.IntN(2) == 0 {
		edits = append(edits, one("length", (time.Duration(random.IntN(100000))*time.Second).String()))
	}
	if random.IntN(3) == 0 {
		edits = append(edits, Going([]Place{{"slack", "general"}, {"a, b", "x#y"}}), Edit{name: "mood", lines: []string{"mood: hopeful # not ours", "  # still"}})
	}
	if random.IntN(4) > 0 {
		edits = append(edits, At(w, zone)...)
		if random.IntN(2) == 0 {
			rules := []string{"FREQ=WEEKLY", "freq=daily;until=20280101", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=5", "FREQ=WEEKLY;BYDAY=MO,TH;WKST=SU", "FREQ=YEARLY;UNTIL=20290101T000000Z", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}
			edits = append(edits, Repeating(rules[random.IntN(len(rules))]), Resting(random.IntN(9)))
			if random.IntN(2) == 0 {
				edits = append(edits, TakingTurns(several()))
			}
		}
	}
	if random.IntN(3) == 0 {
		edits = append(edits, Silent([]Day{w.Day, w.Day + 7, w.Day}))
	}
	p, err := Post{Path: "a.md"}.With(edits...)
	if err != nil {
		t.Fatalf("%v\n%s", err, p.Source)
	}
	if len(p.Pool) == 0 && random.IntN(2) == 0 {
		variants := map[string]string{}
		for _, key := range several() {
			variants[key] = someText(random)
		}
		if p, err = p.With(Varying(variants)); err != nil {
			t.Fatalf("%v\n%s", err, p.Source)
		}
	}
	return p
}

// alone is a post without its file.
func alone(p Post) Post {
	p.Path, p.Source = "", ""
	return p
}
