package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"
)

func TestATokenIsLookedForInTheEnvironmentThenTheKeyringThenAFile(t *testing.T) {
	keyring.MockInit()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere") // the mock needs none
	dir := t.TempDir()
	configPath := filepath.Join(dir, "config.toml")
	write(t, filepath.Join(dir, "tokens", "acme"), "xoxb-file", 0o600)
	write(t, filepath.Join(dir, "tokens", "acme.app"), "xapp-file", 0o600)
	look := func(a accountConfig) string {
		t.Helper()
		a.Name = "acme"
		found, err := tokensOf(a, configPath)
		if err != nil {
			return err.Error()
		}
		return strings.Join([]string{found.Bot.secret, found.App.secret, found.User.secret}, " ")
	}
	if got := look(accountConfig{}); got != "xoxb-file xapp-file " {
		t.Errorf("in files: %q", got)
	}
	for name, secret := range map[string]string{"acme": "xoxb-ring", "acme/user": "xoxp-ring"} {
		if err := keyring.Set("rounds", name, secret); err != nil {
			t.Fatal(err)
		}
	}
	for tokens, want := range map[string]string{"": "xoxb-ring xapp-file xoxp-ring", inKeyring: "xoxb-ring  xoxp-ring", inFile: "xoxb-file xapp-file "} {
		if got := look(accountConfig{Tokens: tokens}); got != want {
			t.Errorf("tokens = %q: %q, want %q", tokens, got, want)
		}
	}
	t.Setenv("ROUNDS_TOKEN_ACME", "xoxb-env")
	t.Setenv("ROUNDS_TOKEN_ACME_APP", "xapp-env")
	if got := look(accountConfig{Tokens: inFile}); got != "xoxb-env xapp-env " {
		t.Errorf("with the environment: %q", got)
	}
	if _, err := tokensOf(accountConfig{Name: "nobody"}, configPath); !errors.Is(err, errNoToken) {
		t.Errorf("where there is none: %v", err)
	}
}

func TestATokenIsNotPrintedHoweverItIsPrinted(t *testing.T) {
	found := tokens{Bot: credential{"xoxb-CANARY", "the keyring"}}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		if text := fmt.Sprintf(verb, found); strings.Contains(text, "CANARY") || strings.Contains(text, "43414e") {
			t.Errorf("%s prints %s", verb, text)
		}
	}
}
