package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"rounds/calendar"
	"rounds/inbox"
	"rounds/inbox/checkin"
	"rounds/inbox/moderation"
)

// How far back loose ends are looked for.
const (
	postsBack      = 14 * inbox.Day
	milestonesBack = 4 * inbox.Day // a long weekend
	mostAnnounced  = 5             // milestones, and as many of those watched
)

// loose are the loose ends.
func (r *roundup) loose() error {
	var items []checkin.Item
	for _, some := range []func() ([]checkin.Item, error){r.promised, r.woken, r.unsent, r.posts, r.watched, r.milestones} {
		found, err := some()
		if err != nil {
			return err
		}
		if err := r.tell(found); err != nil {
			return err
		}
		items = append(items, found...)
	}
	r.add(checkin.Loose, items)
	return nil
}

// openCases are what the queue of moderation has to decide.
func (r *roundup) openCases() ([]moderation.Case, error) {
	return r.Cases(r.ctx, moderation.Filter{})
}

const selectPromised = `
	SELECT   id, promise FROM conversation INDEXED BY conversation_promised
	WHERE    promise <> '' AND promise ->> '$.step' < json_array_length(promise, '$.steps')
	ORDER BY promise ->> '$.due', id`

// promised are the promises whose next step is due by the end of today.
func (r *roundup) promised() (items []checkin.Item, err error) {
	tomorrow := r.midnight(1)
	all, err := r.promises(r.ctx)
	for _, p := range all {
		if p.Due.IsZero() || !p.Due.Before(tomorrow) {
			continue
		}
		items = append(items, checkin.Item{
			Key: keyed("talk", p.talk), Kind: checkin.FollowUp, Talk: p.talk, At: p.Due, Due: p.Due,
			Why: []string{fmt.Sprintf("step %d of %d is due: %s", p.Step+1, len(p.Steps), p.Next())},
		})
	}
	return items, err
}

// promise is what we said that we would do about a conversation.
type promise struct {
	talk int64
	inbox.Promise
}

func (s *Store) promises(ctx context.Context) ([]promise, error) {
	all, err := list(ctx, s.read, func(row scanner) (p promise, err error) {
		var text string
		if err = row.Scan(&p.talk, &text); err == nil {
			err = decode(text, &p.Promise)
		}
		return p, err
	}, selectPromised)
	slices.SortStableFunc(all, func(a, b promise) int { return a.Due.Compare(b.Due) })
	return all, err
}

// selectWoken finds the conversations whose snooze ended, and about which nothing
// was decided since.
const selectWoken = `
	SELECT   id, until_at FROM conversation INDEXED BY conversation_woken
	WHERE    until_at > 0 AND until_at > :since AND until_at <= :now AND state IN ('open', 'snoozed') AND ours_at <= until_at
	ORDER BY until_at, id`

func (r *roundup) woken() ([]checkin.Item, error) {
	return list(r.ctx, r.read, func(row scanner) (i checkin.Item, err error) {
		var until micros
		err = row.Scan(&i.Talk, &until)
		i.Key, i.Kind, i.At = keyed("talk", i.Talk), checkin.Woken, until.time()
		i.Why = []string{"its snooze is over"}
		return i, err
	}, selectWoken, r.named()...)
}

// unsent is what did not go out, or asks.
func (r *roundup) unsent() (items []checkin.Item, err error) {
	out, err := r.Outbox(r.ctx, false)
	for _, o := range out {
		if o.State != inbox.Failed && o.State != inbox.Asks {
			continue
		}
		i := checkin.Item{
			Key: "out:" + o.ID, Kind: checkin.Unsent, Action: o.ID, Account: o.Account, Platform: o.Platform, Room: o.Room,
			Who: o.Whom, Text: cmp.Or(o.Text, string(o.Kind)), At: o.AskedAt, Why: []string{"failed: " + o.Trouble},
		}
		if o.Whom != (inbox.Author{}) {
			i.Name = o.Whom.Called()
		}
		if o.Doubt != nil {
			i.Why = []string{o.Doubt.Sentence()}
		}
		items = append(items, i)
	}
	return items, err
}

// posts are those that did not go out where they should.
func (r *roundup) posts() (items []checkin.Item, err error) {
	all, err := r.Items(r.ctx, r.ask.Now.Add(-postsBack), r.ask.Now)
	for _, p := range all {
		i := checkin.Item{Key: "post:" + p.ID(), Post: p.ID(), Text: cmp.Or(p.Post.Title, p.Post.Text), At: p.Moment.At}
		switch p.Status {
		case calendar.Failed, calendar.Partial:
			i.Kind = checkin.FailedPost
		case calendar.Missed:
			i.Kind, i.Why = checkin.MissedPost, []string{"its time passed at " + p.Moment.Shown}
		case calendar.Idea, calendar.Draft, calendar.Review, calendar.Approved, calendar.Scheduled, calendar.Cancelled, calendar.Publishing, calendar.Published:
			continue
		}
		for _, d := range p.Deliveries {
			if d.State == calendar.NotTaken || d.State == calendar.Asking || d.State == calendar.Late {
				i.Account, i.Platform, i.Room = d.Account, d.Platform, d.Channel
				i.Why = append(i.Why, "#"+d.Channel+" on "+d.Account+": "+cmp.Or(d.Trouble, d.Why, string(d.State)))
			}
		}
		items = append(items, i)
	}
	return items, err
}

// selectWatched finds what those watched, and VIPs, said last.
const selectWatched = `
	SELECT   u.id, u.vip, m.id, m.conversation_id, m.text, m.sent_at, a.name, a.platform, ch.name, u.key, u.handle, u.name, u.role
	FROM     member AS u INDEXED BY member_watched
	CROSS    JOIN message AS m ON m.id = (SELECT l.id FROM message AS l INDEXED BY message_by_author
	                                      WHERE l.author_id = u.id AND l.kind = 'said' AND l.deleted = 0 ORDER BY l.sent_at DESC LIMIT 1)
	JOIN     channel AS ch ON ch.id = m.channel_id
	JOIN     account AS a ON a.id = ch.account_id
	WHERE    u.watched + u.vip > 0 AND u.last_at > :since
	ORDER BY m.sent_at DESC, u.id
	LIMIT    :most`

func (r *roundup) watched() ([]checkin.Item, error) {
	items, err := list(r.ctx, r.read, func(row scanner) (i checkin.Item, err error) {
		var vip bool
		var message int64
		var sent micros
		err = row.Scan(&i.Member, &vip, &message, &i.Talk, &i.Text, &sent, &i.Account, &i.Platform, &i.Room, &i.Who.ID, &i.Who.Handle, &i.Who.Name, &i.Who.Role)
		i.Key, i.Kind, i.At, i.Name = fmt.Sprintf("heard:%d:%d", i.Member, message), checkin.Watched, sent.time(), i.Who.Called()
		if i.Why = []string{"watched"}; vip {
			i.Why = []string{"VIP"}
		}
		return i, err
	}, selectWatched, append(r.named(), sql.Named("most", mostAnnounced))...)
	return items, err
}

// back is what comes back by itself, the next first.
func (r *roundup) back() error {
	const snoozed = `
		SELECT   c.until_at, coalesce(nullif(u.handle, ''), nullif(u.name, ''), u.key, 'somebody') || ' in #' || ch.name
		FROM     conversation AS c INDEXED BY conversation_snoozed
		JOIN     channel AS ch ON ch.id = c.channel_id
		LEFT     JOIN member AS u ON u.id = c.opener_id
		WHERE    c.state = 'snoozed' AND c.until_at > :now
		ORDER BY c.until_at
		LIMIT    5`
	all, err := list(r.ctx, r.read, func(row scanner) (b checkin.Return, err error) {
		var until micros
		err = row.Scan(&until, &b.Text)
		b.What, b.At = "snoozed conversation", until.time()
		return b, err
	}, snoozed, r.named()...)
	if err != nil {
		return err
	}
	for _, i := range r.parts[checkin.Questions] {
		if i.Due.After(r.ask.Now) {
			all = append(all, checkin.Return{What: "response target", Text: i.Name + " in #" + i.Room, At: i.Due})
			break
		}
	}
	planned, err := r.Items(r.ctx, r.ask.Now, r.ask.Now.Add(7*inbox.Day))
	if err != nil {
		return err
	}
	for _, p := range planned {
		if p.Status == calendar.Scheduled || p.Status == calendar.Publishing {
			all = append(all, checkin.Return{What: "planned post", Text: cmp.Or(p.Post.Title, p.Post.Text), At: p.Moment.At})
			break
		}
	}
	promises, err := r.promises(r.ctx)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(promises, func(p promise) bool { return !p.Due.Before(r.midnight(1)) }); i >= 0 {
		all = append(all, checkin.Return{What: "follow-up", Text: promises[i].Next(), At: promises[i].Due})
	}
	if r.day.Quiet && !r.day.Opens.IsZero() {
		all = append(all, checkin.Return{What: "quiet hours end", At: r.day.Opens})
	}
	slices.SortStableFunc(all, func(a, b checkin.Return) int { return a.At.Compare(b.At) })
	for i := range all {
		all[i].At = all[i].At.In(time.UTC)
	}
	r.day.Back = append([]checkin.Return{}, all[:min(len(all), mostReturns)]...)
	return nil
}
