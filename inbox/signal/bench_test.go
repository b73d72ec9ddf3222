package signal

import (
	"strings"
	"testing"

	"rounds/inbox"
)

func BenchmarkRead(b *testing.B) {
	r := New(Desk{Self: []string{"U1"}, Handles: []string{"maria", "team"}, Words: []string{"acme", "pricing"}})
	for name, text := range map[string]string{
		"statement of 15 words": "I upgraded the server last night and the new release works fine for all of us",
		"question of 15 words":  "Hi all, after the upgrade last night how do I rotate the API key without downtime?",
		"10 KB of prose":        strings.Repeat("I upgraded the server last night and it works. ", 210),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			m := inbox.Message{Kind: inbox.Said, Text: text, Author: "U2"}
			for b.Loop() {
				r.Read(m)
			}
		})
	}
}
