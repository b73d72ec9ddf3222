package platformtest

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"testing"
	"time"
	_ "time/tzdata" // the plan names zones, wherever the test runs

	"rounds/calendar"
	"rounds/inbox"
	"rounds/inbox/platform/simulate/mischief"
)

// zones are those of the plan: with gaps of half an hour, an hour and two, on
// both halves of the earth, at midnight, and none at all.
func zones() []string {
	return []string{
		"America/New_York", "Europe/Berlin", "Europe/London", "Europe/Dublin", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Beirut",
		"America/Santiago", "Antarctica/Troll", "Africa/Casablanca", "Asia/Kathmandu", "Pacific/Kiritimati", "Asia/Kolkata", "America/Phoenix",
		"America/Sao_Paulo", "Pacific/Apia",
	}
}

// year is a plan of many posts and a program that publishes it: it sleeps, is
// killed, and has a clock that is set.
type year struct {
	*office
	settings calendar.Settings
	posts    []calendar.Post
	rooms    []calendar.Place
	start    time.Time
	days     int
	skews    []skewed
	sleeps   int
	asked    int
	known    map[string]bool // actions that a person has seen on the platform and let go for that
}

// skewed is from when on the program's clock was so much ahead.
type skewed struct {
	from time.Time
	by   time.Duration
}

// Year plans posts and series over many days in many zones and lets a program
// publish them that sleeps, is started anew, is killed, and whose clock jumps,
// before a platform that misbehaves. Every one goes out once within a minute of
// its time, or is missed; none early, none twice, none lost. ROUNDS_POSTS,
// ROUNDS_SERIES and ROUNDS_DAYS say how much of it, ROUNDS_SEED with which seed.
func Year(t *testing.T, p Platform) {
	posts, series, days := number(t, "ROUNDS_POSTS", 10), number(t, "ROUNDS_SERIES", 2), number(t, "ROUNDS_DAYS", 10)
	seed := uint64(number(t, "ROUNDS_SEED", 1))
	y := &year{office: newOffice(t, p, seed), days: days, settings: calendar.Settings{Zone: "Europe/Berlin"}, known: map[string]bool{}}
	y.start = y.clock.Now()
	y.skews = []skewed{{y.start, 0}}
	began := time.Now()
	y.plan(posts, series)
	y.world.Gate().Misbehave(mischief.Mischief{Seed: seed, Rate: 0.05, Writes: 0.15, Veil: 2 * time.Second, Slow: 200 * time.Millisecond, Tricks: quick()})
	y.arm(100)
	y.liveThrough()
	y.arm(-1)
	y.world.Gate().Misbehave(mischief.Mischief{})
	y.settle()
	v := y.verdict()
	t.Logf("%s, seed %d: %d posts and %d series in %d zones over %d days: %s; %d sleeps, %d kills, %d settings of the clock, %d requests, a person asked %d times, in %v",
		p.Name, seed, posts, series, len(zones()), days, v, y.sleeps, y.kills, len(y.skews)-1, len(y.world.Gate().Requests()), y.asked, time.Since(began).Round(time.Second))
}

// plan writes the posts.
func (y *year) plan(posts, series int) {
	y.t.Helper()
	y.memory.UsePlan(y.settings)
	rooms, err := y.memory.Rooms(y.t.Context())
	if err != nil {
		y.t.Fatal(err)
	}
	for _, r := range rooms {
		if r.Lacks == "" && r.Place != (calendar.Place{}) {
			y.rooms = append(y.rooms, r.Place)
		}
	}
	if len(y.rooms) == 0 {
		y.t.Fatal("there is nowhere to post")
	}
	y.rooms = y.rooms[:min(len(y.rooms), 5)]
	var changes []calendar.Change
	for i := range posts + series {
		p, err := calendar.Post{}.With(y.draw(i, i >= posts)...)
		if err != nil {
			y.t.Fatal(err)
		}
		changes = append(changes, calendar.Change{Post: p})
	}
	if _, err := y.memory.Plan(y.t.Context(), inbox.PlanPost, changes); err != nil {
		y.t.Fatal(err)
	}
	if y.posts, err = y.memory.Posts(y.t.Context()); err != nil {
		y.t.Fatal(err)
	}
}

// draw is one post, with words of its own.
func (y *year) draw(i int, series bool) []calendar.Edit {
	name := zones()[i%len(zones())]
	zone, err := calendar.LoadZone(name)
	if err != nil {
		y.t.Fatal(err)
	}
	wall := y.wall(zone)
	to := []calendar.Place{y.rooms[y.dice.IntN(len(y.rooms))]}
	if other := y.rooms[y.dice.IntN(len(y.rooms))]; y.dice.IntN(2) == 0 && other != to[0] {
		to = append(to, other)
	}
	edits := append(calendar.At(wall, name), calendar.Going(to), calendar.As(calendar.Scheduled), calendar.Saying(y.text(i)))
	if !series {
		return edits
	}
	rules := []string{
		"FREQ=WEEKLY", "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=MONTHLY;BYDAY=-1FR",
		"FREQ=DAILY;COUNT=20", "FREQ=WEEKLY;BYDAY=SU",
	}
	first := calendar.DayOf(y.start) + calendar.Day(1+y.dice.IntN(max(1, y.days/3)))
	edits = append(edits, calendar.At(calendar.On(first, wall.Minute), name)...)
	return append(edits, calendar.Repeating(rules[i%len(rules)]), calendar.Silent([]calendar.Day{first + 7, first + 14}))
}

// text is what a post says: a forum makes a title of the first line.
func (y *year) text(i int) string {
	text := fmt.Sprintf("What we plan number%dx", i)
	if y.of.Name == inbox.Discourse {
		text = fmt.Sprintf("A title of its own %d\n\n%s", i, text)
	}
	return text
}

// wall is a time of the plan: any, or one at which a clock of the zone is
// changed.
func (y *year) wall(zone *time.Location) calendar.Wall {
	day := calendar.DayOf(y.start) + calendar.Day(1+y.dice.IntN(y.days-1))
	at := calendar.On(day, y.dice.IntN(24*60))
	if y.dice.IntN(4) > 0 {
		return at
	}
	_, change := y.start.In(zone).ZoneBounds()
	for change.Sub(y.start) < time.Duration(y.days-2)*24*time.Hour && !change.IsZero() {
		if change.After(y.start.Add(24*time.Hour)) && y.dice.IntN(2) == 0 {
			return calendar.WallOf(change.In(zone)).Later(y.dice.IntN(240) - 120)
		}
		_, change = change.In(zone).ZoneBounds()
	}
	return at
}

// liveThrough lets the days pass: the program runs, sleeps, and is killed.
func (y *year) liveThrough() {
	end := y.start.Add(time.Duration(y.days+1) * 24 * time.Hour)
	for y.clock.Now().Before(end) {
		on := y.clock.Now().Add(time.Duration(1+y.dice.IntN(10*24*60)) * time.Minute)
		for y.clock.Now().Before(on) && y.clock.Now().Before(end) {
			y.work(on)
			if y.dice.IntN(60) == 0 {
				y.setClock()
			}
		}
		y.setSkew(0)
		off := time.Duration(1+y.dice.IntN(100)) * time.Minute
		if y.dice.IntN(5) == 0 {
			off *= 60
		}
		y.clock.pass(off) // the lid is closed
		y.sleeps++
	}
}

// setClock sets the program's clock wrong, or right again.
func (y *year) setClock() {
	if y.skew.Load() != 0 {
		y.setSkew(0)
		return
	}
	y.setSkew(time.Duration(y.dice.IntN(20*60)-10*60) * time.Second)
}

func (y *year) setSkew(by time.Duration) {
	if time.Duration(y.skew.Load()) == by {
		return
	}
	y.skew.Store(int64(by))
	y.skews = append(y.skews, skewed{y.clock.Now(), by})
}

// work does what there is to do now, and lets the time pass to the next. It
// ends early when the program is killed.
func (y *year) work(until time.Time) {
	defer y.raise()
	y.memory.UsePlan(y.settings)
	next, err := y.memory.Press(y.t.Context())
	if err != nil {
		y.t.Fatal(err)
	}
	if _, err := y.rounds.Deliver(y.t.Context(), account, 0); err != nil {
		y.t.Logf("the delivery ended: %v", err)
	}
	wake := until
	_, at, err := y.memory.NextOut(y.t.Context(), account)
	switch {
	case err == nil:
		y.clock.pass(time.Second)
		return
	case !errors.Is(err, inbox.ErrNone):
		y.t.Fatal(err)
	}
	ahead := time.Duration(y.skew.Load())
	for _, t := range []time.Time{next, at} {
		if !t.IsZero() && t.Add(-ahead).Before(wake) {
			wake = t.Add(-ahead)
		}
	}
	wait := min(wake.Sub(y.clock.Now()), time.Duration(10+y.dice.IntN(600))*time.Minute)
	y.clock.pass(max(wait, 250*time.Millisecond))
}

// arm has the program killed after so many points.
func (y *year) arm(points int) {
	y.clock.mu.Lock()
	defer y.clock.mu.Unlock()
	y.left = points
}

// raise starts a program that was killed anew.
func (y *year) raise() {
	switch cause := recover(); cause.(type) {
	case nil:
	case killed:
		y.kills++
		y.arm(-1)
		y.memory.Close()
		y.clock.pass(time.Duration(y.dice.IntN(4000)) * time.Millisecond)
		y.open()
		y.memory.UsePlan(y.settings)
		y.arm(4 + y.dice.IntN(400))
	default:
		panic(cause)
	}
}

// settle lets everything come to its end, and answers what a person is asked.
func (y *year) settle() {
	end := y.clock.Now().Add(48 * time.Hour)
	for y.clock.Now().Before(end) {
		y.work(end)
		all, err := y.memory.Outbox(y.t.Context(), false)
		if err != nil {
			y.t.Fatal(err)
		}
		for _, o := range all {
			if o.State != inbox.Asks || o.Doubt.Reason == inbox.Late {
				continue
			}
			y.asked++
			word := inbox.DropIt
			if y.arrived(o.Action) {
				if y.known[o.ID] = true; o.Doubt.Alike != "" {
					word = inbox.ItIsOut
				}
			}
			if err := y.memory.Decide(y.t.Context(), o.ID, word); err != nil {
				y.t.Fatal(err)
			}
		}
	}
}

// outcome counts what became of a plan.
type outcome struct{ due, out, missed, early, twice, lost, late, wrong int }

func (o outcome) String() string {
	return fmt.Sprintf("%d due, %d out, %d missed; %d early, %d late, %d twice, %d lost, %d told wrongly", o.due, o.out, o.missed, o.early, o.late, o.twice, o.lost, o.wrong)
}

// shown is what the program's clock showed at a time of the platform's.
func (y *year) shown(t time.Time) time.Time {
	by := time.Duration(0)
	for _, s := range y.skews {
		if !s.from.After(t) {
			by = s.by
		}
	}
	return t.Add(by)
}

// verdict holds what the platform has against what was planned and what the
// calendar says.
func (y *year) verdict() (v outcome) {
	y.t.Helper()
	word := regexp.MustCompile(`number\d+x`)
	deeds := map[string][]Deed{}
	for _, d := range y.world.Written() {
		if d.Kind == inbox.Post {
			key := d.Channel + " " + word.FindString(d.Text)
			deeds[key] = append(deeds[key], d)
		}
	}
	rooms, err := y.memory.Rooms(y.t.Context())
	if err != nil {
		y.t.Fatal(err)
	}
	end := y.clock.Now().Add(-5 * time.Minute)
	items, err := y.memory.Items(y.t.Context(), y.start, end)
	if err != nil {
		y.t.Fatal(err)
	}
	matched := 0
	for _, i := range items {
		for _, d := range i.Deliveries {
			room := rooms[slices.IndexFunc(rooms, func(r calendar.Room) bool { return r.Place == d.Place })]
			matched += y.judgeOne(&v, i, d, deeds[room.ID+" "+word.FindString(i.Post.Text)])
		}
	}
	total := 0
	for _, some := range deeds {
		for _, d := range some {
			if word.MatchString(d.Text) && d.At.Before(end) {
				total++
			}
		}
	}
	if total != matched {
		y.t.Errorf("the platform has %d posts of the plan, %d of them at a time that was planned", total, matched)
	}
	if v.early+v.twice+v.lost+v.late+v.wrong > 0 || v.due == 0 {
		y.t.Errorf("of what was planned: %s", v)
	}
	return v
}

// judgeOne holds one delivery against the platform, and returns how many posts
// there were this item's.
func (y *year) judgeOne(v *outcome, i calendar.Item, d calendar.Delivery, there []Deed) (n int) {
	const around = 8 * time.Hour // series come a day apart
	v.due++
	var at []time.Time
	for _, deed := range there {
		if deed.At.Sub(i.Moment.At).Abs() < around {
			at = append(at, deed.At)
		}
	}
	tell := func(what string) {
		y.t.Errorf("%s: %s of %s in %s (%s), planned %v: the platform has it at %v, the calendar says %s %q",
			what, i.Post.Text, i.ID(), d.Place, d.Mode, i.Moment.At, at, d.State, d.Trouble)
	}
	switch {
	case len(at) > 1:
		v.twice++
		tell("twice")
	case len(at) == 1:
		v.out++
		// Its clock and the platform's need not be the same; what the platform posts
		// by itself goes by the platform's.
		by := func(t time.Time) time.Duration { return t.Sub(i.Moment.At) }
		nearest := min(by(at[0]).Abs(), by(y.shown(at[0])).Abs())
		if early := by(at[0]) < -time.Second && by(y.shown(at[0])) < -time.Second; early {
			v.early++
			tell("early")
		} else if nearest > time.Minute+5*time.Second {
			v.late++
			tell("late")
		}
		if d.State != calendar.Out && !y.known[d.Action] {
			v.wrong++
			tell("told wrongly")
		}
	case d.State == calendar.Late || d.State == calendar.LetGo || d.State == calendar.NotTaken:
		v.missed++
	default:
		v.lost++
		tell("lost")
	}
	return len(at)
}
