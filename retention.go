package main

import (
	"context"
	"time"

	"rounds/store"
	"rounds/ui/cli"
	"rounds/ui/pane"
)

// expire lets go of what is older than the retention of its account, where a
// person has seen that carried out once: rounds purge --yes.
func expire(ctx context.Context, memory *store.Store, c config) error {
	for _, a := range c.Account {
		length := a.keepFor()
		if length == 0 {
			continue
		}
		agreed, err := memory.Agreed(ctx, a.Name)
		if err != nil || agreed != a.Retention {
			continue // what is wrong with the file is said elsewhere
		}
		if _, err := memory.Purge(ctx, a.Name, time.Now().Add(-length), func(int) {}); err != nil {
			return err
		}
	}
	return nil
}

// expireDaily keeps to the retentions while the console is open.
func (s *screen) expireDaily(ctx context.Context, c config) {
	for {
		if err := expire(ctx, s.memory, c); err != nil && ctx.Err() == nil {
			s.program.Send(pane.Failed{Err: err})
		}
		if pause(ctx, 24*time.Hour) != nil {
			return
		}
	}
}

// overdue is what doctor says about accounts that hold more than their
// retention allows.
func overdue(ctx context.Context, memory *store.Store, c config) []cli.Finding {
	var findings []cli.Finding
	for _, a := range c.Account {
		length := a.keepFor()
		if length == 0 {
			continue
		}
		agreed, err := memory.Agreed(ctx, a.Name)
		f := cli.Finding{What: "retention of " + a.Name, OK: true, Is: a.Retention + ", kept to by itself"}
		if err == nil && agreed != a.Retention {
			old, _ := memory.Expired(ctx, a.Name, time.Now().Add(-length)) // then there is nothing to tell
			f.Is = a.Retention + ", not carried out yet"
			if f.OK = old.Messages == 0; !f.OK {
				f.Do = "rounds purge shows what would go; rounds purge --yes lets it go, and from then on it goes by itself"
			}
		}
		findings = append(findings, f)
	}
	return findings
}
