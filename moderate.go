package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"rounds/inbox"
	"rounds/inbox/moderation"
	"rounds/inbox/moderation/rules"
	"rounds/inbox/moderation/sieve"
	"rounds/inbox/when"
	"rounds/store"
)

// sifter has the rules look at what is new.
type sifter struct {
	memory  sending
	file    *ruleFile
	sieve   sieve.Sieve
	edition int
}

func newSifter(memory sending, c config, file *ruleFile) *sifter {
	return &sifter{memory: memory, file: file, sieve: sieve.Sieve{Window: rules.NewWindow(), Emoji: c.flagEmoji(), Rooms: c.reportRooms()}}
}

// siftAtOnce is how many messages the rules look at in one transaction.
const siftAtOnce = 500

// pass looks at all that is new.
func (s *sifter) pass(ctx context.Context) error {
	if s.memory.readOnly {
		return nil
	}
	if set, edition := s.file.inForce(); edition != s.edition {
		s.sieve.Set, s.edition = set, edition
	}
	s.sieve.Now = time.Now().UTC()
	for {
		n, cases, err := s.memory.Sift(ctx, siftAtOnce, s.sieve.Look)
		if err == nil {
			err = s.tag(ctx)
		}
		if err == nil {
			err = s.act(ctx, cases)
		}
		if err != nil || n == 0 {
			return err
		}
	}
}

// tag gives conversations the tags that rules want for them.
func (s *sifter) tag(ctx context.Context) error {
	wanted := s.sieve.Tags
	s.sieve.Tags = nil
	for talk, tags := range wanted {
		_, err := s.memory.TriageBy(ctx, "rule for tags", inbox.Triage{Verb: inbox.AddTag, On: []int64{talk}, Tags: tags})
		if err != nil && !errors.Is(err, inbox.ErrNone) {
			return err
		}
	}
	return nil
}

// act carries out what a rule decides by itself because a person told it to:
// once for a case, and not again after somebody reversed it.
func (s *sifter) act(ctx context.Context, cases []int64) error {
	book := s.file.Rulebook()
	if !slices.ContainsFunc(book.Rules, func(r moderation.Rule) bool { return r.Acts && r.Fires && !r.Off }) {
		return nil
	}
	for _, id := range cases {
		f, err := s.memory.File(ctx, id)
		if err != nil {
			return err
		}
		decided := slices.ContainsFunc(f.Past, func(d moderation.Decision) bool { return d.Case == id })
		for _, r := range f.Reports {
			rule, known := book.Find(r.ID)
			if r.Source != moderation.FromRule || !known || !rule.Acts || decided || f.State != moderation.Open {
				continue
			}
			ruling := moderation.By(rule, id)
			ruling.Auto, decided = true, true
			if drafts, err := s.memory.Foresee(ctx, ruling); err != nil || moderation.Grave(drafts) {
				break // what strikes a member for good is a person's to decide
			}
			if _, err := s.memory.Judge(ctx, ruling); err != nil {
				return err
			}
		}
	}
	return nil
}

// attentive is how often the rules look whether anything is new.
const attentive = 1500 * time.Millisecond

// run looks at what is new until ctx ends, and goes on whatever fails.
func (s *sifter) run(ctx context.Context, failed func(error)) {
	var rest lull
	for {
		if _, edition := s.file.inForce(); edition != s.edition {
			rest.failed() // other rules may say something about what was seen
		}
		if rest.over(s.memory.Changes()) {
			if err := s.pass(ctx); err != nil && ctx.Err() == nil {
				rest.failed()
				failed(err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(when.UntilBeat(attentive, time.Now())):
		}
	}
}

// usualFlag is the emoji with which members flag a message, unless the config
// says otherwise.
const usualFlag = "triangular_flag_on_post"

func (c config) flagEmoji() []string {
	if c.FlagEmoji == nil {
		return []string{usualFlag}
	}
	return c.FlagEmoji
}

// reportRooms are the channels in which a link is a report.
func (c config) reportRooms() []string {
	if c.ReportChannels == nil {
		return []string{"mod-reports"}
	}
	return c.ReportChannels
}

// fit says why an account cannot do something although its platform can.
func (s sending) fit(at inbox.Account, a inbox.Action) string {
	if !s.connected(at.Name) {
		return fmt.Sprintf("Account %s is not connected: rounds connect %s --as %s.", at.Name, at.Platform, at.Name)
	}
	return unfit(at, a)
}

// Foresee implements [cli.Docket].
func (s sending) Foresee(ctx context.Context, r moderation.Ruling) ([]moderation.Draft, error) {
	return s.Store.Foresee(ctx, r, s.fit)
}

// Judge implements [cli.Docket] and [queue.Store].
func (s sending) Judge(ctx context.Context, r moderation.Ruling) (inbox.Entry, error) {
	return guarded(s, func() (inbox.Entry, error) { return s.Store.Judge(ctx, r, s.fit) })
}

// docket is what the pane of moderation reads and decides through.
type docket struct {
	sending
	learner *learner
}

// Draft implements [queue.Store].
func (d docket) Draft(ctx context.Context, r moderation.Ruling) ([]moderation.Draft, error) {
	return d.Foresee(ctx, r)
}

// clerk is what the commands work with: the rules have looked at all that is
// there before cases are listed.
type clerk struct {
	sending
	sifter *sifter
}

// Cases implements [cli.Docket].
func (c clerk) Cases(ctx context.Context, f moderation.Filter) ([]moderation.Case, error) {
	if err := c.sifter.pass(ctx); err != nil {
		return nil, err
	}
	return c.sending.Cases(ctx, f)
}

// sift has the rules look at what a sync or an import has brought.
func (w workshop) sift(ctx context.Context, memory *store.Store, c config, p paths) error {
	return newSifter(sending{Store: memory, connected: c.connected}, c, newRuleFile(p)).pass(ctx)
}
