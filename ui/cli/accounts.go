package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/ui/pane"
)

// Register is the accounts wherever they leave traces: in the config, in the
// database, where the tokens are kept.
type Register interface {
	Accounts(ctx context.Context, s Settings) ([]Account, error)
	// Pause leaves an account alone until Resume.
	Pause(ctx context.Context, s Settings, name string) error
	Resume(ctx context.Context, s Settings, name string) error
	// Rename changes a name everywhere, or nowhere.
	Rename(ctx context.Context, s Settings, from, to string) error
	// Disconnect removes the tokens and the config of an account, and with
	// Forget all that is known of it. It tells what it did.
	Disconnect(ctx context.Context, s Settings, name string, how Parting) ([]string, error)
	// Holding is what would be forgotten of an account.
	Holding(ctx context.Context, s Settings, name string) (inbox.Expired, error)
	// Expired is what a purge would take of each account, and Purge takes it.
	Expired(ctx context.Context, s Settings, o PurgeOptions) ([]inbox.Expired, error)
	Purge(ctx context.Context, s Settings, old []inbox.Expired, tell func(Progress)) (int, error)
}

// Parting is what becomes of what was read of an account that is disconnected.
type Parting string

// The two ways.
const (
	KeepAll Parting = "keep"
	Forget  Parting = "forget"
)

// Account is one account as a person sees it. Workspace is foreign text.
type Account struct {
	inbox.AccountHealth
	Workspace string
	Tokens    []string // where each is kept, in words
	Missing   bool     // the config has it, and there is no token
	Connected bool     // the config, or the environment, has it
	Paused    bool
	Channels  []string // chosen; none: all that we are in
	Retention string
}

func (h House) accounts(s *Settings) *cobra.Command {
	cmd := &cobra.Command{
		Use: "accounts", Short: "List the accounts; pause, rename, disconnect them", Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			all, err := h.Register.Accounts(cmd.Context(), *s)
			if err != nil {
				return err
			}
			if s.JSON {
				return h.json(accountsOf(all))
			}
			return h.accountTable(all)
		},
	}
	cmd.AddCommand(h.turn(s, "pause", "Leave an account alone until it is resumed", "is paused. What is here stays; rounds accounts resume %s goes on"),
		h.turn(s, "resume", "Read a paused account again", "is read again, from where it was"), h.rename(s), h.disconnect(s))
	return cmd
}

// accountTable prints an account over two lines, so that 80 columns are enough.
func (h House) accountTable(all []Account) error {
	if len(all) == 0 {
		return h.say("There is no account yet. Connect one: rounds connect\n")
	}
	if h.Width == 0 {
		return h.accountRows(all)
	}
	for i, a := range all {
		if i > 0 {
			if err := h.say("\n"); err != nil {
				return err
			}
		}
		if err := h.say("%s", h.described(a)); err != nil {
			return err
		}
	}
	return nil
}

// described is an account in a few lines.
func (h House) described(a Account) string {
	head := plain.Line(a.Name) + "  " + string(a.Platform)
	if a.Workspace != "" {
		head += "  " + plain.Name(a.Workspace)
	}
	text := pane.Line(head+"  "+standing(a), h.Width) + "\n"
	for _, line := range h.about(a) {
		for _, part := range pane.Wrap(plain.Line(line), max(min(h.Width, 80)-2, 20)) {
			text += "  " + part + "\n"
		}
	}
	return text
}

// standing is in a word or two whether the account is read.
func standing(a Account) string {
	switch {
	case !a.Connected:
		return "(not connected: imported, or disconnected)"
	case a.Paused:
		return "(paused)"
	case a.Missing:
		return "(no token: rounds connect " + string(a.Platform) + " --as " + plain.Line(a.Name) + ")"
	}
	return ""
}

// about is what there is to be said about an account.
func (h House) about(a Account) []string {
	held := count(a.Messages, "message")
	if !a.From.IsZero() {
		held += fmt.Sprintf(", %s to %s", h.date(a.From), h.date(a.To))
	}
	synced := "never synced"
	if !a.SyncedAt.IsZero() {
		synced = "last synced " + a.SyncedAt.In(h.Now().Location()).Format(time.DateTime)[:16]
	}
	lines := []string{held + "; " + synced}
	if a.Connected {
		channels := "all channels that it is in"
		if len(a.Channels) > 0 {
			channels = "channels: " + strings.Join(a.Channels, ", ")
		}
		lines = append(lines, channels, "tokens: "+orNone(strings.Join(a.Tokens, "; ")))
	}
	if a.Retention != "" {
		lines = append(lines, "kept for "+a.Retention)
	}
	return lines
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}

func (h House) date(t time.Time) string { return t.In(h.Now().Location()).Format(time.DateOnly) }

// accountRows prints a row each, for a pipe.
func (h House) accountRows(all []Account) error {
	rows := make([][]string, len(all))
	for i, a := range all {
		state := "connected"
		switch {
		case !a.Connected:
			state = "not connected"
		case a.Paused:
			state = "paused"
		case a.Missing:
			state = "no token"
		}
		rows[i] = []string{a.Name, string(a.Platform), a.Workspace, state, fmt.Sprint(a.Messages), stamp(a.From), stamp(a.To), stamp(a.SyncedAt), a.Retention, strings.Join(a.Channels, ","), strings.Join(a.Tokens, "; ")}
	}
	return h.table(nil, rows)
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

type accountJSON struct {
	Name      string   `json:"name"`
	Platform  string   `json:"platform"`
	Workspace string   `json:"workspace"`
	Connected bool     `json:"connected"`
	Paused    bool     `json:"paused"`
	Tokens    []string `json:"tokens"`
	Channels  []string `json:"channels"`
	Messages  int64    `json:"messages"`
	From      any      `json:"from"`
	To        any      `json:"to"`
	SyncedAt  any      `json:"synced_at"`
	Retention string   `json:"retention"`
}

func accountsOf(all []Account) []accountJSON {
	list := make([]accountJSON, len(all))
	for i, a := range all {
		j := accountJSON{
			Name: plain.Line(a.Name), Platform: string(a.Platform), Workspace: plain.Line(a.Workspace), Connected: a.Connected, Paused: a.Paused,
			Tokens: []string{}, Channels: []string{}, Messages: a.Messages, From: rfc(a.From), To: rfc(a.To), SyncedAt: rfc(a.SyncedAt), Retention: a.Retention,
		}
		for _, where := range a.Tokens {
			j.Tokens = append(j.Tokens, plain.Line(where))
		}
		for _, channel := range a.Channels {
			j.Channels = append(j.Channels, plain.Line(channel))
		}
		list[i] = j
	}
	return list
}

// turn is pause and resume.
func (h House) turn(s *Settings, verb, short, said string) *cobra.Command {
	return &cobra.Command{
		Use: verb + " NAME", Short: short, Args: usage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			do := h.Register.Pause
			if verb == "resume" {
				do = h.Register.Resume
			}
			if err := do(cmd.Context(), *s, args[0]); err != nil {
				return err
			}
			if s.JSON {
				return h.json(map[string]any{"account": plain.Line(args[0]), "paused": verb == "pause"})
			}
			name := plain.Line(args[0])
			return h.say("%s %s.\n", name, strings.ReplaceAll(said, "%s", name))
		},
	}
}

func (h House) rename(s *Settings) *cobra.Command {
	return &cobra.Command{
		Use: "rename OLD NEW", Short: "Give an account another name, everywhere", Args: usage(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if AccountName(args[1]) != args[1] {
				return &Usage{fmt.Errorf("%q: a name is made of small letters, digits, - and _", plain.Head(args[1], 40))}
			}
			if err := h.Register.Rename(cmd.Context(), *s, args[0], args[1]); err != nil {
				return err
			}
			if s.JSON {
				return h.json(map[string]string{"was": plain.Line(args[0]), "account": args[1]})
			}
			return h.say("%s is called %s now.\n", plain.Line(args[0]), args[1])
		},
	}
}

func (h House) disconnect(s *Settings) *cobra.Command {
	var forget, sure bool
	cmd := &cobra.Command{
		Use: "disconnect NAME", Short: "Remove an account's tokens and settings, and with --forget all of it", Args: usage(cobra.ExactArgs(1)),
		Long: "Removes the tokens of an account and its block in the config. What was read stays, and\n" +
			"can be searched, until --forget lets go of that too: messages, roster, notes, tags, drafts.",
		RunE: func(cmd *cobra.Command, args []string) error {
			how := KeepAll
			if forget {
				how = Forget
				if err := h.confirmForget(cmd.Context(), s, args[0], sure); err != nil {
					return err
				}
			}
			done, err := h.Register.Disconnect(cmd.Context(), *s, args[0], how)
			if err != nil {
				return err
			}
			if s.JSON {
				return h.json(map[string]any{"account": plain.Line(args[0]), "forgotten": forget, "done": done})
			}
			for _, line := range done {
				if err := h.say("%s\n", plain.Line(line)); err != nil {
					return err
				}
			}
			return h.say("To be sure, revoke the tokens at the platform, too; for Slack: https://api.slack.com/apps\n")
		},
	}
	cmd.Flags().BoolVar(&forget, "forget", false, "let go of everything that was read, too")
	cmd.Flags().BoolVar(&sure, "yes", false, "do not ask")
	return cmd
}

// confirmForget shows what would go, and asks.
func (h House) confirmForget(ctx context.Context, s *Settings, name string, sure bool) error {
	held, err := h.Register.Holding(ctx, *s, name)
	if errors.Is(err, inbox.ErrNone) {
		return nil // the config alone has it
	}
	if err != nil {
		return err
	}
	if !s.JSON {
		if err := h.say("%s", h.holding(name, held)); err != nil {
			return err
		}
	}
	return h.consent(ctx, s, sure, "This cannot be undone. Forget all of it?")
}

// holding is what is held of an account, in words.
func (h House) holding(name string, e inbox.Expired) string {
	text := fmt.Sprintf("%s holds %s in %s", plain.Line(name), count(e.Messages, "message"), count(e.Conversations, "conversation"))
	if !e.From.IsZero() {
		text += fmt.Sprintf(",\n  from %s to %s", h.date(e.From), h.date(e.To))
	}
	return text + fmt.Sprintf(";\n  %s starred, %s noted, %s tagged.\n", commas(e.Starred), commas(e.Noted), commas(e.Tagged))
}
