package cli

import (
	"encoding/csv"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rounds/inbox/moderation"
	"rounds/inbox/plain"
	"rounds/inbox/when"
	"rounds/ui/pane"
)

func (h House) decisions(s *Settings) *cobra.Command {
	var since, until, outcome string
	var q moderation.LogQuery
	var asCSV, asMarkdown bool
	cmd := &cobra.Command{
		Use:   "decisions",
		Short: "Print the log of decisions, newest first: who, what, by which rule, about what",
		Long: "Prints the log of decisions. It only grows: one that was reversed says by whom and when. The\n" +
			"text is the evidence as it was, kept even where its author deleted it, until the retention of\n" +
			"the account takes it. --csv and --md are for a transparency report; texts in a CSV never begin\n" +
			"a formula.",
		Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if asCSV && asMarkdown || s.JSON && (asCSV || asMarkdown) {
				return &Usage{errors.New("--json, --csv or --md, not several")}
			}
			var err error
			if q.Since, err = h.moment(since); err == nil {
				q.Until, err = h.moment(until)
			}
			if q.Outcome = moderation.Outcome(outcome); err == nil && outcome != "" && !q.Outcome.Known() {
				err = fmt.Errorf("%q is no outcome: there are %s", outcome, outcomes())
			}
			if err := errors.Join(err, atLeastNone(q.Limit)); err != nil {
				return &Usage{err}
			}
			return h.with(cmd.Context(), s, func(m Memory) error {
				log, err := m.Decisions(cmd.Context(), q)
				switch {
				case err != nil:
					return err
				case s.JSON:
					return h.json(logJSON(log))
				case asCSV:
					return h.logCSV(log)
				case asMarkdown:
					return h.logMarkdown(log)
				}
				return h.logTable(log)
			})
		},
	}
	cmd.Flags().StringVar(&since, "since", "", "not older than this: 90d, or a `day`")
	cmd.Flags().StringVar(&until, "until", "", "older than this: 30d, or a `day`")
	cmd.Flags().StringVar(&outcome, "outcome", "", "only of one `outcome`: keep, remove …")
	cmd.Flags().StringVar(&q.Rule, "rule", "", "only by one rule, by its `name`")
	cmd.Flags().StringVar(&q.Actor, "by", "", "only of one `person`")
	cmd.Flags().IntVar(&q.Limit, "limit", 0, "print at most so `many`, 0 for all")
	cmd.Flags().BoolVar(&asCSV, "csv", false, "as CSV")
	cmd.Flags().BoolVar(&asMarkdown, "md", false, "as a Markdown table")
	return cmd
}

// moment is a length of time before now, or a day.
func (h House) moment(words string) (time.Time, error) {
	if words == "" {
		return time.Time{}, nil
	}
	if span, err := when.Span(words); err == nil {
		return h.Now().Add(-span), nil
	}
	if day, ok := when.Day(words, h.Now()); ok {
		return day, nil
	}
	return time.Time{}, fmt.Errorf("%q is neither a length of time (90d) nor a day (2026-05-01)", words)
}

type decisionJSON struct {
	ID         string      `json:"id"`
	At         any         `json:"at"`
	Actor      string      `json:"actor"`
	Outcome    string      `json:"outcome"`
	Also       []string    `json:"also"`
	Rule       string      `json:"rule"`
	Strikes    int         `json:"strikes"`
	Case       string      `json:"case"`
	Subject    subjectJSON `json:"subject"`
	Account    string      `json:"account"`
	Channel    string      `json:"channel"`
	Author     string      `json:"author"`
	Evidence   string      `json:"evidence"`
	Reason     string      `json:"reason"`
	Reports    int         `json:"reports"`
	Automatic  bool        `json:"automatic"`
	TookMS     int64       `json:"took_ms"`
	WaitedS    int64       `json:"waited_s"`
	Until      any         `json:"until"`
	ReversedAt any         `json:"reversed_at"`
	ReversedBy string      `json:"reversed_by"`
	Sent       []sentJSON  `json:"sent"`
}

type sentJSON struct {
	Kind    string `json:"kind"`
	State   string `json:"state"`
	Trouble string `json:"trouble"`
	Undoes  bool   `json:"undoes"`
}

func logJSON(log []moderation.Decision) []decisionJSON {
	all := make([]decisionJSON, len(log))
	for i, d := range log {
		all[i] = decisionJSON{
			ID: d.ID, At: rfc(d.At), Actor: plain.Line(d.Actor), Outcome: string(d.Outcome), Also: []string{}, Rule: plain.Line(d.Rule), Strikes: d.Strikes,
			Case:    strconv.FormatInt(d.Case, 10),
			Subject: subjectJSON{string(d.Subject.Kind), plain.Line(d.Subject.Channel), plain.Line(d.Subject.ID), plain.Line(d.Member)},
			Account: plain.Line(d.Subject.Account), Channel: plain.Line(d.Room.Name), Author: plain.Name(d.About.Called()), Evidence: plain.Text(d.Evidence.Text),
			Reason: plain.Line(d.Reason), Reports: d.Reports, Automatic: d.Auto, TookMS: d.Took.Milliseconds(), WaitedS: int64(d.At.Sub(d.Raised).Seconds()),
			Until: rfc(d.Until), ReversedAt: rfc(d.ReversedAt), ReversedBy: plain.Line(d.ReversedBy), Sent: []sentJSON{},
		}
		for _, o := range d.Also {
			all[i].Also = append(all[i].Also, string(o))
		}
		for _, sent := range d.Sent {
			all[i].Sent = append(all[i].Sent, sentJSON{string(sent.Kind), string(sent.State), plain.Line(sent.Trouble), sent.Undoes})
		}
	}
	return all
}

func (h House) logTable(log []moderation.Decision) error {
	if len(log) == 0 {
		_, err := fmt.Fprintln(h.Err, "Nothing was decided.")
		return err
	}
	rows := make([][]string, len(log))
	for i, d := range log {
		rows[i] = []string{
			d.ID, pane.Ago(h.Now(), d.At), plain.Line(d.Actor), outcomeWords(d.Outcome, d.Also), plain.Line(d.Rule), plain.Line(d.Subject.Account),
			plain.Name(d.About.Called()), reversed(d), plain.Head(d.Evidence.Text, 160),
		}
	}
	return h.table([]column{{"decision", 0}, {"ago", 0}, {"by", 12}, {"outcome", 18}, {"rule", 16}, {"account", 12}, {"author", 16}, {"reversed", 18}, {"evidence", 0}}, rows)
}

// outcomeWords are an outcome and what was done besides.
func outcomeWords(o moderation.Outcome, also []moderation.Outcome) string {
	all := []string{string(o)}
	for _, o := range also {
		all = append(all, string(o))
	}
	return strings.Join(all, "+")
}

func reversed(d moderation.Decision) string {
	if d.Stands() {
		return ""
	}
	return "by " + plain.Line(d.ReversedBy)
}

// heads are the columns of a report.
func heads() []string {
	return []string{"at", "by", "outcome", "rule", "strikes", "account", "channel", "author", "evidence", "reason", "reports", "waited_s", "reversed_at", "reversed_by"}
}

// cells are the same of one decision.
func cells(d moderation.Decision) []string {
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.UTC().Format(time.RFC3339)
	}
	return []string{
		at(d.At), plain.Line(d.Actor), outcomeWords(d.Outcome, d.Also), plain.Line(d.Rule), strconv.Itoa(d.Strikes), plain.Line(d.Subject.Account),
		plain.Line(d.Room.Name), plain.Name(d.About.Called()), plain.Line(d.Evidence.Text), plain.Line(d.Reason), strconv.Itoa(d.Reports),
		strconv.FormatInt(int64(d.At.Sub(d.Raised).Seconds()), 10), at(d.ReversedAt), plain.Line(d.ReversedBy),
	}
}

func (h House) logCSV(log []moderation.Decision) error {
	w := csv.NewWriter(h.Out)
	if err := w.Write(heads()); err != nil {
		return err
	}
	for _, d := range log {
		row := cells(d)
		for i, cell := range row {
			row[i] = harmless(cell)
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// logMarkdown prints a table that no text can break out of.
func (h House) logMarkdown(log []moderation.Decision) error {
	if err := h.say("| %s |\n|%s\n", strings.Join(heads(), " | "), strings.Repeat(" --- |", len(heads()))); err != nil {
		return err
	}
	for _, d := range log {
		row := cells(d)
		for i, cell := range row {
			row[i] = literal(cell)
		}
		if err := h.say("| %s |\n", strings.Join(row, " | ")); err != nil {
			return err
		}
	}
	return nil
}

// literal is text that Markdown and the HTML made of it show as it is.
func literal(text string) string {
	return strings.NewReplacer(
		"&", "&amp;", "<", "&lt;", ">", "&gt;", "|", "\\|", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "\\", "\\\\", "!", "\\!", "://", "&#58;//",
	).Replace(text)
}
