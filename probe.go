package main

import (
	"fmt"
	"os"
	"strconv"
	"sync/atomic"
)

// probed runs the program, and with PROBE=n in its environment it kills itself
// as kill -9 does when it comes to its n-th point: before or after a commit, a
// request or its answer (docs/testing.md). It says where it was, or at its end
// how many points it passed; 0 is none and counts them. A number that is none is
// not for us.
func probed() int {
	last, err := strconv.ParseInt(os.Getenv("PROBE"), 10, 64)
	if err != nil {
		return run(nil)
	}
	var passed atomic.Int64
	code := run(func(point string) {
		if passed.Add(1) != last {
			return
		}
		fmt.Fprintf(os.Stderr, "\nPROBE killed %s, %d\n", point, last)
		me, err := os.FindProcess(os.Getpid())
		if err == nil {
			err = me.Kill()
		}
		if err != nil {
			panic(err)
		}
		select {} // until it has happened
	})
	fmt.Fprintf(os.Stderr, "\nPROBE passed all, %d\n", passed.Load())
	return code
}
