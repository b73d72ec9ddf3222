package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rounds/calendar"
	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/inbox/when"
)

// planning are the flags that say what a post shall be.
type planning struct {
	when, zone, status, theme, campaign, repeat, title, note, skip string
	channels, tags                                                 []string
}

func (d *planning) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&d.when, "when", "", "at what `time`: 'fri 14:00', '2026-11-27 14:00'; '' takes it off the plan")
	f.StringVar(&d.zone, "zone", "", "by the clock of which `zone`, as Europe/Berlin; the plan's own if not said")
	f.StringArrayVar(&d.channels, "channel", nil, "`where` it goes, as slack/#general or mastodon; several times for several")
	f.StringVar(&d.status, "status", "", "idea, draft, review, approved, scheduled or cancelled")
	f.StringVar(&d.theme, "theme", "", "its `theme`, as the week's template names them")
	f.StringArrayVar(&d.tags, "tag", nil, "a `word` to find it by; several times for several")
	f.StringVar(&d.campaign, "campaign", "", "the campaign that it belongs to")
	f.StringVar(&d.repeat, "repeat", "", "`how` often: 'every mon', 'every 2 weeks until 1 mar', or an RRULE; '' is once")
	f.StringVar(&d.title, "title", "", "what it is called in lists; the beginning of its text if not said")
	f.StringVar(&d.note, "note", "", "a `note` for yourselves, which nobody else sees")
}

// edits are what the flags that were given come to.
func (h House) edits(cmd *cobra.Command, d planning, p calendar.Post, s calendar.Settings) ([]calendar.Edit, error) {
	edits, err := h.timing(cmd, d, p, s)
	if err != nil {
		return nil, err
	}
	given := cmd.Flags().Changed
	if given("channel") {
		to, err := placesFrom(d.channels)
		if err != nil {
			return nil, err
		}
		edits = append(edits, calendar.Going(to))
	}
	if d.status != "" {
		status := calendar.Status(strings.ToLower(d.status))
		if !slices.Contains(calendar.Intents(), status) {
			return nil, fmt.Errorf("--status %s: it is idea, draft, review, approved, scheduled or cancelled", plain.Head(d.status, 40))
		}
		edits = append(edits, calendar.As(status))
	}
	if given("tag") {
		edits = append(edits, calendar.Tagged(d.tags))
	}
	for name, edit := range map[string]calendar.Edit{
		"theme": calendar.Themed(d.theme), "campaign": calendar.Campaigning(d.campaign), "title": calendar.Titled(d.title), "note": calendar.Noting(d.note),
	} {
		if given(name) {
			edits = append(edits, edit)
		}
	}
	return edits, nil
}

// timing is what the flags about time come to.
func (h House) timing(cmd *cobra.Command, d planning, p calendar.Post, s calendar.Settings) (edits []calendar.Edit, err error) {
	given := cmd.Flags().Changed
	if d.zone != "" {
		if _, err := calendar.LoadZone(d.zone); err != nil {
			return nil, fmt.Errorf("--zone: %w", err)
		}
	}
	if given("zone") {
		p.Zone = d.zone
	}
	if given("when") {
		if p.When, err = h.wall(d.when, s, p); err != nil {
			return nil, fmt.Errorf("--when: %w", err)
		}
	}
	if given("when") || given("zone") {
		edits = append(edits, calendar.At(p.When, p.Zone)...)
	}
	if given("repeat") {
		edit, err := repeating(d.repeat, p)
		if err != nil {
			return nil, fmt.Errorf("--repeat: %w", err)
		}
		edits = append(edits, edit)
	}
	if d.skip != "" {
		day, err := calendar.ParseDay(d.skip)
		if err != nil {
			return nil, fmt.Errorf("--skip: %w", err)
		}
		edits = append(edits, calendar.Silent(append(slices.Clone(p.Except), day)))
	}
	return edits, nil
}

// wall reads a time as a clock on the wall of the post's zone.
func (h House) wall(words string, s calendar.Settings, p calendar.Post) (calendar.Wall, error) {
	if words = strings.TrimSpace(words); words == "" {
		return calendar.Wall{}, nil
	}
	if exact, err := calendar.ParseWall(words); err == nil {
		return exact, nil
	}
	at, err := when.Parse(words, h.Now().In(s.ZoneOf(p)))
	return calendar.WallOf(at), err
}

func repeating(words string, p calendar.Post) (calendar.Edit, error) {
	if words == "" {
		return calendar.Repeating(""), nil
	}
	if p.When.IsZero() {
		return calendar.Edit{}, errors.New("a series wants a first time: add --when")
	}
	rule, err := calendar.ReadRule(words, p.When)
	return calendar.Repeating(rule), err
}

func placesFrom(names []string) ([]calendar.Place, error) {
	var to []calendar.Place
	for _, name := range names {
		at := calendar.ParsePlace(name)
		if at.Account == "" {
			return nil, fmt.Errorf("--channel %s: write it as slack/#general", plain.Head(name, 40))
		}
		to = append(to, at)
	}
	return to, nil
}

func (h House) addPlan(s *Settings) *cobra.Command {
	var d planning
	cmd := &cobra.Command{
		Use:   "add TEXT",
		Short: "Plan a post",
		Long: "Writes a post into the plan. Without a time and a channel it is an idea, else a draft, unless\n" +
			"--status says otherwise; nothing goes out that is not scheduled. - reads the text from standard\n" +
			"input.",
		Example: "  rounds plan add 'What did you ship this week?' --when 'fri 14:00' --channel 'slack/#general' --status scheduled\n" +
			"  rounds plan add 'Goals for the week?' --when 'mon 09:00' --repeat 'every mon' --theme goals --channel mastodon",
		Args: usage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			text, err := h.textOf(args[0])
			if err != nil {
				return err
			}
			return h.planned(cmd.Context(), s, func(p Plan) error {
				settings, _ := p.Settings()
				fresh, err := h.newPost(cmd, d, text, settings)
				if err != nil {
					return &Usage{err}
				}
				posts, err := p.Posts(cmd.Context())
				if err != nil {
					return err
				}
				fresh.Path = calendar.PathFor(fresh, func(path string) bool {
					return slices.ContainsFunc(posts, func(known calendar.Post) bool { return strings.EqualFold(known.Path, path) })
				})
				return h.keep(cmd.Context(), s, p, inbox.PlanPost, calendar.Change{Post: fresh})
			})
		},
	}
	d.flags(cmd)
	return cmd
}

// textOf is what a person types as a text, or standard input.
func (h House) textOf(arg string) (string, error) {
	if arg == "-" {
		w := written{file: "-"}
		return w.read(h)
	}
	if strings.TrimSpace(arg) == "" {
		return "", &Usage{errors.New("what shall it say?")}
	}
	return arg, nil
}

func (h House) newPost(cmd *cobra.Command, d planning, text string, s calendar.Settings) (calendar.Post, error) {
	edits, err := h.edits(cmd, d, calendar.Post{}, s)
	if err != nil {
		return calendar.Post{}, err
	}
	if d.status == "" {
		status := calendar.Idea
		if d.when != "" || len(d.channels) > 0 {
			status = calendar.Draft
		}
		edits = append(edits, calendar.As(status))
	}
	// The text comes last: one that begins with --- must not be taken for settings.
	return calendar.Post{}.With(append(edits, calendar.Saying(text))...)
}

func (h House) setPlan(s *Settings) *cobra.Command {
	var d planning
	var w written
	cmd := &cobra.Command{
		Use:   "set KEY",
		Short: "Change a post: its time, its channels, its status, its words",
		Long: "Changes what the flags say and leaves the rest of the file as it is, to the byte. A flag with an\n" +
			"empty value takes a setting away. What is changed after it was approved is for review again.",
		Example: "  rounds plan set welcome --when 'tomorrow 10:00'\n  rounds plan set goals --skip 2026-12-28",
		Args:    usage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return h.planned(cmd.Context(), s, func(p Plan) error {
				post, _, err := postOf(cmd.Context(), p, args[0])
				if err != nil {
					return err
				}
				settings, _ := p.Settings()
				edits, err := h.edits(cmd, d, post, settings)
				if err != nil {
					return &Usage{err}
				}
				if w.text != "" || w.file != "" {
					text, err := w.read(h)
					if err != nil {
						return err
					}
					edits = append(edits, calendar.Saying(text))
				}
				if len(edits) == 0 {
					return &Usage{errors.New("what shall be changed? --when, --status, --channel, --text …")}
				}
				changed, err := post.With(edits...)
				if err != nil {
					return err
				}
				return h.keep(cmd.Context(), s, p, verbOf(cmd, d), calendar.Change{Post: changed, Seen: post.Source})
			})
		},
	}
	d.flags(cmd)
	w.flags(cmd)
	cmd.Flags().StringVar(&d.skip, "skip", "", "of a series: the `day` on which it is silent, as 2026-12-28")
	return cmd
}

// verbOf is what the journal calls a change.
func verbOf(cmd *cobra.Command, d planning) inbox.Verb {
	switch {
	case strings.EqualFold(d.status, string(calendar.Cancelled)):
		return inbox.CancelPost
	case cmd.Flags().Changed("when"):
		return inbox.MovePost
	}
	return inbox.EditPost
}

// keep keeps one post and says what it is now: its time, and what there is to
// know about that and about its channels, first.
func (h House) keep(ctx context.Context, s *Settings, p Plan, verb inbox.Verb, c calendar.Change) error {
	settings, _ := p.Settings()
	if err := h.caution(ctx, p, c.Post, settings); err != nil {
		return err
	}
	entry, err := p.Plan(ctx, verb, []calendar.Change{c})
	if err != nil {
		return err
	}
	kept := c.Post
	posts, err := p.Posts(ctx)
	if err != nil {
		return err
	}
	for _, known := range posts {
		if kept.Key != "" && known.Key == kept.Key || kept.Key == "" && known.Path == kept.Path {
			kept = known
		}
	}
	done := fmt.Sprintf("Planned: %s, %s, %s.", plain.Head(kept.Title, 60), kept.Status, whenWords(kept, settings))
	if len(kept.To) > 0 {
		done = strings.TrimSuffix(done, ".") + ", to " + placesOf(kept.To) + "."
	}
	return h.tellEntry(s, entry, kept, strings.TrimSpace(done+" "+keyWords(kept)))
}

func keyWords(p calendar.Post) string {
	if p.Key == "" {
		return ""
	}
	return "Its key is " + plain.Line(p.Key) + "."
}

// whenWords is when a post comes, in a sentence.
func whenWords(p calendar.Post, s calendar.Settings) string {
	if p.When.IsZero() {
		return "no time yet"
	}
	m := p.When.In(s.ZoneOf(p))
	words := m.At.In(s.ZoneOf(p)).Format("Mon 2 Jan 2006 15:04 MST")
	if p.Series() {
		words = "from " + words + " on, " + plain.Line(calendar.SayRule(p))
	}
	return words
}

// caution says on standard error what a person should know of a post before it
// is kept.
func (h House) caution(ctx context.Context, p Plan, post calendar.Post, s calendar.Settings) error {
	var all []string
	m := post.When.In(s.ZoneOf(post))
	if note := m.Note(); note != "" {
		all = append(all, note)
	}
	if !post.When.IsZero() && !post.Series() && m.At.Before(h.Now()) {
		all = append(all, "That time has passed: it will not go out unasked.")
	}
	rooms, err := p.Rooms(ctx)
	if err != nil {
		return err
	}
	for _, at := range post.To {
		room := slices.IndexFunc(rooms, func(r calendar.Room) bool { return r.Place == at })
		switch {
		case room < 0:
			all = append(all, fmt.Sprintf("%s is not known here yet: nothing goes out there before it is.", at))
		case rooms[room].Lacks != "":
			all = append(all, fmt.Sprintf("%s: %s", at, rooms[room].Lacks))
		}
	}
	for _, sentence := range all {
		if _, err := fmt.Fprintln(h.Err, plain.Line(sentence)); err != nil {
			return err
		}
	}
	return nil
}
