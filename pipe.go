package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"

	"rounds/ui/cli"
)

// What a command of the person's own gets at most: it is not to hold up the
// screen's work for ever, nor fill it.
const (
	mostPiped  = time.Minute
	mostHeard  = 256 << 10 // bytes of output
	mostSpoken = 300       // of what it complained of
	afterKill  = time.Second
)

// pipe runs a command of the person's own through the shell. The items reach it
// on standard input, a line of JSON each: what others wrote is never part of a
// command line, where it could become a command.
func pipe(ctx context.Context, command string, items []any) (string, error) {
	input, environment, err := handed(items)
	if err != nil {
		return "", err
	}
	ctx, stop := context.WithTimeout(ctx, mostPiped)
	defer stop()
	words := []string{"sh", "-c", command}
	if runtime.GOOS == "windows" {
		words = []string{"cmd", "/C", command}
	}
	cmd := exec.CommandContext(ctx, words[0], words[1:]...) //nolint:gosec // it is the person's own command
	output, complaint := &capped{most: mostHeard}, &capped{most: mostHeard}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(input), output, complaint
	cmd.Env = append(spared(os.Environ()), environment...)
	cmd.WaitDelay = afterKill
	together(cmd)
	err = cmd.Run()
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return output.String(), fmt.Errorf("it took longer than %s and was ended", mostPiped)
	case ctx.Err() != nil:
		return output.String(), context.Canceled
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return output.String(), fmt.Errorf("exit %d: %s", exit.ExitCode(), cmp.Or(lastWords(complaint.String()), "it did not say why"))
	}
	if errors.Is(err, exec.ErrWaitDelay) {
		err = nil // it left something running behind, as "notify &" does
	}
	return output.String(), err
}

// handed are items as a command gets them: a line of JSON each, and of the
// first of them what is short enough for a variable.
func handed(items []any) (input []byte, environment []string, err error) {
	var first cli.Handed
	for i, item := range items {
		one, err := cli.Hand(item)
		if err != nil {
			return nil, nil, err
		}
		if i == 0 {
			first = one
		}
		input = append(append(input, one.JSON...), '\n')
	}
	return input, []string{
		"ROUNDS_KIND=" + first.Kind, "ROUNDS_ID=" + first.ID, "ROUNDS_LINK=" + first.Link, "ROUNDS_COUNT=" + strconv.Itoa(len(items)),
	}, nil
}

// spared is an environment without the tokens in it: a command that talks to
// somebody else has no use for them.
func spared(environment []string) []string {
	var kept []string
	for _, variable := range environment {
		name, _, _ := strings.Cut(variable, "=")
		if !strings.HasPrefix(name, "ROUNDS_TOKEN_") && name != "ROUNDS_SLACK_TOKEN" {
			kept = append(kept, variable)
		}
	}
	return kept
}

// lastWords is the end of what a command complained of, which is where most
// say why.
func lastWords(complaint string) string {
	lines := strings.Split(strings.TrimSpace(complaint), "\n")
	last := strings.TrimSpace(lines[len(lines)-1])
	return last[:min(len(last), mostSpoken)]
}

// capped keeps the beginning of what is written to it.
type capped struct {
	kept bytes.Buffer
	most int
}

func (c *capped) String() string { return c.kept.String() }

// Write implements [io.Writer].
func (c *capped) Write(p []byte) (int, error) {
	if room := c.most - c.kept.Len(); room > 0 {
		c.kept.Write(p[:min(len(p), room)])
	}
	return len(p), nil
}
