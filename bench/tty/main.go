// Command tty measures a terminal program from outside, through a
// pseudo-terminal: when its first frame stands, how long a key takes to reach
// the screen, how long a burst of keys takes to settle, what idling costs.
//
//	tty [-size 200x50] first|keys|burst|idle MARK -- COMMAND ARG…
//
// MARK is a text that the full frame holds. Every figure is of bytes written by
// the program; nothing is known of its inside.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/creack/pty"
)

func main() {
	size := flag.String("size", "200x50", "columns x rows")
	times := flag.Int("n", 0, "how often (first: 15 starts, keys: 200 keys, burst: 9 bursts of 200, idle: 10 seconds)")
	flag.Parse()
	args := flag.Args()
	if len(args) < 4 || args[2] != "--" {
		fmt.Fprintln(os.Stderr, "usage: tty [-size 200x50] first|keys|burst|idle MARK -- COMMAND ARG…")
		os.Exit(2)
	}
	var cols, rows uint16
	if _, err := fmt.Sscanf(*size, "%dx%d", &cols, &rows); err != nil {
		fmt.Fprintln(os.Stderr, "tty: -size:", err)
		os.Exit(2)
	}
	t := terminal{cols: cols, rows: rows, mark: []byte(args[1]), command: args[3:]}
	measure := map[string]func(int) error{"first": t.first, "keys": t.keys, "burst": t.burst, "idle": t.idle}[args[0]]
	if measure == nil {
		fmt.Fprintf(os.Stderr, "tty: %q is not a measure\n", args[0])
		os.Exit(2)
	}
	if err := measure(*times); err != nil {
		fmt.Fprintln(os.Stderr, "tty:", err)
		os.Exit(1)
	}
}

type terminal struct {
	cols, rows uint16
	mark       []byte
	command    []string
}

// session is one run of the program.
type session struct {
	tty     *os.File
	process *exec.Cmd
	began   time.Time

	mu   sync.Mutex
	seen bytes.Buffer
	last time.Time // when the last byte came
	n    int
}

func (t terminal) start() (*session, error) {
	s := &session{process: exec.Command(t.command[0], t.command[1:]...)}
	s.process.Env = append(os.Environ(), "TERM=xterm-256color", "COLORTERM=truecolor", "LANG=C.UTF-8")
	s.began = time.Now()
	tty, err := pty.StartWithSize(s.process, &pty.Winsize{Cols: t.cols, Rows: t.rows})
	if err != nil {
		return nil, err
	}
	s.tty = tty
	go s.read()
	return s, nil
}

func (s *session) read() {
	b := make([]byte, 1<<16)
	for {
		n, err := s.tty.Read(b)
		now := time.Now()
		s.mu.Lock()
		if n > 0 {
			s.seen.Write(b[:n])
			s.last = now
			s.n += n
		}
		s.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (s *session) state() (n int, last time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.n, s.last
}

// shows waits for the mark and returns when the bytes that held it came.
func (s *session) shows(mark []byte, most time.Duration) (time.Time, error) {
	for end := time.Now().Add(most); time.Now().Before(end); time.Sleep(200 * time.Microsecond) {
		s.mu.Lock()
		found, last := bytes.Contains(plain(s.seen.Bytes()), mark), s.last
		s.mu.Unlock()
		if found {
			return last, nil
		}
	}
	return time.Time{}, errors.New("the mark did not show")
}

// settle waits until nothing came for a while.
func (s *session) settle(quiet, most time.Duration) (int, time.Time) {
	end := time.Now().Add(most)
	for {
		n, last := s.state()
		if time.Since(last) > quiet && n > 0 || time.Now().After(end) {
			return n, last
		}
		time.Sleep(200 * time.Microsecond)
	}
}

func (s *session) stop() {
	_ = s.process.Process.Signal(syscall.SIGKILL)
	_ = s.process.Wait()
	s.tty.Close()
}

// plain drops escape sequences, roughly: enough to find a word.
func plain(b []byte) []byte {
	var out []byte
	for i := 0; i < len(b); i++ {
		if b[i] != 0x1b {
			out = append(out, b[i])
			continue
		}
		for i++; i < len(b) && (b[i] < 0x40 || b[i] == '[' || b[i] == ']'); i++ {
		}
	}
	return out
}

func (t terminal) first(n int) error {
	var all []time.Duration
	for range or(n, 15) {
		s, err := t.start()
		if err != nil {
			return err
		}
		at, err := s.shows(t.mark, 20*time.Second)
		s.stop()
		if err != nil {
			return err
		}
		all = append(all, at.Sub(s.began))
	}
	print("first frame", all)
	return nil
}

// ready starts the program and waits until it stands.
func (t terminal) ready() (*session, error) {
	s, err := t.start()
	if err != nil {
		return nil, err
	}
	if _, err := s.shows(t.mark, 20*time.Second); err != nil {
		s.stop()
		return nil, err
	}
	s.settle(300*time.Millisecond, 3*time.Second)
	return s, nil
}

// keys presses j, one after the other, and waits each time for the frame: the
// last byte before 12 quiet milliseconds.
func (t terminal) keys(n int) error {
	s, err := t.ready()
	if err != nil {
		return err
	}
	defer s.stop()
	var all []time.Duration
	for i := range or(n, 200) {
		key := "j"
		if i%40 >= 20 {
			key = "k"
		}
		before, _ := s.state()
		pressed := time.Now()
		if _, err := s.tty.WriteString(key); err != nil {
			return err
		}
		for now := before; now == before && time.Since(pressed) < 2*time.Second; now, _ = s.state() {
			time.Sleep(50 * time.Microsecond)
		}
		_, last := s.settle(12*time.Millisecond, time.Second)
		all = append(all, last.Sub(pressed))
		time.Sleep(30 * time.Millisecond)
	}
	print("key to frame", all)
	return nil
}

func (t terminal) burst(n int) error {
	s, err := t.ready()
	if err != nil {
		return err
	}
	defer s.stop()
	var all []time.Duration
	for i := range or(n, 9) {
		key := "j"
		if i%2 == 1 {
			key = "k"
		}
		before, _ := s.state()
		pressed := time.Now()
		if _, err := s.tty.WriteString(strings.Repeat(key, 200)); err != nil {
			return err
		}
		for now := before; now == before && time.Since(pressed) < 2*time.Second; now, _ = s.state() {
			time.Sleep(50 * time.Microsecond)
		}
		_, last := s.settle(120*time.Millisecond, 10*time.Second)
		all = append(all, last.Sub(pressed))
	}
	print("200 keys settle", all)
	return nil
}

func (t terminal) idle(n int) error {
	s, err := t.ready()
	if err != nil {
		return err
	}
	defer s.stop()
	time.Sleep(2 * time.Second)
	seconds := or(n, 10)
	before, err := ticks(s.process.Process.Pid)
	if err != nil {
		return err
	}
	time.Sleep(time.Duration(seconds) * time.Second)
	after, err := ticks(s.process.Process.Pid)
	if err != nil {
		return err
	}
	fmt.Printf("idle: %.2f %% of a core over %d s\n", float64(after-before)/float64(seconds), seconds)
	return nil
}

// ticks is the processor time of a process, in hundredths of a second.
func ticks(pid int) (int, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+2:]))
	user, err1 := strconv.Atoi(fields[11])
	system, err2 := strconv.Atoi(fields[12])
	return user + system, errors.Join(err1, err2)
}

func or(n, otherwise int) int {
	if n > 0 {
		return n
	}
	return otherwise
}

func print(what string, all []time.Duration) {
	slices.Sort(all)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	p99 := all[min(len(all)-1, len(all)*99/100)]
	fmt.Printf("%s: p50 %.1f ms, p99 %.1f ms, min %.1f, max %.1f (n %d)\n", what, ms(all[len(all)/2]), ms(p99), ms(all[0]), ms(all[len(all)-1]), len(all))
}
