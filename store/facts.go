package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"sort"
	"time"

	"rounds/inbox"
	"rounds/inbox/metrics"
)

// Facts reads what the numbers of a span are counted from, as of one moment.
// Parts of which a row has changed since they were last made are made anew for
// this answer, so that it is always exact. The zone is that of from.
func (s *Store) Facts(ctx context.Context, from, to time.Time) (*metrics.Facts, error) {
	in, err := s.read.BeginTx(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("count from the rows: %w", err)
	}
	defer in.Rollback() // nothing was written
	r := reading{ctx: context.WithoutCancel(ctx), tx: in, from: from.UnixMicro(), to: to.UnixMicro()}
	r.facts = &metrics.Facts{From: from, To: to, AsOf: s.now(), Zone: from.Location()}
	for _, step := range []func() error{
		r.accounts, r.channels, r.members, r.said, r.talks, r.spam, r.since,
		r.tags, r.cases, r.decisions, r.dones, r.kept, r.published, r.greetings, r.goals, r.surveys,
	} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("count from the rows: %w", calledOff(ctx, err))
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	return r.facts, nil
}

// reading is one answer of [Store.Facts] in the making, in one transaction.
type reading struct {
	ctx      context.Context
	tx       *sql.Tx
	facts    *metrics.Facts
	from, to int64
	place    map[int64]int32 // of accounts in the coverage
	where    []int32         // by a member's ID: one more than their place, 0 for nobody
	private  map[int32]bool  // channels that do not count (R7)
}

// selectCoverage tells how the channels of an account are read. One that has no scope of
// its own is whole if nothing of its account is still to be read.
const selectCoverage = `
	SELECT   a.id, a.name, a.platform,
	         (SELECT count(*) FROM channel WHERE account_id = a.id AND gone = 0 AND kind <> 'direct'),
	         (SELECT count(*) FROM channel AS ch
	          LEFT   JOIN scope AS s ON s.account_id = a.id AND s.channel = ch.key AND s.channel <> '' AND s.turn = 0
	          WHERE  ch.account_id = a.id AND ch.gone = 0 AND ch.kind <> 'direct'
	                 AND CASE WHEN s.name IS NULL THEN NOT EXISTS (SELECT 1 FROM scope WHERE account_id = a.id AND read_at = 0)
	                          ELSE s.held_to > 0 AND s.held_from <= ?1 END)
	FROM     account AS a
	ORDER BY a.name`

// accounts reads how much of each is held.
func (r *reading) accounts() error {
	r.place = map[int64]int32{}
	all, err := list(r.ctx, r.tx, func(row scanner) (c metrics.Coverage, err error) {
		var id int64
		err = row.Scan(&id, &c.Account, &c.Platform, &c.Channels, &c.Whole)
		r.place[id] = int32(len(r.place))
		c.Reports = c.Platform == inbox.Discourse || c.Platform == inbox.Mastodon
		return c, err
	}, selectCoverage, r.from)
	r.facts.Coverage = all
	return err
}

func (r *reading) channels() error {
	const query = `SELECT id, account_id, name, kind FROM channel ORDER BY id`
	r.private = map[int32]bool{}
	_, err := list(r.ctx, r.tx, func(row scanner) (_ struct{}, err error) {
		var c metrics.Channel
		var account int64
		var kind inbox.ChannelKind
		if err = row.Scan(&c.ID, &account, &c.Name, &kind); err != nil {
			return
		}
		c.Account = r.place[account]
		c.Private = kind == inbox.Private
		if kind == inbox.Direct {
			r.private[c.ID] = true
		} else {
			r.facts.Channels = append(r.facts.Channels, c)
		}
		return
	}, query)
	return err
}

// everyPart is the range of all parts of a kind.
func everyPart() [2]int64 { return [2]int64{math.MinInt64, math.MaxInt64} }

// piece is one part with what it holds.
type piece struct {
	part
	body []byte
}

// pieces reads the parts of a kind in a range, in order. Those that are stale
// are made anew.
func (r *reading) pieces(kind factKind, span [2]int64) ([]piece, error) {
	const (
		dirty = `SELECT kind, part FROM fact_stale WHERE kind = ? AND part BETWEEN ? AND ?`
		clean = `
			SELECT kind, part, body FROM fact AS f
			WHERE  kind = ?1 AND part BETWEEN ?2 AND ?3 AND NOT EXISTS (SELECT 1 FROM fact_stale AS s WHERE s.kind = f.kind AND s.part = f.part)
			ORDER  BY part`
	)
	all, err := list(r.ctx, r.tx, func(row scanner) (p piece, err error) {
		return p, row.Scan(&p.kind, &p.n, &p.body)
	}, clean, kind, span[0], span[1])
	if err != nil {
		return nil, err
	}
	anew, err := list(r.ctx, r.tx, scanPart, dirty, kind, span[0], span[1])
	if err != nil || len(anew) == 0 {
		return all, err
	}
	for _, p := range anew {
		body, err := recount(r.ctx, r.tx, p)
		if err != nil {
			return nil, err
		}
		if body != nil {
			all = append(all, piece{p, body})
		}
	}
	slices.SortFunc(all, func(a, b piece) int { return cmp.Compare(a.n, b.n) })
	return all, nil
}

// gather reads what the parts of a kind hold. One that cannot be read is made
// anew.
func gather[T any](r *reading, kind factKind, span [2]int64, decode func([]T, []byte) ([]T, error)) ([]T, error) {
	found, err := r.pieces(kind, span)
	if err != nil {
		return nil, err
	}
	n := 0
	for _, p := range found {
		n += records(p.body)
	}
	all := make([]T, 0, n)
	for _, p := range found {
		if all, err = decode(all, p.body); err == nil {
			continue
		}
		body, err := recount(r.ctx, r.tx, p.part)
		if err != nil {
			return nil, err
		}
		if body == nil {
			continue
		}
		if all, err = decode(all, body); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// between is the parts of the days that the span touches.
func (r *reading) between() [2]int64 {
	return [2]int64{r.from / microsPerDay, (r.to - 1) / microsPerDay}
}

func (r *reading) said() error {
	all, err := gather(r, saidFacts, r.between(), decodeSaid)
	if err != nil {
		return err
	}
	lo := sort.Search(len(all), func(i int) bool { return all[i].At >= r.from })
	hi := sort.Search(len(all), func(i int) bool { return all[i].At >= r.to })
	all = all[lo:max(lo, hi)]
	if len(r.private) > 0 {
		all = slices.DeleteFunc(all, func(m metrics.Said) bool { return r.private[m.Channel] })
	}
	r.facts.Said = all
	return nil
}

// talks reads the conversations, and which of them do not wait for us: that is
// decided without anything being said.
func (r *reading) talks() error {
	const settled = `
		SELECT id FROM conversation INDEXED BY conversation_by_state
		WHERE  state IN ('done', 'snoozed', 'spam', 'waiting') AND last_at >= ?`
	all, err := gather(r, talkFacts, r.between(), decodeTalks)
	if err != nil {
		return err
	}
	lo := sort.Search(len(all), func(i int) bool { return all[i].At >= r.from })
	hi := sort.Search(len(all), func(i int) bool { return all[i].At >= r.to })
	all = all[lo:max(lo, hi)]
	if len(r.private) > 0 {
		all = slices.DeleteFunc(all, func(t metrics.Talk) bool { return r.private[t.Channel] })
	}
	put := map[int64]bool{}
	if len(all) > 0 {
		_, err = list(r.ctx, r.tx, func(row scanner) (_ struct{}, err error) {
			var id int64
			err = row.Scan(&id)
			put[id] = true
			return
		}, settled, r.from)
	}
	for i := range all {
		all[i].Open = !put[all[i].ID]
	}
	r.facts.Talks = all
	return err
}

// since is when the oldest message was said that is held.
func (r *reading) since() error {
	const query = `SELECT coalesce(min(sent_at), 0) FROM message WHERE kind = 'said' AND deleted = 0`
	var oldest micros
	err := r.tx.QueryRowContext(r.ctx, query).Scan(&oldest)
	r.facts.Since = oldest.time()
	return err
}

// tags reads which conversations carry which.
func (r *reading) tags() error {
	r.facts.Tags = map[string][]int64{}
	_, err := list(r.ctx, r.tx, func(row scanner) (_ struct{}, err error) {
		var name string
		var id int64
		err = row.Scan(&name, &id)
		r.facts.Tags[name] = append(r.facts.Tags[name], id)
		return
	}, `SELECT name, conversation_id FROM tag ORDER BY name, conversation_id`)
	return err
}
