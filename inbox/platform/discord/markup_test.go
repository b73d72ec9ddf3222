package discord

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"rounds/inbox"
)

func names(id string) (string, bool) {
	name, ok := map[string]string{"100000000000000001": "maria.k", "100000000000000002": "help", "100000000000000003": "Team"}[id]
	return name, ok
}

func TestMarkupBecomesPlain(t *testing.T) {
	for text, want := range map[string]string{
		"hi <@100000000000000001> and <@!100000000000000001>":          "hi @maria.k and @maria.k",
		"<#100000000000000002> <@&100000000000000003>":                 "#help @Team",
		"<@100000000000000009>":                                        "@100000000000000009",
		"<:party:100000000000000009> <a:go:100000000000000009>":        ":party: :go:",
		"</ban:100000000000000009> <id:browse>":                        "/ban #browse",
		"<t:1767225600:R>":                                             "2026-01-01 00:00 UTC",
		"<t:99999999999999999:R>":                                      "<t:99999999999999999:R>",
		"<https://x.io/a> [docs](https://x.io) [docs](<https://x.io>)": "https://x.io/a docs (https://x.io) docs (https://x.io)",
		"`<@100000000000000001>` ```\n<@1>```":                         "`<@100000000000000001>` ```\n<@1>```",
		`\<@100000000000000001>`:                                       "<@100000000000000001>",
		"a < b > c <x> <@> <@abc> [a] [a](b)":                          "a < b > c <x> <@> <@abc> [a] [a](b)",
		"**bold** ||no||":                                              "**bold** ||no||",
	} {
		if got, _ := plain(text, names); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	_, mentions := plain("<@100000000000000001> <@&100000000000000003> @everyone @here <@100000000000000001> `@everyone`", names)
	if want := []string{"100000000000000001", "100000000000000003", "everyone", "here"}; !slices.Equal(mentions, want) {
		t.Errorf("named are %v, want %v", mentions, want)
	}
}

func TestOnlyWhoWasNamedIsCalled(t *testing.T) {
	isRole := func(id string) bool { return id == "100000000000000003" }
	named := []inbox.Named{{Word: "@maria.k", ID: "100000000000000001"}, {Word: "#help", ID: "100000000000000002", Room: true}, {Word: "@Team", ID: "100000000000000003"}}
	text, who := encode("@maria.k and @Team in #help, not <@100000000000000009> nor @everyone, `@maria.k`", named, isRole)
	if want := "<@100000000000000001> and <@&100000000000000003> in <#100000000000000002>, not \\<@100000000000000009> nor @everyone, `@maria.k`"; text != want {
		t.Errorf("it became %q", text)
	}
	if !slices.Equal(who.Users, []string{"100000000000000001"}) || !slices.Equal(who.Roles, []string{"100000000000000003"}) || len(who.Parse) != 0 || who.Replied {
		t.Errorf("called are %+v", who)
	}
	_, who = encode("@everyone look", []inbox.Named{{Word: "@everyone", ID: "everyone"}}, isRole)
	if !slices.Equal(who.Parse, []string{"everyone"}) {
		t.Errorf("called are %+v", who)
	}
	if text, who = encode("@maria.king", named, isRole); text != "@maria.king" || len(who.Users) != 0 {
		t.Errorf("%q, %+v", text, who)
	}
}

func FuzzPlain(f *testing.F) {
	for _, text := range []string{"<@1>", "<:a:100000000000000001>", "[a](https://x)", "`<@1>`", "```", "\\<@1>", "<<<<", "[[[[", "@everyone", strings.Repeat("`", 9)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		out, _ := plain(text, names)
		if utf8.ValidString(text) && !utf8.ValidString(out) {
			t.Fatalf("%q became %q", text, out)
		}
		if len(out) > 20*len(text)+20 {
			t.Fatalf("%d bytes came of %d", len(out), len(text))
		}
	})
}

// called is what Discord takes for a call.
var called = regexp.MustCompile(`(^|[^\\])<(@[!&]?|#|a?:[^:]*:)\d+>`)

func FuzzEncode(f *testing.F) {
	for _, text := range []string{"<@100000000000000001>", "\\<@1>", "@maria.k", "`<@1>` <@2>", "```<#3>"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		out, who := encode(text, nil, nil)
		if len(who.Users)+len(who.Roles)+len(who.Parse) > 0 {
			t.Fatalf("%q calls %+v", text, who)
		}
		_, mentions := plain(out, nil)
		for _, id := range mentions {
			if id != "everyone" && id != "here" && !strings.Contains(text, `\`) {
				t.Fatalf("%q became %q, which names %s", text, out, id)
			}
		}
	})
}

func TestEveryReasonHasAdvice(t *testing.T) {
	for _, reason := range []string{
		noServer, tooManyInvalid, messageContent, "message_too_long", "bulk_too_old", "bulk_too_many", "timeout_too_long", "ban_without_end",
		"50001 Missing Access", "50013 Missing Permissions", "10008 Unknown Message", "0 401: Unauthorized", "4014 Disallowed intent(s)", "50007 Cannot send messages to this user",
	} {
		if !Knows(reason) || !strings.HasSuffix(strings.TrimSpace(Advice(reason)), ".") && !strings.Contains(Advice(reason), "https://") && !strings.Contains(Advice(reason), "NAME") {
			t.Errorf("of %q it says %q", reason, Advice(reason))
		}
	}
	if Knows("999999 Something New") || Advice("999999 Something New") == "" {
		t.Error("of what it does not know it says something definite")
	}
	if called.MatchString("a <@1>") == false {
		t.Error("the pattern of a call matches no call")
	}
}
