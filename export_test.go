package main

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// part is one file of an export.
type part struct{ name, text string }

// quote writes bytes as a JSON string. What is not UTF-8 stays as it is, as a
// careless program would have written it.
func quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"' || c == '\\':
			b.WriteString(`\` + string(rune(c)))
		case c < ' ' || c == 0x7f:
			fmt.Fprintf(&b, `\u%04x`, c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// small is a community of four people, two channels and a dozen sayings, each
// of another kind.
func small() []part {
	return []part{
		{"users.json", `[
			{"id":"U1","team_id":"T1","name":"maria","profile":{"display_name":"maria.k","real_name":"Maria Kovač","email":"m@example.com"}},
			{"id":"U2","name":"sam","is_admin":true,"profile":{"real_name":"Sam"}},
			{"id":"U3","name":"deploybot","is_bot":true},
			{"id":"U4","name":"bo"}]`},
		{"channels.json", `[{"id":"C1","name":"general","created":1700000000},{"id":"C2","name":"help"}]`},
		{"groups.json", `[{"id":"G1","name":"secret","members":["U1"]}]`},
		{"general/2026-01-05.json", `[
			{"type":"message","subtype":"channel_join","user":"U4","text":"<@U4> has joined the channel","ts":"1767600000.000100"},
			{"type":"message","user":"U4","text":"Hello everyone, the lantern is lit","ts":"1767600060.000200","reactions":[{"name":"wave","count":2,"users":["U1","U2"]}]},
			{"type":"message","user":"U1","text":"Release of 20.04 is out <https://example.com/notes|notes> :) <!here>","ts":"1767603600.000300"}]`},
		{"help/2026-01-05.json", `[
			{"type":"message","user":"U1","text":"How do I rotate the API key in C++ without downtime?","ts":"1767607200.000100","thread_ts":"1767607200.000100","reply_count":1},
			{"type":"message","user":"U2","text":"Add the new one first, then <@U1> remove the old &amp; you are done","ts":"1767607800.000200","thread_ts":"1767607200.000100"},
			{"type":"message","user":"U4","text":"<@U2> is the export broken? It says \"a b\" is missing","ts":"1767610800.000300","edited":{"user":"U4","ts":"1767610900.000000"},"files":[{"name":"log.txt","mimetype":"text/plain","size":12}]}]`},
		{"secret/2026-01-05.json", `[{"type":"message","user":"U1","text":"this is nobody's business","ts":"1767607200.000900"}]`},
	}
}

// large is an export whose import takes several pages: many days of few words.
func large(days, perDay int) []part {
	parts := []part{
		{"users.json", `[{"id":"U1","name":"ada"},{"id":"U2","name":"bo"},{"id":"U3","name":"cy","is_admin":true},{"id":"U4","name":"dee"}]`},
		{"channels.json", `[{"id":"C1","name":"general"},{"id":"C2","name":"help"}]`},
	}
	words := []string{"the lantern is lit", "how do I open the gate?", "thanks a lot", "<@U3> could you have a look", "C++ and :) again"}
	for _, channel := range []string{"general", "help"} {
		for day := range days {
			noon := time.Date(2008, 1, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, day)
			records := make([]string, perDay)
			for i := range records {
				n := day*perDay + i
				ts := fmt.Sprintf("%d.%06d", noon.Unix()+int64(60*i), n%1_000_000)
				thread := ""
				if i > 0 && n%3 == 0 {
					thread = fmt.Sprintf(`,"thread_ts":"%d.%06d"`, noon.Unix(), day*perDay%1_000_000)
				}
				records[i] = fmt.Sprintf(`{"type":"message","user":"U%d","text":"%s, number %d","ts":"%s"%s}`, 1+n%4, words[n%len(words)], n, ts, thread)
			}
			parts = append(parts, part{fmt.Sprintf("%s/%s.json", channel, noon.Format(time.DateOnly)), "[" + strings.Join(records, ",\n") + "]"})
		}
	}
	return parts
}

// packed writes an export as a zip file.
func packed(t testing.TB, dir string, parts []part) string {
	t.Helper()
	path := filepath.Join(dir, "export.zip")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	z := zip.NewWriter(file)
	for _, p := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate})
		if err == nil {
			_, err = io.WriteString(w, p.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// unpacked writes an export as a folder.
func unpacked(t testing.TB, dir string, parts []part) string {
	t.Helper()
	path := filepath.Join(dir, "export")
	for _, p := range parts {
		write(t, filepath.Join(path, filepath.FromSlash(p.name)), p.text, 0o600)
	}
	return path
}

// changed is parts with another text in one of them.
func changed(parts []part, name, text string) []part {
	parts = slices.Clone(parts)
	for i := range parts {
		if parts[i].name == name {
			parts[i].text = text
		}
	}
	return parts
}
