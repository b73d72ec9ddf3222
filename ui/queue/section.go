package queue

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/moderation"
)

// tab is a section of the pane: a filter with a name, or the log.
type tab struct {
	title  string
	filter string
	log    bool
	typed  string // the filter that was put in its place, "" for its own
	count  int
	known  bool // it was counted
}

// View is a filter with a name, as somebody saved it.
type View struct{ Title, Filter string }

// Views are those that there are where nobody saved any.
func Views() []View {
	return []View{{"Spam", "is:spam"}, {"Conduct", "is:conduct"}, {"Appeals", "is:appeal"}}
}

// sections are the tabs: what waits, then views of it, then what was decided.
func sections(views []View) []tab {
	if views == nil {
		views = Views()
	}
	all := []tab{{title: "Open"}, {title: "Mine", filter: "is:mine"}, {title: "Escalated", filter: "is:escalated"}}
	for _, v := range views {
		all = append(all, tab{title: v.Title, filter: v.Filter})
	}
	return append(all, tab{title: "Decided", log: true})
}

func (t *tab) badge() string {
	switch {
	case !t.known || t.count == 0 || t.log:
		return ""
	case t.count > 999:
		return "999+"
	}
	return strconv.Itoa(t.count)
}

// inForce is the filter of a section.
func (t *tab) inForce() string {
	if t.typed != "" {
		return t.typed
	}
	return t.filter
}

func (p *Pane) tab() *tab { return &p.tabs[p.at] }

// parse reads a filter on behalf of whoever decides here.
func (p *Pane) parse(text string) (moderation.Filter, error) {
	f, err := moderation.ParseFilter(text)
	f.Actor = p.options.Actor
	return f, err
}

// turn goes to another section, round the ends. Marks stay behind: what is not
// seen must not be decided.
func (p *Pane) turn(to int) tea.Cmd {
	p.at = (to + len(p.tabs)) % len(p.tabs)
	p.zoom, p.scroll, p.alike, p.errand = listed, 0, "", ""
	p.list = newList()
	p.arrange()
	return p.load(takeAll)
}

func (p *Pane) nextTab() tea.Cmd     { return p.turn(p.at + 1) }
func (p *Pane) previousTab() tea.Cmd { return p.turn(p.at - 1) }

// filters are what the sections pick by themselves.
func (p *Pane) filters() []moderation.Filter {
	all := make([]moderation.Filter, len(p.tabs))
	for i := range p.tabs {
		all[i], _ = p.parse(p.tabs[i].filter) // ours, and known to be well written
	}
	return all
}
