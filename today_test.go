package main

import (
	"strings"
	"testing"
	"time"

	"rounds/inbox/checkin"
	"rounds/inbox/metrics"
)

func TestTheHoursOfTheTeamAreRead(t *testing.T) {
	days := func(some ...time.Weekday) (all [7]bool) {
		for _, d := range some {
			all[d] = true
		}
		return all
	}
	tests := map[string]metrics.Hours{
		"":                                {},
		"mon-fri 09:00-17:00":             {From: 540, To: 1020, Days: days(1, 2, 3, 4, 5)},
		" Mon,Wed, fri ":                  {From: -1},
		"mon,wed,fri 10:30-14:00":         {From: 630, To: 840, Days: days(1, 3, 5)},
		"fri-mon 00:00-24:00":             {To: 1440, Days: days(5, 6, 0, 1)},
		"Monday-Thursday,Sat 8:00 - 9:00": {From: 480, To: 540, Days: days(1, 2, 3, 4, 6)},
		"mon-fri 17:00-09:00":             {From: -1},
		"mon-fri 9-17":                    {From: -1},
		"weekdays 09:00-17:00":            {From: -1},
		"mon-fri":                         {From: -1},
		"mon-fri 09:00":                   {From: -1},
		"mon-fri 09:00-25:00":             {From: -1},
	}
	for text, want := range tests {
		got, err := parseHours(text)
		if wrong := want.From < 0; wrong != (err != nil) || !wrong && (got.From != want.From || got.To != want.To || got.Days != want.Days) {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
}

func TestTheSettingsOfTheCheckInAreRead(t *testing.T) {
	text := `
[today]
hours = "sun-thu 10:00-18:00"
holidays = ["2026-12-25"]
question = "2d"
mention = "90m"
new_for = "30d"
welcome = "5m"
loose_ends = "90s"`
	c, err := parseConfig("config.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	r := checkinOf(c, now, time.UTC)
	if r.Targets != (checkin.Targets{Question: 48 * time.Hour, Mention: 90 * time.Minute}) || r.Window != 30*24*time.Hour || !r.Now.Equal(now) {
		t.Errorf("%+v", r)
	}
	if len(r.Budgets) != 2 || r.Budgets[checkin.Welcome] != 5*time.Minute || r.Budgets[checkin.Loose] != 90*time.Second {
		t.Error(r.Budgets)
	}
	if !r.Hours.Open(now, time.UTC) || r.Hours.Open(time.Date(2026, 12, 25, 12, 0, 0, 0, time.UTC), time.UTC) || r.Hours.Open(time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC), time.UTC) {
		t.Errorf("%+v", r.Hours)
	}
	usual := checkinOf(config{}, now, time.UTC)
	if usual.Targets != (checkin.Targets{Question: 24 * time.Hour, Mention: 8 * time.Hour}) || usual.Window != 0 || len(usual.Budgets) > 0 || usual.Hours.Open(now, time.UTC) {
		t.Errorf("%+v", usual)
	}
}

func TestAMistakeInTheSettingsOfTheCheckInIsTold(t *testing.T) {
	for setting, want := range map[string]string{
		`hours = "9 to 5"`:      `today: hours "9 to 5": write days and a time, as in "mon-fri 09:00-17:00"`,
		`holidays = ["25.12."]`: `today: holiday "25.12." is no day: write it as 2026-12-25`,
		`question = "soon"`:     `today: question "soon" is no time up to 31 days: write it as 24h`,
		`mention = "-1h"`:       `today: mention "-1h" is no time up to 31 days: write it as 8h`,
		`new_for = "1y"`:        `today: new_for "1y" is no time up to 93 days: write it as 14d`,
		`welcome = "2h"`:        `today: welcome "2h" is no time up to an hour: write it as 4m`,
		`questions = "0s"`:      `today: questions "0s" is no time up to an hour: write it as 8m`,
		`budget = "5m"`:         `"budget" is not a setting`,
	} {
		if _, err := parseConfig("config.toml", []byte("[today]\n"+setting)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", setting, err, want)
		}
	}
}
