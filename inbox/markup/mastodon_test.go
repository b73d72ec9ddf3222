package markup

import (
	"strings"
	"testing"
	"time"

	"rounds/inbox"
)

func TestMastodonShows(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"no markup":               {"*a* _b_ ~c~ `d`\n> e", "*a* _b_ ~c~ `d`\n> e"},
		"an address":              {"see https://x.io/a_b. And", "see [l:https://x.io/a_b]. And"},
		"a tag":                   {"#Fieldnotes, #zürich and #林", "[l:#Fieldnotes], [l:#zürich] and [l:#林]"},
		"no tag":                  {"#1 a#b https://x.io/#c &#39;", "#1 a#b [l:https://x.io/#c] &#39;"},
		"somebody of the server":  {"@maria. Hi", "[m:@maria]. Hi"},
		"somebody from elsewhere": {"hi @lena@fosstodon.example!", "hi [m:@lena@fosstodon.example]!"},
		"nobody":                  {"@nobody a@maria @here @everyone", "@nobody a@maria @here @everyone"},
		"an emoji stays its name": {":tada: 🎉", ":tada: 🎉"},
		"foreign text stays":      {"\x1b[1 #a\u202e", "\x1b[1 [l:#a]\u202e"},
	}
	known := Reader{Names: func(word string) bool { return word == "@maria" || word == "@lena@fosstodon.example" }}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := told(known.Spans(inbox.Mastodon, tt.text)); got != tt.want {
				t.Errorf("%q is shown as %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestATextForMastodonCostsWhatItIsLong(t *testing.T) {
	r := Reader{Names: func(string) bool { return false }}
	for name, text := range cruel(1 << 18) {
		begun := time.Now()
		if len(r.Spans(inbox.Mastodon, text)) == 0 {
			t.Errorf("256 KiB of %q is nothing", name)
		}
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("256 KiB of %q took %v", name, took)
		}
	}
}

func FuzzMastodonSpans(f *testing.F) {
	f.Add("@a@b.c #d https://e 🎉\n> f")
	f.Fuzz(func(t *testing.T, text string) {
		var shown strings.Builder
		for _, s := range (Reader{Names: func(word string) bool { return len(word)%2 == 0 }}).Spans(inbox.Mastodon, text) {
			shown.WriteString(s.Text)
		}
		if shown.String() != text {
			t.Fatalf("%q is shown as %q", text, shown.String())
		}
	})
}
