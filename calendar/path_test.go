package calendar

import (
	"regexp"
	"testing"
)

func TestAPathIsOfDayAndTitle(t *testing.T) {
	taken := map[string]bool{"2026/2026-11-23-goals.md": true, "2026/2026-11-23-goals-2.md": true}
	day := On(Date(2026, 11, 23), 540)
	tests := map[string]struct {
		post Post
		want string
	}{
		"a post":          {Post{Title: "What are *your* goals?", When: day}, "2026/2026-11-23-what-are-your-goals.md"},
		"an idea":         {Post{Title: "Ærø & Straße, déjà vu"}, "ideas/aero-strasse-deja-vu.md"},
		"one is there":    {Post{Title: "Goals", When: day}, "2026/2026-11-23-goals-3.md"},
		"no title":        {Post{When: day}, "2026/2026-11-23-post.md"},
		"other letters":   {Post{Title: "日本語"}, "ideas/post.md"},
		"a way out":       {Post{Title: "../../etc/passwd"}, "ideas/etc-passwd.md"},
		"a device":        {Post{Title: "CON"}, "ideas/con-post.md"},
		"a dotted device": {Post{Title: "com1"}, "ideas/com1-post.md"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := PathFor(tt.post, func(path string) bool { return taken[path] }); got != tt.want {
				t.Errorf("it is %s, want %s", got, tt.want)
			}
		})
	}
}

func FuzzPathFor(f *testing.F) {
	f.Add("A title", true)
	f.Fuzz(func(t *testing.T, title string, timed bool) {
		p := Post{Title: title}
		if timed {
			p.When = On(Date(2026, 11, 23), 540)
		}
		if path := PathFor(p, nil); !regexp.MustCompile(`^(ideas/|2026/2026-11-23-)[a-z0-9]+(-[a-z0-9]+)*\.md$`).MatchString(path) || len(path) > 80 {
			t.Errorf("%q gives %q", title, path)
		}
	})
}
