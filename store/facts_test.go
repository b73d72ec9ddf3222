package store

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/metrics"
)

// always is a span that holds everything that a test says.
func always(t testing.TB, s *Store) *metrics.Facts {
	t.Helper()
	f, err := s.Facts(t.Context(), noon.AddDate(0, 0, -400), noon.AddDate(0, 0, 400))
	must(t, err)
	return f
}

// rawMessage and rawTalk are rows as they rest.
type rawMessage struct {
	id, channel, talk, author, sent int64
	key, kind, signals              string
	bot, deleted                    bool
}

type rawTalk struct {
	id, channel, opener, opened, others, ours int64
	key, state                                string
	question, mention                         bool
}

// everyRow reads a whole table, a column into each value that into gives.
func everyRow[T any](t testing.TB, s *Store, query string, into func(*T) []any) []T {
	t.Helper()
	all, err := list(t.Context(), s.write, func(row scanner) (one T, err error) { return one, row.Scan(into(&one)...) }, query)
	must(t, err)
	return all
}

func (m rawMessage) counts() bool { return m.kind == "said" && !m.deleted && m.talk > 0 }

// byHand counts the facts once more, from every row of the tables, by loops
// that a reader can follow.
func byHand(t testing.TB, s *Store) *metrics.Facts {
	t.Helper()
	messages := everyRow(t, s, `SELECT id, channel_id, conversation_id, author_id, sent_at, key, kind, bot, deleted, signals FROM message`, func(m *rawMessage) []any {
		return []any{&m.id, &m.channel, &m.talk, &m.author, &m.sent, &m.key, &m.kind, &m.bot, &m.deleted, &m.signals}
	})
	talks := everyRow(t, s, `SELECT id, channel_id, opener_id, opened_at, others_at, ours_at, key, state, question, mention FROM conversation`, func(c *rawTalk) []any {
		return []any{&c.id, &c.channel, &c.opener, &c.opened, &c.others, &c.ours, &c.key, &c.state, &c.question, &c.mention}
	})
	type named struct{ channel, member, sent, author int64 }
	namings := everyRow(t, s, `SELECT channel_id, member_id, sent_at, author_id FROM naming`, func(n *named) []any {
		return []any{&n.channel, &n.member, &n.sent, &n.author}
	})
	turned := map[int64]bool{}
	for _, id := range everyRow(t, s, `SELECT member_id FROM role_turn`, func(id *int64) []any { return []any{id} }) {
		turned[id] = true
	}
	type room struct {
		id   int64
		kind string
	}
	private := map[int64]bool{}
	for _, r := range everyRow(t, s, `SELECT id, kind FROM channel`, func(r *room) []any { return []any{&r.id, &r.kind} }) {
		private[r.id] = r.kind == "direct"
	}
	facts := &metrics.Facts{}
	for _, m := range messages {
		if !m.counts() || private[m.channel] {
			continue
		}
		reply := true
		for _, c := range talks {
			if c.id == m.talk && c.key == m.key {
				reply = false
			}
		}
		facts.Said = append(facts.Said, metrics.Said{At: m.sent, ID: m.id, Talk: m.talk, Member: int32(m.author), Channel: int32(m.channel), Reply: reply, Bot: m.bot})
	}
	slices.SortFunc(facts.Said, func(a, b metrics.Said) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.ID, b.ID)) })
	for _, c := range talks {
		one := metrics.Talk{At: c.opened, ID: c.id, Opener: int32(c.opener), Channel: int32(c.channel), Question: c.question, Mention: c.mention, Open: c.state == "open", Awaits: c.others > c.ours}
		type who struct {
			member int64
			bot    bool
		}
		first := map[who]metrics.Answer{}
		offer := func(member int64, a metrics.Answer) {
			k := who{member, a.Bot}
			if was, is := first[k]; member != c.opener && a.At > c.opened && (!is || a.At < was.At || a.At == was.At && was.Beside && !a.Beside) {
				first[k] = a
			}
		}
		for _, m := range messages {
			if m.talk == c.id && m.key == c.key {
				one.Bot = m.bot
			}
			if m.counts() && m.talk == c.id && m.author == c.opener && turned[c.opener] && !m.bot && strings.Contains(m.signals, `"question"`) {
				one.Question = true // they asked it before they changed sides
			}
			if m.counts() && m.talk == c.id {
				one.Messages++
				offer(m.author, metrics.Answer{At: m.sent, Member: int32(m.author), Bot: m.bot})
			}
		}
		for _, n := range namings {
			if c.opener > 0 && n.channel == c.channel && n.member == c.opener && n.sent <= c.opened+24*60*60*1_000_000 {
				offer(n.author, metrics.Answer{At: n.sent, Member: int32(n.author), Beside: true})
			}
		}
		for _, a := range first {
			one.Answers = append(one.Answers, a)
		}
		slices.SortFunc(one.Answers, func(a, b metrics.Answer) int {
			return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(fmt.Sprint(a.Beside), fmt.Sprint(b.Beside)), cmp.Compare(a.Member, b.Member), cmp.Compare(fmt.Sprint(a.Bot), fmt.Sprint(b.Bot)))
		})
		if one.Messages > 0 && !private[c.channel] {
			facts.Talks = append(facts.Talks, one)
		}
	}
	slices.SortFunc(facts.Talks, func(a, b metrics.Talk) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.ID, b.ID)) })
	facts.Members = membersByHand(t, s, messages, private)
	return facts
}

func membersByHand(t testing.TB, s *Store, messages []rawMessage, private map[int64]bool) []metrics.Member {
	t.Helper()
	type row struct {
		id, account, joined, left, last int64
		role, person                    string
		deleted                         bool
	}
	rows := everyRow(t, s, `SELECT u.id, (SELECT count(*) FROM account AS b WHERE b.name < a.name), u.joined_at, u.left_at, u.last_at, u.role, u.person, u.deleted
		FROM member AS u JOIN account AS a ON a.id = u.account_id ORDER BY u.id`, func(r *row) []any {
		return []any{&r.id, &r.account, &r.joined, &r.left, &r.last, &r.role, &r.person, &r.deleted}
	})
	type turned struct {
		member, until int64
		role          string
	}
	turns := everyRow(t, s, `SELECT member_id, until_at, role FROM role_turn ORDER BY until_at`, func(r *turned) []any { return []any{&r.member, &r.until, &r.role} })
	var all []metrics.Member
	for _, r := range rows {
		m := metrics.Member{ID: int32(r.id), Person: int32(r.id), Account: int32(r.account), Role: inbox.Role(r.role), Joined: r.joined}
		for _, o := range rows {
			if r.person != "" && o.person == r.person {
				m.Person = min(m.Person, int32(o.id))
			}
		}
		if r.deleted {
			if m.Left = r.left; m.Left == 0 {
				m.Left = max(r.last, r.joined) + 1
			}
		}
		for _, said := range messages {
			if said.author == r.id && said.counts() && !private[said.channel] && (m.First == 0 || said.sent < m.First) {
				m.First = said.sent
			}
		}
		for _, turn := range turns {
			if turn.member == r.id {
				m.Was = append(m.Was, metrics.Turn{Until: turn.until, Role: inbox.Role(turn.role)})
			}
		}
		all = append(all, m)
	}
	return all
}

// agree fails unless the facts are those that are counted by hand.
func agree(t testing.TB, s *Store, after string) {
	t.Helper()
	got, want := always(t, s), byHand(t, s)
	differ(t, after+": said", got.Said, want.Said)
	differ(t, after+": conversations", got.Talks, want.Talks)
	differ(t, after+": members", got.Members, want.Members)
	if t.Failed() {
		t.FailNow()
	}
}

func differ[T any](t testing.TB, what string, got, want []T) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			t.Errorf("%s: %d, want %d; missing %+v", what, len(got), len(want), want[i])
		case i >= len(want):
			t.Errorf("%s: %d, want %d; too much is %+v", what, len(got), len(want), got[i])
		case !reflect.DeepEqual(got[i], want[i]):
			t.Errorf("%s: number %d\n got %+v\nwant %+v", what, i, got[i], want[i])
		default:
			continue
		}
		return
	}
}

// history is a community that does all that a community can do, at random.
type history struct {
	testing.TB
	s     *Store
	c     *clock
	r     *rand.Rand
	asked time.Time
}

// TestTheFactsAreThoseOfTheRows lives through random histories: whatever
// happens, what is counted is what the rows say, be it folded meanwhile or not.
func TestTheFactsAreThoseOfTheRows(t *testing.T) {
	for seed := range uint64(16) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			s, c := openTest(t)
			h := history{TB: t, s: s, c: c, r: rand.New(rand.NewPCG(seed, 8)), asked: noon}
			must(t, s.PutAccount(t.Context(), inbox.Account{Name: "other", Platform: inbox.Discord, Base: "https://discord.com", Team: "G1"}))
			h.roster()
			for range 60 {
				c.t = c.t.Add(time.Minute)
				what := h.step()
				if h.r.IntN(3) > 0 {
					must(t, s.Fold(t.Context()))
					what += ", folded"
				}
				agree(t, s, what)
			}
		})
	}
}

// roster is who was there, or gone, before anything was said.
func (h *history) roster() {
	var all []inbox.Member
	for i := range 6 {
		all = append(all, inbox.Member{ID: fmt.Sprint("U", i), Handle: fmt.Sprint("h", i), Deleted: i%2 == 0})
	}
	for i, account := range []string{"acme", "other", "acme", "other"} {
		_, err := h.s.Ingest(h.Context(), inbox.Page{Account: account, Members: all[:3+i]})
		must(h, err)
		// Whoever comes next stands in another part.
		must(h, h.s.exec(h.Context(), `INSERT INTO member (id, account_id, key) SELECT 1024 * ?1, id, 'far' || ?1 FROM account WHERE name = ?2`, i+1, account))
		must(h, h.s.exec(h.Context(), `INSERT INTO fact_stale VALUES (3, ?)`, i+1))
		h.s.forgetRoster()
	}
}

func (h *history) step() string {
	ctx := h.Context()
	switch h.r.IntN(14) {
	case 0:
		must(h, h.s.Reread(ctx, "acme", fmt.Sprint(h.r.Int()), func(inbox.Message) []inbox.Signal { return h.signals() }, func(m inbox.Member) inbox.Role {
			return anyOf(h.r, m.Role, m.Role, inbox.Team, inbox.Community)
		}))
		return "read again"
	case 1:
		if h.r.IntN(3) == 0 {
			_, err := h.s.Purge(ctx, anyOf(h.r, "acme", "other"), noon.Add(-time.Duration(h.r.IntN(96))*time.Hour), nil)
			must(h, err)
		}
		return "purge"
	case 2:
		word := anyOf(h.r, "", "p1", "p2")
		must(h, h.s.exec(ctx, `UPDATE member SET person = ? WHERE id % 5 = ?`, word, h.r.IntN(5)))
		return "merge " + word
	case 3:
		ids := everyRow(h, h.s, `SELECT id FROM conversation ORDER BY random() LIMIT 3`, func(id *int64) []any { return []any{id} })
		_, err := h.s.Triage(ctx, inbox.Triage{Verb: anyOf(h.r, inbox.MarkDone, inbox.Reopen, inbox.Mute, inbox.MarkSpam, inbox.MarkWaiting), On: ids})
		if err != nil && !errors.Is(err, inbox.ErrNone) {
			h.Fatal(err)
		}
		return "triage"
	case 4:
		if h.r.IntN(4) == 0 {
			must(h, h.s.ForgetAccount(ctx, "other", nil))
			must(h, h.s.PutAccount(ctx, inbox.Account{Name: "other", Platform: inbox.Discord, Base: "https://discord.com", Team: "G1"}))
		}
		return "forget"
	}
	return h.page()
}

func (h *history) page() string {
	account := anyOf(h.r, "acme", "acme", "other")
	h.asked = h.asked.Add(time.Second)
	page := inbox.Page{Account: account, Scope: inbox.Scope{Name: "channel:C1"}, Asked: h.asked}
	if h.r.IntN(3) == 0 {
		page.Channels = []inbox.Channel{{ID: "C1", Name: "help"}, {ID: "C2", Name: "talk"}, {ID: "C3", Name: "few", Kind: anyOf(h.r, inbox.Direct, inbox.Direct, inbox.Private)}}
	}
	for range h.r.IntN(3) {
		m := inbox.Member{ID: fmt.Sprint("U", h.r.IntN(9)), Deleted: h.r.IntN(4) == 0, Role: anyOf(h.r, inbox.Community, inbox.Community, inbox.Team, inbox.Bot)}
		m.Handle = "h" + m.ID
		if h.r.IntN(2) == 0 {
			m.Joined = noon.Add(-time.Duration(h.r.IntN(200)) * time.Hour)
		}
		page.Members = append(page.Members, m)
	}
	for range h.r.IntN(8) {
		page.Messages = append(page.Messages, h.message())
	}
	_, err := h.s.Ingest(h.Context(), page)
	must(h, err)
	return "page"
}

// message is one of a few, in one of its lives. What a message keeps through all
// of them follows from its number.
func (h *history) message() inbox.Message {
	n := h.r.IntN(40)
	channel := []string{"C1", "C1", "C2", "C3"}[n%4]
	m := inbox.Message{
		Channel: channel, ID: fmt.Sprint(1000 + n), Author: fmt.Sprint("U", n*7%9), Kind: inbox.Said, Text: fmt.Sprint("text ", h.r.IntN(50)),
		SentAt: noon.Add(-96*time.Hour + time.Duration(n)*2*time.Hour + time.Duration(n*n%7)*time.Minute),
		Bot:    n%11 == 0, Deleted: h.r.IntN(6) == 0, Signals: h.signals(),
	}
	if n%13 == 0 {
		m.Author = ""
	}
	if n%17 == 1 {
		m.Kind = inbox.Joined
	}
	switch n % 3 {
	case 1:
		m.Thread = fmt.Sprint(1000 + (n-4*(1+n%2))%40) // one that was said before, if it was at all
	case 2:
		if n >= 4 {
			m.Answers = fmt.Sprint(1000 + n - 4)
		}
	}
	if h.r.IntN(2) == 0 {
		m.EditedAt = h.asked
	}
	for range h.r.IntN(3) {
		m.Mentions = append(m.Mentions, fmt.Sprint("U", h.r.IntN(9)))
	}
	return m
}

func (h *history) signals() []inbox.Signal {
	var all []inbox.Signal
	for _, kind := range []inbox.SignalKind{inbox.Question, inbox.Mention} {
		if h.r.IntN(3) == 0 {
			all = append(all, inbox.Signal{Kind: kind, Reason: "so"})
		}
	}
	return all
}

func anyOf[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }
