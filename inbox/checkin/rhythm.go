package checkin

import (
	"fmt"
	"slices"
	"time"

	"rounds/inbox/metrics"
)

// reportDays is how many of the first days of a month its report is offered.
const reportDays = 5

// Rhythm is what a day is good for: Monday for the plan, Friday for the numbers,
// the first five days of a month for the report of the last one, unless it is
// made. planned is how many posts the week has already.
func Rhythm(now time.Time, zone *time.Location, reported bool, planned int) []Tip {
	now = now.In(zone)
	var tips []Tip
	if day := now.Day(); day <= reportDays && !reported {
		month := time.Date(now.Year(), now.Month()-1, 1, 12, 0, 0, 0, zone)
		tips = append(tips, Tip{MakeTheReport, fmt.Sprintf("The report of %s is not made yet: rounds report makes it.", month.Format("January")), ""})
	}
	switch now.Weekday() {
	case time.Monday:
		text := "It is Monday: nothing is planned for this week yet."
		if planned > 0 {
			text = fmt.Sprintf("It is Monday: %s planned for this week.", count(planned, "post")+be(float64(planned)))
		}
		tips = append(tips, Tip{PlanTheWeek, text, "Calendar"})
	case time.Friday:
		tips = append(tips, Tip{ReadTheNumbers, "It is Friday: see what the week came to.", "Metrics"})
	case time.Tuesday, time.Wednesday, time.Thursday, time.Saturday, time.Sunday:
	}
	return tips
}

// Weeks is how many weeks in a row have a day with a check-in that was finished.
// The week that goes on counts if it has one, and breaks nothing if it has none
// yet.
func Weeks(now time.Time, zone *time.Location, finished []string) int {
	week := metrics.Weeks.Begin(now.In(zone))
	had := func(week time.Time) bool {
		from, to := week.Format(time.DateOnly), metrics.Weeks.Add(week, 1).Format(time.DateOnly)
		return slices.ContainsFunc(finished, func(day string) bool { return day >= from && day < to })
	}
	n := 0
	if had(week) {
		n = 1
	}
	for week = metrics.Weeks.Add(week, -1); had(week); week = metrics.Weeks.Add(week, -1) {
		n++
	}
	return n
}
