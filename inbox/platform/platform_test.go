package platform

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestTokensAreTakenOut(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"a user's":          {"token xoxp-12-34-abcDEF, thanks", "token xoxp-…, thanks"},
		"a bot's in JSON":   {`{"token":"xoxb-1-x"}`, `{"token":"xoxb-…"}`},
		"an app's":          {"Bearer xapp-1-A0-1-ff.", "Bearer xapp-…."},
		"a refreshable one": {"xoxe.xoxp-1-Mi0y", "xoxe.xoxp-…"},
		"in an address":     {"https://a/?token=xoxs-1-2&x=1", "https://a/?token=xoxs-…&x=1"},
		"in capitals":       {"XOXB-1-2", "XOXB-…"},
		"no token":          {"xox and xapple are words", "xox and xapple are words"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Redact(tt.text); got != tt.want {
				t.Errorf("Redact(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestHushKeepsWhatAnErrorMeans(t *testing.T) {
	err := Hush(fmt.Errorf("call xoxp-1-2: %w", &Later{Wait: time.Second}))
	var later interface{ RetryAfter() time.Duration }
	if !errors.As(err, &later) || later.RetryAfter() != time.Second || strings.Contains(err.Error(), "xoxp-1") {
		t.Errorf("error = %v", err)
	}
	err = Hush(fmt.Errorf("call: %w", &Refused{Method: "m", Reason: "xoxp-1-2"}))
	var refused interface{ Final() bool }
	if !errors.As(err, &refused) || !refused.Final() || strings.Contains(err.Error(), "xoxp-1") {
		t.Errorf("error = %v", err)
	}
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		if strings.Contains(inner.Error(), "xoxp-1") {
			t.Errorf("inside is still %v", inner)
		}
	}
	if Hush(nil) != nil {
		t.Error("nothing became an error")
	}
}

func TestPatienceIsWhatThePlatformAsksFor(t *testing.T) {
	tests := map[string]struct {
		after, date string
		want        time.Duration
	}{
		"seconds":             {"7", "", 7 * time.Second},
		"half a second":       {"0.5", "", 500 * time.Millisecond},
		"a date":              {"Tue, 17 Nov 2026 12:01:00 GMT", "Tue, 17 Nov 2026 12:00:00 GMT", time.Minute},
		"a date, no now":      {"Tue, 17 Nov 2026 12:01:00 GMT", "", DefaultWait},
		"nothing":             {"", "", DefaultWait},
		"a word":              {"soon", "", DefaultWait},
		"less than nothing":   {"-5", "", DefaultWait},
		"longer than allowed": {"99999999999999999999", "", LongestWait},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			h := http.Header{"Retry-After": {tt.after}, "Date": {tt.date}}
			if got := Patience(h); got != tt.want {
				t.Errorf("Patience = %v, want %v", got, tt.want)
			}
		})
	}
}

func ask(t *testing.T, client *http.Client, method, address string, body io.Reader) (*http.Response, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, body)
	if err != nil {
		t.Fatal(err)
	}
	return client.Do(req)
}

func TestRedirectsStayAtHome(t *testing.T) {
	away := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("somebody came along") }))
	defer away.Close()
	home := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/away":
			http.Redirect(w, r, away.URL, http.StatusTemporaryRedirect)
		case "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
		case "/near":
			http.Redirect(w, r, "/here", http.StatusFound)
		default:
			fmt.Fprint(w, r.Header.Get("User-Agent"))
		}
	}))
	defer home.Close()
	client := NewHTTP(Options{Agent: "rounds/test"})
	for path, says := range map[string]string{"/away": "not followed", "/round": "in circles"} {
		res, err := ask(t, client, http.MethodPost, home.URL+path, strings.NewReader("token"))
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: error = %v, want %q", path, err, says)
		}
		if err == nil {
			res.Body.Close()
		}
	}
	res, err := ask(t, client, http.MethodGet, home.URL+"/near", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if said, _ := io.ReadAll(res.Body); string(said) != "rounds/test" {
		t.Errorf("the agent is %q", said)
	}
}

func TestAnAnswerHasABound(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, strings.Repeat("x", len(r.URL.Query().Get("n"))))
	}))
	defer server.Close()
	client := NewHTTP(Options{Limit: 10})
	for n, fits := range map[int]bool{0: true, 10: true, 11: false, 500: false} {
		res, err := ask(t, client, http.MethodGet, server.URL+"/?n="+strings.Repeat("1", n), nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(res.Body)
		res.Body.Close()
		if (err == nil) != fits || len(got) > 10 {
			t.Errorf("of %d bytes %d were read, %v", n, len(got), err)
		}
	}
}

// Whether the platform may have done it must not be lost with the token.
func TestHushKeepsWhetherAnythingWasDone(t *testing.T) {
	for name, tt := range map[string]struct {
		err          error
		undone, slow bool
	}{
		"asked to wait":           {&Later{}, true, false},
		"refused":                 {&Refused{}, true, false},
		"refused in trouble":      {&Refused{Passing: true}, false, false},
		"refused before it began": {&Refused{Passing: true, Before: true}, true, false},
		"somebody else answered":  {&Garbled{Err: io.EOF, Gone: true}, true, false},
		"garbled":                 {&Garbled{Err: io.EOF}, false, false},
		"garbled, late":           {&Garbled{Err: io.EOF, Late: true}, false, true},
		"lost":                    {&Lost{Err: io.EOF}, false, false},
		"lost, late":              {&Lost{Err: io.EOF, Late: true}, false, true},
		"never left":              {&Lost{Err: io.EOF, Before: true}, true, false},
		"before the one request":  {&Early{&Garbled{Err: errors.New("xoxp-1-2"), Late: true}}, true, true},
	} {
		err := Hush(fmt.Errorf("say xoxp-1-2: %w", tt.err))
		var undone interface{ Undone() bool }
		var slow interface{ Slow() bool }
		isUndone, isSlow := errors.As(err, &undone) && undone.Undone(), errors.As(err, &slow) && slow.Slow()
		if isUndone != tt.undone || isSlow != tt.slow {
			t.Errorf("%s: undone %t, slow %t: %v", name, isUndone, isSlow, err)
		}
		for inner := err; inner != nil; inner = errors.Unwrap(inner) {
			if strings.Contains(inner.Error(), "xoxp-1") {
				t.Errorf("%s: inside is still %v", name, inner)
			}
		}
	}
}
