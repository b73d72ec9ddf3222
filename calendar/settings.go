package calendar

import (
	"time"

	"rounds/inbox"
)

// SettingsFile is the file of the plan folder that says how the plan works.
const SettingsFile = "plan.yaml"

// Settings are how the plan works: the home zone, who approves, who publishes,
// and the week's template. They lie in [SettingsFile], beside the posts.
type Settings struct {
	Zone      string   // IANA, of posts that name none; never "" once it is in force
	Approval  Approval // "" is none
	Grace     time.Duration
	Slots     []Slot
	Blackouts []Blackout
	UTM       UTM
	Publish   map[string]Mode // by place, account or platform
}

// UsualGrace is how late something is still published unasked unless the
// settings say otherwise.
const UsualGrace = time.Minute

// Slot is a place in the week's template.
type Slot struct {
	Weekday time.Weekday
	Minute  int // since midnight, in the home zone
	Theme   string
	To      []Place
}

// Blackout is a range of days on which nothing should be said, the last day
// among them.
type Blackout struct {
	From, To Day
	Why      string
}

// UTM is how links in posts are tagged, so that a site's statistics tell where
// a visit came from. The zero value tags nothing.
type UTM struct {
	Hosts  []string          // whose links are tagged, with their subdomains
	Values map[string]string // "utm_source" → "{{platform}}", …
}

// Location is the home zone; UTC if there is none yet.
func (s Settings) Location() *time.Location {
	if zone, err := LoadZone(s.Zone); err == nil {
		return zone
	}
	return time.UTC
}

// ZoneOf is the zone that a post's time is in.
func (s Settings) ZoneOf(p Post) *time.Location {
	if zone, err := LoadZone(p.Zone); err == nil {
		return zone
	}
	return s.Location()
}

// ModeAt is who publishes in a place: as the settings say, else the platform
// where it posts by itself, else we.
func (s Settings) ModeAt(at Place, platform inbox.Platform) Mode {
	for _, key := range []string{at.String(), at.Account, string(platform)} {
		if mode, ok := s.Publish[key]; ok && (mode != Native || platform.Plans()) {
			return mode
		}
	}
	if platform.Plans() {
		return Native
	}
	return Local
}

// MostLate is how late something is still published unasked.
func (s Settings) MostLate() time.Duration {
	if s.Grace > 0 {
		return max(s.Grace, leastGrace)
	}
	return UsualGrace
}

// leastGrace is how late something is that leaves as soon as its time has come:
// a request takes as long.
const leastGrace = 10 * time.Second
