package store

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"rounds/inbox"
)

// answering is a message of which a platform tells only what it answers.
func answering(author, id, parent string, minutes int, text string) inbox.Message {
	m := says(author, id, parent, minutes, text)
	m.Answers = parent
	return m
}

const standing = `SELECT m.key, c.key, c.messages FROM message AS m JOIN conversation AS c ON c.id = m.conversation_id`

func TestWhoeverAnswersStandsWhereThatStandsInWhateverOrderTheyCome(t *testing.T) {
	said := []inbox.Message{
		says("U1", "9", "9", 0, "how?"),
		answering("U2", "10", "9", 1, "so"),
		answering("U1", "11", "10", 2, "and then?"),
		answering("U2", "100", "11", 3, "so again"),
		answering("U3", "101", "10", 4, "I do it otherwise"),
		says("U3", "102", "102", 5, "something else"),
		answering("U1", "103", "77", 6, "to what was never read"),
		answering("U2", "104", "103", 7, "indeed"),
	}
	for seed := range uint64(20) {
		s, _ := openTest(t)
		order := rand.New(rand.NewPCG(seed, 1)).Perm(len(said))
		if seed%2 == 0 {
			page := inbox.Page{Account: "acme"}
			for _, i := range order {
				page.Messages = append(page.Messages, said[i])
			}
			keep(t, s, page)
		} else {
			for _, i := range order {
				keep(t, s, inbox.Page{Account: "acme", Messages: []inbox.Message{said[i]}})
			}
		}
		keep(t, s, inbox.Page{Account: "acme", Messages: said}) // again, and nothing moves
		lists(t, "in their threads", rowsOf(t, s, standing), []string{
			"10 · 9 · 5", "100 · 9 · 5", "101 · 9 · 5", "102 · 102 · 1", "103 · 77 · 2", "104 · 77 · 2", "11 · 9 · 5", "9 · 9 · 5",
		})
	}
}

func TestAChainThatLeadsInCirclesEnds(t *testing.T) {
	s, _ := openTest(t)
	keep(t, s, inbox.Page{Account: "acme", Messages: []inbox.Message{
		answering("U1", "1", "2", 0, "one"), answering("U2", "2", "1", 1, "two"), answering("U2", "3", "3", 2, "itself"),
	}})
	if got := rowsOf(t, s, standing); len(got) != 3 {
		t.Errorf("kept are %q", got)
	}
}

func TestWhatIsGoneFromAChannelIsFoundThoughItsNumbersAreOfUnequalLength(t *testing.T) {
	s, _ := openTest(t)
	keep(t, s, inbox.Page{Account: "acme", Messages: []inbox.Message{
		says("U1", "8", "8", 0, "eight"), says("U1", "9", "9", 1, "nine"), answering("U1", "10", "9", 2, "ten"),
		says("U1", "95", "9", 3, "in a thread of its own"), says("U1", "100", "100", 4, "a hundred"),
	}})
	keep(t, s, inbox.Page{
		Account: "acme", Messages: []inbox.Message{says("U1", "9", "9", 1, "nine")},
		Covers: []inbox.Span{{Channel: "C1", From: "9", To: "99", Sure: true}},
	})
	lists(t, "gone", rowsOf(t, s, `SELECT key FROM message WHERE deleted = 1`), []string{"10"})
	keep(t, s, inbox.Page{Account: "acme", Covers: []inbox.Span{{Channel: "C1", Thread: "9", From: "1", To: "999", Sure: true}}})
	lists(t, "gone from the thread", rowsOf(t, s, `SELECT key FROM message WHERE deleted = 1`), []string{"10", "95"})
	if newest := rowsOf(t, s, `SELECT (`+newestMessage+`) FROM channel AS ch WHERE ch.key = 'C1'`); newest[0] != "100" {
		t.Errorf("the newest is %q", newest)
	}
}

func TestReportsAreKeptAndSettledElsewhere(t *testing.T) {
	s, _ := openTest(t)
	flag := inbox.Report{ID: "7", Kind: inbox.Flagged, Open: true, Channel: "C1", Message: "1", Member: "U1", Reporter: "U2", Reason: "spam", Text: "buy", At: noon, Version: "3", Offers: []inbox.Choice{{ID: "agree", Label: "Agree"}}}
	knock := inbox.Report{ID: "8", Kind: inbox.Knocking, Open: true, Member: "U9", At: noon}
	tally := keep(t, s, inbox.Page{Account: "acme", Reports: []inbox.Report{flag, knock}})
	again := keep(t, s, inbox.Page{Account: "acme", Reports: []inbox.Report{flag, knock}})
	if tally.Reports != 2 || again.Reports != 0 {
		t.Errorf("%d and %d reports were new", tally.Reports, again.Reports)
	}
	if got, err := s.Report(t.Context(), "acme", "7"); err != nil || got.Offers[0].ID != "agree" || got.Version != "3" || !got.At.Equal(noon) {
		t.Errorf("kept is %+v, %v", got, err)
	}
	keep(t, s, inbox.Page{Account: "acme", Reports: []inbox.Report{knock}, AllReports: true})
	lists(t, "open", rowsOf(t, s, `SELECT kind, member, open FROM v_reports`), []string{"flag · ana · 0", "join request · U9 · 1"})
}

// keep keeps a page of the test's account.
func keep(t testing.TB, s *Store, page inbox.Page) inbox.Tally {
	t.Helper()
	page.Scope = inbox.Scope{Name: "channel:C1", Cursor: "c1"}
	page.Channels, page.Members = []inbox.Channel{{ID: "C1", Name: "help"}}, people()
	tally, err := s.Ingest(t.Context(), page)
	must(t, err)
	return tally
}

// rowsOf runs a query and returns its rows as lines, in the order of their text.
func rowsOf(t testing.TB, s *Store, query string) []string {
	t.Helper()
	var all []string
	must(t, s.Query(t.Context(), query, func([]string) error { return nil }, func(row []any) error {
		line := make([]string, len(row))
		for i, v := range row {
			line[i] = fmt.Sprint(v)
		}
		all = append(all, strings.Join(line, " · "))
		return nil
	}))
	slices.Sort(all)
	return all
}

func TestALinkNamesTheThreadWhereThatIsAPlaceOfItsOwn(t *testing.T) {
	s, _ := openTest(t)
	must(t, s.PutAccount(t.Context(), inbox.Account{Name: "guild", Platform: inbox.Discord, Base: "https://discord.com", Team: "77"}))
	in := func(channel string, m inbox.Message) inbox.Message { m.Channel = channel; return m }
	_, err := s.Ingest(t.Context(), inbox.Page{
		Account: "guild", Members: people(), Channels: []inbox.Channel{{ID: "C1", Name: "help"}, {ID: "F1", Name: "ideas", Forum: true}},
		Messages: []inbox.Message{
			says("U1", "1", "1", 0, "a question"), answering("U2", "2", "1", 1, "answered beside it"), says("U2", "3", "1", 2, "in its thread"),
			in("F1", says("U1", "4", "4", 3, "begins a post")), in("F1", says("U2", "5", "4", 4, "in the post")),
		},
	})
	must(t, err)
	var links []string
	for _, id := range []int64{1, 2} {
		talk, err := s.Talk(t.Context(), id)
		must(t, err)
		links = append(links, talk.Permalink)
		for _, u := range talk.Said {
			links = append(links, u.Permalink)
		}
	}
	const at = "https://discord.com/channels/77/"
	lists(t, "the links", links, []string{at + "C1/1", at + "C1/1", at + "C1/2", at + "1/3", at + "4/4", at + "4/4", at + "4/5"})
}
