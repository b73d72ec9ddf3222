package rules

import (
	"bytes"
	"cmp"
	"embed"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"rounds/inbox/moderation"
)

// packs are compiled in: nothing is read from a disk.
//
//go:embed packs/*.toml starter.toml
var packs embed.FS

// Packs are the names of the packs that come with the house, in their order.
func Packs() []string { return []string{"spam", "hostility"} }

// Starter is the rules.toml that a person begins with.
func Starter() []byte {
	text, _ := packs.ReadFile("starter.toml") // it is compiled in
	return text
}

// Source is a file of rules.
type Source struct {
	Name string // as a mistake names it: "rules.toml"
	Text []byte
}

// document is what a rules file or a pack may say.
type document struct {
	Packs   *[]string `toml:"packs"`
	Domains []string  `toml:"domains"`
	About   string    `toml:"about"`
	Licence string    `toml:"licence"`
	Lists   []listing `toml:"list"`
	Rules   []entry   `toml:"rule"`
}

// listing is a list in a file. A person's list of a name that a pack has is
// added to the pack's.
type listing struct {
	Name     string   `toml:"name"`
	Title    string   `toml:"title"`
	Source   string   `toml:"source"`
	Group    string   `toml:"group"`
	Points   *int     `toml:"points"`
	Unquoted bool     `toml:"unquoted"`
	Undenied bool     `toml:"undenied"`
	Words    []string `toml:"words"`
	Without  []string `toml:"without"`
	Hosts    []string `toml:"hosts"`
}

// entry is a rule in a file. What a person leaves out of a rule that a pack has
// stays as the pack says.
type entry struct {
	Name     *string   `toml:"name"`
	Title    *string   `toml:"title"`
	When     *string   `toml:"when"`
	Unless   *string   `toml:"unless"`
	Except   *[]string `toml:"except"`
	Severity *string   `toml:"severity"`
	Outcome  *string   `toml:"outcome"`
	Digit    *int      `toml:"digit"`
	Note     *string   `toml:"note"`
	Letter   *string   `toml:"letter"`
	Strikes  *int      `toml:"strikes"`
	Does     *[]string `toml:"does"`
	Act      *bool     `toml:"act"`
	Off      *bool     `toml:"off"`
}

// loading is a set while it is put together.
type loading struct {
	set     *Set
	own     Source
	where   positions
	lists   []list
	drafts  []draft
	domains []string
	wrong   []error
}

// draft is a rule whose expressions are not compiled yet. The tables are where
// each of its parts stands in the person's file, "" for a pack's.
type draft struct {
	moderation.Rule
	does                   []string
	when, unless           string
	whenTable, unlessTable string
	excepts                []string
	table                  string
	place                  int
}

// Load reads a person's rules over the packs that they name. All mistakes are
// returned at once, joined; each is a [*Mistake].
func Load(own Source) (*Set, error) {
	l := &loading{set: &Set{patterns: patterns{}}, own: own}
	var f document
	if err := decode(own, &f); err != nil {
		return nil, err
	}
	l.where = locate(own.Text)
	names := Packs()
	if f.Packs != nil {
		names = *f.Packs
	}
	for i, name := range names {
		l.pack(name, fmt.Sprintf("packs.%d", i))
	}
	l.mergeLists(f.Lists, false)
	l.domains = f.Domains
	l.ownRules(f.Rules)
	l.digits()
	l.set.words = newLexicon(l.lists)
	l.set.likes = newLookalikes(f.Domains)
	l.compile()
	if len(l.wrong) > 0 {
		return nil, errors.Join(l.wrong...)
	}
	return l.set, nil
}

// decode reads TOML and turns what is wrong with it into mistakes.
func decode(s Source, into *document) error {
	d := toml.NewDecoder(bytes.NewReader(s.Text)).DisallowUnknownFields()
	err := d.Decode(into)
	var wrong *toml.DecodeError
	var strict *toml.StrictMissingError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &strict):
		var all []error
		for _, e := range strict.Errors {
			line, column := e.Position()
			all = append(all, &Mistake{s.Name, line, column, "", fmt.Sprintf("unknown key %q", strings.Join(e.Key(), "."))})
		}
		return errors.Join(all...)
	case errors.As(err, &wrong):
		line, column := wrong.Position()
		return &Mistake{s.Name, line, column, "", strings.TrimPrefix(wrong.Error(), "toml: ")}
	}
	return &Mistake{s.Name, 1, 1, "", strings.TrimPrefix(err.Error(), "toml: ")}
}

// pack adds the lists and rules of a pack, which stands at a key of the file.
func (l *loading) pack(name, key string) {
	text, err := packs.ReadFile("packs/" + name + ".toml")
	if !slices.Contains(Packs(), name) || err != nil {
		l.mistake("", key, "", fmt.Sprintf("there is no pack %q; there are %s", name, strings.Join(Packs(), " and ")))
		return
	}
	var f document
	if err := decode(Source{name + ".toml", text}, &f); err != nil {
		l.wrong = append(l.wrong, err)
		return
	}
	l.mergeLists(f.Lists, true)
	for _, e := range f.Rules {
		d := draft{Rule: moderation.Rule{Pack: name}, place: len(l.drafts) + 1000}
		l.apply(&d, e, "")
		l.drafts = append(l.drafts, d)
	}
}

// ownRules lays the person's rules over those of the packs, theirs first.
func (l *loading) ownRules(entries []entry) {
	named := map[string]bool{}
	for i, e := range entries {
		table := fmt.Sprintf("rule.%d", i)
		name := value(e.Name)
		switch {
		case !validName(name):
			l.mistake(table, "name", name, "a rule needs a name of small letters, digits and hyphens")
			continue
		case named[name]:
			l.mistake(table, "name", name, "there is another rule of this name")
			continue
		}
		named[name] = true
		at := slices.IndexFunc(l.drafts, func(d draft) bool { return d.Name == name })
		if at < 0 {
			l.drafts = append(l.drafts, draft{place: i})
			at = len(l.drafts) - 1
		}
		l.apply(&l.drafts[at], e, table)
	}
	slices.SortStableFunc(l.drafts, func(a, b draft) int {
		return cmp.Or(cmp.Compare(rank(a.Digit), rank(b.Digit)), a.place-b.place)
	})
}

// rank sorts digits before no digit.
func rank(digit int) int {
	if digit == 0 {
		return 10
	}
	return digit
}

func validName(s string) bool {
	for _, c := range s {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return s != "" && len(s) <= 40
}

// digits finds digits that two rules claim.
func (l *loading) digits() {
	taken := map[int]string{}
	for _, d := range l.drafts {
		if d.Digit == 0 || d.Off {
			continue
		}
		if other, twice := taken[d.Digit]; twice {
			l.mistake(d.table, "digit", d.Name, fmt.Sprintf("the digit %d belongs to the rule %q", d.Digit, other))
		}
		taken[d.Digit] = d.Name
	}
}

// mistake notes what is wrong with a value of the person's file.
func (l *loading) mistake(table, key, rule, what string) {
	l.mistakeAt(l.where.of(table, key), rule, what)
}

func (l *loading) mistakeAt(at int, rule, what string) {
	line, column := lineAndColumn(l.own.Text, at)
	l.wrong = append(l.wrong, &Mistake{l.own.Name, line, column, rule, what})
}

func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
