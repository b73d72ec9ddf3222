package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/x/term"

	"rounds/ui/cli"
)

// person is who sits at the terminal and can be asked.
type person struct {
	crew *crew
	in   *bufio.Reader
}

// somebody is the person at the terminal, nil if standard input is none.
func (w workshop) somebody() cli.Asking {
	if !term.IsTerminal(os.Stdin.Fd()) {
		return nil
	}
	return &person{w.crew, bufio.NewReader(os.Stdin)}
}

// Ask implements [cli.Asking].
func (p *person) Ask(ctx context.Context, question string) (string, error) {
	text, err := p.wait(ctx, question, func() (string, error) {
		line, err := p.in.ReadString('\n')
		if line != "" && errors.Is(err, io.EOF) {
			err = nil
		}
		return strings.TrimRight(line, "\r\n"), err
	})
	if err != nil {
		fmt.Fprintln(os.Stderr) // what was being typed stands there
	}
	return text, err
}

// Secret implements [cli.Asking]. The terminal shows nothing from before the
// question stands there, and is as it was afterwards, also if the reading
// never ends.
func (p *person) Secret(ctx context.Context, question string) (string, error) {
	before, err := term.MakeRaw(os.Stdin.Fd())
	if err != nil {
		return "", fmt.Errorf("ask: %w", err)
	}
	defer func() {
		_ = term.Restore(os.Stdin.Fd(), before)
		fmt.Fprintln(os.Stderr)
	}()
	return p.wait(ctx, question, p.unseen)
}

// The keys that mean something where nothing is shown.
const (
	ctrlC, ctrlD, ctrlU = 0x03, 0x04, 0x15
	backspace, rubout   = 0x08, 0x7f
)

// longestSecret is more than any token has, and any that comes sealed.
const longestSecret = 8192

// unseen reads a line from a terminal in raw mode. The library's own reading
// goes round for ever at Ctrl-D.
func (p *person) unseen() (string, error) {
	var line []byte
	for {
		key, err := p.in.ReadByte()
		switch {
		case err != nil:
			return "", err
		case key == '\r' || key == '\n':
			return string(line), nil
		case key == ctrlC:
			return "", context.Canceled
		case key == ctrlD && len(line) == 0:
			return "", io.EOF
		case key == ctrlU:
			line = line[:0]
		case key == backspace || key == rubout:
			line = line[:max(len(line)-1, 0)]
		case key >= ' ' && len(line) < longestSecret:
			line = append(line, key)
		}
	}
}

// wait reads something while it listens for the end of ctx.
func (p *person) wait(ctx context.Context, question string, read func() (string, error)) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	type line struct {
		text string
		err  error
	}
	answer := make(chan line, 1)
	fmt.Fprint(os.Stderr, question)
	p.crew.Go(func() {
		text, err := read()
		answer <- line{text, err}
	})
	select {
	case got := <-answer:
		return got.text, errors.Join(got.err, ctx.Err())
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
