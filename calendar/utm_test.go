package calendar

import (
	"strings"
	"testing"
)

func TestLinksAreTagged(t *testing.T) {
	u := UTM{[]string{"example.com"}, map[string]string{
		"utm_source": "{{platform}}", "utm_medium": "community", "utm_campaign": "{{campaign}}", "utm_content": "{{post_id}}",
	}}
	values := map[string]string{"platform": "slack", "campaign": "Q1 & more"}
	const tags = "utm_source=slack&utm_medium=community&utm_campaign=Q1+%26+more"
	tests := map[string]struct{ text, want string }{
		"a link":                      {"see https://example.com/a now", "see https://example.com/a?" + tags + " now"},
		"a link without a path":       {"https://example.com", "https://example.com/?" + tags},
		"one with a query":            {"https://example.com/?a=b", "https://example.com/?a=b&" + tags},
		"its fragment stays":          {"https://example.com/a#top", "https://example.com/a?" + tags + "#top"},
		"a subdomain":                 {"https://docs.example.com/", "https://docs.example.com/?" + tags},
		"capitals":                    {"HTTPS://Example.COM/A", "HTTPS://Example.COM/A?" + tags},
		"another host":                {"https://notexample.com/ https://example.com.evil.org/", "https://notexample.com/ https://example.com.evil.org/"},
		"another scheme":              {"ftp://example.com/", "ftp://example.com/"},
		"a tag that is there stays":   {"https://example.com/?utm_source=mine", "https://example.com/?utm_source=mine&utm_medium=community&utm_campaign=Q1+%26+more"},
		"a mark behind it":            {"(https://example.com/a).", "(https://example.com/a?" + tags + ")."},
		"brackets within it":          {"https://example.com/a_(b)", "https://example.com/a_(b)?" + tags},
		"a Markdown link":             {"[x](https://example.com/a), y", "[x](https://example.com/a?" + tags + "), y"},
		"a Slack link":                {"<https://example.com/a|x>", "<https://example.com/a?" + tags + "|x>"},
		"code":                        {"`https://example.com/a`", "`https://example.com/a`"},
		"a block of code":             {"```\nhttps://example.com/a\n```\nhttps://example.com/b", "```\nhttps://example.com/a\n```\nhttps://example.com/b?" + tags},
		"a backtick that opens none":  {"5` https://example.com/a", "5` https://example.com/a?" + tags},
		"an address within another's": {"https://other.org/?to=https://example.com/a", "https://other.org/?to=https://example.com/a"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := u.Tag(tt.text, values); got != tt.want {
				t.Errorf("it is\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
	if got := (UTM{}).Tag("https://example.com/", values); strings.Contains(got, "utm") {
		t.Errorf("no settings tag it as %s", got)
	}
}

func FuzzTag(f *testing.F) {
	f.Add("see (https://example.com/a?b=c#d). `x` ``` [l](http://sub.example.com)", "a&b=`c ")
	f.Fuzz(func(t *testing.T, text, value string) {
		u := UTM{[]string{"example.com"}, map[string]string{"utm_source": "{{v}}", "utm_medium": "x", "utm_term": value}}
		once := u.Tag(text, map[string]string{"v": value})
		if twice := u.Tag(once, map[string]string{"v": value}); twice != once {
			t.Errorf("%q is tagged as\n%q and then as\n%q", text, once, twice)
		}
	})
}
