// Command rounds is a community manager's console in the terminal: one inbox
// for every platform, on one SQLite file, worked through from the keyboard.
//
// The files of this package only tie the house together. The store is in the
// middle; the courier on one side of it and the screen on the other never meet.
// Flags, files, the environment and every goroutine of the house start here.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // the plan names zones, on whatever machine it is

	"charm.land/fang/v2"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"rounds/inbox/plain"
	"rounds/inbox/platform"
	"rounds/ui/cli"
)

func main() { os.Exit(probed()) }

// run carries out one call of the program and returns its exit code. A probe is
// told of every commit and every request, for a test that ends us there.
func run(probe func(point string)) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	crew := newCrew()
	h := workshop{crew: crew, version: version(), probe: probe}.house()
	err := execute(ctx, cli.New(h), h.Version, os.Args[1:])
	if report := crew.crash(); report != "" {
		fmt.Fprint(os.Stderr, report)
		return exitCrashed
	}
	if signalled, ok := errors.AsType[*hungUp](err); ok {
		return signalled.code
	}
	return cli.ExitCode(err)
}

// execute runs the command line. Where it explains itself fang has the word; it
// must not see errors, for it asks the terminal for its colours before it shows
// one, and waits for an answer that not every terminal gives.
func execute(ctx context.Context, root *cobra.Command, version string, args []string) error {
	root.Version, root.SilenceErrors, root.SilenceUsage = version, true, true
	manual := commandOf(root, args) == "man"
	explains := commandOf(root, args) == "help" || slices.Contains(args, "--help") || slices.Contains(args, "-h")
	speaks := !term.IsTerminal(os.Stdout.Fd()) || os.Getenv("TERM") != "dumb" && os.Getenv("TERM") != ""
	if manual || explains && speaks {
		return fang.Execute(ctx, root, fang.WithVersion(version),
			fang.WithErrorHandler(func(w io.Writer, _ fang.Styles, err error) { tell(w, err) }))
	}
	err := root.ExecuteContext(ctx)
	if err != nil {
		tell(os.Stderr, err)
	}
	return err
}

// commandOf is the first word that is neither a flag nor the value of one.
func commandOf(root *cobra.Command, args []string) string {
	for i := 0; i < len(args); i++ {
		name, flagged := strings.CutPrefix(args[i], "--")
		if !flagged {
			return args[i]
		}
		if flag := root.PersistentFlags().Lookup(name); flag != nil && flag.NoOptDefVal == "" {
			i++ // its value is the next word
		}
	}
	return ""
}

// exitCrashed is EX_SOFTWARE of sysexits.h: a mistake of ours.
const exitCrashed = 70

// tell prints why a call failed, each reason on a line of its own.
func tell(w io.Writer, err error) {
	text := err.Error()
	if errors.Is(err, context.Canceled) { // not a failure: say only what it means
		text = strings.TrimSuffix(strings.ReplaceAll(text, context.Canceled.Error(), ""), ": ")
		text = cmp.Or(text, "stopped")
	}
	for line := range strings.SplitSeq(plain.Text(platform.Redact(text)), "\n") {
		fmt.Fprintln(w, "rounds: "+line) //nolint:errcheck // nobody is left to tell
	}
	if usage, ok := errors.AsType[*cli.Usage](err); ok && usage != nil {
		fmt.Fprintln(w, "        rounds --help tells how it is called") //nolint:errcheck // nobody is left to tell
	}
}

// release is the version of this source; a build from a tagged module says its
// own.
const release = "0.1.0-dev"

// stamped is the version that packaging/build.sh writes into the file.
var stamped string //nolint:gochecknoglobals // the linker knows no other place

func version() string {
	if stamped != "" {
		return stamped
	}
	if info, ok := debug.ReadBuildInfo(); ok && strings.HasPrefix(info.Main.Version, "v") && !strings.Contains(info.Main.Version, "-0.") {
		return strings.TrimPrefix(info.Main.Version, "v")
	}
	return release
}

// house is what the commands are lent.
func (w workshop) house() cli.House {
	width := 0
	if columns, _, err := term.GetSize(os.Stdout.Fd()); err == nil {
		width = min(max(columns, 20), 400)
	}
	return cli.House{
		Version: w.version,
		In:      os.Stdin,
		Out:     os.Stdout,
		Err:     os.Stderr,
		Now:     time.Now,
		Width:   width,
		Live:    term.IsTerminal(os.Stderr.Fd()) && os.Getenv("TERM") != "dumb",
		Open:    w.lend,
		Console: w.console,
		Demo:    w.demo,
		Sync:    w.sync,
		Import:  w.imports,
		Explain: w.explain,
		Examine: w.examine,
		File:    func(path string) (io.ReadCloser, error) { return os.Open(path) },
		Keep:    keepSecret,
		Advice:  advice,

		Person:   w.somebody(),
		Link:     link{w},
		Register: register{w},
		Replies:  replies{},
		Config:   configFile{},
		Known:    known,
		RuleFile: w.ruleFile,
		Folder:   filesIn,

		Plan:      w.plan,
		ReadPlan:  readPlan,
		WritePlan: writePlan,
		Numbers:   w.numbers,
		Today:     w.today,
		Keys:      w.keys,
	}
}
