package fediverse_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
	"rounds/inbox/platform/mastodon"
	"rounds/inbox/platform/simulate/fediverse"
)

// told is everything that a connector tells of a server.
func told(t *testing.T, c *mastodon.Connector, now *time.Time) (messages map[string]inbox.Message, members map[string]inbox.Member, reports []inbox.Report) {
	t.Helper()
	messages, members = map[string]inbox.Message{}, map[string]inbox.Member{}
	for _, page := range everything(t, c, now) {
		for _, m := range page.Messages {
			messages[m.ID] = m
		}
		for _, m := range page.Members {
			if m.Joined.IsZero() { // the store keeps it likewise
				m.Joined = members[m.Handle].Joined
			}
			members[m.Handle] = m
		}
		reports = append(reports, page.Reports...)
		for _, s := range page.Skipped {
			t.Errorf("skipped: %+v", s)
		}
	}
	return messages, members, reports
}

func storied(t *testing.T) (*fediverse.Server, *mastodon.Connector, *time.Time) {
	t.Helper()
	now := time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	s := fediverse.NewStory(fediverse.Options{Seed: 1, Now: clock})
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return s, mastodon.New(mastodon.Options{Account: "demo", Token: s.Token(), Base: server.URL, Now: clock}), &now
}

func TestTheStoryHasSomethingToAnswer(t *testing.T) {
	_, c, now := storied(t)
	messages, members, reports := told(t, c, now)
	if len(messages) < 25 || len(members) < 16 || len(reports) != 5 {
		t.Errorf("%d messages, %d members, %d reports", len(messages), len(members), len(reports))
	}
	threads, answered := map[string]bool{}, map[string]bool{}
	channels := map[string]int{}
	for _, m := range messages {
		channels[m.Channel]++
		if members["sam"].ID == m.Author || members["ines"].ID == m.Author || members["jonas"].ID == m.Author {
			answered[m.Thread] = true
		}
		threads[m.Thread] = true
		if strings.Contains(m.Text, "<") || m.Text == "" {
			t.Errorf("%s reads %q", m.ID, m.Text)
		}
	}
	if open := len(threads) - len(answered); open < 12 || len(answered) < 4 || channels["direct"] == 0 || channels["tag:fieldnotes"] == 0 || channels["tag:fieldsync"] == 0 || channels["mentions"] == 0 {
		t.Errorf("%d wait, %d are answered, in %v", open, len(answered), channels)
	}
	if m := members["hanneke@toot.example"]; m.Joined.IsZero() {
		t.Errorf("who follows us since today is %+v", m)
	}
	if reports[0].Channel == "" && reports[1].Channel == "" || len(reports[0].Offers) < 4 {
		t.Errorf("reports are %+v", reports)
	}
}

func TestWhomWeAnswerThanksUs(t *testing.T) {
	s, c, now := storied(t)
	messages, members, _ := told(t, c, now)
	var of inbox.Message
	for _, m := range messages {
		if m.Author == members["maria_k"].ID && strings.Contains(m.Text, "2.4 my phone") {
			of = m
		}
	}
	r, err := c.Do(t.Context(), inbox.Action{ID: "a", Kind: inbox.Reply, Channel: of.Channel, Thread: of.ID, Text: "Fixed in 2.4.1!"})
	if err != nil || r.Said == nil || !strings.HasPrefix(r.Said.Text, "@maria_k ") {
		t.Fatalf("%+v, %v", r, err)
	}
	for range 20 {
		*now = now.Add(time.Second)
		s.Live(*now)
	}
	page, err := c.Fetch(t.Context(), inbox.Scope{Name: "thread:" + of.ID})
	if err != nil {
		t.Fatal(err)
	}
	if last := page.Messages[len(page.Messages)-1]; last.Author != of.Author || last.Thread != of.ID {
		t.Errorf("the last word is %+v", last)
	}
	again, err := c.Do(t.Context(), inbox.Action{ID: "a", Kind: inbox.Reply, Channel: of.Channel, Thread: of.ID, Text: "Fixed in 2.4.1!"})
	if err != nil || again.Message != r.Message {
		t.Errorf("the same key says it again: %s and %s, %v", r.Message, again.Message, err)
	}
}

func TestWhatIsSaidIsHeardAsItHappens(t *testing.T) {
	s, c, now := storied(t)
	told(t, c, now)
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
	defer stop()
	heard := []string{}
	err := c.Listen(ctx, func(platform.Hello) {
		for range 3 {
			*now = now.Add(30 * time.Second)
			s.Live(*now)
		}
	}, func(page inbox.Page) error {
		for _, f := range page.Follow {
			heard = append(heard, f.Scope)
		}
		if len(heard) >= 2 {
			s.DropConnections()
		}
		return nil
	})
	if len(heard) < 2 || err == nil || ctx.Err() != nil {
		t.Errorf("heard %v, then %v", heard, err)
	}
	if strings.Contains(err.Error(), s.Token()) {
		t.Errorf("the token stands in %v", err)
	}
}

func TestWhatIsDueLaterIsPlannedAndPosted(t *testing.T) {
	_, c, now := storied(t)
	a := inbox.Action{ID: "b", Kind: inbox.Post, Channel: "tag:fieldnotes", Text: "Office hours", Later: true, Due: now.Add(time.Hour)}
	tried := *now
	r, err := c.Do(t.Context(), a)
	if err != nil || !r.Planned.Equal(a.Due) {
		t.Fatalf("%+v, %v", r, err)
	}
	scene, err := c.Look(t.Context(), a, tried)
	if err != nil || len(scene.Own) != 1 || scene.Own[0].Message != r.Message || scene.Own[0].Planned.IsZero() {
		t.Errorf("while it is planned: %+v, %v", scene, err)
	}
	*now = now.Add(time.Hour + time.Minute)
	scene, err = c.Look(t.Context(), a, tried)
	if err != nil || len(scene.Own) != 1 || !scene.Own[0].Planned.IsZero() || scene.Own[0].Said == nil || !strings.Contains(scene.Own[0].Said.Text, "#fieldnotes") {
		t.Errorf("when it was posted: %+v, %v", scene, err)
	}
	a.Due = now.Add(2 * time.Minute)
	if _, err := c.Do(t.Context(), a); err == nil || !strings.Contains(err.Error(), "keeps the pace") {
		t.Errorf("what is due too soon for a plan is %v", err)
	}
}
