package courier

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"rounds/inbox"
)

// Outbox is the part of the house's memory in which waits what goes out.
type Outbox interface {
	Leases
	// NextOut returns what is to be carried out or looked for now, or
	// [inbox.ErrNone] and when there will be something.
	NextOut(ctx context.Context, account string) (inbox.Outgoing, time.Time, error)
	// Attempt notes that a request is about to be sent and returns when that
	// outlives everything; [inbox.ErrNone] if it must not be sent any more.
	Attempt(ctx context.Context, id string) error
	Settle(ctx context.Context, id string, f inbox.Fate) error
	// Claimed returns which of some messages of a channel are the receipts of
	// other actions than this one.
	Claimed(ctx context.Context, o inbox.Outgoing, channel string, messages []string) ([]string, error)
	// Postpone notes why something was not even tried.
	Postpone(ctx context.Context, id, trouble string, again time.Time) error
}

// UsualSettle is how long a message may take to be seen after it was sent.
const UsualSettle = 10 * time.Second

const (
	// slowSettle is the same after a request that nobody answered in time: it may
	// still lie with the platform.
	slowSettle = 5 * time.Minute
	// mostTries is how many requests are sent for one action, all in all.
	mostTries = 8
	// stale is how old a note of an attempt may be when its request is sent. A
	// program that was stopped in between must not send what another has taken
	// over.
	stale = 5 * time.Second
	// tripped is how many failures in a row open the circuit of an account.
	tripped = 5
	// apart is how long it takes until it is looked again whether another program
	// still delivers.
	apart = 5 * time.Second
)

// errLate is a request that was not sent because its note had grown old.
var errLate = errors.New("the program was stopped before it was sent")

// dispatch delivers what waits for one account until ctx ends.
func (c *Courier) dispatch(ctx context.Context, account string, sender Sender) {
	r := &road{courier: c, account: account, sender: sender}
	for {
		woken, asked := c.posts.next()
		if asked != r.asked { // a person wants it: whatever stopped us may be over
			r.asked, r.failures, r.until = asked, 0, time.Time{}
		}
		wait, err := r.step(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case errors.Is(err, errElsewhere):
			wait = apart
		case err != nil:
			wait = r.trip(tripped)
			c.Tell(News{Account: account, Err: err, Until: c.Now().Add(wait)})
		}
		if doze(ctx, wait, woken) != nil {
			return
		}
	}
}

// Delivered is what [Courier.Deliver] did.
type Delivered struct {
	Sent, Failed, Asks int
	Waiting            bool // something has to wait longer than was allowed
}

// Deliver delivers what waits for an account, and waits itself for what is due
// within its patience. It ends early where the platform cannot be reached.
func (c *Courier) Deliver(ctx context.Context, account string, patience time.Duration) (Delivered, error) {
	sender, ok := c.Connectors[account].(Sender)
	if !ok || c.Outbox == nil {
		return Delivered{}, nil
	}
	r := &road{courier: c, account: account, sender: sender}
	end := c.Now().Add(patience)
	for {
		wait, err := r.step(ctx)
		if errors.Is(err, errElsewhere) {
			return r.done, nil
		}
		if err != nil {
			return r.done, err
		}
		if late := c.Now().Add(wait).After(end); late || r.unreached > 1 {
			r.done.Waiting = wait < forGood
			return r.done, nil
		}
		if err := c.sleep(ctx, wait); err != nil {
			return r.done, err
		}
	}
}

// road is the way out of one account.
type road struct {
	courier  *Courier
	account  string
	sender   Sender
	reader   Reader
	asked    int       // calls of a person that were answered
	failures int       // in a row
	until    time.Time // nothing is tried before

	unreached int // failures of the road itself, in a row
	done      Delivered
}

// step does the next thing there is to do, and returns how long there will be
// nothing.
func (r *road) step(ctx context.Context) (wait time.Duration, err error) {
	c := r.courier
	if wait := r.until.Sub(c.Now()); wait > 0 {
		return wait, nil
	}
	until, err := c.Store.Until(ctx, r.account)
	if err != nil {
		return 0, err
	}
	o, at, err := c.Outbox.NextOut(ctx, r.account)
	switch {
	case errors.Is(err, inbox.ErrNone) && at.IsZero():
		return forGood, nil
	case errors.Is(err, inbox.ErrNone):
		return max(at.Sub(c.Now()), time.Millisecond), nil
	case err != nil:
		return 0, err
	}
	if wait := until.Sub(c.Now()); wait > 0 && wait <= longest {
		return wait, c.Outbox.Postpone(ctx, o.ID, "the platform asked to be left alone", until)
	}
	if err := c.lease(ctx, c.Outbox, r.account, "outbox", errElsewhere); err != nil {
		return 0, err
	}
	return 0, r.carry(ctx, o)
}

// carry does what one action needs next.
func (r *road) carry(ctx context.Context, o inbox.Outgoing) error {
	switch o.State {
	case inbox.Sending, inbox.Unknown:
		return r.find(ctx, o)
	case inbox.Planned:
		return r.confirm(ctx, o)
	case inbox.Queued:
		return r.send(ctx, o)
	case inbox.Asks, inbox.Failed, inbox.Sent, inbox.Dropped:
	}
	return nil
}

// send carries an action out, if the world is still as the person saw it.
func (r *road) send(ctx context.Context, o inbox.Outgoing) error {
	c := r.courier
	if doubt := r.missed(o); doubt != nil {
		return r.settle(ctx, o, inbox.Fate{State: inbox.Asks, Doubt: doubt})
	}
	scene, err := r.look(ctx, o)
	switch {
	case err != nil && local(err) && o.Kind.Private() && o.Tries == 0: // there is nothing to be seen before we speak
	case err != nil:
		return r.hindered(ctx, o, err, false)
	case scene.Done != nil:
		return r.arrived(ctx, o, *scene.Done)
	default:
		if doubt := doubtOf(o, scene); doubt != nil {
			if err := r.settle(ctx, o, inbox.Fate{State: inbox.Asks, Doubt: doubt}); err != nil {
				return err
			}
			return r.hear(ctx, seenIn(scene)) // what they are asked about stands in the inbox, too
		}
	}
	noted := c.Now()
	if err := c.Outbox.Attempt(ctx, o.ID); errors.Is(err, inbox.ErrNone) {
		return nil // a person was faster
	} else if err != nil {
		return err
	}
	var receipt inbox.Receipt
	if c.Now().Sub(noted) > stale {
		err = errLate
	} else {
		receipt, err = r.sender.Do(ctx, o.Action)
	}
	// Whatever happens to us now, what has become of it is noted.
	ctx = context.WithoutCancel(ctx)
	switch {
	case err == nil:
		return r.arrived(ctx, o, receipt)
	case errors.Is(err, errLate):
		o.Tries, o.Trouble = o.Tries+1, err.Error()
		return r.again(ctx, o)
	case undone(err):
		return r.hindered(ctx, o, err, true)
	}
	return r.lostSight(ctx, o, err)
}

// seenIn is what a look has shown of a conversation.
func seenIn(scene inbox.Scene) []inbox.Message {
	seen := slices.Clone(scene.After)
	for _, m := range []*inbox.Message{scene.Of, scene.Last} {
		if m != nil && !slices.ContainsFunc(seen, func(o inbox.Message) bool { return o.ID == m.ID }) {
			seen = append(seen, *m)
		}
	}
	return seen
}

// late is how long after the time that a person chose something is still sent
// unasked.
const late = 15 * time.Minute

// missed is the doubt that the time which a person chose has passed, or nil. Of
// what was planned that holds after an attempt too, of which nobody knows for
// certain that it came to nothing: a clock may have been set meanwhile.
func (r *road) missed(o inbox.Outgoing) *inbox.Doubt {
	sure := slices.Contains(o.Sure, inbox.Late) || slices.Contains(o.Sure, inbox.Perhaps)
	switch {
	case !o.Later || !o.Kind.Speaks() || sure || r.courier.Now().Sub(o.Due) <= cmp.Or(o.Grace, late):
		return nil
	case o.Tries == 0:
		return &inbox.Doubt{Reason: inbox.Late}
	case o.Grace > 0:
		return &inbox.Doubt{Reason: inbox.Perhaps}
	}
	return nil
}

// doubted is how wrong our clock may be, or the platform's, when something that
// was planned is looked for. It is said once a day at most, so that nothing else
// of ours stands there in its words.
const doubted = 6 * time.Hour

// since is from when on something of ours may stand there, by the platform's
// clock.
func since(o inbox.Outgoing) time.Time {
	switch {
	case o.FirstAt.IsZero():
		return o.AskedAt
	case o.Grace > 0:
		return o.FirstAt.Add(-doubted)
	}
	return o.FirstAt
}

// doubtOf is what a person has to be asked before an action goes out, or nil.
func doubtOf(o inbox.Outgoing, scene inbox.Scene) *inbox.Doubt {
	if doubt := o.Action.Doubt(scene); doubt != nil {
		return doubt
	}
	return perhaps(o, scene)
}

// hindered settles what was certainly not done, whether or not an attempt was
// noted, and when it is tried again.
func (r *road) hindered(ctx context.Context, o inbox.Outgoing, err error, noted bool) error {
	c := r.courier
	if ctx.Err() != nil {
		return ctx.Err()
	}
	fate := inbox.Fate{State: o.State, Trouble: c.hush(err), Unsent: noted}
	if o.State == inbox.Unknown {
		fate.Trouble = cmp.Or(o.Trouble, fate.Trouble) // why nobody knows tells more than why we cannot look
	}
	if fate.State == inbox.Sending {
		fate.State, fate.Certain = inbox.Unknown, c.Now().Add(r.patience(err))
	}
	wait, asked := patience(err)
	switch {
	case asked && unasked(err): // our own pace is nobody's trouble
		fate.Again, fate.Trouble = c.Now().Add(wait), ""
	case asked:
		fate.Again = c.Now().Add(wait)
		if err := c.Store.Wait(ctx, r.account, fate.Again); err != nil {
			return err
		}
	case final(err):
		r.until = c.Now().Add(forGood)
		c.Tell(News{Account: r.account, Err: err, Final: true})
	case local(err) && o.State != inbox.Queued: // we cannot look where it may stand
		fate.State, fate.Doubt = inbox.Asks, &inbox.Doubt{Reason: inbox.Perhaps}
	case local(err):
		fate.State = inbox.Failed
	default:
		r.unreached++
		fate.Again = c.Now().Add(r.trip(1))
	}
	return r.settle(ctx, o, fate)
}

// trip counts a failure, and returns for how long the account is left alone: a
// little longer each time.
func (r *road) trip(by int) time.Duration {
	r.failures = min(r.failures+by, 12)
	wait := min(500*time.Millisecond<<r.failures, time.Minute)
	r.until = r.courier.Now().Add(wait)
	return wait
}

// lostSight notes that nobody told what has become of a request.
func (r *road) lostSight(ctx context.Context, o inbox.Outgoing, err error) error {
	c := r.courier
	if r.failures++; r.failures >= tripped {
		r.trip(0)
	}
	return r.settle(ctx, o, inbox.Fate{
		State: inbox.Unknown, Trouble: c.hush(err),
		Again: c.Now().Add(firstWait), Certain: c.Now().Add(r.patience(err)),
	})
}

// patience is how long a message may take to be seen.
func (r *road) patience(err error) time.Duration {
	settle := r.courier.Settle
	if settle == 0 {
		settle = UsualSettle
	}
	if unanswered(err) {
		return max(settle, slowSettle)
	}
	return settle
}

// settle notes what has become of an action, and tells.
func (r *road) settle(ctx context.Context, o inbox.Outgoing, f inbox.Fate) error {
	if err := r.courier.Outbox.Settle(ctx, o.ID, f); err != nil {
		return err
	}
	switch f.State {
	case inbox.Sent, inbox.Planned:
		r.done.Sent++
	case inbox.Failed:
		r.done.Failed++
	case inbox.Asks:
		r.done.Asks++
	case inbox.Queued, inbox.Sending, inbox.Unknown, inbox.Dropped:
	}
	r.courier.Tell(News{Account: r.account, Out: &o, Fate: f})
	return nil
}

// undone reports whether the platform has certainly done nothing.
func undone(err error) bool {
	var nothing interface{ Undone() bool }
	return errors.As(err, &nothing) && nothing.Undone()
}

// unanswered reports whether nobody answered in time.
func unanswered(err error) bool {
	var late interface{ Slow() bool }
	return errors.As(err, &late) && late.Slow()
}
