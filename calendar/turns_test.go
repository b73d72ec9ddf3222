package calendar

import (
	"slices"
	"testing"
)

func TestAPoolTakesTurns(t *testing.T) {
	friday := Date(2026, 11, 27)
	days := []Day{friday, friday + 7, friday + 14, friday + 21}
	tests := map[string]struct {
		pool  []string
		weeks int
		past  []Turn
		want  []string
	}{
		"the longest rested comes first": {[]string{"a", "b", "c"}, 0, []Turn{{"a", friday - 7}, {"b", friday - 21}, {"c", friday - 14}}, []string{"b", "c", "a", "b"}},
		"what never came goes first":     {[]string{"a", "b", "c"}, 0, []Turn{{"a", friday - 70}}, []string{"b", "c", "a", "b"}},
		"none within so many weeks":      {[]string{"a", "b"}, 3, nil, []string{"a", "b", "", "a"}},
		"a turn ahead counts, too":       {[]string{"a", "b"}, 2, []Turn{{"a", friday + 7}}, []string{"b", "", "b", "a"}},
		"no pool deals nothing":          {nil, 0, nil, []string{"", "", "", ""}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Turns(tt.pool, tt.weeks, tt.past, days); !slices.Equal(got, tt.want) {
				t.Errorf("dealt %q, want %q", got, tt.want)
			}
		})
	}
}
