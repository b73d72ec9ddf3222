package cli

import (
	"context"
	"time"

	"rounds/inbox"
)

// Link is what connecting an account needs of the rest of the house.
type Link interface {
	// Manifest is what the app that reads a workspace is made from, and Page is
	// where that is done.
	Manifest() string
	Page() string
	// Guide tells what a person does to get a token of another platform.
	Guide(p inbox.Platform) Guide
	// Request begins to ask a platform for a key by way of the person's browser;
	// [inbox.ErrNone] where keys are made by hand alone.
	Request(p inbox.Platform, base string) (KeyRequest, error)
	// Given is the tokens that the environment holds for an account.
	Given(account string) Keys
	// Inspect asks the platform what a token opens. Its errors are for a person,
	// and never quote the token.
	Inspect(ctx context.Context, which Which, d Door) (Pass, error)
	Rooms(ctx context.Context, d Door) ([]Room, error)
	// Look tells what is there already for an account of that name.
	Look(ctx context.Context, s Settings, account string) (Place, error)
	// Keep writes the tokens and the config, or nothing.
	Keep(ctx context.Context, s Settings, n Newcomer) (Kept, error)
}

// Which is one of the tokens of an account.
type Which string

// The tokens that an account of Slack can have.
const (
	BotKey  Which = "bot"
	AppKey  Which = "app"
	UserKey Which = "user"
)

// Keys are the tokens of an account, "" for one that there is not.
type Keys struct{ Bot, App, User string }

// of is one of them.
func (k *Keys) of(which Which) *string {
	switch which {
	case AppKey:
		return &k.App
	case UserKey:
		return &k.User
	case BotKey:
	}
	return &k.Bot
}

// Door is where a token is tried.
type Door struct {
	Platform inbox.Platform
	Base     string // of the API; "" is the platform's own
	Token    string
	Team     string // which of several servers, "" if that is not known yet
}

// Guide is what a person does to get a token: where, and by which clicks.
type Guide struct {
	Title  string
	Page   string   // where it begins
	Steps  []string // in their order
	Base   string   // an example of the address that is asked for, "" if there is one address alone
	Token  string   // the question for the token
	Grants []Grant  // the permissions, the least that do

	Needs   string // what a person makes or has there, in a few words
	Minutes int    // how long connecting takes
	Live    bool   // news are heard as they happen
}

// KeyRequest is a key that a platform hands out sealed, to be pasted here.
type KeyRequest struct {
	Address string                              // where the person allows it
	Open    func(pasted string) (string, error) // makes the key of what they were shown
}

// Team is one of several servers that a token opens.
type Team struct{ ID, Name string }

// Pass is what a token opens. Its names are foreign text.
type Pass struct {
	Workspace string
	Domain    string // of its address: "acme"
	URL       string
	Team      string // the platform's ID of the workspace
	User      string
	Grants    []Grant
	Teams     []Team // if there are several and none was named
}

// Grant is one thing that a token may do, or not.
type Grant struct {
	Name     string
	Given    bool
	Why      string // what it is good for
	Without  string // what is missing if it is not given
	Optional bool
}

// Room is a channel that can be chosen.
type Room struct {
	inbox.Channel
	Member bool
}

// Place is what is there before an account is connected.
type Place struct {
	Known   bool  // the config has an account of this name
	Keyring error // why there is no keyring here; nil if there is one
	Folder  string
	Config  string
	NoName  bool // the config does not say who we are
}

// Newcomer is an account that is to be kept.
type Newcomer struct {
	Name      string
	Platform  inbox.Platform
	Pass      Pass
	Keys      Keys
	InKeyring bool
	Base      string
	Server    string // which of several
	Private   bool   // private messages are read, too
	Since     string // a date, or ""
	Retention string
	Rooms     []Room // nil: all that we are in
}

// Kept is where something was written to.
type Kept struct {
	Tokens string // in words
	Config string
}

// dateOrNone reports whether a flag holds a date.
func dateOrNone(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return text == "" || err == nil
}
