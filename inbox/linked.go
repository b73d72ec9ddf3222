package inbox

import (
	"net/url"
	"strings"
)

// Linked is a message that a text points at.
type Linked struct{ Channel, Message string } // Channel is "" where the address does not tell

// Linked are the messages of an account that a text names by their permalinks,
// and what the text says besides. It is the other way round of [Account.Permalink].
func (a Account) Linked(text string) (all []Linked, rest string) {
	var words []string
	for _, word := range strings.Fields(text) {
		l, ok := a.linked(strings.Trim(word, "<>()[].,;|"))
		if ok {
			all = append(all, l)
			continue
		}
		words = append(words, word)
	}
	return all, strings.Join(words, " ")
}

func (a Account) linked(word string) (Linked, bool) {
	if !strings.HasPrefix(word, "http://") && !strings.HasPrefix(word, "https://") {
		return Linked{}, false
	}
	word, _, _ = strings.Cut(word, "|") // as Slack writes a link with a label
	at, err := url.Parse(word)
	if err != nil {
		return Linked{}, false
	}
	if base, err := url.Parse(a.Base); err != nil || !strings.EqualFold(base.Host, at.Host) {
		return Linked{}, false
	}
	return a.Platform.linked(strings.Split(strings.Trim(at.Path, "/"), "/"))
}

// linked reads the path of an address.
func (p Platform) linked(path []string) (Linked, bool) {
	n := len(path)
	switch {
	case p == Slack && n == 3 && path[0] == "archives" && len(path[2]) > 7 && path[2][0] == 'p':
		digits := path[2][1:]
		return Linked{path[1], digits[:len(digits)-6] + "." + digits[len(digits)-6:]}, true
	case p == Discord && n == 4 && path[0] == "channels":
		return Linked{path[2], path[3]}, true
	case p == Discourse && n == 2 && path[0] == "p":
		return Linked{"", path[1]}, true
	case p == Mastodon && n == 2 && strings.HasPrefix(path[0], "@"):
		return Linked{"", path[1]}, true
	case p == Mastodon && n >= 2 && path[n-2] == "statuses":
		return Linked{"", path[n-1]}, true
	}
	return Linked{}, false
}
