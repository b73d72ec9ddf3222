package cli

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rounds/inbox"
	"rounds/inbox/plain"
)

func (h House) explain(s *Settings) *cobra.Command {
	var lines bool
	cmd := &cobra.Command{
		Use:   "explain [TEXT]",
		Short: "Tell what is found in a text, and why",
		Long: "Tells which signals are found in a text, and why. Without TEXT it reads standard input.\n" +
			"With --jsonl it reads a line {\"text\": …} at a time and answers each with a line\n" +
			"{\"question\": …, \"mention\": …, \"reasons\": […]}.",
		RunE: func(_ *cobra.Command, args []string) error {
			explain, err := h.Explain(*s)
			if err != nil {
				return err
			}
			if lines {
				return h.explainLines(explain)
			}
			text := strings.Join(args, " ")
			if text == "" {
				all, err := io.ReadAll(io.LimitReader(h.In, 16<<20))
				if err != nil {
					return fmt.Errorf("read the text: %w", err)
				}
				text = string(all)
			}
			signals := explain(text)
			if s.JSON {
				return h.json(explained(signals))
			}
			if len(signals) == 0 {
				return h.say("No question, no mention.\n")
			}
			for _, signal := range signals {
				if err := h.say("%-9s %s\n", signal.Kind, plain.Line(signal.Reason)); err != nil {
					return err
				}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&lines, "jsonl", false, "read and write one JSON object a line")
	return cmd
}

type explainedJSON struct {
	Question bool     `json:"question"`
	Mention  bool     `json:"mention"`
	Reasons  []string `json:"reasons"`
	Error    string   `json:"error,omitempty"`
}

func explained(signals []inbox.Signal) explainedJSON {
	has := func(kind inbox.SignalKind) bool {
		return slices.ContainsFunc(signals, func(s inbox.Signal) bool { return s.Kind == kind })
	}
	j := explainedJSON{Question: has(inbox.Question), Mention: has(inbox.Mention), Reasons: []string{}}
	for _, signal := range signals {
		j.Reasons = append(j.Reasons, plain.Line(signal.Reason))
	}
	return j
}

// explainLines answers every line with a line, one that is no JSON too.
func (h House) explainLines(explain func(string) []inbox.Signal) error {
	in, out := bufio.NewReaderSize(h.In, 1<<16), bufio.NewWriter(h.Out)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for number := 1; ; number++ {
		line, err := in.ReadBytes('\n')
		if len(line) > 0 && strings.TrimSpace(string(line)) != "" {
			var asked struct {
				Text *string `json:"text"`
			}
			var answer explainedJSON
			switch problem := json.Unmarshal(line, &asked); {
			case problem != nil:
				answer = explainedJSON{Reasons: []string{}, Error: fmt.Sprintf("line %d is not JSON: %s", number, plain.Line(problem.Error()))}
			case asked.Text == nil:
				answer = explainedJSON{Reasons: []string{}, Error: fmt.Sprintf(`line %d has no "text"`, number)}
			default:
				answer = explained(explain(*asked.Text))
			}
			if err := encoder.Encode(answer); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return out.Flush()
		}
		if err != nil {
			return errors.Join(fmt.Errorf("read line %d: %w", number, err), out.Flush())
		}
	}
}
