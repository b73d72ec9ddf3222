package main

import (
	"context"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/checkin"
	"rounds/inbox/moderation"
	"rounds/inbox/query"
	"rounds/store"
	"rounds/ui"
)

// What waits for us: it is late once its target is missed, as the check-in has
// it.
const (
	waitingQuestions = "is:open is:unanswered is:question -is:mention -is:muted"
	waitingMentions  = "is:open is:unanswered is:mention -is:muted"
)

// urgently is how often is looked whether somebody should be called.
const urgently = time.Minute

// summon tells the screen what there is to call somebody for, as long as it
// stands.
func (s *screen) summon(ctx context.Context) {
	tick := time.NewTicker(urgently)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			if u, err := urgent(ctx, s.memory, s.ask(now)); err == nil { // else the panes tell of it
				s.program.Send(u)
			}
		}
	}
}

// urgent counts what there is to call somebody for.
func urgent(ctx context.Context, memory *store.Store, ask checkin.Request) (ui.Urgent, error) {
	var u ui.Urgent
	for waiting, target := range map[string]time.Duration{waitingQuestions: ask.Targets.Question, waitingMentions: ask.Targets.Mention} {
		n, err := late(ctx, memory, ask, waiting, target)
		if err != nil {
			return u, err
		}
		u.Late += n
	}
	f, err := moderation.ParseFilter("priority:high")
	if err != nil {
		return u, err
	}
	cases, err := memory.Cases(ctx, f)
	if err != nil {
		return u, err
	}
	for i := range cases {
		if cases[i].Priority == moderation.High {
			u.Cases++
		}
	}
	out, err := memory.Outbox(ctx, false)
	if err != nil {
		return u, err
	}
	for i := range out {
		if out[i].State == inbox.Asks {
			u.Asks++
		}
	}
	standings, err := memory.Courses(ctx)
	for _, a := range standings {
		if a.Stopped != "" {
			u.Stopped++
		}
	}
	return u, err
}

// late counts what waits although its target is missed.
func late(ctx context.Context, memory *store.Store, ask checkin.Request, waiting string, target time.Duration) (int, error) {
	const most = 1000
	q, err := query.Parse(waiting, ask.Now)
	if err != nil || target <= 0 {
		return 0, err
	}
	span := checkin.LateAfter(ask.Now, target, ask.Hours, ask.Zone)
	q.Terms = append(q.Terms, query.Term{Field: query.Age, Compare: query.OlderThan, Span: span})
	return memory.Count(ctx, q, most)
}

// summons is what notifies the terminal of a text that is ours; nil where a
// terminal only has its bell. It is a sequence and not a program, so that it
// finds the desk that somebody sits at also over SSH. There are two of them,
// and no terminal is asked: VTE, foot and urxvt know OSC 777, all others that
// know one know OSC 9. tmux hands it on if it may (allow-passthrough), and rings
// if it may not.
func summons(env func(string) string) func(text string) string {
	kind := env("TERM")
	if kind == "" || kind == "dumb" || kind == "linux" {
		return nil
	}
	wide := env("VTE_VERSION") != "" || strings.HasPrefix(kind, "foot") || strings.HasPrefix(kind, "rxvt")
	return func(text string) string {
		sequence := "\x1b]9;" + text + "\a"
		if wide {
			sequence = "\x1b]777;notify;Rounds;" + text + "\a"
		}
		if env("TMUX") != "" {
			return "\x1bPtmux;" + strings.ReplaceAll(sequence, "\x1b", "\x1b\x1b") + "\x1b\\\a"
		}
		return sequence
	}
}
