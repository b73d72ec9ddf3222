package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"

	"github.com/zalando/go-keyring"

	"rounds/inbox/platform"
)

// keyringService is what the tokens are filed under in the system's keyring.
const keyringService = "rounds"

// How long the keyring is waited for: one that was never named must not be
// noticed where it does not answer, one that was may have to ask for a password.
const (
	hurried   = 900 * time.Millisecond
	unhurried = time.Minute
)

// errNoKeyring and errNotThere are why a token is not in the keyring.
var (
	errNoKeyring = errors.New("there is no keyring here")
	errNotThere  = errors.New("it is not in the keyring")
)

// keyringToken reads a token from the keyring.
func keyringToken(account string, p tokenPart, patience time.Duration) (secret string, err error) {
	found := make(chan string, 1)
	err = withKeyring(patience, func() error {
		secret, err := keyring.Get(keyringService, keyringName(account, p))
		found <- secret
		return err
	})
	if err != nil {
		return "", err
	}
	return <-found, nil
}

// keepInKeyring writes a token into the keyring; "" removes it.
func keepInKeyring(account string, p tokenPart, secret string) error {
	err := withKeyring(unhurried, func() error {
		if secret == "" {
			return keyring.Delete(keyringService, keyringName(account, p))
		}
		return keyring.Set(keyringService, keyringName(account, p), secret)
	})
	if secret == "" && (errors.Is(err, errNotThere) || errors.Is(err, errNoKeyring)) {
		return nil
	}
	return err
}

// keyringThere says why there is no keyring, nil if there is one.
func keyringThere() error {
	_, err := keyringToken("rounds-looks-whether-there-is-a-keyring", botPart, unhurried)
	if errors.Is(err, errNotThere) {
		return nil
	}
	return err
}

// keyringName is how a token is called in the keyring.
func keyringName(account string, p tokenPart) string {
	if p == botPart {
		return account
	}
	return account + "/" + string(p)
}

// withKeyring asks the keyring for something, and waits no longer than so long:
// what is still on its way then is left to itself.
func withKeyring(patience time.Duration, ask func() error) error {
	if runtime.GOOS != "darwin" && runtime.GOOS != "windows" && os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
		return errNoKeyring // to ask would start a bus, or fail for want of one
	}
	answer := make(chan error, 1)
	new(sync.WaitGroup).Go(func() { answer <- ask() }) // whom nobody waits for
	select {
	case err := <-answer:
		switch {
		case err == nil:
			return nil
		case errors.Is(err, keyring.ErrNotFound):
			return errNotThere
		}
		return fmt.Errorf("%w: %w", errNoKeyring, platform.Hush(err))
	case <-time.After(patience):
		return fmt.Errorf("%w: it does not answer", errNoKeyring)
	}
}
