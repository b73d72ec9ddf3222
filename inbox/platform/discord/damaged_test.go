package discord

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// file is an export of one file.
func file(t *testing.T, text string) *Export {
	t.Helper()
	e, err := OpenFolder(fstest.MapFS{"a.json": {Data: []byte(text)}}, ExportOptions{Account: "demo"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

func TestAnExportThatIsCutOffAnywhereKeepsWhatCameBefore(t *testing.T) {
	first, second := exportedAs("1200000000000000001", "Default", "before \"the\" cut", ""), exportedAs("1200000000000000002", "Default", "behind 日本", "")
	whole := exportOf(helpRoom, first, second)
	head := strings.Index(whole, "[") + 1
	one, two := strings.Index(whole, first)+len(first), strings.Index(whole, second)+len(second)
	end := strings.LastIndex(whole, "]") + 1
	for n := range len(whole) {
		e, err := OpenFolder(fstest.MapFS{"a.json": {Data: []byte(whole[:n])}}, ExportOptions{})
		if n < head {
			if err == nil {
				t.Fatalf("cut at %d it is an export", n)
			}
			continue
		}
		if err != nil {
			t.Fatalf("cut at %d: %v", n, err)
		}
		page, want := readExport(t, e), 0
		if n >= one {
			want++
		}
		if n >= two {
			want++
		}
		told := len(page.Skipped) == 1 && page.Skipped[0].Why == fmt.Sprintf("read up to message %d: the file is cut off", want)
		if len(page.Messages) != want || told != (n < end) {
			t.Fatalf("cut at %d (%.20q): %d messages, skipped %v", n, whole[max(0, n-20):n], len(page.Messages), page.Skipped)
		}
	}
}

func TestARecordOfAnExportThatMakesNoSenseIsLeftOutAlone(t *testing.T) {
	good, fine := exportedAs("1200000000000000001", "Default", "good", ""), exportedAs("1200000000000000009", "Default", "fine", "")
	with := func(from, to string) string {
		record := exportedAs("1200000000000000002", "Default", "x", "")
		if !strings.Contains(record, from) {
			t.Fatalf("no %s in it", from)
		}
		return strings.Replace(record, from, to, 1)
	}
	for name, record := range map[string]string{
		"a number":                      `7`,
		"null":                          `null`,
		"a list":                        `[[]]`,
		"a text":                        `"message"`,
		"nothing":                       `{}`,
		"an ID that is a number":        with(`"1200000000000000002"`, `1200000000000000002`),
		"an ID that is none":            with(`"1200000000000000002"`, `"../../etc/passwd"`),
		"an ID below zero":              with(`"1200000000000000002"`, `"-1200000000000000002"`),
		"an ID beyond all":              with(`"1200000000000000002"`, `"99999999999999999999999999"`),
		"a text that is a list":         with(`"x"`, `["x"]`),
		"an author who is a name":       with(`"author":{`, `"author":"maria","was":{`),
		"a time of another kind":        with(`"2026-06-01T10:00:00+00:00"`, `"yesterday"`),
		"reactions that are one object": with(`"reactions":[`, `"reactions":{},"x":[`),
		"a count that is a word":        with(`"count":2`, `"count":"two"`),
		"files that are a text":         with(`"attachments":[]`, `"attachments":"none"`),
		"a reference that is a text":    with(`"mentions":[]`, `"mentions":[],"reference":"above"`),
	} {
		t.Run(name, func(t *testing.T) {
			page := readExport(t, file(t, exportOf(helpRoom, good, record, fine)))
			if len(page.Messages) != 2 || len(page.Skipped) != 1 || !strings.HasPrefix(page.Skipped[0].Why, "1 message left out: it ") || len(page.Members) == 0 {
				t.Errorf("%d messages, skipped %v", len(page.Messages), page.Skipped)
			}
		})
	}
}

func TestAHeadThatMakesNoSenseIsToldAndTheOtherFilesAreRead(t *testing.T) {
	good := exportedAs("1200000000000000001", "Default", "good", "")
	for name, text := range map[string]string{
		"nothing":                     ``,
		"a list":                      `[]`,
		"a text":                      `"x"`,
		"another program's":           `{"name":"x","messages":[]}`,
		"a channel that is a text":    `{"channel":"help","messages":[]}`,
		"a channel without an ID":     `{"channel":{"name":"help"},"messages":[]}`,
		"a channel with a strange ID": `{"channel":{"id":"../x"},"messages":[]}`,
		"a server that is a number":   `{"guild":7,"channel":` + helpRoom + `,"messages":[]}`,
		"messages that are an object": `{"channel":` + helpRoom + `,"messages":{}}`,
		"messages that are null":      `{"channel":` + helpRoom + `,"messages":null}`,
		"the messages first":          `{"messages":[` + good + `],"channel":` + helpRoom + `}`,
		"no messages":                 `{"channel":` + helpRoom + `}`,
		"no JSON":                     "\x00\x01\x02",
		"deeper than anything is":     `{"channel":` + strings.Repeat(`[`, 1_000_000),
		"deep under a name of theirs": `{"x":` + strings.Repeat(`{"x":`, 200_000),
	} {
		t.Run(name, func(t *testing.T) {
			e, err := OpenFolder(fstest.MapFS{"bad.json": {Data: []byte(text)}, "good.json": {Data: []byte(exportOf(helpRoom, good))}}, ExportOptions{})
			if err != nil {
				t.Fatal(err)
			}
			defer e.Close()
			page := readExport(t, e)
			if len(page.Messages) != 1 || len(page.Skipped) != 1 || page.Skipped[0].Where != "bad.json" || len(page.Channels) != 1 {
				t.Errorf("%d messages, skipped %v, channels %v", len(page.Messages), page.Skipped, page.Channels)
			}
			if _, err := OpenFolder(fstest.MapFS{"bad.json": {Data: []byte(text)}}, ExportOptions{}); err == nil || !strings.Contains(err.Error(), "DiscordChatExporter") {
				t.Errorf("alone it says %v", err)
			}
		})
	}
}

func TestWhatStandsTwiceIsTheSameMessage(t *testing.T) {
	one := exportedAs("1200000000000000001", "Default", "once", "")
	e, err := OpenFolder(fstest.MapFS{
		"help.json":        {Data: []byte(exportOf(helpRoom, one, one))},
		"help part 2.jsOn": {Data: []byte(exportOf(helpRoom, one, exportedAs("1200000000000000002", "Default", "new", "")))},
	}, ExportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	page := readExport(t, e)
	if len(page.Channels) != 1 || len(page.Skipped) != 0 || len(page.Messages) != 4 {
		t.Errorf("channels %v, %d messages, skipped %v", page.Channels, len(page.Messages), page.Skipped)
	}
	for _, m := range page.Messages { // whoever keeps them tells them apart by these
		if m.Channel != "1100000000000000002" || m.ID != "1200000000000000001" && m.ID != "1200000000000000002" {
			t.Errorf("%+v", m)
		}
	}
	if n := len(page.Members); n == 0 {
		t.Error("nobody said it")
	}
}

func TestAHugeRecordIsReadAndOneOfEndlessDepthIsNot(t *testing.T) {
	huge := strings.Repeat("word ", 2_000_000) // 10 MB
	page := readExport(t, file(t, exportOf(helpRoom, exportedAs("1200000000000000001", "Default", huge, ""), exportedAs("1200000000000000002", "Default", "behind", ""))))
	if len(page.Messages) != 2 || len(page.Messages[0].Text) < 9_000_000 {
		t.Errorf("%d messages, skipped %v", len(page.Messages), page.Skipped)
	}
	deep := exportedAs("1200000000000000001", "Default", "x", `,"embeds":`+strings.Repeat("[", 500_000)+strings.Repeat("]", 500_000))
	page = readExport(t, file(t, exportOf(helpRoom, exportedAs("1200000000000000003", "Default", "before", ""), deep)))
	if len(page.Messages) != 1 || len(page.Skipped) != 1 {
		t.Errorf("%d messages, skipped %v", len(page.Messages), page.Skipped)
	}
}

func TestManyMessagesComePageByPageAndAReaderMayBeginAnewAtEach(t *testing.T) {
	records := make([]string, 2*pageOf+500)
	for i := range records {
		records[i] = exportedAs(fmt.Sprint(1200000000000000000+i), "Default", "x", "")
	}
	text := exportOf(helpRoom, records...)
	seen := map[string]int{}
	pages, cursor := 0, ""
	for {
		e := file(t, text) // the program was started anew
		p, err := e.Fetch(t.Context(), inbox.Scope{Name: e.Scope(), Cursor: cursor})
		if err != nil {
			t.Fatal(err)
		}
		if pages++; len(p.Messages) > pageOf || p.Size != int64(len(text)) || p.Read > p.Size {
			t.Errorf("page %d: %d messages, %d of %d bytes", pages, len(p.Messages), p.Read, p.Size)
		}
		for _, m := range p.Messages {
			seen[m.ID]++
		}
		if cursor = p.Scope.Cursor; !p.More {
			if !p.Ended || p.Read != p.Size {
				t.Errorf("at its end: ended %v, %d of %d", p.Ended, p.Read, p.Size)
			}
			break
		}
	}
	if len(seen) != len(records) || pages != 4 {
		t.Errorf("%d of %d messages on %d pages", len(seen), len(records), pages)
	}
	for id, n := range seen {
		if n != 1 {
			t.Fatalf("%s came %d times", id, n)
		}
	}
}

func TestAPlaceThatIsNoneInAnExportIsRefused(t *testing.T) {
	e := file(t, exportOf(helpRoom, exportedAs("1200000000000000001", "Default", "x", "")))
	for _, s := range []inbox.Scope{
		{Name: "channel:7"}, {Name: "import:other"}, {Name: e.Scope(), Cursor: `{"file":-1}`}, {Name: e.Scope(), Cursor: `{"file":99}`}, {Name: e.Scope(), Cursor: `{"done":-1}`},
	} {
		if p, err := e.Fetch(t.Context(), s); err == nil || len(p.Messages) > 0 {
			t.Errorf("%+v is read", s)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := e.Fetch(ctx, inbox.Scope{Name: e.Scope(), Cursor: platform.Save(exportCursor{})}); err == nil {
		t.Error("it is read after it was called off")
	}
	if p, err := e.Fetch(t.Context(), inbox.Scope{Cursor: `{"file":0,"done":99}`}); err != nil || len(p.Messages) != 0 || p.More {
		t.Errorf("behind its end: %+v, %v", p, err)
	}
}

func TestThreadsOfAnExportStandInTheirChannels(t *testing.T) {
	forum := `{"id":"1200000000000000005","type":"GuildPublicThread","categoryId":"1100000000000000004","category":"ideas","name":"A quiet mode","topic":null}`
	lost := `{"id":"1200000000000000008","type":"GuildPrivateThread","categoryId":null,"category":null,"name":"Nobody knows","topic":null}`
	e, err := OpenFolder(fstest.MapFS{
		"a thread.json": {Data: []byte(exportOf(helpThread,
			exportedAs("1200000000000000006", "21", "", `,"reference":{"messageId":"1200000000000000001","channelId":"1100000000000000002"}`),
			exportedAs("1200000000000000007", "Reply", "in it", `,"reference":{"messageId":"1200000000000000006","channelId":"1200000000000000001"}`)))},
		"forum.json":  {Data: []byte(exportOf(forum, exportedAs("1200000000000000005", "Default", "No badges.", ""), exportedAs("1200000000000000009", "GuildMemberJoin", "joined", "")))},
		"lost.json":   {Data: []byte(exportOf(lost, exportedAs("1200000000000000010", "Default", "where?", "")))},
		"z help.json": {Data: []byte(exportOf(helpRoom, exportedAs("1200000000000000001", "Default", "twice", ""), exportedAs("1200000000000000011", "ThreadCreated", "started a thread.", `,"reference":{"messageId":"","channelId":"1200000000000000001"}`)))},
	}, ExportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	page := readExport(t, e)
	var got []string
	for _, m := range page.Messages {
		got = append(got, fmt.Sprintf("%s in %s of %s, %s: %q", m.ID[15:], m.Thread[15:], m.Channel[15:], m.Kind, m.Text))
	}
	want := []string{ // channels come before their threads
		`0001 in 0001 of 0002, said: "twice"`, `0011 in 0011 of 0002, notice: "started a thread."`, `0007 in 0001 of 0002, said: "in it"`,
		`0005 in 0005 of 0004, said: "A quiet mode\n\nNo badges."`, `0009 in 0005 of 0004, joined: "joined"`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("messages:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(page.Skipped) != 1 || !strings.Contains(page.Skipped[0].Why, "nobody tells which channel its thread belongs to") {
		t.Errorf("skipped %v", page.Skipped)
	}
	if len(page.Channels) != 2 || page.Channels[0].Name != "help" || page.Channels[1].Name != "ideas" {
		t.Errorf("channels %+v", page.Channels)
	}
}

func TestDirectMessagesOfAnExportAreDirect(t *testing.T) {
	direct := func(id, kind, name string) string {
		return strings.Replace(exportOf(`{"id":"`+id+`","type":"`+kind+`","categoryId":null,"category":"Private","name":"`+name+`","topic":null}`,
			exportedAs(id[:18]+"9", "Default", "between us", "")), `{"id":"1100000000000000000","name":"Fieldnotes"`, `{"id":"0","name":"Direct Messages"`, 1)
	}
	e, err := OpenFolder(fstest.MapFS{
		"a direct.json": {Data: []byte(direct("1200000000000000100", "DirectTextChat", "maria.k"))},
		"b group.json":  {Data: []byte(direct("1200000000000000200", "DirectGroupTextChat", "maria.k, tom"))},
		"c help.json":   {Data: []byte(exportOf(helpRoom, exportedAs("1200000000000000001", "Default", "for all", "")))},
	}, ExportOptions{Private: true})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	page := readExport(t, e)
	kinds := map[string]inbox.ChannelKind{}
	for _, ch := range page.Channels {
		kinds[ch.Name] = ch.Kind
	}
	if len(page.Messages) != 3 || len(kinds) != 3 || kinds["maria.k"] != inbox.Direct || kinds["maria.k, tom"] != inbox.Direct || kinds["help"] != inbox.Public {
		t.Errorf("%d messages in %v", len(page.Messages), kinds)
	}
	if a := e.Account(); a.Team != server {
		t.Errorf("the server is %q: no link leads there", a.Team)
	}
}

func TestMessagesFromBeforeAreLeftOut(t *testing.T) {
	since := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	old, recent := beside(stamp(since), -1), stamp(since)
	fsys := fstest.MapFS{"a.json": {Data: []byte(exportOf(helpRoom, exportedAs(old, "Default", "old", ""), exportedAs(recent, "Default", "new", "")))}}
	e, err := OpenFolder(fsys, ExportOptions{Since: since})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if page := readExport(t, e); len(page.Messages) != 1 || page.Messages[0].Text != "new" {
		t.Errorf("%+v", page.Messages)
	}
	all, err := OpenFolder(fsys, ExportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer all.Close()
	if all.Fingerprint() == e.Fingerprint() {
		t.Error("an export that is read from another day on is taken for the same")
	}
}

func FuzzExport(f *testing.F) {
	f.Add(exportOf(helpRoom, exportedAs("1200000000000000001", "Default", "x", "")))
	f.Add(exportOf(helpThread, exportedAs("1200000000000000001", "21", "x", `,"reference":{"messageId":"1"}`)))
	f.Add(`{"channel":{"id":"12"},"messages":[{},7,null,[`)
	f.Fuzz(func(t *testing.T, text string) {
		e, err := OpenFolder(fstest.MapFS{"a.json": {Data: []byte(text)}}, ExportOptions{})
		if err != nil {
			return
		}
		defer e.Close()
		for _, m := range readExport(t, e).Messages {
			if !isID(m.ID) || !isID(m.Channel) || m.Thread == "" || m.SentAt.IsZero() {
				t.Errorf("%+v", m)
			}
		}
	})
}
