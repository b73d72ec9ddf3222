package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"

	"rounds/inbox/plain"
	"rounds/ui"
)

// drawable reports whether there is a terminal that a screen can be drawn on.
func drawable() bool {
	kind := os.Getenv("TERM")
	return term.IsTerminal(os.Stdin.Fd()) && term.IsTerminal(os.Stdout.Fd()) && kind != "dumb" && kind != "" && !otherCharset()
}

// otherCharset reports whether the locale names a character set that is not
// UTF-8. None named is no reason: terminals speak UTF-8 unless told otherwise.
func otherCharset() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		locale := os.Getenv(name)
		if locale == "" {
			continue
		}
		_, charset, named := strings.Cut(locale, ".")
		charset = strings.ToLower(strings.ReplaceAll(charset, "-", ""))
		return named && !strings.HasPrefix(charset, "utf8")
	}
	return false
}

// bounded keeps Bubble Tea from making a screen of any size that a terminal
// claims: one of 5,000 by 5,000 takes gigabytes. What the terminal tells while
// the program runs passes a filter; how large it is at first, Bubble Tea asks
// for itself, so that a terminal beyond all bounds is hidden from it.
func bounded() []tea.ProgramOption {
	options := []tea.ProgramOption{tea.WithFilter(func(_ tea.Model, msg tea.Msg) tea.Msg {
		if size, is := msg.(tea.WindowSizeMsg); is {
			return tea.WindowSizeMsg{Width: min(size.Width, ui.Widest), Height: min(size.Height, ui.Highest)}
		}
		return msg
	})}
	width, height, err := term.GetSize(os.Stdout.Fd())
	if err != nil || width <= ui.Widest && height <= ui.Highest {
		return options
	}
	return append(options,
		tea.WithOutput(struct{ io.Writer }{os.Stdout}),
		tea.WithWindowSize(min(width, ui.Widest), min(height, ui.Highest)),
		tea.WithColorProfile(colorprofile.Detect(os.Stdout, os.Environ())))
}

// hungUp is a signal that ended the console.
type hungUp struct{ code int }

func (h *hungUp) Error() string { return fmt.Sprintf("ended by signal %d", h.code-128) }

// hungUpBy is the end that a signal asks for: 128 and its number, as shells say.
func hungUpBy(got os.Signal) *hungUp {
	if number, ok := got.(syscall.Signal); ok {
		return &hungUp{128 + int(number)}
	}
	return &hungUp{exitCrashed}
}

// browser opens a web address, and nothing that is not one.
func browser(url string) error {
	if !strings.HasPrefix(url, "https://") && !strings.HasPrefix(url, "http://") {
		return fmt.Errorf("%s is not a web address", plain.Head(url, 60))
	}
	name, args := "xdg-open", []string{url}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", url}
	}
	return start(name, args...)
}

// start runs a program of the person's own and does not wait for it.
func start(name string, args ...string) error {
	command := exec.Command(name, args...) //nolint:noctx // the browser outlives us
	if err := command.Start(); err != nil {
		return fmt.Errorf("open the browser: %w", err)
	}
	return command.Process.Release()
}
