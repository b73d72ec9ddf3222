package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/moderation"
	"rounds/inbox/query"
)

// fault is a value of the config that means nothing.
type fault struct {
	path string // of the setting: "account[0].base"
	at   int    // where in the value, in characters
	why  string
	shut bool // what stands there must not be shown
	soft bool // the console opens all the same
}

// valueRules are what the values of a config are held to, a function each. A new
// setting whose value can be wrong has one more here.
func valueRules() []func(config, time.Time) []fault {
	return []func(config, time.Time) []fault{
		lengthsAre, zoneIs, viewsAre, sectionsAre, accountsAre, datesAre, todayIs, lookIs, keysAre,
	}
}

// faultsOf are all that there are in a config.
func faultsOf(c config, now time.Time) []fault {
	var all []fault
	for _, rule := range valueRules() {
		all = append(all, rule(c, now)...)
	}
	return all
}

// stands is the fault as a mistake, where it stands in the text.
func (f fault) stands(m *configMap) mistake {
	s := m.place(f.path)
	w := mistake{Setting: f.path, Why: f.why, at: s.value, open: !f.shut, soft: f.soft}
	value := string(m.text[s.value:s.end])
	// Where nothing in it is written otherwise than it means, a character of the
	// value is one of the text.
	if f.at > 0 && len(value) > 1 && strings.IndexByte(`"'`, value[0]) >= 0 && value[1] != value[0] && !strings.Contains(value, `\`) {
		runes := []rune(value[1:])
		w.at += 1 + len(string(runes[:min(f.at, len(runes))]))
	}
	return w
}

func lengthsAre(c config, _ time.Time) (all []fault) {
	for _, s := range []struct{ name, length string }{{"hold", c.Hold}, {"settle", c.Settle}} {
		if d, err := time.ParseDuration(s.length); s.length != "" && (err != nil || d < 0 || d > time.Hour) {
			all = append(all, fault{path: s.name, why: fmt.Sprintf("%s %q is no time up to an hour: write it as 10s", s.name, tame(s.length))})
		}
	}
	return all
}

func zoneIs(c config, _ time.Time) []fault {
	if _, err := time.LoadLocation(c.Zone); err != nil || c.Zone == "Local" {
		return []fault{{path: "zone", why: fmt.Sprintf("zone %q is not known: write one like Europe/Berlin", tame(c.Zone))}}
	}
	return nil
}

func viewsAre(c config, _ time.Time) (all []fault) {
	for i, v := range c.View {
		path := fmt.Sprintf("view[%d]", i)
		if v.Title == "" {
			all = append(all, fault{path: path, why: "this view has no title"})
		}
		if _, err := moderation.ParseFilter(v.Filter); err != nil {
			all = append(all, fault{path: path + ".filter", at: faultyPiece(v.Filter), why: tame(err.Error())})
		}
	}
	return all
}

// faultyPiece is where the first term of a filter stands that cannot be read.
func faultyPiece(filter string) int {
	runes := []rune(filter)
	quote, begun := false, 0
	for i := 0; i <= len(runes); i++ {
		switch {
		case i < len(runes) && runes[i] == '"':
			quote = !quote
		case i == len(runes) || runes[i] == ' ' && !quote:
			if _, err := moderation.ParseFilter(string(runes[begun:i])); err != nil {
				return begun
			}
			begun = i + 1
		}
	}
	return 0
}

func sectionsAre(c config, now time.Time) (all []fault) {
	for i, s := range c.Section {
		path := fmt.Sprintf("section[%d]", i)
		if s.Title == "" {
			all = append(all, fault{path: path, why: "this section has no title", soft: true})
		}
		_, err := query.Parse(s.Filter, now)
		if wrong, ok := errors.AsType[*query.Error](err); ok {
			all = append(all, fault{path: path + ".filter", at: wrong.At, why: tame(wrong.Why), soft: true})
		}
	}
	return all
}

func accountsAre(c config, _ time.Time) (all []fault) {
	seen := map[string]bool{}
	for i, a := range c.Account {
		path := fmt.Sprintf("account[%d]", i)
		known := slices.Contains(inbox.Platforms(), a.platform())
		switch {
		case a.Name == "":
			all = append(all, fault{path: path, why: fmt.Sprintf("account %d has no name", i+1)})
		case seen[a.Name]:
			all = append(all, fault{path: path + ".name", why: fmt.Sprintf("two accounts are named %q", tame(a.Name))})
		}
		seen[a.Name] = true
		if !known {
			all = append(all, fault{path: path + ".platform", why: fmt.Sprintf("account %q: platform %q is not known; %s are", tame(a.Name), tame(a.Platform), knownPlatforms())})
		}
		all = append(all, a.faults(path, known)...)
	}
	return all
}

// faults are those of one account.
func (a accountConfig) faults(path string, known bool) (all []fault) {
	named := fmt.Sprintf("account %q: ", tame(a.Name))
	if known {
		if err := checkBase(a.platform(), a.Base); err != nil { // a password may stand in it
			all = append(all, fault{path: path + ".base", why: named + err.Error(), shut: true})
		}
	}
	if a.Tokens != "" && a.Tokens != inKeyring && a.Tokens != inFile {
		all = append(all, fault{path: path + ".tokens", why: fmt.Sprintf("%stokens: write %q or %q, or leave it out", named, inKeyring, inFile), shut: true})
	}
	if a.Retention != "" {
		if _, err := inbox.ParseRetention(a.Retention); err != nil {
			all = append(all, fault{path: path + ".retention", why: named + "retention: " + tame(err.Error())})
		}
	}
	return all
}

func datesAre(c config, _ time.Time) (all []fault) {
	for i, a := range c.Account {
		if _, err := time.Parse(time.DateOnly, a.Since); a.Since != "" && err != nil {
			all = append(all, fault{
				path: fmt.Sprintf("account[%d].since", i), soft: true,
				why: fmt.Sprintf("account %q: since is not a date: write it as 2026-01-31", tame(a.Name)),
			})
		}
	}
	return all
}
