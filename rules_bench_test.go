package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/store"
)

// BenchmarkIngest keeps 20,000 messages of today by 400 members, in pages of
// 200, as a sync does: bare, and with the rules looking at every one of them
// beside it, as the console has them do. What the rules cost of a sync is the
// ratio of the two; bench/rules.sh prints it.
func BenchmarkIngest(b *testing.B) {
	for _, with := range []bool{false, true} {
		name := "bare"
		if with {
			name = "with rules"
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				ingestDay(b, with)
			}
			b.ReportMetric(20_000*float64(b.N)/b.Elapsed().Seconds(), "messages/s")
		})
	}
}

func ingestDay(b *testing.B, with bool) {
	ctx := b.Context()
	memory, err := store.Open(ctx, filepath.Join(b.TempDir(), "bench.db"), store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer memory.Close()
	if err := memory.PutAccount(ctx, inbox.Account{Name: "acme", Platform: inbox.Slack}); err != nil {
		b.Fatal(err)
	}
	p := paths{config: filepath.Join(b.TempDir(), "config.toml")}
	sifter := newSifter(sending{Store: memory, connected: func(string) bool { return true }}, config{}, newRuleFile(p))
	dice := rand.New(rand.NewPCG(1, 2))
	vocabulary := strings.Fields(vocabulary)
	start := time.Now().Add(-20 * time.Hour).UTC()
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() { // as the console does: beside the sync
		defer close(ended)
		if with {
			sifter.run(ctx, func(err error) { b.Log(err) })
		}
	}()
	defer func() { stop(); <-ended }()
	var members []inbox.Member
	for n := range 400 {
		members = append(members, inbox.Member{ID: fmt.Sprintf("U%d", n), Handle: fmt.Sprintf("member%d", n), Joined: start.Add(-time.Duration(n) * time.Hour)})
	}
	for page := range 100 {
		var said []inbox.Message
		for n := range 200 {
			at := page*200 + n
			id := fmt.Sprintf("%d.%06d", start.Unix()+int64(at), at)
			said = append(said, inbox.Message{
				Channel: fmt.Sprintf("C%d", at%20), ID: id, Thread: id, Author: fmt.Sprintf("U%d", at*7%400), Kind: inbox.Said,
				Text: sentence(dice, vocabulary), SentAt: start.Add(time.Duration(at) * time.Second),
			})
		}
		_, err := memory.Ingest(ctx, inbox.Page{Account: "acme", Scope: inbox.Scope{Name: "channel:C0", Cursor: fmt.Sprint(page)}, Members: members, Messages: said})
		if err != nil {
			b.Fatal(err)
		}
		members = nil
	}
}

// sentence is 4 to 30 words.
func sentence(dice *rand.Rand, vocabulary []string) string {
	words := make([]string, 4+dice.IntN(27))
	for i := range words {
		words[i] = vocabulary[dice.IntN(len(vocabulary))]
	}
	return strings.Join(words, " ") + "?"
}

const vocabulary = `the of and to in is it you that was for on are with as his they be at one have this from or had by hot but
	some what there we can out other were all your when up use word how said an each she which do their time if will way about many
	then them would write like so these her long make thing see him two has look more day could go come did my sound no most number
	who over know water than call first people may down side been now find any new work part take get place made live where after
	back little only round man year came show every good me give our under name very through just form much great think say help low
	line before turn cause same mean differ move right boy old too does tell sentence set three want air well also play small end put
	home read hand port large spell add even land here must big high such follow act why ask men change went light kind off need house
	picture try us again animal point mother world near build self earth father server notes sync folder backup version plugin export`
