package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/inbox/saved"
)

// Replies is where saved replies are kept.
type Replies interface {
	// Saved lists the replies by name, and the files that could not be read.
	Saved(s Settings) ([]saved.Reply, []*saved.Broken, error)
	// Begin writes the starter set into the folder. What is there stays.
	Begin(s Settings) (Begun, error)
}

// Begun is what became of a folder of replies.
type Begun struct {
	Folder  string   `json:"folder"`
	Written []string `json:"written"`
	Kept    []string `json:"kept"` // they were there before
}

func (h House) replies(s *Settings) *cobra.Command {
	cmd := &cobra.Command{
		Use: "replies", Short: "List the saved replies; show, check and begin them", Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			all, broken, err := h.Replies.Saved(*s)
			if err != nil {
				return err
			}
			for _, b := range broken {
				fmt.Fprintln(h.Err, "rounds: "+plain.Line(b.Error())) //nolint:errcheck // the others are listed all the same
			}
			return h.replyList(s, all, h.uses(cmd.Context(), s))
		},
	}
	cmd.AddCommand(h.showReply(s), h.checkReplies(s), h.beginReplies(s))
	return cmd
}

// uses is how often each reply was used; nil if nobody counts, or the database
// cannot be read: the replies do not stand in it.
func (h House) uses(ctx context.Context, s *Settings) map[string]int {
	var uses map[string]int
	err := h.with(ctx, s, func(m Memory) error {
		var err error
		uses, err = m.Uses(ctx)
		return err
	})
	if err != nil {
		fmt.Fprintln(h.Err, "rounds: without their uses: "+plain.Line(err.Error())) //nolint:errcheck // the list is printed all the same
		return nil
	}
	return uses
}

type replyJSON struct {
	Name    string            `json:"name"`
	Key     string            `json:"key"`
	Title   string            `json:"title"`
	Uses    any               `json:"uses"` // null if nobody counts
	Private bool              `json:"private"`
	Tags    []string          `json:"tags"`
	Then    string            `json:"then"`
	React   string            `json:"react"`
	Steps   []string          `json:"steps"`
	Step    int               `json:"step"`
	Due     string            `json:"due"`
	Body    string            `json:"body"`
	In      map[string]string `json:"in"`
	Path    string            `json:"path"`
}

func replyOf(r saved.Reply, uses map[string]int) replyJSON {
	j := replyJSON{
		Name: plain.Line(r.Name), Key: r.Key, Title: plain.Line(r.Title), Private: r.Private, Tags: lines(r.Tags), Then: plain.Line(r.Then), React: plain.Line(r.React),
		Steps: lines(r.Promise.Steps), Step: r.Promise.Step, Body: plain.Text(r.Body), In: map[string]string{}, Path: plain.Line(r.Path),
	}
	if uses != nil {
		j.Uses = uses[r.Name]
	}
	if r.Due > 0 {
		j.Due = span(r.Due)
	}
	for platform, body := range r.In {
		j.In[plain.Line(platform)] = plain.Text(body)
	}
	return j
}

func lines(words []string) []string {
	all := make([]string, len(words))
	for i, word := range words {
		all[i] = plain.Line(word)
	}
	return all
}

func (h House) replyList(s *Settings, all []saved.Reply, uses map[string]int) error {
	if s.JSON {
		list := make([]replyJSON, len(all))
		for i, r := range all {
			list[i] = replyOf(r, uses)
		}
		return h.json(list)
	}
	if len(all) == 0 {
		return h.say("There are no saved replies. Begin with ours: rounds replies init\n")
	}
	rows := make([][]string, len(all))
	for i, r := range all {
		used := ""
		if uses != nil {
			used = commas(uses[r.Name])
		}
		rows[i] = []string{r.Name, r.Key, used, r.Title}
	}
	return h.table([]column{{title: "name"}, {title: "key"}, {title: "uses"}, {title: "title"}}, rows)
}

func (h House) showReply(s *Settings) *cobra.Command {
	return &cobra.Command{
		Use: "show NAME", Short: "Print a saved reply and what it does", Args: usage(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error {
			all, broken, err := h.Replies.Saved(*s)
			if err != nil {
				return err
			}
			name := strings.TrimSuffix(args[0], ".md")
			for _, r := range all {
				if r.Name == name && s.JSON {
					return h.json(replyOf(r, nil))
				}
				if r.Name == name {
					return h.say("%s\n%s\n%s\n", plain.Line(r.Title), plain.Line(doing(r)), plain.Text("\n"+r.Body))
				}
			}
			for _, b := range broken {
				if filepath.Base(b.Path) == name+".md" {
					return b
				}
			}
			return fmt.Errorf("reply %q: %w", plain.Head(name, 40), inbox.ErrNone)
		},
	}
}

// doing is what a reply does besides speaking.
func doing(r saved.Reply) string {
	parts := []string{"public"}
	if r.Private {
		parts[0] = "to the member alone"
	}
	if r.Key != "" {
		parts = append(parts, "key "+r.Key)
	}
	for _, tag := range r.Tags {
		parts = append(parts, "+tag:"+tag)
	}
	if r.React != "" {
		parts = append(parts, ":"+r.React+":")
	}
	if r.Then != "" {
		parts = append(parts, r.Then)
	}
	if next := r.Promise.Next(); next != "" {
		if r.Due > 0 {
			next += " within " + span(r.Due)
		}
		parts = append(parts, "next: "+next)
	}
	return strings.Join(parts, " · ")
}

// span writes a length of time as it is written in a reply.
func span(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d%day == 0:
		return fmt.Sprintf("%dd", d/day)
	case d%time.Hour == 0:
		return fmt.Sprintf("%dh", d/time.Hour)
	}
	return fmt.Sprintf("%dm", d/time.Minute)
}

func (h House) checkReplies(s *Settings) *cobra.Command {
	return &cobra.Command{
		Use: "check", Short: "Say what is wrong with the files of the replies", Args: usage(cobra.NoArgs),
		Long: "Prints what is wrong as FILE:LINE:COLUMN: WHY, a line each, and ends with 1 if there is\n" +
			"anything: for an editor, or for the checks of a repository that the replies are kept in.",
		RunE: func(*cobra.Command, []string) error {
			all, broken, err := h.Replies.Saved(*s)
			if err != nil {
				return err
			}
			if err := h.mistakes(s, len(all), broken); err != nil || len(broken) == 0 {
				return err
			}
			return errors.New(count(len(broken), "mistake"))
		},
	}
}

type mistakeJSON struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Why    string `json:"why"`
}

func (h House) mistakes(s *Settings, sound int, broken []*saved.Broken) error {
	if s.JSON {
		list := make([]mistakeJSON, len(broken))
		for i, b := range broken {
			list[i] = mistakeJSON{plain.Line(b.Path), b.Mistake.Line, max(b.Mistake.Column, 1), plain.Line(b.Mistake.Why)}
		}
		return h.json(list)
	}
	for _, b := range broken {
		if err := h.say("%s\n", plain.Line(b.Error())); err != nil {
			return err
		}
	}
	if len(broken) > 0 {
		return nil
	}
	return h.say("All is well: %s.\n", count(sound, "saved reply"))
}

func (h House) beginReplies(s *Settings) *cobra.Command {
	return &cobra.Command{
		Use: "init", Short: "Write the replies that Rounds brings into a folder, to change them", Args: usage(cobra.NoArgs),
		Long: "Writes the replies that Rounds brings into the folder replies beside the config, where you\n" +
			"change them and keep them under version control. A file that is there is left alone.",
		RunE: func(*cobra.Command, []string) error {
			begun, err := h.Replies.Begin(*s)
			if err != nil {
				return err
			}
			if s.JSON {
				return h.json(begun)
			}
			kept := ""
			if len(begun.Kept) > 0 {
				kept = fmt.Sprintf(" %s that were there are as they were.", count(len(begun.Kept), "file"))
			}
			return h.say("%s written to %s.%s\nThey are yours now: change them, add to them, throw them away.\n", count(len(begun.Written), "reply"), plain.Line(begun.Folder), kept)
		},
	}
}
