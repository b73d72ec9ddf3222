package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"rounds/inbox"
	"rounds/ui/pane"
)

func (h House) connect(s *Settings) *cobra.Command {
	cmd := &cobra.Command{
		Use: "connect", Short: "Connect an account, step by step", Args: usage(cobra.NoArgs),
		Long: "Lists the platforms: what each can do through Rounds, what it cannot, and what connecting it\n" +
			"needs. The commands below it connect an account, step by step.",
		RunE: func(*cobra.Command, []string) error { return h.platforms(s) },
	}
	cmd.AddCommand(h.connectSlack(s))
	for _, p := range inbox.Platforms() {
		if p != inbox.Slack {
			cmd.AddCommand(h.connectTo(s, p))
		}
	}
	return cmd
}

// ability is what a platform can do, asked of the code that does it.
type ability struct {
	Platform   string   `json:"platform"`
	Title      string   `json:"title"`
	Ready      bool     `json:"ready"`
	Does       string   `json:"does"` // in a sentence
	Answers    bool     `json:"answers"`
	Privately  bool     `json:"answers_privately"`
	Reactions  []string `json:"reactions"` // null: any emoji
	Moderates  []string `json:"moderates"`
	Cannot     []denial `json:"cannot"`
	PlansDays  int      `json:"plans_by_itself_days"` // 0: what is due later waits here
	Live       bool     `json:"live"`
	MostLength int      `json:"longest_message"`
	Needs      string   `json:"needs"`
	Minutes    int      `json:"minutes"`
	Page       string   `json:"page"`
	Base       string   `json:"base"` // an example, if there are many addresses
	Rights     []right  `json:"permissions"`
}

type denial struct {
	What string `json:"what"`
	Why  string `json:"why"`
}

type right struct {
	Name     string `json:"name"`
	Why      string `json:"why"`
	Optional bool   `json:"optional"`
}

// moderating are the verbs of moderation, as a person reads them.
func moderating() []inbox.ActionKind {
	return []inbox.ActionKind{inbox.Remove, inbox.Restore, inbox.Restrict, inbox.Kick, inbox.Ban, inbox.Perform}
}

func called(kind inbox.ActionKind) string {
	if kind == inbox.Perform {
		return "settle its reports"
	}
	return string(kind)
}

// abilityOf is what can be done on a platform.
func (h House) abilityOf(p inbox.Platform) ability {
	g := h.Link.Guide(p)
	_, most := p.Length()
	a := ability{
		Platform: string(p), Title: p.Title(), Ready: true, Live: g.Live, MostLength: most,
		Answers: p.Lacks(inbox.Reply) == "", Privately: p.Lacks(inbox.ReplyPrivately) == "", Reactions: p.Reactions(),
		PlansDays: int(p.Farthest().Hours()) / 24, Needs: g.Needs, Minutes: g.Minutes, Page: g.Page, Base: g.Base,
		Moderates: []string{}, Cannot: []denial{}, Rights: []right{},
	}
	for _, kind := range moderating() {
		if why := p.Lacks(kind); why != "" {
			a.Cannot = append(a.Cannot, denial{called(kind), why})
			continue
		}
		a.Moderates = append(a.Moderates, called(kind))
	}
	for _, r := range g.Grants {
		a.Rights = append(a.Rights, right{r.Name, r.Why, r.Optional})
	}
	a.Does = a.sentence()
	return a
}

// sentence is what a platform can do, in a few words.
func (a ability) sentence() string {
	parts := []string{"reads"}
	switch {
	case a.Privately:
		parts = append(parts, "answers, also one member alone")
	case a.Answers:
		parts = append(parts, "answers")
	}
	reactions := "any emoji"
	if len(a.Reactions) > 0 {
		reactions = strings.Join(a.Reactions, " and ")
	}
	parts = append(parts, "reacts with "+reactions)
	if len(a.Moderates) > 0 {
		parts = append(parts, "moderates ("+strings.Join(a.Moderates, ", ")+")")
	}
	if a.PlansDays > 0 {
		parts = append(parts, fmt.Sprintf("posts what is planned by itself, up to %d days ahead", a.PlansDays))
	}
	if a.Live {
		parts = append(parts, "hears news as they happen")
	}
	return strings.Join(parts, " · ")
}

// needs is what connecting takes.
func (a ability) needs() string {
	return fmt.Sprintf("%s · about %s", a.Needs, count(a.Minutes, "minute"))
}

// platforms lists what can be connected.
func (h House) platforms(s *Settings) error {
	var all []ability
	for _, p := range inbox.Platforms() {
		all = append(all, h.abilityOf(p))
	}
	if s.JSON {
		return h.json(all)
	}
	for i, a := range all {
		if i > 0 {
			if err := h.say("\n"); err != nil {
				return err
			}
		}
		lines := [][2]string{{"", a.Does}, {"needs", a.needs()}}
		for _, d := range a.Cannot {
			lines = append(lines, [2]string{"not", d.What + ": " + d.Why})
		}
		lines = append(lines, [2]string{"limit", commas(a.MostLength) + " characters a message"}, [2]string{"", "rounds connect " + a.Platform})
		if err := h.listed(a.Title, lines); err != nil {
			return err
		}
	}
	return nil
}

// listed prints a name and what there is to be known of it.
func (h House) listed(title string, lines [][2]string) error {
	if err := h.say("%s\n", title); err != nil {
		return err
	}
	width := h.Width
	if width == 0 {
		width = 100
	}
	for _, line := range lines {
		mark := line[0]
		for _, part := range pane.Wrap(line[1], max(20, width-10)) {
			if err := h.say("  %s\n", strings.TrimRight(pane.Cell(mark, 6)+"  "+part, " ")); err != nil {
				return err
			}
			mark = ""
		}
	}
	return nil
}

// Way is a way to bring a community in, for whoever has none yet.
type Way struct{ Name, Title, Gets, Needs string }

// ConnectWays are the platforms that can be connected.
func (h House) ConnectWays() []Way {
	var all []Way
	for _, p := range inbox.Platforms() {
		a := h.abilityOf(p)
		all = append(all, Way{a.Platform, a.Title, a.Does, a.needs()})
	}
	return all
}

// ImportWays are the exports that can be read.
func ImportWays() []Way {
	var all []Way
	for _, e := range exports() {
		all = append(all, Way{string(e.from), e.from.Title(), e.gets, e.needs})
	}
	return all
}
