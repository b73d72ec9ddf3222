package forum

import "time"

// trouble is what waits for those who moderate: what was flagged, rightly and
// wrongly, and what nobody sees before somebody lets it through.
func (f *Forum) trouble(now time.Time) {
	ago := func(by time.Duration) time.Time { return now.Add(-by).UTC().Truncate(time.Millisecond) }
	newcomer := f.join(141, "vaultkeeper", "Ida Strand", now.Add(-5*hour))
	f.join(142, "cornell_notes", "Remy Baptiste", now.Add(-2*hour))
	seller := f.join(143, "backlink_pete", "Pete Rankin", now.Add(-8*hour))
	cheap := f.begin(f.rooms[2], newcomer, now.Add(-4*hour), "Best cheap theme licences", "Visit https://themes-4-less.example for licences at a tenth of the price. **Limited offer!**").posts[0]
	again := f.say(f.known("Theme for e-ink screens"), newcomer, now.Add(-215*time.Minute), "Why pay? Visit https://themes-4-less.example for licences at a tenth of the price. **Limited offer!**")
	rude := f.say(f.known("Lost a day of notes, and nobody answers"), f.called("rackmount"), now.Add(-200*time.Minute), "Who keeps interviews in a free app without a backup? Sorry, but that is just stupid. Stop whining and learn to use a computer.")
	fair := f.known("End-to-end encryption: is there a date?").posts[0]
	f.queue = []*item{
		{id: 31, kind: "ReviewableFlaggedPost", about: cheap, who: newcomer, by: f.called("hanneke"), at: ago(3 * hour), reason: "Spam"},
		{id: 32, kind: "ReviewableQueuedPost", by: f.called("cornell_notes"), at: ago(90 * time.Minute), reason: "New user", title: "Cornell layout for a page", raw: "Hello! I made a template for Cornell notes, with the cue column on the left. May I share it here, or is there a better place for templates?"},
		{id: 33, kind: "ReviewableFlaggedPost", about: again, who: newcomer, by: f.called("fern"), at: ago(170 * time.Minute), reason: "Spam"},
		{id: 34, kind: "ReviewableFlaggedPost", about: rude, who: rude.who, by: f.called("nora-writes"), at: ago(150 * time.Minute), reason: "Inappropriate", version: 1},
		{id: 35, kind: "ReviewableFlaggedPost", about: fair, who: fair.who, by: f.called("graphite"), at: ago(6 * hour), reason: "Off-topic"},
		{id: 36, kind: "ReviewableUser", who: seller, by: f.user(systemID), at: ago(8 * hour), reason: "Suspect user", raw: "SEO backlinks from $5, 1000 forum profiles a day, https://rank-fast.example"},
	}
}

// known is the topic of a title.
func (f *Forum) known(title string) *topic {
	for _, t := range f.topics {
		if t.title == title {
			return t
		}
	}
	return f.topics[0]
}

// accuse lets members flag while the forum lives: in turn somebody who sells,
// and somebody who said nothing wrong.
func (f *Forum) accuse(at time.Time) {
	f.life.accused++
	n := f.life.accused
	i := &item{id: int64(36 + n), kind: "ReviewableFlaggedPost", at: at.UTC().Truncate(time.Millisecond), reason: "Spam"}
	seller := f.called("vaultkeeper")
	open := f.alive()
	if seller == nil || len(open) == 0 {
		return
	}
	if n%2 == 1 && seller.suspended.Before(at) && seller.silenced.Before(at) {
		i.about, i.by = f.say(open[f.dice.IntN(len(open))], seller, at, "Only today: https://themes-4-less.example/today has every theme at a tenth of the price."), f.called("zoe.l")
	} else {
		t := open[f.dice.IntN(len(open))]
		i.about, i.by, i.reason = t.posts[0], f.called("graphite"), "Off-topic"
	}
	i.who = i.about.who
	for _, other := range f.queue {
		if other.about == i.about && other.status == 0 { // it waits already
			return
		}
	}
	f.queue = append(f.queue, i)
}

// Removed are the posts that were deleted and are not there again.
func (f *Forum) Removed() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []string
	for _, t := range f.topics {
		for _, p := range t.posts {
			if !p.deleted.IsZero() {
				all = append(all, text10(p.id))
			}
		}
	}
	return all
}

// Standing is how a member stands: "member", "silenced" or "suspended".
func (f *Forum) Standing(id string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, u := range f.users {
		switch {
		case text10(u.id) != id:
		case u.suspended.After(f.opts.Now()):
			return "suspended"
		case u.silenced.After(f.opts.Now()):
			return "silenced"
		}
	}
	return "member"
}

// Waiting are what waits in the review queue, by number.
func (f *Forum) Waiting() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []string
	for _, i := range f.queue {
		if i.status == 0 {
			all = append(all, text10(i.id))
		}
	}
	return all
}
