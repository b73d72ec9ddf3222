// Package emoji knows emojis by the names that people type between colons:
// "tada", "+1", "wave::skin-tone-3".
//
// The names come from a library that knows those of Slack, of GitHub and of
// Unicode, and no custom ones. It is pure. The composer and package markup ask
// it; it never decides what a platform takes as a reaction.
package emoji

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/kyokomi/emoji/v2"
)

// longest is how long a name may be, its skin tone included.
const longest = 64

// Glyph is the emoji of a name, without colons. A skin tone behind the name
// ("wave::skin-tone-3") counts where the emoji is a single sign; elsewhere it
// is left out, as it is drawn.
func Glyph(name string) (string, bool) {
	if name == "" || len(name) > longest {
		return "", false
	}
	name, tone, toned := strings.Cut(name, "::")
	glyph, ok := lookup(name)
	if !ok || !toned {
		return glyph, ok
	}
	shade, known := lookup(tone)
	if !known || !strings.HasPrefix(tone, "skin-tone-") {
		return "", false
	}
	if base := strings.TrimSuffix(glyph, "\ufe0f"); len([]rune(base)) == 1 {
		return base + shade, true
	}
	return glyph, true
}

func lookup(name string) (string, bool) {
	for _, name := range []string{name, slack()[name]} {
		if glyph, ok := emoji.CodeMap()[":"+name+":"]; ok {
			return glyph, true
		}
	}
	if flag, ok := strings.CutPrefix(name, "flag-"); ok && len(flag) == 2 && isLower(flag[0]) && isLower(flag[1]) {
		return string([]rune{indicator(flag[0]), indicator(flag[1])}), true
	}
	return "", false
}

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }

func indicator(c byte) rune { return 0x1f1e6 + rune(c-'a') }

// Names are the names that begin with what was typed, at most limit: the
// shortest first, and those of one length by the alphabet. A name that is known
// not to be Slack's gives way to Slack's; not all of those are known.
func Names(prefix string, limit int) []string {
	prefix = strings.ToLower(strings.TrimPrefix(prefix, ":"))
	all := names()
	from, _ := slices.BinarySearch(all, prefix)
	var found []string
	for _, name := range all[from:] {
		if !strings.HasPrefix(name, prefix) {
			break
		}
		if other, foreign := slack()[name]; foreign {
			name = other
		}
		found = append(found, name)
	}
	slices.SortFunc(found, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	})
	found = slices.Compact(found)
	return found[:max(0, min(limit, len(found)))]
}

// slack is what Slack calls the emojis that others call otherwise: those that
// people react with. "simple_smile" is an old name of its own.
var slack = sync.OnceValue(func() map[string]string { //nolint:gochecknoglobals // a table, made once
	return map[string]string{
		"simple_smile": "slightly_smiling_face", "slight_smile": "slightly_smiling_face",
		"thumbs_up": "+1", "thumbs_down": "-1", "party_popper": "tada", "hugs": "hugging_face", "hugging": "hugging_face",
		"thinking": "thinking_face", "monocle_face": "face_with_monocle", "upside_down": "upside_down_face",
		"folded_hands": "pray", "raising_hands": "raised_hands", "clapping_hands": "clap", "waving_hand": "wave",
		"check_mark_button": "white_check_mark", "cross_mark": "x", "hundred_points": "100", "red_heart": "heart",
		"yellow_circle": "large_yellow_circle", "green_circle": "large_green_circle", "hourglass_not_done": "hourglass_flowing_sand",
		"smiling_face_with_heart-eyes": "heart_eyes", "face_with_tears_of_joy": "joy", "red_question_mark": "question",
		"red_exclamation_mark": "exclamation", "person_bowing": "bow", "person_shrugging": "shrug", "flexed_biceps": "muscle",
		"birthday_cake": "birthday", "hot_beverage": "coffee", "light_bulb": "bulb", "party_face": "partying_face",
		"police_car_light": "rotating_light", "loudly_crying_face": "sob", "glowing_star": "star2", "exploding_head_face": "exploding_head",
	}
})

// names are all names by the alphabet, made when first asked for.
var names = sync.OnceValue(func() []string { //nolint:gochecknoglobals // a table of the library, sorted once
	var all []string
	for code := range emoji.CodeMap() {
		if name := strings.Trim(code, ":"); typable(name) {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
})

// typable leaves out the names that only Unicode's lists have ("flag_Chad",
// "keycap_#") and skin tones, which are none alone.
func typable(name string) bool {
	return name != "" && !strings.HasPrefix(name, "skin-tone-") && !strings.Contains(name, "_tone") && !strings.Contains(name, "skin_tone") &&
		!strings.ContainsFunc(name, func(r rune) bool {
			return (r < 'a' || 'z' < r) && (r < '0' || '9' < r) && !strings.ContainsRune("_-+", r)
		})
}
