package checkin_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"rounds/inbox/checkin"
	"rounds/ui/uitest"
)

func TestText(t *testing.T) {
	text := checkin.Text(uitest.Day(), time.UTC)
	uitest.Golden(t, text)
}

func TestMarkdown(t *testing.T) {
	uitest.Golden(t, checkin.Markdown(uitest.Day(), time.UTC))
}

func TestTextAndMarkdownTellOfTheSameItems(t *testing.T) {
	d := uitest.Day()
	text, document := checkin.Text(d, time.UTC), checkin.Markdown(d, time.UTC)
	for _, p := range d.Parts {
		if !strings.Contains(text, p.Step.Title()+"  "+p.Summary()) || !strings.Contains(document, "## "+p.Step.Title()+"  "+p.Summary()) {
			t.Errorf("%s is missing", p.Step)
		}
		for _, i := range p.Items {
			if i.Name != "" && i.Kind != checkin.Celebrate && strings.Trim(i.Name, "abcdefghijklmnopqrstuvwxyz") == "" && (!strings.Contains(text, i.Name) || !strings.Contains(document, i.Name)) {
				t.Errorf("%s is missing", i.Key)
			}
		}
	}
	if n, m := strings.Count(text, "\n  "), strings.Count(document, "\n- "); n != m {
		t.Errorf("%d lines in one, %d in the other", n, m)
	}
}

func TestForeignWordsReachNoTerminalAndNoRenderer(t *testing.T) {
	evil := "\x1b[2J\u202e# *x* <script> [a](http://evil.example) `y` @everyone\r\nnext | line"
	d := uitest.Day()
	for k := range d.Parts {
		for n := range d.Parts[k].Items {
			i := &d.Parts[k].Items[n]
			i.Name, i.Text, i.Room, i.Account, i.Why = evil, evil, evil, evil, []string{evil}
			if i.Hello != nil {
				i.Hello.Suspect, i.Hello.By, i.Hello.On = []string{evil}, evil, evil
			}
		}
	}
	for k := range d.Back {
		d.Back[k].Text = evil
	}
	body, err := json.Marshal(d.Plain())
	if err != nil {
		t.Fatal(err)
	}
	document := checkin.Markdown(d, time.UTC)
	for name, out := range map[string]string{"text": checkin.Text(d, time.UTC), "Markdown": document, "JSON": string(body)} {
		if strings.ContainsFunc(out, func(r rune) bool { return r < ' ' && r != '\n' || r == 0x202e }) || strings.Contains(out, `\u001b`) || strings.Contains(out, `\u202e`) {
			t.Errorf("%s lets a control character through", name)
		}
	}
	for _, sign := range []string{" <script", " *x*", "[a](", " `y`", "] | "} {
		if strings.Contains(document, sign) {
			t.Errorf("Markdown lets %q through", sign)
		}
	}
	if lines := strings.Split(document, "\n"); slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "next") }) {
		t.Error("a line break of theirs begins a line of ours")
	}
}

func TestADayOnWhichNothingWaitsSaysSo(t *testing.T) {
	d := checkin.Day{Now: uitest.Noon(), News: checkin.News{Since: uitest.Noon().Add(-time.Hour)}}
	for _, step := range checkin.Steps() {
		d.Parts = append(d.Parts, checkin.Part{Step: step})
	}
	text := checkin.Text(d, time.UTC)
	for _, want := range []string{"Since Tue 11:00: nothing new.", "Welcome  nothing left", "Nothing waits for you. That is all for today."} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
}

func TestNewsSentence(t *testing.T) {
	now := uitest.Noon()
	for want, n := range map[string]checkin.News{
		"Since Mon 18:02: 4 mentions, 7 questions, 2 flags, 3 joined, 1 not sent.": {Since: now.Add(-18*time.Hour + 2*time.Minute), Mentions: 4, Questions: 7, Flags: 2, Joined: 3, Failed: 1},
		"Since 1 June 12:00: 1 mention, 12 messages in all.":                       {Since: now.AddDate(0, 0, -15), Mentions: 1, Messages: 12},
	} {
		if got := n.Sentence(now, time.UTC); got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
	}
}

func TestQuietHoursSayWhenTheyEnd(t *testing.T) {
	now := uitest.Noon()
	for want, d := range map[string]checkin.Day{
		"": {Now: now},
		"Nobody is at work until 15:00: the clocks stand still.":           {Now: now, Quiet: true, Opens: now.Add(3 * time.Hour)},
		"Nobody is at work until Wednesday 09:00: the clocks stand still.": {Now: now, Quiet: true, Opens: now.Add(21 * time.Hour)},
		"Nobody is at work: the clocks stand still.":                       {Now: now, Quiet: true},
	} {
		if got := d.Resting(time.UTC); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
