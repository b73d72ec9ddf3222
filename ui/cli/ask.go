package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Asking is a person at a terminal who can be asked. House has none where
// standard input is a pipe or a file.
type Asking interface {
	// Ask shows a question and waits for a line.
	Ask(ctx context.Context, question string) (string, error)
	// Secret is Ask for what must not be seen on the screen.
	Secret(ctx context.Context, question string) (string, error)
}

// errStopped ends a conversation with a person who wants no more of it.
func errStopped(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, context.Canceled) {
		return fmt.Errorf("stopped; nothing was kept: %w", context.Canceled)
	}
	return err
}

// yes asks a question that is answered with yes or no; Enter is no.
func (h House) yes(ctx context.Context, question string) (bool, error) {
	for {
		line, err := h.Person.Ask(ctx, question+" [y/N] ")
		if err != nil {
			return false, errStopped(err)
		}
		switch strings.ToLower(strings.TrimSpace(line)) {
		case "y", "yes":
			return true, nil
		case "", "n", "no":
			return false, nil
		}
	}
}

// consent asks unless yes was said already. Where nobody can be asked it is an
// error that says so.
func (h House) consent(ctx context.Context, s *Settings, said bool, question string) error {
	if said {
		return nil
	}
	if s.JSON || h.Person == nil {
		return &Usage{errors.New("nobody can be asked here: add --yes if you mean it")}
	}
	agreed, err := h.yes(ctx, question)
	if err == nil && !agreed {
		err = fmt.Errorf("nothing was changed: %w", context.Canceled)
	}
	return err
}

// lines reads what is piped in, a line at a time, "" behind the end.
func (h House) lines() func() (string, error) {
	in := bufio.NewReader(io.LimitReader(h.In, 64<<10))
	return func() (string, error) {
		line, err := in.ReadString('\n')
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return strings.TrimSpace(line), err
	}
}
