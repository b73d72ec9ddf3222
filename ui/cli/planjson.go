package cli

import (
	"fmt"

	"rounds/calendar"
	"rounds/inbox"
	"rounds/inbox/plain"
)

// postJSON is a post as scripts read it; docs/commands.md documents it.
type postJSON struct {
	Key        string            `json:"key"`
	Path       string            `json:"path"`
	Title      string            `json:"title"`
	Text       string            `json:"text"`
	Variants   map[string]string `json:"variants"`
	When       any               `json:"when"`
	Zone       string            `json:"zone"`
	Channels   []string          `json:"channels"`
	Status     string            `json:"status"`
	Theme      string            `json:"theme"`
	Tags       []string          `json:"tags"`
	Campaign   string            `json:"campaign"`
	Recurrence string            `json:"recurrence"`
	Except     []string          `json:"except"`
	Pool       []string          `json:"pool"`
	Event      string            `json:"event"`
	For        string            `json:"for"`
	From       string            `json:"from"`
	Note       string            `json:"note"`
}

func postsJSON(posts []calendar.Post) []postJSON {
	all := make([]postJSON, len(posts))
	for i, p := range posts {
		all[i] = postJSON{
			Key: plain.Line(p.Key), Path: plain.Line(p.Path), Title: plain.Line(p.Title), Text: plain.Text(p.Text),
			Variants: map[string]string{}, When: orNull(p.When.String()), Zone: plain.Line(p.Zone), Channels: []string{},
			Status: string(p.Status), Theme: plain.Line(p.Theme), Tags: lines(p.Tags), Campaign: plain.Line(p.Campaign),
			Recurrence: plain.Line(p.Repeats), Except: []string{}, Pool: []string{},
			For: plain.Line(p.For), From: plain.Line(p.From), Note: plain.Text(p.Note),
		}
		for key, text := range p.Variants {
			all[i].Variants[plain.Line(key)] = plain.Text(text)
		}
		for _, at := range p.To {
			all[i].Channels = append(all[i].Channels, plain.Line(at.String()))
		}
		for _, day := range p.Except {
			all[i].Except = append(all[i].Except, day.String())
		}
		for _, text := range p.Pool {
			all[i].Pool = append(all[i].Pool, plain.Text(text))
		}
		if p.Event != nil {
			all[i].Event = plain.Line(p.Event.Kind)
		}
	}
	return all
}

// itemJSON is an item as scripts read it; docs/commands.md documents it.
type itemJSON struct {
	Key        string        `json:"key"`
	Occurrence any           `json:"occurrence"`
	Path       string        `json:"path"`
	Title      string        `json:"title"`
	When       any           `json:"when"`
	Zone       string        `json:"zone"`
	At         any           `json:"at"`
	Status     string        `json:"status"`
	Channels   []outletJSON  `json:"channels"`
	Theme      string        `json:"theme"`
	Tags       []string      `json:"tags"`
	Campaign   string        `json:"campaign"`
	Recurrence string        `json:"recurrence"`
	Event      string        `json:"event"`
	Approved   any           `json:"approved_by"`
	Warnings   []warningJSON `json:"warnings"`
}

type outletJSON struct {
	Account  string      `json:"account"`
	Channel  string      `json:"channel"`
	Platform string      `json:"platform"`
	Text     string      `json:"text"`
	Mode     string      `json:"mode"`
	State    string      `json:"state"`
	SentAt   any         `json:"sent_at"`
	Message  string      `json:"message"`
	Link     string      `json:"link"`
	Trouble  string      `json:"trouble"`
	Why      string      `json:"why"`
	Day      *resultJSON `json:"result_24h"`
	Week     *resultJSON `json:"result_7d"`
}

type resultJSON struct {
	Replies   int  `json:"replies"`
	Reactions int  `json:"reactions"`
	People    int  `json:"people"`
	Final     bool `json:"final"`
}

type warningJSON struct {
	Kind string `json:"kind"`
	Text string `json:"text"`
}

func itemOfJSON(i calendar.Item, warnings []calendar.Warning, s calendar.Settings) itemJSON {
	p := i.Post
	j := itemJSON{
		Key: plain.Line(p.Key), Occurrence: orNull(i.Occurrence), Path: plain.Line(p.Path), Title: plain.Line(p.Title),
		When: orNull(i.Moment.Wall.String()), Zone: s.ZoneOf(p).String(), At: rfc(i.Moment.At), Status: string(i.Status),
		Channels: []outletJSON{}, Theme: plain.Line(p.Theme), Tags: lines(p.Tags), Campaign: plain.Line(p.Campaign),
		Recurrence: plain.Line(p.Repeats), Warnings: []warningJSON{},
	}
	if p.Event != nil {
		j.Event = plain.Line(p.Event.Kind)
	}
	if i.Consent != nil {
		j.Approved = plain.Line(i.Consent.By)
	}
	for _, d := range deliveries(i) {
		j.Channels = append(j.Channels, outletJSON{
			Account: plain.Line(d.Account), Channel: plain.Line(d.Channel), Platform: string(d.Platform), Text: plain.Text(i.TextAt(d.Place, d.Platform)),
			Mode: string(d.Mode), State: string(d.State), SentAt: rfc(d.SentAt), Message: plain.Line(d.Message), Link: plain.Line(d.Link),
			Trouble: plain.Line(d.Trouble), Why: plain.Line(d.Why), Day: resultOf(d.Day), Week: resultOf(d.Week),
		})
	}
	for _, w := range warnings {
		j.Warnings = append(j.Warnings, warningJSON{w.Kind, plain.Line(w.Text)})
	}
	return j
}

// deliveries are the places of an item with what became of it there, also those
// of which nothing is known yet.
func deliveries(i calendar.Item) []calendar.Delivery {
	all := i.Deliveries
	known := map[calendar.Place]bool{}
	for _, d := range all {
		known[d.Place] = true
	}
	for _, at := range i.Post.To {
		if !known[at] {
			all = append(all[:len(all):len(all)], calendar.Delivery{Place: at})
		}
	}
	return all
}

func resultOf(r *calendar.Result) *resultJSON {
	if r == nil {
		return nil
	}
	return &resultJSON{r.Replies, r.Reactions, r.People, r.Final}
}

// orNull is a text as JSON holds it, null if there is none.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return plain.Line(text)
}

// problemJSON is a problem as scripts read it.
type problemJSON struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Why      string `json:"why"`
	Key      string `json:"key"`
	Conflict bool   `json:"conflict"`
	Mine     string `json:"mine"`
	Theirs   string `json:"theirs"`
}

func problemsJSON(found []calendar.Problem) []problemJSON {
	all := make([]problemJSON, len(found))
	for i, p := range found {
		all[i] = problemJSON{
			plain.Line(p.Path), max(p.Line, 1), plain.Line(p.Reason), plain.Line(p.Key), p.Conflict(), plain.Text(p.Mine), plain.Text(p.Theirs),
		}
	}
	return all
}

// planEntry is what a command did to the plan.
type planEntry struct {
	Entry   string `json:"entry"`
	Key     string `json:"key,omitempty"`
	Path    string `json:"path,omitempty"`
	Subject string `json:"subject"`
}

// tellEntry says what was done to the plan.
func (h House) tellEntry(s *Settings, e inbox.Entry, p calendar.Post, done string) error {
	if s.JSON {
		return h.json(planEntry{e.ID, plain.Line(p.Key), plain.Line(p.Path), plain.Line(e.Subject)})
	}
	return h.say("%s rounds undo takes it back.\n", done)
}

// resultWords says what a published post got, in words.
func resultWords(d calendar.Delivery) string {
	r, when := d.Week, "after 7 days"
	if r == nil {
		r, when = d.Day, "after 24 hours"
	}
	if r == nil {
		return ""
	}
	if !r.Final {
		when = "so far"
	}
	return fmt.Sprintf("%s, %s, %s %s", count(r.Replies, "reply"), count(r.Reactions, "reaction"), people(r.People), when)
}

func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return commas(n) + " people"
}
