package plain

import "unicode"

// nameRoom is how many cells of a name are shown at most.
const nameRoom = 64

// Name makes the name of a member or a channel fit to be shown: one line, of
// at most 64 cells, and "unknown" where nothing would be seen.
func Name(s string) string {
	if name := Head(s, nameRoom); name != "" {
		return name
	}
	return "unknown"
}

// Lookalike reports whether a name is written to be taken for another one:
// one word mixes letters of Latin and of a script that looks like it, hides
// invisible characters between Latin letters, or is set in letters that exist
// for mathematics. A name wholly in one script is never one.
func Lookalike(name string) bool {
	var latin, other, hidden bool
	for _, r := range name {
		switch {
		case 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z':
			if latin && hidden {
				return true
			}
			latin = true
		case r < 0x80:
			latin, other, hidden = false, false, false
			continue
		case 0x1d400 <= r && r <= 0x1d7ff, 0xff21 <= r && r <= 0xff5a, 0x24b6 <= r && r <= 0x24e9:
			return true
		case looksLatin(r):
			other = true
		case invisible(r) && r != 0x20e3 && !selector(r):
			hidden = latin
			continue
		case unicode.Is(unicode.Latin, r):
			latin = true
		case !unicode.IsLetter(r) && !unicode.IsMark(r):
			latin, other = false, false
		}
		hidden = false
		if latin && other {
			return true
		}
	}
	return false
}

// selector holds the variation selectors and skin tones, which come with any
// emoji and hide nothing.
func selector(r rune) bool { return 0xfe00 <= r && r <= 0xfe0f || skinTone(r) }

// looksLatin holds the letters of scripts whose letters pass for Latin ones.
// Greek letters that stand beside Latin ones in honest names ("µTorrent",
// "Δt", "λx") are left out.
func looksLatin(r rune) bool {
	switch r {
	case 'α', 'β', 'γ', 'δ', 'Δ', 'λ', 'Λ', 'μ', 'π', 'Π', 'σ', 'Σ', 'φ', 'Φ', 'ψ', 'ω', 'Ω':
		return false
	}
	return unicode.In(r, unicode.Cyrillic, unicode.Greek, unicode.Armenian, unicode.Cherokee)
}
