package calendar

import (
	"strings"
	"testing"
	"time"
)

const keptPost = "---\nid: k1\ntitle: Ship\nwhen: 2026-06-19 14:00\nchannels: [slack]\nstatus: scheduled\ntags: [a]\nours: kept # so\nvariants:\n  slack: S\n  mastodon: M\n---\n\nWhat did you ship?\n"

func TestATableChangesWhatItHasColumnsFor(t *testing.T) {
	tests := map[string]struct {
		table     string
		has, gone string // of the file
	}{
		"a time alone":       {"id,when\nk1,2026-06-20 10:00\n", "when: 2026-06-20 10:00", "06-19"},
		"an empty cell":      {"id;tags;status\nk1;;draft\n", "status: draft", "tags"},
		"one variant":        {"id,variant:slack\nk1,Slack!\n", "mastodon: M\n  slack: \"Slack!\"\n", ": S\n"},
		"no variant":         {"id,variant:slack\nk1,\n", "mastodon: M", "slack: S"},
		"a text":             {"id,text\nk1,\"New\r\ntext\"\n", "---\n\nNew\ntext\n", "ship?"},
		"channels":           {"id,channels\nk1,\"slack/#a, mastodon\"\n", `channels: ["slack/#a", mastodon]`, "[slack]"},
		"nothing that is so": {"id,when,title\nk1,2026-06-19 14:00,Ship\n", keptPost, "\x00"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			here, err := Parse("p.md", keptPost)
			if err != nil {
				t.Fatal(err)
			}
			read, broken := ReadCSV(tt.table)
			if len(read) != 1 || len(broken) != 0 {
				t.Fatalf("read %v, %v", read, broken)
			}
			now, err := read[0].Onto(here, ColumnsIn(tt.table))
			if err != nil || !strings.Contains(now.Source, tt.has) || strings.Contains(now.Source, tt.gone) || !strings.Contains(now.Source, "ours: kept # so\n") {
				t.Errorf("it becomes, %v\n%s", err, now.Source)
			}
		})
	}
}

func TestAnEventThatLostWhatIsOursTakesNothingAway(t *testing.T) {
	s := Settings{Zone: "Europe/Berlin"}
	here, err := Parse("p.md", keptPost)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	unfolded := strings.ReplaceAll(WriteICS([]Post{here}, s, time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)), "\r\n ", "")
	for line := range strings.SplitSeq(unfolded, "\r\n") {
		if !strings.HasPrefix(line, "X-") {
			lines = append(lines, line)
		}
	}
	source := strings.ReplaceAll(strings.Join(lines, "\r\n"), "20260619T140000", "20260619T153000")
	read, broken := ReadICS(source, s)
	if len(read) != 1 || len(broken) != 0 {
		t.Fatalf("read %v, %v from\n%s", read, broken, source)
	}
	now, err := read[0].Onto(here, ColumnsOfEvent(here, read[0], s))
	if want := strings.Replace(keptPost, "14:00", "15:30", 1); err != nil || now.Source != want {
		t.Errorf("it becomes, %v\n%s\nof\n%s", err, now.Source, source)
	}
}

func TestWhatBelongsToThePlanIsToldByItsName(t *testing.T) {
	for name, want := range map[string]bool{
		"a.md": true, "2026/w48/a b.md": true, "ü.md": true, "README.md": false, "x/Readme.md": false, ".a.md": false, "_a.md": false,
		".git/a.md": false, "x/_y/a.md": false, "a.txt": false, "plan.yaml": false, "a.md~": false, "": false, "/a.md": false, "a//b.md": false,
		"../a.md": false, `a\b.md`: false, ".md": false,
	} {
		if Belongs(name) != want {
			t.Errorf("Belongs(%q) = %v", name, !want)
		}
	}
}
