package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"rounds/calendar"
	"rounds/inbox/plain"
)

func (h House) approvePlan(s *Settings) *cobra.Command {
	return &cobra.Command{
		Use:   "approve KEY…",
		Short: "Approve posts as they are now; what has a time and a channel is scheduled",
		Long:  "Notes that posts may go out as they are now. Whoever changes their words afterwards needs it again.",
		Args:  usage(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return h.planned(cmd.Context(), s, func(p Plan) error {
				var keys []string
				var last calendar.Post
				for _, name := range args {
					post, _, err := postOf(cmd.Context(), p, name)
					if err != nil {
						return err
					}
					keys, last = append(keys, post.Key), post
				}
				entry, err := p.Approve(cmd.Context(), keys)
				if err != nil {
					return err
				}
				what := plain.Head(last.Title, 60)
				if len(keys) > 1 {
					what, last = count(len(keys), "post"), calendar.Post{}
				}
				return h.tellEntry(s, entry, last, "Approved: "+what+".")
			})
		},
	}
}

func (h House) publishPlan(s *Settings) *cobra.Command {
	var day string
	var channels []string
	cmd := &cobra.Command{
		Use:   "publish KEY",
		Short: "Send a post now, or what of it was missed or failed",
		Long: "Puts a post into the outbox, for every channel that it is not out in; what is out already is never\n" +
			"sent twice. It leaves when the hold is over, with the next sync or at once while a console is open.",
		Args: usage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			places, err := placesFrom(channels)
			if err != nil {
				return &Usage{err}
			}
			return h.planned(cmd.Context(), s, func(p Plan) error {
				item, err := itemOf(cmd.Context(), p, args[0], day)
				if err != nil {
					return err
				}
				if item.Post.Series() && item.Occurrence == "" {
					return &Usage{fmt.Errorf("it comes more than once: say which with --occurrence 2026-11-23")}
				}
				entry, err := p.Publish(cmd.Context(), item.Post.Key, item.Occurrence, places)
				if err != nil {
					return err
				}
				return h.tellEntry(s, entry, item.Post, "It goes out: "+plain.Head(item.Post.Title, 60)+".")
			})
		},
	}
	cmd.Flags().StringVar(&day, "occurrence", "", "of a series: the `day`, as 2026-11-23")
	cmd.Flags().StringArrayVar(&channels, "channel", nil, "only `there`; several times for several")
	return cmd
}

func (h House) letGo(s *Settings) *cobra.Command {
	var day string
	var posted bool
	cmd := &cobra.Command{
		Use:   "let-go KEY",
		Short: "Say of what was missed that it shall not go out any more",
		Long:  "Ends the asking about a post whose time passed while nobody was there. With --posted it says of one\nthat you post by hand that you have.",
		Args:  usage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return h.planned(cmd.Context(), s, func(p Plan) error {
				item, err := itemOf(cmd.Context(), p, args[0], day)
				if err != nil {
					return err
				}
				entry, err := p.LetGo(cmd.Context(), item.Post.Key, item.Occurrence, posted)
				if err != nil {
					return err
				}
				done := "Let go: "
				if posted {
					done = "Noted as posted: "
				}
				return h.tellEntry(s, entry, item.Post, done+plain.Head(item.Post.Title, 60)+".")
			})
		},
	}
	cmd.Flags().StringVar(&day, "occurrence", "", "of a series: the `day`, as 2026-11-23")
	cmd.Flags().BoolVar(&posted, "posted", false, "you have posted it by hand")
	return cmd
}
