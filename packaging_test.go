package main

import (
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rounds/ui/cli"
)

// unit reads a unit of systemd: its settings by section.
func unit(t testing.TB, path string) map[string]map[string]string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	sections := map[string]map[string]string{}
	section := ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		name, value, setting := strings.Cut(line, "=")
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			section = line
			sections[section] = map[string]string{}
		case !setting || section == "" || sections[section][name] != "":
			t.Errorf("%s: %q stands where no setting can", path, line)
		default:
			sections[section][name] = value
		}
	}
	return sections
}

func TestTheUnitRunsASyncThatWatches(t *testing.T) {
	sections := unit(t, "packaging/systemd/rounds-sync.service")
	for section, want := range map[string]map[string]string{
		"[Unit]":    {"StartLimitIntervalSec": "0"},
		"[Service]": {"ExecStart": "/usr/bin/env rounds sync --watch", "Restart": "on-failure", "RestartPreventExitStatus": "2", "NoNewPrivileges": "yes", "UMask": "0077"},
		"[Install]": {"WantedBy": "default.target"},
	} {
		for name, value := range want {
			if got := sections[section][name]; got != value {
				t.Errorf("%s %s is %q, want %q", section, name, got, value)
			}
		}
	}
	// These would need the database and the plan in a place that is known here, or
	// namespaces of the kernel.
	for _, closed := range []string{"ProtectHome", "ProtectSystem", "PrivateTmp", "PrivateUsers", "ReadWritePaths", "User"} {
		if _, there := sections["[Service]"][closed]; there {
			t.Errorf("%s would keep it from its database", closed)
		}
	}
}

// plist reads a property list: the keys of its outermost dictionary with the
// words below each.
func plist(t testing.TB, path string) map[string]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	decoder := xml.NewDecoder(file)
	words := map[string]string{}
	var open []string
	key := ""
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return words
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			open = append(open, token.Name.Local)
			if len(open) > 2 && (token.Name.Local == "true" || token.Name.Local == "false") {
				words[key] += token.Name.Local
			}
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			text := strings.TrimSpace(string(token))
			switch {
			case text == "":
			case slices.Equal(open, []string{"plist", "dict", "key"}):
				key = text
			default:
				words[key] += text + " "
			}
		}
	}
}

func TestTheLaunchAgentRunsASyncThatWatches(t *testing.T) {
	words := plist(t, "packaging/launchd/org.rounds.sync.plist")
	for key, want := range map[string]string{
		"Label": `^org\.rounds\.sync $`, "ProgramArguments": `^/bin/sh -c .*exec rounds sync --watch >>`, "RunAtLoad": `^true$`,
		"KeepAlive": `^SuccessfulExit false$`, "ThrottleInterval": `^30 $`, "Umask": `^63 $`,
	} {
		if !regexp.MustCompile(want).MatchString(words[key]) {
			t.Errorf("%s is %q", key, words[key])
		}
	}
}

func TestTheDocumentationNamesTheUnits(t *testing.T) {
	text := page(t, "publishing.md")
	for _, path := range []string{"packaging/systemd/rounds-sync.service", "packaging/launchd/org.rounds.sync.plist"} {
		if _, err := os.Stat(path); err != nil || !strings.Contains(text, path) {
			t.Errorf("docs/publishing.md does not name %s (%v)", path, err)
		}
	}
}

// typed are the calls of rounds in a text, with their flags.
var typed = regexp.MustCompile(`(?m)\brounds(?:\.exe)? ((?:[a-z]+ ?)+)((?:--[a-z-]+ ?)*)`)

// TestWhatShipsCallsTheProgramThatThereIs holds every unit and the page about
// installing to the commands and flags that the program has.
func TestWhatShipsCallsTheProgramThatThereIs(t *testing.T) {
	for path, least := range map[string]int{"packaging/systemd/rounds-sync.service": 1, "packaging/launchd/org.rounds.sync.plist": 1, "packaging/build.sh": 0, "docs/install.md": 8} {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, call := range typed.FindAllStringSubmatch(string(text), -1) {
			root := cli.New(cli.House{})
			root.InitDefaultCompletionCmd()
			words := strings.Fields(call[1])
			command, _, err := root.Find(words[:1])
			if err != nil || command == root {
				if words[0] != "man" && call[2] == "" { // words that follow the name in a sentence
					continue
				}
				if words[0] == "man" { // fang's
					found++
					continue
				}
				t.Errorf("%s calls %q, which there is not", path, call[0])
				continue
			}
			found++
			for _, flag := range strings.Fields(call[2]) {
				if name := strings.TrimPrefix(flag, "--"); command.Flags().Lookup(name) == nil {
					t.Errorf("%s: %s has no %s", path, command.CommandPath(), flag)
				}
			}
		}
		if found < least {
			t.Errorf("%s calls the program %d times", path, found)
		}
	}
}

func TestTheSameFilesGiveTheSameArchive(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip(err)
	}
	var sums []string
	for i, day := range []int{1, 20} {
		dir := t.TempDir()
		var folders []string
		for _, system := range []string{"linux-amd64", "windows-arm64"} {
			folder := filepath.Join(dir, "rounds-1-"+system)
			for _, name := range []string{"rounds", "completions/rounds.bash", "LICENSE"} {
				path := write(t, filepath.Join(folder, name), name, []fs.FileMode{0o600, 0o777}[i])
				at := time.Date(2026, 6, day, 12, 0, 0, 0, time.UTC)
				if err := os.Chtimes(path, at, at); err != nil {
					t.Fatal(err)
				}
			}
			folders = append(folders, folder)
		}
		cmd := exec.CommandContext(t.Context(), "go", append([]string{"run", "./packaging/pack", dir}, folders...)...)
		cmd.Env = append(os.Environ(), "SOURCE_DATE_EPOCH=1700000000")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		text, err := os.ReadFile(filepath.Join(dir, "SHA256SUMS"))
		if err != nil {
			t.Fatal(err)
		}
		sums = append(sums, string(text))
	}
	if sums[0] != sums[1] || strings.Count(sums[0], "\n") != 2 || !strings.Contains(sums[0], "  rounds-1-windows-arm64.zip") {
		t.Errorf("one is\n%sthe other\n%s", sums[0], sums[1])
	}
}

func TestAStampedVersionIsTheOneThatIsTold(t *testing.T) {
	before := stamped
	defer func() { stamped = before }()
	stamped = "9.8.7"
	if got := version(); got != "9.8.7" {
		t.Errorf("it calls itself %s", got)
	}
	text, err := os.ReadFile("packaging/build.sh")
	if err != nil || !strings.Contains(string(text), "-X main.stamped=$version") {
		t.Errorf("the script stamps something else (%v)", err)
	}
}

func TestTheScriptAndCIBuildForAllSixSystems(t *testing.T) {
	for _, path := range []string{"packaging/build.sh", ".ci/run"} {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, system := range []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64"} {
			if !strings.Contains(string(text), system) {
				t.Errorf("%s does not build for %s", path, system)
			}
		}
	}
}

func TestTheShellCompletesAccountsMetricsAndFilters(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	write(t, h.configFile(), "[[account]]\nname = \"acme\"\nplatform = \"slack\"\n[[section]]\ntitle = \"A\"\nfilter = \"is:open channel:api\"\n", 0o600)
	for call, want := range map[string]string{
		"accounts pause ":      "acme",
		"inbox is:open":        "is:open channel:api",
		"metrics ":             "reply_coverage",
		"demo --only m":        "mastodon",
		"sync --account ":      "",
		"accounts disconnect ": "acme",
	} {
		words := strings.Split(call, " ")
		a := h.run(t, append([]string{"__complete"}, words...)...)
		if a.code != 0 || !strings.Contains(a.out, want) {
			t.Errorf("%q is completed with %s%s", call, a.out, a.err)
		}
	}
	if _, err := os.Stat(h.db); err == nil {
		t.Error("a database was made for it")
	}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		if out := h.must(t, "completion", shell); !strings.Contains(out, "rounds") {
			t.Errorf("%s: %s", shell, out)
		}
	}
	if out := h.must(t, "man"); !strings.Contains(out, ".TH ROUNDS 1") || !strings.Contains(out, "connect") {
		t.Errorf("the manual is %s", out)
	}
}
