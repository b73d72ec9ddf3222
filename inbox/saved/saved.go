// Package saved is what a community manager says again and again: replies kept
// as Markdown files, each with the macro that goes with it.
//
// It reads one file's text into a [Reply], fills in who is spoken to, and finds
// the placeholders that a person has to replace before the words may go out.
// It opens no file, reads no clock and sends nothing: main brings the files,
// ui/cli and the composer use what comes of them. Whatever is filled in comes
// from strangers; it can neither name anybody, nor hide anything, nor be read
// as markup of this package.
package saved

import (
	"fmt"
	"time"

	"rounds/inbox"
)

// Reply is one saved reply.
type Reply struct {
	Name    string            // file name without .md: "welcome"
	Title   string            // from the front matter, else the first words
	Key     string            // one letter or digit behind ";", "" if none
	Body    string            // Markdown as typed, without the front matter
	Private bool              // sent to the member alone
	Tags    []string          // put on the conversation
	Then    string            // "", "done", "waiting", "snooze 3d"
	React   string            // an emoji's name
	Promise inbox.Promise     // what is promised by sending it; Due is not set, see Promised
	Due     time.Duration     // how long after it was sent the next step of Promise is due
	In      map[string]string // bodies for one platform alone
	Path    string

	keyAt Mistake // where Key stands, for a clash
}

// Promised is the promise of a reply that is sent at now.
func (r Reply) Promised(now time.Time) inbox.Promise {
	p := r.Promise
	if r.Due > 0 && p.Next() != "" {
		p.Due = now.Add(r.Due)
	}
	return p
}

// On is the reply as it reads on a platform.
func (r Reply) On(p inbox.Platform) Reply {
	if body, ok := r.In[string(p)]; ok {
		r.Body = body
	}
	return r
}

// Mistake is what is wrong in a file, and where.
type Mistake struct {
	Line, Column int // from 1; Column is 0 where the whole line is meant
	Why          string
}

func (m *Mistake) Error() string {
	if m.Column == 0 {
		return fmt.Sprintf("line %d: %s", m.Line, m.Why)
	}
	return fmt.Sprintf("line %d, column %d: %s", m.Line, m.Column, m.Why)
}

func mistake(line, column int, why string, args ...any) *Mistake {
	return &Mistake{line, column, fmt.Sprintf(why, args...)}
}

// Broken is a mistake and the file that it is in.
type Broken struct {
	Path    string
	Mistake *Mistake
}

// Error names the place as compilers do, so that editors jump to it.
func (b *Broken) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", b.Path, b.Mistake.Line, max(b.Mistake.Column, 1), b.Mistake.Why)
}

// Unwrap returns the mistake.
func (b *Broken) Unwrap() error { return b.Mistake }

// Clashes takes the key from every reply whose key an earlier one has, and
// says so. Such a reply can still be chosen by its name.
func Clashes(all []Reply) []*Broken {
	var broken []*Broken
	first := map[string]Reply{}
	for i, r := range all {
		if r.Key == "" {
			continue
		}
		other, taken := first[r.Key]
		if !taken {
			first[r.Key] = r
			continue
		}
		at := r.keyAt
		at.Why = fmt.Sprintf("the key %q is taken: %s.md and %s.md both have it", r.Key, other.Name, r.Name)
		all[i].Key = ""
		broken = append(broken, &Broken{r.Path, &at})
	}
	return broken
}
