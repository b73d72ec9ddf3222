package mastodon

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
	"testing/fstest"

	"rounds/inbox"
)

const (
	actorJSON  = `{"id":"https://m.example/users/sam","type":"Person","preferredUsername":"sam","name":"Sam Adeyemi"}`
	outboxJSON = `{"@context":"https://www.w3.org/ns/activitystreams","id":"outbox.json","type":"OrderedCollection","totalItems":5,"orderedItems":[
		{"type":"Create","object":{"id":"https://m.example/users/sam/statuses/10","type":"Note","summary":null,"inReplyTo":null,"published":"2025-01-01T10:00:00Z",
			"to":["https://www.w3.org/ns/activitystreams#Public"],"cc":["https://m.example/users/sam/followers"],"content":"<p>First <a href=\"https://x.example/users/bo\">@<span>bo</span></a></p>",
			"attachment":[{"type":"Document","mediaType":"image/png","url":"/media_attachments/files/1.png","name":"A window"}],
			"tag":[{"type":"Mention","href":"https://x.example/users/bo","name":"@bo@x.example"}]}},
		{"type":"Announce","object":"https://x.example/1"},
		{"type":"Create","object":{"id":"https://m.example/users/sam/statuses/11","inReplyTo":"https://m.example/users/sam/statuses/10","published":"2025-01-01T11:00:00Z",
			"to":["https://www.w3.org/ns/activitystreams#Public"],"cc":[],"summary":"food","content":"<p>Second</p>"}},
		{"type":"Create","object":{"id":"https://m.example/users/sam/statuses/12","inReplyTo":"https://m.example/users/sam/statuses/11","published":"2025-01-01T12:00:00Z",
			"to":["https://m.example/users/sam/followers"],"cc":[],"content":"<p>Third</p>"}},
		{"type":"Create","object":{"id":"https://evil.example/users/sam/statuses/9","published":"2025-01-01T12:00:00Z","content":"x"}},
		{"type":"Create","object":{"id":"https://m.example/users/sam/statuses/13","published":"2025-01-02T12:00:00Z","to":["https://x.example/users/bo"],"cc":[],"content":"<p>Only you</p>"}}
	]}`
)

func readExport(t *testing.T, e *Export) (messages []inbox.Message, skipped []inbox.Skip) {
	t.Helper()
	s := inbox.Scope{Name: e.Scope()}
	for {
		page, err := e.Fetch(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		messages, skipped = append(messages, page.Messages...), append(skipped, page.Skipped...)
		if !page.More {
			return messages, skipped
		}
		s = page.Scope
	}
}

func TestAnArchiveIsRead(t *testing.T) {
	folder := fstest.MapFS{"actor.json": {Data: []byte(actorJSON)}, "outbox.json": {Data: []byte(outboxJSON)}, "avatar.png": {Data: []byte("x")}}
	var zipped, tarred bytes.Buffer
	packed, packing := zip.NewWriter(&zipped), gzip.NewWriter(&tarred)
	rolled := tar.NewWriter(packing)
	for name, f := range folder {
		if w, err := packed.Create(name); err == nil {
			w.Write(f.Data)
		}
		if rolled.WriteHeader(&tar.Header{Name: name, Typeflag: tar.TypeReg, Mode: 0o600, Size: int64(len(f.Data))}) == nil {
			rolled.Write(f.Data)
		}
	}
	for _, c := range []interface{ Close() error }{packed, rolled, packing} {
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for name, open := range map[string]func(o ExportOptions) (*Export, error){
		"a folder": func(o ExportOptions) (*Export, error) { return OpenFolder(folder, o) },
		"a zip": func(o ExportOptions) (*Export, error) {
			return OpenZip(bytes.NewReader(zipped.Bytes()), int64(zipped.Len()), o)
		},
		"a tar": func(o ExportOptions) (*Export, error) { return OpenTarGz(bytes.NewReader(tarred.Bytes()), o) },
	} {
		e, err := open(ExportOptions{Account: "old", Self: "1", Private: true})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		messages, skipped := readExport(t, e)
		if a := e.Account(); a.Platform != inbox.Mastodon || a.Base != "https://m.example" || a.Self != "1" {
			t.Errorf("%s: %+v", name, a)
		}
		if len(messages) != 4 || len(skipped) != 1 {
			t.Fatalf("%s: %d messages, skipped %v", name, len(messages), skipped)
		}
		first, second, third, private := messages[0], messages[1], messages[2], messages[3]
		if first.Text != "First @bo@x.example" || first.ID != "10" || first.Files[0].Name != "A window" || second.Text != "CW: food\n\nSecond" ||
			second.Thread != "10" || third.Thread != "10" || third.Channel != mentions || private.Channel != direct || private.Author != "1" {
			t.Errorf("%s: %+v", name, messages)
		}
		if e, err = open(ExportOptions{Account: "old"}); err != nil {
			t.Fatal(err)
		}
		if messages, _ = readExport(t, e); len(messages) != 3 {
			t.Errorf("%s: what is private is read unasked", name)
		}
	}
}

func TestADamagedArchiveIsReadAsFarAsItGoes(t *testing.T) {
	cut := outboxJSON[:strings.Index(outboxJSON, "Third")]
	for name, tt := range map[string]struct {
		actor, outbox string
		messages      int
		fails         bool
	}{
		"cut off":           {actorJSON, cut, 2, false},
		"a strange record":  {actorJSON, strings.Replace(outboxJSON, `{"type":"Announce","object":"https://x.example/1"}`, `7`, 1), 3, false},
		"no list":           {actorJSON, `{"orderedItems":{}}`, 0, true},
		"nothing of it":     {actorJSON, `{"x":[{"orderedItems":[]}]}`, 0, true},
		"nobody's":          {`{}`, outboxJSON, 0, true},
		"not JSON":          {"\x00", outboxJSON, 0, true},
		"without an outbox": {actorJSON, "", 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			folder := fstest.MapFS{"actor.json": {Data: []byte(tt.actor)}}
			if tt.outbox != "" {
				folder["outbox.json"] = &fstest.MapFile{Data: []byte(tt.outbox)}
			}
			e, err := OpenFolder(folder, ExportOptions{Account: "old"})
			if (err != nil) != tt.fails {
				t.Fatalf("it says %v", err)
			}
			if err != nil {
				return
			}
			messages, skipped := readExport(t, e)
			if len(messages) != tt.messages || len(skipped) == 0 {
				t.Errorf("%d messages, skipped %v", len(messages), skipped)
			}
		})
	}
}
