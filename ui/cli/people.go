package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/ui/pane"
)

// Crowd is what the commands about people read, and what they decide.
type Crowd interface {
	People(ctx context.Context, q inbox.PeopleQuery) ([]inbox.Person, error)
	Person(ctx context.Context, member int64) (inbox.Profile, error)
	Whoever(ctx context.Context, who string) ([]inbox.Person, error)
	Suggestions(ctx context.Context) ([]inbox.Suggestion, error)
	Merge(ctx context.Context, members ...int64) (inbox.Entry, error)
	Split(ctx context.Context, members ...int64) (inbox.Entry, error)
	NotSame(ctx context.Context, one, other int64) (inbox.Entry, error)
	SetRole(ctx context.Context, members []int64, role inbox.Role, since time.Time) (inbox.Entry, error)
	MarkPeople(ctx context.Context, verb inbox.Verb, members ...int64) (inbox.Entry, error)
	TagPeople(ctx context.Context, verb inbox.Verb, tags []string, members ...int64) (inbox.Entry, error)
	NotePerson(ctx context.Context, member int64, text string) (inbox.Entry, error)
	Oblivion(ctx context.Context, member int64) (inbox.Oblivion, error)
	Forget(ctx context.Context, member int64) (inbox.Oblivion, error)
	Export(ctx context.Context, member int64) ([]byte, error)
}

// whoHelp tells how somebody is named.
const whoHelp = "\n\nWHO is account/handle, a handle if only one person has it, or the number that rounds people\nprints."

func (h House) people(s *Settings) *cobra.Command {
	var view string
	var limit int
	cmd := &cobra.Command{
		Use:   "people [WORDS]",
		Short: "List who is here: everybody, or the newcomers, the lapsing, the helpers, …",
		Long: "Lists people, whoever spoke last first. Each word must stand in a handle, a name, an address or\n" +
			"a tag. The views are those of the console: new, lapsing, returning, helpers, unanswered, team\n" +
			"and watched.",
		Example: "  rounds people --view new\n  rounds people maria\n  rounds people --view helpers --json",
		RunE: func(cmd *cobra.Command, args []string) error {
			q := inbox.PeopleQuery{View: inbox.PeopleView(view), Words: args, Limit: limit}
			if !slices.Contains(inbox.PeopleViews(), q.View) {
				return &Usage{fmt.Errorf("--view %q: it is new, lapsing, returning, helpers, unanswered, team or watched", plain.Head(view, 40))}
			}
			if limit < 1 {
				return &Usage{fmt.Errorf("--limit %d: less than one cannot be printed", limit)}
			}
			return h.with(cmd.Context(), s, func(m Memory) error { return h.listPeople(cmd.Context(), s, m, q) })
		},
	}
	cmd.Flags().StringVar(&view, "view", "", "only these: `new`, lapsing, returning, helpers, unanswered, team or watched")
	cmd.Flags().IntVar(&limit, "limit", 50, "print at most so `many`")
	cmd.AddCommand(h.showPerson(s), h.mergePeople(s), h.splitPerson(s), h.suggestions(s), h.accept(s), h.reject(s), h.role(s),
		h.tagPeople(s), h.notePerson(s), h.markPeople(s, "vip", inbox.MakeVIP, inbox.DropVIP, "Mark people as important"),
		h.markPeople(s, "watch", inbox.Watch, inbox.Unwatch, "Keep an eye on people"))
	return cmd
}

func (h House) listPeople(ctx context.Context, s *Settings, m Memory, q inbox.PeopleQuery) error {
	found, err := m.People(ctx, q)
	if err != nil {
		return err
	}
	if s.JSON {
		all := make([]personJSON, len(found))
		for i, p := range found {
			all[i] = personOf(p)
		}
		return h.json(all)
	}
	if len(found) == 0 {
		_, err := fmt.Fprintln(h.Err, "Nobody.")
		return err
	}
	rows := make([][]string, len(found))
	for i, p := range found {
		seen := "-"
		if !p.LastSeen.IsZero() {
			seen = pane.Ago(h.Now(), p.LastSeen)
		}
		rows[i] = []string{
			strconv.FormatInt(p.ID, 10), plain.Name(p.Called()), homesOf(p), string(p.Role), seen, commas(p.Messages), countOf(q.View, p.Count), strings.Join(badgesOf(p), " "),
		}
	}
	columns := []column{{"id", 8}, {"who", 24}, {"on", 24}, {"role", 0}, {"seen", 0}, {"messages", 0}, {"counts", 0}, {"marks", 0}}
	return h.table(columns, rows)
}

// countOf is what a view counts, in words.
func countOf(view inbox.PeopleView, n int) string {
	switch view {
	case inbox.TopHelpers:
		return count(n, "reply")
	case inbox.NeverAnswered:
		return count(n, "question")
	case inbox.Lapsing:
		return count(n, "message")
	case inbox.Returning:
		return count(n, "day") + " silent"
	case inbox.AllPeople, inbox.NewPeople, inbox.TeamPeople, inbox.WatchedPeople:
	}
	return "-"
}

func homesOf(p inbox.Person) string {
	var names []string
	for _, i := range p.Identities {
		names = append(names, plain.Line(i.Account))
	}
	return strings.Join(slices.Compact(names), "+")
}

// badgesOf are what we put on a person, in words.
func badgesOf(p inbox.Person) (marks []string) {
	if p.VIP {
		marks = append(marks, "VIP")
	}
	if p.Watched {
		marks = append(marks, "watched")
	}
	for _, tag := range p.Tags {
		marks = append(marks, "#"+plain.Line(tag))
	}
	return marks
}

// personJSON is a person as scripts read it; docs/commands.md documents it.
type personJSON struct {
	ID         string         `json:"id"`
	Name       string         `json:"name"`
	Role       string         `json:"role"`
	VIP        bool           `json:"vip"`
	Watched    bool           `json:"watched"`
	Forgotten  bool           `json:"forgotten"`
	Messages   int            `json:"messages"`
	Joined     any            `json:"joined_at"`
	FirstSeen  any            `json:"first_seen"`
	LastSeen   any            `json:"last_seen"`
	Tags       []string       `json:"tags"`
	Count      int            `json:"count"`
	Identities []identityJSON `json:"identities"`
}

type identityJSON struct {
	ID        string `json:"id"`
	Account   string `json:"account"`
	Platform  string `json:"platform"`
	MemberID  string `json:"member_id"`
	Handle    string `json:"handle"`
	Name      string `json:"name"`
	Email     string `json:"email"`
	Role      string `json:"role"`
	ByHand    bool   `json:"role_by_hand"`
	Messages  int    `json:"messages"`
	FirstSeen any    `json:"first_seen"`
	LastSeen  any    `json:"last_seen"`
}

func personOf(p inbox.Person) personJSON {
	j := personJSON{
		ID: strconv.FormatInt(p.ID, 10), Name: plain.Name(p.Called()), Role: string(p.Role), VIP: p.VIP, Watched: p.Watched, Forgotten: p.Forgotten,
		Messages: p.Messages, Joined: rfc(p.Joined), FirstSeen: rfc(p.FirstSeen), LastSeen: rfc(p.LastSeen), Tags: []string{}, Count: p.Count,
	}
	for _, tag := range p.Tags {
		j.Tags = append(j.Tags, plain.Line(tag))
	}
	for _, i := range p.Identities {
		j.Identities = append(j.Identities, identityOf(i))
	}
	return j
}

func identityOf(i inbox.Identity) identityJSON {
	return identityJSON{
		strconv.FormatInt(i.Row, 10), plain.Line(i.Account), string(i.Platform), plain.Line(i.ID), plain.Line(i.Handle), plain.Line(i.Name), plain.Line(i.Email),
		string(i.Role), i.SaidAs != "", i.Messages, rfc(i.FirstSeen), rfc(i.LastSeen),
	}
}

// whom finds the one person that a word of somebody means.
func whom(ctx context.Context, m Memory, who string) (inbox.Person, error) {
	found, err := m.Whoever(ctx, who)
	switch {
	case err != nil:
		return inbox.Person{}, err
	case len(found) == 0:
		return inbox.Person{}, fmt.Errorf("nobody is called %q; rounds people lists who is here: %w", plain.Head(who, 60), inbox.ErrNone)
	case len(found) > 1:
		var names []string
		for _, p := range found[:min(len(found), 8)] {
			names = append(names, fmt.Sprintf("%d (%s)", p.ID, fullName(p.Identities[0])))
		}
		return inbox.Person{}, &Usage{fmt.Errorf("%q may be several people: say which, %s", plain.Head(who, 60), strings.Join(names, ", "))}
	}
	return found[0], nil
}

// fullName is an identity as a person names it in a command.
func fullName(i inbox.Identity) string {
	return plain.Line(i.Account) + "/" + plain.Name(inbox.Author{ID: i.ID, Handle: i.Handle}.Called())
}

// changed says what was done; that nothing was is no failure.
func (h House) changed(s *Settings, e inbox.Entry, err error, done, already string) error {
	if errors.Is(err, inbox.ErrNone) && e.Verb != "" { // nothing was changed by it; who is not there has no verb
		if s.JSON {
			return h.json(map[string]any{"changed": false})
		}
		return h.say("%s\n", already)
	}
	if err != nil {
		return err
	}
	if s.JSON {
		return h.json(map[string]any{"changed": true, "verb": string(e.Verb), "subject": plain.Line(e.Subject), "entry": e.ID})
	}
	return h.say("%s: %s. rounds undo takes it back.\n", done, plain.Line(e.Subject))
}
