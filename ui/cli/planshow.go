package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rounds/calendar"
	"rounds/inbox/plain"
	"rounds/ui/pane"
)

func (h House) showPlan(s *Settings) *cobra.Command {
	var day string
	cmd := &cobra.Command{
		Use:   "show KEY",
		Short: "Print a post: when and where it goes, what it says there, what became of it",
		Long: "Prints a post as it goes out in each channel. KEY is one that rounds plan printed, its beginning,\n" +
			"or the path of its file; KEY@2026-11-23 is one time of a series.",
		Args: usage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return h.planned(cmd.Context(), s, func(p Plan) error {
				item, err := itemOf(cmd.Context(), p, args[0], day)
				if err != nil {
					return err
				}
				settings, _ := p.Settings()
				var warnings []calendar.Warning
				if at := item.Moment.At; !at.IsZero() {
					const near = remembered * 24 * time.Hour
					others, err := p.Items(cmd.Context(), at.Add(-near), at.Add(near))
					if err != nil {
						return err
					}
					warnings = calendar.Clashes(item, others, settings)
				}
				if s.JSON {
					return h.json(itemOfJSON(item, warnings, settings))
				}
				return h.printItem(item, warnings, settings)
			})
		},
	}
	cmd.Flags().StringVar(&day, "occurrence", "", "of a series: the `day`, as 2026-11-23")
	return cmd
}

// printItem prints an item as a person reads it.
func (h House) printItem(i calendar.Item, warnings []calendar.Warning, s calendar.Settings) error {
	width := h.Width
	if width == 0 {
		width = 80
	}
	var b strings.Builder
	b.WriteString(plain.Line(i.Post.Title) + "\n")
	for _, fact := range facts(i, s) {
		b.WriteString("  " + plain.Line(fact) + "\n")
	}
	for _, w := range warnings {
		b.WriteString("  ! " + plain.Line(w.Text) + "\n")
	}
	said := map[string][]string{} // places by what is said there
	var texts []string
	for _, d := range deliveries(i) {
		text := i.TextAt(d.Place, d.Platform)
		if !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
		said[text] = append(said[text], placeWords(d))
	}
	if len(texts) == 0 {
		texts = []string{i.Post.Text}
	}
	for _, text := range texts {
		b.WriteString("\n" + strings.Join(said[text], "\n"))
		if len(said[text]) > 0 {
			b.WriteString("\n")
		}
		for _, line := range pane.Wrap(plain.Text(text), max(width-2, 20)) {
			b.WriteString("  " + line + "\n")
		}
	}
	if i.Post.Note != "" {
		b.WriteString("\nnote: " + plain.Line(i.Post.Note) + "\n")
	}
	return h.say("%s", b.String())
}

// facts are what is known of an item, a line each.
func facts(i calendar.Item, s calendar.Settings) []string {
	p := i.Post
	when := "no time yet"
	if !i.Moment.At.IsZero() {
		when = i.Moment.At.In(s.ZoneOf(p)).Format("Mon 2 Jan 2006 15:04 MST") + " (" + s.ZoneOf(p).String() + ")"
	} else if !p.When.IsZero() {
		when = "first on " + p.When.String()
	}
	all := []string{string(i.Status) + " · " + when, "key " + i.ID() + " · file " + p.Path}
	if p.Series() {
		all = append(all, "comes "+calendar.SayRule(p))
	}
	if i.Consent != nil {
		all = append(all, "approved by "+i.Consent.By+" on "+i.Consent.At.In(s.Location()).Format("2 Jan 15:04"))
	}
	for _, fact := range []struct{ name, value string }{
		{"theme", p.Theme}, {"tags", strings.Join(p.Tags, " ")}, {"campaign", p.Campaign}, {"belongs to", p.For}, {"from", p.From},
	} {
		if fact.value != "" {
			all = append(all, fact.name+" "+fact.value)
		}
	}
	return all
}

// placeWords is a place and what became of an item there.
func placeWords(d calendar.Delivery) string {
	words := plain.Line(d.String())
	for _, more := range []string{modeWords(d.Mode), string(d.State), resultWords(d), d.Trouble, d.Why, d.Link} {
		if more != "" {
			words += " · " + plain.Line(more)
		}
	}
	return words
}

// modeWords says who publishes.
func modeWords(m calendar.Mode) string {
	switch m {
	case calendar.Native:
		return "the platform posts it"
	case calendar.Local:
		return "rounds posts it"
	case calendar.Remind:
		return "you post it by hand"
	}
	return fmt.Sprint(string(m))
}
