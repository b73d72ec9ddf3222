package mastodon

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"rounds/inbox"
)

func itoa(n int) string { return strconv.Itoa(n) }

// hidden stands behind an "@" that must not name anybody. It is not seen, and
// no server takes what follows it for a name.
const hidden = "\u200b"

// addresses tells how a member is addressed, by ID; "" if that is not known.
type addresses func(id string) string

// encode writes a text as it is sent: who was named is addressed in full, and
// whoever else follows an "@" is not named at all. known are addresses that may
// stand as they are, since the message that is edited named them before.
func encode(text string, named []inbox.Named, who addresses, known ...string) string {
	var out strings.Builder
	for at := 0; at < len(text); {
		if text[at] != '@' || !opensName(text[:at]) {
			_, n := utf8.DecodeRuneInString(text[at:])
			out.WriteString(text[at : at+n])
			at += n
			continue
		}
		word, acct := namedAt(text[at:], named, who)
		if word == "" {
			word, acct = knownAt(text[at:], known)
		}
		if word != "" {
			out.WriteString("@" + acct)
			at += len(word)
			continue
		}
		out.WriteByte('@')
		at++
		if at < len(text) && inName(rune(text[at])) {
			out.WriteString(hidden)
		}
	}
	return out.String()
}

// opensName reports whether a name may begin behind what stands there. Servers
// differ in what they take for the inside of an address, so that only a letter
// or a digit right before tells that it is one.
func opensName(before string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	return before == "" || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_'
}

func inName(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_'
}

// namedAt is the longest word that a person chose and that stands here.
func namedAt(text string, named []inbox.Named, who addresses) (word, acct string) {
	for _, n := range named {
		if n.Room || len(n.Word) <= len(word) || n.Word == "@" || !strings.HasPrefix(text, n.Word) || !ends(text[len(n.Word):]) {
			continue
		}
		if address := who(n.ID); address != "" {
			word, acct = n.Word, address
		}
	}
	return word, acct
}

func knownAt(text string, known []string) (word, acct string) {
	for _, address := range known {
		if address != "" && len(address) >= len(word) && strings.HasPrefix(text[1:], address) && ends(text[1+len(address):]) {
			word, acct = "@"+address, address
		}
	}
	return word, acct
}

// ends reports whether a name that stood before is over.
func ends(rest string) bool {
	r, n := utf8.DecodeRuneInString(rest)
	if n == 0 {
		return true
	}
	if r == '.' || r == '-' { // the end of a sentence, or a name that goes on
		next, _ := utf8.DecodeRuneInString(rest[n:])
		return !inName(next)
	}
	return !inName(r) && r != '@'
}

// names reports whether a text addresses somebody.
func names(text, acct string) bool {
	for rest := text; ; {
		i := strings.Index(strings.ToLower(rest), "@"+strings.ToLower(acct))
		if i < 0 {
			return false
		}
		if opensName(rest[:i]) && ends(rest[i+1+len(acct):]) {
			return true
		}
		rest = rest[i+1:]
	}
}

// addressed puts those before a text whom it is for and does not name yet.
func addressed(text string, whom []string) string {
	var missing []string
	for _, acct := range whom {
		if acct != "" && !names(text, acct) && !slices.Contains(missing, "@"+acct) {
			missing = append(missing, "@"+acct)
		}
	}
	return strings.TrimSpace(strings.Join(append(missing, text), " "))
}

// same reports whether two texts read alike, however a server wrote one of them.
func same(a, b string) bool {
	if folded(a) == folded(b) {
		return true
	}
	return bare(a) != "" && bare(a) == bare(b)
}

func folded(text string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(text, hidden, "")), " ")
}

// bare is what is left of a text without the signs that some servers take for
// markup.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || unicode.Is(unicode.So, r) {
			return r
		}
		return -1
	}, text)
}
