package rules

import (
	"strings"
)

// lookalikes are the domains that others are made to be taken for.
type lookalikes struct {
	real   map[string]bool // "discord.com"
	labels []string        // "discord", of six letters and more
}

// known are domains that are imitated to steal accounts, wallets and money.
// They are facts, written down by us.
func known() []string {
	return []string{
		"discord.com", "discord.gg", "discord.gift", "discordapp.com", "steamcommunity.com", "steampowered.com", "twitter.com", "telegram.org", "telegra.ph",
		"whatsapp.com", "facebook.com", "instagram.com", "linkedin.com", "youtube.com", "google.com", "microsoft.com", "microsoftonline.com",
		"paypal.com", "amazon.com", "netflix.com", "github.com", "gitlab.com", "dropbox.com", "coinbase.com", "binance.com",
		"metamask.io", "opensea.io", "uniswap.org", "blockchain.com", "trustwallet.com", "roblox.com", "epicgames.com", "reddit.com",
		"twitch.tv", "spotify.com", "mastodon.social", "discourse.org", "icloud.com", "outlook.com", "office.com",
	}
}

// newLookalikes knows the well-known domains and the community's own.
func newLookalikes(own []string) lookalikes {
	l := lookalikes{real: map[string]bool{}}
	for _, d := range append(known(), own...) {
		d = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(d)), "www.")
		l.real[d] = true
		if name := nameOf(d); len(name) >= 6 {
			l.labels = append(l.labels, name)
		}
	}
	return l
}

// mostLookedAt is how many links of one message are compared.
const mostLookedAt = 50

// lookalike reports whether a link leads to a host that is made to be taken for
// another.
func (sh *sheet) lookalike() bool {
	met := false
	for _, one := range sh.links[:min(len(sh.links), mostLookedAt)] {
		if sh.set.likes.imitates(one.host) {
			sh.spans = append(sh.spans, one.span)
			met = true
		}
	}
	if met {
		sh.named = append(sh.named, "a host that looks like another")
	}
	return met
}

// imitates reports whether a host writes a known name in other letters, with
// one letter changed, or as a part of another domain together with a word that
// asks for trust.
func (l lookalikes) imitates(host string) bool {
	if host == "" || len(host) > 100 {
		return false
	}
	for h := host; strings.Contains(h, "."); _, h, _ = strings.Cut(h, ".") {
		if l.real[h] {
			return false
		}
	}
	name := nameOf(host)
	folded, whole := fold(unpuny(name)), fold(host)
	for _, label := range l.labels {
		for part := range strings.SplitSeq(folded, "-") {
			if part != label && oneOff(part, label) || part == label && part == folded && name != label {
				return true
			}
		}
		if strings.Contains(whole, label) && asksTrust(whole, label) {
			return true
		}
		if strings.HasPrefix(host, label+".com.") || strings.HasPrefix(host, label+".com-") {
			return true
		}
	}
	return false
}

// nameOf is the label of a host that its owner chose: "discord" of
// "cdn.discord.com", "amazon" of "amazon.co.uk".
func nameOf(host string) string {
	labels := strings.Split(host, ".")
	n := len(labels) - 2
	if n > 0 && len(labels[n]) <= 3 && len(labels[n+1]) == 2 {
		n--
	}
	return labels[max(n, 0)]
}

// asksTrust reports whether what stands around a known name is what thieves
// write there.
func asksTrust(name, label string) bool {
	rest := strings.Replace(name, label, "", 1)
	for _, bait := range [...]string{
		"nitro", "gift", "login", "signin", "secure", "verify", "support", "account", "airdrop", "claim", "promo", "free", "drop", "wallet",
		"security", "update", "help", "bonus", "trade",
	} {
		if strings.Contains(rest, bait) {
			return true
		}
	}
	return false
}

// fold writes signs that pass for letters as those letters.
func fold(s string) string {
	var b strings.Builder
	for _, c := range s {
		switch {
		case c == '0':
			b.WriteByte('o')
		case c == '1':
			b.WriteByte('l')
		case c == '3':
			b.WriteByte('e')
		case c == '5':
			b.WriteByte('s')
		case twin(plainLetter(c)) != 0:
			b.WriteByte(twin(plainLetter(c)))
		default:
			b.WriteRune(plainLetter(c))
		}
	}
	return strings.ReplaceAll(strings.ReplaceAll(b.String(), "rn", "m"), "vv", "w")
}

// oneOff reports whether two names differ by one letter, or by two that changed
// places.
func oneOff(a, b string) bool {
	if a == b || len(a) < len(b)-1 || len(a) > len(b)+1 {
		return false
	}
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	switch {
	case i == 0: // another first letter is seldom a disguise: "cloud" is not "icloud"
		return false
	case len(a) > len(b):
		return a[i+1:] == b[i:]
	case len(a) < len(b):
		return a[i:] == b[i+1:]
	case a[i+1:] == b[i+1:]:
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// unpuny reads a label that is written in ASCII for what it shows, or returns
// it as it is.
func unpuny(label string) string {
	code, ok := strings.CutPrefix(label, "xn--")
	if !ok {
		return label
	}
	basic, digits := "", code
	if i := strings.LastIndexByte(code, '-'); i >= 0 {
		basic, digits = code[:i], code[i+1:]
	}
	out, ok := decodePuny([]rune(basic), digits)
	if !ok {
		return label
	}
	return string(out)
}

// decodePuny is the reading of RFC 3492, with its parameters for host names.
func decodePuny(out []rune, digits string) ([]rune, bool) {
	n, at, bias := rune(0x80), 0, 72
	for d := 0; d < len(digits); {
		old, weight := at, 1
		for k := 36; ; k += 36 {
			if d >= len(digits) || weight > 1<<24 {
				return nil, false
			}
			digit := punyDigit(digits[d])
			d++
			if digit < 0 {
				return nil, false
			}
			at += digit * weight
			t := min(max(k-bias, 1), 26)
			if digit < t {
				break
			}
			weight *= 36 - t
		}
		size := len(out) + 1
		bias = punyBias(at-old, size, old == 0)
		n += rune(at / size)
		at %= size
		if n > 0x10ffff || len(out) > 63 {
			return nil, false
		}
		out = append(out[:at], append([]rune{n}, out[at:]...)...)
		at++
	}
	return out, true
}

func punyDigit(c byte) int {
	switch {
	case 'a' <= c && c <= 'z':
		return int(c - 'a')
	case isDigit(c):
		return int(c-'0') + 26
	}
	return -1
}

func punyBias(delta, size int, first bool) int {
	if first {
		delta /= 700
	} else {
		delta /= 2
	}
	delta += delta / size
	k := 0
	for ; delta > 35*26/2; k += 36 {
		delta /= 35
	}
	return k + 36*delta/(delta+38)
}
