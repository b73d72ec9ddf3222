package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
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
