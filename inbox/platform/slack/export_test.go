package slack

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"rounds/inbox"
)

// part is one entry of a test's archive.
type part struct {
	name, text string
	change     func(*zip.FileHeader)
}

const (
	usersJSON    = `[{"id":"U1","team_id":"T1","name":"maria","profile":{"display_name":"maria.k","real_name":"Maria Kovač","email":"m@example.com"}},{"id":"U2","name":"sam","is_admin":true},{"id":"U3","name":"deploybot","is_bot":true}]`
	channelsJSON = `[{"id":"C1","name":"general","created":1700000000,"topic":{"value":"all of us"}},{"id":"C2","name":"help"}]`
)

// whole puts the roster in front of some parts.
func whole(parts ...part) []part {
	return append([]part{{name: "users.json", text: usersJSON}, {name: "channels.json", text: channelsJSON}}, parts...)
}

func pack(t testing.TB, parts []part) *bytes.Reader {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		h := &zip.FileHeader{Name: p.name, Method: zip.Deflate}
		if p.change != nil {
			p.change(h)
		}
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, p.text); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(out.Bytes())
}

func open(t testing.TB, parts []part, o ExportOptions) *Export {
	t.Helper()
	r := pack(t, parts)
	e, err := OpenZip(r, r.Size(), o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// readAll fetches every page from a cursor on and adds them up.
func readAll(t testing.TB, e *Export, cursor string) inbox.Page {
	t.Helper()
	var all inbox.Page
	s := inbox.Scope{Name: e.Scope(), Cursor: cursor}
	for range 100_000 {
		page, err := e.Fetch(context.Background(), s)
		if err != nil {
			t.Fatal(err)
		}
		all.Channels = append(all.Channels, page.Channels...)
		all.Members = append(all.Members, page.Members...)
		all.Messages = append(all.Messages, page.Messages...)
		all.Skipped = append(all.Skipped, page.Skipped...)
		all.Read, all.Size, all.Ended = page.Read, page.Size, page.Ended
		if s = page.Scope; !page.More {
			return all
		}
	}
	t.Fatal("the export never ends")
	return all
}

// said is a record with one timestamp.
func said(n int, rest string) string {
	return fmt.Sprintf(`{"type":"message","user":"U1","text":"message %d","ts":"1700000000.%06d"%s}`, n, n, rest)
}

func TestAnExportIsReadDayByDay(t *testing.T) {
	e := open(t, whole(
		part{name: "help/2023-11-14.json", text: "[" + said(5, "") + "]"},
		part{name: "general/2023-11-15.json", text: "[" + said(3, "") + "," + said(4, `,"thread_ts":"1700000000.000003"`) + "]"},
		part{name: "general/2023-11-14.json", text: "\xef\xbb\xbf [" + said(1, "") + " , " + said(2, "") + "]\n"},
	), ExportOptions{Account: "acme"})
	all := readAll(t, e, "")
	var got []string
	for _, m := range all.Messages {
		got = append(got, m.Channel+" "+m.Text+" in "+m.Thread[11:])
	}
	want := "C1 message 1 in 000001, C1 message 2 in 000002, C2 message 5 in 000005, C1 message 3 in 000003, C1 message 4 in 000003"
	if strings.Join(got, ", ") != want {
		t.Errorf("read %q, want %q", strings.Join(got, ", "), want)
	}
	if len(all.Channels) != 2 || len(all.Members) != 3 || len(all.Skipped) != 0 || !all.Ended || all.Read != all.Size || all.Size == 0 {
		t.Errorf("channels %d, members %d, skipped %v, ended %t, %d of %d", len(all.Channels), len(all.Members), all.Skipped, all.Ended, all.Read, all.Size)
	}
	if a := e.Account(); a.Name != "acme" || a.Team != "T1" || a.Platform != inbox.Slack {
		t.Errorf("account = %+v", a)
	}
	maria := inbox.Member{ID: "U1", Handle: "maria.k", Name: "Maria Kovač", Email: "m@example.com", Role: inbox.Community}
	if all.Members[0] != maria || all.Members[1].Role != inbox.Team || all.Members[2].Role != inbox.Bot {
		t.Errorf("members = %+v", all.Members)
	}
}

func TestAFolderReadsLikeItsZip(t *testing.T) {
	parts := whole(part{name: "general/2023-11-14.json", text: "[" + said(1, "") + "]"})
	fsys := fstest.MapFS{}
	for _, p := range parts {
		fsys["packed again/"+p.name] = &fstest.MapFile{Data: []byte(p.text)}
	}
	e, err := OpenFolder(fsys, ExportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if all := readAll(t, e, ""); len(all.Messages) != 1 || len(all.Skipped) != 0 {
		t.Errorf("%d messages, skipped %v", len(all.Messages), all.Skipped)
	}
}

// many is an export of n messages in days of 1,000.
func many(n int) []part {
	parts := whole()
	for day := 0; n > 0; day++ {
		var records []string
		for i := range min(n, 1000) {
			records = append(records, said(day*1000+i, ""))
		}
		n -= len(records)
		date := time.Date(2023, 11, 14+day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		parts = append(parts, part{name: "general/" + date + ".json", text: "[" + strings.Join(records, ",\n") + "]"})
	}
	return parts
}

func TestAnyCursorIsAPlaceToGoOnFrom(t *testing.T) {
	parts := many(12_500)
	all := readAll(t, open(t, parts, ExportOptions{}), "")
	if len(all.Messages) != 12_500 {
		t.Fatalf("%d messages, want 12500", len(all.Messages))
	}
	for cursor, first := range map[string]int{"0:0": 0, "0:999": 999, "3:1": 3001, "12:499": 12499, "12:500": 12500} {
		rest := readAll(t, open(t, parts, ExportOptions{}), cursor)
		if len(rest.Messages) != 12_500-first {
			t.Errorf("from %s: %d messages, want %d", cursor, len(rest.Messages), 12_500-first)
		} else if len(rest.Messages) > 0 && rest.Messages[0].ID != all.Messages[first].ID {
			t.Errorf("from %s: begins with %s, want %s", cursor, rest.Messages[0].ID, all.Messages[first].ID)
		}
	}
	e := open(t, parts, ExportOptions{})
	for _, cursor := range []string{"x", "-1:0", "99:0", "1", "1:x"} {
		if _, err := e.Fetch(t.Context(), inbox.Scope{Cursor: cursor}); err == nil {
			t.Errorf("the cursor %q was taken", cursor)
		}
	}
}

func TestAFingerprintIsOfOneExportReadInOneWay(t *testing.T) {
	one := whole(part{name: "general/2023-11-14.json", text: "[" + said(1, "") + "]"})
	other := whole(part{name: "general/2023-11-14.json", text: "[" + said(2, "") + "]"})
	print := func(parts []part, o ExportOptions) string { return open(t, parts, o).Fingerprint() }
	same := print(one, ExportOptions{Account: "a"})
	if same != print(one, ExportOptions{Account: "b"}) {
		t.Error("the same export has two fingerprints")
	}
	for name, different := range map[string]string{
		"another text":    print(other, ExportOptions{}),
		"another since":   print(one, ExportOptions{Since: time.Unix(1, 0)}),
		"private as well": print(one, ExportOptions{Private: true}),
	} {
		if different == same {
			t.Errorf("%s has the same fingerprint", name)
		}
	}
}

func TestPrivateRoomsAreReadOnlyWhenAskedFor(t *testing.T) {
	parts := whole(
		part{name: "groups.json", text: `[{"id":"G1","name":"board"}]`},
		part{name: "dms.json", text: `[{"id":"D1","members":["U1","U2"]}]`},
		part{name: "mpims.json", text: `[{"id":"G2","name":"mpdm-a--b-1"}]`},
		part{name: "board/2023-11-14.json", text: "[" + said(1, "") + "]"},
		part{name: "D1/2023-11-14.json", text: "[" + said(2, "") + "]"},
		part{name: "mpdm-a--b-1/2023-11-14.json", text: "[" + said(3, "") + "]"},
		part{name: "nobody/2023-11-14.json", text: "[" + said(4, "") + "]"},
	)
	all := readAll(t, open(t, parts, ExportOptions{}), "")
	if len(all.Messages) != 0 || len(all.Skipped) != 4 {
		t.Errorf("%d messages, skipped %v", len(all.Messages), all.Skipped)
	}
	private := 0
	for _, s := range all.Skipped {
		if s.Why == "private: not asked for" {
			private++
		}
	}
	if private != 3 {
		t.Errorf("%d folders are private, want 3: %v", private, all.Skipped)
	}
	all = readAll(t, open(t, parts, ExportOptions{Private: true}), "")
	if len(all.Messages) != 3 || len(all.Skipped) != 1 || len(all.Channels) != 5 {
		t.Errorf("%d messages, %d channels, skipped %v", len(all.Messages), len(all.Channels), all.Skipped)
	}
	if dm := all.Channels[3]; dm.Kind != inbox.Direct || dm.Name != "maria.k, sam" {
		t.Errorf("the direct conversation is %+v", dm)
	}
}

func TestSinceLeavesOutWhatIsOlder(t *testing.T) {
	parts := whole(
		part{name: "general/2020-01-01.json", text: "never looked at"},
		part{name: "general/2023-11-14.json", text: "[" + said(1, "") + "," + said(2, "") + "]"},
	)
	all := readAll(t, open(t, parts, ExportOptions{Since: time.Unix(1700000000, 2000)}), "")
	if len(all.Messages) != 1 || len(all.Skipped) != 0 {
		t.Errorf("%d messages, skipped %v", len(all.Messages), all.Skipped)
	}
}

// ubuntu is real conversation in the shape of an export.
const ubuntu = "../../../../shared/data/ubuntu-slack-export.zip"

func TestTheUbuntuExportIsReadWhole(t *testing.T) {
	all := readAll(t, openFile(t, ubuntu), "")
	perChannel := map[string]int{}
	for _, m := range all.Messages {
		perChannel[m.Channel]++
	}
	if len(all.Messages) != 73_202 || len(all.Members) != 10_049 || len(all.Channels) != 2 || len(all.Skipped) != 0 {
		t.Errorf("%d messages, %d members, %d channels, skipped %v", len(all.Messages), len(all.Members), len(all.Channels), all.Skipped)
	}
	for _, c := range all.Channels {
		if want := map[string]int{"ubuntu": 65_916, "ubuntu-unthreaded": 7_286}[c.Name]; perChannel[c.ID] != want {
			t.Errorf("#%s has %d messages, want %d", c.Name, perChannel[c.ID], want)
		}
	}
}

func openFile(t testing.TB, name string) *Export {
	t.Helper()
	f, err := os.Open(filepath.FromSlash(name))
	if err != nil {
		t.Skipf("the shared export is not here: %v", err)
	}
	t.Cleanup(func() { f.Close() })
	about, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	var e *Export
	if about.IsDir() {
		e, err = OpenFolder(os.DirFS(name), ExportOptions{Account: "test"})
	} else {
		e, err = OpenZip(f, about.Size(), ExportOptions{Account: "test"})
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

// BenchmarkExport reads an export whole, opening and unpacking included.
// ROUNDS_EXPORT names a zip file or a folder other than the shared one.
func BenchmarkExport(b *testing.B) {
	name := os.Getenv("ROUNDS_EXPORT")
	if name == "" {
		name = ubuntu
	}
	messages := 0
	b.ReportAllocs()
	for b.Loop() {
		e := openFile(b, name)
		s := inbox.Scope{Name: e.Scope()}
		for {
			page, err := e.Fetch(b.Context(), s)
			if err != nil {
				b.Fatal(err)
			}
			messages += len(page.Messages)
			if s = page.Scope; !page.More {
				b.SetBytes(page.Size)
				break
			}
		}
	}
	b.ReportMetric(float64(messages)/b.Elapsed().Seconds(), "messages/s")
}
