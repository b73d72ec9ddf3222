package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"rounds/inbox"
	"rounds/ui/pane"
)

// desk stands for the rest of the house, with hostile names in it.
type desk struct {
	Link
	Register
	known    bool
	keyring  error
	kept     Newcomer
	accounts []Account
	old      []inbox.Expired
}

const hostile = "ev\x1b]0;owned\ail\x1b[31m\n名前" + "\u202e"

func (*desk) Manifest() string  { return "display_information:\n" }
func (*desk) Page() string      { return "https://example" }
func (*desk) Given(string) Keys { return Keys{} }

func (*desk) Guide(inbox.Platform) Guide {
	return Guide{Needs: "a key of yours", Minutes: 2, Page: "https://example/keys"}
}

func (*desk) Inspect(_ context.Context, which Which, d Door) (Pass, error) {
	if !strings.HasPrefix(d.Token, string(which)) {
		return Pass{}, errors.New("this is no " + string(which) + " token")
	}
	return Pass{
		Workspace: strings.Repeat(hostile, 9), Domain: "Ac.me!", Team: "T1", User: hostile,
		Grants: []Grant{{Name: "channels:read", Given: true, Why: "w"}, {Name: "team:read", Without: "no links"}},
	}, nil
}

func (*desk) Rooms(context.Context, Door) ([]Room, error) {
	var rooms []Room
	for _, name := range []string{hostile, "general", "2", strings.Repeat("long", 40), "日本語のチャンネルの名前"} {
		rooms = append(rooms, Room{Channel: inbox.Channel{ID: "C" + name, Name: name}, Member: name == "general"})
	}
	return rooms, nil
}

func (d *desk) Look(context.Context, Settings, string) (Place, error) {
	return Place{Known: d.known, Keyring: d.keyring, Folder: "/tokens", NoName: true}, nil
}

func (d *desk) Keep(_ context.Context, _ Settings, n Newcomer) (Kept, error) {
	d.kept = n
	return Kept{"somewhere", "/config"}, nil
}

func (d *desk) Accounts(context.Context, Settings) ([]Account, error) { return d.accounts, nil }

func (d *desk) Expired(context.Context, Settings, PurgeOptions) ([]inbox.Expired, error) {
	return d.old, nil
}

// script is a person who answers from a list, and then has had enough.
type script struct{ lines []string }

func (s *script) Ask(context.Context, string) (string, error) {
	if len(s.lines) == 0 {
		return "", io.EOF
	}
	line := s.lines[0]
	s.lines = s.lines[1:]
	return line, nil
}

func (s *script) Secret(ctx context.Context, q string) (string, error) { return s.Ask(ctx, q) }

// talk runs a command with somebody who answers.
func talkTo(t *testing.T, d *desk, width int, lines []string, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	h := House{In: strings.NewReader(""), Out: &out, Err: &out, Now: noon, Width: width, Link: d, Register: d}
	if lines != nil {
		h.Person = &script{lines}
	}
	root := New(h)
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetArgs(args)
	err := root.ExecuteContext(t.Context())
	return out.String(), err
}

// narrow fails for a line that is too wide or that could do more than show.
func narrow(t *testing.T, text string, width int) {
	t.Helper()
	if strings.ContainsAny(text, "\x1b\a\u202e\r") {
		t.Errorf("foreign text gets through: %q", text)
	}
	for line := range strings.SplitSeq(text, "\n") {
		if pane.Width(line) > width {
			t.Errorf("%d cells wide: %q", pane.Width(line), line)
		}
	}
}

func TestConnectingGoesThroughAllQuestions(t *testing.T) {
	d := &desk{}
	out, err := talkTo(t, d, 80, []string{"nonsense", "bot-1", "", "user-1", "nowhere", "1 2, general", "x", "f"}, "connect", "slack")
	if err != nil {
		t.Fatal(err)
	}
	narrow(t, out, 80)
	n := d.kept
	if n.Name != "ac-me" || n.Keys != (Keys{Bot: "bot-1", User: "user-1"}) || n.InKeyring || len(n.Rooms) != 3 || n.Rooms[1].Name != "2" {
		t.Errorf("%+v", n)
	}
}

func TestConnectingCanBeLeftAtEveryQuestion(t *testing.T) {
	answers := []string{"bot-1", "app-1", "user-1", "all", ""}
	for n := range answers {
		d := &desk{}
		_, err := talkTo(t, d, 80, append([]string{}, answers[:n]...), "connect", "slack")
		if ExitCode(err) != ExitInterrupted || d.kept.Name != "" {
			t.Errorf("after %d answers: %v, %+v", n, err, d.kept)
		}
	}
	d := &desk{keyring: errors.New("there is no keyring here")}
	if _, err := talkTo(t, d, 80, []string{"bot-1", "", "", "", "n"}, "connect", "slack"); ExitCode(err) != ExitInterrupted || d.kept.Name != "" {
		t.Errorf("a file was written against the person's word: %v", err)
	}
	d = &desk{known: true}
	if _, err := talkTo(t, d, 80, []string{"bot-1", "", "", "n"}, "connect", "slack"); ExitCode(err) != ExitInterrupted || d.kept.Name != "" {
		t.Errorf("tokens were replaced against the person's word: %v", err)
	}
}

func TestChannelsAreChosenByNameIDNumberAndRange(t *testing.T) {
	var rooms []Room
	for _, name := range []string{"a", "b", "c", "4", "e"} {
		rooms = append(rooms, Room{Channel: inbox.Channel{ID: "C" + name, Name: name}})
	}
	for text, want := range map[string]string{
		"": "", "all": "", "a": "a", "#B, Cc": "b c", "1-3": "a b c", "2-3 c 5": "b c e", "4": "4", "5-5": "e",
		"0": "!", "6": "!", "3-1": "!", "x": "!", "1-": "!", "-2": "!", "1-99999999999999999999": "!",
	} {
		got, err := pickRooms(text, rooms)
		var names []string
		for _, r := range got {
			names = append(names, r.Name)
		}
		if joined := strings.Join(names, " "); joined != want && (want != "!" || err == nil) {
			t.Errorf("%q gives %q, %v", text, joined, err)
		}
	}
}

func TestAccountsAndPurgesFitEightyColumns(t *testing.T) {
	d := &desk{
		accounts: []Account{
			{Workspace: hostile, AccountHealth: inbox.AccountHealth{Account: inbox.Account{Name: strings.Repeat("name", 20), Platform: inbox.Slack}, Messages: 1234567, From: noon(), To: noon()}},
			{Connected: true, Paused: true, Tokens: []string{"token from the file /" + strings.Repeat("folder/", 20)}, Channels: strings.Fields(strings.Repeat("#"+"channel ", 30)), Retention: "180d"},
		},
		old: []inbox.Expired{{Account: strings.Repeat(hostile, 9), Messages: 1234567, Conversations: 234567, From: noon(), To: noon(), Starred: 12, Noted: 3, Tagged: 4, Before: noon()}, {Account: "b"}},
	}
	for _, args := range [][]string{{"accounts"}, {"purge"}, {"connect"}} {
		out, err := talkTo(t, d, 80, nil, args...)
		if err != nil {
			t.Fatal(err)
		}
		narrow(t, out, 80)
		for _, form := range [][]string{nil, {"--json"}} {
			out, err = talkTo(t, d, 0, nil, append(args, form...)...)
			if err != nil || strings.ContainsAny(out, "\x1b\a\u202e") {
				t.Errorf("%v %v: %v %q", args, form, err, out)
			}
		}
	}
}

func TestAnAccountNameIsGoodForAFile(t *testing.T) {
	for text, want := range map[string]string{"Acme": "acme", "../x": "x", "ac me": "ac-me", "日本": "", strings.Repeat("a", 99): strings.Repeat("a", 40), "a_b-c9": "a_b-c9"} {
		if got := AccountName(text); got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
}
