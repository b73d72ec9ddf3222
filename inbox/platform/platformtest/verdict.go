package platformtest

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"time"
	"unicode"

	"rounds/inbox"
	"rounds/inbox/platform/simulate/mischief"
)

// laneOf is the lane that an accepted action came on.
func laneOf(d Deed) string {
	return inbox.Action{Kind: d.Kind, Channel: d.Channel, Member: d.Member}.Lane()
}

// same reports whether what was accepted says what was asked for. A platform
// may want signs before a text, and others in it.
func same(d Deed, a inbox.Action) bool {
	return d.Kind == a.Kind && strings.HasSuffix(bare(d.Text), bare(a.Text)) && d.Emoji == a.Emoji
}

func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, html.UnescapeString(text))
}

// Verdict is what is wrong with what was sent.
type Verdict struct {
	Wanted                       int
	Lost, Twice, Wrong, Disorder []string
}

func (v Verdict) String() string {
	return fmt.Sprintf("lost %d, sent twice %d, wrong target %d, out of order %d", len(v.Lost), len(v.Twice), len(v.Wrong), len(v.Disorder))
}

// judge compares what was asked for with what the platform accepted: in every
// lane the same, once, in the same order. Where a person said their word, the
// order is theirs.
func (d *office) judge() Verdict {
	d.t.Helper()
	v := Verdict{Wanted: len(d.asked)}
	came, reacted := map[string][]Deed{}, map[string]bool{}
	for _, deed := range d.world.Written() {
		switch {
		case deed.Kind.Speaks():
			came[laneOf(deed)] = append(came[laneOf(deed)], deed)
		case deed.Kind == inbox.React:
			reacted[deed.Message+" "+deed.Emoji] = true
		}
	}
	lanes := map[string][]inbox.Action{}
	for _, a := range d.asked {
		if a.Kind.Speaks() {
			lanes[a.Lane()] = append(lanes[a.Lane()], a)
		} else if !reacted[a.Message+" "+a.Emoji] {
			v.Lost = append(v.Lost, a.ID)
		}
	}
	for lane, wanted := range lanes {
		v.lane(lane, wanted, came[lane])
		delete(came, lane)
	}
	for lane := range came {
		v.Wrong = append(v.Wrong, lane)
	}
	if d.words > 0 {
		v.Disorder = nil
	}
	d.places(&v)
	if len(v.Lost)+len(v.Twice)+len(v.Wrong)+len(v.Disorder) > 0 {
		d.t.Errorf("%s: %v: lost %q, twice %q, wrong %q, disorder %q", d.of.Name, v, v.Lost, v.Twice, v.Wrong, v.Disorder)
	}
	return v
}

func (v *Verdict) lane(lane string, wanted []inbox.Action, came []Deed) {
	left := slices.Clone(came)
	for _, a := range wanted {
		i := slices.IndexFunc(left, func(deed Deed) bool { return same(deed, a) })
		if i < 0 {
			v.Lost = append(v.Lost, a.ID)
			continue
		}
		left = slices.Delete(left, i, i+1)
	}
	for _, deed := range left {
		v.Twice = append(v.Twice, lane+" "+deed.Text)
	}
	if len(wanted) != len(came) {
		return
	}
	for i := range wanted {
		if !same(came[i], wanted[i]) {
			v.Disorder = append(v.Disorder, lane)
			return
		}
	}
}

// places sees that every answer stands in the thread that it was written for,
// by the memory's word after another round.
func (d *office) places(v *Verdict) {
	d.t.Helper()
	d.world.Gate().Misbehave(mischief.Mischief{})
	for range 3 {
		d.clock.pass(time.Hour)
		if _, err := d.rounds.Pull(d.t.Context(), account); err != nil {
			d.t.Fatal(err)
		}
	}
	stands := map[string]string{}
	for _, line := range rows(d.t, d.memory, `
		SELECT ch.key, m.key, c.key FROM message AS m JOIN conversation AS c ON c.id = m.conversation_id JOIN channel AS ch ON ch.id = m.channel_id`) {
		parts := strings.Split(line, " · ")
		stands[parts[0]+" "+parts[1]] = parts[2]
	}
	all, err := d.memory.Outbox(d.t.Context(), true)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, o := range all {
		if o.Kind != inbox.Reply || o.State != inbox.Sent || o.Receipt == nil {
			continue
		}
		if at := stands[o.Receipt.Channel+" "+o.Receipt.Message]; at != o.Thread {
			v.Wrong = append(v.Wrong, fmt.Sprintf("%s stands in %q, not in %q", o.Receipt.Message, at, o.Thread))
		}
	}
}
