package week

import (
	"errors"
	"net/url"

	"rounds/inbox/plain"
)

// web is an address if a browser may be given it: http or https, a host, and
// no character that is not part of an address.
func web(address string) (string, error) {
	links := plain.Links(address)
	u, err := url.Parse(address)
	if err != nil || len(links) != 1 || u.Host == "" || u.User != nil || links[0].Target != address {
		return "", errors.New("that address is not one that can be opened safely")
	}
	return links[0].Target, nil
}
