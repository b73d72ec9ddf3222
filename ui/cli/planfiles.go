package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rounds/calendar"
	"rounds/inbox/plain"
)

// format is what a plan is written as.
type format string

// The formats.
const (
	asMarkdown format = "md"
	asCSV      format = "csv"
	asICS      format = "ics"
)

// formatOf is the format that is asked for, else the one that a name ends with.
func formatOf(asked, path string) (format, error) {
	if asked == "" {
		switch ending := strings.ToLower(strings.TrimPrefix(filepath.Ext(path), ".")); ending {
		case "csv", "ics":
			return format(ending), nil
		}
		return asMarkdown, nil
	}
	f := format(strings.ToLower(asked))
	if !slices.Contains([]format{asMarkdown, asCSV, asICS}, f) {
		return f, fmt.Errorf("--format %s: it is md, csv or ics", plain.Head(asked, 40))
	}
	return f, nil
}

func (h House) exportPlan(s *Settings) *cobra.Command {
	var asked string
	var force bool
	cmd := &cobra.Command{
		Use:   "export PATH",
		Short: "Write the whole plan as a folder of Markdown, a table or a calendar file",
		Long: "Writes every post: as a folder of Markdown files (byte for byte as they lie in the plan folder),\n" +
			"as a table (.csv) or as a calendar (.ics) that other programs open. - is standard output. A file\n" +
			"that is there and says something else is left alone, and told; --force writes over it.",
		Example: "  rounds plan export backup/\n  rounds plan export plan.ics\n  rounds plan export --format csv -",
		Args:    usage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			as, err := formatOf(asked, args[0])
			if err == nil && as == asMarkdown && args[0] == "-" {
				err = errors.New("a folder does not fit into standard output: --format csv or ics")
			}
			if err != nil {
				return &Usage{err}
			}
			over := Keep
			if force {
				over = Replace
			}
			return h.planned(cmd.Context(), s, func(p Plan) error {
				posts, err := p.Posts(cmd.Context())
				if err != nil {
					return err
				}
				return h.export(cmd.Context(), s, p, posts, as, args[0], over)
			})
		},
	}
	cmd.Flags().StringVar(&asked, "format", "", "`md`, csv or ics; by the name's ending if not said")
	cmd.Flags().BoolVar(&force, "force", false, "write over files that say something else")
	return cmd
}

func (h House) export(ctx context.Context, s *Settings, p Plan, posts []calendar.Post, as format, path string, over Over) error {
	settings, source := p.Settings()
	files := PlanFiles{Folder: filepath.Dir(path)}
	text := ""
	switch as {
	case asMarkdown:
		files.Folder = path
		files.Files = append(files.Files, calendar.File{Path: calendar.SettingsFile, Text: source})
		for _, post := range posts {
			files.Files = append(files.Files, calendar.File{Path: post.Path, Text: post.Source})
		}
	case asCSV:
		var err error
		if text, err = calendar.WriteCSV(posts); err != nil {
			return err
		}
	case asICS:
		text = calendar.WriteICS(posts, settings, h.Now())
	}
	if path == "-" {
		return h.pour(text)
	}
	if as != asMarkdown {
		files.Files = []calendar.File{{Path: filepath.Base(path), Text: text}}
	}
	if err := h.WritePlan(files, over); err != nil {
		return err
	}
	if err := lodge(ctx, p, as, files.Folder, posts); err != nil {
		return err
	}
	if s.JSON {
		return h.json(map[string]any{"path": plain.Line(path), "format": as, "posts": len(posts)})
	}
	return h.say("%s written to %s.\n", count(len(posts), "post"), plain.Line(path))
}

// lodge notes what was written, so that an import from there knows what was
// changed there and what here.
func lodge(ctx context.Context, p Plan, as format, folder string, posts []calendar.Post) error {
	folder, err := lodging(as, folder)
	if err != nil {
		return err
	}
	for _, post := range posts {
		if err := p.Copied(ctx, folder, calendar.File{Path: post.Path, Text: post.Source}); err != nil {
			return err
		}
	}
	return nil
}

// lodging names where posts were written: a folder, or, since a table is renamed
// and moved about, any table.
func lodging(as format, folder string) (string, error) {
	if as != asMarkdown {
		return "the last ." + string(as), nil
	}
	return filepath.Abs(folder)
}

// pour prints a file. A terminal is given no control characters of it; a pipe is
// given every byte, for the file is to be read again.
func (h House) pour(text string) error {
	if h.Width > 0 {
		text = plain.Text(text) + "\n"
	}
	return h.say("%s", text)
}

// bringing are the flags of import.
type bringing struct {
	asked        string
	dry          bool
	mine, theirs []string
}

func (h House) importPlan(s *Settings) *cobra.Command {
	var b bringing
	cmd := &cobra.Command{
		Use:   "import [PATH]",
		Short: "Take in posts: a folder of Markdown, a Markdown file, a table (.csv), a calendar (.ics)",
		Long: "Takes in what is new and what was changed there since the last time. What was changed on both\n" +
			"sides is left as it is here, told, shown as a difference (- here, + in the file), and ends the\n" +
			"call with 1: --mine FILE keeps what is here, --theirs FILE takes the file; that also settles a\n" +
			"conflict in the plan folder. What cannot be read is told with its line, the rest is taken in.",
		Example: "  rounds plan import ~/drafts --dry-run\n  rounds plan import plan.csv\n  rounds plan import --theirs 2026/welcome.md",
		Args:    usage(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 && len(b.mine)+len(b.theirs) == 0 {
				return &Usage{errors.New("what shall be taken in? A folder, or a file .md, .csv or .ics")}
			}
			if b.dry && len(b.mine)+len(b.theirs) > 0 {
				return &Usage{errors.New("--dry-run changes nothing, and so it settles nothing")}
			}
			return h.planned(cmd.Context(), s, func(p Plan) error {
				var troubles []error
				if len(args) > 0 {
					troubles = append(troubles, h.bringIn(cmd.Context(), s, p, b, args[0]))
				}
				return errors.Join(append(troubles, h.settle(cmd.Context(), s, p, b, len(args) > 0))...)
			})
		},
	}
	cmd.Flags().StringVar(&b.asked, "format", "", "`md`, csv or ics; by the name's ending if not said")
	cmd.Flags().BoolVar(&b.dry, "dry-run", false, "say what would be taken in, and take in nothing")
	cmd.Flags().StringArrayVar(&b.mine, "mine", nil, "settle the conflict about this `file`: as it is here")
	cmd.Flags().StringArrayVar(&b.theirs, "theirs", nil, "settle the conflict about this `file`: as it is in the file")
	return cmd
}

// settle ends conflicts as the flags say.
func (h House) settle(ctx context.Context, s *Settings, p Plan, b bringing, quiet bool) error {
	for side, paths := range map[calendar.Side][]string{calendar.Mine: b.mine, calendar.Theirs: b.theirs} {
		for _, path := range paths {
			if err := p.Settle(ctx, filepath.ToSlash(path), side); err != nil {
				return fmt.Errorf("settle %s: %w", plain.Head(path, 80), err)
			}
			if s.JSON {
				continue
			}
			if err := h.say("Settled: %s is as it is %s.\n", plain.Line(path), map[calendar.Side]string{calendar.Mine: "here", calendar.Theirs: "in the file"}[side]); err != nil {
				return err
			}
		}
	}
	if s.JSON && !quiet {
		return h.json(broughtJSON{Problems: []problemJSON{}, Files: []fileJSON{}})
	}
	return nil
}

// broughtJSON is what an import did; docs/commands.md documents it.
type broughtJSON struct {
	Taken    int           `json:"taken"`
	Problems []problemJSON `json:"problems"`
	Files    []fileJSON    `json:"files"`
}

type fileJSON struct {
	File string `json:"file"`
	Is   string `json:"is"` // new, changed, same or broken
}

func (h House) bringIn(ctx context.Context, s *Settings, p Plan, b bringing, path string) error {
	as, err := formatOf(b.asked, path)
	if err != nil {
		return &Usage{err}
	}
	posts, err := p.Posts(ctx)
	if err != nil {
		return err
	}
	brought, err := h.ReadPlan(path)
	if err != nil {
		return err
	}
	var broken []calendar.Problem
	if as == asMarkdown {
		housed(brought.Files, posts)
	} else {
		settings, _ := p.Settings()
		if brought.Files, broken, err = unfolded(as, brought.Files, posts, settings); err != nil {
			return err
		}
	}
	if b.dry {
		return h.foretell(s, brought.Files, broken, posts)
	}
	folder, err := lodging(as, brought.Folder)
	if err != nil {
		return err
	}
	taken, problems, err := p.Take(ctx, folder, brought.Files)
	if err != nil {
		return err
	}
	problems = append(broken, problems...)
	if s.JSON {
		err = h.json(broughtJSON{taken, problemsJSON(problems), []fileJSON{}})
	} else {
		err = h.tellBrought(taken, len(brought.Files), problems)
	}
	if err == nil && len(problems) > 0 {
		err = fmt.Errorf("%s: what they are about was not taken in", count(len(problems), "problem"))
	}
	return err
}

func (h House) tellBrought(taken, of int, problems []calendar.Problem) error {
	if err := h.say("%s of %s taken in.\n", commas(taken), count(of, "post")); err != nil || len(problems) == 0 {
		return err
	}
	return h.tellProblems(problems)
}

// housed gives files that are called what no post is called a name that is free.
func housed(files []calendar.File, posts []calendar.Post) {
	taken := func(path string) bool {
		return slices.ContainsFunc(posts, func(p calendar.Post) bool { return strings.EqualFold(p.Path, path) }) ||
			slices.ContainsFunc(files, func(f calendar.File) bool { return strings.EqualFold(f.Path, path) })
	}
	for i, file := range files {
		if read, err := calendar.Parse(file.Path, file.Text); err == nil && !calendar.Belongs(file.Path) {
			files[i].Path = calendar.PathFor(read, taken)
		}
	}
}

// unfolded are the posts of a table or a calendar as files. One that is here
// already keeps its file, in which what the format holds is changed.
func unfolded(as format, files []calendar.File, posts []calendar.Post, s calendar.Settings) ([]calendar.File, []calendar.Problem, error) {
	var all []calendar.File
	var problems []calendar.Problem
	taken := map[string]bool{}
	known := map[string]calendar.Post{}
	for _, p := range posts {
		taken[strings.ToLower(p.Path)] = true
		known[p.Key] = p
	}
	for _, file := range files {
		if file.Why != "" {
			return nil, nil, errors.New(plain.Line(file.Path) + ": " + plain.Line(file.Why))
		}
		read, broken, columns := parsed(as, file.Text, s)
		for _, b := range broken {
			problems = append(problems, calendar.Problem{Path: file.Path, Line: b.Line, Reason: b.Reason})
		}
		for _, p := range read {
			if was, here := known[p.Key]; here && p.Key != "" {
				changed, err := p.Onto(was, columns(was, p))
				if err != nil {
					problems = append(problems, calendar.Problem{Path: file.Path, Key: p.Key, Reason: err.Error()})
					continue
				}
				all = append(all, calendar.File{Path: was.Path, Text: changed.Source})
				continue
			}
			if !calendar.Belongs(p.Path) || taken[strings.ToLower(p.Path)] {
				p.Path = calendar.PathFor(p, func(path string) bool { return taken[strings.ToLower(path)] })
			}
			taken[strings.ToLower(p.Path)] = true
			all = append(all, calendar.File{Path: p.Path, Text: p.Source})
		}
	}
	return all, problems, nil
}

// parsed are the posts of a table or a calendar, what could not be read, and
// which cells of a post are taken over one that is here.
func parsed(as format, text string, s calendar.Settings) (read []calendar.Post, broken []*calendar.Broken, columns func(here, read calendar.Post) []string) {
	if as == asCSV {
		read, broken = calendar.ReadCSV(text)
		held := calendar.ColumnsIn(text)
		return read, broken, func(calendar.Post, calendar.Post) []string { return held }
	}
	read, broken = calendar.ReadICS(text, s)
	return read, broken, func(here, read calendar.Post) []string { return calendar.ColumnsOfEvent(here, read, s) }
}

// foretell says what an import would find, file by file.
func (h House) foretell(s *Settings, files []calendar.File, broken []calendar.Problem, posts []calendar.Post) error {
	byPath, byKey := map[string]calendar.Post{}, map[string]calendar.Post{}
	for _, p := range posts {
		byPath[p.Path], byKey[p.Key] = p, p
	}
	found := []fileJSON{}
	for _, file := range files {
		read, err := calendar.Parse(file.Path, file.Text)
		was, known := byKey[read.Key]
		if !known || read.Key == "" {
			was, known = byPath[file.Path]
		}
		is := "new"
		switch {
		case file.Why != "" || err != nil:
			is = "broken"
			broken = append(broken, brokenFile(file, err))
		case known && was.Source == file.Text:
			is = "same"
		case known:
			is = "changed"
		}
		found = append(found, fileJSON{plain.Line(file.Path), is})
	}
	if s.JSON {
		return h.json(broughtJSON{0, problemsJSON(broken), found})
	}
	for _, f := range found {
		if err := h.say("%-8s %s\n", f.Is, f.File); err != nil {
			return err
		}
	}
	for _, b := range broken {
		if _, err := fmt.Fprintln(h.Err, problemLine(b)); err != nil {
			return err
		}
	}
	return nil
}

func brokenFile(file calendar.File, err error) calendar.Problem {
	if b, ok := errors.AsType[*calendar.Broken](err); ok && file.Why == "" {
		return calendar.Problem{Path: file.Path, Line: b.Line, Reason: b.Reason}
	}
	return calendar.Problem{Path: file.Path, Reason: file.Why}
}
