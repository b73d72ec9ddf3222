package survey

import (
	"strings"
	"testing"
	"time"

	"rounds/inbox/metrics"
)

func now() time.Time { return time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC) }

const tally = "Submission ID,Respondent ID,Submitted at,How likely are you to recommend us? (0-10),Why?,Email\n" +
	"aB1,r1,2026-10-03 09:12:44,9,\"Helpful, quick\",maria@example.com\n" +
	"aB2,r2,2026-10-04 10:00:00,6,too slow,bo@example.com\n" +
	"aB3,r1,2026-10-20 09:00:00,10,better now,Maria@example.com\n" +
	"aB4,r4,2026-10-21 09:00:00,,forgot,x@example.com\n"

const google = "\ufeffTimestamp,Username,On a scale of 1 to 5 how satisfied are you?,What can we improve?\r\n" +
	"2026/10/31 2:05:09 PM GMT+2,ana@example.com,4,More docs\r\n" +
	"2026/10/31 2:06:09 PM GMT+2,,2,\r\n"

const typeform = "#;How happy are you with support?;Anything else?;Submit Date (UTC);Network ID\n" +
	"x1;Very satisfied;no;31/10/2026 14:05;a\n" +
	"x2;Neutral;;01/11/2026 14:05;b\n" +
	"x3;Satisfied;;02/11/2026 14:05;c\n"

func read(t *testing.T, text string, o Options) Result {
	t.Helper()
	o.Name, o.Now = "autumn", now()
	r, err := Read(strings.NewReader(text), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTheTablesOfTheToolsAreRead(t *testing.T) {
	at := func(day, hour, minute, second int) int64 {
		return time.Date(2026, 10, day, hour, minute, second, 0, time.UTC).UnixMicro()
	}
	tests := map[string]struct {
		text  string
		kind  Kind
		first metrics.Survey
		n     int
	}{
		"Tally":        {tally, NPS, metrics.Survey{At: at(20, 9, 0, 0), Who: "Maria@example.com", Score: 10, Words: "better now"}, 2},
		"Google Forms": {google, CSAT, metrics.Survey{At: at(31, 12, 5, 9), Who: "ana@example.com", Score: 4, Words: "More docs"}, 2},
		"Typeform":     {typeform, CSAT, metrics.Survey{At: at(31, 14, 5, 0), Score: 5, Words: "no"}, 3},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := read(t, tt.text, Options{Asked: 40})
			if r.Kind != tt.kind || len(r.Answers) != tt.n || len(r.Problems) != 0 {
				t.Fatalf("%d answers of kind %s with %v by %v", len(r.Answers), r.Kind, r.Problems, r.Columns)
			}
			want := tt.first
			want.Name, want.Kind, want.Asked = "autumn", string(tt.kind), 40
			if r.Answers[0] != want {
				t.Errorf("the first answer is %+v, want %+v", r.Answers[0], want)
			}
		})
	}
}

func TestOfSeveralAnswersOfOnePersonTheLastCounts(t *testing.T) {
	r := read(t, tally, Options{})
	if r.Again != 1 || r.Answers[0].Score != 10 {
		t.Errorf("%d answered again; the first answer is %+v", r.Again, r.Answers[0])
	}
}

func TestWhatCannotBeReadIsToldByItsLine(t *testing.T) {
	text := "date,score,comment\n2026-10-01,9,\"two\nlines\"\n2026-10-02,eleven,x\n2026-10-03,11,x\nyesterday,8,x\n" + strings.Repeat("2026-10-04,7,x\n", 40)
	r := read(t, text, Options{Kind: NPS})
	if len(r.Answers) != 41 || len(r.Problems) != 3 {
		t.Fatalf("%d answers, problems %v", len(r.Answers), r.Problems)
	}
	for i, want := range []int{4, 5, 6} {
		if r.Problems[i].Line != want {
			t.Errorf("problem %d is %+v, want it on line %d", i, r.Problems[i], want)
		}
	}
}

func TestATimeThatCannotBeReadIsNotPassedOverInSilence(t *testing.T) {
	r := read(t, "Submitted at,score\nthe day after,9\n2026-1-5 10:00:00,8\n", Options{Kind: NPS})
	if len(r.Answers) != 1 || len(r.Problems) != 1 || r.Answers[0].At != time.Date(2026, 1, 5, 10, 0, 0, 0, time.UTC).UnixMicro() {
		t.Errorf("%+v", r)
	}
}

func TestAMappingHasTheLastWord(t *testing.T) {
	text := "a,b,c\n3,9,1\n4,8,2\n"
	r := read(t, text, Options{Kind: NPS, Map: Mapping{Score: "B"}})
	if r.Answers[0].Score != 9 || r.Columns[Score] != "b" {
		t.Errorf("%+v by %v", r.Answers[0], r.Columns)
	}
	if r = read(t, text, Options{Map: Mapping{Score: "3"}}); r.Answers[1].Score != 2 {
		t.Errorf("%+v by %v", r.Answers[1], r.Columns)
	}
	_, err := Read(strings.NewReader(text), Options{Map: Mapping{Score: "d"}})
	if err == nil || !strings.Contains(err.Error(), `"a", "b", "c"`) {
		t.Errorf("a column that is not there: %v", err)
	}
}

func TestATableWithoutScoresIsAnError(t *testing.T) {
	for _, text := range []string{"", "score\n", "name,words\nbo,hello\n", "\x00\x01", "\xff\xfe"} {
		if r, err := Read(strings.NewReader(text), Options{}); err == nil {
			t.Errorf("%q gave %+v", text, r)
		}
	}
}

func TestMoreAnswersThanInvitedIsAnError(t *testing.T) {
	if _, err := Read(strings.NewReader(typeform), Options{Asked: 2}); err == nil {
		t.Error("three answered of two")
	}
}

func TestATableOfASpreadsheetIsRead(t *testing.T) {
	var wide strings.Builder
	wide.WriteString("\xff\xfe")
	for _, r := range "score\tname\n9\tJo\u00e3o\n" {
		wide.WriteString(string([]byte{byte(r), byte(r >> 8)}))
	}
	for name, text := range map[string]string{"UTF-16": wide.String(), "Latin-1": "score;name\n9;Jo\xe3o\n"} {
		if r := read(t, text, Options{}); len(r.Answers) != 1 || r.Answers[0].Who != "João" || r.Kind != NPS {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func TestAScoreIsReadAsToolsWriteIt(t *testing.T) {
	for text, want := range map[string]int32{"9": 9, "9.0": 9, "4/5": 4, "10 - extremely likely": 10, "★★★": 3, "Very satisfied": 5, "😐": 3, "5 (best)": 5} {
		if got, ok := scoreOf(text); !ok || got != want {
			t.Errorf("scoreOf(%q) = %d, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "-1", "x", "9x", "2026-10-03", "1,5", "99999999999"} {
		if got, ok := scoreOf(text); ok {
			t.Errorf("scoreOf(%q) = %d", text, got)
		}
	}
}

func FuzzATableNeverBreaksTheReader(f *testing.F) {
	for _, text := range []string{tally, google, typeform, "", "\xff\xfe\x00", "a;b\n\"", "score\n\"9\n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := Read(strings.NewReader(text), Options{Now: now()})
		if err != nil {
			return
		}
		for _, a := range r.Answers {
			if a.Score < 0 || a.Score > 10 || r.Kind == CSAT && (a.Score < 1 || a.Score > 5) {
				t.Errorf("%q: a score of %d", text, a.Score)
			}
		}
	})
}
