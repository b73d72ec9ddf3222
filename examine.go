package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"

	"rounds/ui/cli"
)

// examine looks at what lies around the database: the config, the tokens, the
// terminal.
func (w workshop) examine(_ context.Context, s cli.Settings) []cli.Finding {
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
		f := cli.Finding{What: "token of " + a.Name, OK: true}
		_, from, err := tokenOf(a, p.config)
		if err != nil {
			f.OK, f.Is, f.Do = false, err.Error(), "docs/config.md says where tokens go"
		} else {
			f.Is = "from " + from
		}
		findings = append(findings, f)
	}
	screen := cli.Finding{What: "terminal", OK: true, Is: "TERM=" + os.Getenv("TERM")}
	if !drawable() {
		screen.Is += ", no screen can be drawn here: the console prints plain text"
	}
	return append(findings, screen)
}
