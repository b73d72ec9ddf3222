package discord

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"rounds/inbox"
)

func exportOf(channel string, messages ...string) string {
	return `{"guild":{"id":"1100000000000000000","name":"Fieldnotes","iconUrl":"x"},"channel":` + channel +
		`,"dateRange":{"after":null},"exportedAt":"2026-06-17T12:00:00+00:00","messages":[` + strings.Join(messages, ",") + `],"messageCount":` + fmt.Sprint(len(messages)) + `}`
}

const (
	helpRoom   = `{"id":"1100000000000000002","type":"GuildTextChat","categoryId":"5","category":"All","name":"help","topic":"Ask"}`
	helpThread = `{"id":"1200000000000000001","type":"GuildPublicThread","categoryId":"1100000000000000002","category":"help","name":"Double notes","topic":null}`
)

func exportedAs(id, kind, text, more string) string {
	return fmt.Sprintf(`{"id":%q,"type":%q,"timestamp":"2026-06-01T10:00:00+00:00","timestampEdited":null,"content":%q,"author":{"id":"1100000000000000009","name":"maria.k","discriminator":"0000","nickname":"Maria Kovač","isBot":false},"attachments":[],"reactions":[{"emoji":{"id":"","name":"👍"},"count":2}],"mentions":[]%s}`, id, kind, text, more)
}

func readExport(t *testing.T, e *Export) (page inbox.Page) {
	t.Helper()
	for cursor := ""; ; {
		p, err := e.Fetch(t.Context(), inbox.Scope{Name: e.Scope(), Cursor: cursor})
		if err != nil {
			t.Fatal(err)
		}
		page.Channels = append(page.Channels, p.Channels...)
		page.Messages = append(page.Messages, p.Messages...)
		page.Members = append(page.Members, p.Members...)
		page.Skipped = append(page.Skipped, p.Skipped...)
		if cursor = p.Scope.Cursor; !p.More {
			return page
		}
	}
}

func TestAnExportIsRead(t *testing.T) {
	e, err := OpenFolder(fstest.MapFS{
		"help.json": {Data: []byte(exportOf(helpRoom,
			exportedAs("1200000000000000001", "Default", "my notes show up twice", ""), `{"id":12}`,
			exportedAs("1200000000000000002", "Reply", "mine too", `,"reference":{"messageId":"1200000000000000001","channelId":"1100000000000000002","guildId":"1"}`)))},
		"thread.json": {Data: []byte(exportOf(helpThread, exportedAs("1200000000000000003", "Default", "in the thread", "")))},
		"cut.json":    {Data: []byte(strings.Split(exportOf(helpRoom, exportedAs("1200000000000000004", "Default", "before the cut", ""), exportedAs("1200000000000000005", "Default", "behind it", "")), "behind")[0])},
		"other.json":  {Data: []byte(`[1,2]`)},
		"readme.txt":  {Data: []byte(`hello`)},
	}, ExportOptions{Account: "demo"})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	page := readExport(t, e)
	if len(page.Channels) != 1 || len(page.Messages) != 4 || len(page.Skipped) != 3 || e.Account().Team != "1100000000000000000" {
		t.Fatalf("channels %v, %d messages, skipped %v", page.Channels, len(page.Messages), page.Skipped)
	}
	byID := map[string]inbox.Message{}
	for _, m := range page.Messages {
		byID[m.ID] = m
	}
	if m := byID["1200000000000000002"]; m.Answers != "1200000000000000001" {
		t.Errorf("an answer became %+v", m)
	}
	if m := byID["1200000000000000003"]; m.Thread != "1200000000000000001" || m.Channel != "1100000000000000002" || m.Answers != "" || len(m.Reactions) != 1 {
		t.Errorf("a message of a thread became %+v", m)
	}
	if page.Members[0].Handle != "maria.k" || page.Members[0].Name != "Maria Kovač" {
		t.Errorf("the author became %+v", page.Members[0])
	}
}

func TestWhatIsNoExportIsNotOpened(t *testing.T) {
	if _, err := OpenFolder(fstest.MapFS{"a.json": {Data: []byte(`{"x":1}`)}}, ExportOptions{}); err == nil {
		t.Error("it was opened")
	}
	e, err := OpenFile(fstest.MapFS{"a.json": {Data: []byte(`{"x":1}`)}, "b.json": {Data: []byte(exportOf(helpRoom))}}, "b.json", ExportOptions{})
	if err != nil || len(e.files) != 1 || len(e.early) != 0 {
		t.Errorf("one file alone: %v", err)
	}
}
