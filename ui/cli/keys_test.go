package cli_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"rounds/ui/cli"
)

// keyboard prints the keys of a board, and what was said of them.
func keyboard(t *testing.T, board cli.Keyboard, args ...string) (out, complaint string, err error) {
	t.Helper()
	var o, e bytes.Buffer
	root := cli.New(cli.House{Out: &o, Err: &e, Keys: func(_ cli.Settings, preset string) (cli.Keyboard, error) {
		board.Rows = append(board.Rows, cli.KeyRow{Pane: "inbox", Name: "preset", Keys: []string{preset}, Does: "preset"})
		return board, nil
	}})
	root.SetArgs(append([]string{"keys"}, args...))
	root.SilenceErrors, root.SilenceUsage = true, true
	err = root.Execute()
	return o.String(), e.String(), err
}

func TestKeysEndWithAMistakeOnlyIfOneCannotWork(t *testing.T) {
	board := cli.Keyboard{
		Rows:     []cli.KeyRow{{Pane: "inbox", Name: "done", Keys: []string{"e", "X"}, Does: "done / reopen"}, {Pane: "inbox", Name: "react", Does: "react with"}},
		Problems: []cli.KeyProblem{{"doubtful", "ctrl+b: tmux takes it"}},
	}
	out, complaint, err := keyboard(t, board, "--preset", "vim")
	if err != nil || !strings.Contains(out, "inbox.done\te, X\tdone / reopen") || !strings.Contains(out, "by name") || !strings.Contains(out, "vim") {
		t.Errorf("%v:\n%s", err, out)
	}
	if !strings.Contains(complaint, "doubtful: ctrl+b") {
		t.Errorf("%q", complaint)
	}
	board.Problems = append(board.Problems, cli.KeyProblem{"wrong", "e has two meanings"})
	if _, complaint, err = keyboard(t, board); cli.ExitCode(err) != cli.ExitFailed || !strings.Contains(complaint, "wrong: e has two meanings") {
		t.Errorf("%v, %q", err, complaint)
	}
}

func TestKeysAsJSONHaveNoNull(t *testing.T) {
	out, _, err := keyboard(t, cli.Keyboard{Rows: []cli.KeyRow{{Pane: "inbox", Name: "react"}}}, "--json")
	var got struct {
		Keys     []cli.KeyRow
		Problems []cli.KeyProblem
	}
	if err != nil || json.Unmarshal([]byte(out), &got) != nil || got.Problems == nil || len(got.Keys) != 2 || strings.Contains(out, "null") {
		t.Errorf("%v: %s", err, out)
	}
}
