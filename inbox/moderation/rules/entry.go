package rules

import (
	"fmt"
	"slices"
	"strings"

	"rounds/inbox/moderation"
)

// apply lays what a file says of a rule over the rule so far.
func (l *loading) apply(d *draft, e entry, table string) {
	set(&d.Name, e.Name)
	set(&d.Title, e.Title)
	set(&d.Note, e.Note)
	set(&d.Letter, e.Letter)
	set(&d.Off, e.Off)
	set(&d.Acts, e.Act)
	set(&d.excepts, e.Except)
	if e.When != nil {
		d.when, d.whenTable = *e.When, table
	}
	if e.Unless != nil {
		d.unless, d.unlessTable = *e.Unless, table
	}
	d.table = table
	if d.Title == "" {
		d.Title = d.Name
	}
	if d.Severity == "" {
		d.Severity = moderation.Moderate
	}
	if d.Outcome == "" {
		d.Outcome = moderation.Remove
	}
	l.choices(d, e, table)
	d.Fires = strings.TrimSpace(d.when) != ""
	if d.does == nil {
		d.does = []string{"flag"}
	}
}

// choices reads the values that are one of a few.
func (l *loading) choices(d *draft, e entry, table string) {
	name := d.Name
	if e.Severity != nil {
		d.Severity = moderation.Severity(*e.Severity)
		if !slices.Contains([]moderation.Severity{moderation.Mild, moderation.Moderate, moderation.Severe}, d.Severity) {
			l.mistake(table, "severity", name, fmt.Sprintf("no severity is called %q: mild, moderate or severe", *e.Severity))
		}
	}
	if e.Outcome != nil {
		d.Outcome = moderation.Outcome(*e.Outcome)
		if !d.Outcome.Known() {
			l.mistake(table, "outcome", name, fmt.Sprintf("no outcome is called %q: %s", *e.Outcome, join(moderation.Outcomes())))
		}
	}
	if e.Digit != nil {
		d.Digit = *e.Digit
		if d.Digit < 0 || d.Digit > 9 {
			l.mistake(table, "digit", name, "a digit is 1 to 9, or 0 for none")
		}
	}
	if e.Strikes != nil {
		d.Strikes = *e.Strikes
		if d.Strikes < 0 || d.Strikes > 100 {
			l.mistake(table, "strikes", name, "strikes are 0 to 100")
		}
	}
	if e.Does != nil {
		d.does = *e.Does
		l.deeds(d, table)
	}
}

// deeds looks at what a rule is to do about a message.
func (l *loading) deeds(d *draft, table string) {
	for i, does := range d.does {
		tag, tags := strings.CutPrefix(does, "tag:")
		if does != "flag" && does != "raise" && (!tags || strings.TrimSpace(tag) == "") {
			l.mistake(table, fmt.Sprintf("does.%d", i), d.Name, fmt.Sprintf("a rule cannot %q: flag, raise or tag:NAME", does))
		}
	}
}

func join(outcomes []moderation.Outcome) string {
	var names []string
	for _, o := range outcomes {
		names = append(names, string(o))
	}
	return strings.Join(names, ", ")
}

func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

// mergeLists adds lists, and a person's words to those of a pack.
func (l *loading) mergeLists(lists []listing, pack bool) {
	own := map[string]bool{}
	for i, one := range lists {
		table := fmt.Sprintf("list.%d", i)
		if !pack && (!validName(one.Name) || own[one.Name]) {
			l.mistake(table, "name", "", "a list needs a name of its own, of small letters, digits and hyphens")
			continue
		}
		own[one.Name] = true
		at := slices.IndexFunc(l.lists, func(o list) bool { return o.name == one.Name })
		if at < 0 {
			l.lists = append(l.lists, list{name: one.Name, title: one.Title, unquoted: one.Unquoted, undenied: one.Undenied, points: 1})
			at = len(l.lists) - 1
		}
		l.fillList(&l.lists[at], one, table)
	}
}

// fillList brings the words of a list into the form in which they are sought.
func (l *loading) fillList(to *list, from listing, table string) {
	set(&to.points, from.Points)
	if from.Group != "" {
		to.group = from.Group
	}
	var r reading
	for i, word := range from.Words {
		normal, ok := normalWord(word, &r)
		if !ok {
			l.mistake(table, fmt.Sprintf("words.%d", i), "", fmt.Sprintf("%q cannot be sought", word))
			continue
		}
		if !slices.Contains(to.words, normal) {
			to.words = append(to.words, normal)
		}
	}
	for _, word := range from.Without {
		normal, _ := normalWord(word, &r)
		to.words = slices.DeleteFunc(to.words, func(w string) bool { return w == normal })
	}
	for _, host := range from.Hosts {
		to.hosts = append(to.hosts, strings.TrimPrefix(strings.ToLower(strings.TrimSpace(host)), "www."))
	}
	if size := l.size(); size > mostLetters {
		l.mistake(table, "words", "", fmt.Sprintf("all lists together are longer than %d letters", mostLetters))
		to.words = nil
	}
}

// mostLetters bounds the automaton.
const mostLetters = 200_000

func (l *loading) size() int {
	n := 0
	for _, one := range l.lists {
		for _, w := range one.words {
			n += len(w)
		}
	}
	return n
}
