package slack

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

func TestADangerousArchiveIsRefusedByName(t *testing.T) {
	symlink := func(h *zip.FileHeader) { h.SetMode(fs.ModeSymlink | 0o777) }
	tests := map[string]struct {
		parts []part
		says  string
	}{
		"S47 out of the folder":       {whole(part{name: "../../.ssh/authorized_keys"}), `"../../.ssh/authorized_keys" leads out of its folder`},
		"S48 absolute":                {whole(part{name: "/etc/cron.d/x"}), `"/etc/cron.d/x" has an absolute name`},
		"S49 out in the middle":       {whole(part{name: "ok/../../x"}), `"ok/../../x" leads out`},
		"S50 backslashes":             {whole(part{name: `..\..\x`}), `"..\\..\\x" has a backslash`},
		"S51 a drive":                 {whole(part{name: `C:\x`}), `"C:\\x" has a backslash`},
		"S51 a drive without slashes": {whole(part{name: `C:x`}), `"C:x" names a drive`},
		"S52 NUL":                     {whole(part{name: "a\x00b"}), `"a\x00b" has a control character`},
		"S53 a device":                {whole(part{name: "CON"}), `"CON" has a name that Windows keeps`},
		"S53 a device with a suffix":  {whole(part{name: "general/lpt1.json"}), "Windows keeps"},
		"S54 a symbolic link":         {whole(part{name: "link", text: "/etc/passwd", change: symlink}, part{name: "link/x"}), `"link" is a symbolic link`},
		"S55 the same name twice":     {whole(part{name: "users.json", text: "[]"}), `"users.json" is there twice`},
		"S55 the same but for case":   {whole(part{name: "USERS.JSON", text: "[]"}), `"USERS.JSON" is there twice`},
		"S56 CP437":                   {whole(part{name: "caf\x82.json", change: func(h *zip.FileHeader) { h.NonUTF8 = true }}), `"caf\x82.json" has a name that is not UTF-8`},
		"S57 encrypted":               {whole(part{name: "general/2024-01-01.json", change: func(h *zip.FileHeader) { h.Flags |= 1 }}), `"general/2024-01-01.json" is encrypted`},
		"S62 a zip in a zip":          {[]part{{name: "inner.zip", text: "PK"}}, "there is no users.json"},
		"no channels":                 {[]part{{name: "users.json", text: "[]"}}, "there is no channels.json"},
		"users that are no list":      {[]part{{name: "users.json", text: "{}"}, {name: "channels.json", text: "[]"}}, `"users.json" is not a list`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := pack(t, tt.parts)
			if _, err := OpenZip(r, r.Size(), ExportOptions{}); err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error = %v, want %q", err, tt.says)
			}
		})
	}
}

func TestAChannelMayBeCalledLikeADevice(t *testing.T) {
	all := readAll(t, open(t, []part{
		{name: "users.json", text: usersJSON},
		{name: "channels.json", text: `[{"id":"C1","name":"con"}]`},
		{name: "con/2023-11-14.json", text: "[" + said(1, "") + "]"},
	}, ExportOptions{}), "")
	if len(all.Messages) != 1 {
		t.Errorf("%d messages, want 1", len(all.Messages))
	}
}

func TestALinkInAFolderIsRefused(t *testing.T) {
	fsys := fstest.MapFS{"users.json": {Data: []byte("[]")}, "link": {Mode: fs.ModeSymlink, Data: []byte("/etc")}}
	if _, err := OpenFolder(fsys, ExportOptions{}); err == nil || !strings.Contains(err.Error(), `"link" is a symbolic link`) {
		t.Errorf("error = %v", err)
	}
}

func TestAnArchiveWithoutItsEndSaysSo(t *testing.T) { // S58
	r := pack(t, many(3000))
	half := io.NewSectionReader(r, 0, r.Size()/2)
	if _, err := OpenZip(half, half.Size(), ExportOptions{}); err == nil || !strings.Contains(err.Error(), "cut off on its way") {
		t.Errorf("error = %v", err)
	}
}

// low are limits that a test reaches in no time.
func low() limits {
	l := honest()
	l.roster, l.day, l.bomb, l.whole, l.record = 1<<20, 1<<20, 1<<18, 2<<20, 1<<16
	return l
}

func TestABombIsNotUnpacked(t *testing.T) {
	tests := map[string]struct {
		parts []part
		says  string
	}{
		"S59 a day of zeros":       {whole(part{name: "general/2024-01-01.json", text: strings.Repeat("0", 900<<10)}), `"general/2024-01-01.json" would unpack`},
		"many small ones together": {whole(zeros(12)...), "the zip file would unpack"},
		"a roster that is too large": {[]part{
			{name: "channels.json", text: "[]"},
			{name: "users.json", text: "[]" + strings.Repeat("0 1 2 3 4 5 6 7 8 9", 1<<16), change: func(h *zip.FileHeader) { h.Method = zip.Store }},
		}, `"users.json" is larger than`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := pack(t, tt.parts)
			if _, err := openZip(r, r.Size(), ExportOptions{}, low()); err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error = %v, want %q", err, tt.says)
			}
		})
	}
}

// zeros are entries that are each small enough.
func zeros(n int) []part {
	var parts []part
	for i := range n {
		parts = append(parts, part{name: fmt.Sprintf("general/2024-01-%02d.json", i+1), text: strings.Repeat("0", 250<<10)})
	}
	return parts
}

// lie makes an archive declare another size for its last entry.
func lie(t *testing.T, parts []part, declared uint32) *bytes.Reader {
	t.Helper()
	r := pack(t, parts)
	raw, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.LastIndex(raw, []byte("PK\x01\x02")) + 24
	for i := range 4 {
		raw[at+i] = byte(declared >> (8 * i))
	}
	return bytes.NewReader(raw)
}

func TestAnEntryThatHoldsMoreThanItSaysIsLeft(t *testing.T) { // S61
	r := lie(t, whole(part{name: "general/2024-01-01.json", text: "[" + said(1, "") + "," + strings.Repeat(" ", 600<<10) + said(2, "") + "]"}), 10)
	e, err := openZip(r, r.Size(), ExportOptions{}, low())
	if err != nil {
		t.Fatal(err)
	}
	all := readAll(t, e, "")
	if len(all.Skipped) != 1 || !strings.Contains(all.Skipped[0].Why, "more than the archive declares") {
		t.Errorf("skipped %v", all.Skipped)
	}
}

func TestSeventyThousandEmptyEntriesAreOnlyCounted(t *testing.T) { // S60
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := range 70_000 {
		if _, err := z.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("x/%d", i)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := OpenZip(bytes.NewReader(out.Bytes()), int64(out.Len()), ExportOptions{})
	if err == nil || !strings.Contains(err.Error(), "there is no users.json") {
		t.Errorf("error = %v", err)
	}
}

func TestWhatCanBeReadIsRead(t *testing.T) {
	long := strings.Repeat("long ", 200_000) // S64
	tests := map[string]struct {
		day      string
		messages int
		why      string // of the one skip; "" for none
	}{
		"S63 a hundred thousand brackets":     {"[" + said(1, "") + "," + strings.Repeat("[", 100_000), 1, "cut off after 1 message"},
		"S63 the same inside a record":        {"[" + said(1, `,"blocks":`+strings.Repeat("[", 100_000)+strings.Repeat("]", 100_000)) + "," + said(2, "") + "]", 2, ""},
		"S63 and its text is there only":      {`[{"text":"","ts":"1700000000.000001","blocks":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + "}," + said(2, "") + "]", 2, ""},
		"S64 a million letters":               {`[{"text":"` + long + `","ts":"1700000000.000001"},` + said(2, "") + "]", 2, ""},
		"S65 a timestamp twice":               {"[" + said(1, `,"ts":"1700000000.000009"`) + "," + said(2, "") + "]", 1, `1 record left out: has "ts" twice`},
		"S66 timestamps that are none":        {`[{"ts":-1},{"ts":-2},` + said(2, "") + "]", 1, `2 records left out: has a "ts" that is not text`},
		"S67 a mark in front":                 {"\xef\xbb\xbf[" + said(1, "") + "]", 1, ""},
		"S67 UTF-16":                          {"\xff\xfe[\x00]\x00", 0, "is written in UTF-16, not UTF-8"},
		"S67 UTF-16 without a mark":           {"[\x00]\x00", 0, "is written in UTF-16, not UTF-8"},
		"S67 half a surrogate":                {`[{"text":"a\ud83d b","ts":"1700000000.000001"}]`, 1, ""},
		"S67 what is not UTF-8":               {"[{\"text\":\"a\xff b\",\"ts\":\"1700000000.000001\"}]", 1, ""},
		"S68 cut in an object":                {"[" + said(1, "") + "," + said(2, "")[:30], 1, "cut off after 1 message"},
		"S68 cut behind an object":            {"[" + said(1, "") + "," + said(2, ""), 2, "cut off after 2 messages"},
		"S69 a number of ten thousand digits": {"[" + said(1, `,"reply_users_count":`+strings.Repeat("9", 10_000)) + "," + strings.Repeat("9", 10_000) + "]", 1, "1 record left out: is not an object"},
		"S70 a user of another form":          {`[{"user":{"name":["not","a","string"]},"ts":"1700000000.000001"},` + said(2, "") + "]", 1, `1 record left out: has a "user" that is not text`},
		"an empty file":                       {" \n", 0, "is empty"},
		"an empty list":                       {"[]", 0, ""},
		"no list":                             {`{"ok":false}`, 0, "is not a list of messages"},
		"rubbish behind a record":             {"[" + said(1, "") + " : " + said(2, "") + "]", 1, "is not JSON any more after 1 message"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			all := readAll(t, open(t, whole(
				part{name: "general/2023-11-14.json", text: tt.day},
				part{name: "help/2023-11-14.json", text: "[" + said(9, "") + "]"},
			), ExportOptions{}), "")
			if len(all.Messages) != tt.messages+1 {
				t.Errorf("%d messages, want %d", len(all.Messages), tt.messages+1)
			}
			switch {
			case tt.why == "" && len(all.Skipped) == 0:
			case len(all.Skipped) == 1 && strings.Contains(all.Skipped[0].Why, tt.why) && all.Skipped[0].Where == "general/2023-11-14.json":
			default:
				t.Errorf("skipped %v, want %q", all.Skipped, tt.why)
			}
			for _, m := range all.Messages {
				if strings.ToValidUTF8(m.Text, "") != m.Text {
					t.Errorf("%q is not UTF-8", m.Text)
				}
			}
		})
	}
}

func TestARecordLargerThanTheLimitEndsItsFile(t *testing.T) {
	r := pack(t, whole(part{
		name: "general/2023-11-14.json", text: "[" + said(1, "") + `,{"text":"` + strings.Repeat("x y z ", 60_000) + `","ts":"1700000000.000002"}]`,
		change: func(h *zip.FileHeader) { h.Method = zip.Store },
	}))
	e, err := openZip(r, r.Size(), ExportOptions{}, low())
	if err != nil {
		t.Fatal(err)
	}
	all := readAll(t, e, "")
	if len(all.Messages) != 1 || len(all.Skipped) != 1 || !strings.Contains(all.Skipped[0].Why, "larger than") {
		t.Errorf("%d messages, skipped %v", len(all.Messages), all.Skipped)
	}
}

func TestADamagedEntryKeepsWhatCameBefore(t *testing.T) {
	r := pack(t, many(1000))
	raw, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(raw, []byte("general/2023")) + 2000
	for i := range 40 {
		raw[at+i] ^= 0xff
	}
	e, err := OpenZip(bytes.NewReader(raw), int64(len(raw)), ExportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	all := readAll(t, e, "")
	if len(all.Skipped) == 0 || len(all.Messages) >= 1000 {
		t.Errorf("%d messages, skipped %v", len(all.Messages), all.Skipped)
	}
}

func TestAFileThatCannotBeOpenedIsToldOf(t *testing.T) {
	e := open(t, whole(part{name: "general/2023-11-14.json", text: "[]"}, part{name: "help/2023-11-14.json", text: "[" + said(1, "") + "]"}), ExportOptions{})
	e.files[0].open = func() (io.ReadCloser, error) { return nil, errors.New("gone") }
	all := readAll(t, e, "")
	if len(all.Messages) != 1 || len(all.Skipped) != 1 || !strings.Contains(all.Skipped[0].Why, "could not be opened: gone") {
		t.Errorf("%d messages, skipped %v", len(all.Messages), all.Skipped)
	}
}
