package slack

import (
	"errors"
	"slices"

	"rounds/inbox/platform"
)

// narrow lets the refusal of something that is to be written concern that
// alone, unless it is about the token or the account: what must not be said in
// one place may be said in another, and read everywhere.
func narrow(err error) error {
	refused, ok := errors.AsType[*platform.Refused](err)
	if !ok || slices.Contains(closed(), refused.Reason) {
		return err
	}
	kept := *refused
	kept.Here = true
	return &kept
}

// closed are the refusals of a token or of an account as a whole.
func closed() []string {
	return []string{
		"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "not_allowed_token_type", "bad_token",
		"invalid_token", "no_permission", "access_denied", "accesslimited", "forbidden_team", "enterprise_is_restricted",
		"org_login_required", "team_access_not_granted", "two_factor_setup_required", "app_access_restricted",
	}
}

// refuse is a refusal of our own, before anything was asked.
func refuse(method, reason string) error {
	return &platform.Refused{Method: method, Reason: reason, Here: true}
}

// early says of an error that came before the one request that changes
// anything that nothing was done.
func early(err error) error {
	if err == nil {
		return nil
	}
	return &platform.Early{Err: narrow(err)}
}
