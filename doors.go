package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/inbox/platform"
	"rounds/store"
	"rounds/ui/cli"
	"rounds/ui/doors"
	"rounds/ui/pane"
)

// errLeft is what the doors end with when somebody went through none of them,
// or came out of the demo again.
var errLeft = errors.New("nothing was chosen")

// unlessLeft is err, unless somebody just left.
func unlessLeft(err error) error {
	if errors.Is(err, errLeft) {
		return nil
	}
	return err
}

// welcomed opens the database, and before that the doors to whoever has
// nothing yet; errLeft if there is nothing to be opened.
func (w workshop) welcomed(ctx context.Context, s cli.Settings, o store.Options) (*store.Store, error) {
	again := doors.Options{}
	for {
		memory, err := w.something(ctx, s, o)
		if memory != nil || err != nil {
			return memory, err
		}
		if !drawable() {
			return nil, cmp.Or(w.printDoors(), errLeft)
		}
		if again, err = w.throughDoor(ctx, s, again); err != nil {
			return nil, err
		}
	}
}

// something opens the database if there is anything to show: an account in the
// config, or an account or a plan in the database. If not it is nil, and no
// database is made.
func (w workshop) something(ctx context.Context, s cli.Settings, o store.Options) (*store.Store, error) {
	p, c, err := settled(s)
	if err != nil {
		return nil, err
	}
	connected := len(c.accounts()) > 0
	if _, err := os.Stat(p.db); !connected && errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // nothing is an answer
	}
	memory, err := w.openStore(ctx, s, o)
	if err != nil || connected {
		return memory, err
	}
	blank, err := memory.Blank(ctx)
	if err == nil && !blank {
		return memory, nil
	}
	return nil, errors.Join(err, memory.Close())
}

// throughDoor shows the doors once and does what is chosen. What failed comes
// back as the options that the doors open with again.
func (w workshop) throughDoor(ctx context.Context, s cli.Settings, again doors.Options) (doors.Options, error) {
	choice, err := w.choose(ctx, again)
	if err != nil {
		return again, err
	}
	args := s.Flags()
	switch choice.Door {
	case doors.Demo:
		args = append(args, "demo")
		if s.ReadOnly {
			args = append(args, "--readonly")
		}
		if err := w.carryOut(ctx, args); err != nil {
			return again, err
		}
		fmt.Fprintln(os.Stderr, "That was the demo; nothing of it is left. For your own community: rounds, or rounds connect.")
		return again, errLeft
	case doors.Connect:
		err = w.carryOut(ctx, append(args, "connect", choice.Way))
	case doors.Import:
		err = w.carryOut(ctx, append(args, "import", choice.Way, "--", homely(choice.Path)))
	default:
		return again, errLeft
	}
	if ctx.Err() != nil { // a signal, and not a person who wants another door
		return again, err
	}
	again = doors.Options{Again: choice}
	if err != nil {
		again.Trouble = strings.TrimSuffix(platform.Redact(err.Error()), ": "+context.Canceled.Error())
	}
	return again, nil
}

// carryOut runs a command of our own, as if it had been typed.
func (w workshop) carryOut(ctx context.Context, args []string) error {
	root := cli.New(w.house())
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetArgs(args)
	return root.ExecuteContext(ctx)
}

// homely is a path as a shell would read it: with the home folder for a ~, and
// without the quotes that a dropped file comes in.
func homely(path string) string {
	for _, quote := range []string{`'`, `"`} {
		if len(path) > 2 && strings.HasPrefix(path, quote) && strings.HasSuffix(path, quote) {
			path = path[1 : len(path)-1]
		}
	}
	if rest, is := strings.CutPrefix(path, "~/"); is {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	return path
}

// choose shows the doors and returns what is chosen.
func (w workshop) choose(ctx context.Context, o doors.Options) (doors.Choice, error) {
	o.Connect, o.Import = doorWays(w.house().ConnectWays()), doorWays(cli.ImportWays())
	model := doors.New(o)
	options := append(bounded(), tea.WithContext(ctx), tea.WithInput(plain.NewGuard(os.Stdin)), tea.WithoutSignalHandler())
	program := tea.NewProgram(model, options...)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGHUP, syscall.SIGTERM)
	defer signal.Stop(signals)
	over, heard := make(chan struct{}), make(chan struct{})
	w.crew.Go(func() {
		defer close(heard)
		select {
		case got := <-signals:
			signals <- got // it is asked for below
			program.Quit()
		case <-over:
		}
	})
	_, err := program.Run()
	close(over)
	<-heard
	select {
	case got := <-signals:
		return doors.Choice{}, hungUpBy(got)
	default:
	}
	if ctx.Err() != nil || errors.Is(err, tea.ErrInterrupted) {
		return doors.Choice{}, context.Canceled
	}
	return model.Choice(), err
}

func doorWays(all []cli.Way) []doors.Way {
	var list []doors.Way
	for _, way := range all {
		list = append(list, doors.Way(way))
	}
	return list
}

// printDoors is the doors without a screen.
func (w workshop) printDoors() error {
	out := bufio.NewWriter(os.Stdout)
	say := func(line string) { fmt.Fprintln(out, line) } //nolint:errcheck // Flush says it
	say("Nothing is connected yet. Three ways in:\n")
	say("rounds demo\n    an invented community on four platforms; needs nothing, takes two minutes")
	for _, way := range w.house().ConnectWays() {
		say("rounds connect " + way.Name + "\n    needs " + way.Needs)
	}
	for _, way := range cli.ImportWays() {
		say("rounds import " + way.Name + " PATH\n    needs " + way.Needs)
	}
	say("\nrounds connect tells what each platform can do.")
	return out.Flush()
}

// unready says of the accounts that are connected why nothing of them can be
// here yet: those without a token in a sentence, those that were never read by
// name.
func unready(ctx context.Context, memory *store.Store, c config, p paths) (tokenless, unread []string) {
	standings, err := memory.Courses(ctx)
	if err != nil {
		return nil, nil // whoever reads the database next says why
	}
	for _, a := range c.accounts() {
		if a.Paused {
			continue
		}
		i := slices.IndexFunc(standings, func(s inbox.Standing) bool { return s.Account == a.Name })
		if _, err := tokensOf(a, p.config); err != nil {
			tokenless = append(tokenless, plain.Line(err.Error()))
		} else if i < 0 || standings[i].SyncedAt.IsZero() {
			unread = append(unread, a.Name)
		}
	}
	return tokenless, unread
}

// printUnready says so where there is no screen.
func printUnready(tokenless, unread []string) {
	for _, why := range tokenless {
		fmt.Fprintln(os.Stderr, "rounds: "+why)
	}
	for _, name := range unread {
		fmt.Fprintln(os.Stderr, "rounds: "+name+" has never been read: rounds sync does it")
	}
}

// announce says on the screen that an account is read for the first time. A
// token that is missing is told there as a trouble of its own.
func (s *screen) announce(ctx context.Context, c config, p paths) {
	if _, unread := unready(ctx, s.memory, c, p); len(unread) > 0 && s.trouble == nil && ctx.Err() == nil {
		s.program.Send(pane.Said{Text: strings.Join(unread, ", ") + ": the first sync has begun; what comes is shown as it comes"})
	}
}
