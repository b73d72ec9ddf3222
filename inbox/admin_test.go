package inbox

import "testing"

func TestWhatWeCannotDoHasAPage(t *testing.T) {
	const base = "https://x.example"
	tests := map[string]struct {
		a                        Account
		kind                     ActionKind
		member, channel, message string
		want                     string
	}{
		"a message in Slack":      {Account{Platform: Slack, Base: base}, Remove, "U1", "C1", "1.000002", base + "/archives/C1/p1000002"},
		"a member in Slack":       {Account{Platform: Slack, Base: base}, Ban, "U1", "", "", base + "/admin"},
		"a message on Discord":    {Account{Platform: Discord, Base: base, Team: "7"}, Remove, "1", "2", "3", base + "/channels/7/2/3"},
		"a member on Discord":     {Account{Platform: Discord, Base: base, Team: "7"}, Ban, "1", "2", "3", base + "/channels/7"},
		"a post":                  {Account{Platform: Discourse, Base: base}, Remove, "1", "2", "3", base + "/p/3"},
		"a member of a forum":     {Account{Platform: Discourse, Base: base}, Ban, "1", "2", "3", base + "/admin/users/1/show"},
		"the queue of a forum":    {Account{Platform: Discourse, Base: base}, Perform, "1", "", "", base + "/review"},
		"a status":                {Account{Platform: Mastodon, Base: base}, Remove, "1", "", "3", base + "/admin/accounts/1/statuses/3"},
		"a status of nobody":      {Account{Platform: Mastodon, Base: base}, Remove, "", "", "3", base + "/web/statuses/3"},
		"an account":              {Account{Platform: Mastodon, Base: base}, Restrict, "1", "", "", base + "/admin/accounts/1"},
		"the reports of a server": {Account{Platform: Mastodon, Base: base}, Perform, "", "", "", base + "/admin/reports"},
		"nowhere":                 {Account{Platform: Slack}, Remove, "U1", "C1", "1.2", ""},
	}
	for name, tt := range tests {
		if got := tt.a.AdminPage(tt.kind, tt.member, tt.channel, tt.message); got != tt.want {
			t.Errorf("%s is at %q, want %q", name, got, tt.want)
		}
	}
}
