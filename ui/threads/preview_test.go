package threads

import (
	"testing"

	"rounds/inbox"
	"rounds/ui/theme"
)

// A link that is cut may be read as another one, whose beginning is not what
// was cut off: setting it never came to an end.
func TestALinkLongerThanTheLineIsSet(t *testing.T) {
	th := theme.New(true)
	for width := range 40 {
		if rendered(inbox.Slack, "日本語bbahttp://x@evil.com/long/path", nil, width, &th) == nil {
			t.Errorf("nothing at width %d", width)
		}
	}
}
