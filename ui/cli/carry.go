package cli

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/ui/pane"
)

// Progress is how far a sync or an import has come.
type Progress struct {
	Account  string
	What     string // the channel, the file
	Messages int    // new and known ones so far
	Read     int64  // of Size; both 0 if unknown
	Size     int64
	Until    time.Time // the platform asked to wait until then
	Trouble  string    // what went wrong and will be tried again
}

// Meter draws progress: over itself on a terminal, not at all elsewhere.
type Meter struct {
	house   House
	verb    string
	began   time.Time
	drawn   time.Time
	started int64 // Read when the first progress came: an import goes on where it stopped
}

// Meter draws the progress of what verb says.
func (h House) Meter(verb string) *Meter {
	return &Meter{house: h, verb: verb, began: h.Now(), started: -1}
}

// often is how much time lies between two drawings.
const often = 100 * time.Millisecond

// Tell draws how far it has come.
func (m *Meter) Tell(p Progress) {
	now := m.house.Now()
	if m.started < 0 {
		m.started = p.Read
	}
	if p.Trouble != "" {
		m.Clear()
		fmt.Fprintf(m.house.Err, "%s: %s\n", plain.Line(p.Account), plain.Line(p.Trouble)) //nolint:errcheck // nobody is left to tell
		return
	}
	if !m.house.Live || now.Sub(m.drawn) < often && p.Until.IsZero() {
		return
	}
	m.drawn = now
	fmt.Fprintf(m.house.Err, "\r\x1b[K%s", pane.Line(m.line(p, now), max(m.house.Width-1, 40))) //nolint:errcheck // nobody is left to tell
}

// line is a progress in words: how much, how fast, how long still.
func (m *Meter) line(p Progress, now time.Time) string {
	parts := []string{m.verb + " " + p.Account}
	if p.What != "" {
		parts = append(parts, p.What)
	}
	parts = append(parts, count(p.Messages, "message"))
	spent := now.Sub(m.began).Seconds()
	if p.Size > 0 {
		parts = append(parts, fmt.Sprintf("%d %%", 100*p.Read/p.Size))
	}
	if spent > 0.5 {
		parts = append(parts, commas(int64(float64(p.Messages)/spent))+"/s")
		if done := p.Read - m.started; p.Size > 0 && done > 0 {
			left := time.Duration(spent * float64(p.Size-p.Read) / float64(done) * float64(time.Second))
			parts = append(parts, "about "+left.Round(time.Second).String()+" left")
		}
	}
	if p.Until.After(now) {
		parts = append(parts, "the platform asks to wait "+p.Until.Sub(now).Round(time.Second).String())
	}
	return strings.Join(parts, " · ")
}

// Clear wipes the line that was drawn.
func (m *Meter) Clear() {
	if m.house.Live {
		fmt.Fprint(m.house.Err, "\r\x1b[K") //nolint:errcheck // nobody is left to tell
	}
}

func (h House) imports(s *Settings) *cobra.Command {
	cmd := &cobra.Command{
		Use: "import", Short: "Read an export into the database", Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var o ImportOptions
	var since string
	from := &cobra.Command{
		Use:   "slack PATH",
		Short: "Read an official Slack export, a zip file or a folder",
		Long: "Reads an official Slack export, a zip file or a folder. It can be stopped at any moment\n" +
			"and goes on where it was; what is known already is not kept twice. Private channels and\n" +
			"direct messages are read only with --private.",
		Example: "  rounds import slack export.zip --as acme --since 2026-01-01",
		Args:    usage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Path = args[0]
			if since != "" {
				var err error
				if o.Since, err = time.ParseInLocation(time.DateOnly, since, h.Now().Location()); err != nil {
					return &Usage{fmt.Errorf("--since %q is not a date: write it as 2026-01-31", plain.Head(since, 40))}
				}
			}
			m := h.Meter("importing")
			tally, err := h.Import(cmd.Context(), *s, o, m.Tell)
			m.Clear()
			if err != nil && tally.Messages+tally.Known == 0 {
				return err
			}
			return errors.Join(h.tally(s, map[string]inbox.Tally{o.As: tally}, h.Now().Sub(m.began)), stopped(err))
		},
	}
	from.Flags().StringVar(&o.As, "as", "", "`name` of the account to keep it as (default: the name of the file)")
	from.Flags().StringVar(&o.Me, "me", "", "your own `handle` or member ID there: what names you is a mention")
	from.Flags().StringVar(&since, "since", "", "leave out what is older than this `date`")
	from.Flags().BoolVar(&o.Private, "private", false, "read private channels and direct messages too")
	cmd.AddCommand(from)
	return cmd
}

// stopped says that what was read is kept.
func stopped(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("stopped before the end; what was read is kept, and the same command goes on from here: %w", err)
}

func (h House) sync(s *Settings) *cobra.Command {
	var account string
	cmd := &cobra.Command{
		Use:   "sync",
		Short: "Fetch what is new on the connected accounts",
		Args:  usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			m := h.Meter("syncing")
			tallies, err := h.Sync(cmd.Context(), *s, account, m.Tell)
			m.Clear()
			if len(tallies) == 0 {
				return err
			}
			return errors.Join(h.tally(s, tallies, h.Now().Sub(m.began)), err)
		},
	}
	cmd.Flags().StringVar(&account, "account", "", "only this `account`")
	return cmd
}

type tallyJSON struct {
	Account  string     `json:"account"`
	Channels int        `json:"channels"`
	Members  int        `json:"members"`
	Messages int        `json:"messages"`
	Threads  int        `json:"threads"`
	New      int        `json:"new"`
	Changed  int        `json:"changed"`
	Known    int        `json:"known"`
	Skipped  []skipJSON `json:"skipped"`
	Seconds  float64    `json:"seconds"`
}

type skipJSON struct {
	Where string `json:"where"`
	Why   string `json:"why"`
}

// tally prints what was kept: a summary for each account.
func (h House) tally(s *Settings, tallies map[string]inbox.Tally, took time.Duration) error {
	names := slices.Sorted(maps.Keys(tallies))
	if s.JSON {
		all := make([]tallyJSON, len(names))
		for i, name := range names {
			all[i] = tallyOf(name, tallies[name], took)
		}
		if len(all) == 1 {
			return h.json(all[0])
		}
		return h.json(all)
	}
	for _, name := range names {
		t := tallies[name]
		read := t.Messages + t.Changed + t.Known
		err := h.say("%s in %s%s\n  %s new, %s changed, %s already known\n  new: %s, %s, %s\n",
			count(read, "message"), took.Round(100*time.Millisecond), pace(read, took),
			commas(t.Messages), commas(t.Changed), commas(t.Known),
			count(t.Channels, "channel"), count(t.Members, "member"), count(t.Threads, "thread"))
		if err != nil {
			return err
		}
		for _, skip := range t.Skipped {
			if err := h.say("  skipped %s: %s\n", plain.Head(skip.Where, 80), plain.Line(skip.Why)); err != nil {
				return err
			}
		}
	}
	return nil
}

func pace(messages int, took time.Duration) string {
	if took < time.Second || messages == 0 {
		return ""
	}
	return fmt.Sprintf(" (%s/s)", commas(int64(float64(messages)/took.Seconds())))
}

func tallyOf(name string, t inbox.Tally, took time.Duration) tallyJSON {
	j := tallyJSON{
		Account: plain.Line(name), Channels: t.Channels, Members: t.Members, Messages: t.Messages + t.Changed + t.Known,
		Threads: t.Threads, New: t.Messages, Changed: t.Changed, Known: t.Known, Skipped: []skipJSON{}, Seconds: took.Seconds(),
	}
	for _, skip := range t.Skipped {
		j.Skipped = append(j.Skipped, skipJSON{plain.Line(skip.Where), plain.Line(skip.Why)})
	}
	return j
}

func (h House) demo(s *Settings) *cobra.Command {
	var o DemoOptions
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Open the console on a simulated community",
		Long: "Starts a simulated Slack on this machine, syncs from it over real HTTP with the real\n" +
			"connector, and opens the console. Life goes on there while you watch. Nothing of yours is\n" +
			"touched; the database is gone afterwards unless you --keep it.",
		Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.Size < 1 || o.Size > 100_000 {
				return &Usage{fmt.Errorf("--size %d: between 1 and 100,000 messages can be simulated", o.Size)}
			}
			return h.Demo(cmd.Context(), *s, o)
		},
	}
	cmd.Flags().Uint64Var(&o.Seed, "seed", 1, "another `number` makes another community")
	cmd.Flags().IntVar(&o.Size, "size", 1500, "`messages` of history, up to 100,000")
	cmd.Flags().StringVar(&o.Keep, "keep", "", "keep the database in this `file`")
	return cmd
}
