package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"rounds/inbox"
	"rounds/inbox/plain"
)

// SyncOptions say how to sync.
type SyncOptions struct {
	Account  string        // only this one; "" is all
	Watch    bool          // go on until somebody ends it
	Every    time.Duration // between two rounds of a watch
	Patience time.Duration // the longest wait that a platform may ask for; 0 is any
}

// Delivered is what became of what waited in the outbox.
type Delivered struct {
	Sent, Failed, Asks int
	Waiting            bool // something has to wait longer
}

// Synced is what became of one account in a sync.
type Synced struct {
	Account string
	Tally   inbox.Tally
	Out     Delivered
	Took    time.Duration
	Err     error
}

func (h House) sync(s *Settings) *cobra.Command {
	var o SyncOptions
	cmd := &cobra.Command{
		Use:   "sync",
		Short: "Fetch what is new on the connected accounts",
		Long: "Reads what is new and what was changed on the connected accounts, and compares some of\n" +
			"what is held with the platform. A platform that asks for patience gets it: nothing is asked\n" +
			"until it is over, not even by another call. With --watch it goes on, round after round, and\n" +
			"hears the news as they happen where the account has an app token.",
		Example: "  rounds sync\n  rounds sync --watch --json | jq -c 'select(.event == \"stopped\")'",
		Args:    usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.Every < 5*time.Second {
				return &Usage{fmt.Errorf("--every %s: a platform wants at least 5s between two rounds", o.Every)}
			}
			if o.Watch {
				_, err := h.Sync(cmd.Context(), *s, o, h.watched(s))
				return err
			}
			m := h.Meter("syncing")
			all, err := h.Sync(cmd.Context(), *s, o, m.Tell)
			m.Clear()
			return errors.Join(h.synced(s, all), err)
		},
	}
	cmd.Flags().StringVar(&o.Account, "account", "", "only this `account`")
	cmd.Flags().BoolVar(&o.Watch, "watch", false, "go on until you end it, and print what happens")
	cmd.Flags().DurationVar(&o.Every, "every", time.Minute, "`time` between two rounds of a watch")
	cmd.Flags().DurationVar(&o.Patience, "patience", 15*time.Minute, "the longest `time` to wait at a platform's request; 0 is any")
	return cmd
}

// synced prints what became of the accounts, and returns what went wrong.
func (h House) synced(s *Settings, all []Synced) error {
	var failed error
	var answers []tallyJSON
	for _, one := range all {
		failed = errors.Join(failed, one.Err)
		if s.JSON {
			answers = append(answers, syncedOf(one))
			continue
		}
		if err := h.delivered(one.Out); err != nil {
			return err
		}
		if one.Err != nil && one.Tally.Messages+one.Tally.Known+one.Tally.Changed == 0 {
			continue
		}
		title := ""
		if len(all) > 1 {
			title = one.Account
		}
		if err := h.tally(title, one.Tally, one.Took); err != nil {
			return err
		}
	}
	switch {
	case s.JSON && len(answers) == 0:
		return failed
	case s.JSON && len(answers) == 1:
		return errors.Join(h.json(answers[0]), failed)
	case s.JSON:
		return errors.Join(h.json(answers), failed)
	}
	return failed
}

func syncedOf(one Synced) tallyJSON {
	j := tallyOf(one.Account, one.Tally, one.Took)
	j.Sent, j.Failed, j.Asks = one.Out.Sent, one.Out.Failed, one.Out.Asks
	if one.Err != nil {
		j.Error = plain.Line(one.Err.Error())
	}
	if until, ok := untilOf(one.Err); ok {
		j.Until = until.UTC().Format(time.RFC3339)
	}
	return j
}

// delivered says what went out, if anything did or should have.
func (h House) delivered(d Delivered) error {
	if d.Sent+d.Failed+d.Asks == 0 {
		if d.Waiting {
			return h.say("nothing could be sent yet (rounds outbox)\n")
		}
		return nil
	}
	line := "sent " + commas(d.Sent)
	if d.Failed > 0 {
		line += ", refused " + commas(d.Failed)
	}
	if d.Asks > 0 {
		line += ", waiting for your word " + commas(d.Asks)
	}
	if d.Waiting {
		line += "; more leaves later"
	}
	if d.Failed+d.Asks > 0 {
		line += " (rounds outbox)"
	}
	return h.say("%s\n", line)
}

// untilOf is until when a platform does not want to be asked.
func untilOf(err error) (time.Time, bool) {
	var put interface{ Until() time.Time }
	if !errors.As(err, &put) {
		return time.Time{}, false
	}
	return put.Until(), true
}

// watchedJSON is a line of a watch.
type watchedJSON struct {
	At      string `json:"at"`
	Account string `json:"account"`
	Event   Event  `json:"event"`
	What    string `json:"what,omitempty"`
	New     int    `json:"new"`
	Changed int    `json:"changed"`
	Until   string `json:"until,omitempty"`
	Trouble string `json:"trouble,omitempty"`
}

// watched prints a line for whatever a watch tells, but for the pages of a
// round: its end says how many messages came. A state that lasts is said once.
func (h House) watched(s *Settings) func(Progress) {
	last := map[string]string{}
	return func(p Progress) {
		now := h.Now()
		quiet := p.New+p.Changed == 0
		switch p.Event {
		case Reading, Retrying:
			return
		case Done, Live:
			if quiet && last[p.Account] == string(p.Event) {
				return
			}
		case Waiting:
			if p.Until.Sub(now) < brief {
				return
			}
		case Queued, Unknown: // it is not settled yet
			return
		case Left, Troubled, Stopped, LineLost, Elsewhere, Sent, Planned, WantsWord, Refused:
		}
		said := string(p.Event)
		if p.Event == Elsewhere && last[p.Account] == said {
			return
		}
		last[p.Account] = said
		if s.JSON {
			h.watchedJSON(p, now)
			return
		}
		fmt.Fprintf(h.Out, "%s  %s: %s\n", now.Format(time.TimeOnly), plain.Line(p.Account), plain.Line(watchLine(p, now))) //nolint:errcheck // the next round tries again
	}
}

func (h House) watchedJSON(p Progress, now time.Time) {
	j := watchedJSON{
		At: now.UTC().Format(time.RFC3339), Account: plain.Line(p.Account), Event: p.Event, What: plain.Line(p.What),
		New: p.New, Changed: p.Changed, Trouble: plain.Line(p.Trouble),
	}
	if !p.Until.IsZero() {
		j.Until = p.Until.UTC().Format(time.RFC3339)
	}
	_ = json.NewEncoder(h.Out).Encode(j) // the next round tries again
}

// watchLine is a piece of progress in a sentence.
func watchLine(p Progress, now time.Time) string {
	again := ""
	if !p.Until.IsZero() {
		again = "; again at " + p.Until.In(now.Location()).Format(time.TimeOnly)
	}
	switch p.Event {
	case Waiting:
		return waiting(p, now)
	case Left:
		return p.What + " is left alone: " + p.Trouble + again
	case Troubled:
		return p.Trouble + again
	case Stopped:
		return "stopped: " + p.Trouble + "; rounds doctor says what to do"
	case Live:
		if p.New+p.Changed > 0 {
			return fmt.Sprintf("%s new, %s changed, as they happened", commas(p.New), commas(p.Changed))
		}
		return "live: news come as they happen"
	case LineLost:
		return "not live: " + p.Trouble + again
	case Elsewhere:
		return "another console makes the rounds"
	case Sent, Planned:
		return p.What + " " + string(p.Event)
	case WantsWord, Refused:
		return p.What + " " + string(p.Event) + ": " + p.Trouble + " (rounds outbox)"
	case Reading, Retrying, Done, Queued, Unknown:
	}
	return fmt.Sprintf("synced: %s new, %s changed", commas(p.New), commas(p.Changed))
}
