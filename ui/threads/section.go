package threads

import (
	"cmp"
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/query"
)

// Section is a saved filter with a name: one tab of the pane.
type Section struct{ Title, Filter string }

// Defaults are the sections of somebody who has set up none.
func Defaults() []Section {
	return []Section{
		{"Mentions", "is:open is:mention -is:muted"},
		{"Questions", "is:open is:question -is:muted"},
		{"Unanswered >24h", "is:open is:unanswered is:question,mention -is:muted age:>24h sort:oldest"},
		{"Waiting", "is:waiting"},
		{"Snoozed", "is:snoozed"},
		{"All", "is:all"},
	}
}

// asking is what the pane's own tab counts: what asks for us.
const asking = "is:open is:question,mention -is:muted"

// countTo is where a tab's count becomes "999+".
const countTo = 1000

// tab is a section as it stands now.
type tab struct {
	Section
	typed   string // the filter that was put in its place, "" for its own
	count   int
	counted bool
}

func (t *tab) filter() string { return cmp.Or(t.typed, t.Filter) }

func (t *tab) badge() string {
	if !t.counted || t.count == 0 {
		return ""
	}
	return count(t.count)
}

// tab is the one that is shown.
func (p *Pane) tab() *tab { return &p.tabs[p.at] }

// turn goes to another tab, round the ends.
func (p *Pane) turn(to int) tea.Cmd {
	p.at = (to + len(p.tabs)) % len(p.tabs)
	p.focus, p.zoomed, p.guest = onList, false, nil
	p.errand = errand{}
	p.list = newList(&p.list)
	p.arrange()
	return p.reload(fromHead)
}

// counted are the tabs' counts; all is how much there is at all.
type counted struct {
	filters []string // what was counted: a tab's filter may have changed since
	counts  []int
	all     int
	waits   int       // what asks for us, for the pane's own tab
	wakes   time.Time // when the first of the snoozed ones wakes
	asks    map[int64]bool
	err     error
}

// recount asks for the counts of all tabs. While the answer is out it only
// remembers that another is due.
func (p *Pane) recount() tea.Cmd {
	if p.counting {
		p.countAgain = true
		return nil
	}
	p.counting, p.countAgain = true, false
	filters := make([]string, len(p.tabs))
	for i := range p.tabs {
		filters[i] = p.tabs[i].filter()
	}
	store, ctx, clock, quiet := p.store, p.env.Ctx, p.env.Now, len(p.list.rows) == 0
	return func() tea.Msg {
		now, answer := clock(), counted{filters: filters, counts: make([]int, len(filters))}
		for i, filter := range filters {
			q, err := query.Parse(filter, now)
			if err == nil {
				answer.counts[i], err = store.Count(ctx, q, countTo)
			}
			answer.err = cmp.Or(answer.err, err)
		}
		all, err := store.Count(ctx, query.Query{}, 1)
		answer.all, answer.err = all, cmp.Or(answer.err, err)
		if q, err := query.Parse(asking, now); err == nil {
			answer.waits, err = store.Count(ctx, q, countTo)
			answer.err = cmp.Or(answer.err, err)
		}
		answer.asks = stuck(ctx, store)
		if quiet { // only an empty list tells it
			answer.wakes = nextWake(ctx, store, now)
		}
		return answer
	}
}

func (p *Pane) showCounts(msg counted) tea.Cmd {
	p.counting = false
	if msg.err != nil {
		return report(msg.err)
	}
	for i := range p.tabs {
		if p.tabs[i].filter() == msg.filters[i] {
			p.tabs[i].count, p.tabs[i].counted = msg.counts[i], true
		}
	}
	p.born = p.born || msg.all == 0
	p.empty, p.waits, p.wakes, p.asks = msg.all == 0, msg.waits, msg.wakes, msg.asks
	if p.countAgain {
		return p.recount()
	}
	return nil
}

// nextWake is when the first of the snoozed conversations wakes, zero if none
// does or there is no telling.
func nextWake(ctx context.Context, store Lists, now time.Time) time.Time {
	q, err := query.Parse("is:snoozed", now)
	if err != nil {
		return time.Time{}
	}
	rows, err := store.Conversations(ctx, q, inbox.Window{Limit: pageRows})
	if err != nil {
		return time.Time{} // the counts have told of it already
	}
	var first time.Time
	for i := range rows {
		if u := rows[i].Decision.Until; !u.IsZero() && (first.IsZero() || u.Before(first)) {
			first = u
		}
	}
	return first
}

// stuck are the conversations about which something in the outbox asks for a
// person.
func stuck(ctx context.Context, store Post) map[int64]bool {
	out, err := store.Outbox(ctx, false)
	if err != nil {
		return nil // the page of the outbox tells of it
	}
	asks := map[int64]bool{}
	for i := range out {
		if o := &out[i]; o.State == inbox.Asks || o.State == inbox.Failed {
			asks[o.Conversation] = true
		}
	}
	return asks
}
