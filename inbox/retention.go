package inbox

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// Day is what retentions are counted in: a day of 24 hours.
const Day = 24 * time.Hour

// longestRetention is as long as a time can still be counted back from.
const longestRetention = 100 * 365 * Day

// errRetention says how a retention is written.
var errRetention = errors.New("write a number and d, w, m or y: 90d, 26w, 6m or 1y; at least 1d")

// ParseRetention reads how long something is kept: "180d", "26w", "6m", "1y". A
// month is 30 days and a year 365, whatever the calendar says.
func ParseRetention(text string) (time.Duration, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, errRetention
	}
	unit, known := map[byte]time.Duration{'d': Day, 'w': 7 * Day, 'm': 30 * Day, 'y': 365 * Day}[text[len(text)-1]]
	n, err := strconv.Atoi(strings.TrimSpace(text[:len(text)-1]))
	if !known || err != nil || n < 1 || time.Duration(n) > longestRetention/unit {
		return 0, errRetention
	}
	return time.Duration(n) * unit, nil
}

// Expired is what of an account is older than it shall be kept.
type Expired struct {
	Account       string
	Before        time.Time // everything whose last message is older than this
	Conversations int
	Messages      int       // in them, and joins, leaves and notices
	From, To      time.Time // the oldest and the newest of the messages
	Starred       int       // conversations that a person starred, noted, tagged
	Noted         int
	Tagged        int
}
