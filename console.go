package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/checkin"
	"rounds/inbox/courier"
	"rounds/inbox/emoji"
	"rounds/inbox/plain"
	"rounds/inbox/query"
	"rounds/inbox/when"
	"rounds/store"
	"rounds/ui"
	"rounds/ui/cli"
	"rounds/ui/coverage"
	numbers "rounds/ui/metrics"
	"rounds/ui/outbox"
	"rounds/ui/pane"
	"rounds/ui/people"
	"rounds/ui/queue"
	"rounds/ui/threads"
	"rounds/ui/today"
	"rounds/ui/week"
)

// quiet is the least time between two tellings that the store has changed: the
// screen asks again that often at most while a sync writes.
const quiet = 250 * time.Millisecond

// busy is that time while one telling follows another: a round of a platform
// writes many pages, and each telling has every pane read anew.
const busy = time.Second

// heldBack is how long to wait with a telling, if the last one was at told.
func heldBack(told, now time.Time) time.Duration {
	if now.Sub(told) < 2*busy {
		return busy
	}
	return quiet
}

// console opens the screen on the user's own database. Where there is no
// terminal to draw on it prints what waits instead.
func (w workshop) console(ctx context.Context, s cli.Settings) error {
	memory, err := w.welcomed(ctx, s, store.Options{CheckLater: drawable()})
	if err != nil {
		return unlessLeft(err)
	}
	defer memory.Close()
	p, c, err := settled(s) // an account may have just been connected
	if err != nil {
		return err
	}
	if err := c.checkOwnKeys(); err != nil {
		return fmt.Errorf("config %s: %w", p.config, err)
	}
	if !usable(c) {
		printUnready(unready(ctx, memory, c, p))
		return w.printWaiting(ctx, memory)
	}
	screen := w.newScreen(ctx, sending{Store: memory, connected: c.connected, readOnly: s.ReadOnly}, c, p)
	rounds := w.courier(memory, c, time.Minute, screen.news)
	if s.ReadOnly {
		rounds.Outbox = nil // what waits goes on waiting
	}
	rounds.Leases = memory
	defer rounds.GiveBack(context.WithoutCancel(ctx))
	if err := w.connect(ctx, rounds, memory, c, p.config, ""); err != nil {
		screen.trouble = err // said in the status line; what is here can still be read
	}
	for _, a := range c.accounts() {
		if a.Paused {
			screen.paused = append(screen.paused, a.Name)
		}
	}
	for _, a := range c.accounts() {
		if rounds.Connectors[a.Name] == nil {
			continue
		}
		if err := memory.PutAccount(ctx, inbox.Account{Name: a.Name, Platform: a.platform()}); err != nil {
			return err
		}
	}
	return screen.run(ctx, rounds, func(ctx context.Context) { screen.attune(ctx, c) }, func(ctx context.Context) { screen.expireDaily(ctx, c) },
		func(ctx context.Context) { screen.announce(ctx, c, p) })
}

// printWaiting is the console without a screen: what is open, oldest first.
func (w workshop) printWaiting(ctx context.Context, memory *store.Store) error {
	q, err := query.Parse("is:open is:question,mention sort:oldest", time.Now())
	if err != nil {
		return err
	}
	waiting, err := memory.Conversations(ctx, q, inbox.Window{Limit: 50})
	if err != nil {
		return err
	}
	if len(waiting) == 0 {
		fmt.Println("Nobody is waiting. rounds --help lists the commands.")
		return nil
	}
	for _, c := range waiting {
		fmt.Printf("%d  %s  #%s  %s: %s\n", c.ID, pane.Ago(time.Now(), c.OpenedAt), plain.Name(c.Channel.Name), plain.Name(c.Opener.Called()), plain.Head(c.Text, 120))
	}
	return nil
}

// screen is the console and what feeds it.
type screen struct {
	crew    *crew
	memory  *store.Store
	program *tea.Program
	rounds  *courier.Courier
	trouble error
	paused  []string // accounts that the config asks to leave alone
	sifter  *sifter
	folder  *planFolder

	readOnly bool
	status   *status
	tells    chan courier.News
	plan     *planned
	stands   chan struct{} // closed once the first frame is there
	ask      func(now time.Time) checkin.Request
}

func (w workshop) newScreen(ctx context.Context, memory sending, c config, p paths) *screen {
	book := newRuleFile(p)
	s := &screen{
		crew: w.crew, memory: memory.Store, status: newStatus(ctx, memory.Store), tells: make(chan courier.News, 64),
		sifter: newSifter(memory, c, book), plan: newPlanned(memory.Store), stands: make(chan struct{}),
	}
	desk := agenda{memory}
	s.folder, s.readOnly = newPlanFolder(p, c, desk), memory.readOnly
	count := newReckoner(memory.Store, c, p)
	s.ask = asker(count.zone, c)
	day := foresee(ctx, w.crew, memory, s.ask)
	painted := c.painted()
	env := pane.Env{
		Ctx: ctx, Now: time.Now, Theme: &painted, Open: browser, Pulse: new(time.Time), Spell: new(pane.Speller),
		Sync: func() { s.rounds.Hurry() },
		Edit: editor(ctx), Hyperlinks: c.links(),
	}
	c.keyboard(&env, memory.readOnly)
	env.Invented = c.invented
	options := c.looks()
	options.Quiet, options.Stands = c.rests(count.zone), s.hurry()
	s.program = w.program(ctx, c, ui.New(env,
		today.New(env, day, today.Options{
			Request: s.ask, Replies: newReplyFolder(p), Acknowledge: c.Acknowledge,
			Actor: memory.Actor(), ReadOnly: memory.readOnly,
		}),
		threads.New(env, memory, c.sections(), threads.Options{
			Replies: newReplyFolder(p), Acknowledge: c.Acknowledge,
			Emoji: func(prefix string) []string { return emoji.Names(prefix, 40) },
		}),
		queue.New(env, docket{memory, &learner{}}, book, queue.Options{Actor: memory.Actor(), ReadOnly: memory.readOnly, Hold: memory.Hold(), Views: c.views()}),
		week.New(env, planDesk{desk, s.folder}, week.Options{Actor: memory.Actor(), ReadOnly: memory.readOnly}),
		numbers.New(env, count, numbers.Options{Actor: memory.Actor(), ReadOnly: memory.readOnly, Zone: count.zone, Hours: count.hours}),
		people.New(env, memory, people.Options{ReadOnly: memory.readOnly}),
		outbox.New(env, memory, advice, coverage.New(env, memory, advice))).Use(options))
	return s
}

// hurry has the first frame come soon, and returns what ends the hurry. The heap
// is small then, and would be collected again and again, on every processor.
func (s *screen) hurry() func() {
	const soon = 800
	usual := debug.SetGCPercent(soon)
	return sync.OnceFunc(func() {
		debug.SetGCPercent(usual)
		close(s.stands)
	})
}

// headStart is how long everything else waits at most for the first frame.
const headStart = 2 * time.Second

// afterwards does something once the first frame is there: until then it has the
// machine for itself.
func (s *screen) afterwards(ctx context.Context, work func()) {
	s.crew.Go(func() {
		select {
		case <-ctx.Done():
		case <-s.stands:
		case <-time.After(headStart):
		}
		work()
	})
}

// run shows the screen until the person leaves it. The courier makes its
// rounds meanwhile, and whatever else there is to do is done besides.
func (s *screen) run(ctx context.Context, rounds *courier.Courier, besides ...func(context.Context)) error {
	s.rounds = rounds
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGHUP, syscall.SIGTERM)
	defer signal.Stop(signals)
	var ended *hungUp

	s.crew.onCrash(s.program.Kill)
	defer s.crew.onCrash(nil)
	s.afterwards(ctx, func() { rounds.Run(ctx) })
	s.crew.Go(func() { s.relay(ctx) })
	s.afterwards(ctx, func() { s.recall(ctx) })
	s.afterwards(ctx, func() { s.check(ctx) })
	s.afterwards(ctx, func() { s.watch(ctx) })
	s.afterwards(ctx, func() { s.summon(ctx) })
	s.afterwards(ctx, func() { post(ctx, s.memory, rounds) })
	s.afterwards(ctx, func() { s.sifter.run(ctx, func(err error) { s.program.Send(pane.Failed{Err: err}) }) })
	if s.readOnly {
		s.folder.peek()
	}
	if failed := func(err error) { s.program.Send(pane.Failed{Err: err}) }; !s.readOnly {
		s.afterwards(ctx, func() { s.folder.watch(ctx, elsewhere, s.plan.heard, failed) })
		s.afterwards(ctx, func() { publish(ctx, s.memory, failed) })
	}
	if !s.readOnly {
		s.afterwards(ctx, func() { fold(ctx, s.memory, func(err error) { s.program.Send(pane.Failed{Err: err}) }) })
	}
	s.afterwards(ctx, func() { wake(ctx, s.memory, func(err error) { s.program.Send(pane.Failed{Err: err}) }) })
	for _, work := range besides {
		s.afterwards(ctx, func() { work(ctx) })
	}
	s.crew.Go(func() {
		select {
		case <-ctx.Done():
		case got := <-signals:
			ended = hungUpBy(got)
			s.program.Quit()
		}
	})
	_, err := s.program.Run()
	stop()
	s.crew.work.Wait()
	select {
	case got := <-signals: // it ended the context first, and with it the screen
		ended = hungUpBy(got)
	default:
	}
	switch {
	case ended != nil:
		return ended
	case errors.Is(err, tea.ErrInterrupted), errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil:
		return context.Canceled
	}
	return err
}

// attune has what the config changed about the signals carried out.
func (s *screen) attune(ctx context.Context, c config) {
	accounts, err := s.memory.AccountNames(ctx)
	for _, account := range accounts {
		if err == nil {
			err = attune(ctx, s.memory, c, account)
		}
		if err == nil {
			err = attuned(ctx, s.memory, c, account)
		}
	}
	if err != nil && ctx.Err() == nil {
		s.program.Send(pane.Failed{Err: err})
	}
}

// check looks after a file that may be damaged while the screen stands already.
func (s *screen) check(ctx context.Context) {
	if err := s.memory.Check(ctx); err != nil && ctx.Err() == nil {
		s.program.Send(pane.Failed{Err: fmt.Errorf("%w; quit and start again: the file is set aside and your work carried over", err)})
	}
}

// elsewhere is how often to look whether another program has written.
const elsewhere = 2 * time.Second

// punctual is how late a snoozed conversation may come back.
const punctual = 15 * time.Second

// wake brings back what was snoozed until now, and goes on whatever fails.
func wake(ctx context.Context, memory *store.Store, failed func(error)) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(when.UntilBeat(punctual, time.Now())):
			if _, err := memory.Wake(ctx); err != nil && ctx.Err() == nil {
				failed(err)
			}
		}
	}
}

func (s *screen) watch(ctx context.Context) {
	if err := s.memory.Watch(ctx, elsewhere); err != nil {
		s.program.Send(pane.Failed{Err: err})
	}
}

// news hands on what the courier tells; progress may be dropped, an end and a
// failure may not.
func (s *screen) news(n courier.News) {
	if !n.Done && n.Err == nil && n.Until.IsZero() && n.Live == (courier.Line{}) {
		select {
		case s.tells <- n:
		default:
		}
		return
	}
	s.tells <- n
}

// relay tells the screen what happens in the store and on the road.
func (s *screen) relay(ctx context.Context) {
	if s.trouble != nil {
		s.program.Send(pane.Failed{Err: s.trouble})
	}
	for _, account := range s.paused {
		s.program.Send(pane.Sync{Account: account, Paused: true})
	}
	var stale <-chan time.Time // runs while a notice is being held back
	var told time.Time         // when there was one last
	for {
		select {
		case <-ctx.Done():
			s.drain()
			return
		case <-s.memory.Changed():
			if stale == nil {
				stale = time.After(heldBack(told, time.Now()))
			}
		case <-stale:
			stale, told = nil, time.Now()
			s.plan.look(ctx)
			s.program.Send(pane.Stale{})
		case n := <-s.tells:
			if message, worth := s.status.line(n, time.Now()); worth {
				s.program.Send(message)
			}
		}
	}
}

// recall tells the screen how the rounds stood when the last program ended.
func (s *screen) recall(ctx context.Context) {
	standings, err := s.memory.Courses(ctx)
	if err != nil {
		return // the page of the rounds will say why
	}
	for _, a := range standings {
		if _, connected := s.rounds.Connectors[a.Account]; !connected {
			continue
		}
		m := pane.Sync{Account: a.Account, At: a.SyncedAt}
		if a.Stopped != "" {
			m.Text, m.Short, m.Stopped, m.Trouble = "stopped: "+a.Stopped, "stopped", true, true
		}
		s.program.Send(m)
	}
}

// drain keeps the courier from waiting for a screen that is gone.
func (s *screen) drain() {
	for {
		select {
		case <-s.tells:
		case <-time.After(quiet):
			return
		}
	}
}
