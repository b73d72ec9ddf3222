package today

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/checkin"
)

const (
	// idle is how long after the last key somebody is still at work: they read.
	idle = time.Minute
	// errand is how long something that was opened from here in another pane is
	// counted, as long as keys come.
	errand = 10 * time.Minute
	// noteEvery is how often the time used is noted while it is counted.
	noteEvery = time.Minute
)

// stopwatch counts the time that a check-in takes, by step. It runs while keys
// come, and asks for the next second only then.
type stopwatch struct {
	used    map[checkin.Step]time.Duration // as it is shown
	pending map[checkin.Step]time.Duration // of that, what is not noted yet

	running bool
	on      bool      // the next second is on its way
	at      time.Time // it is counted up to here
	noted   time.Time
	key     time.Time // the last one here
	away    time.Time // since when something of ours is open elsewhere; zero if nothing is
}

// second says that one has passed.
type second struct{}

func newStopwatch() stopwatch {
	return stopwatch{used: map[checkin.Step]time.Duration{}, pending: map[checkin.Step]time.Duration{}}
}

// restart begins the count of another day.
func (w *stopwatch) restart() {
	clear(w.used)
	clear(w.pending)
}

// know takes what was noted before. What is shown never runs backwards: a note
// of ours may be on its way still.
func (w *stopwatch) know(parts []checkin.Part) {
	for _, part := range parts {
		w.used[part.Step] = max(w.used[part.Step], part.Used+w.pending[part.Step])
	}
}

func (w *stopwatch) giveBack(used map[checkin.Step]time.Duration) {
	for step, d := range used {
		w.pending[step] += d
	}
}

// paused reports whether it ran, and stands now.
func (w *stopwatch) paused() bool { return !w.running && !w.key.IsZero() }

// total is the time used in all steps.
func (w *stopwatch) total() time.Duration {
	var all time.Duration
	for _, d := range w.used {
		all += d
	}
	return all
}

// count adds what has passed, and stops when nobody has pressed a key for long.
func (w *stopwatch) count(step checkin.Step, pressed, now time.Time) {
	if !w.running {
		return
	}
	end := pressed.Add(idle)
	if end.Before(now) {
		w.running = false
		now = end
	}
	if now.After(w.at) {
		w.used[step] += now.Sub(w.at)
		w.pending[step] += now.Sub(w.at)
		w.at = now
	}
}

// pressed is when somebody last pressed a key for the check-in: here, or where
// something of ours was opened.
func (p *Pane) pressed(now time.Time) time.Time {
	w := &p.watch
	if pulse := p.env.Pulse; !w.away.IsZero() && pulse != nil && pulse.After(w.key) && now.Sub(w.away) < errand {
		return *pulse
	}
	return w.key
}

// touch notes a key, and starts the clock.
func (p *Pane) touch() tea.Cmd {
	now, w := p.env.Now(), &p.watch
	if p.ended() || !p.reading.loaded {
		return nil
	}
	w.count(p.step, p.pressed(now), now)
	w.key, w.away = now, time.Time{}
	if !w.running {
		w.running, w.at, w.noted = true, now, now
	}
	return p.nextSecond()
}

// leave notes that the item under the cursor is opened in another pane.
func (p *Pane) leave() { p.watch.away, p.errand = p.env.Now(), p.key }

func (p *Pane) nextSecond() tea.Cmd {
	if p.watch.on || !p.watch.running {
		return nil
	}
	p.watch.on = true
	return p.env.NextSecond(second{})
}

// passSecond counts on, or lets the clock stand.
func (p *Pane) passSecond() tea.Cmd {
	w := &p.watch
	w.on, p.now = false, p.env.Now()
	w.count(p.step, p.pressed(p.now), p.now)
	if !w.running || p.now.Sub(w.noted) >= noteEvery {
		return tea.Batch(p.noteUsed(), p.nextSecond())
	}
	return p.nextSecond()
}

// noteUsed tells the store the time used since it was told last.
func (p *Pane) noteUsed() tea.Cmd {
	w := &p.watch
	w.noted = p.env.Now()
	if p.options.ReadOnly || p.day.Date == "" {
		clear(w.pending)
		return nil
	}
	note, some := checkin.Progress{Day: p.day.Date, Used: map[checkin.Step]time.Duration{}}, false
	for step, d := range w.pending {
		note.Used[step], some = d, some || d > 0
	}
	clear(w.pending)
	if !some {
		return nil
	}
	return p.note(note)
}
