package calendar

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestTheStarterReads(t *testing.T) {
	s, err := ParseSettings(Starter("Europe/Berlin"))
	if err != nil {
		t.Fatal(err)
	}
	var week []string
	for _, slot := range s.Slots {
		week = append(week, slot.Weekday.String()+" "+On(0, slot.Minute).Clock()+" "+slot.Theme)
	}
	if s.Zone != "Europe/Berlin" || s.Grace != time.Minute || s.Approval != NoApproval || strings.Join(week, ", ") != "Monday 09:00 goals, Wednesday 09:00 resource, Friday 09:00 wins" {
		t.Errorf("it says %+v, %v", s, week)
	}
	if s.UTM.Values["utm_source"] != "{{platform}}" || len(s.UTM.Hosts) > 0 || len(s.Blackouts) > 0 || len(s.Publish) > 0 {
		t.Errorf("it says %+v", s)
	}
}

const fullSettings = `zone: America/New_York
approval: required
grace: 10m
slots:
  - { day: mon, at: "09:00", theme: goals, channels: [slack/#general, mastodon] }
  - day: thursday
    at: 17:30
blackouts:
  - { from: 2026-12-24, to: 2026-12-26, why: holidays }
  - { from: 2027-01-01 }
utm:
  hosts: [Example.com]
  medium: chat
  utm_term: x
  content: ""
publish:
  slack/general: local
  mastodon: remind
`

func TestEverySettingIsRead(t *testing.T) {
	s, err := ParseSettings(strings.ReplaceAll(fullSettings, "\n", "\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := Settings{
		Zone: "America/New_York", Approval: RequiredApproval, Grace: 10 * time.Minute,
		Slots:     []Slot{{time.Monday, 540, "goals", []Place{{"slack", "general"}, {"mastodon", ""}}}, {time.Thursday, 1050, "", nil}},
		Blackouts: []Blackout{{Date(2026, 12, 24), Date(2026, 12, 26), "holidays"}, {Date(2027, 1, 1), Date(2027, 1, 1), ""}},
		UTM: UTM{[]string{"example.com"}, map[string]string{
			"utm_source": "{{platform}}", "utm_medium": "chat", "utm_campaign": "{{campaign}}", "utm_term": "x",
		}},
		Publish: map[string]Mode{"slack/#general": Local, "mastodon": Remind},
	}
	if !reflect.DeepEqual(s, want) {
		t.Errorf("read\n%+v, want\n%+v", s, want)
	}
}

func TestAWrongSettingIsToldWithItsLine(t *testing.T) {
	tests := map[string]struct {
		line         int
		source, says string
	}{
		"a slip of the pen":      {2, "zone: UTC\ngraze: 1m\n", "did you mean grace?"},
		"what nobody knows":      {1, "colour: red\n", "what is: approval, blackouts"},
		"a zone":                 {1, "zone: Berlin\n", "is not a zone"},
		"an approval":            {1, "approval: maybe\n", "none, optional or required"},
		"a grace that is long":   {1, "grace: 2h\n", "0s to 1h"},
		"a slot without a time":  {3, "zone: UTC\nslots:\n  - { day: mon }\n", "needs a day and a time"},
		"a slot's day":           {2, "slots:\n  - { day: m, at: \"09:00\" }\n", "day of the week"},
		"a slot's key":           {2, "slots:\n  - { dya: mon, at: \"09:00\" }\n", "did you mean day?"},
		"a range that ends soon": {2, "blackouts:\n  - { from: 2026-12-24, to: 2026-12-20 }\n", "not before it"},
		"a mode":                 {2, "publish:\n  slack: often\n", "native, local or remind"},
		"a host":                 {2, "utm:\n  hosts: [https://example.com]\n", "is no host"},
		"broken YAML":            {2, "zone: UTC\nslots: [\n", "not YAML"},
		"a list":                 {1, "- a\n- b\n", "the file is made of lines"},
		"a setting twice":        {2, "zone: UTC\nzone: UTC\n", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := ParseSettings(tt.source)
			broken, ok := errors.AsType[*Broken](err)
			if !ok || broken.Line != tt.line || !strings.Contains(broken.Reason, tt.says) || broken.Path != SettingsFile {
				t.Errorf("told as %v, want line %d and %q", err, tt.line, tt.says)
			}
		})
	}
}

func FuzzParseSettings(f *testing.F) {
	f.Add(fullSettings)
	f.Add(Starter("UTC"))
	f.Fuzz(func(_ *testing.T, source string) { _, _ = ParseSettings(source) })
}
