package queue

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/moderation"
	"rounds/ui/pane"
)

// manner is how a reading is taken in.
type manner int

const (
	takeNews  manner = iota // what is shown stays where it is, news are counted
	takeAll                 // as it was read
	takeTop                 // … and the cursor on the first row
	takeGroup               // as it was read, and all of it marked
)

// logRows is how many decisions of the log are read.
const logRows = 500

// reading is what is known of the questions to the store.
type reading struct {
	asked pane.Latest
	out   bool // one is out
	again bool // and another is due
}

// read is the section that is shown, read anew.
type read struct {
	question uint64
	manner   manner
	rows     []row
	counts   []int // how many cases each section holds
	today    int
	book     moderation.Rulebook
	err      error
}

// refresh reads what is shown again. While one question is out it only
// remembers that another is due.
func (p *Pane) refresh() tea.Cmd {
	for _, f := range p.files {
		f.old = true
	}
	if p.reading.again = p.reading.out; p.reading.again {
		return nil
	}
	how := takeNews
	if len(p.list.rows) == 0 || p.tab().log {
		how = takeAll
	}
	return p.load(how)
}

// load reads the section. Like every command it closes over values and never
// over the pane, which will have moved on when it answers.
func (p *Pane) load(how manner) tea.Cmd {
	ask := p.question(how)
	return func() tea.Msg { return ask() }
}

// question is a reading of the section as it is chosen now. Until it is
// answered no other one is begun: what a verb reads behind itself must not be
// overtaken by what was read before it.
func (p *Pane) question(how manner) func() read {
	p.reading.out = true
	number := p.reading.asked.Ask()
	filter, err := p.parse(p.tab().inForce())
	store, rules, ctx, alike, log, clock, all := p.store, p.rules, p.env.Ctx, p.alike, p.tab().log, p.env.Now, p.filters()
	return func() read {
		answer := read{question: number, manner: how, err: err}
		if rules != nil {
			answer.book = rules.Rulebook()
		}
		if err != nil {
			return answer
		}
		if log {
			answer.rows, answer.err = readLog(ctx, store)
		} else {
			answer.rows, answer.err = readCases(ctx, store, filter, alike)
		}
		if answer.err == nil {
			answer.err = answer.count(ctx, store, all, clock())
		}
		return answer
	}
}

func readLog(ctx context.Context, store Store) ([]row, error) {
	decisions, err := store.Decisions(ctx, moderation.LogQuery{Limit: logRows})
	rows := make([]row, len(decisions))
	for i := range decisions {
		rows[i] = logRow(&decisions[i])
	}
	return rows, err
}

func readCases(ctx context.Context, store Store, f moderation.Filter, alike string) ([]row, error) {
	cases, err := store.Cases(ctx, f)
	var rows []row
	for i := range cases {
		if alike == "" || cases[i].Alike == alike {
			rows = append(rows, caseRow(cases[i]))
		}
	}
	return rows, err
}

// count reads what the names of the sections tell.
func (r *read) count(ctx context.Context, store Store, all []moderation.Filter, now time.Time) error {
	r.counts = make([]int, len(all))
	for _, s := range []moderation.State{moderation.Open, moderation.Escalated} {
		cases, err := store.Cases(ctx, moderation.Filter{State: s})
		if err != nil {
			return err
		}
		for i := range all {
			for k := range cases {
				if all[i].Matches(cases[k], now) {
					r.counts[i]++
				}
			}
		}
	}
	year, month, day := now.Date()
	since := time.Date(year, month, day, 0, 0, 0, 0, now.Location())
	decisions, err := store.Decisions(ctx, moderation.LogQuery{Since: since})
	for i := range decisions {
		if decisions[i].Stands() {
			r.today++
		}
	}
	return err
}

func (p *Pane) showList(msg read) tea.Cmd {
	if !p.reading.asked.Is(msg.question) {
		return nil
	}
	p.reading.out, p.now = false, p.env.Now()
	if msg.err != nil {
		p.list.failed = true
		return tea.Batch(pane.Fail(msg.err), p.readAgain())
	}
	p.takeIn(msg)
	return tea.Batch(p.follow(), p.readAgain())
}

// takeIn puts a reading on the screen.
func (p *Pane) takeIn(msg read) {
	p.book, p.today = msg.book, msg.today
	for i := range p.tabs {
		p.tabs[i].count, p.tabs[i].known = msg.counts[i], !p.tabs[i].log
	}
	if msg.manner != takeNews || len(p.list.rows) == 0 {
		p.list.replace(msg.rows, p.frame.list.Dy())
	} else {
		p.list.renew(msg.rows, p.frame.list.Dy())
	}
	if msg.manner == takeTop {
		p.list.place(0, p.frame.list.Dy())
		p.scroll = 0
	}
	if msg.manner == takeGroup {
		for i := range p.list.rows {
			p.list.marks[p.list.rows[i].key] = true
		}
	}
	p.list.loaded, p.list.failed = true, false
	p.arrange()
}

// hearNews shows what has changed without us. What lies under the cursor then
// may be another text, or another case: for a moment nothing is decided about
// it, since the next key was meant for what a person has seen.
func (p *Pane) hearNews(msg read) tea.Cmd {
	was := p.current()
	cmd := p.showList(msg)
	c := p.current()
	if msg.manner != takeNews || was == nil || c == nil || was.ID == c.ID && was.Text == c.Text {
		return cmd
	}
	p.edit = edit{c.ID, p.now}
	if was.ID != c.ID {
		return tea.Batch(cmd, pane.Say("Somebody else has settled "+about([]moderation.Case{*was})+"."))
	}
	return tea.Batch(cmd, pane.Say("The text was changed just now."))
}

func (p *Pane) readAgain() tea.Cmd {
	if !p.reading.again {
		return nil
	}
	p.reading.again = false
	return p.refresh()
}

// opened is a case as it was read in full.
type opened struct {
	file moderation.File
	old  bool // the store has changed since
}

type filed struct {
	question uint64
	file     moderation.File
	err      error
}

// mostFiles is how many opened cases are kept.
const mostFiles = 60

// follow notes that the case under the cursor is seen, and reads it in full.
func (p *Pane) follow() tea.Cmd {
	c := p.current()
	if c == nil || p.hidden {
		return nil
	}
	if p.shown[c.ID].IsZero() {
		p.shown[c.ID] = p.env.Now()
	}
	if f := p.files[c.ID]; f != nil && !f.old {
		return nil
	}
	question, store, ctx, id := p.asked.Ask(), p.store, p.env.Ctx, c.ID
	return func() tea.Msg {
		file, err := store.File(ctx, id)
		return filed{question, file, err}
	}
}

func (p *Pane) showFile(msg filed) tea.Cmd {
	if !p.asked.Is(msg.question) {
		return nil
	}
	if msg.err != nil {
		return pane.Fail(msg.err)
	}
	if len(p.files) >= mostFiles {
		clear(p.files)
	}
	p.files[msg.file.ID] = &opened{file: msg.file}
	return nil
}
