package metrics_test

import (
	"errors"
	"testing"

	tea "charm.land/bubbletea/v2"

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

func TestFrames(t *testing.T) {
	for name, script := range scenes() {
		t.Run(name, func(t *testing.T) {
			uitest.Frames(t, func(t *testing.T, width, height int) tea.Model {
				d := open(t, uitest.Numbers(), width, height)
				d.press(keys(script)...)
				return d.App
			})
		})
	}
}

func TestOtherFrames(t *testing.T) {
	failing := func() *uitest.Figures {
		numbers := uitest.Numbers()
		numbers.Fail = errors.New("read facts: disk I/O error")
		return numbers
	}
	since := func(days int) func() *uitest.Figures {
		return func() *uitest.Figures { return uitest.NumbersSince(days) }
	}
	tests := map[string]struct {
		numbers func() *uitest.Figures
		options metrics.Options
		script  string
	}{
		"empty":           {uitest.NoNumbers, metrics.Options{}, ""},
		"partial":         {since(20), metrics.Options{}, ""},
		"partial figure":  {since(20), metrics.Options{}, "j enter"},
		"short retention": {since(9), metrics.Options{}, "tab tab tab"},
		"unreadable":      {failing, metrics.Options{}, ""},
		"read-only":       {uitest.Numbers, metrics.Options{ReadOnly: true}, "A"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			uitest.Frames(t, func(t *testing.T, width, height int) tea.Model {
				d := open(t, tt.numbers(), width, height, tt.options)
				d.press(keys(tt.script)...)
				return d.App
			})
		})
	}
}
