package calendar

import "strings"

// Checklist are the posts that belong to an event: the announcement a week
// before, the reminder a day before, the recap a day after, as drafts for the
// same places, by the same clock. They have no path yet. An event without a
// time has them without one.
func Checklist(event Post) []Post {
	title := oneLine(event.Title)
	if title == "" {
		title = "our event"
	}
	when := ""
	if !event.When.IsZero() {
		when = event.When.Day.Format("Monday, 2 January 2006") + ", at " + event.When.Clock()
		if event.Zone != "" {
			when += " (" + event.Zone + ")"
		}
	}
	link := ""
	if event.Event != nil && event.Event.Link != "" {
		link = event.Event.Link
	}
	all := []struct {
		title string
		days  Day
		text  []string
	}{
		{"Announcement: " + title, -7, []string{"Join us for " + title + " in a week.", when, link}},
		{"Reminder: " + title, -1, []string{"Tomorrow: " + title + ".", when, link}},
		{"Recap: " + title, 1, []string{"Thank you for coming to " + title + ".", "What we talked about:", "-"}},
	}
	var posts []Post
	for _, step := range all {
		edits := []Edit{
			As(Draft), Titled(step.title), Going(event.To), For(event.Key), Themed(event.Theme), Campaigning(event.Campaign),
			Saying(strings.Join(filledIn(step.text), "\n\n")),
		}
		if !event.When.IsZero() {
			edits = append(edits, At(event.When.To(event.When.Day+step.days), event.Zone)...)
		}
		if p, err := (Post{}).With(edits...); err == nil {
			posts = append(posts, p)
		}
	}
	return posts
}

// filledIn are the parts that say something.
func filledIn(parts []string) []string {
	var all []string
	for _, part := range parts {
		if part != "" {
			all = append(all, part)
		}
	}
	return all
}
