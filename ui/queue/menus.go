package queue

import (
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/moderation"
)

// openRemove is the menu of rules by which something is removed.
func (p *Pane) openRemove() tea.Cmd {
	return p.openMenu("Remove", p.byRules(moderation.Remove, "without a rule", "no note, no letter, no strike"))
}

// openWarn is the menu of rules of which somebody is reminded.
func (p *Pane) openWarn() tea.Cmd {
	return p.openMenu("Warn", p.byRules(moderation.Warn, "without a rule", "a plain warning"))
}

// byRules are an outcome without a rule, which Enter stands for, and by each
// rule that has a digit. The one that fired is pointed at.
func (p *Pane) byRules(outcome moderation.Outcome, label, hint string) []choice {
	all := []choice{{key: "enter", label: label, hint: hint, ruling: moderation.Ruling{Outcome: outcome}}}
	fired := p.fired()
	for _, rule := range p.book.Rules {
		if rule.Digit < 1 || rule.Digit > 9 || rule.Off {
			continue
		}
		ruling := moderation.By(rule)
		ruling.Outcome = outcome
		if outcome == moderation.Warn {
			ruling.Note = "" // nothing was removed, so nothing is said about it
		}
		label := rule.Title
		if label == "" {
			label = rule.Name
		}
		if fired[rule.Name] {
			label += "  ← fired"
		}
		all = append(all, choice{key: strconv.Itoa(rule.Digit), label: label, hint: brings(ruling), ruling: ruling})
	}
	return all
}

// fired are the rules that met the case under the cursor.
func (p *Pane) fired() map[string]bool {
	fired := map[string]bool{}
	if c := p.current(); c != nil {
		for i := range c.Reports {
			if c.Reports[i].Source == moderation.FromRule {
				fired[c.Reports[i].Reporter.Handle] = true
			}
		}
	}
	return fired
}

// brings is what comes with a rule.
func brings(r moderation.Ruling) string {
	var parts []string
	if r.Strikes > 0 {
		parts = append(parts, "+"+plural(r.Strikes, "strike"))
	}
	if r.Note != "" {
		parts = append(parts, "note")
	}
	if r.Letter != "" {
		parts = append(parts, "letter")
	}
	return strings.Join(parts, " · ")
}

// openSpam is the menu of what spam may cost.
func (p *Pane) openSpam() tea.Cmd {
	spam := moderation.Ruling{Outcome: moderation.Spam}
	banned := spam
	banned.Also = []moderation.Outcome{moderation.Ban}
	return p.openMenu("Spam", []choice{
		{key: "enter", label: "spam", hint: "it goes, and teaches", ruling: spam},
		{key: "b", label: "spam, and ban its author", hint: "for good", ruling: banned},
	})
}

// openRestrict is the menu of what a member may not do, and for how long.
func (p *Pane) openRestrict() tea.Cmd {
	const day = 24 * time.Hour
	restrict := func(d time.Duration) moderation.Ruling {
		return moderation.Ruling{Outcome: moderation.Restrict, For: d}
	}
	return p.openMenu("Restrict or ban", []choice{
		{key: "1", label: "restrict for 1 hour", hint: "reads, does not write", ruling: restrict(time.Hour)},
		{key: "2", label: "restrict for 1 day", ruling: restrict(day)},
		{key: "3", label: "restrict for 7 days", ruling: restrict(7 * day)},
		{key: "4", label: "restrict for…", hint: "you say how long", ruling: restrict(3 * day), custom: true},
		{key: "5", label: "restrict until you lift it", ruling: restrict(0)},
		{key: "6", label: "ban for 7 days", hint: "and may come back", ruling: moderation.Ruling{Outcome: moderation.Ban, For: 7 * day}},
		{key: "7", label: "ban until you lift it", ruling: moderation.Ruling{Outcome: moderation.Ban}},
	})
}
