package main

import (
	"testing"

	"rounds/inbox"
)

func TestWhoIsUsIsSaidByHandleDomainAndPlatform(t *testing.T) {
	d := desk{team: lowered([]string{"@Lena"}), bots: lowered([]string{"deploybot"}), domains: lowered([]string{"acme.example"})}
	for _, c := range []struct {
		member inbox.Member
		want   inbox.Role
	}{
		{inbox.Member{Handle: "lena"}, inbox.Team},
		{inbox.Member{Handle: "ann", Email: "Ann@ACME.example"}, inbox.Team},
		{inbox.Member{Handle: "ann", Email: "ann@notacme.example"}, inbox.Community},
		{inbox.Member{Handle: "ann"}, inbox.Community},
		{inbox.Member{Handle: "DeployBot", Role: inbox.Team}, inbox.Bot},
		{inbox.Member{Handle: "ci", Email: "ci@acme.example", Role: inbox.Bot}, inbox.Bot},
		{inbox.Member{Handle: "mod", Role: inbox.Team}, inbox.Team},
	} {
		if got := d.Side(c.member); got != c.want {
			t.Errorf("%+v stands on the side of the %s, want %s", c.member, got, c.want)
		}
	}
}
