package main

import "os/exec"

// together leaves a command as it is: what it starts ends by itself.
func together(*exec.Cmd) {}
