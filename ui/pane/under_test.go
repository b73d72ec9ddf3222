package pane_test

import (
	"strings"
	"testing"

	"rounds/ui/pane"
)

func TestTheKeyAtARuleIsTheOneThatLiesUnderTheMouse(t *testing.T) {
	const words = " h l day · H L week · < > 15 min · ctrl+r read again "
	tests := map[string]struct{ on, want string }{
		"the first key":              {"h l day", "h"},
		"the second":                 {"l day", "l"},
		"the word behind them":       {"day", "l"},
		"capitals are others":        {"H L", "H"},
		"the word behind capitals":   {"week", "L"},
		"a number is no key":         {"15", ">"},
		"a key of two":               {"ctrl+r", "ctrl+r"},
		"what it does":               {"again", "ctrl+r"},
		"the blank before the first": {" h", "h"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			x := pane.Width(words[:strings.Index(words, tt.on)])
			if got := pane.KeyUnder(words, x); got != tt.want {
				t.Errorf("%d is %q, want %q", x, got, tt.want)
			}
		})
	}
	for _, x := range []int{-1, strings.Index(words, "·"), pane.Width(words), 500} {
		if got := pane.KeyUnder(words, x); got != "" {
			t.Errorf("beside it, at %d, is %q", x, got)
		}
	}
	if got := pane.KeyUnder("", 0); got != "" {
		t.Errorf("no words are %q", got)
	}
}
