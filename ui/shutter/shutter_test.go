package shutter

import (
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// counter is a model whose view says how many messages it has heard, and that
// counts how often it was asked.
type counter struct{ heard, asked int }

func (c *counter) Init() tea.Cmd { return nil }

func (c *counter) Update(tea.Msg) (tea.Model, tea.Cmd) {
	c.heard++
	return c, nil
}

func (c *counter) View() tea.View {
	c.asked++
	return tea.NewView("heard " + strconv.Itoa(c.heard))
}

// bench is a shutter whose looks are due when the test says so.
type bench struct {
	*Shutter
	model *counter
	clock time.Time
	waits []time.Duration // of the looks that were asked for
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{model: &counter{}, clock: time.Date(2026, 6, 16, 12, 0, 0, 0, time.UTC)}
	b.Shutter = New(b.model)
	b.now = func() time.Time { return b.clock }
	b.later = func(d time.Duration, _ tea.Msg) tea.Cmd { b.waits = append(b.waits, d); return nil }
	if !b.Take(tea.NewProgram(b.Shutter)) {
		t.Fatal("this Bubble Tea keeps its ticker elsewhere: see Take")
	}
	return b
}

// looked is how often the renderer was told to look since last time.
func (b *bench) looked() (n int) {
	for {
		select {
		case <-b.looks:
			n++
		default:
			return n
		}
	}
}

func TestAChangeAfterAPauseIsDrawnAtOnce(t *testing.T) {
	b := newBench(t)
	b.Update("a key")
	if got := b.View().Content; got != "heard 1" {
		t.Errorf("the renderer is given %q", got)
	}
	if len(b.waits) != 1 || b.waits[0] > 0 {
		t.Errorf("looks are asked for after %v, want one at once", b.waits)
	}
	b.Update(look{})
	if n := b.looked(); n != 1 {
		t.Errorf("the renderer was told to look %d times", n)
	}
}

func TestABurstSharesAFrame(t *testing.T) {
	b := newBench(t)
	b.Update("a key")
	b.Update(look{})
	for range 200 {
		b.Update("a key")
		b.View()
	}
	if b.model.asked > 3 {
		t.Errorf("the view was made %d times", b.model.asked)
	}
	if last := b.waits[len(b.waits)-1]; len(b.waits) != 2 || last != Gap {
		t.Errorf("looks are asked for after %v, want one more after %v", b.waits, Gap)
	}
	b.clock = b.clock.Add(Gap)
	b.Update(look{})
	if got := b.View().Content; got != "heard 201" {
		t.Errorf("the last frame says %q", got)
	}
	b.clock = b.clock.Add(Gap)
	b.Update(look{})
	if asked := len(b.waits); asked != 3 {
		t.Errorf("%d looks were asked for, want none after the last change", asked)
	}
}

func TestNothingIsDrawnWhileNothingHappens(t *testing.T) {
	b := newBench(t)
	b.Update("a key")
	b.Update(look{})
	b.looked()
	if len(b.waits) != 1 {
		t.Errorf("it waits for %v", b.waits)
	}
}

func TestARendererThatIsSlowSeesTheNewest(t *testing.T) {
	b := newBench(t)
	for range 5 { // it has not taken one look yet
		b.Update("a key")
		b.clock = b.clock.Add(Gap)
		b.Update(look{})
	}
	if n := b.looked(); n != 1 {
		t.Errorf("%d looks wait, want 1", n)
	}
	if got := b.View().Content; got != "heard 5" {
		t.Errorf("what it will see is %q", got)
	}
}

func TestAShutterThatHasNotTakenAProgramIsPassedThrough(t *testing.T) {
	c := &counter{}
	s := New(c)
	s.Update("a key")
	if _, cmd := s.Update("a key"); cmd != nil {
		t.Error("it asks for a look")
	}
	if got := s.View().Content; got != "heard 2" {
		t.Errorf("it shows %q", got)
	}
}

// paper is a terminal that shows everything ever written, and says when
// something has been.
type paper struct {
	mu   sync.Mutex
	text strings.Builder
	more chan struct{}
}

func (p *paper) Write(b []byte) (int, error) {
	p.mu.Lock()
	p.text.Write(b)
	p.mu.Unlock()
	select {
	case p.more <- struct{}{}:
	default:
	}
	return len(b), nil
}

func (p *paper) shows(word string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Contains(p.text.String(), word)
}

// speller shows one word until it is given another.
type speller struct{ word string }

func (s speller) Init() tea.Cmd  { return nil }
func (s speller) View() tea.View { return tea.NewView(s.word) }

func (s speller) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if word, given := msg.(string); given {
		s.word = word
	}
	return s, nil
}

// TestARealProgramDrawsWhatIsSent holds it against Bubble Tea itself, whose own
// clock has nobody left who listens: a frame that the shutter does not ask for
// is never drawn, and this test never ends.
func TestARealProgramDrawsWhatIsSent(t *testing.T) {
	p := &paper{more: make(chan struct{}, 1)}
	s := New(speller{"dawn"})
	program := tea.NewProgram(s, tea.WithInput(nil), tea.WithOutput(p), tea.WithoutSignalHandler(), tea.WithWindowSize(40, 5),
		tea.WithEnvironment([]string{"TERM=xterm"}))
	if !s.Take(program) {
		t.Fatal("this Bubble Tea keeps its ticker elsewhere: see Take")
	}
	ended := make(chan error, 1)
	go func() { _, err := program.Run(); ended <- err }()
	for _, word := range []string{"dawn", "noisy", "quilt"} {
		program.Send(word)
		for !p.shows(word) {
			<-p.more
		}
	}
	program.Quit()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
}
