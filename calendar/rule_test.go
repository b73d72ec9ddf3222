package calendar

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestWordsBecomeARule(t *testing.T) {
	first := On(Date(2026, 11, 23), 540)
	tests := map[string]string{
		"once":                                "",
		"daily":                               "FREQ=DAILY",
		"weekly":                              "FREQ=WEEKLY",
		"every week":                          "FREQ=WEEKLY",
		"every 2 weeks":                       "FREQ=WEEKLY;INTERVAL=2",
		"every other week on mon and thu":     "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
		"fortnightly":                         "FREQ=WEEKLY;INTERVAL=2",
		"every weekday":                       "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
		"Every Mon, Wed, and Fri":             "FREQ=WEEKLY;BYDAY=MO,WE,FR",
		"mondays":                             "FREQ=WEEKLY;BYDAY=MO",
		"every mon, thu until 1 mar":          "FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20270301",
		"weekly until 2027-03-01":             "FREQ=WEEKLY;UNTIL=20270301",
		"weekly, 10 times":                    "FREQ=WEEKLY;COUNT=10",
		"every tue for 3 times":               "FREQ=WEEKLY;BYDAY=TU;COUNT=3",
		"monthly":                             "FREQ=MONTHLY",
		"every month on the last fri":         "FREQ=MONTHLY;BYDAY=-1FR",
		"every 3 months on the 2nd tue":       "FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU",
		"monthly on the first mon, third mon": "FREQ=MONTHLY;BYDAY=1MO,3MO",
		"every month on the 1st and 15th":     "FREQ=MONTHLY;BYMONTHDAY=1,15",
		"every month on the last day":         "FREQ=MONTHLY;BYMONTHDAY=-1",
		"every month on the last weekday":     "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
		"yearly":                              "FREQ=YEARLY",
		"every year on 29 feb":                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
		"rrule:freq=weekly;byday=mo":          "FREQ=WEEKLY;BYDAY=MO",
	}
	for words, want := range tests {
		if got, err := ReadRule(words, first); err != nil || got != want {
			t.Errorf("%q is %q, want %q (%v)", words, got, want, err)
		}
	}
	for _, words := range []string{"often", "every", "every 0 weeks", "hourly", "every hour", "weekly until yesterday", "weekly until 2020-01-01", "weekly, 0 times", "every month on the 40th", "every month on the 9th mon", "FREQ=HOURLY", "every mon on tue", "weekly until "} {
		if got, err := ReadRule(words, first); err == nil {
			t.Errorf("%q is taken for %q", words, got)
		} else if len(err.Error()) < 15 {
			t.Errorf("%q is refused with %q", words, err)
		}
	}
}

func TestARuleIsSaidInWordsThatAreReadAgain(t *testing.T) {
	tests := map[string]string{
		"FREQ=DAILY":                                   "every day",
		"FREQ=WEEKLY":                                  "every week on Mon",
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH":           "every 2 weeks on Mon, Thu",
		"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR":             "every weekday",
		"FREQ=MONTHLY":                                 "every month on the 23rd",
		"FREQ=MONTHLY;BYMONTHDAY=-1":                   "every month on the last day",
		"FREQ=MONTHLY;BYDAY=-1FR":                      "every month on the last Fri",
		"FREQ=MONTHLY;BYDAY=2TU;COUNT=4":               "every month on the second Tue, 4 times",
		"FREQ=YEARLY":                                  "every year on 23 Nov",
		"FREQ=WEEKLY;BYDAY=MO;UNTIL=20270301":          "every week on Mon until 1 Mar 2027",
		"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1": "every month on the first weekday",
		"FREQ=YEARLY;BYMONTH=1,2":                      "FREQ=YEARLY;BYMONTH=1,2",
		"FREQ=WEEKLY;BYDAY=SU,MO;INTERVAL=2;WKST=SU":   "FREQ=WEEKLY;BYDAY=SU,MO;INTERVAL=2;WKST=SU",
	}
	first := On(Date(2026, 11, 23), 540)
	for _, rule := range []string{"", "nonsense"} {
		if said := SayRule(Post{When: first, Repeats: rule}); said != rule {
			t.Errorf("%q is said as %q", rule, said)
		}
	}
	for rule, want := range tests {
		said := SayRule(Post{When: first, Repeats: rule})
		if said != want {
			t.Errorf("%s is said as %q, want %q", rule, said, want)
		}
		again, err := ReadRule(said, first)
		if err != nil {
			t.Errorf("%q is not read: %v", said, err)
			continue
		}
		days := func(rule string) string { return strings.Join(seriesDays(t, first.String(), rule, "2036-01-01"), " ") }
		if days(rule) != days(again) {
			t.Errorf("%s is said as %q, which is %s", rule, said, again)
		}
	}
}

func FuzzReadRule(f *testing.F) {
	f.Add("every month on the last fri until 1 mar")
	first := On(Date(2026, 11, 23), 540)
	f.Fuzz(func(t *testing.T, words string) {
		rule, err := ReadRule(words, first)
		if err != nil || rule == "" {
			return
		}
		if _, err := Occurrences(Post{When: first, Repeats: rule}, time.UTC, first.Day.utc(), first.Day.utc().AddDate(1, 0, 0)); err != nil {
			t.Errorf("%q gives %q: %v", words, rule, err)
		}
		_ = SayRule(Post{When: first, Repeats: rule})
	})
}

func TestAnEventHasItsChecklist(t *testing.T) {
	event, err := Post{}.With(append(At(wall(t, "2027-03-15 17:30"), "America/New_York"), Named("ama-1"), Titled("Ask the team"), Happening("ama"),
		Going([]Place{{"slack", "general"}}), Themed("events"), As(Scheduled))...)
	if err != nil {
		t.Fatal(err)
	}
	var says []string
	for _, p := range Checklist(event) {
		says = append(says, p.When.String()+" "+p.Zone+" "+string(p.Status)+" "+p.For+" "+p.Title+" "+p.To[0].String()+p.Path)
		if !strings.Contains(p.Text, "Ask the team") {
			t.Errorf("the text is %q", p.Text)
		}
	}
	want := []string{
		"2027-03-08 17:30 America/New_York draft ama-1 Announcement: Ask the team slack/#general",
		"2027-03-14 17:30 America/New_York draft ama-1 Reminder: Ask the team slack/#general",
		"2027-03-16 17:30 America/New_York draft ama-1 Recap: Ask the team slack/#general",
	}
	if !slices.Equal(says, want) {
		t.Errorf("they are %q", says)
	}
	if n := len(Checklist(Post{Title: "a: b\n# c"})); n != 3 {
		t.Errorf("an event without a time has %d", n)
	}
}
