package learn

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"rounds/inbox/moderation"
)

// labelled reads one of the sets beside the project.
func labelled(t testing.TB, name string) []Example {
	t.Helper()
	path := filepath.Join("..", "..", "..", "..", "shared", "data", name+".jsonl.gz")
	f, err := os.Open(path)
	if err != nil && os.Getenv("ROUNDS_NEED_SHARED") != "" {
		t.Fatal(err)
	}
	if err != nil {
		t.Skipf("this test reads what lies beside the project: %v", err)
	}
	defer f.Close()
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var items []Example
	lines := bufio.NewScanner(unpacked)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var one struct{ Label, Text string }
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			t.Fatal(err)
		}
		items = append(items, Example{Text: one.Text, Bad: one.Label == "spam" || one.Label == "toxic"})
	}
	return items
}

// TestWhatWasLearnedFromOneHalfHoldsForTheOther asks for more than the packs
// reach on the same halves, which package rules measures.
func TestWhatWasLearnedFromOneHalfHoldsForTheOther(t *testing.T) {
	for name, least := range map[string]float64{"sms_spam": 0.92, "youtube_spam": 0.92, "github_incivility": 0.50} {
		t.Run(name, func(t *testing.T) {
			f := Halves(name, labelled(t, name))
			t.Logf("%+v F1 %.3f", f, f.F1())
			if f.F1() < least {
				t.Errorf("F1 %.3f, want %.2f at least: %+v", f.F1(), least, f)
			}
		})
	}
}

func TestAChanceIsWhatItSays(t *testing.T) {
	for _, name := range []string{"sms_spam", "youtube_spam", "github_incivility"} {
		t.Run(name, func(t *testing.T) {
			train, test := Halve(labelled(t, name))
			m := Train(train)
			var said, were float64
			for _, e := range test {
				said += m.chance(m.score(read(e.Text)))
				if e.Bad {
					were++
				}
			}
			if n := float64(len(test)); math.Abs(said-were)/n > 0.04 {
				t.Errorf("said %.1f %% on the average, %.1f %% were bad", 100*said/n, 100*were/n)
			}
		})
	}
}

func few() []Example {
	var all []Example
	for _, s := range []string{"win free coins now", "free coins for you", "claim free coins", "coins for free click now"} {
		all = append(all, Example{Text: s, Bad: true})
	}
	for _, s := range []string{"the build fails on linux", "how do I build it", "linux works for me", "thanks that works"} {
		all = append(all, Example{Text: s})
	}
	return all
}

func TestItNamesTheWordsThatWeighedMost(t *testing.T) {
	said := Train(few()).Say("you get free coins on linux")
	if len(said.Words) == 0 || !strings.Contains(strings.Join(said.Words[:2], " "), "coins") {
		t.Errorf("said %+v, want coins among the first words", said)
	}
	if said.From != 8 {
		t.Errorf("it rests on %d decisions, want 8", said.From)
	}
}

func TestATextUnlikeAllOthersIsPassedOver(t *testing.T) {
	m := Train(few())
	for _, text := range []string{"", "日本語のメッセージ", "quite another matter altogether"} {
		if said := m.Say(text); !reflect.DeepEqual(said, moderation.Learned{}) {
			t.Errorf("%q: said %+v", text, said)
		}
	}
	if said := (*Model)(nil).Say("free coins"); said.From != 0 {
		t.Errorf("without a model: said %+v", said)
	}
}

func TestTheSameExamplesTeachTheSame(t *testing.T) {
	a, b := Train(few()), Train(few())
	if !reflect.DeepEqual(a, b) {
		t.Error("two models of the same examples differ")
	}
}

func TestFewOrOneSidedDecisionsAreNotEnough(t *testing.T) {
	for _, tt := range []struct {
		good, bad int
		want      bool
	}{{0, 0, false}, {39, 0, false}, {100, 9, false}, {9, 100, false}, {20, 19, false}, {30, 10, true}, {20, 20, true}} {
		if got := Enough(tt.good, tt.bad); got != tt.want {
			t.Errorf("%d good and %d bad: %v", tt.good, tt.bad, got)
		}
	}
}

func TestFewExamplesAreSurvived(t *testing.T) {
	for _, examples := range [][]Example{nil, {{Text: "a"}}, {{Text: "a", Bad: true}}, {{Text: ""}, {Text: "", Bad: true}}} {
		if c := Train(examples).Say("a").Chance; math.IsNaN(c) || c < 0 || c > 1 {
			t.Errorf("%v: chance %v", examples, c)
		}
	}
}

func FuzzSay(f *testing.F) {
	m := Train(few())
	f.Add("free coins")
	f.Add("\xff\x00 http:// ://")
	f.Fuzz(func(t *testing.T, text string) {
		said := m.Say(text)
		if math.IsNaN(said.Chance) || said.Chance < 0 || said.Chance > 1 {
			t.Errorf("chance %v", said.Chance)
		}
		for _, w := range said.Words {
			if utf8.ValidString(text) && !utf8.ValidString(w) {
				t.Errorf("%q was made of valid text", w)
			}
		}
	})
}
