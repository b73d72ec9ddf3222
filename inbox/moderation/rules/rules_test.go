package rules

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// of loads rules without packs.
func of(t testing.TB, text string) *Set {
	t.Helper()
	set, err := Load(Source{"rules.toml", []byte("packs = []\n" + text)})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// names are the rules that a message meets.
func names(hits []Hit) []string {
	var out []string
	for _, h := range hits {
		out = append(out, h.Rule.Name)
	}
	return out
}

var noon = time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC)

// regular is a message by somebody who is not new.
func regular(text string) Sample {
	return Sample{Text: text, Account: "a", Channel: "help", At: noon, Author: Author{ID: "U1", Handle: "ana", Age: 1000 * time.Hour, Messages: 500}}
}

// newcomer is the same by somebody's first day.
func newcomer(text string) Sample {
	s := regular(text)
	s.Author = Author{ID: "U2", Handle: "new", Age: time.Hour, Messages: 1}
	return s
}

func TestEachRuleOfThePacksFindsWhatItIsForAndNothingElse(t *testing.T) {
	tests := map[string]struct{ met, passed []Sample }{
		"invite-links": {
			[]Sample{regular("come over https://discord.gg/abc123"), regular("<https://t.me/coins|us>"), regular("chat.whatsapp.com/AbC")},
			[]Sample{regular("see https://discord.com/developers/docs"), regular("the code is `https://discord.gg/abc`")},
		},
		"lookalike-links": {
			[]Sample{regular("https://disc0rd.com/gift"), regular("https://dlscord.com/x"), regular("https://steamcommunnity.com/id"), regular("https://dicsord-nitro.com/gift"), regular("https://discord-nitro.gift.xyz/a"), regular("http://xn--pypal-4ve.com/"), regular("https://раураl.com/login")},
			[]Sample{regular("https://discord.com/x"), regular("https://cdn.discordapp.com/x"), regular("https://github.com/a/b"), regular("https://gitlab.com/x"), regular("https://google.co.uk"), regular("https://my-cloud.io/a https://telegra.ph/a https://finance.com")},
		},
		"adverts": {
			[]Sample{regular("Congratulations you have won a £500 prize! To claim call 09061234567 now"), regular("FREE entry: text WIN to 80888 to claim your prize, T&Cs apply")},
			[]Sample{regular("is the free plan enough for 5 users?"), regular("please call me on 07700 900123 when you are at the station"), regular("we won the match!")},
		},
		"premium-numbers": {
			[]Sample{regular("Want fun? Txt CHAT to 86688 now, 150p per msg")},
			[]Sample{regular("send me the log of run 12345 please")},
		},
		"promotion": {
			[]Sample{regular("Please subscribe to my channel, I make covers"), regular("check out my new video guys"), regular("earn money from home, $500 a day")},
			[]Sample{regular("subscribe to the issue to be told"), regular("can you check my code?"), regular("can someone check out my PR?"), regular("my channel list is empty after the update, please check"), regular("the video on the channel page does not play")},
		},
		"coin-offers": {
			[]Sample{regular("The airdrop is live, connect your wallet to claim"), regular("Guaranteed profit with bitcoin in 24 hours")},
			[]Sample{regular("does the API support crypto hashes?"), regular("the token expires after an hour")},
		},
		"begging-for-clicks": {
			[]Sample{newcomer("https://www.facebook.com/pages/x please")},
			[]Sample{regular("https://www.facebook.com/pages/x please"), newcomer("https://example.org/log here is the log")},
		},
		"referrals": {
			[]Sample{regular("http://play.example.com/?ref=1234567")},
			[]Sample{regular("https://example.com/?page=2"), regular("https://github.com/a?ref=readme")},
		},
		"link-flood": {
			[]Sample{newcomer("http://a.com http://b.com http://c.com http://d.com look")},
			[]Sample{regular("http://a.com http://b.com http://c.com http://d.com look"), newcomer("I read http://a.com and http://b.com")},
		},
		"mention-flood": {
			[]Sample{regular("<@U1> <@U2> <@U3> <@U4> <@U5> <@U6> <@U7> <@U8>"), newcomer("@everyone look here")},
			[]Sample{regular("<@U1> <@U2> thanks"), regular("<!here> the meeting begins")},
		},
		"threats": {
			[]Sample{regular("I know where you live"), regular("just kill yourself")},
			[]Sample{regular("how do I kill a process?"), regular("this bug will kill us"), regular("he wrote \"kill yourself\" to her, please look")},
		},
		"slurs": {
			[]Sample{regular("typical f4ggot"), regular("you are a n i g g e r")},
			[]Sample{regular("please do not use the word faggot here"), regular("the raccoon ate it")},
		},
		"hatred": {
			[]Sample{regular("All immigrants are vermin"), regular("I hate muslims"), regular("we should get rid of gay people")},
			[]Sample{regular("women are welcome here"), regular("Saying that immigrants are vermin is unacceptable"), regular("I hate mondays")},
		},
		"insults": {
			[]Sample{regular("you are an idiot"), regular("fuck you"), regular("you're such a m0ron"), regular("yоu are an іdiot")},
			[]Sample{regular("you are not an idiot"), regular("an idiot-proof installer for you"), regular("> you are an idiot\nplease stop"), regular("`fuck you` is what it prints"), regular("I was an idiot, you are right")},
		},
		"put-downs": {
			[]Sample{regular("you are so clueless"), regular("are you just stupid?")},
			[]Sample{regular("the error message is stupid"), regular("you are right")},
		},
		"name-calling": {
			[]Sample{regular("what a bunch of morons"), regular("he is a bastard"), regular("the scumbags in charge")},
			[]Sample{regular("what a day"), regular("the bastardized syntax")},
		},
		"heat": {
			[]Sample{regular("you waste of time, this bullshit is ridiculous and your attitude is arrogant")},
			[]Sample{regular("this is ridiculous, it fails again")},
		},
		"shouting": {
			[]Sample{regular("WHY DOES NOBODY EVER ANSWER IN HERE!!!!! I HAVE ASKED THE SAME THING FOR THREE WHOLE WEEKS NOW")},
			[]Sample{regular("ERROR: SEGMENTATION FAULT AT ADDRESS ZERO"), regular("YES!!!!")},
		},
	}
	set := packed(t)
	for _, r := range set.Rulebook().Rules {
		if _, ok := tests[r.Name]; !ok && !r.Off && !slices.Contains([]string{"copies", "fast-posting"}, r.Name) {
			t.Errorf("no example of %s", r.Name)
		}
	}
	for name, tt := range tests {
		for _, s := range tt.met {
			if got := names(set.Judge(s, nil)); !slices.Contains(got, name) {
				t.Errorf("%s is not met by %q: %v", name, s.Text, got)
			}
		}
		for _, s := range tt.passed {
			if got := names(set.Judge(s, nil)); slices.Contains(got, name) {
				t.Errorf("%s is met by %q", name, s.Text)
			}
		}
	}
}

func TestCopiesAreFoundWhoeverSendsThem(t *testing.T) {
	set, w := packed(t), NewWindow()
	met := 0
	for i := range 8 {
		s := regular("hello dear friends, look at this great thing http://x" + string(rune('a'+i)) + ".com/ today")
		s.Author.ID = string(rune('a' + i))
		s.At = noon.Add(time.Duration(i) * time.Minute)
		if slices.Contains(names(set.Judge(s, w)), "copies") {
			met++
		}
	}
	if met != 4 {
		t.Errorf("%d of 8 copies were found, want the last 4", met)
	}
	s := regular("hello dear friends, look at this great thing http://xz.com/ today")
	s.At = noon.Add(3 * time.Hour)
	if got := names(set.Judge(s, w)); slices.Contains(got, "copies") {
		t.Error("what was said hours ago counts")
	}
}

func TestAHitShowsWhatItRestsOn(t *testing.T) {
	tests := map[string]struct {
		when, text, want string
	}{
		"a word":           {`has("greetings")`, "well, Héllo there", "Héllo"},
		"a spelled word":   {`has("greetings")`, "well, h e l l o there", "h e l l o"},
		"a disguised word": {`has("greetings")`, "well, h3ll0 there", "h3ll0"},
		"a long word":      {`has("greetings")`, "well, hellooooo there", "hellooooo"},
		"a pattern":        {`regex("[0-9]{4}")`, "born 1984, died 2020", "1984|2020"},
		"matches":          {`text matches "[0-9]{4}"`, "born 1984", "1984"},
		"links":            {`link_count > 0`, "see <https://a.org/x|there> now", "<https://a.org/x|there>"},
		"mentions":         {`mention_count > 0`, "hi <@U1>", "<@U1>"},
		"two words":        {`follows("greetings", "people", 2)`, "hello my dear friends", "hello|friends"},
		"the whole":        {`caps > 0.5`, "ABC", "ABC"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			set := of(t, "[[list]]\nname = 'greetings'\ntitle = 'a greeting'\nwords = ['hello']\n[[list]]\nname = 'people'\nwords = ['friend*']\n[[rule]]\nname = 'a'\nwhen = '"+tt.when+"'\n")
			hits := set.Judge(regular(tt.text), nil)
			if len(hits) != 1 {
				t.Fatalf("%d hits", len(hits))
			}
			var got []string
			for _, s := range hits[0].Spans {
				got = append(got, tt.text[s.From:s.To])
			}
			if strings.Join(got, "|") != tt.want {
				t.Errorf("spans %q, want %q", got, tt.want)
			}
		})
	}
}

func TestExceptionsArePassedOver(t *testing.T) {
	for _, except := range []string{"@ana", "U1", "#help", "help", "moderator"} {
		set := of(t, "[[rule]]\nname = 'a'\nwhen = 'true'\nexcept = ['"+except+"']\n")
		s := regular("x")
		s.Author.Role = "moderator"
		if got := set.Judge(s, nil); len(got) != 0 {
			t.Errorf("%s is not excepted", except)
		}
	}
}

func TestAPatternThatIsMadeToHangDoesNot(t *testing.T) {
	set := of(t, "[[rule]]\nname = 'a'\nwhen = 'regex(\"^(a+)+$\") || text matches \"(x+x+)+y\" || plain() contains \"zz\"'\n")
	text := strings.Repeat("a", 100_000) + "!" + strings.Repeat("x", 100_000)
	began := time.Now()
	set.Judge(regular(text), nil)
	if took := time.Since(began); took > time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestARuleThatTakesLongIsPutAsideAndNamed(t *testing.T) {
	set := of(t, "[[rule]]\nname = 'slow'\nwhen = 'len(words()) > 0'\n[[rule]]\nname = 'quick'\nwhen = 'word_count > 100'\n")
	clock := noon
	set.Clock = func() time.Time { clock = clock.Add(30 * time.Millisecond); return clock }
	set.Judge(regular("a"), nil)
	if len(set.Slow()) != 0 {
		t.Errorf("%v is slow after 30 ms", set.Slow())
	}
	set.Clock = func() time.Time { clock = clock.Add(60 * time.Millisecond); return clock }
	set.Judge(regular("a"), nil)
	if want := []Slow{{"slow", "it took 60ms over one message"}}; !slices.Equal(set.Slow(), want) {
		t.Errorf("slow: %v, want %v", set.Slow(), want)
	}
	if hits := set.Judge(regular("a"), nil); len(hits) != 0 {
		t.Errorf("a rule that was put aside is met: %v", hits)
	}
}

func TestARuleThatBreaksDownIsPutAsideAndNamed(t *testing.T) {
	set := of(t, "[[rule]]\nname = 'broken'\nwhen = 'words()[3] == \"a\"'\n[[rule]]\nname = 'sound'\nwhen = 'true'\n")
	if got := names(set.Judge(regular("a"), nil)); !slices.Equal(got, []string{"sound"}) {
		t.Errorf("met %v", got)
	}
	if slow := set.Slow(); len(slow) != 1 || slow[0].Rule != "broken" || !strings.Contains(slow[0].Why, "range") {
		t.Errorf("slow: %v", slow)
	}
}

func TestTheSameMessagesMeetTheSameRules(t *testing.T) {
	set := packed(t)
	run := func() (all [][]Hit) {
		w := NewWindow()
		for i := range 3 * windowSize {
			s := newcomer([]string{"buy my great new thing today please", "hello", "see http://a.com/x and http://b.com/y now please"}[i%3])
			s.Author.ID = string(rune('a' + i%7))
			s.At = noon.Add(time.Duration(i) * time.Second)
			all = append(all, set.Judge(s, w))
		}
		return all
	}
	if !reflect.DeepEqual(run(), run()) {
		t.Error("two runs differ")
	}
}

func TestTheWindowGrowsNoLarger(t *testing.T) {
	set, w := packed(t), NewWindow()
	s := regular("the very same five words again")
	for i := range 2 * windowSize {
		s.At = noon.Add(time.Duration(i) * time.Second)
		set.Judge(s, w)
	}
	if allocated := testing.AllocsPerRun(100, func() { w.add(s, fingerprint{words: 5}) }); allocated > 0 {
		t.Errorf("remembering allocates %v times", allocated)
	}
}

func TestAnEditedMessageIsNotItsOwnCopy(t *testing.T) {
	set, w := of(t, "[[rule]]\nname = 'a'\nwhen = 'similar > 0 || rate_minute > 0'\n"), NewWindow()
	s := regular("one two three four five six")
	s.Edited = true
	for range 3 {
		if hits := set.Judge(s, w); len(hits) > 0 {
			t.Error("it was met")
		}
	}
}

func TestAttacksAreJudgedWithoutHarm(t *testing.T) {
	text, err := os.ReadFile(shared(t, "attacks", "attacks.json"))
	if err != nil {
		t.Fatal(err)
	}
	var attacks []struct{ ID, Hex string }
	if err := json.Unmarshal(text, &attacks); err != nil {
		t.Fatal(err)
	}
	set, w := packed(t), NewWindow()
	for _, a := range attacks {
		raw, err := hex.DecodeString(a.Hex)
		if err != nil {
			continue
		}
		sound(t, set, newcomer(string(raw)), w)
	}
}

// sound judges a message and looks at the spans.
func sound(t testing.TB, set *Set, s Sample, w *Window) {
	t.Helper()
	for _, h := range set.Judge(s, w) {
		last := 0
		for _, p := range h.Spans {
			if p.From < last || p.To <= p.From || p.To > len(s.Text) {
				t.Fatalf("%s: span %v of %d bytes: %q", h.Rule.Name, p, len(s.Text), s.Text)
			}
			if utf8.ValidString(s.Text) && (!onRune(s.Text, p.From) || !onRune(s.Text, p.To)) {
				t.Fatalf("%s: span %v cuts a rune of %q", h.Rule.Name, p, s.Text)
			}
			last = p.To
		}
	}
	if slow := set.Slow(); len(slow) > 0 {
		t.Fatalf("%v after %q", slow, s.Text)
	}
}

func onRune(s string, at int) bool { return at == len(s) || utf8.RuneStart(s[at]) }

func FuzzJudge(f *testing.F) {
	set, err := Load(Source{"rules.toml", []byte(`
[[rule]]
name = "everything"
when = 'has("insults") || link_count > 0 || mention_count > 0 || emoji_count > 0 || repeat > 2 || lookalike() || regex("(?i)[a-z]+") || near("you", "rude", 3) || hits("free") > 0 || len(words()) > 0'
`)})
	if err != nil {
		f.Fatal(err)
	}
	for _, text := range []string{
		"", "you idiot", "h e l l o y o u m o r o n", "<https://a.org|x> <@U1> <!here> <:a:1>", "£500 07700 900123 150p 86688 $1", "„quote“ “x” `c` ```\nx```", "yоu are аn іdiоt", "\xff\xfe<@", "&#39;&amp;", "a.b.c.com/ x@y.com",
		"https://xn--pypal-4ve.com/?ref=1", "!!!!!!", "(((((", "++++1", "1.2.3.4", "İ ſ ß ﬀ Ａ 𝐡𝐞𝐥𝐥𝐨", strings.Repeat("a.", 9000), strings.Repeat("a ", 9000), strings.Repeat("Ⱥ!", 6000), "u&#39;", "x'", "a**", "f**k you",
	} {
		f.Add(text)
	}
	w := NewWindow()
	f.Fuzz(func(t *testing.T, text string) { sound(t, set, newcomer(text), w) })
}
