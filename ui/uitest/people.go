package uitest

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"rounds/inbox"
)

// Crowd stands in for what the store knows of people. It keeps what is done to
// them in Done, in words.
type Crowd struct {
	All     []inbox.Person
	Cards   map[int64]inbox.Profile
	Guesses []inbox.Suggestion
	Asked   inbox.PeopleQuery // the last one
	Done    []string
	Err     error // of every call
	undone  int
}

// People implements [people.Store].
func (c *Crowd) People(_ context.Context, q inbox.PeopleQuery) ([]inbox.Person, error) {
	c.Asked = q
	var some []inbox.Person
	for _, p := range c.All {
		in := q.View == inbox.AllPeople || q.View == inbox.TeamPeople && p.Role == inbox.Team || q.View == inbox.WatchedPeople && (p.Watched || p.VIP) ||
			q.View == inbox.TopHelpers && p.Count > 0 || q.View == inbox.NewPeople && p.Messages < 3
		for _, w := range q.Words {
			in = in && strings.Contains(p.Called(), w)
		}
		if in {
			some = append(some, p)
		}
	}
	return some, c.Err
}

// Person implements [people.Store].
func (c *Crowd) Person(_ context.Context, id int64) (inbox.Profile, error) {
	for _, p := range c.All {
		if slices.Contains(p.Rows(), id) {
			card := c.Cards[p.ID]
			card.Person = p
			return card, c.Err
		}
	}
	return inbox.Profile{}, inbox.ErrNone
}

// Suggestions implements [people.Store].
func (c *Crowd) Suggestions(context.Context) ([]inbox.Suggestion, error) { return c.Guesses, c.Err }

func (c *Crowd) did(verb inbox.Verb, what string) (inbox.Entry, error) {
	if c.Err != nil {
		return inbox.Entry{}, c.Err
	}
	c.Done = append(c.Done[:len(c.Done)-c.undone], string(verb)+" "+what)
	c.undone = 0
	return inbox.Entry{Verb: verb, Subject: what}, nil
}

func list(ids []int64) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = strconv.FormatInt(id, 10)
	}
	return strings.Join(words, ",")
}

// Merge implements [people.Store].
func (c *Crowd) Merge(_ context.Context, members ...int64) (inbox.Entry, error) {
	c.Guesses = slices.DeleteFunc(c.Guesses, func(s inbox.Suggestion) bool { return slices.Contains(members, s.One.Row) })
	return c.did(inbox.MergePeople, list(members))
}

// Split implements [people.Store].
func (c *Crowd) Split(_ context.Context, members ...int64) (inbox.Entry, error) {
	return c.did(inbox.SplitPerson, list(members))
}

// NotSame implements [people.Store].
func (c *Crowd) NotSame(_ context.Context, one, other int64) (inbox.Entry, error) {
	c.Guesses = slices.DeleteFunc(c.Guesses, func(s inbox.Suggestion) bool { return s.One.Row == one })
	return c.did(inbox.RejectMerge, list([]int64{one, other}))
}

// SetRole implements [people.Store].
func (c *Crowd) SetRole(_ context.Context, members []int64, role inbox.Role, since time.Time) (inbox.Entry, error) {
	from := "always"
	if !since.IsZero() {
		from = since.Format(time.DateOnly)
	}
	return c.did(inbox.SetRole, list(members)+" "+string(role)+" since "+from)
}

// MarkPeople implements [people.Store].
func (c *Crowd) MarkPeople(_ context.Context, verb inbox.Verb, members ...int64) (inbox.Entry, error) {
	return c.did(verb, list(members))
}

// TagPeople implements [people.Store].
func (c *Crowd) TagPeople(_ context.Context, verb inbox.Verb, tags []string, members ...int64) (inbox.Entry, error) {
	return c.did(verb, list(members)+" "+strings.Join(tags, " "))
}

// NotePerson implements [people.Store].
func (c *Crowd) NotePerson(_ context.Context, member int64, text string) (inbox.Entry, error) {
	return c.did(inbox.AddNote, list([]int64{member})+" "+text)
}

// Undo implements [people.Store].
func (c *Crowd) Undo(context.Context) (inbox.Entry, error) {
	if c.undone == len(c.Done) {
		return inbox.Entry{}, inbox.ErrNone
	}
	c.undone++
	return inbox.Entry{Verb: "undo", Subject: c.Done[len(c.Done)-c.undone]}, c.Err
}

// Redo implements [people.Store].
func (c *Crowd) Redo(context.Context) (inbox.Entry, error) {
	if c.undone == 0 {
		return inbox.Entry{}, inbox.ErrNone
	}
	c.undone--
	return inbox.Entry{Verb: "redo", Subject: c.Done[len(c.Done)-c.undone-1]}, c.Err
}

// ErrCrowd is what a crowd says that cannot be read.
var ErrCrowd = errors.New("list people: disk I/O error")

// Neighbourhood is a crowd in which everything that can be known of somebody is
// known of one.
func Neighbourhood() *Crowd {
	ago := func(days int) time.Time { return Noon().AddDate(0, 0, -days) }
	person := func(id int64, handle, name string, role inbox.Role, messages, first, last int, elsewhere ...inbox.Identity) inbox.Person {
		p := inbox.Person{ID: id}
		p.Add(inbox.Identity{
			Member: inbox.Member{ID: "U" + strconv.FormatInt(id, 10), Handle: handle, Name: name, Role: role}, Row: id, Account: "slack", Platform: inbox.Slack,
			Messages: messages, FirstSeen: ago(first), LastSeen: ago(last),
		})
		for _, i := range elsewhere {
			p.Add(i)
		}
		return p
	}
	maria := inbox.Identity{
		Member: inbox.Member{ID: "99", Handle: "maria_k", Name: "Maria K", Role: inbox.Community, Zone: "Europe/Zagreb"}, Row: 21, Account: "discord", Platform: inbox.Discord,
		Messages: 12, FirstSeen: ago(60), LastSeen: ago(2),
	}
	c := &Crowd{Cards: map[int64]inbox.Profile{}}
	c.All = []inbox.Person{
		person(1, "maria.k", "Maria Kovač", inbox.Community, 214, 400, 0),
		person(2, "yusuf", "Yusuf", inbox.Community, 1031, 700, 1, inbox.Identity{
			Member: inbox.Member{ID: "7", Handle: "yusuf_a", Name: "Yusuf A", Email: "yusuf@acme.dev", Role: inbox.Community}, Row: 22, Account: "forum", Platform: inbox.Discourse,
			Messages: 96, FirstSeen: ago(500), LastSeen: ago(3),
		}),
		person(3, "noor", "Noor", inbox.Team, 3210, 900, 0), person(4, "tomas", "Tomás", inbox.Community, 2, 3, 3), person(5, "ines", "Ines", inbox.Community, 41, 300, 44),
		person(6, "quiet.one", "Quiet One", inbox.Community, 0, 0, 0),
	}
	for i, habit := range [][2]int{{61, 70}, {80, 412}, {88, 900}, {1, 0}, {30, 9}} {
		c.All[i].Days, c.All[i].Replies = habit[0], habit[1]
	}
	c.All[0].Identities[0].Email, c.All[0].Identities[0].Zone = "maria@k.hr", "Europe/Zagreb"
	c.All[1].VIP, c.All[1].Count, c.All[4].Watched = true, 31, true
	c.All[1].AddTags("beta-tester", "speaker")
	c.All[2].Identities[0].SaidAs, c.All[2].Identities[0].Turns = inbox.Team, []inbox.RoleTurn{{Until: ago(200), Role: inbox.Community}}
	c.All[5].FirstSeen, c.All[5].LastSeen, c.All[5].Identities[0].FirstSeen, c.All[5].Identities[0].LastSeen = time.Time{}, time.Time{}, time.Time{}, time.Time{}
	said := func(id, talk int64, hours int, channel, text string) inbox.Hit {
		return inbox.Hit{ID: id, Conversation: talk, Account: "slack", Channel: channel, Text: text, SentAt: Noon().Add(-time.Duration(hours) * time.Hour)}
	}
	c.Cards[1] = inbox.Profile{
		Answers: 12, Helped: 9, Thanked: 7, Questions: 5, Open: 1, Notes: []inbox.Note{{ID: "n", Actor: "noor", Text: "Wants to speak at the meet-up in autumn.", At: ago(20)}},
		Recent: []inbox.Hit{
			said(1, 11, 1, "help", "How do I rotate the API key without downtime?"), said(2, 12, 25, "general", "Thanks, that did it!"), said(3, 13, 80, "random", "The new export is twice as fast."),
		},
	}
	c.Cards[2] = inbox.Profile{Answers: 88, Helped: 61, Thanked: 54, Questions: 2, Recent: []inbox.Hit{said(4, 14, 26, "help", "It is in the settings, below Keys.")}}
	c.Guesses = []inbox.Suggestion{
		{ID: "1-21", One: c.All[0].Identities[0], Other: maria, Evidence: []string{"same e-mail maria@k.hr", "same time zone Europe/Zagreb"}},
		{ID: "4-23", One: c.All[3].Identities[0], Other: inbox.Identity{
			Member: inbox.Member{ID: "T", Handle: "tomas", Name: "Tomás"}, Row: 23, Account: "forum", Platform: inbox.Discourse,
		}, Evidence: []string{"same handle @tomas", "same name Tomás"}},
	}
	return c
}

// HostileCrowd is a crowd whose every word is an attack on the screen.
func HostileCrowd(texts []string) *Crowd {
	c := Neighbourhood()
	for i := range c.All {
		text := texts[i%len(texts)]
		for k := range c.All[i].Identities {
			bad := &c.All[i].Identities[k]
			bad.Member = inbox.Member{ID: text, Handle: text, Name: text, Email: text, Zone: text, Role: bad.Role}
			bad.Account = text
		}
		c.All[i].Tags = []string{text}
		c.Cards[c.All[i].ID] = inbox.Profile{
			Notes:  []inbox.Note{{Actor: text, Text: text, At: Noon()}},
			Recent: []inbox.Hit{{Conversation: 1, Account: text, Channel: text, Text: text, SentAt: Noon()}},
		}
	}
	for i := range c.Guesses {
		text := texts[(i+3)%len(texts)]
		c.Guesses[i].One.Handle, c.Guesses[i].Other.Handle, c.Guesses[i].One.Account, c.Guesses[i].Evidence = text, text, text, []string{text, text}
	}
	return c
}
