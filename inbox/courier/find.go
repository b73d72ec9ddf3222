package courier

import (
	"context"
	"fmt"
	"slices"
	"time"

	"rounds/inbox"
)

// find looks for what may have been done. Only when it is absent for as long as
// it may take to be seen is it certain that it was not.
func (r *road) find(ctx context.Context, o inbox.Outgoing) error {
	c := r.courier
	if o.State == inbox.Sending { // the program that sent it is gone
		o.Certain = o.TriedAt.Add(r.patience(nil))
	}
	scene, err := r.look(ctx, o)
	switch {
	case err != nil:
		return r.hindered(ctx, o, err, false)
	case scene.Done != nil:
		return r.arrived(ctx, o, *scene.Done)
	case !o.Kind.Speaks(): // doing it twice is doing it once
		return r.again(ctx, o)
	}
	if wait := o.Certain.Sub(c.Now()); wait > 0 {
		again := c.Now().Add(min(wait, max(firstWait, c.Now().Sub(o.TriedAt)/2)))
		return r.settle(ctx, o, inbox.Fate{State: inbox.Unknown, Trouble: o.Trouble, Again: again, Certain: o.Certain})
	}
	if doubt := perhaps(o, scene); doubt != nil {
		return r.settle(ctx, o, inbox.Fate{State: inbox.Asks, Doubt: doubt})
	}
	return r.again(ctx, o)
}

// look reads how things stand around an action. What stands where it would have
// put it, said by us in its words since it was tried, is it, unless it is what
// has become of another action.
func (r *road) look(ctx context.Context, o inbox.Outgoing) (inbox.Scene, error) {
	scene, err := r.sender.Look(ctx, o.Action, since(o))
	if err != nil || scene.Done != nil || len(scene.Own) == 0 || o.Tries == 0 {
		return scene, err
	}
	messages := make([]string, len(scene.Own))
	for i, own := range scene.Own {
		messages[i] = own.Message
	}
	claimed, err := r.courier.Outbox.Claimed(ctx, o, scene.Own[0].Channel, messages)
	if err != nil {
		return scene, err
	}
	for _, own := range scene.Own {
		if !slices.Contains(claimed, own.Message) {
			scene.Done = &own
			break
		}
	}
	return scene, nil
}

// perhaps is the doubt that a message of ours in the same words is the one, or
// nil.
func perhaps(o inbox.Outgoing, scene inbox.Scene) *inbox.Doubt {
	if len(scene.Alike) == 0 || slices.Contains(o.Sure, inbox.Perhaps) {
		return nil
	}
	doubt := &inbox.Doubt{Reason: inbox.Perhaps, Alike: scene.Alike[len(scene.Alike)-1].ID}
	for _, m := range scene.Alike {
		doubt.Now = append(doubt.Now, inbox.Glimpse{ID: m.ID, Author: m.Author, By: m.As, Text: m.Text, SentAt: m.SentAt})
	}
	return doubt
}

// again sends what did not arrive once more, but not for ever.
func (r *road) again(ctx context.Context, o inbox.Outgoing) error {
	if o.Tries >= mostTries {
		return r.settle(ctx, o, inbox.Fate{
			State: inbox.Failed, Trouble: fmt.Sprintf("it was sent %d times and never arrived; the last time: %s", o.Tries, o.Trouble),
		})
	}
	return r.settle(ctx, o, inbox.Fate{State: inbox.Queued})
}

// planChecked is how long after its time it is looked whether a platform has
// posted what it was to post by itself.
const planChecked = time.Minute

// overdue is how long after its time a planned message is still looked for.
const overdue = 15 * time.Minute

// confirm looks whether the platform has posted what it was to post.
func (r *road) confirm(ctx context.Context, o inbox.Outgoing) error {
	c := r.courier
	scene, err := r.look(ctx, o)
	switch {
	case err != nil && !local(err):
		return r.hindered(ctx, o, err, false)
	case err == nil && scene.Done != nil && scene.Done.Planned.IsZero():
		return r.arrived(ctx, o, *scene.Done)
	case c.Now().Sub(o.Due) > overdue:
		return r.settle(ctx, o, inbox.Fate{
			State:   inbox.Failed,
			Trouble: fmt.Sprintf("the platform was to post it at %s and has not", o.Due.Local().Format(time.DateTime)),
		})
	}
	return r.settle(ctx, o, inbox.Fate{State: inbox.Planned, Again: c.Now().Add(time.Minute)})
}

// arrived notes the receipt, and keeps what was said as if it had been heard.
func (r *road) arrived(ctx context.Context, o inbox.Outgoing, receipt inbox.Receipt) error {
	r.failures, r.unreached = 0, 0
	fate := inbox.Fate{State: inbox.Sent, Receipt: &receipt}
	if !receipt.Planned.IsZero() {
		fate.State, fate.Again = inbox.Planned, receipt.Planned.Add(planChecked)
	}
	if receipt.Said != nil {
		receipt.Text, receipt.SentAt = receipt.Said.Text, receipt.Said.SentAt
	}
	if err := r.settle(ctx, o, fate); err != nil {
		return err
	}
	said := receipt.Said
	switch {
	case fate.State == inbox.Planned || o.Kind.Private():
		return nil
	case o.Kind == inbox.Delete, o.Kind == inbox.Remove && o.Message != "":
		said = &inbox.Message{Channel: o.Channel, ID: o.Message, Thread: o.Thread, Kind: inbox.Said, Deleted: true, SentAt: o.Seen.Of.SentAt}
		if said.SentAt.IsZero() {
			return nil // the next round brings it
		}
	case said == nil && !o.Kind.Speaks() && o.Kind != inbox.Unschedule: // how does the message stand now?
		scene, err := r.sender.Look(ctx, o.Action, since(o))
		if err != nil || scene.Of == nil {
			return nil //nolint:nilerr // the next round brings it
		}
		said = scene.Of
	}
	if said == nil {
		return nil
	}
	return r.hear(ctx, []inbox.Message{*said})
}

// hear keeps what was read on the way out, as if it had been told.
func (r *road) hear(ctx context.Context, said []inbox.Message) error {
	c := r.courier
	if len(said) == 0 {
		return nil
	}
	if r.reader == nil {
		var err error
		if r.reader, err = c.Desk(ctx, r.account); err != nil {
			return err
		}
	}
	_, err := c.keep(ctx, r.reader, inbox.Page{Account: r.account, Heard: true, Asked: c.Now(), Messages: said})
	return err
}
