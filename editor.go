package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// editor gives a text to the person's own editor: $VISUAL, else $EDITOR, else
// vi. The text lies in a file that only they can read, gone once it has been
// read back. Whatever the editor does, a text comes back: the one in the file,
// or else the one that was given.
func editor(ctx context.Context) func(text string, done func(string, error) tea.Msg) tea.Cmd {
	return func(text string, done func(string, error) tea.Msg) tea.Cmd {
		path, err := editable(text)
		if err != nil {
			return func() tea.Msg { return done(text, err) }
		}
		words := strings.Fields(cmp.Or(os.Getenv("VISUAL"), os.Getenv("EDITOR"), "vi"))
		cmd := exec.CommandContext(ctx, words[0], append(words[1:], path)...) //nolint:gosec // it is the person's own choice
		// The editor talks to the terminal itself: the screen's own input is a
		// guard, which is no terminal.
		cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
		return tea.ExecProcess(cmd, func(err error) tea.Msg {
			if err != nil {
				err = fmt.Errorf("run %s: %w", words[0], err)
			}
			back, failed := edited(path, text)
			return done(back, errors.Join(err, failed))
		})
	}
}

// editable writes a text into a file of its own.
func editable(text string) (string, error) {
	path, err := place("XDG_STATE_HOME", filepath.Join(".local", "state"), "")
	if err == nil {
		err = os.MkdirAll(path, 0o700)
	}
	if err != nil {
		return "", fmt.Errorf("make a place for the text: %w", err)
	}
	file, err := os.CreateTemp(path, "text-*.md") // 0600
	if err != nil {
		return "", fmt.Errorf("make a file for the text: %w", err)
	}
	defer file.Close()
	if _, err := file.WriteString(text); err != nil {
		return "", fmt.Errorf("write the text for the editor: %w", err)
	}
	return file.Name(), nil
}

// edited reads the text back and removes the file. Editors end a text with a
// newline, which nobody has typed.
func edited(path, before string) (string, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return before, fmt.Errorf("read the text back: %w", err)
	}
	if err := os.Remove(path); err != nil {
		return string(raw), fmt.Errorf("remove %s: %w", path, err)
	}
	text := string(raw)
	if !strings.HasSuffix(before, "\n") {
		text = strings.TrimSuffix(text, "\n")
	}
	return text, nil
}
