package inbox

import (
	"slices"
	"testing"
)

func TestAMemberOfAnotherServerIsCalledByBothNames(t *testing.T) {
	for text, want := range map[string][]string{
		"@lena@mastodon.example, see #help": {"@lena@mastodon.example", "#help"},
		"@lena@mastodon.example.":           {"@lena@mastodon.example"},
		"@lena@home":                        {"@lena"},
		"@lena @bo":                         {"@lena", "@bo"},
		"mail@bo.example":                   nil,
		"@@bo":                              {"@bo"},
	} {
		if got := Callings(text); !slices.Equal(got, want) {
			t.Errorf("%q calls %q, want %q", text, got, want)
		}
	}
}
