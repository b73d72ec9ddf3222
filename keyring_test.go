package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/zalando/go-keyring"
)

// asKeyring names a file that stands for the system's keyring in the program
// that the tests run.
const asKeyring = "ROUNDS_TEST_KEYRING"

// borrowKeyring makes that file the keyring, and returns what writes it back.
// Without one there is no keyring: the person's own is nothing for tests.
func borrowKeyring() (keep func()) {
	path := os.Getenv(asKeyring)
	if path == "" {
		keyring.MockInitWithError(errors.New("not in tests"))
		return func() {}
	}
	keyring.MockInit()
	for name, secret := range ringIn(path) {
		_ = keyring.Set(keyringService, name, secret)
	}
	return func() {
		left := map[string]string{}
		for _, account := range []string{"acme", "beta", "gamma", "fieldnotes-community"} {
			for _, p := range parts() {
				if secret, err := keyring.Get(keyringService, keyringName(account, p)); err == nil {
					left[keyringName(account, p)] = secret
				}
			}
		}
		text, err := json.Marshal(left)
		if err == nil {
			err = os.WriteFile(path, text, 0o600)
		}
		if err != nil {
			panic(err)
		}
	}
}

func ringIn(path string) map[string]string {
	all := map[string]string{}
	if text, err := os.ReadFile(path); err == nil {
		_ = json.Unmarshal(text, &all)
	}
	return all
}

// withKeyring is the same machine with a keyring, kept in a file.
func (h home) withKeyring(t testing.TB) (home, string) {
	t.Helper()
	path := filepath.Join(h.dir, "keyring.json")
	return h.with(asKeyring+"="+path, "DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere"), path
}

func TestAKeyringThatIsNotThereCostsNothing(t *testing.T) {
	if runtime.GOOS == "darwin" || runtime.GOOS == "windows" {
		t.Skip("there is always one here")
	}
	for name, address := range map[string]string{"no bus": "", "a bus that is gone": "unix:path=" + filepath.Join(t.TempDir(), "gone")} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
			began := time.Now()
			path := write(t, filepath.Join(t.TempDir(), "tokens", "acme"), "xoxb-1", 0o600)
			found, err := tokensOf(accountConfig{Name: "acme"}, filepath.Join(filepath.Dir(filepath.Dir(path)), "config.toml"))
			if err != nil || found.Bot.secret != "xoxb-1" || found.App.secret != "" {
				t.Errorf("%v, %v", found, err)
			}
			if took := time.Since(began); took > time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
}

func TestAKeyringThatDoesNotAnswerIsNotWaitedFor(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
	stuck := make(chan struct{})
	defer close(stuck)
	began := time.Now()
	err := withKeyring(20*time.Millisecond, func() error { <-stuck; return nil })
	if !errors.Is(err, errNoKeyring) || time.Since(began) > 5*time.Second {
		t.Errorf("%v after %s", err, time.Since(began))
	}
}
