package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/inbox/query"
	"rounds/ui/pane"
)

func (h House) inbox(s *Settings) *cobra.Command {
	var limit int
	cmd := &cobra.Command{
		Use:   "inbox [QUERY]",
		Short: "List conversations, all or those that a filter picks",
		Long: "Lists conversations, the last spoken in first. The filter is the one of the console:\n" +
			"  rounds inbox is:open is:question age:>24h sort:oldest\n" +
			"  rounds inbox channel:help from:maria \"api key\"\n" +
			"With --json all of them are printed, else the first 50 (--limit 0 for all).",
		RunE: func(cmd *cobra.Command, args []string) error {
			q, err := query.Parse(strings.Join(args, " "), h.Now())
			if err := errors.Join(err, atLeastNone(limit)); err != nil {
				return &Usage{err}
			}
			if s.JSON && !cmd.Flags().Changed("limit") {
				limit = 0
			}
			return h.with(cmd.Context(), s, func(m Memory) error {
				found, err := m.Conversations(cmd.Context(), q, inbox.Window{Limit: limit})
				if err != nil {
					return err
				}
				if s.JSON {
					return h.json(conversations(found))
				}
				if err := h.list(found); err != nil || limit == 0 || len(found) < limit {
					return err
				}
				all, err := m.Count(cmd.Context(), q, 10_000)
				if err != nil || all <= len(found) {
					return err
				}
				_, err = fmt.Fprintf(h.Err, "… the first %d of %s; --limit 0 lists all\n", limit, atMost(all, 10_000))
				return err
			})
		},
	}
	cmd.Flags().IntVar(&limit, "limit", 50, "print at most so `many`, 0 for all")
	return cmd
}

func atLeastNone(limit int) error {
	if limit < 0 {
		return fmt.Errorf("--limit %d: less than none cannot be printed", limit)
	}
	return nil
}

func atMost(n, cap int) string {
	if n >= cap {
		return commas(n) + " or more"
	}
	return commas(n)
}

// conversationJSON is a conversation as scripts read it; README documents it.
type conversationJSON struct {
	ID         string   `json:"id"`
	Platform   string   `json:"platform"`
	Account    string   `json:"account"`
	Channel    string   `json:"channel"`
	Author     string   `json:"author"`
	Text       string   `json:"text"`
	OpenedAt   any      `json:"opened_at"`
	LastAt     any      `json:"last_at"`
	AnsweredAt any      `json:"answered_at"`
	State      string   `json:"state"`
	Until      any      `json:"snoozed_until"`
	Signals    []string `json:"signals"`
	Reasons    []string `json:"reasons"`
	Replies    int      `json:"replies"`
	Unread     int      `json:"unread"`
	Unanswered bool     `json:"unanswered"`
	Muted      bool     `json:"muted"`
	Starred    bool     `json:"starred"`
	Tags       []string `json:"tags"`
	Notes      int      `json:"notes"`
	Permalink  string   `json:"permalink"`
}

func conversations(found []inbox.Conversation) []conversationJSON {
	all := make([]conversationJSON, len(found))
	for i, c := range found {
		all[i] = conversation(c)
	}
	return all
}

func conversation(c inbox.Conversation) conversationJSON {
	j := conversationJSON{
		ID: strconv.FormatInt(c.ID, 10), Platform: string(c.Platform), Account: plain.Line(c.Account), Channel: plain.Line(c.Channel.Name),
		Author: plain.Name(c.Opener.Called()), Text: plain.Text(c.Text),
		OpenedAt: rfc(c.OpenedAt), LastAt: rfc(c.LastAt), AnsweredAt: rfc(c.AnswerAt),
		State: string(c.State), Signals: []string{}, Reasons: []string{},
		Replies: c.Replies, Unread: c.Unread, Unanswered: c.AnswerAt.IsZero(),
		Muted: c.Muted, Starred: c.Starred, Tags: []string{}, Notes: c.Notes, Permalink: plain.Line(c.Permalink),
	}
	if c.State == inbox.Snoozed {
		j.Until = rfc(c.Decision.Until)
	}
	for _, signal := range c.Signals {
		j.Signals = append(j.Signals, string(signal.Kind))
		j.Reasons = append(j.Reasons, plain.Line(signal.Reason))
	}
	for _, tag := range c.Tags {
		j.Tags = append(j.Tags, plain.Line(tag))
	}
	return j
}

func (h House) list(found []inbox.Conversation) error {
	rows := make([][]string, len(found))
	for i, c := range found {
		rows[i] = []string{
			strconv.FormatInt(c.ID, 10), pane.Ago(h.Now(), c.LastAt), string(c.State), "#" + plain.Name(c.Channel.Name),
			plain.Name(c.Opener.Called()), why(c), pane.Line(c.Text, 400),
		}
	}
	if len(rows) == 0 {
		_, err := fmt.Fprintln(h.Err, "Nothing there.")
		return err
	}
	return h.table([]column{{"id", 9}, {"age", 5}, {"state", 8}, {"channel", 16}, {"author", 16}, {"why", 22}, {"text", 0}}, rows)
}

// why is a conversation's signals in a few words.
func why(c inbox.Conversation) string {
	var kinds []string
	for _, signal := range c.Signals {
		kinds = append(kinds, string(signal.Kind))
	}
	return strings.Join(kinds, ", ")
}

func (h House) search(s *Settings) *cobra.Command {
	var limit int
	cmd := &cobra.Command{
		Use:   "search WORDS",
		Short: "Find messages that hold all the words, the newest first",
		Long: "Finds messages that hold all the words, the newest first. Put words in quotes to find\n" +
			"them side by side. Words with symbols are found as typed: C++, @bob, 20.04, :)",
		Args: usage(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := atLeastNone(limit); err != nil {
				return &Usage{err}
			}
			return h.with(cmd.Context(), s, func(m Memory) error {
				found, err := m.Search(cmd.Context(), words(args), limit)
				if err != nil {
					return err
				}
				if s.JSON {
					return h.json(hits(found))
				}
				return h.hits(found)
			})
		},
	}
	cmd.Flags().IntVar(&limit, "limit", 50, "print at most so `many`")
	return cmd
}

// words is what the person typed: an argument with blanks was quoted for the
// shell and is meant as a phrase, unless it stands alone.
func words(args []string) string {
	if len(args) == 1 {
		return args[0]
	}
	for i, arg := range args {
		if strings.ContainsAny(arg, " \t") && !strings.Contains(arg, `"`) {
			args[i] = `"` + arg + `"`
		}
	}
	return strings.Join(args, " ")
}

type hitJSON struct {
	ID           string `json:"id"`
	Conversation string `json:"conversation"`
	Account      string `json:"account"`
	Channel      string `json:"channel"`
	Author       string `json:"author"`
	Text         string `json:"text"`
	SentAt       any    `json:"sent_at"`
	Permalink    string `json:"permalink"`
}

func hits(found []inbox.Hit) []hitJSON {
	all := make([]hitJSON, len(found))
	for i, x := range found {
		all[i] = hitJSON{
			ID: "m" + strconv.FormatInt(x.ID, 10), Conversation: strconv.FormatInt(x.Conversation, 10),
			Account: plain.Line(x.Account), Channel: plain.Line(x.Channel), Author: plain.Name(x.Author.Called()),
			Text: plain.Text(x.Text), SentAt: rfc(x.SentAt), Permalink: plain.Line(x.Permalink),
		}
	}
	return all
}

func (h House) hits(found []inbox.Hit) error {
	if len(found) == 0 {
		_, err := fmt.Fprintln(h.Err, "No message holds these words.")
		return err
	}
	rows := make([][]string, len(found))
	for i, x := range found {
		rows[i] = []string{
			"m" + strconv.FormatInt(x.ID, 10), x.SentAt.In(h.Now().Location()).Format(time.DateTime)[:16],
			"#" + plain.Name(x.Channel), plain.Name(x.Author.Called()), pane.Line(x.Text, 400),
		}
	}
	return h.table([]column{{"id", 10}, {"sent", 16}, {"channel", 16}, {"author", 16}, {"text", 0}}, rows)
}
