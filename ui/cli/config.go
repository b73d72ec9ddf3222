package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"rounds/inbox/plain"
)

// ConfigFile is the file with the settings.
type ConfigFile interface {
	// Path is where it lies, or would.
	Path(s Settings) (string, error)
	// Check lists all that is wrong with a file; "" is the one of the settings.
	Check(s Settings, path string) (Checked, error)
	// Begin writes one with every setting commented out, unless there is one; then
	// it is an [fs.ErrExist].
	Begin(s Settings) (path string, err error)
}

// Checked is what a look at a config came to.
type Checked struct {
	Path     string
	Missing  bool // there is none, and everything has its default
	Mistakes []Mistake
}

// Mistake is something in a config that is not as it should be. Whatever may
// be a token is not in it.
type Mistake struct {
	Line, Column int
	Setting, Why string
	Shown        string // the line, as far as it may be shown
	Caret        int    // how many cells of it stand before the place
}

func (h House) config(s *Settings) *cobra.Command {
	cmd := &cobra.Command{
		Use: "config", Short: "Where the settings are, whether they are right, and a file to begin with", Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(h.checkConfig(s), h.configPath(s), h.beginConfig(s))
	return cmd
}

func (h House) checkConfig(s *Settings) *cobra.Command {
	return &cobra.Command{
		Use: "check [FILE]", Short: "Point at every mistake in the settings", Args: usage(cobra.MaximumNArgs(1)),
		Long: "Reads the config, or FILE, and prints each mistake as FILE:LINE:COLUMN: WHY, with the line\n" +
			"below it and a mark under the place. Ends with 1 if there is any. What may be a token is\n" +
			"not printed.",
		Example: "  rounds config check\n  rounds config check dotfiles/rounds.toml --json",
		RunE: func(_ *cobra.Command, args []string) error {
			checked, err := h.Config.Check(*s, strings.Join(args, ""))
			if err != nil {
				return err
			}
			if err := h.checked(s, checked); err != nil || len(checked.Mistakes) == 0 {
				return err
			}
			return errors.New(count(len(checked.Mistakes), "mistake"))
		},
	}
}

// checked prints what a look at a config came to.
func (h House) checked(s *Settings, c Checked) error {
	if s.JSON {
		type mistake struct {
			File    string `json:"file"`
			Line    int    `json:"line"`
			Column  int    `json:"column"`
			Setting string `json:"setting"`
			Why     string `json:"why"`
		}
		all := []mistake{}
		for _, m := range c.Mistakes {
			all = append(all, mistake{plain.Line(c.Path), m.Line, m.Column, plain.Line(m.Setting), plain.Line(m.Why)})
		}
		return h.json(all)
	}
	for _, m := range c.Mistakes {
		if err := h.say("%s:%d:%d: %s\n", plain.Line(c.Path), m.Line, m.Column, plain.Line(m.Why)); err != nil {
			return err
		}
		if m.Shown == "" || m.Shown == "…" {
			continue
		}
		if err := h.say("    %s\n    %s^\n", plain.Line(m.Shown), strings.Repeat(" ", m.Caret)); err != nil {
			return err
		}
	}
	switch {
	case len(c.Mistakes) > 0:
		return nil
	case c.Missing:
		return h.say("%s is not there: everything has its default; rounds config init writes one\n", plain.Line(c.Path))
	}
	return h.say("%s: nothing is wrong\n", plain.Line(c.Path))
}

func (h House) configPath(s *Settings) *cobra.Command {
	return &cobra.Command{
		Use: "path", Short: "Print where the settings are", Args: usage(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			path, err := h.Config.Path(*s)
			if err != nil {
				return err
			}
			if s.JSON {
				return h.json(map[string]string{"path": plain.Line(path)})
			}
			return h.say("%s\n", plain.Line(path))
		},
	}
}

func (h House) beginConfig(s *Settings) *cobra.Command {
	return &cobra.Command{
		Use: "init", Short: "Write a config with every setting in it, commented out", Args: usage(cobra.NoArgs),
		Long: "Writes the config: every setting with its default and a word on what it does, all of them\n" +
			"commented out. A config that is there is left as it is.",
		RunE: func(*cobra.Command, []string) error {
			path, err := h.Config.Begin(*s)
			if err != nil {
				return err
			}
			if s.JSON {
				return h.json(map[string]string{"written": plain.Line(path)})
			}
			return h.say("%s is written: take the # away from what you want otherwise\n", plain.Line(path))
		},
	}
}
