package cli

import (
	"cmp"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/ui/pane"
)

// Finding is one thing that doctor looked at.
type Finding struct {
	What string `json:"what"`
	OK   bool   `json:"ok"`
	Is   string `json:"is"`           // how it is
	Do   string `json:"do,omitempty"` // what to do about it, if it is not OK
}

func (h House) doctor(s *Settings) *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Look whether everything is in order, and say what to do if not",
		Args:  usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			findings := h.Examine(cmd.Context(), *s)
			err := h.with(cmd.Context(), s, func(m Memory) error {
				health, err := m.Health(cmd.Context(), true)
				if err != nil {
					return err
				}
				findings = append(findings, h.database(health)...)
				standings, err := m.Standings(cmd.Context())
				findings = append(findings, h.standing(standings)...)
				if err != nil {
					return err
				}
				waiting, err := m.Outbox(cmd.Context(), false)
				findings = append(findings, h.waiting(waiting)...)
				return err
			})
			if err != nil {
				findings = append(findings, Finding{What: "database", Is: err.Error(), Do: "see above; rounds --db FILE doctor looks at another one"})
			}
			return h.findings(s, findings)
		},
	}
}

// database is what is to be said about the file and the accounts in it.
func (h House) database(d inbox.Health) []Finding {
	file := Finding{What: "database", OK: len(d.Check) == 0, Is: fmt.Sprintf("%s, %.1f MB, %s, schema %d, sound", d.Path, float64(d.Bytes)/1e6, count(d.Messages, "message"), d.Version)}
	if !file.OK {
		file.Is, file.Do = d.Path+": "+d.Check[0], "quit Rounds everywhere and start it again: it sets the file aside and carries your work over"
	}
	findings := []Finding{file}
	for _, a := range d.Accounts {
		is := fmt.Sprintf("%s in %s from %s", count(a.Messages, "message"), count(a.Channels, "channel"), count(a.Members, "member"))
		if !a.From.IsZero() {
			is += ", " + a.From.Format(time.DateOnly) + " to " + a.To.Format(time.DateOnly)
		}
		f := Finding{What: "account " + a.Name, OK: true}
		switch {
		case a.SyncedAt.IsZero() && a.Pending > 0:
			f.OK, f.Do = false, "rounds sync, or the same import again, reads the rest"
			is += ", not read to the end"
		case a.SyncedAt.IsZero():
			is += ", imported"
		default:
			is += ", synced at " + a.SyncedAt.In(h.Now().Location()).Format(time.DateTime)
		}
		f.Is = is
		findings = append(findings, f)
	}
	return findings
}

// mostTold is how many channels of an account doctor names.
const mostTold = 10

// standing is what is to be said about the rounds of the accounts.
func (h House) standing(all []inbox.Standing) []Finding {
	var findings []Finding
	for _, a := range all {
		if a.BegunAt.IsZero() { // nobody makes its rounds
			continue
		}
		findings = append(findings, h.round(a))
		told := 0
		for _, c := range a.Channels {
			if c.Trouble == "" || c.Gone {
				continue
			}
			if told++; told > mostTold {
				continue
			}
			findings = append(findings, Finding{
				What: "#" + c.Channel.Name + " of " + a.Account,
				Is:   fmt.Sprintf("could not be read at %s: %s", h.clock(c.TroubleAt), c.Trouble),
				Do:   cmp.Or(h.advice(a.Account, c.Trouble), "it is tried again by itself; rounds sync tries now"),
			})
		}
		if told > mostTold {
			findings = append(findings, Finding{What: "channels of " + a.Account, Is: fmt.Sprintf("%d more could not be read", told-mostTold), Do: "the page of the rounds in the console (0) lists them"})
		}
	}
	return findings
}

// round is how the rounds of one account go.
func (h House) round(a inbox.Standing) Finding {
	f := Finding{What: "rounds of " + a.Account, OK: true}
	read, complete := 0, 0
	for _, c := range a.Channels {
		if c.Apart || c.Gone {
			continue
		}
		read++
		if !c.Held.To.IsZero() && !c.Reading && c.Trouble == "" {
			complete++
		}
	}
	f.Is = fmt.Sprintf("%d of %s complete", complete, count(read, "channel"))
	switch {
	case a.Stopped != "":
		f.OK, f.Is = false, fmt.Sprintf("stopped at %s: %s; %s", h.clock(a.StoppedAt), a.Stopped, f.Is)
		f.Do = cmp.Or(h.advice(a.Account, a.Stopped), "rounds sync tries again")
	case !a.Until.IsZero():
		f.Is = fmt.Sprintf("the platform asked to be left alone until %s; %s", h.clock(a.Until), f.Is)
	case a.Trouble != "" && a.TroubleAt.After(a.SyncedAt):
		f.OK, f.Is = false, fmt.Sprintf("the last one failed at %s: %s; %s", h.clock(a.TroubleAt), a.Trouble, f.Is)
		f.Do = cmp.Or(h.advice(a.Account, a.Trouble), "nothing, if the network was away; rounds sync tries now")
	case !a.Live.IsZero():
		f.Is += ", live since " + h.clock(a.Live)
	}
	return f
}

func (h House) advice(account, trouble string) string {
	if h.Advice == nil {
		return ""
	}
	return h.Advice(account, trouble)
}

func (h House) clock(t time.Time) string { return t.In(h.Now().Location()).Format(time.DateTime) }

func (h House) findings(s *Settings, findings []Finding) error {
	bad := 0
	for i, f := range findings {
		findings[i] = Finding{What: plain.Line(f.What), OK: f.OK, Is: plain.Line(f.Is), Do: plain.Line(f.Do)}
		if !f.OK {
			bad++
		}
	}
	write := h.found
	if s.JSON {
		write = func(findings []Finding) error { return h.json(findings) }
	}
	if err := write(findings); err != nil || bad == 0 {
		return err
	}
	return fmt.Errorf("%s to look at", count(bad, "thing"))
}

// found prints findings to be read.
func (h House) found(findings []Finding) error {
	for _, f := range findings {
		mark := "ok  "
		if !f.OK {
			mark = "look"
		}
		if err := h.hang(mark+"  ", f.What+": "+f.Is); err != nil {
			return err
		}
		if f.Do != "" {
			if err := h.hang("      → ", f.Do); err != nil {
				return err
			}
		}
	}
	return nil
}

// hang prints a text behind a mark; on a terminal its further lines stand
// under its first.
func (h House) hang(mark, text string) error {
	lines := []string{text}
	indent := pane.Width(mark)
	if h.Width > 0 {
		lines = pane.Wrap(text, max(20, h.Width-indent))
	}
	for i, line := range lines {
		if i > 0 {
			mark = pane.Blank(indent)
		}
		if err := h.say("%s%s\n", mark, line); err != nil {
			return err
		}
	}
	return nil
}

func (h House) backup(s *Settings) *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Write a consistent copy of the database, also while it is in use",
		Args:  usage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return h.with(cmd.Context(), s, func(m Memory) error {
				if err := m.Backup(cmd.Context(), args[0]); err != nil {
					return err
				}
				if s.JSON {
					return h.json(map[string]string{"backup": args[0]})
				}
				return h.say("Copied to %s\n", plain.Line(args[0]))
			})
		},
	}
}
