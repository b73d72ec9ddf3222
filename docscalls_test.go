//go:build !windows

package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"rounds/ui/cli"
)

// call is a command line that the documentation shows.
type call struct {
	page string
	line int
	text string
	code int    // what it ends with, 0 if the page says nothing
	why  string // why it is not run, or ""
}

// name is where it stands.
func (c call) name() string { return fmt.Sprintf("%s:%d", c.page, c.line) }

// What a page may say of its calls, above a block or at the end of a line:
// that they end with a code, or that they are not run, and why.
var (
	endsWith = regexp.MustCompile(`<!-- exits (\d+) -->`)
	isNotRun = regexp.MustCompile(`<!-- not run: (.+?) -->`)
	spoken   = regexp.MustCompile("`(rounds [^`]+)`")
	fence    = regexp.MustCompile("^ *```+ *([a-z]*)$")
)

// said reads a page's remark.
func (c call) said(remark string) call {
	if m := endsWith.FindStringSubmatch(remark); m != nil {
		c.code, _ = strconv.Atoi(m[1])
	}
	if m := isNotRun.FindStringSubmatch(remark); m != nil {
		c.why = m[1]
	}
	return c
}

// callsOf lists the command lines of a page from above to below: those of its
// blocks, and those within a sentence that are whole calls.
func callsOf(t testing.TB, name string) (all []call) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	remark := ""
	for i := 0; i < len(lines); i++ {
		begins := fence.FindStringSubmatch(lines[i])
		if begins == nil {
			for _, m := range spoken.FindAllStringSubmatch(lines[i], -1) {
				all = append(all, call{page: name, line: i + 1, text: m[1]}.said(lines[i]))
			}
			if bare := strings.TrimSpace(lines[i]); strings.HasPrefix(bare, "<!--") {
				remark = bare
			} else if bare != "" {
				remark = ""
			}
			continue
		}
		from := i + 1
		for i++; i < len(lines) && fence.FindString(lines[i]) == ""; i++ {
		}
		for _, c := range blockCalls(begins[1], lines[from:min(i, len(lines))]) {
			c.page, c.line = name, c.line+from+1
			all = append(all, c.said(remark))
		}
		remark = ""
	}
	return all
}

// blockCalls are the commands of a block: all of a shell's, and of one without
// a language those that call rounds. What goes on over several lines is one.
func blockCalls(language string, lines []string) (all []call) {
	if !slices.Contains([]string{"sh", "console", "bash", ""}, language) {
		return nil
	}
	for i := 0; i < len(lines); i++ {
		at, text := i, lines[i]
		if language == "console" {
			if !strings.HasPrefix(text, "$ ") {
				continue // what it prints
			}
			text = text[2:]
		}
		for strings.HasSuffix(text, `\`) && i+1 < len(lines) {
			i++
			text += "\n" + lines[i]
		}
		if _, until, here := strings.Cut(text, "<<"); here {
			until = strings.Trim(strings.Fields(until)[0], `'"-`)
			for i+1 < len(lines) && strings.TrimSpace(lines[i]) != until {
				i++
				text += "\n" + lines[i]
			}
		}
		bare := strings.TrimSpace(text)
		if bare == "" || strings.HasPrefix(bare, "#") || language == "" && !strings.HasPrefix(bare, "rounds ") {
			continue
		}
		all = append(all, call{line: at, text: bare})
	}
	return all
}

// notHere are the beginnings of commands that a test cannot run, and why.
var notHere = [][2]string{
	{"git clone", "it needs the place where this is published"},
	{"go test", "it is what runs"},
	{"go build", "the test binary is what it would build"},
	{"go install", "it needs the place where this is published"},
	{"sudo", "it changes the machine"},
	{"apt", "it changes the machine"},
	{"brew", "it changes the machine"},
	{"systemctl", "it starts a service of the machine's"},
	{"loginctl", "it changes the machine"},
	{"journalctl", "it reads the machine's own log"},
	{"launchctl", "it starts a service of the machine's"},
}

// reasonNotRun is why a call is not run, or "".
func (c call) reasonNotRun() string {
	for _, e := range notHere {
		if strings.HasPrefix(c.text, e[0]+" ") {
			return e[1]
		}
	}
	return c.why
}

// shell is the call as the shell is given it: built from the source is what
// runs, and it is found by its name.
func (c call) shell() string {
	text := strings.ReplaceAll(c.text, "go run . ", "rounds ")
	if text == "go run ." {
		text = "rounds"
	}
	return strings.ReplaceAll(text, "./rounds", "rounds")
}

// words takes a simple command apart as a shell does, up to a comment, a pipe or
// the next command.
func wordsOf(line string) (all []string) {
	word, quote, begun := "", rune(0), false
	end := func() {
		if begun {
			all = append(all, word)
		}
		word, begun = "", false
	}
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word += string(r)
		case r == '\'' || r == '"':
			quote, begun = r, true
		case r == ' ' || r == '\n' || r == '\\':
			end()
		case r == '#' && !begun, strings.ContainsRune("|&;<>", r):
			end()
			return all
		default:
			word, begun = word+string(r), true
		}
	}
	end()
	return all
}

// aim is the command that a line of rounds calls, and what it gives it.
type aim struct {
	*cobra.Command
	args  []string
	short bool // its last flag is named without a value
}

// aims finds the command, and reads its flags. What fang adds when the program
// starts is no command of ours.
func aims(line string) (aim, error) {
	all := wordsOf(line)
	if len(all) > 1 && slices.Contains([]string{"completion", "man", "help"}, all[1]) {
		return aim{}, nil
	}
	command, rest, err := cli.New(cli.House{}).Find(all[1:])
	if err != nil {
		return aim{}, err
	}
	err = command.ParseFlags(rest)
	short := err != nil && strings.HasPrefix(err.Error(), "flag needs an argument")
	if err != nil && !short {
		return aim{}, err
	}
	a := aim{command, command.Flags().Args(), short}
	if command.HasSubCommands() && len(a.args) > 0 && a.ValidateArgs(a.args) != nil {
		return a, fmt.Errorf("%s has no %q", command.CommandPath(), a.args[0])
	}
	return a, nil
}

// stands is a word of a page that stands for another one: FILE, KEY, 'SELECT …'.
var stands = regexp.MustCompile(`\b[A-Z]{2,}\b|…|<[a-z ]+>`)

// whole is whether what a sentence says is a call that can be made as it is,
// and not only the name of a command.
func (a aim) whole(text string) bool {
	return a.Runnable() && !a.short && !stands.MatchString(text) && a.ValidateArgs(a.args) == nil && a.ValidateRequiredFlags() == nil
}

func (a aim) flagged(name string) bool {
	flag := a.Flags().Lookup(name)
	return flag != nil && flag.Changed
}

// manner is how a call is run.
type manner string

const (
	toItsEnd manner = "run"
	onScreen manner = "screen" // it opens the console, and is quit
	asking   manner = "asked"  // it asks a question, and is stopped
	onAndOn  manner = "watch"  // it goes on until it is stopped
)

// manner tells how this call is run.
func (c call) manner() manner {
	if !strings.HasPrefix(c.shell()+" ", "rounds ") {
		return toItsEnd
	}
	a, err := aims(c.shell())
	if err != nil || a.Command == nil || strings.ContainsAny(strings.Split(c.shell(), "#")[0], "<") {
		return toItsEnd
	}
	switch path := a.CommandPath(); {
	case path == "rounds" && !a.flagged("help") && !a.flagged("version"), path == "rounds demo":
		return onScreen
	case strings.HasPrefix(path, "rounds connect ") && !a.flagged("manifest") && !a.flagged("guide") && !a.flagged("json"):
		return asking
	case path == "rounds members forget" && !a.flagged("yes"):
		return asking
	case path == "rounds sync" && a.flagged("watch"):
		return onAndOn
	}
	return toItsEnd
}
