package platform

import (
	"net/http"

	"rounds/inbox"
)

// Hello is what a platform says when the line is open on which it tells its
// news as they happen.
type Hello struct {
	Others int // programs that share the line: each hears only a part
}

// Guide is what a person must know who connects an account: the exact clicks to
// a token, and what is asked of them afterwards.
type Guide struct {
	Title string // "Discord"
	Page  string // where it begins: an address, "" if that depends on Base
	// Needs is what a person makes or has there, in a few words, and Minutes how
	// long that takes with the steps below beside it.
	Needs   string
	Minutes int
	Steps   []string // the clicks, in their order; "\n" breaks a line
	// Base says that the platform has many addresses, such as a forum's own, and
	// how one is written: "https://forum.example.com". "" if there is one alone.
	Base string
	// Token is the question for it: "Bot token (it is not shown): ".
	Token string
	// Rights are the permissions, the least that do, each with its reason.
	Rights []Right
}

// Right is one permission.
type Right struct {
	Name     string // as the platform writes it: "Manage Messages"
	Why      string // "deletes messages that break the rules"
	Without  string // what cannot be done without it
	Optional bool
}

// Door is where and with what a token is tried.
type Door struct {
	Token string
	Base  string       // where the API is; the platform's own if empty
	Team  string       // which of several servers, by ID; "" if that is not known yet
	HTTP  *http.Client // NewHTTP if nil
}

// Pass is what a token opens.
type Pass struct {
	Name   string          // of the server, the site, the instance
	Domain string          // what the account may be called: "forum"
	URL    string          // where a browser finds it
	Team   string          // its ID, "" if it has none
	User   string          // the handle of whom the token speaks for
	Given  map[string]bool // the rights, by name; one that is missing here is not known
	Teams  []Team          // if the token opens several and none was named: one must be chosen
}

// Team is one of several servers that a token opens.
type Team struct{ ID, Name string }

// Room is a channel that can be chosen.
type Room struct {
	inbox.Channel
	Member bool // it can be read
}
