package slack

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
)

func identity(url.Values) string { return opensAcme }

// sender is a connector whose server answers one method so, and knows us.
func sender(t *testing.T, method, answer string) (*Connector, *desk) {
	t.Helper()
	d := &desk{answers: map[string]func(url.Values) string{"auth.test": identity, method: func(url.Values) string { return answer }}}
	return connect(t, d, nil), d
}

func reply() inbox.Action {
	return inbox.Action{ID: "0193-a", Kind: inbox.Reply, Channel: "C1", Thread: ts(9), Text: "see <b> & @maria.k", Named: []inbox.Named{{Word: "@maria.k", ID: "U1"}}}
}

func TestAReplyBearsItsMarkAndNothingThatWasNotTyped(t *testing.T) {
	c, d := sender(t, "chat.postMessage", `{"ok":true,"channel":"C1","ts":"`+ts(1)+`","message":{"type":"message","user":"U1","bot_id":"B1","text":"see &lt;b&gt; &amp; <@U1>","ts":"`+ts(1)+`","thread_ts":"`+ts(9)+`","metadata":5}}`)
	c.opts.Names = known
	got, err := c.Do(t.Context(), reply())
	if err != nil {
		t.Fatal(err)
	}
	asked := d.asked[len(d.asked)-1]
	delete(asked, "method")
	want := url.Values{
		"token": {token}, "channel": {"C1"}, "thread_ts": {ts(9)}, "text": {"see &lt;b&gt; &amp; <@U1>"},
		"metadata": {`{"event_type":"rounds_action","event_payload":{"id":"0193-a"}}`},
	}
	if asked.Encode() != want.Encode() {
		t.Errorf("it asks for %v", asked)
	}
	link := "https://acme.slack.com/archives/C1/p" + strings.ReplaceAll(ts(1), ".", "") + "?thread_ts=" + ts(9) + "&cid=C1"
	if got.Channel != "C1" || got.Message != ts(1) || got.Link != link || got.Said == nil || got.Said.Text != "see <b> & @maria.k" || got.Said.Thread != ts(9) {
		t.Errorf("got %+v, said %+v", got, got.Said)
	}
}

func TestAPlanBearsNoMark(t *testing.T) {
	c, d := sender(t, "chat.scheduleMessage", `{"ok":true,"channel":"C1","scheduled_message_id":"Q1234ABCD","post_at":"1","message":{}}`)
	a := reply()
	a.Later, a.Due = true, now.Add(time.Hour)
	got, err := c.Do(t.Context(), a)
	asked := d.asked[len(d.asked)-1]
	if err != nil || got.Message != "Q1234ABCD" || !got.Planned.Equal(a.Due) || asked.Has("metadata") || asked.Get("post_at") != fmt.Sprint(a.Due.Unix()) {
		t.Errorf("got %+v, %v after %v", got, err, asked)
	}
}

func TestWhatSlackWouldCutIsNotSent(t *testing.T) {
	c, d := sender(t, "chat.postMessage", `{"ok":true}`)
	for reason, change := range map[string]func(*inbox.Action){
		"msg_too_long": func(a *inbox.Action) { a.Text = strings.Repeat("&", 8001) }, // five signs each
		"time_too_far": func(a *inbox.Action) { a.Later, a.Due = true, now.Add(121*24*time.Hour) },
	} {
		a := reply()
		change(&a)
		_, err := c.Do(t.Context(), a)
		if refusal(err) != reason || !here(err) || !undone(err) {
			t.Errorf("%s: %v", reason, err)
		}
	}
	for _, v := range d.asked {
		if v.Get("method") != "auth.test" {
			t.Errorf("asked for %v", v)
		}
	}
}

func undone(err error) bool {
	var asked interface{ Undone() bool }
	return errors.As(err, &asked) && asked.Undone()
}

func slow(err error) bool {
	var asked interface{ Slow() bool }
	return errors.As(err, &asked) && asked.Slow()
}

// What an error says of a write decides whether it may be sent once more.
func TestOnlyACertainNoMeansThatNothingWasDone(t *testing.T) {
	status := func(code int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(code)
			fmt.Fprint(w, body)
		}
	}
	no := func(reason string) http.HandlerFunc { return status(200, `{"ok":false,"error":"`+reason+`"}`) }
	tests := map[string]struct {
		answer                     http.HandlerFunc
		undone, final, local, slow bool
	}{
		"a refusal":                       {no("is_archived"), true, false, true, false},
		"a refusal nobody knows":          {no("brand_new"), true, false, true, false},
		"a scope that is missing":         {no("missing_scope"), true, false, true, false},
		"a token that is wrong":           {no("invalid_auth"), true, true, false, false},
		"a token that was taken back":     {no("token_revoked"), true, true, false, false},
		"a request that was cut":          {no("request_timeout"), true, false, false, false},
		"a trouble that may have done it": {no("internal_error"), false, false, false, false},
		"a worse one":                     {no("fatal_error"), false, false, false, false},
		"one that is not there":           {no("service_unavailable"), false, false, false, false},
		"too many requests":               {no("ratelimited"), true, false, false, false},
		"429":                             {status(429, ""), true, false, false, false},
		"403":                             {status(403, "go away"), true, false, false, false},
		"408":                             {status(408, ""), false, false, false, false},
		"500":                             {status(500, "{}"), false, false, false, false},
		"503":                             {status(503, ""), false, false, false, false},
		"a hotel":                         {status(200, "<html>"), false, false, false, false},
		"nothing":                         {status(200, ""), false, false, false, false},
		"ok and nothing else":             {status(200, `{"ok":true}`), false, false, false, false},
		"neither yes nor no":              {status(200, `{"channel":"C1","ts":"1700000000.000001"}`), false, false, false, false},
		"no without a reason":             {status(200, `{"ok":false,"channel":"C1","ts":"1700000000.000001"}`), false, false, false, false},
		"a reset":                         {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, false, false, false, false},
		"silence":                         {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, false, false, false, true},
		"half an answer": {func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, `{"ok":true,`)
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}, false, false, false, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := connect(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				r.ParseForm()
				if strings.HasSuffix(r.URL.Path, "auth.test") {
					fmt.Fprint(w, opensAcme)
					return
				}
				tt.answer(w, r)
			}), func(o *Options) { o.HTTP = platform.NewHTTP(platform.Options{Timeout: 300 * time.Millisecond}) })
			_, err := c.Do(t.Context(), reply())
			refused, _ := errors.AsType[*platform.Refused](err)
			final, local := refused != nil && refused.Final(), refused != nil && refused.Local()
			if err == nil || undone(err) != tt.undone || final != tt.final || local != tt.local || slow(err) != tt.slow || strings.Contains(err.Error(), "canary") {
				t.Errorf("%v: undone %t, final %t, local %t, slow %t", err, undone(err), final, local, slow(err))
			}
		})
	}
}

func TestARequestThatNeverLeftHasDoneNothing(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	plainHTTP := connect(t, http.NotFoundHandler(), nil).opts.Base // no TLS is spoken there
	for name, base := range map[string]string{
		"nobody listens":        "http://" + address + "/" + token + "/",
		"there is no such name": "http://slack.invalid/",
		"the handshake fails":   strings.Replace(plainHTTP, "http://", "https://", 1),
	} {
		c := New(Options{Token: token, Base: base, HTTP: platform.NewHTTP(platform.Options{Timeout: 2 * time.Second})})
		c.us = &us{}
		_, err := c.Do(t.Context(), reply())
		if !undone(err) || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: %v, undone: %t", name, err, undone(err))
		}
	}
}

func TestWhatFailsBeforeTheOneRequestHasDoneNothing(t *testing.T) {
	c, d := sender(t, "conversations.open", `{"ok":false,"error":"internal_error"}`)
	if _, err := c.Do(t.Context(), inbox.Action{ID: "a", Kind: inbox.Welcome, Member: "U5", Text: "hi"}); !undone(err) || refusal(err) != "internal_error" {
		t.Errorf("%v", err)
	}
	if last := d.asked[len(d.asked)-1].Get("method"); last != "conversations.open" {
		t.Errorf("it went on to %s", last)
	}
	c, _ = sender(t, "auth.test", `{"ok":false,"error":"fatal_error"}`)
	if _, err := c.Do(t.Context(), reply()); !undone(err) {
		t.Errorf("%v", err)
	}
}

func TestWhatIsSoAlreadyIsDone(t *testing.T) {
	at := now.Add(time.Hour)
	for name, tt := range map[string]struct {
		method, refused string
		a               inbox.Action
		done            bool
	}{
		"a reaction that is there":    {"reactions.add", "already_reacted", inbox.Action{Kind: inbox.React}, true},
		"one that is not":             {"reactions.remove", "no_reaction", inbox.Action{Kind: inbox.Unreact}, true},
		"a message that is gone":      {"chat.delete", "message_not_found", inbox.Action{Kind: inbox.Delete}, true},
		"an edit of it":               {"chat.update", "message_not_found", inbox.Action{Kind: inbox.Edit, Text: "x"}, false},
		"a reaction to it":            {"reactions.add", "message_not_found", inbox.Action{Kind: inbox.React}, false},
		"a plan taken back in time":   {"chat.deleteScheduledMessage", "invalid_scheduled_message_id", inbox.Action{Kind: inbox.Unschedule, Due: at}, true},
		"a plan that may be posted":   {"chat.deleteScheduledMessage", "invalid_scheduled_message_id", inbox.Action{Kind: inbox.Unschedule, Due: now}, false},
		"a plan of nobody knows when": {"chat.deleteScheduledMessage", "invalid_scheduled_message_id", inbox.Action{Kind: inbox.Unschedule}, false},
	} {
		c, _ := sender(t, tt.method, `{"ok":false,"error":"`+tt.refused+`"}`)
		tt.a.Channel, tt.a.Message, tt.a.Emoji = "C1", ts(3), "tada"
		if got, err := c.Do(t.Context(), tt.a); (err == nil) != tt.done || tt.done && got.Message != ts(3) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestTwoMessagesInOneChannelLieASecondApart(t *testing.T) {
	c, _ := sender(t, "chat.postMessage", `{"ok":true,"channel":"C1","ts":"`+ts(1)+`"}`)
	clock := now
	c.opts.Now = func() time.Time { return clock }
	say := func(channel string) error {
		_, err := c.Do(t.Context(), inbox.Action{ID: "a", Kind: inbox.Post, Channel: channel, Text: "x"})
		return err
	}
	if err := say("C1"); err != nil {
		t.Fatal(err)
	}
	clock = clock.Add(300 * time.Millisecond)
	later, ok := errors.AsType[*platform.Later](say("C1"))
	if !ok || later.Wait != 700*time.Millisecond || !later.Own {
		t.Errorf("the second has to wait %+v", later)
	}
	if err := say("C2"); err != nil {
		t.Errorf("another channel has to wait, too: %v", err)
	}
	clock = clock.Add(700 * time.Millisecond)
	if err := say("C1"); err != nil {
		t.Error(err)
	}
}

func TestWithAPersonsTokenWeSpeakAsThem(t *testing.T) {
	who := func(v url.Values) string {
		if v.Get("token") == "xoxp-person" {
			return `{"ok":true,"url":"https://acme.slack.com/","user":"sam","team_id":"T1","user_id":"U7"}`
		}
		return opensAcme
	}
	d := &desk{answers: map[string]func(url.Values) string{"auth.test": who, "reactions.add": func(url.Values) string { return `{"ok":true}` }}}
	c := connect(t, d, func(o *Options) { o.UserToken = "xoxp-person" })
	account, err := c.Identify(t.Context())
	if err != nil || account.Self != "U1" || account.Voice != "U7" || account.Speaker() != "U7" {
		t.Errorf("%+v, %v", account, err)
	}
	if _, err := c.Do(t.Context(), inbox.Action{Kind: inbox.React, Channel: "C1", Message: ts(1), Emoji: "tada"}); err != nil {
		t.Error(err)
	}
	if got := d.asked[len(d.asked)-1]; got.Get("token") != "xoxp-person" {
		t.Errorf("it is written with %v", got)
	}
	d.answers["auth.test"] = func(v url.Values) string {
		return strings.Replace(who(v), `"T1","user_id":"U7"`, `"T2","user_id":"U7"`, 1)
	}
	if _, err := c.Identify(t.Context()); err == nil {
		t.Error("a token of another workspace was taken")
	}
}
