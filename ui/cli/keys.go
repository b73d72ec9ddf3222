package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"rounds/inbox/plain"
)

// Keyboard is the keys of the console, and what is wrong with them.
type Keyboard struct {
	Rows     []KeyRow
	Problems []KeyProblem
}

// KeyRow is a command of the console and its keys.
type KeyRow struct {
	Pane  string   `json:"pane"` // "rounds" is every pane
	Name  string   `json:"name"`
	Keys  []string `json:"keys"`
	Does  string   `json:"does"`
	Group string   `json:"group"`
}

// KeyProblem is something that is the matter with keys.
type KeyProblem struct {
	Gravity string `json:"gravity"` // "wrong" or "doubtful"
	Text    string `json:"text"`
}

func (h House) keys(s *Settings) *cobra.Command {
	var preset string
	cmd := &cobra.Command{
		Use:   "keys",
		Short: "List the keys of the console, and what clashes",
		Long: "Lists every command of the console by the name that the config calls it, with the keys in\n" +
			"force. What clashes, or does not arrive in every terminal, is told below; it ends with 1 if\n" +
			"a command cannot be reached.",
		Args: usage(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			board, err := h.Keys(*s, preset)
			if err != nil {
				return err
			}
			for i := range board.Rows {
				board.Rows[i].Keys = orEmpty(board.Rows[i].Keys)
			}
			if s.JSON {
				err = h.json(map[string]any{"keys": orEmpty(board.Rows), "problems": orEmpty(board.Problems)})
			} else {
				err = h.listKeys(board)
			}
			wrong := 0
			for _, p := range board.Problems {
				if p.Gravity == "wrong" {
					wrong++
				}
			}
			if err == nil && wrong > 0 {
				err = fmt.Errorf("%s of the keys", count(wrong, "mistake"))
			}
			return err
		},
	}
	cmd.Flags().StringVar(&preset, "preset", "", "those of a preset and not of the config: `NAME` is default, vim, gmail, aerc or one-hand")
	return cmd
}

func (h House) listKeys(board Keyboard) error {
	rows := make([][]string, len(board.Rows))
	for i, r := range board.Rows {
		keys := strings.Join(r.Keys, ", ")
		if keys == "" {
			keys = "by name"
		}
		rows[i] = []string{r.Pane + "." + plain.Line(r.Name), plain.Line(keys), plain.Line(r.Does)}
	}
	if err := h.table([]column{{"name", 34}, {"keys", 20}, {"does", 0}}, rows); err != nil {
		return err
	}
	for _, p := range board.Problems {
		if _, err := fmt.Fprintf(h.Err, "%s: %s\n", p.Gravity, plain.Line(p.Text)); err != nil {
			return err
		}
	}
	return nil
}

// orEmpty is a list that JSON writes as [] and not as null.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
