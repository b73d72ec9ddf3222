package store

import (
	"encoding/binary"
	"errors"
	"math"

	"rounds/inbox"
	"rounds/inbox/metrics"
)

// A blob is one part of the facts as it rests: a byte that tells its version,
// how many records there are, and the records one after the other. All numbers
// are varints; a time and an ID are told as their distance from those of the
// record before, zigzagged where it may be negative. What is one bit stands
// below a number that is always there.
//
//	said     distance of the time, of the ID, of the conversation;
//	         member<<2 + bot<<1 + reply; channel
//	talks    distance of the time, of the ID;
//	         opener<<4 + awaits<<3 + bot<<2 + mention<<1 + question;
//	         channel; messages; how many answers, and of each
//	         distance of the time; member<<2 + beside<<1 + bot
//	members  distance of the ID; account<<2 + role; joined; left; first
const blobVersion = 1

// errBlob is what reading a blob says that is none, or is cut off. It is then
// made anew from the rows.
var errBlob = errors.New("not a piece of the facts")

func bit(is bool, at int) uint64 {
	if is {
		return 1 << at
	}
	return 0
}

func begin(n int) []byte {
	return binary.AppendUvarint([]byte{blobVersion}, uint64(n))
}

func encodeSaid(all []metrics.Said) []byte {
	body := begin(len(all))
	var was metrics.Said
	for i := range all {
		m := &all[i]
		body = binary.AppendVarint(body, m.At-was.At)
		body = binary.AppendVarint(body, m.ID-was.ID)
		body = binary.AppendVarint(body, m.Talk-was.Talk)
		body = binary.AppendUvarint(body, uint64(m.Member)<<2|bit(m.Bot, 1)|bit(m.Reply, 0))
		body = binary.AppendUvarint(body, uint64(m.Channel))
		was = *m
	}
	return body
}

// blob reads a blob. What is wrong with it is told at the end.
type blob struct {
	rest []byte
	bad  bool
}

// open reads a blob's head: how many records of a size of at least least bytes
// it holds.
func (b *blob) open(body []byte, least int) int {
	if len(body) == 0 || body[0] != blobVersion {
		b.bad = true
		return 0
	}
	b.rest = body[1:]
	return b.many(least)
}

// records is how many records a blob says that it holds, 0 if that cannot be.
func records(body []byte) int {
	var b blob
	return b.open(body, 5)
}

// many reads a number of things that are still to come.
func (b *blob) many(least int) int {
	n := b.natural()
	if n > uint64(len(b.rest)/least) {
		b.bad = true
		return 0
	}
	return int(n)
}

func (b *blob) natural() uint64 {
	v, n := binary.Uvarint(b.rest)
	if n <= 0 {
		b.bad, b.rest = true, nil
		return 0
	}
	b.rest = b.rest[n:]
	return v
}

func (b *blob) whole() int64 {
	v := b.natural()
	return int64(v>>1) ^ -int64(v&1)
}

// end tells whether all of the blob was read, and read well.
func (b *blob) end() error {
	if b.bad || len(b.rest) > 0 {
		return errBlob
	}
	return nil
}

// decodeSaid appends what a blob holds to all.
func decodeSaid(all []metrics.Said, body []byte) ([]metrics.Said, error) {
	var b blob
	var was metrics.Said
	had := len(all)
	for range b.open(body, 5) {
		was.At += b.whole()
		was.ID += b.whole()
		was.Talk += b.whole()
		who := b.natural()
		was.Member, was.Bot, was.Reply = int32(who>>2), who&2 > 0, who&1 > 0
		was.Channel = int32(b.natural())
		all = append(all, was)
	}
	if err := b.end(); err != nil {
		return all[:had], err
	}
	return all, nil
}

func encodeTalks(all []metrics.Talk) []byte {
	body := begin(len(all))
	var was metrics.Talk
	for i := range all {
		t := &all[i]
		body = binary.AppendVarint(body, t.At-was.At)
		body = binary.AppendVarint(body, t.ID-was.ID)
		body = binary.AppendUvarint(body, uint64(t.Opener)<<4|bit(t.Awaits, 3)|bit(t.Bot, 2)|bit(t.Mention, 1)|bit(t.Question, 0))
		body = binary.AppendUvarint(body, uint64(t.Channel))
		body = binary.AppendUvarint(body, uint64(t.Messages))
		body = binary.AppendUvarint(body, uint64(len(t.Answers)))
		last := t.At
		for _, a := range t.Answers {
			body = binary.AppendVarint(body, a.At-last)
			body = binary.AppendUvarint(body, uint64(a.Member)<<2|bit(a.Beside, 1)|bit(a.Bot, 0))
			last = a.At
		}
		was = *t
	}
	return body
}

func decodeTalks(all []metrics.Talk, body []byte) ([]metrics.Talk, error) {
	var b blob
	var was metrics.Talk
	had := len(all)
	for range b.open(body, 6) {
		was.At += b.whole()
		was.ID += b.whole()
		who := b.natural()
		was.Opener = int32(who >> 4)
		was.Awaits, was.Bot, was.Mention, was.Question = who&8 > 0, who&4 > 0, who&2 > 0, who&1 > 0
		was.Channel, was.Messages = int32(b.natural()), int32(b.natural())
		was.Answers = b.answers(was.At)
		all = append(all, was)
	}
	if err := b.end(); err != nil {
		return all[:had], err
	}
	return all, nil
}

func (b *blob) answers(at int64) []metrics.Answer {
	n := b.many(2)
	if n == 0 {
		return nil
	}
	all := make([]metrics.Answer, n)
	for i := range all {
		at += b.whole()
		who := b.natural()
		all[i] = metrics.Answer{At: at, Member: int32(who >> 2), Beside: who&2 > 0, Bot: who&1 > 0}
	}
	return all
}

// roleBits are the roles as two bits tell them.
func roleBits(r inbox.Role) uint64 {
	switch r {
	case inbox.Team:
		return 1
	case inbox.Bot:
		return 2
	case inbox.Community:
	}
	return 0
}

// encodeMembers keeps of members what ingest knows. The account is our own row's
// number here.
func encodeMembers(all []metrics.Member) []byte {
	body := begin(len(all))
	last := int32(0)
	for i := range all {
		m := &all[i]
		body = binary.AppendVarint(body, int64(m.ID-last))
		body = binary.AppendUvarint(body, uint64(m.Account)<<2|roleBits(m.Role))
		for _, t := range []int64{m.Joined, m.Left, m.First} {
			body = binary.AppendVarint(body, t)
		}
		last = m.ID
	}
	return body
}

func decodeMembers(all []metrics.Member, body []byte) ([]metrics.Member, error) {
	var b blob
	had, last := len(all), int64(0)
	roles := [4]inbox.Role{inbox.Community, inbox.Team, inbox.Bot, inbox.Community}
	for range b.open(body, 5) {
		distance := b.whole()
		if last += distance; distance <= 0 || last > math.MaxInt32 {
			return all[:had], errBlob
		}
		who := b.natural()
		m := metrics.Member{ID: int32(last), Person: int32(last), Account: int32(who >> 2), Role: roles[who&3]}
		m.Joined, m.Left, m.First = b.whole(), b.whole(), b.whole()
		all = append(all, m)
	}
	if err := b.end(); err != nil {
		return all[:had], err
	}
	return all, nil
}
