package moderation

import (
	"slices"
	"strings"
	"time"

	"rounds/inbox"
)

// Step is one verb of a platform that a ruling becomes.
type Step struct {
	Says    string // "delete the message in #help"; our words around theirs
	Action  inbox.Action
	Cannot  string // why it cannot be done there, in a sentence; then Action is not sent
	Link    string // of what cannot be done: where a person can do it, "" if nowhere
	Forever bool   // once it has left there is no way to take it back
	// Grave is of what cannot be taken back and strikes a person, not one
	// message: it is typed out before it is done.
	Grave bool
}

// Draft is a ruling on one case, as the steps that it becomes.
type Draft struct {
	Case  Case
	Steps []Step
}

// Grave reports whether some step of some draft has to be typed out.
func Grave(drafts []Draft) bool {
	for _, d := range drafts {
		for _, s := range d.Steps {
			if s.Grave && s.Cannot == "" {
				return true
			}
		}
	}
	return false
}

// Plan is what a ruling becomes on the platform of a case: its reports are
// settled there, what it is about is removed, its author is told, restricted
// or banned. Escalating goes nowhere. what is impossible stays in the plan, with
// the reason.
func Plan(c Case, r Ruling, at inbox.Account, now time.Time) []Step {
	p := planner{c: c, r: r, at: at, now: now}
	if r.Outcome == Escalate {
		return nil
	}
	all := r.All()
	p.settle(all)
	if slices.ContainsFunc(all, removes) {
		p.remove()
	}
	p.strike(all)
	p.tell(all)
	return p.steps
}

func removes(o Outcome) bool { return o == Remove || o == Spam }

type planner struct {
	c       Case
	r       Ruling
	at      inbox.Account
	now     time.Time
	steps   []Step
	removed bool // by how a report is settled
	knocks  bool // they ask to be let in
}

// add plans a step, as far as the platform knows the verb.
func (p *planner) add(says string, a inbox.Action) {
	a.Account = p.at.Name
	if a.Reason == "" && a.Kind.Moderates() {
		a.Reason = p.reason()
	}
	if a.Kind == inbox.Perform {
		a.Seen = inbox.Sight{}
	}
	s := Step{Says: says, Action: a, Cannot: p.at.Cannot(a.Kind)}
	if s.Cannot != "" {
		s.Link = p.at.AdminPage(a.Kind, a.Member, a.Channel, a.Message)
	}
	back, can := a.Inverse(inbox.Receipt{Channel: a.Channel, Message: a.Message})
	s.Forever = !can || p.at.Cannot(back.Kind) != ""
	s.Grave = s.Forever && (a.Kind == inbox.Ban || a.Kind == inbox.Kick || a.Kind == inbox.Restrict)
	if a.Kind == inbox.Ban && p.at.Platform == inbox.Mastodon { // it can be lifted, but what they said is deleted after 30 days
		s.Grave = true
	}
	p.steps = append(p.steps, s)
}

func (p *planner) reason() string {
	for _, reason := range []string{p.r.Reason, p.r.Title, p.r.Rule} {
		if reason != "" {
			return reason
		}
	}
	return string(p.r.Outcome)
}

// settle closes every report that still waits on the platform.
func (p *planner) settle(all []Outcome) {
	for _, r := range p.c.Reports {
		if r.Source != FromPlatform || !r.Open || len(r.Offers) == 0 {
			continue
		}
		a := inbox.Action{
			Kind: inbox.Perform, Report: r.ID, Version: r.Version, Channel: p.c.Room.ID, Member: p.c.Author.ID,
		}
		if p.c.Kind == OfMessage {
			a.Message = p.c.Subject.ID
		}
		choice, ok := choose(p.c, r, all)
		a.Choice = choice.ID
		p.add("settle the report: “"+choice.Label+"”", a)
		if !ok {
			p.steps[len(p.steps)-1].Cannot = "The platform offers nothing of the kind for this report."
			p.steps[len(p.steps)-1].Link = p.c.AdminLink
			continue
		}
		p.removed = p.removed || strings.HasPrefix(choice.ID, "delete_and") || choice.ID == "reject_post" || p.c.Kind == OfHeld
		p.knocks = p.knocks || r.Kind == inbox.Knocking
	}
}

func (p *planner) remove() {
	switch {
	case p.removed, p.c.Kind != OfMessage:
		return
	case p.c.Gone:
		return // its author was faster
	}
	p.add("delete the message"+p.where(), inbox.Action{
		Kind: inbox.Remove, Channel: p.c.Channel, Thread: p.c.Thread, Message: p.c.Subject.ID, Member: p.c.Author.ID, Seen: p.seen(),
	})
}

func (p *planner) where() string {
	if p.c.Room.Name == "" {
		return ""
	}
	return " in #" + p.c.Room.Name
}

// seen is the message as it lay before the person who decides.
func (p *planner) seen() inbox.Sight {
	c := p.c
	if c.Kind != OfMessage {
		return inbox.Sight{}
	}
	return inbox.Sight{Of: inbox.Glimpse{ID: c.Subject.ID, Author: c.Author.ID, By: c.Author.Called(), Text: c.Text, SentAt: c.SentAt, EditedAt: c.EditedAt}}
}

// strike restricts or bans whom it is about.
func (p *planner) strike(all []Outcome) {
	for _, o := range all {
		if o != Restrict && o != Ban {
			continue
		}
		if p.c.Author.ID == "" || p.knocks && o == Restrict {
			continue // who is not in yet can only be turned away, or kept out
		}
		a := inbox.Action{Kind: inbox.Restrict, Member: p.c.Author.ID}
		says := "restrict " + p.c.Author.Called()
		if o == Ban {
			a.Kind, says = inbox.Ban, "ban "+p.c.Author.Called()
		}
		if p.r.For > 0 {
			a.Until = p.now.Add(p.r.For)
			says += " for " + span(p.r.For)
		} else {
			says += " until somebody lifts it"
		}
		p.add(says, a)
		last := &p.steps[len(p.steps)-1]
		if last.Cannot == "" {
			last.Cannot = p.at.Platform.Ends(a.Kind, p.r.For)
		}
		if kick := (inbox.Action{Kind: inbox.Kick, Member: a.Member, Channel: p.c.Channel}); last.Cannot != "" && p.at.Platform == inbox.Slack && kick.Channel != "" {
			p.add("put "+p.c.Author.Called()+" out of the channel"+p.where(), kick)
		}
	}
}

// tell says why: publicly below what was said, and to its author alone.
func (p *planner) tell(all []Outcome) {
	if note := Fill(p.r.Note, p.c, p.r); note != "" && p.c.Kind == OfMessage && p.c.Thread != "" {
		p.add("say publicly below it: “"+note+"”", inbox.Action{Kind: inbox.Reply, Channel: p.c.Channel, Thread: p.c.Thread, Text: note})
	}
	letter := Fill(p.r.Letter, p.c, p.r)
	if letter == "" && slices.Contains(all, Warn) {
		letter = Fill(warning, p.c, p.r)
	}
	if letter == "" || p.c.Author.ID == "" || p.c.Author.Role == inbox.Bot {
		return
	}
	p.add("write to "+p.c.Author.Called()+": “"+letter+"”", inbox.Action{
		Kind: inbox.ReplyPrivately, Channel: p.c.Channel, Thread: p.c.Thread, Member: p.c.Author.ID, Text: letter,
	})
}

// warning is what a warning says where no rule has words for it.
const warning = "Hello {{name}}, this is a note from the moderators about what you posted{{where}}: “{{quote}}”. " +
	"Please have another look at our community rules{{under}}. Write back if you see it differently."

// quoted is how much of a text a letter repeats, in characters.
const quoted = 200

// Fill puts a case into a template: {{name}}, {{channel}}, {{rule}}, {{quote}},
// and, for sentences of ours, {{where}} and {{under}}. What is written in braces and
// is none of these stays.
func Fill(template string, c Case, r Ruling) string {
	if template == "" {
		return ""
	}
	quote := []rune(strings.Join(strings.Fields(c.Words()), " "))
	if len(quote) == 0 { // it is about a member, and nothing they said
		template = strings.ReplaceAll(template, ": “{{quote}}”", "")
	}
	if len(quote) > quoted {
		quote = append(quote[:quoted:quoted], '…')
	}
	where, channel, under := "", "our community", ""
	if c.Room.Name != "" {
		where, channel = " in #"+c.Room.Name, "#"+c.Room.Name
	}
	if r.Title != "" {
		under = " (" + r.Title + ")"
	}
	return strings.NewReplacer(
		"{{name}}", c.Author.Called(), "{{channel}}", channel, "{{rule}}", r.Title, "{{quote}}", string(quote), "{{where}}", where, "{{under}}", under,
	).Replace(template)
}

// span is a length of time in words.
func span(d time.Duration) string {
	switch {
	case d >= 48*time.Hour && d%(24*time.Hour) == 0:
		return number(int(d/(24*time.Hour))) + " days"
	case d == 24*time.Hour:
		return "a day"
	case d >= 2*time.Hour:
		return number(int(d/time.Hour)) + " hours"
	case d >= time.Hour:
		return "an hour"
	}
	return number(int(d/time.Minute)) + " minutes"
}
