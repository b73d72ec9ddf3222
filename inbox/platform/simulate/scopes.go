package simulate

import (
	"slices"
	"strings"
)

// scopes are what reading and writing takes.
func scopes() []string {
	return []string{
		"channels:history", "channels:manage", "channels:read", "channels:write", "chat:write", "groups:history", "groups:read", "groups:write",
		"im:history", "im:write",
		"reactions:read", "reactions:write", "team:read", "users:read", "users:read.email",
	}
}

// scope is what it takes to "read" a channel or its "history".
func (c *channel) scope(what string) string {
	switch {
	case c.pair != nil:
		return "im:" + what
	case c.private:
		return "groups:" + what
	}
	return "channels:" + what
}

// granted reports whether the token that asks still has a scope; nil asks for
// the token that listens.
func (s *Slack) granted(a *ask, scope string) bool {
	return slices.Contains(s.provided(a), scope)
}

// provided are the scopes that the token has.
func (s *Slack) provided(a *ask) []string {
	all := s.opts.Scopes
	if a != nil && a.personal {
		all = scopes()
	}
	s.gate.mu.Lock()
	defer s.gate.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(all), func(scope string) bool {
		return slices.Contains(s.gate.forgotten, scope)
	})
}

// unscoped is the refusal for want of a scope.
func (s *Slack) unscoped(a *ask, scope string) object {
	o := refusal("missing_scope")
	o["needed"], o["provided"] = scope, strings.Join(s.provided(a), ",")
	return o
}

// barred is the refusal for want of a token that opens anything, or nil.
func (s *Slack) barred(a *ask) object {
	right, none := s.opts.Token, "not_authed"
	if a.method == "apps.connections.open" {
		right, none = s.opts.AppToken, "missing_args"
	} else if a.personal {
		right = s.opts.UserToken
	}
	app := strings.HasPrefix(right, "xapp-") || a.method == "apps.connections.open"
	switch {
	case a.token == "":
		return refusal(none)
	case a.token != right && app != strings.HasPrefix(a.token, "xapp-"):
		return refusal("not_allowed_token_type")
	case a.token != right:
		return refusal("invalid_auth")
	}
	return s.gate.banned(app)
}
