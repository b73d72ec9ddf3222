package cli

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rounds/inbox/moderation/learn"
	"rounds/inbox/moderation/rules"
	"rounds/inbox/plain"
)

// bad are the labels of texts that should be flagged; every other label is of
// an ordinary one.
func bad(label string) bool {
	return slices.Contains([]string{"spam", "toxic", "bad", "1", "true"}, label)
}

func (h House) qualityRules(s *Settings) *cobra.Command {
	return &cobra.Command{
		Use:   "quality FOLDER",
		Short: "Measure the rules, and what is learned from decisions, on labelled texts",
		Long: "Reads every *.jsonl.gz and *.jsonl of a folder: an object a line with \"text\" and \"label\" (spam and\n" +
			"toxic are bad, all else is ordinary). Prints precision and recall of the rules in force, each text\n" +
			"by itself and its author taken for a newcomer; and of what is learned from one half of a set,\n" +
			"judged on the other, beside the rules on that half.",
		Args: usage(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error {
			file, err := h.RuleFile(*s)
			if err != nil {
				return err
			}
			set, err := rules.Load(file.Source)
			if err != nil {
				return err
			}
			names, err := h.Folder(args[0])
			if err != nil {
				return err
			}
			return h.quality(set, args[0], names)
		},
	}
}

func (h House) quality(set *rules.Set, folder string, names []string) error {
	var all, learned []rules.Figures
	for _, name := range names {
		if !strings.HasSuffix(name, ".jsonl") && !strings.HasSuffix(name, ".jsonl.gz") {
			continue
		}
		items, err := h.labelled(filepath.Join(folder, name))
		if err != nil {
			return err
		}
		title := plain.Line(strings.TrimSuffix(strings.TrimSuffix(path.Base(name), ".gz"), ".jsonl"))
		all = append(all, rules.Quality(title, set, items))
		if halves := both(items); halves != nil {
			_, other := learn.Halve(halves)
			learned = append(learned, rules.Figures(learn.Halves(title+", learned", halves)), rules.Quality(title+", rules on that half", set, back(other)))
		}
	}
	if len(all) == 0 {
		return fmt.Errorf("there are no labelled texts (*.jsonl.gz) in %s", folder)
	}
	return h.say("%s\n%s", rules.QualityTable(all), rules.QualityTable(learned))
}

// both are labelled texts as examples to learn from; nil where one label is
// missing.
func both(items []rules.Labelled) []learn.Example {
	var all []learn.Example
	n := 0
	for _, i := range items {
		if i.Bad {
			n++
		}
		all = append(all, learn.Example{Text: i.Text, Bad: i.Bad})
	}
	if n == 0 || n == len(items) {
		return nil
	}
	return all
}

func back(examples []learn.Example) []rules.Labelled {
	all := make([]rules.Labelled, len(examples))
	for i, e := range examples {
		all[i] = rules.Labelled{Text: e.Text, Bad: e.Bad}
	}
	return all
}

func (h House) labelled(name string) ([]rules.Labelled, error) {
	file, err := h.File(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	from := io.Reader(file)
	if strings.HasSuffix(name, ".gz") {
		packed, err := gzip.NewReader(file)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		from = packed
	}
	var all []rules.Labelled
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, 4<<20)
	for n := 1; lines.Scan(); n++ {
		var one struct {
			Text  string `json:"text"`
			Label string `json:"label"`
		}
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			return nil, fmt.Errorf("read %s: line %d: %w", name, n, errors.New("it is no object with text and label"))
		}
		all = append(all, rules.Labelled{Text: one.Text, Bad: bad(one.Label)})
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return all, nil
}
