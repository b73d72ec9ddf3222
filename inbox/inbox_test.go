package inbox

import (
	"slices"
	"testing"
	"time"
)

// at is so many hours into a day.
func at(hour int) time.Time { return time.Date(2026, 11, 17, hour, 0, 0, 0, time.UTC) }

func TestStateOf(t *testing.T) {
	var never time.Time
	tests := map[string]struct {
		decided      Decision
		muted        bool
		others, ours time.Time
		now          time.Time
		want         State
	}{
		"what others say is open":                          {others: at(1), want: Open},
		"our reply waits for them":                         {others: at(1), ours: at(2), want: Waiting},
		"they answer and it is open":                       {others: at(3), ours: at(2), want: Open},
		"what only we said waits":                          {ours: at(2), want: Waiting},
		"at the same moment it is open":                    {others: at(2), ours: at(2), want: Open},
		"done stays done":                                  {decided: Decision{State: Done, Seen: at(3)}, others: at(3), want: Done},
		"done is reopened by others":                       {decided: Decision{State: Done, Seen: at(3)}, others: at(4), want: Open},
		"done is not reopened by us":                       {decided: Decision{State: Done, Seen: at(3)}, others: at(2), ours: at(9), want: Done},
		"done, they spoke, we answered":                    {decided: Decision{State: Done, Seen: at(3)}, others: at(4), ours: at(5), want: Waiting},
		"done and muted stays done":                        {decided: Decision{State: Done, Seen: at(3)}, muted: true, others: at(4), want: Done},
		"waiting stays waiting":                            {decided: Decision{State: Waiting, Seen: at(3)}, others: at(3), want: Waiting},
		"waiting ends when they answer":                    {decided: Decision{State: Waiting, Seen: at(3)}, others: at(4), want: Open},
		"spam is never reopened":                           {decided: Decision{State: Spam, Seen: at(3)}, others: at(9), ours: at(8), want: Spam},
		"a snooze lasts":                                   {decided: Decision{State: Snoozed, Seen: at(3), Until: at(8)}, others: at(3), now: at(7), want: Snoozed},
		"a snooze ends on time":                            {decided: Decision{State: Snoozed, Seen: at(3), Until: at(8)}, others: at(3), now: at(8), want: Open},
		"it wakes although we spoke before it fell asleep": {decided: Decision{State: Snoozed, Seen: at(3), Until: at(8)}, others: at(1), ours: at(2), now: at(8), want: Open},
		"awake, it waits once we have spoken":              {decided: Decision{State: Snoozed, Seen: at(3), Until: at(8)}, others: at(3), ours: at(9), now: at(10), want: Waiting},
		"a reply ends a snooze":                            {decided: Decision{State: Snoozed, Seen: at(3), Until: at(8)}, others: at(4), now: at(5), want: Open},
		"no reply ends one that holds":                     {decided: Decision{State: Snoozed, Seen: at(3), Until: at(8), Hold: true}, others: at(4), now: at(5), want: Snoozed},
		"time ends one that holds":                         {decided: Decision{State: Snoozed, Seen: at(3), Until: at(8), Hold: true}, others: at(4), now: at(9), want: Open},
		"muted, a snooze lasts":                            {decided: Decision{State: Snoozed, Seen: at(3), Until: at(8)}, muted: true, others: at(4), now: at(5), want: Snoozed},
		"reopened is open though the last word was ours":   {decided: Decision{State: Open, Seen: at(3)}, others: at(1), ours: at(2), want: Open},
		"reopened, then we spoke":                          {decided: Decision{State: Open, Seen: at(3)}, others: at(1), ours: at(4), want: Waiting},
		"where nobody spoke it is open":                    {others: never, ours: never, want: Open},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := StateOf(tt.decided, tt.muted, tt.others, tt.ours, tt.now); got != tt.want {
				t.Errorf("is %s, want %s", got, tt.want)
			}
		})
	}
}

func TestAPermalinkIsSlacksOwn(t *testing.T) {
	acme := Account{Platform: Slack, Base: "https://acme.slack.com", Team: "T1"}
	tests := map[string]struct {
		account             Account
		channel, thread, id string
		want                string
	}{
		"a message":                    {acme, "C1", "1.000001", "1.000001", "https://acme.slack.com/archives/C1/p1000001"},
		"a message that has no thread": {acme, "C1", "", "1.000001", "https://acme.slack.com/archives/C1/p1000001"},
		"a reply names its thread":     {acme, "C1", "1.000001", "2.000002", "https://acme.slack.com/archives/C1/p2000002?thread_ts=1.000001&cid=C1"},
		"an export knows the team":     {Account{Platform: Slack, Team: "T1"}, "C1", "1.000001", "2.000002", "https://app.slack.com/client/T1/C1/thread/C1-1.000001"},
		"nobody knows where it lives":  {Account{Platform: Slack}, "C1", "1.000001", "2.000002", ""},
		"a platform that we never met": {Account{Base: "https://x"}, "C1", "1.000001", "2.000002", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tt.account.Permalink(tt.channel, tt.thread, tt.id); got != tt.want {
				t.Errorf("is %q, want %q", got, tt.want)
			}
		})
	}
}

func TestAnAuthorIsCalledByTheBestName(t *testing.T) {
	for want, a := range map[string]Author{
		"maria.k": {ID: "U1", Handle: "maria.k", Name: "Maria"},
		"Maria":   {ID: "U1", Name: "Maria"},
		"U1":      {ID: "U1"},
		"unknown": {},
	} {
		if got := a.Called(); got != want {
			t.Errorf("%+v is called %q, want %q", a, got, want)
		}
	}
}

func TestABotMayNameItselfOnAMessage(t *testing.T) {
	helper := Author{ID: "B1", Handle: "helper", Name: "Helper", Role: Community}
	if got := helper.As("Deploys", true); got.Called() != "Deploys" || got.Role != Bot || got.ID != "B1" {
		t.Errorf("is %+v", got)
	}
	if got := helper.As("", false); got != helper {
		t.Errorf("is %+v", got)
	}
}

func TestTalliesAdd(t *testing.T) {
	total := Tally{Channels: 1, Members: 2, Messages: 3, Threads: 4, Changed: 5, Known: 6, Skipped: []Skip{{Where: "a"}}}
	total.Add(Tally{Channels: 10, Members: 20, Messages: 30, Threads: 40, Changed: 50, Known: 60, Skipped: []Skip{{Where: "b"}}})
	if total.Channels != 11 || total.Members != 22 || total.Messages != 33 || total.Threads != 44 || total.Changed != 55 || total.Known != 66 {
		t.Errorf("is %+v", total)
	}
	if !slices.Equal(total.Skipped, []Skip{{Where: "a"}, {Where: "b"}}) {
		t.Errorf("skipped %v", total.Skipped)
	}
}

func TestAConversationHasItsSignals(t *testing.T) {
	c := Conversation{Signals: []Signal{{Kind: Question}}}
	if !c.Has(Question) || c.Has(Mention) {
		t.Errorf("a question: %t, a mention: %t", c.Has(Question), c.Has(Mention))
	}
}
