package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"rounds/inbox"
	"rounds/inbox/plain"
)

func (h House) imports(s *Settings) *cobra.Command {
	cmd := &cobra.Command{
		Use: "import", Short: "Read an export into the database", Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	for _, from := range exports() {
		cmd.AddCommand(h.importFrom(s, from))
	}
	return cmd
}

// export is a kind of file that can be imported.
type export struct {
	from    inbox.Platform
	short   string
	long    string
	example string
	gets    string // what is in it, for whoever chooses
	needs   string // what file, and from where
}

func exports() []export {
	return []export{
		{
			inbox.Slack, "Read an official Slack export, a zip file or a folder",
			"Reads an official Slack export, a zip file or a folder.", "rounds import slack export.zip --as acme --since 2026-01-01",
			"channels, threads, reactions and who said what", "a zip file or its folder; an admin gets it at Settings › Import/Export Data › Export",
		},
		{
			inbox.Discord, "Read JSON files of DiscordChatExporter, one or a folder",
			"Reads what DiscordChatExporter wrote as JSON: one file, which is one channel, or a folder of them.", "rounds import discord exports/ --as guild",
			"the channels that were exported, with replies and reactions", "JSON files of DiscordChatExporter: one, or a folder of them",
		},
		{
			inbox.Mastodon, "Read the archive that a Mastodon account downloads",
			"Reads the archive that an account of Mastodon downloads under Preferences, Import and\nexport: a .zip or .tar.gz file, or the folder it unpacks to. It holds what the account said.", "rounds import mastodon archive.zip --as acme",
			"what the account said", "a .zip or .tar.gz file, or its folder, from Preferences › Import and export",
		},
	}
}

func (h House) importFrom(s *Settings, e export) *cobra.Command {
	o := ImportOptions{From: e.from}
	var since string
	from := &cobra.Command{
		Use:   string(e.from) + " PATH",
		Short: e.short,
		Long: e.long + " It can be stopped at any moment\n" +
			"and goes on where it was; what is known already is not kept twice. Private channels and\n" +
			"direct messages are read only with --private.",
		Example: "  " + e.example,
		Args:    usage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Path = args[0]
			if since != "" {
				var err error
				if o.Since, err = time.ParseInLocation(time.DateOnly, since, h.Now().Location()); err != nil {
					return &Usage{fmt.Errorf("--since %q is not a date: write it as 2026-01-31", plain.Head(since, 40))}
				}
			}
			return h.importing(cmd.Context(), s, o)
		},
	}
	from.Flags().StringVar(&o.As, "as", "", "`name` of the account to keep it as (default: the name of the file)")
	from.Flags().StringVar(&o.Me, "me", "", "your own `handle` or member ID there: what names you is a mention")
	from.Flags().StringVar(&since, "since", "", "leave out what is older than this `date`")
	from.Flags().BoolVar(&o.Private, "private", false, "read private channels and direct messages too")
	return from
}

func (h House) importing(ctx context.Context, s *Settings, o ImportOptions) error {
	m := h.Meter("importing")
	tally, err := h.Import(ctx, *s, o, m.Tell)
	m.Clear()
	if err != nil && tally.Messages+tally.Known == 0 {
		return err
	}
	took := h.Now().Sub(m.began)
	if s.JSON {
		return errors.Join(h.json(tallyOf(o.As, tally, took)), stopped(err))
	}
	return errors.Join(h.tally("", tally, took), stopped(err))
}

// stopped says that what was read is kept.
func stopped(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("stopped before the end; what was read is kept, and the same command goes on from here: %w", err)
}

func (h House) demo(s *Settings) *cobra.Command {
	var o DemoOptions
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Open the console on a simulated community",
		Long: "Starts a community on this machine that lives on four platforms: Slack, Discord, a forum\n" +
			"and Mastodon. Syncs from them over real HTTP with the real connectors, and opens the\n" +
			"console. Life goes on there while you watch. Nothing of yours is touched; the database is\n" +
			"gone afterwards unless you --keep it. With --misbehave Slack asks for patience, cannot be\n" +
			"reached and revokes the token, one after the other: the head of the screen and the page of\n" +
			"the rounds (0) say what is done and until when.",
		Example: "  rounds demo\n  rounds demo --only slack,forum",
		Args:    usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.Size < 1 || o.Size > 100_000 {
				return &Usage{fmt.Errorf("--size %d: between 1 and 100,000 messages can be simulated", o.Size)}
			}
			return h.Demo(cmd.Context(), *s, o)
		},
	}
	cmd.Flags().Uint64Var(&o.Seed, "seed", 1, "another `number` makes another community")
	cmd.Flags().IntVar(&o.Size, "size", 1500, "`messages` of history, up to 100,000")
	cmd.Flags().BoolVar(&o.Misbehave, "misbehave", false, "let the platform limit, fail and revoke in turn, to see what Rounds does")
	cmd.Flags().StringSliceVar(&o.Only, "only", nil, "the `platforms`, between commas: slack, discord, forum, mastodon (default: all)")
	cmd.Flags().BoolVar(&s.ReadOnly, "readonly", false, "look only: nothing is changed and nothing leaves")
	cmd.Flags().StringVar(&s.Theme, "theme", "", "paint the console in this `theme`")
	readOut(cmd, s)
	cmd.Flags().StringVar(&o.Keep, "keep", "", "keep the database in this `file`")
	return cmd
}
