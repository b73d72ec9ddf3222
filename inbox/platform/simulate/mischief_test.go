package simulate_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"rounds/inbox/platform/simulate"
)

// wire is what came of a request with which a trick was played.
type wire struct {
	res  *head
	body []byte
	err  error
	json map[string]any
}

// says reports whether the answer is of a status and, in its body, says so.
func (w wire) says(status int, body string) bool {
	return w.err == nil && w.res.StatusCode == status && strings.Contains(string(w.body), body)
}

// first is the timestamp of the first message shown, or "".
func (w wire) times() []string {
	var all []string
	messages, _ := w.json["messages"].([]any)
	for _, m := range messages {
		all = append(all, m.(map[string]any)["ts"].(string))
	}
	return all
}

func (w wire) cursor() string {
	meta, _ := w.json["response_metadata"].(map[string]any)
	next, _ := meta["next_cursor"].(string)
	return next
}

func (w wire) html() bool { return strings.HasPrefix(w.res.Header.Get("Content-Type"), "text/html") }

func (w wire) wait() string { return w.res.Header.Get("Retry-After") }

// stand is a channel that is read ten by ten: what its honest pages are.
type stand struct {
	*client
	s       *simulate.Slack
	channel string
	pages   [][]string // timestamps
	cursors []string   // of each page; the first has none
}

func takeStand(t *testing.T) *stand {
	t.Helper()
	s := simulate.NewHistory(simulate.Options{Seed: 9, Size: 400, Now: noon}, 4)
	d := &stand{client: visit(t, s), s: s, channel: s.State().Messages[0].Channel}
	for cursor := ""; cursor != "" || d.pages == nil; {
		w := d.ask("cursor", cursor)
		d.pages, d.cursors = append(d.pages, w.times()), append(d.cursors, cursor)
		cursor = w.cursor()
	}
	if len(d.pages) < 5 {
		t.Fatalf("%d pages are too few", len(d.pages))
	}
	return d
}

func (d *stand) ask(args ...string) wire {
	d.t.Helper()
	var w wire
	w.res, w.body, w.err = d.post("conversations.history", append([]string{"channel", d.channel, "limit", "10"}, args...)...)
	if w.err == nil {
		if json.Unmarshal(w.body, &w.json) != nil {
			w.json = nil
		}
	}
	return w
}

// play asks for a page while a trick is played, and sees to it that the log
// tells of it.
func (d *stand) play(trick simulate.Trick, args ...string) wire {
	d.t.Helper()
	d.s.Misbehave(simulate.Mischief{Seed: 3, Rate: 1, Tricks: []simulate.Trick{trick}, Calm: 1, Slow: 50 * time.Millisecond})
	w := d.ask(args...)
	log := d.s.Requests()
	if last := log[len(log)-1]; last.Trick != trick || last.Method != "conversations.history" {
		d.t.Errorf("the log tells of %+v", last)
	}
	return w
}

// tricks are what each trick looks like on the wire, where the third page is
// asked for.
func tricks(d *stand) map[simulate.Trick]func(wire) bool {
	page := func(n int) []string { return d.pages[n] }
	more := func(w wire) bool { return w.json["has_more"] == true }
	return map[simulate.Trick]func(wire) bool{
		simulate.Busy:        func(w wire) bool { return w.says(429, "ratelimited") && w.wait() == "1" },
		simulate.BusyLong:    func(w wire) bool { return w.says(429, "ratelimited") && w.wait() == "3600" },
		simulate.BusyBare:    func(w wire) bool { return w.says(429, "ratelimited") && w.wait() == "" },
		simulate.BusyHTML:    func(w wire) bool { return w.says(429, "<html>") && w.html() && w.wait() == "" },
		simulate.Broken:      func(w wire) bool { return w.says(500, "") },
		simulate.BadGateway:  func(w wire) bool { return w.says(502, "<html>") && w.html() },
		simulate.Unavailable: func(w wire) bool { return w.says(503, "<html>") && w.wait() == "" },
		simulate.Later:       func(w wire) bool { return w.says(503, "<html>") && w.wait() == "1" },
		simulate.GatewaySlow: func(w wire) bool { return w.says(504, "<html>") && w.html() },

		simulate.Reset:      func(w wire) bool { return w.res == nil && errors.Is(w.err, syscall.ECONNRESET) },
		simulate.CutHeaders: func(w wire) bool { return w.res == nil && errors.Is(w.err, io.ErrUnexpectedEOF) },
		simulate.CutBody: func(w wire) bool {
			return w.res != nil && errors.Is(w.err, io.ErrUnexpectedEOF) && int64(len(w.body)) < w.res.ContentLength
		},
		simulate.SlowBody:     func(w wire) bool { return w.says(200, "messages") && slices.Equal(w.times(), page(2)) },
		simulate.Bomb:         func(w wire) bool { return w.says(200, " ") && len(w.body) == 8<<20 },
		simulate.Garbage:      func(w wire) bool { return w.says(200, "PDF") && w.json == nil },
		simulate.Truncated:    func(w wire) bool { return w.says(200, `"messages":[{`) && w.json == nil },
		simulate.Portal:       func(w wire) bool { return w.says(200, "hotel") && w.html() },
		simulate.WrongCharset: func(w wire) bool { return w.says(200, "\xfe\xff\x00{") && w.json == nil },
		simulate.BadText: func(w wire) bool {
			return w.says(200, `"text":"`+"\xff\xfe") && !utf8.Valid(w.body) && slices.Equal(w.times(), page(2))
		},
		simulate.BareOK:        func(w wire) bool { return w.says(200, `{"ok":true}`) },
		simulate.WrongType:     func(w wire) bool { return w.says(200, `"messages":"none"`) && w.json["ok"] == true },
		simulate.InternalError: func(w wire) bool { return w.says(200, `"error":"internal_error"`) && w.json["ok"] == false },
		simulate.FatalError:    func(w wire) bool { return w.says(200, `"error":"fatal_error"`) },
		simulate.RateLimited:   func(w wire) bool { return w.says(200, `"error":"ratelimited"`) && w.wait() == "" },

		simulate.DuplicatedPage: func(w wire) bool {
			next := d.ask("cursor", w.cursor())
			return slices.Equal(w.times(), page(1)) && w.cursor() != d.cursors[2] && slices.Equal(next.times(), page(2))
		},
		simulate.OverlappingPages: func(w wire) bool {
			next := d.ask("cursor", w.cursor())
			read := append(w.times(), next.times()...)
			return slices.Contains(page(1), w.times()[0]) && slices.Contains(w.times(), page(2)[0]) && slices.Contains(read, page(2)[9]) && len(w.times()) == 10
		},
		simulate.ReorderedPage: func(w wire) bool {
			return !slices.Equal(w.times(), page(2)) && slices.Equal(slices.Sorted(slices.Values(w.times())), slices.Sorted(slices.Values(page(2))))
		},
		simulate.SkippedPage: func(w wire) bool { return slices.Equal(w.times(), page(3)) },
		simulate.EmptyPage: func(w wire) bool {
			return len(w.times()) == 0 && more(w) && slices.Equal(d.ask("cursor", w.cursor()).times(), page(2))
		},
		simulate.ExpiredCursor: func(w wire) bool { return w.says(200, `"error":"invalid_cursor"`) },
		simulate.LoopingCursor: func(w wire) bool {
			again := d.ask("cursor", w.cursor()).times()
			return slices.Equal(w.times(), page(2)) && (slices.Equal(again, page(2)) || slices.Equal(again, page(0)))
		},
		simulate.NoMoreYetACursor: func(w wire) bool {
			return slices.Equal(w.times(), page(2)) && !more(w) && w.cursor() == d.cursors[3]
		},
		simulate.NoMore:         func(w wire) bool { return slices.Equal(w.times(), page(2)) && !more(w) && w.cursor() == "" },
		simulate.FewerThanAsked: func(w wire) bool { return slices.Equal(w.times(), page(2)[:5]) && more(w) && w.cursor() != "" },
		simulate.MoreThanAsked: func(w wire) bool {
			return slices.Equal(w.times(), append(slices.Clone(page(2)), page(3)...)) && w.cursor() == d.cursors[4]
		},
		simulate.StrangeMessage: func(w wire) bool { return w.says(200, `"text":5`) && slices.Equal(w.times(), page(2)) },
	}
}

func TestEveryTrickIsWhatItSays(t *testing.T) {
	d := takeStand(t)
	looks := tricks(d)
	for _, trick := range simulate.Tricks() {
		if trick == simulate.MoreAtTheEnd {
			w := d.play(trick, "cursor", d.cursors[len(d.cursors)-1])
			if w.json["has_more"] != true || w.cursor() != "" {
				t.Errorf("%s: %v", trick, w.json)
			}
			continue
		}
		look, known := looks[trick]
		if !known {
			t.Errorf("nobody looked at %q", trick)
			continue
		}
		w := d.play(trick, "cursor", d.cursors[2])
		if !look(w) {
			t.Errorf("%s looks like %v %.300s %v", trick, w.res, w.body, w.err)
		}
		if !slices.Equal(d.ask("cursor", d.cursors[2]).times(), d.pages[2]) {
			t.Errorf("after %s the next request does not go well", trick)
		}
	}
}

func TestAPageIsSkippedBelowALatestToo(t *testing.T) {
	d := takeStand(t)
	latest := d.pages[1][9]
	if w := d.play(simulate.SkippedPage, "latest", latest); !slices.Equal(w.times(), d.pages[3]) {
		t.Errorf("below %s it shows %v, want %v", latest, w.times(), d.pages[3])
	}
}

func TestABombUnpacksToMoreThan64MiB(t *testing.T) {
	d := takeStand(t)
	d.s.Misbehave(simulate.Mischief{Rate: 1, Tricks: []simulate.Trick{simulate.Bomb}})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, d.base+"auth.test?token="+d.token, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept-Encoding", "gzip") // then nobody unpacks it for us
	res, err := d.http.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	packed, _ := io.ReadAll(res.Body)
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := io.Copy(io.Discard, r); n <= 64<<20 || err != nil || len(packed) > 1<<20 {
		t.Errorf("%d bytes unpack to %d, %v", len(packed), n, err)
	}
}

func TestASlowBodyEndsWhenTheClientLeaves(t *testing.T) {
	d := takeStand(t)
	d.s.Misbehave(simulate.Mischief{Rate: 1, Tricks: []simulate.Trick{simulate.SlowBody}, Slow: time.Minute})
	ctx, cancel := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, d.base+"users.list?token="+d.token, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := d.http.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	half, _ := strconv.Atoi(res.Header.Get("Content-Length"))
	if n, err := io.ReadFull(res.Body, make([]byte, half/2)); err != nil {
		t.Errorf("%d of the first %d bytes came: %v", n, half/2, err)
	}
	cancel() // the server's Close waits for the handler
}

// Whoever believes what is whole, and asks again for the rest, has everything:
// the honest tricks hide nothing.
func TestHonestTricksHideNothing(t *testing.T) {
	quick := slices.DeleteFunc(simulate.Honest(), func(trick simulate.Trick) bool {
		return trick == simulate.Bomb || trick == simulate.SlowBody
	})
	for seed := range uint64(4) {
		s := history(seed)
		c := visit(t, s)
		s.Misbehave(simulate.Mischief{Seed: seed, Rate: 0.4, Tricks: quick})
		same(t, c.state(), s.State(), "after mischief")
		if c.failed == 0 {
			t.Error("nothing went wrong")
		}
	}
}

func TestASeedMisbehavesInOneWay(t *testing.T) {
	run := func(seed uint64) []simulate.Trick {
		s := history(1)
		c := visit(t, s)
		s.Misbehave(simulate.Mischief{Seed: seed, Rate: 0.5, Slow: time.Millisecond, Calm: 60})
		for range 80 {
			if res, _, err := c.post("users.list", "limit", "3"); err == nil && res == nil {
				t.Fatal("neither an answer nor an error")
			}
		}
		var all []simulate.Trick
		for _, r := range s.Requests() {
			all = append(all, r.Trick)
		}
		return all
	}
	one := run(1)
	if !slices.Equal(one, run(1)) || slices.Equal(one, run(2)) {
		t.Error("the mischief is not the seed's")
	}
	wrong := 0
	for i, trick := range one {
		if trick != "" {
			wrong++
		}
		if trick != "" && i >= 60 {
			t.Errorf("%s was played at request %d, when all should be calm", trick, i)
		}
	}
	if wrong < 18 || wrong > 42 {
		t.Errorf("%d of 60 requests went wrong, want about half", wrong)
	}
}
