package metrics_test

import (
	"errors"
	"fmt"
	"testing"

	"rounds/ui/metrics"
	"rounds/ui/uitest"
)

// scenes are the states that every golden frame and the size sweep walk
// through, as the keys that lead there.
func scenes() map[string]string {
	return map[string]string{
		"board":          "",
		"looked at":      "< < <",
		"compared":       "=",
		"a month":        "} h",
		"a year":         "} } }",
		"a day":          "{ { h",
		"all figures":    "a",
		"filtered":       "/ 'member' enter",
		"no match":       "/ 'qqq' enter",
		"figure":         "j enter",
		"durations":      "G k k k k k enter",
		"words":          "G k k k k k enter v",
		"rows":           "j enter J",
		"not counted":    "j enter tab",
		"activity":       "tab",
		"burst":          "tab < < < < < < < < < < < <",
		"answers":        "tab tab",
		"answer rows":    "tab tab G enter",
		"retention":      "tab tab tab",
		"cohort":         "tab tab tab G k k < <",
		"cohort rows":    "tab tab tab G k k < < enter",
		"concentration":  "tab tab tab tab",
		"who":            "tab tab tab tab G",
		"segment":        "S",
		"segment found":  "S 'help'",
		"only one":       "S 'help' enter",
		"nothing in it":  "S 'random' enter { { {",
		"goal":           "j ,",
		"goal wrong":     "j , 'x'",
		"goal kept":      "j , ctrl+u '50% by 2026-12-31' enter",
		"annotate":       "A 'a talk'",
		"annotate a day": "A '2026-06-02 a talk' enter tab",
		"help":           "?",
	}
}

func sizeOf(size string) (width, height int) {
	_, _ = fmt.Sscanf(size, "%dx%d", &width, &height)
	return width, height
}

func TestFrames(t *testing.T) {
	thrice := map[string]bool{
		"board": true, "figure": true, "durations": true, "words": true, "activity": true, "answers": true, "retention": true,
		"concentration": true, "segment": true, "goal": true, "all figures": true, "not counted": true,
	}
	for name, script := range scenes() {
		t.Run(name, func(t *testing.T) {
			for _, size := range []string{"80x24", "120x32", "200x50"} {
				if !thrice[name] && size != "120x32" {
					continue
				}
				t.Run(size, func(t *testing.T) {
					width, height := sizeOf(size)
					d := open(t, uitest.Numbers(), width, height)
					d.press(keys(script)...)
					uitest.Fits(t, d.View().Content, width, height)
					uitest.Golden(t, d.View().Content)
				})
			}
		})
	}
}

func TestOtherFrames(t *testing.T) {
	failing := uitest.Numbers()
	failing.Fail = errors.New("read facts: disk I/O error")
	tests := map[string]struct {
		numbers *uitest.Figures
		options metrics.Options
		script  string
	}{
		"empty":           {uitest.NoNumbers(), metrics.Options{}, ""},
		"partial":         {uitest.NumbersSince(20), metrics.Options{}, ""},
		"partial figure":  {uitest.NumbersSince(20), metrics.Options{}, "j enter"},
		"short retention": {uitest.NumbersSince(9), metrics.Options{}, "tab tab tab"},
		"unreadable":      {failing, metrics.Options{}, ""},
		"read-only":       {uitest.Numbers(), metrics.Options{ReadOnly: true}, "A"},
	}
	for name, tt := range tests {
		for _, size := range []string{"80x24", "120x32", "200x50"} {
			t.Run(name+"/"+size, func(t *testing.T) {
				width, height := sizeOf(size)
				d := open(t, tt.numbers, width, height, tt.options)
				d.press(keys(tt.script)...)
				uitest.Fits(t, d.View().Content, width, height)
				uitest.Golden(t, d.View().Content)
			})
		}
	}
}
