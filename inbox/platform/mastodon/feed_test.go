package mastodon

import (
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
)

func TestAPassLeadsDownAndComesToAnEnd(t *testing.T) {
	tests := map[string]struct {
		at, low, next string
		brought       bool
		more          bool
		then          string
	}{
		"by what was met":                     {"", "50", "40", true, true, "50"},
		"by the server's word":                {"", "", "40", true, true, "40"},
		"by its word where nothing was met":   {"60", "", "59", false, true, "59"},
		"no further than the server promises": {"60", "50", "", true, false, "60"},
		"not in circles":                      {"60", "60", "60", true, false, "60"},
		"not up":                              {"60", "", "70", false, false, "60"},
		"below what overlaps":                 {"60", "70", "55", true, true, "55"},
		"longer numbers are later":            {"100", "99", "9", true, true, "99"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			at := pass{Low: tt.at}
			if more := at.goesOn(tt.low, tt.next, tt.brought); more != tt.more || at.Low != tt.then {
				t.Errorf("more %t, from %s", more, at.Low)
			}
		})
	}
	at := pass{}
	for n := 9; at.goesOn("", itoa(n), false); n-- {
		if n < 5 {
			t.Fatal("nothing leads on for ever")
		}
	}
	if !at.doubtful() {
		t.Error("that nothing came is believed at once")
	}
}

func TestAFeedIsReadToItsEndAndThenFromItsTop(t *testing.T) {
	a, c := listening(t, map[string]string{
		"GET /api/v1/notifications": `[{"id":"9","type":"mention","created_at":"2026-06-17T10:00:00Z","account":{"id":"2","acct":"bo"},"status":` + said("10", "2", "null", "") + `},
			{"id":"8","type":"follow","created_at":"2026-06-16T10:00:00Z","account":{"id":"3","acct":"lena@x.example"}},
			{"id":"7","type":"poll of another time","created_at":"2026-06-16T10:00:00Z","account":null}, 5]`,
	})
	page := fetch(t, c, "channel:mentions")
	if len(page.Follow) != 1 || page.Follow[0].Scope != "thread:10" || len(page.Skipped) != 1 || page.More || !page.Held.To.Equal(time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC)) {
		t.Fatalf("it says %+v", page)
	}
	if len(page.Members) != 2 || !page.Members[1].Joined.Equal(time.Date(2026, 6, 16, 10, 0, 0, 0, time.UTC)) {
		t.Errorf("members are %+v", page.Members)
	}
	if !strings.Contains(strings.Join(a.asked, " "), "types%5B%5D=mention") {
		t.Errorf("it asks %v", a.asked)
	}
	again, err := c.Fetch(t.Context(), inbox.Scope{Name: "channel:mentions", Cursor: page.Scope.Cursor})
	if err != nil || platform.Load[newestCursor](again.Scope.Cursor).Done != "9" || again.Verified != (time.Time{}) {
		t.Errorf("then %+v, %v", again, err)
	}
}

func TestWhatIsGoneIsBuriedAndWhatIsNotForUsIsTakenOut(t *testing.T) {
	_, c := listening(t, nil)
	page, err := c.Fetch(t.Context(), inbox.Scope{Name: "thread:10", Cursor: platform.Save(threadCursor{Channel: mentions, At: 1})})
	if err != nil || !page.Ended || len(page.Messages) != 1 || !page.Messages[0].Deleted || page.Messages[0].ID != "10" {
		t.Errorf("gone, it is %+v, %v", page, err)
	}
	if page = fetch(t, c, "thread:10"); len(page.Messages) != 0 || !page.Ended {
		t.Errorf("never read, it is %+v", page)
	}
	foreign := strings.Replace(said("10", "2", "null", ""), `"mentions":[{"id":"1"`, `"mentions":[{"id":"5"`, 1)
	_, c = listening(t, map[string]string{"GET /api/v1/statuses/10": foreign, "GET /api/v1/statuses/10/context": `{"ancestors":[],"descendants":[]}`})
	page, err = c.Fetch(t.Context(), inbox.Scope{Name: "thread:10", Cursor: platform.Save(threadCursor{Channel: mentions, At: 1})})
	if err != nil || !page.Ended || len(page.Messages) != 0 || len(page.Covers) != 2 || !page.Covers[0].Sure {
		t.Errorf("not ours, it is %+v, %v", page, err)
	}
}

func TestWhatAThreadLeavesOutIsLookedForByItself(t *testing.T) {
	says := map[string]string{
		"GET /api/v1/statuses/10": said("10", "2", "null", ""), "GET /api/v1/statuses/10/context": `{"ancestors":[],"descendants":[]}`,
		"GET /api/v1/statuses/11": said("11", "3", `"10"`, ""), "GET /api/v1/statuses/11/context": `{"ancestors":[` + said("10", "2", "null", "") + `],"descendants":[]}`,
	}
	_, c := listening(t, says)
	if page := fetch(t, c, "check:10:11:11"); len(page.Covers) != 0 || len(page.Follow) != 1 || !page.Ended {
		t.Errorf("what stands is %+v", page)
	}
	delete(says, "GET /api/v1/statuses/11")
	_, c = listening(t, says)
	if page := fetch(t, c, "check:10:11:11"); len(page.Covers) != 1 || !page.Covers[0].Sure || page.Covers[0].From != "11" {
		t.Errorf("what is gone is %+v", page)
	}
}
