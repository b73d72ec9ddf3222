package plain

// twoCells reports whether a rune takes two cells: what Unicode calls East
// Asian wide or fullwidth, emoji included.
func twoCells(r rune) bool {
	switch {
	case r < 0x1100:
		return false
	case r <= 0x115f, // Hangul jamo that begin a syllable
		r == 0x2329, r == 0x232a,
		0x2e80 <= r && r <= 0xa4cf && r != 0x303f && (r < 0x3248 || r > 0x324f), // CJK, kana, Yi
		0xa960 <= r && r <= 0xa97f,
		0xac00 <= r && r <= 0xd7a3,
		0xf900 <= r && r <= 0xfaff,
		0xfe10 <= r && r <= 0xfe19,
		0xfe30 <= r && r <= 0xfe6f,
		0xff01 <= r && r <= 0xff60,
		0xffe0 <= r && r <= 0xffe6,
		0x16fe0 <= r && r <= 0x18d08, // Tangut and its neighbours
		0x1aff0 <= r && r <= 0x1b2ff, // more kana
		0x20000 <= r && r <= 0x3fffd: // more CJK
		return true
	case 0x1d300 <= r && r <= 0x1d376: // Tai Xuan Jing
		return true
	case 0x2300 <= r && r <= 0x2bff:
		return twoCellSymbol(r)
	case 0x1f000 <= r && r <= 0x1faff:
		return twoCellEmoji(r)
	}
	return false
}

// twoCellSymbol holds the symbols of the old blocks that are emoji by
// themselves.
func twoCellSymbol(r rune) bool {
	switch {
	case 0x231a <= r && r <= 0x231b, 0x23e9 <= r && r <= 0x23ec, 0x25fd <= r && r <= 0x25fe,
		0x2614 <= r && r <= 0x2615, 0x2630 <= r && r <= 0x2637, 0x268a <= r && r <= 0x268f,
		0x2648 <= r && r <= 0x2653, 0x26aa <= r && r <= 0x26ab,
		0x26bd <= r && r <= 0x26be, 0x26c4 <= r && r <= 0x26c5, 0x26f2 <= r && r <= 0x26f3,
		0x270a <= r && r <= 0x270b, 0x2753 <= r && r <= 0x2755, 0x2795 <= r && r <= 0x2797,
		0x2b1b <= r && r <= 0x2b1c:
		return true
	}
	switch r {
	case 0x23f0, 0x23f3, 0x267f, 0x2693, 0x26a1, 0x26ce, 0x26d4, 0x26ea, 0x26f5, 0x26fa,
		0x26fd, 0x2705, 0x2728, 0x274c, 0x274e, 0x2757, 0x27b0, 0x27bf, 0x2b50, 0x2b55:
		return true
	}
	return false
}

// twoCellEmoji leaves out the pictures that are one cell unless a variation
// selector asks for two, and selectors are dropped here.
func twoCellEmoji(r rune) bool { //nolint:gocognit // a table of ranges, in order
	switch {
	case r == 0x1f004, r == 0x1f0cf, r == 0x1f18e, 0x1f191 <= r && r <= 0x1f19a,
		0x1f200 <= r && r <= 0x1f320, 0x1f32d <= r && r <= 0x1f335, 0x1f337 <= r && r <= 0x1f37c,
		0x1f37e <= r && r <= 0x1f393, 0x1f3a0 <= r && r <= 0x1f3ca, 0x1f3cf <= r && r <= 0x1f3d3,
		0x1f3e0 <= r && r <= 0x1f3f0, r == 0x1f3f4, 0x1f3f8 <= r && r <= 0x1f43e, r == 0x1f440,
		0x1f442 <= r && r <= 0x1f4fc, 0x1f4ff <= r && r <= 0x1f53d, 0x1f54b <= r && r <= 0x1f54e,
		0x1f550 <= r && r <= 0x1f567, r == 0x1f57a, r == 0x1f595, r == 0x1f596, r == 0x1f5a4,
		0x1f5fb <= r && r <= 0x1f64f, 0x1f680 <= r && r <= 0x1f6c5, r == 0x1f6cc,
		0x1f6d0 <= r && r <= 0x1f6d2, 0x1f6d5 <= r && r <= 0x1f6d7, 0x1f6dc <= r && r <= 0x1f6df,
		r == 0x1f6eb, r == 0x1f6ec, 0x1f6f4 <= r && r <= 0x1f6fc, 0x1f7e0 <= r && r <= 0x1f7eb,
		r == 0x1f7f0, 0x1f90c <= r && r <= 0x1f93a, 0x1f93c <= r && r <= 0x1f945,
		0x1f947 <= r && r <= 0x1f9ff, 0x1fa70 <= r && r <= 0x1faff:
		return true
	}
	return false
}
