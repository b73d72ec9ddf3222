// Package cli is the house without a screen: the same verbs, one command each,
// for pipes, scripts and cron.
//
// It knows no store, no platform and no environment: main lends it a [House].
// Whatever came from outside leaves through plain, in tables and JSON alike,
// since there is no renderer behind a pipe to stop an escape sequence.
package cli

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/spf13/cobra"

	"rounds/inbox"
	"rounds/inbox/query"
)

// Settings are the flags that every command takes.
type Settings struct {
	DB     string // path of the database, "" for the usual place
	Config string // path of the config, "" for the usual place
	JSON   bool

	ReadOnly bool   // of the console: nothing is changed and nothing leaves
	Theme    string // of the console, for this run; "" for that of the config
	ReadOut  bool   // of the console: in lines for a screen reader, and not drawn
}

// Flags are the settings as they are typed again.
func (s Settings) Flags() []string {
	var all []string
	for _, f := range []struct{ flag, value string }{{"--db", s.DB}, {"--config", s.Config}} {
		if f.value != "" {
			all = append(all, f.flag, f.value)
		}
	}
	return all
}

// House is what main lends the commands.
type House struct {
	Version string
	In      io.Reader
	Out     io.Writer
	Err     io.Writer
	Now     func() time.Time
	Width   int  // columns of Out, 0 if it is not a terminal
	Live    bool // Err is a terminal: progress may be drawn over itself

	Open    func(ctx context.Context, s Settings) (Memory, error)
	Console func(ctx context.Context, s Settings) error
	Demo    func(ctx context.Context, s Settings, o DemoOptions) error
	Sync    func(ctx context.Context, s Settings, o SyncOptions, tell func(Progress)) ([]Synced, error)
	Import  func(ctx context.Context, s Settings, o ImportOptions, tell func(Progress)) (inbox.Tally, error)
	Explain func(s Settings) (func(text string) []inbox.Signal, error)
	Examine func(ctx context.Context, s Settings) []Finding // what doctor finds outside the database
	File    func(path string) (io.ReadCloser, error)        // opens a file that a person names
	Keep    func(path string, body []byte) error            // makes a new file that only its owner reads
	Advice  func(account, trouble string) string            // what helps against a platform's words

	Person   Asking // who can be asked; nil if standard input is no terminal
	Link     Link
	Register Register
	Replies  Replies
	Config   ConfigFile
	Known    func(s Settings) Known // for completion
	RuleFile func(s Settings) (RuleFile, error)
	Folder   func(path string) ([]string, error) // the files of a folder that a person names

	Plan      func(ctx context.Context, s Settings) (Plan, error)
	ReadPlan  func(path string) (PlanFiles, error)              // a folder of posts, or one file
	WritePlan func(files PlanFiles, over Over) error            // and nothing else in that folder
	Keys      func(s Settings, preset string) (Keyboard, error) // of the config, or of a preset
	Numbers   func(ctx context.Context, s Settings) (Numbers, error)
	Today     func(ctx context.Context, s Settings) (Today, error)
}

// Memory is what the commands read, and where they put what shall go out.
type Memory interface {
	Conversations(ctx context.Context, q query.Query, w inbox.Window) ([]inbox.Conversation, error)
	Count(ctx context.Context, q query.Query, upTo int) (int, error)
	Talk(ctx context.Context, id int64) (inbox.Talk, error)
	ConversationOf(ctx context.Context, message int64) (int64, error)
	Search(ctx context.Context, words string, limit int) ([]inbox.Hit, error)
	Query(ctx context.Context, statement string, head func([]string) error, each func([]any) error) error
	Backup(ctx context.Context, path string) error
	Health(ctx context.Context, deep bool) (inbox.Health, error)
	Standings(ctx context.Context) ([]inbox.Standing, error)
	Close() error
	Outbox
	Docket
	Crowd
}

// DemoOptions shape the simulated communities.
type DemoOptions struct {
	Seed  uint64
	Size  int      // messages
	Keep  string   // where to keep the database; "" lets it go
	Plain bool     // sync, print a summary and end
	Only  []string // platforms; all if none is named

	Misbehave bool // the simulated platform limits, fails and revokes in turn
}

// ImportOptions say what to import, and as what.
type ImportOptions struct {
	From    inbox.Platform
	Path    string
	As      string // name of the account
	Me      string // who we are in it
	Since   time.Time
	Private bool
}

// Usage is a call that was not understood; it ends with exit code 2.
type Usage struct{ Err error }

func (u *Usage) Error() string { return u.Err.Error() }

// Unwrap returns what was wrong with the call.
func (u *Usage) Unwrap() error { return u.Err }

// Exit codes, as the README lists them.
const (
	ExitDone        = 0
	ExitFailed      = 1
	ExitUsage       = 2
	ExitNone        = 3  // what was asked for is not there
	ExitLater       = 75 // the platform asked to wait; the same call works later
	ExitInterrupted = 130
)

// ExitCode is the code that err ends the program with.
func ExitCode(err error) int {
	var usage *Usage
	switch {
	case err == nil:
		return ExitDone
	case errors.As(err, &usage):
		return ExitUsage
	case errors.Is(err, inbox.ErrNone):
		return ExitNone
	case errors.Is(err, context.Canceled):
		return ExitInterrupted
	}
	if _, later := untilOf(err); later {
		return ExitLater
	}
	return ExitFailed
}

// New returns the whole command line.
func New(h House) *cobra.Command {
	s := &Settings{}
	root := &cobra.Command{
		Use:   "rounds",
		Short: "A terminal console for community managers",
		Long: "Rounds brings what is said on your community's platforms into one inbox,\n" +
			"on this machine, and lets you work through it from the keyboard.\n\n" +
			"Without a command it opens the console. New here? Try: rounds demo",
		Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return h.Console(cmd.Context(), *s) },
	}
	root.PersistentFlags().StringVar(&s.DB, "db", "", "the `file` that everything is kept in")
	root.PersistentFlags().StringVar(&s.Config, "config", "", "the config `file`")
	root.PersistentFlags().BoolVar(&s.JSON, "json", false, "answer in JSON")
	root.Flags().BoolVar(&s.ReadOnly, "readonly", false, "of the console: look only; nothing is changed and nothing leaves")
	root.Flags().StringVar(&s.Theme, "theme", "", "of the console: paint it in this `theme`")
	readOut(root, s)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return &Usage{err} })
	root.SetOut(h.Out)
	root.SetErr(h.Err)
	root.SetIn(h.In)
	root.AddCommand(
		h.demo(s), h.sync(s), h.imports(s), h.inbox(s), h.show(s), h.search(s),
		h.explain(s), h.sql(s), h.doctor(s), h.backup(s), h.version(s),
		h.connect(s), h.accounts(s), h.purge(s), h.replies(s),
		h.reply(s), h.react(s), h.outbox(s), h.undo(s), h.redo(s),
		h.cases(s), h.decide(s), h.decisions(s), h.reopen(s), h.flag(s), h.rules(s),
		h.today(s),
		h.calendar(s), h.plan(s), h.metrics(s), h.report(s), h.goals(s), h.surveys(s),
		h.people(s), h.members(s),
		h.keys(s),
		h.config(s),
	)
	h.completes(root, s)
	return root
}

// usage turns what a validator says into a [Usage].
func usage(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return &Usage{err}
		}
		return nil
	}
}

// with opens the memory for as long as fn runs.
func (h House) with(ctx context.Context, s *Settings, fn func(Memory) error) error {
	memory, err := h.Open(ctx, *s)
	if err != nil {
		return err
	}
	return errors.Join(fn(memory), memory.Close())
}

func (h House) version(s *Settings) *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Args: usage(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			if s.JSON {
				return h.json(map[string]string{"version": h.Version})
			}
			return h.say("rounds %s\n", h.Version)
		},
	}
}

// readOut is the flag of what opens the console.
func readOut(cmd *cobra.Command, s *Settings) {
	cmd.Flags().BoolVar(&s.ReadOut, "screen-reader", false, "of the console: read out in lines of words, with nothing drawn")
}
