//go:build !windows

package main

import (
	"os/exec"

	"golang.org/x/sys/unix"
)

// together has a command, and all that it starts, ended together.
func together(cmd *exec.Cmd) {
	cmd.SysProcAttr = &unix.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return unix.Kill(-cmd.Process.Pid, unix.SIGKILL) }
}
