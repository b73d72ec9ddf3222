package simulate

import (
	"strconv"
	"time"
)

// chapters are what the numbers of a community shall tell: a week in which
// something was launched, a weekend on which nobody came, a night of spam. They
// lie so many days before the end of the history.
type chapters struct{ s *story }

const (
	launched = 20 // the first day of a week
	quiet    = 8  // about the weekend before that day
	raided   = 12
)

// takes is how likely it is that something is said on a day, compared with the
// days of the launch.
func (c chapters) takes(day time.Time) float64 {
	ago := int(c.s.now.Sub(day).Hours() / 24)
	switch {
	case ago <= launched && ago > launched-7:
		return 1
	case weekend(day) && ago >= quiet-3 && ago <= quiet+3:
		return 0.03
	}
	return 0.4
}

// raid lets a crowd come in the night, shout for half an hour and go: no two
// say the same, so that it is the numbers that show it and not the queue.
func (c chapters) raid(t *trouble) {
	night := c.s.now.AddDate(0, 0, -raided).Truncate(24 * time.Hour).Add(3 * time.Hour)
	var crowd []*user
	for i := range 5 {
		n := strconv.Itoa(41 + 7*i)
		crowd = append(crowd, t.comes("bonus."+n, "Bonus "+n, night.Add(time.Duration(i)*time.Minute)))
	}
	openings := []string{"is this where", "somebody on the stream said", "hello from the stream,", "first!", "who else heard", "can a mod say whether", "my cousin swears"}
	claims := []string{
		"the keys are given away tonight", "one gets the lifetime plan for free", "there is a raffle at midnight",
		"the first hundred win a mug", "you only have to shout loud enough", "the owner hands out coins",
	}
	rooms := []string{"general", "random", "help"}
	for i := range len(openings) * len(claims) {
		at := night.Add(8*time.Minute + time.Duration(i)*37*time.Second)
		c.s.say(rooms[i%len(rooms)], crowd[i%len(crowd)], at, openings[i%len(openings)]+" "+claims[i%len(claims)])
	}
}
