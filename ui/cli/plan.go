package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rounds/calendar"
	"rounds/inbox"
	"rounds/inbox/plain"
)

// Plan is what the commands of the calendar read, and where plans go.
type Plan interface {
	// Items are what is planned from one instant until before another, in order.
	Items(ctx context.Context, from, to time.Time) ([]calendar.Item, error)
	// Backlog is what has no time.
	Backlog(ctx context.Context) ([]calendar.Item, error)
	// Posts are all posts, series as one.
	Posts(ctx context.Context) ([]calendar.Post, error)
	// Item is one item as it is now, or [inbox.ErrNone].
	Item(ctx context.Context, key, occurrence string) (calendar.Item, error)
	// Plan keeps posts as they shall be. It returns a [*calendar.Changed] if one is
	// not what it was when it was read.
	Plan(ctx context.Context, verb inbox.Verb, changes []calendar.Change) (inbox.Entry, error)
	// Approve notes that posts may go out as they are now.
	Approve(ctx context.Context, keys []string) (inbox.Entry, error)
	// Publish sends an item now; places nil means all that it is not out in.
	Publish(ctx context.Context, key, occurrence string, places []calendar.Place) (inbox.Entry, error)
	// LetGo says of what was missed that it shall not go out any more, and of what
	// is to be posted by hand that it was (posted).
	LetGo(ctx context.Context, key, occurrence string, posted bool) (inbox.Entry, error)
	// Problems are the files that cannot be read, or were changed on both sides.
	Problems(ctx context.Context) ([]calendar.Problem, error)
	// Settle ends a conflict in favour of one side.
	Settle(ctx context.Context, path string, side calendar.Side) error
	// Rooms are the places where something can be posted.
	Rooms(ctx context.Context) ([]calendar.Room, error)
	// Settings are those in force, and the file that they come from.
	Settings() (s calendar.Settings, source string)
	// Take takes in files that lie somewhere else than in the plan folder. Nothing
	// is written there.
	Take(ctx context.Context, folder string, files []calendar.File) (taken int, problems []calendar.Problem, err error)
	// Copied notes that a file was written somewhere else than in the plan folder,
	// so that what is changed there can be told when it is taken in again.
	Copied(ctx context.Context, folder string, f calendar.File) error
	// Close writes what was changed into the plan folder.
	Close() error
}

// PlanFiles are files of a plan, and where they lie.
type PlanFiles struct {
	Folder string
	Files  []calendar.File
}

// Over is what becomes of a file that is in the way of one to be written.
type Over string

// What becomes of it.
const (
	Keep    Over = "keep"    // it stays, and it is an error unless it says the same
	Replace Over = "replace" // it is written over
)

// planned opens the plan for as long as fn runs.
func (h House) planned(ctx context.Context, s *Settings, fn func(Plan) error) error {
	p, err := h.Plan(ctx, *s)
	if err != nil {
		return err
	}
	return errors.Join(fn(p), p.Close())
}

func (h House) plan(s *Settings) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "plan",
		Short: "List what is planned; add to it, change it, bring it in and out",
		Long: "Lists every post of the plan, a series as one line: what has no time first, then by time. The\n" +
			"posts are files in the plan folder, and edits there are picked up by every call. What is due in\n" +
			"a week, and what became of it, tells rounds calendar.",
		Example: "  rounds plan add 'What did you ship this week?' --when 'fri 14:00' --channel 'slack/#general'\n  rounds plan export --format ics plan.ics",
		Args:    usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return h.planned(cmd.Context(), s, func(p Plan) error {
				posts, err := p.Posts(cmd.Context())
				if err != nil {
					return err
				}
				slices.SortStableFunc(posts, func(a, b calendar.Post) int { return a.When.Compare(b.When) })
				if s.JSON {
					return h.json(postsJSON(posts))
				}
				return errors.Join(h.listPosts(posts), h.warnOfProblems(cmd.Context(), p))
			})
		},
	}
	cmd.AddCommand(
		h.showPlan(s), h.addPlan(s), h.setPlan(s), h.approvePlan(s), h.publishPlan(s), h.letGo(s),
		h.exportPlan(s), h.importPlan(s), h.planProblems(s),
	)
	return cmd
}

func (h House) listPosts(posts []calendar.Post) error {
	if len(posts) == 0 {
		_, err := fmt.Fprintln(h.Err, "Nothing is planned. rounds plan add 'some words' begins.")
		return err
	}
	rows := make([][]string, len(posts))
	for i, p := range posts {
		at := p.When.String()
		if p.Series() {
			at += " and on"
		}
		rows[i] = []string{plain.Line(p.Key), strings.TrimSpace(at), plain.Line(p.Zone), placesOf(p.To), string(p.Status), plain.Head(p.Title, 160)}
	}
	return h.table([]column{{"key", 0}, {"when", 0}, {"zone", 18}, {"channels", 28}, {"status", 0}, {"title", 0}}, rows)
}

// placesOf names places as a person does.
func placesOf(to []calendar.Place) string {
	names := make([]string, len(to))
	for i, at := range to {
		names[i] = plain.Line(at.String())
	}
	return strings.Join(names, " ")
}

// postOf finds a post by its key, its path, or by the beginning of its key if
// no other begins so. It may be named with a day: KEY@2026-11-23.
func postOf(ctx context.Context, p Plan, name string) (post calendar.Post, occurrence string, err error) {
	name, occurrence, _ = strings.Cut(name, "@")
	posts, err := p.Posts(ctx)
	if err != nil {
		return post, "", err
	}
	var begins []calendar.Post
	for _, known := range posts {
		if known.Key == name || known.Path == name {
			return known, occurrence, nil
		}
		if len(name) >= 4 && strings.HasPrefix(known.Key, name) {
			begins = append(begins, known)
		}
	}
	if len(begins) == 1 {
		return begins[0], occurrence, nil
	}
	return post, "", fmt.Errorf("there is no post %s: rounds plan lists them: %w", plain.Head(name, 40), inbox.ErrNone)
}

// itemOf finds an item by its name. A series that is named without a day is
// shown as a whole.
func itemOf(ctx context.Context, p Plan, name, day string) (calendar.Item, error) {
	post, occurrence, err := postOf(ctx, p, name)
	if err != nil {
		return calendar.Item{}, err
	}
	if day != "" {
		occurrence = day
	}
	if occurrence != "" {
		if _, err := calendar.ParseDay(occurrence); err != nil {
			return calendar.Item{}, &Usage{err}
		}
	}
	item, err := p.Item(ctx, post.Key, occurrence)
	if errors.Is(err, inbox.ErrNone) && occurrence == "" {
		return calendar.Item{Post: post, Status: post.Status}, nil
	}
	if errors.Is(err, inbox.ErrNone) {
		return item, fmt.Errorf("%s does not come on %s: %w", plain.Head(post.Title, 40), occurrence, err)
	}
	return item, err
}

func (h House) planProblems(s *Settings) *cobra.Command {
	return &cobra.Command{
		Use: "problems", Short: "Say what is wrong with the files of the plan", Args: usage(cobra.NoArgs),
		Long: "Prints what is wrong as FILE:LINE: WHY, a line each, and ends with 1 if there is anything. Of a\n" +
			"file that cannot be read the last good version stays in force. Of one that was changed on both\n" +
			"sides the difference is shown (- here, + in the file): rounds plan import --mine FILE keeps what\n" +
			"is here, --theirs FILE takes the file.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return h.planned(cmd.Context(), s, func(p Plan) error {
				found, err := p.Problems(cmd.Context())
				if err != nil {
					return err
				}
				if s.JSON {
					err = h.json(problemsJSON(found))
				} else {
					err = h.tellProblems(found)
				}
				if err != nil || len(found) == 0 {
					return err
				}
				return errors.New(count(len(found), "problem"))
			})
		},
	}
}

// tellProblems prints problems, and of conflicts the difference.
func (h House) tellProblems(found []calendar.Problem) error {
	for _, problem := range found {
		if err := h.say("%s\n", problemLine(problem)); err != nil {
			return err
		}
		if !problem.Conflict() {
			continue
		}
		for _, line := range difference(problem.Mine, problem.Theirs) {
			if err := h.say("  %s\n", plain.Line(line)); err != nil {
				return err
			}
		}
	}
	if len(found) > 0 {
		return nil
	}
	return h.say("All is well: every file of the plan can be read.\n")
}

// problemLine is a problem as editors read it: FILE:LINE: WHY.
func problemLine(p calendar.Problem) string {
	return fmt.Sprintf("%s:%d: %s", plain.Line(p.Path), max(p.Line, 1), plain.Line(p.Reason))
}

// warnOfProblems says on standard error what a list cannot show.
func (h House) warnOfProblems(ctx context.Context, p Plan) error {
	const most = 5
	found, err := p.Problems(ctx)
	if err != nil {
		return err
	}
	for _, problem := range found[:min(len(found), most)] {
		if _, err := fmt.Fprintln(h.Err, problemLine(problem)); err != nil {
			return err
		}
	}
	if len(found) > 0 {
		_, err = fmt.Fprintf(h.Err, "%s in the files of the plan; rounds plan problems shows all.\n", count(len(found), "problem"))
	}
	return err
}
