package inbox

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// The verbs about people. Tags and notes of a person have the verbs of triage.
const (
	MergePeople  Verb = "merge"
	SplitPerson  Verb = "split"
	RejectMerge  Verb = "not the same"
	SetRole      Verb = "role"
	Watch        Verb = "watch"
	Unwatch      Verb = "unwatch"
	MakeVIP      Verb = "vip"
	DropVIP      Verb = "no vip"
	MarkWelcomed Verb = "welcomed" // somebody was greeted, here or elsewhere
	ForgetPerson Verb = "forget"
)

// Apart is why a member of a platform may not be matched with identities
// elsewhere, in a sentence for a person, or "" if it may. Reddit forbids it, and X wants the
// consent of whom it is about. No connector speaks to either yet; what was imported
// from there under its name counts.
func (p Platform) Apart() string {
	switch string(p) {
	case "reddit":
		return "Reddit forbids to match its members with identities elsewhere."
	case "x", "twitter":
		return "X forbids to match its members with identities elsewhere without their consent."
	}
	return ""
}

// Identity is one member as a part of a person.
type Identity struct {
	Member
	Row       int64 // ours
	Account   string
	Platform  Platform
	FirstSeen time.Time // first and last message kept; zero if none
	LastSeen  time.Time
	Messages  int
	Replies   int        // in the 90 days up to their last message
	Days      int        // of those 90, on which they wrote
	SaidAs    Role       // the role that a person gave it; "" if none did
	Turns     []RoleTurn // the roles before, by time
	Left      time.Time  // when it was first seen to be gone; zero if it is there
}

// RoleTurn is a role that was held until a time.
type RoleTurn struct {
	Until time.Time `json:"until"`
	Role  Role      `json:"role"`
}

// Standpoint is all that is known about the side a member stands on: its field
// in the journal is "role".
type Standpoint struct {
	Role   Role       `json:"role"`
	SaidAs Role       `json:"said_as,omitempty"`
	Turns  []RoleTurn `json:"turns,omitempty"`
}

// From is the standpoint of somebody who a person says has a role since a time.
// Before it they had what they had; without a time they always had the new one.
func (s Standpoint) From(role Role, since time.Time) Standpoint {
	now := Standpoint{Role: role, SaidAs: role}
	if since.IsZero() {
		return now
	}
	before := s.Role
	for _, t := range slices.Backward(s.Turns) {
		if t.Until.Before(since) {
			break
		}
		before = t.Role
	}
	for _, t := range s.Turns {
		if t.Until.Before(since) {
			now.Turns = append(now.Turns, t)
		}
	}
	if before != role {
		now.Turns = append(now.Turns, RoleTurn{since, before})
	}
	return now
}

// Person is a human, or a bot, with all identities that are known to be theirs.
type Person struct {
	ID         int64 // ours: of the first of their identities
	Identities []Identity
	Role       Role // Team if one of them is of the team
	VIP        bool
	Watched    bool
	FirstSeen  time.Time
	LastSeen   time.Time
	Joined     time.Time // the earliest date that a platform tells
	Messages   int
	Replies    int      // in the 90 days up to the last message of each identity
	Days       int      // of those 90, on how many the busiest identity wrote
	Tags       []string // sorted
	Count      int      // what the view counts: replies, questions that wait, messages before they fell silent, or days of silence
	Forgotten  bool     // erased because they asked for it
}

// Add adds an identity.
func (p *Person) Add(i Identity) {
	p.Identities = append(p.Identities, i)
	p.Messages += i.Messages
	p.Replies += i.Replies
	p.Days = max(p.Days, i.Days)
	p.FirstSeen, p.Joined = earliest(p.FirstSeen, i.FirstSeen), earliest(p.Joined, i.Joined)
	p.LastSeen = later(p.LastSeen, i.LastSeen)
	switch {
	case len(p.Identities) == 1, i.Role == Team:
		p.Role = i.Role
	case i.Role == Community && p.Role == Bot:
		p.Role = Community
	}
}

// Span is how many days the last 90 of somebody are, up to their last message:
// fewer if they came later.
func (p *Person) Span() int { return min(90, int(p.LastSeen.Sub(p.FirstSeen)/Day)+1) }

// Every is every how many days they wrote in their last 90; 0 if that is not
// known.
func (p *Person) Every() int {
	if p.Days == 0 {
		return 0
	}
	return max(1, (p.Span()+p.Days/2)/p.Days)
}

// AddTags adds tags, each once.
func (p *Person) AddTags(tags ...string) {
	p.Tags = append(p.Tags, tags...)
	slices.Sort(p.Tags)
	p.Tags = slices.Compact(p.Tags)
}

// Rows are our IDs of the identities.
func (p Person) Rows() []int64 {
	rows := make([]int64, len(p.Identities))
	for i := range p.Identities {
		rows[i] = p.Identities[i].Row
	}
	return rows
}

// earliest is the earlier of two times, of which the zero one is none.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// Called is the name that a person reads: that of the identity that said most.
func (p Person) Called() string {
	if len(p.Identities) == 0 {
		return "unknown"
	}
	if p.Forgotten {
		return "forgotten"
	}
	most := slices.MaxFunc(p.Identities, func(a, b Identity) int { return cmp.Compare(a.Messages, b.Messages) })
	return Author{ID: most.ID, Handle: most.Handle, Name: most.Name}.Called()
}

// Profile is a person's card.
type Profile struct {
	Person
	Notes     []Note // oldest first
	Answers   int    // conversations of others in which they answered first
	Helped    int    // people who had opened those
	Thanked   int    // of those conversations, in how many the opener said thanks
	Questions int    // conversations opened with a question
	Open      int    // conversations of theirs that are open
	Recent    []Hit  // what they said last, newest first
}

// PeopleView says which people are listed.
type PeopleView string

// The views.
const (
	AllPeople     PeopleView = ""
	NewPeople     PeopleView = "new"        // joined, or first spoke, in the last 30 days
	Lapsing       PeopleView = "lapsing"    // said 50 messages or more in the 90 days before they fell silent 30 to 180 days ago
	Returning     PeopleView = "returning"  // spoke in the last 30 days after 90 of silence
	TopHelpers    PeopleView = "helpers"    // of the community, who replied most in the last 30 days
	NeverAnswered PeopleView = "unanswered" // asked in the last 90 days, and nobody ever answered them
	TeamPeople    PeopleView = "team"
	WatchedPeople PeopleView = "watched" // watched, or VIP
)

// PeopleViews are all of them, in the order in which a person is shown them.
func PeopleViews() []PeopleView {
	return []PeopleView{AllPeople, NewPeople, Lapsing, Returning, TopHelpers, NeverAnswered, TeamPeople, WatchedPeople}
}

// PeopleSort is the order of a list of people.
type PeopleSort string

// The orders. The usual one of a view is its own.
const (
	UsualOrder PeopleSort = ""
	ByLastSeen PeopleSort = "last seen"
	ByMessages PeopleSort = "messages"
	ByFirst    PeopleSort = "first seen"
)

// PeopleQuery asks for people.
type PeopleQuery struct {
	View  PeopleView
	Words []string // each is in a handle, a name, an address or a tag
	Sort  PeopleSort
	Limit int // 0 is 200
}

// Suggestion is two people who may be one.
type Suggestion struct {
	ID         string // "12-57": stays the same as long as it is suggested
	One, Other Identity
	Evidence   []string // in words, the strongest first
}

// Oblivion is what forgetting a person erases.
type Oblivion struct {
	Person   Person
	Messages int // whose text goes
	Notes    int // of ours about them
	Cases    int // of moderation whose evidence goes
}

// TagName is a tag as it is kept: one word in small letters.
func TagName(text string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.TrimPrefix(strings.TrimSpace(text), "#")), "-"))
}
