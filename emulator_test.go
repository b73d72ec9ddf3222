//go:build emulator

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/courier"
	"rounds/inbox/platform/slack"
	"rounds/store"
)

// These tests hold Rounds against a Slack that others wrote: the emulator of
// the npm package emulate 0.12.2. .ci/emulate starts it and calls them.
//
// What it cannot tell, and what therefore stands in other tests:
//
//   - A token that is wrong or was taken back: any token passes auth.test, as
//     one user or another.
//   - A token among the arguments, which Slack also takes and the SDK for Go
//     sends: it wants a header. A door in front of it moves the token there.
//   - GET, which Slack also takes: it knows POST alone.
//   - Oldest, latest and inclusive: it ignores them. So nothing is shown here of
//     reading by time, of checking one message that is deeper than a page, and
//     of channels that are looked at only from their end. The connector finds
//     that going by time leads nowhere and follows the cursor.
//   - Pages of a thread: conversations.replies answers with all of it at once.
//   - Cursors that expire: an unknown one begins at the beginning.
//   - "Too many requests" with Retry-After: it has none.
//   - Socket Mode: it has none. Its events go to a web address, which Rounds
//     does not have.
//   - A root that is deleted while it has replies: it leaves no tombstone, as
//     Slack's does, and the thread can no longer be found.
//   - reply_count after a reply was deleted (it stays), latest_reply (there is
//     none), thread_ts on a root (nor that), thread_broadcast (it is not shown
//     in the channel), thread_not_found (the thread is empty).
//   - Members who left (it does not list them), joins and leaves in a channel.
//   - X-OAuth-Scopes: it does not say what a token may do. missing_scope it
//     knows.
//   - A limit like Slack's: after 5,000 requests of a token in an hour it refuses
//     with 403 and nothing of Slack's in it. The tests stay far below.
//   - Faults: it answers always, and in order.

// emulatorCanary is a token that must turn up nowhere but where it was put. The
// seed gives it to the app, with the scopes of docs/config.md.
const emulatorCanary = "xoxb-CANARY-emulator-5d20c7f1"

// An ear calls the program and remembers what it printed.
type ear struct {
	home
	t    *testing.T
	said strings.Builder
}

func (e *ear) call(args ...string) answer {
	e.t.Helper()
	a := e.run(e.t, args...)
	e.said.WriteString(a.out + a.err)
	wellFormed(e.t, strings.Join(args, " "), a.out+a.err)
	return a
}

// heard is the JSON that a call prints which has to succeed.
func heard[T any](e *ear, args ...string) T {
	e.t.Helper()
	a := e.call(args...)
	if a.code != 0 {
		e.t.Fatalf("rounds %q ended with %d:\n%s%s", args, a.code, a.out, a.err)
	}
	var into T
	if err := json.Unmarshal([]byte(a.out), &into); err != nil {
		e.t.Fatalf("rounds %q: %v in\n%s", args, err, a.out)
	}
	return into
}

// tally is what sync says of a round.
type tally struct {
	Account  string `json:"account"`
	New      int    `json:"new"`
	Changed  int    `json:"changed"`
	Channels int    `json:"channels"`
	Members  int    `json:"members"`
	Threads  int    `json:"threads"`
	Skipped  []any  `json:"skipped"`
}

// rows asks the database for rows of text.
func (e *ear) rows(columns, rest string) []string {
	e.t.Helper()
	var all []string
	for _, row := range heard[[]struct{ Line string }](e, "sql", "--json", "SELECT json_array("+columns+") AS Line "+rest) {
		var parts []any
		if err := json.Unmarshal([]byte(row.Line), &parts); err != nil {
			e.t.Fatal(err)
		}
		text := make([]string, len(parts))
		for i, part := range parts {
			text[i] = fmt.Sprint(part)
		}
		all = append(all, line(text...))
	}
	return sorted(all)
}

// agrees fails where what is kept is not what the witness saw.
func (e *ear) agrees(when string, w testimony) {
	e.t.Helper()
	e.same(when, "messages", w.messages(), e.rows(
		`channel_id, platform_id, coalesce(thread_id, ''), coalesce(author_id, ''), kind, sent_at, coalesce(edited_at, ''), text,
		 coalesce((SELECT group_concat((r.value ->> 'name') || '×' || (r.value ->> 'count') || ' ', '') FROM json_each(nullif(extra, ''), '$.reactions') AS r), '')`,
		`FROM v_messages WHERE deleted = 0`))
	e.same(when, "conversations", w.conversations(), e.rows(
		`channel_id, thread_id, author, replies, opened_at, last_at`, `FROM v_conversations WHERE messages > 0`))
	e.same(when, "members", w.members(), e.rows(
		`member_id, handle, name, email, role`, `FROM v_members WHERE handle <> '' AND deleted = 0`))
	e.same(when, "channels", w.channels(), e.rows(
		`key, name, kind, topic, archived`, `FROM channel WHERE gone = 0`))
}

func (e *ear) same(when, what string, want, got []string) {
	e.t.Helper()
	shown := 0
	show := func(sentence string, lines, others []string) {
		e.t.Helper()
		for _, l := range lines {
			if !slices.Contains(others, l) && shown < 8 {
				shown++
				e.t.Errorf("%s, %s %s: %s", when, what, sentence, l)
			}
		}
	}
	show("there and not kept", want, got)
	show("kept and not there", got, want)
	if shown == 0 && len(want) != len(got) {
		e.t.Errorf("%s, %d %s are kept, %d are there", when, len(got), what, len(want))
	}
}

// gone fails if what was taken back can still be read.
func (e *ear) gone(taken map[string]string) {
	e.t.Helper()
	var want []string
	for ts, word := range taken {
		want = append(want, line(ts, "", ""))
		if found := heard[[]any](e, "search", "--json", word); len(found) > 0 {
			e.t.Errorf("%q was taken back and is found", word)
		}
	}
	e.same("after a deletion", "tombstones", sorted(want), e.rows(`platform_id, text, extra`, `FROM v_messages WHERE deleted = 1`))
}

// connected is a home with an account for the emulator.
func peered(t *testing.T, secret string) (*ear, *door) {
	t.Helper()
	d := newDoor(t)
	h, token := configured(t, d.base)
	write(t, token, secret+"\n", 0o600)
	return &ear{home: h, t: t}, d
}

// A door stands before the emulator, which wants the token in a header where
// Slack also takes it among the arguments, as its SDK for Go sends it. It moves
// it there, changes nothing else, and counts what is asked for.
type door struct {
	t    *testing.T
	base string

	mu           sync.Mutex
	first, later map[string]int // by method: without a cursor, and with one
}

func newDoor(t *testing.T) *door {
	t.Helper()
	to, err := url.Parse(emulator(t))
	if err != nil {
		t.Fatal(err)
	}
	d := &door{t: t, first: map[string]int{}, later: map[string]int{}}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(to) }}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, err := io.ReadAll(r.Body)
		form, malformed := url.ParseQuery(string(text))
		if err != nil || malformed != nil || r.Method != http.MethodPost || form.Get("token") == "" || strings.Contains(r.URL.String(), "xox") {
			t.Errorf("%s %s is not as Slack wants it, or tells the token in its address: %v %v", r.Method, r.URL.Path, err, malformed)
		}
		d.count(path.Base(r.URL.Path), form.Get("cursor") != "")
		r.Header.Set("Authorization", "Bearer "+form.Get("token"))
		r.Body = io.NopCloser(bytes.NewReader(text))
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	d.base = server.URL + "/api/"
	return d
}

// tell says what was asked for in all.
func (d *door) tell() { d.t.Logf("asked for were %v, and later pages of %v", d.first, d.later) }

func (d *door) count(method string, later bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if later {
		d.later[method]++
	} else {
		d.first[method]++
	}
}

// silent fails if the token was printed, or kept anywhere but in its file.
func (e *ear) silent(secret string) {
	e.t.Helper()
	if e.said.Len() == 0 || strings.Contains(e.said.String(), secret) {
		e.t.Errorf("the token is printed, or nothing is:\n%s", e.said.String())
	}
	if found := holds(e.t, e.dir, secret); len(found) != 1 || found[0] != filepath.Join(e.dir, "secret", "token") {
		e.t.Errorf("the token is kept in %v", found)
	}
}

func TestEmulatorAWorkspaceIsReadAsItIs(t *testing.T) {
	ana, bo, cleo := newWitness(t, "xoxp-ana"), newWitness(t, "xoxp-bo"), newWitness(t, "xoxp-cleo")
	app := newWitness(t, emulatorCanary)
	desk := app.self()
	help := ana.found("help", bo.self(), cleo.self(), desk)
	long := ana.found("long", bo.self(), desk)
	strange := ana.found("strange", bo.self())

	// More than the 999 that the program asks for at once, and threads on both
	// sides of that.
	var said []string
	for i := range 1100 {
		said = append(said, bo.say(long, fmt.Sprintf("entry number%04d", i)))
	}
	for _, i := range []int{0, 3, 500, 1099} {
		bo.reply(long, said[i], fmt.Sprintf("a reply to number%04d", i))
		ana.reply(long, said[i], "and another & more")
	}
	plain := cleo.say(help, "the export is slow today")
	naming := cleo.say(help, "<@"+desk+"> where does the <b>export</b> go &amp; when?")
	question := bo.say(help, "How do I rotate a token?")
	cleo.reply(help, question, "<@"+bo.self()+"> on the page of the app, 見てください")
	var thread []string
	for i := range 30 {
		thread = append(thread, bo.reply(help, naming, fmt.Sprintf("reply%02d", i)))
	}
	slip := bo.say(help, "a slipofthepen")
	untold := bo.reply(help, naming, "a slipofthetongue")
	cleo.ask("reactions.add", nil, "channel", help, "timestamp", plain, "name", "eyes")
	bo.ask("reactions.add", nil, "channel", help, "timestamp", plain, "name", "eyes")
	bo.ask("reactions.add", nil, "channel", help, "timestamp", plain, "name", "+1")
	bo.ask("chat.meMessage", nil, "channel", help, "text", "waves")
	ana.ask("conversations.setTopic", nil, "channel", help, "topic", "Ask & be answered")
	hook(t, help, "the build is green")
	bo.say(strange, "nobodyaskedusin")

	e, door := peered(t, emulatorCanary)
	first := heard[tally](e, "sync", "--json")
	before := app.testify("public_channel")
	if first.New != len(before.said) || len(first.Skipped) > 0 || first.Account != "acme" {
		t.Errorf("sync says %+v, there are %d messages", first, len(before.said))
	}
	e.agrees("after the first round", before)
	if door.later["conversations.history"] == 0 {
		t.Error("all channels came in one page: nothing is shown of paging")
	}
	e.inboxes(help, naming, question, before)
	if found := heard[[]any](e, "search", "--json", "nobodyaskedusin"); len(found) > 0 {
		t.Error("a channel is read that the app is not in")
	}
	if again := heard[tally](e, "sync", "--json"); again.New+again.Changed+again.Channels+again.Members+again.Threads != 0 {
		t.Errorf("a round after which nothing happened changes %+v", again)
	}

	// Life goes on.
	cleo.ask("chat.update", nil, "channel", help, "ts", plain, "text", "the export is fast again")
	bo.ask("chat.update", nil, "channel", help, "ts", thread[7], "text", "reply07, corrected")
	bo.ask("chat.update", nil, "channel", long, "ts", said[1], "text", "entry number0001, corrected")
	bo.ask("chat.delete", nil, "channel", help, "ts", slip)
	bo.ask("chat.delete", nil, "channel", help, "ts", untold)
	bo.ask("reactions.remove", nil, "channel", help, "timestamp", plain, "name", "+1")
	ana.ask("reactions.add", nil, "channel", help, "timestamp", plain, "name", "eyes")
	ana.ask("reactions.add", nil, "channel", help, "timestamp", thread[3], "name", "tada")
	ana.reply(help, plain, "the first reply to what was said before")
	cleo.reply(help, naming, "one more")
	bo.reply(long, said[2], "late, to one of the oldest")
	bo.say(help, "something new")
	bo.say(long, "entry number1100")
	ana.ask("conversations.rename", nil, "channel", long, "name", fmt.Sprintf("longer-%d", time.Now().UnixNano()%1e9))
	cleo.say(ana.found("fresh", cleo.self(), desk), "a channel that there was not")
	ana.invite(strange, desk)
	archived := ana.found("archived", bo.self(), desk)
	bo.say(archived, "the last word")
	ana.ask("conversations.archive", nil, "channel", archived)

	second := heard[tally](e, "sync", "--json")
	after := app.testify("public_channel")
	e.agrees("after the second round", after)
	e.gone(map[string]string{slip: "slipofthepen", untold: "slipofthetongue"})
	if fresh := len(after.said) - len(before.said) + 2; second.New != fresh || len(second.Skipped) > 0 {
		t.Errorf("sync says %+v, %d messages are new", second, fresh)
	}
	e.inboxes(help, naming, question, after)
	if again := heard[tally](e, "sync", "--json"); again.New+again.Changed+again.Channels+again.Members+again.Threads != 0 {
		t.Errorf("a round after which nothing happened changes %+v", again)
	}
	for _, args := range [][]string{
		{"sync"},
		{"inbox"},
		{"inbox", "is:question"},
		{"search", "export"},
		{"doctor"},
		{"doctor", "--json"},
		{"version"},
		{"sql", "SELECT * FROM account"},
		{"backup", filepath.Join(e.dir, "copy.db")},
		{},
	} {
		if a := e.call(args...); a.code != 0 {
			t.Errorf("rounds %q ended with %d: %s", args, a.code, a.err)
		}
	}
	e.silent(emulatorCanary)
	door.tell()
}

// inboxes compares what the inbox shows with the witness: every conversation,
// with its address as the emulator itself gives it.
func (e *ear) inboxes(channel, naming, question string, w testimony) {
	e.t.Helper()
	type shown struct {
		ID, Author, Text, Permalink string
		Replies                     int
	}
	all := heard[[]shown](e, "inbox", "--json", "is:all")
	if want := len(w.conversations()); len(all) != want {
		e.t.Errorf("the inbox has %d conversations, there are %d", len(all), want)
	}
	for query, root := range map[string]string{"is:mention": naming, "is:question from:bo": question} {
		var answer struct{ Permalink string }
		newWitness(e.t, emulatorCanary).ask("chat.getPermalink", &answer, "channel", channel, "message_ts", root)
		link, err := url.Parse(answer.Permalink)
		if err != nil {
			e.t.Fatal(err)
		}
		found := heard[[]shown](e, "inbox", "--json", query)
		found = slices.DeleteFunc(found, func(s shown) bool { return !strings.Contains(s.Permalink, channel) })
		if len(found) != 1 || found[0].Permalink != "https://contoso.slack.com"+link.Path {
			e.t.Errorf("%s finds %+v, want https://contoso.slack.com%s", query, found, link.Path)
			continue
		}
		talk := heard[struct{ Messages []struct{ Deleted bool } }](e, "show", found[0].ID, "--json")
		there := 0
		for _, m := range talk.Messages {
			if !m.Deleted {
				there++
			}
		}
		if there != found[0].Replies+1 {
			e.t.Errorf("%s shows %d messages and has %d replies", query, there, found[0].Replies)
		}
	}
}

// hook posts by an incoming webhook, as a bot.
func hook(t *testing.T, channel, text string) {
	t.Helper()
	body := fmt.Sprintf(`{"channel":%q,"text":%q}`, channel, text)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, emulator(t)+"/services/T000000001/B000000001/X000000001", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Fatalf("the webhook answers %s", res.Status)
	}
}

func TestEmulatorAScopeThatIsMissingIsNamed(t *testing.T) {
	e, _ := peered(t, "xoxb-narrow")
	hand := newWitness(t, "xoxp-ana")
	hand.say(hand.found("narrow", newWitness(t, "xoxb-narrow").self()), "not for everybody")
	a := e.call("sync", "--json")
	if a.code != 1 || !strings.Contains(a.err, "channels:history") || !strings.Contains(a.err, "missing_scope") {
		t.Errorf("ended with %d: %s", a.code, a.err)
	}
	if got := e.number(t, `SELECT count(*) FROM v_messages`); got != "0" {
		t.Errorf("%s messages were read without the scope", got)
	}
	e.silent("xoxb-narrow")
}

// A person's token sees private channels too; and pages are so small here that
// every list takes many.
func TestEmulatorManySmallPagesAreOneWorkspace(t *testing.T) {
	ana, bo, cleo := newWitness(t, "xoxp-ana"), newWitness(t, "xoxp-bo"), newWitness(t, "xoxp-cleo")
	talk := ana.found("talk", bo.self(), cleo.self())
	var private venue
	for _, p := range ana.venues("private_channel") {
		private = p
	}
	var said []string
	for i := range 90 {
		said = append(said, bo.say(talk, fmt.Sprintf("word%02d", i)))
		if i%4 == 0 {
			for range i % 11 {
				cleo.reply(talk, said[i], "yes")
			}
		}
	}
	bo.say(private.ID, "among ourselves")

	h := newHome(t)
	e := &ear{home: h, t: t}
	door := newDoor(t)
	pull := func() inbox.Tally {
		t.Helper()
		memory, err := store.Open(t.Context(), h.db, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer memory.Close()
		if err := memory.PutAccount(t.Context(), inbox.Account{Name: "acme", Platform: inbox.Slack}); err != nil {
			t.Fatal(err)
		}
		rounds := workshop{crew: newCrew()}.courier(memory, config{}, time.Minute, func(courier.News) {})
		rounds.Connectors["acme"] = identified(memory, slack.New(slack.Options{
			Account: "acme", Token: "xoxp-ana", Base: door.base, PageSize: 7, RosterSize: 2,
		}))
		tally, err := rounds.Pull(t.Context(), "acme")
		if err != nil || len(tally.Skipped) > 0 {
			t.Fatalf("the round ends with %v and skips %v", err, tally.Skipped)
		}
		return tally
	}
	const types = "public_channel,private_channel"
	first, before := pull(), ana.testify(types)
	if first.Messages != len(before.said) {
		t.Errorf("%d messages are new, there are %d", first.Messages, len(before.said))
	}
	e.agrees("after the first round", before)
	for method, least := range map[string]int{"conversations.history": 90 / 7, "conversations.list": 2, "users.list": 2} {
		if got := door.later[method]; got < least {
			t.Errorf("%s was asked for %d later pages, want %d or more: nothing is shown of paging", method, got, least)
		}
	}
	if door.first["auth.test"] == 0 || door.first["conversations.replies"] == 0 {
		t.Errorf("asked were %v and then %v", door.first, door.later)
	}

	bo.ask("chat.update", nil, "channel", talk, "ts", said[0], "text", "word00, corrected")
	ana.ask("reactions.add", nil, "channel", talk, "timestamp", said[40], "name", "eyes")
	cleo.reply(talk, said[1], "the first one here")
	cleo.reply(talk, said[8], "one more")
	bo.say(talk, "word90")
	newest := bo.say(private.ID, "among ourselves, too")
	pull()
	e.agrees("after the second round", ana.testify(types))

	bo.ask("chat.delete", nil, "channel", talk, "ts", said[89]) // no deeper than a page
	bo.ask("chat.delete", nil, "channel", private.ID, "ts", newest)
	pull()
	e.agrees("after the third round", ana.testify(types))
	e.gone(map[string]string{said[89]: "word89", newest: "too"})
	if again := pull(); again.Messages+again.Changed+again.Channels+again.Members+again.Threads != 0 {
		t.Errorf("a round after which nothing happened changes %+v", again)
	}
	if found := holds(t, h.dir, "xoxp-ana"); len(found) > 0 {
		t.Errorf("the token is kept in %v", found)
	}
	door.tell()
}
