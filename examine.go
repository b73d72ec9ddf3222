package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"

	"rounds/inbox"
	"rounds/ui/cli"
)

// examine looks at what lies around the database: the config, the tokens, the
// terminal.
func (w workshop) examine(ctx context.Context, s cli.Settings) []cli.Finding {
	p, err := where(s)
	if err != nil {
		return []cli.Finding{{What: "places", Is: err.Error(), Do: "set HOME, or use --db and --config"}}
	}
	findings := []cli.Finding{{What: "rounds", OK: true, Is: fmt.Sprintf("%s, %s, %s/%s", w.version, runtime.Version(), runtime.GOOS, runtime.GOARCH)}}
	c, err := readConfig(p.config)
	switch _, missing := os.Stat(p.config); {
	case err != nil:
		return append(findings, cli.Finding{What: "config", Is: err.Error(), Do: "mend that line; docs/config.md describes every setting"})
	case errors.Is(missing, fs.ErrNotExist):
		findings = append(findings, cli.Finding{What: "config", OK: true, Is: p.config + " is not there; everything has its default"})
	default:
		findings = append(findings, cli.Finding{What: "config", OK: true, Is: p.config})
	}
	for _, a := range c.accounts() {
		findings = append(findings, tokensFound(a, p.config)...)
	}
	if memory, err := w.open(ctx, s); err == nil { // if not, doctor says why
		findings = append(findings, overdue(ctx, memory, c)...)
		memory.Close()
	}
	screen := cli.Finding{What: "terminal", OK: true, Is: "TERM=" + os.Getenv("TERM")}
	if !drawable() {
		screen.Is += ", no screen can be drawn here: the console prints plain text"
	}
	return append(findings, screen)
}

// tokensFound says where each token of an account is, and never what it is.
func tokensFound(a accountConfig, configPath string) []cli.Finding {
	found, err := tokensOf(a, configPath)
	if err != nil {
		return []cli.Finding{{What: "token of " + a.Name, Is: err.Error(), Do: "rounds connect " + a.Platform + " --as " + a.Name + "; docs/config.md says where tokens go"}}
	}
	findings := []cli.Finding{{What: "token of " + a.Name, OK: true, Is: "from " + found.Bot.From}}
	for _, more := range []struct {
		what string
		at   credential
	}{{"app token of ", found.App}, {"user token of ", found.User}} {
		if more.at.From != "" {
			findings = append(findings, cli.Finding{What: more.what + a.Name, OK: true, Is: "from " + more.at.From})
		}
	}
	return findings
}

// advice is what helps against the words of whichever platform says them, ""
// if that is not known.
func advice(account, trouble string) string {
	for _, p := range inbox.Platforms() {
		if text := adviceOf(p, account, trouble); text != "" {
			return text
		}
	}
	return ""
}

// adviceOf is what helps against the words of one platform.
func adviceOf(p inbox.Platform, account, trouble string) string {
	trade, known := trades()[p]
	trouble = strings.TrimPrefix(trouble, "stopped: ")
	if !known {
		return ""
	}
	for _, reason := range []string{trouble, strings.SplitN(trouble, " ", 2)[0]} {
		if reason != "" && trade.Knows(reason) {
			return strings.ReplaceAll(trade.Advice(reason), "NAME", account)
		}
	}
	return ""
}
