package forum_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
	"rounds/inbox/platform/discourse"
	"rounds/inbox/platform/simulate/forum"
)

// told is a forum of the story on a clock that can be moved.
func told(t *testing.T) (*forum.Forum, *discourse.Connector, *time.Time) {
	t.Helper()
	now := noon()
	f := forum.NewStory(forum.Options{Seed: 2, Now: func() time.Time { return now }})
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	t.Cleanup(f.DropConnections)
	c := discourse.New(discourse.Options{Account: "demo", Token: f.Token(), Base: server.URL, Hasty: true, Now: func() time.Time { return now }, HTTP: platform.NewHTTP(platform.Options{})})
	return f, c, &now
}

func TestTheStoryHasADozenWhoWait(t *testing.T) {
	_, c, _ := told(t)
	posts, reports := walk(t, c)
	last, team := map[string]string{}, map[string]bool{"2": true, "3": true, "4": true}
	for _, m := range posts {
		last[m.Thread] = m.Author
	}
	waits := 0
	for _, who := range last {
		if !team[who] {
			waits++
		}
	}
	if waits < 12 || len(reports) != 6 || len(reports[0].Offers) == 0 {
		t.Errorf("%d wait, reports %+v", waits, reports)
	}
}

func TestWhoeverIsAnsweredAnswersBack(t *testing.T) {
	f, c, now := told(t)
	f.Live(*now)
	posts, _ := walk(t, c)
	root := posts[0]
	for _, m := range posts {
		if strings.HasPrefix(m.Text, "Was I charged twice?") {
			root = m
		}
	}
	if _, err := c.Do(t.Context(), inbox.Action{ID: "a", Kind: inbox.Reply, Channel: root.Channel, Thread: root.ID, Text: "Write to billing@fieldnotes.example, please."}); err != nil {
		t.Fatal(err)
	}
	before := len(f.State())
	for range 20 {
		*now = now.Add(time.Second)
		f.Live(*now)
	}
	posts, _ = walk(t, c)
	answer := ""
	for _, m := range posts {
		if m.Thread == root.ID && m.Author == root.Author && m.ID != root.ID {
			answer = m.Text
		}
	}
	if answer == "" || len(f.State()) <= before {
		t.Errorf("nobody answers: %q, %d posts of %d", answer, len(f.State()), before)
	}
}

func TestWhatHappensIsHeardAtOnce(t *testing.T) {
	f, c, now := told(t)
	walk(t, c)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	opened, heard := false, ""
	err := c.Listen(ctx, func(platform.Hello) {
		opened = true
		f.Live(*now)
		*now = now.Add(time.Minute)
		f.Live(*now)
	}, func(p inbox.Page) error {
		heard = p.Follow[0].Scope
		stop()
		return nil
	})
	if !opened || !strings.HasPrefix(heard, "topic:") || err == nil || ctx.Err() == nil {
		t.Errorf("open %v, heard %q, ended with %v", opened, heard, err)
	}
}
