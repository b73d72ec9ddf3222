package cli

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rounds/inbox"
	"rounds/inbox/plain"
)

// PurgeOptions say what is too old.
type PurgeOptions struct {
	Account string        // "" is every account
	Older   time.Duration // 0: what each account's retention says
}

func (h House) purge(s *Settings) *cobra.Command {
	var o PurgeOptions
	var older string
	var sure bool
	cmd := &cobra.Command{
		Use:   "purge",
		Short: "Let go of what is older than it shall be kept",
		Long: "Shows what is older than the retention of its account, and with --yes lets it go: whole\n" +
			"conversations whose last message is too old, starred and noted ones too, with their notes,\n" +
			"tags and drafts. The roster stays, and so does the history of what you did.",
		Example: "  rounds purge\n  rounds purge --account acme --older 90d --yes",
		Args:    usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if older != "" {
				var err error
				if o.Older, err = inbox.ParseRetention(older); err != nil {
					return &Usage{fmt.Errorf("--older %q: %w", plain.Head(older, 40), err)}
				}
			}
			old, err := h.Register.Expired(cmd.Context(), *s, o)
			if err != nil {
				return err
			}
			if !sure {
				return h.expired(s, old)
			}
			m := h.Meter("purging")
			gone, err := h.Register.Purge(cmd.Context(), *s, old, m.Tell)
			m.Clear()
			if err != nil {
				return errors.Join(h.purged(s, gone, old), fmt.Errorf("stopped before the end; what is gone is gone, and the same command goes on: %w", err))
			}
			return h.purged(s, gone, old)
		},
	}
	cmd.Flags().StringVar(&o.Account, "account", "", "only this `account`")
	cmd.Flags().StringVar(&older, "older", "", "what is older than so `long`, whatever the retention: 90d, 26w, 6m, 1y")
	cmd.Flags().BoolVar(&sure, "yes", false, "do it")
	return cmd
}

// expired shows what a purge would take.
func (h House) expired(s *Settings, old []inbox.Expired) error {
	if s.JSON {
		return h.json(expiredOf(old))
	}
	if len(old) == 0 {
		return h.say("No account has a retention. Write  retention = \"180d\"  below its name in the\nconfig, or say --older 180d.\n")
	}
	total := 0
	for _, e := range old {
		total += e.Messages
		if err := h.say("%s", h.expiry(e)); err != nil {
			return err
		}
	}
	if total == 0 {
		return nil
	}
	return h.say("\nNothing has gone yet: rounds purge --yes does it, and it cannot be undone.\n")
}

// expiry is what is too old in one account, in lines of at most 80 columns.
func (h House) expiry(e inbox.Expired) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, older than %s: ", plain.Head(e.Account, 30), h.date(e.Before))
	if e.Messages == 0 {
		return b.String() + "nothing\n"
	}
	fmt.Fprintf(&b, "%s\n  in %s", count(e.Messages, "message"), count(e.Conversations, "conversation"))
	fmt.Fprintf(&b, ", from %s to %s\n", h.date(e.From), h.date(e.To))
	if e.Starred+e.Noted+e.Tagged > 0 {
		fmt.Fprintf(&b, "  of them %s starred, %s noted, %s tagged\n", commas(e.Starred), commas(e.Noted), commas(e.Tagged))
	}
	return b.String()
}

type expiredJSON struct {
	Account       string `json:"account"`
	Before        any    `json:"before"`
	Messages      int    `json:"messages"`
	Conversations int    `json:"conversations"`
	From          any    `json:"from"`
	To            any    `json:"to"`
	Starred       int    `json:"starred"`
	Noted         int    `json:"noted"`
	Tagged        int    `json:"tagged"`
}

func expiredOf(old []inbox.Expired) []expiredJSON {
	all := make([]expiredJSON, len(old))
	for i, e := range old {
		all[i] = expiredJSON{plain.Line(e.Account), rfc(e.Before), e.Messages, e.Conversations, rfc(e.From), rfc(e.To), e.Starred, e.Noted, e.Tagged}
	}
	return all
}

// purged tells what has gone.
func (h House) purged(s *Settings, gone int, old []inbox.Expired) error {
	if s.JSON {
		return h.json(map[string]any{"gone": gone, "accounts": expiredOf(old)})
	}
	return h.say("%s gone.\n", count(gone, "message"))
}
