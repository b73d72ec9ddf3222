package inbox

import "time"

// Standing is how the rounds of one account stand.
type Standing struct {
	Account  string
	Platform Platform
	Paused   bool      // by the config
	SyncedAt time.Time // end of the last round that came to its end; zero: none did
	BegunAt  time.Time // when the last round began
	Until    time.Time // the platform asked to be left alone until then; zero if it did not
	Live     time.Time // since when news are told as they happen; zero if they are not

	// Stopped is why no more rounds are made until a person has looked, in the
	// platform's words; "" if they are.
	Stopped   string
	StoppedAt time.Time
	// Trouble is why the last round did not come to its end; it is tried again.
	Trouble   string
	TroubleAt time.Time

	Due      int // scopes that wait to be read now
	Threads  int // threads that are looked at again by their age
	Messages int
	Channels []Stretch // sorted by name
}

// Stretch is what is held of one channel.
type Stretch struct {
	Channel  Channel
	Messages int
	Newest   time.Time // when the newest message held was sent; zero: none
	Held     Coverage
	ReadAt   time.Time // when the channel was last asked for news; zero: never
	Reading  bool      // what is outside of Held is being read
	Gone     bool      // the platform shows the channel no more
	Apart    bool      // nobody asked for it to be read: we are not in it

	// VerifiedAt is when all that is held was last compared with the platform.
	VerifiedAt time.Time

	Trouble   string // why it could not be read, in the platform's words
	TroubleAt time.Time
	Again     time.Time // when it will be tried again
}
