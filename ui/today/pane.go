package today

import (
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/checkin"
	"rounds/inbox/saved"
	"rounds/ui/pane"
)

// Pane leads through the check-in of a day.
type Pane struct {
	env     pane.Env
	store   Store
	options Options
	now     time.Time // of the last second, minute or load: drawing reads no clock
	hidden  bool      // behind another pane

	day      checkin.Day
	reading  reading
	seen     map[string]bool // the keys of what stood on the list today
	reopened bool            // the check-in had ended, and was taken up again
	finished *checkin.Log    // just now: shown until the store's day tells it
	watch    stopwatch

	step        checkin.Step
	key         string // of the item under the cursor
	cursor, top int
	line        int  // of the list on which the cursor stands
	beyond      bool // the last verb was about more than is for today
	scroll      int  // of the detail, in lines
	most        int  // how far the last drawing could be scrolled
	frame       frame

	details map[string]*detail
	asked   pane.Latest // of details
	welcome saved.Reply // the greeting, as it is saved

	sheet  sheet
	acting bool
	guard  pane.Guard
	put    string          // what was put off last, if nothing was done since: z takes it up again
	last   place           // what the last verb was about
	errand string          // the item that was opened in another pane
	nodded map[string]bool // what was acknowledged here
	hailed map[string]bool // who was greeted here: the greeting may wait in the outbox

	commands []pane.Command
	byKey    map[string]int
}

// place is an item and its step.
type place struct {
	step checkin.Step
	key  string
}

// sheet is a [pane.Sheet] that belongs to this pane. It closes itself by taking
// itself off the pane.
type sheet interface {
	pane.Sheet
	update(msg tea.Msg) tea.Cmd
}

// New returns the pane, empty until its first load.
func New(env pane.Env, store Store, options Options) *Pane {
	p := &Pane{
		env: env, store: store, options: options, now: env.Now(), step: checkin.Welcome,
		seen: map[string]bool{}, details: map[string]*detail{}, nodded: map[string]bool{}, hailed: map[string]bool{}, watch: newStopwatch(),
	}
	p.bind()
	return p
}

// Title implements [pane.Pane].
func (p *Pane) Title() string { return "Today" }

// keyed is a sentence of ours with the keys in force; see [pane.Env.Keyed].
func (p *Pane) keyed(sentence string) string { return p.env.Keyed(p.Title(), sentence) }

// Badge implements [pane.Pane]: how much is left.
func (p *Pane) Badge() string {
	n := p.left()
	switch {
	case n == 0 || p.ended():
		return ""
	case n > 99:
		return "99+"
	}
	return strconv.Itoa(n)
}

// Init implements [pane.Pane].
func (p *Pane) Init() tea.Cmd { return tea.Batch(p.load(), p.readWelcome()) }

// Resize implements [pane.Pane].
func (p *Pane) Resize(width, height int) {
	p.frame = layout(width, height)
	p.hold(p.cursor)
}

// Sheet implements [pane.Pane].
func (p *Pane) Sheet() pane.Sheet {
	if p.sheet == nil {
		return nil
	}
	return p.sheet
}

// Typing implements [pane.Pane].
func (p *Pane) Typing() bool { return p.sheet != nil }

// Cursor implements [pane.Pane].
func (p *Pane) Cursor() *tea.Cursor { return nil }

// Busy implements [pane.Pane].
func (p *Pane) Busy() bool { return p.acting }

// Update implements [pane.Pane].
func (p *Pane) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pane.Stale:
		p.hidden = msg.Hidden
		return p.refresh()
	case pane.Minute: // what is late depends on the time too, and not what was said
		p.now, p.hidden = msg.Now, msg.Hidden
		return p.loadAgain()
	case pane.Click:
		return p.click(msg)
	case pane.Wheel:
		return p.wheel(msg)
	case read:
		return p.show(msg)
	case detailed:
		return p.showDetail(msg)
	case greeted:
		p.welcome = msg.reply
		return nil
	case second:
		return p.passSecond()
	case noted:
		return p.hearNoted(msg)
	case settled:
		return p.settle(msg)
	case ending:
		return p.end(msg)
	}
	return p.hearTyped(msg)
}

// hearTyped hands a message to the sheet that is open. A key there is work like
// any other.
func (p *Pane) hearTyped(msg tea.Msg) tea.Cmd {
	if p.sheet == nil {
		return nil
	}
	if _, key := msg.(tea.KeyPressMsg); key {
		return tea.Batch(p.touch(), p.sheet.update(msg))
	}
	return p.sheet.update(msg)
}

// ended reports whether the check-in of the day has ended, and was not taken up
// again.
func (p *Pane) ended() bool { return !p.reopened && p.log() != nil }

// log is what the check-in of the day came to, nil if it has not ended.
func (p *Pane) log() *checkin.Log {
	if p.finished != nil {
		return p.finished
	}
	return p.day.Log
}

// part is a step as it stands; an empty one before the first load.
func (p *Pane) part(s checkin.Step) *checkin.Part {
	for i := range p.day.Parts {
		if p.day.Parts[i].Step == s {
			return &p.day.Parts[i]
		}
	}
	return &checkin.Part{Step: s, Budget: s.Budget()}
}

// left is how much asks for a person in all steps.
func (p *Pane) left() int {
	n := 0
	for i := range p.day.Parts {
		n += p.day.Parts[i].Left()
	}
	return n
}

// current is the item under the cursor, or nil.
func (p *Pane) current() *checkin.Item {
	items := p.part(p.step).Items
	if p.ended() || p.cursor < 0 || p.cursor >= len(items) {
		return nil
	}
	return &items[p.cursor]
}
