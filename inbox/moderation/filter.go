package moderation

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"rounds/inbox/when"
)

// Filter picks cases. Its zero value picks all that are open.
type Filter struct {
	State State  // "" is open
	All   bool   // in whatever state
	Text  string // as it was typed
	Actor string // who "is:mine" means; whoever asks fills it in
	Terms []Term // all of them must hold
}

// Term is one condition of a filter: one of its values, or none of them.
type Term struct {
	Field  FilterField
	Not    bool
	Values []string
	Over   bool          // of Age: older than Span, else younger
	Span   time.Duration // of Age
}

// FilterField names what a condition is about.
type FilterField string

// The fields. Words is what stands without a field.
const (
	ByRule     FilterField = "rule"
	OfPlatform FilterField = "platform"
	OfAccount  FilterField = "account"
	InChannel  FilterField = "channel"
	ByAuthor   FilterField = "author"
	ByReporter FilterField = "reporter"
	BySource   FilterField = "source"
	OfPriority FilterField = "priority"
	OfSeverity FilterField = "severity"
	OfAge      FilterField = "age"
	Is         FilterField = "is"
	Has        FilterField = "has"
	Words      FilterField = ""
)

// FilterFields are the fields that can be typed, as help lists them.
func FilterFields() []FilterField {
	return []FilterField{Is, ByRule, BySource, OfPriority, OfSeverity, OfAge, ByAuthor, ByReporter, InChannel, OfPlatform, OfAccount, Has}
}

// FilterValues are the values that a field takes; nil if it takes any.
func FilterValues(field FilterField) []string {
	return map[FilterField][]string{
		Is: {
			"open", "escalated", "decided", "elsewhere", "all", "claimed", "mine", "new", "edited", "gone", "muted", "alike",
			"spam", "conduct", "appeal", "skipped", "held",
		},
		Has:        {"note", "strike", "evidence"},
		BySource:   {"rule", "hand", "platform", "reaction", "automod", "channel"},
		OfPriority: {"high", "medium", "low"},
		OfSeverity: {"severe", "moderate", "mild"},
	}[field]
}

// ParseFilter reads what a person typed: "rule:spam platform:slack age:>1d". A
// minus before a term turns it round, commas part values of which one is
// enough, quotes hold words together. The error is a sentence for the person
// who typed. Without a word about states, only what is open is picked.
func ParseFilter(text string) (Filter, error) {
	f := Filter{Text: strings.TrimSpace(text)}
	for _, p := range filterPieces(text) {
		t, err := parseTerm(p)
		if err != nil {
			return Filter{Text: f.Text}, err
		}
		if len(t.Values) == 0 || t.Field == Is && f.takeState(t) { // "" says nothing
			continue
		}
		f.Terms = append(f.Terms, t)
	}
	return f, nil
}

// takeState reads a term about states. Where it names exactly one, that is the
// state of the filter and the term has said all it has to.
func (f *Filter) takeState(t Term) bool {
	states := 0
	for _, v := range t.Values {
		if _, is := stateNamed(v); is {
			states++
		}
	}
	if states == 0 {
		return false
	}
	if s, _ := stateNamed(t.Values[0]); !t.Not && len(t.Values) == 1 && s != "" && f.State == "" && !f.All {
		f.State = s
		return true
	}
	if f.State != "" { // what was said before counts as well
		f.Terms = append(f.Terms, Term{Field: Is, Values: []string{stateWord(f.State)}})
	}
	f.All, f.State = true, ""
	return !t.Not && slices.Contains(t.Values, "all")
}

// stateNamed is the state of a word; "all" is a word about states and none of
// them.
func stateNamed(word string) (State, bool) {
	switch word {
	case "open":
		return Open, true
	case "escalated":
		return Escalated, true
	case "decided":
		return Decided, true
	case "elsewhere":
		return Elsewhere, true
	case "all":
		return "", true
	}
	return "", false
}

// stateWord is the word of a state.
func stateWord(s State) string {
	if s == Elsewhere {
		return "elsewhere"
	}
	return string(s)
}

// filterPiece is a term as it was typed.
type filterPiece struct {
	text   string
	quoted bool // all of it is one quote
}

// filterPieces cuts a text at the blanks that stand in no quotes. Controls are
// blanks: what cannot be seen is not looked for.
func filterPieces(text string) []filterPiece {
	var all []filterPiece
	var b strings.Builder
	quote, any := false, false
	end := func() {
		if any {
			written := b.String()
			all = append(all, filterPiece{text: written, quoted: strings.HasPrefix(written, `"`) || strings.HasPrefix(written, `-"`)})
		}
		b.Reset()
		any = false
	}
	for _, r := range text {
		switch {
		case r == '"':
			quote, any = !quote, true
			b.WriteRune(r)
		case !quote && (r <= ' ' || r == 0xa0 || r == 0x7f || r == 0x3000):
			end()
		default:
			any = true
			b.WriteRune(max(r, ' '))
		}
	}
	end()
	return all
}

// parseTerm reads one piece.
func parseTerm(p filterPiece) (Term, error) {
	t := Term{}
	rest := p.text
	if len(rest) > 1 && rest[0] == '-' && rest[1] != '-' {
		t.Not, rest = true, rest[1:]
	}
	name, value, found := strings.Cut(rest, ":")
	field := FilterField(strings.ToLower(name))
	if p.quoted || !found || !slices.Contains(FilterFields(), field) {
		if found && !p.quoted && onlyLetters(name) && !strings.HasPrefix(value, "//") {
			return t, fmt.Errorf("%s: is no field: it is one of %s", clip(name), fieldNames(FilterFields()))
		}
		t.Values = unquote([]string{rest})
		return t, nil
	}
	t.Field = field
	t.Values = unquote(splitQuoted(value))
	if len(t.Values) == 0 {
		return t, fmt.Errorf("%s: wants a value behind it: %s", field, fieldExample(field))
	}
	if field == OfAge {
		return t.span()
	}
	return t.known()
}

// known sees to it that a field is given values that it takes, and takes the
// sign off a name.
func (t Term) known() (Term, error) {
	all := FilterValues(t.Field)
	for i, v := range t.Values {
		v = strings.ToLower(v)
		if t.Field == OfPriority && v == "med" {
			v = "medium"
		}
		if all != nil && !slices.Contains(all, v) {
			return t, fmt.Errorf("%s:%s is not known: it is one of %s", t.Field, clip(v), strings.Join(all, ", "))
		}
		t.Values[i] = strings.TrimLeft(v, "@#")
	}
	return t, nil
}

func (t Term) span() (Term, error) {
	v := t.Values[0]
	t.Over = !strings.HasPrefix(v, "<")
	span, err := when.Span(strings.TrimLeft(v, "<>="))
	if err != nil || len(t.Values) > 1 {
		return t, fmt.Errorf("age:%s is not known: try age:>1d or age:<2h", clip(strings.Join(t.Values, ",")))
	}
	t.Span = span
	return t, nil
}

func onlyLetters(word string) bool {
	return word != "" && strings.Trim(strings.ToLower(word), "abcdefghijklmnopqrstuvwxyz") == ""
}

func splitQuoted(value string) []string {
	quote := false
	return strings.FieldsFunc(value, func(r rune) bool {
		if r == '"' {
			quote = !quote
		}
		return r == ',' && !quote
	})
}

func unquote(values []string) []string {
	var all []string
	for _, v := range values {
		if v = strings.TrimSpace(strings.ReplaceAll(v, `"`, "")); v != "" {
			all = append(all, v)
		}
	}
	return all
}

// clip is what was typed, fit for a sentence.
func clip(word string) string {
	if runes := []rune(word); len(runes) > 30 {
		return string(runes[:30]) + "…"
	}
	return word
}

func fieldNames(fields []FilterField) string {
	var names []string
	for _, f := range fields {
		names = append(names, string(f))
	}
	return strings.Join(names, ", ")
}

func fieldExample(field FilterField) string {
	if all := FilterValues(field); all != nil {
		return strings.Join(all, ", ")
	}
	return map[FilterField]string{
		ByRule: "rule:invite-links", OfAge: "age:>1d", ByAuthor: "author:maria", ByReporter: "reporter:tom",
		InChannel: "channel:help", OfPlatform: "platform:slack", OfAccount: "account:acme",
	}[field]
}

// String is the filter as it can be typed again. It reads as the same filter.
func (f Filter) String() string {
	var all []string
	switch {
	case f.State != "":
		all = append(all, "is:"+stateWord(f.State))
	case f.All && !slices.ContainsFunc(f.Terms, Term.ofStates):
		all = append(all, "is:all")
	}
	for _, t := range f.Terms {
		all = append(all, t.String())
	}
	return strings.Join(all, " ")
}

// ofStates reports whether a term is about states.
func (t Term) ofStates() bool {
	return t.Field == Is && slices.ContainsFunc(t.Values, func(v string) bool { _, is := stateNamed(v); return is })
}

// String is the term as it can be typed again.
func (t Term) String() string {
	var values []string
	for _, v := range t.Values {
		if t.Field == Words || strings.ContainsAny(v, " ,:") {
			v = `"` + v + `"`
		}
		values = append(values, v)
	}
	text := strings.Join(values, ",")
	if t.Field != Words {
		text = string(t.Field) + ":" + text
	}
	if t.Not {
		return "-" + text
	}
	return text
}

// LogQuery picks decisions of the log.
type LogQuery struct {
	Since, Until time.Time // zero is no bound
	Actor        string    // "" is anybody
	Rule         string
	Outcome      Outcome
	Limit        int // 0 is no limit
}
