package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rounds/inbox"
	"rounds/inbox/moderation"
	"rounds/inbox/moderation/rules"
	"rounds/inbox/moderation/sieve"
	"rounds/inbox/plain"
)

func (h House) rules(s *Settings) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List your community's rules; test them on what was said, check the file",
		Long: "Rules stand in rules.toml beside the config; docs/rules.md describes it. Until there is one the\n" +
			"starter set holds (rules starter prints it). A rule only suggests: it flags, tags or raises.",
		Args: usage(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error { return h.listRules(s) },
	}
	cmd.AddCommand(h.testRules(s), h.checkRules(s), h.starterRules(), h.qualityRules(s))
	return cmd
}

type ruleJSON struct {
	Name     string `json:"name"`
	Title    string `json:"title"`
	Pack     string `json:"pack"`
	Digit    int    `json:"digit"`
	Severity string `json:"severity"`
	Outcome  string `json:"outcome"`
	Strikes  int    `json:"strikes"`
	Fires    bool   `json:"fires"`
	Acts     bool   `json:"acts"`
	Off      bool   `json:"off"`
}

func (h House) listRules(s *Settings) error {
	book, err := h.rulebook(s)
	if err != nil {
		return err
	}
	if s.JSON {
		all := []ruleJSON{}
		for _, r := range book.Rules {
			all = append(all, ruleJSON{r.Name, plain.Line(r.Title), r.Pack, r.Digit, string(r.Severity), string(r.Outcome), r.Strikes, r.Fires, r.Acts, r.Off})
		}
		return h.json(all)
	}
	rows := make([][]string, len(book.Rules))
	for i, r := range book.Rules {
		digit, does := "", "for your own decisions"
		if r.Digit > 0 {
			digit = strconv.Itoa(r.Digit)
		}
		switch {
		case r.Off:
			does = "off"
		case r.Acts:
			does = "decides by itself"
		case r.Fires:
			does = "flags"
		}
		rows[i] = []string{digit, plain.Line(r.Name), r.Pack, string(r.Severity), string(r.Outcome), strconv.Itoa(r.Strikes), does, plain.Line(r.Title)}
	}
	return h.table([]column{{"key", 0}, {"rule", 24}, {"pack", 0}, {"severity", 0}, {"outcome", 0}, {"strikes", 0}, {"does", 0}, {"title", 0}}, rows)
}

func (h House) starterRules() *cobra.Command {
	return &cobra.Command{
		Use: "starter", Short: "Print the starter set, to be saved as rules.toml and changed", Args: usage(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error { return h.say("%s", rules.Starter()) },
	}
}

type ruleMistakeJSON struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Rule   string `json:"rule"`
	What   string `json:"what"`
}

func (h House) checkRules(s *Settings) *cobra.Command {
	return &cobra.Command{
		Use:   "check [FILE]",
		Short: "Say what is wrong in rules.toml, with line and column",
		Args:  usage(cobra.MaximumNArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error {
			file, err := h.ruleFile(s, args)
			if err != nil {
				return err
			}
			set, err := rules.Load(file.Source)
			if s.JSON {
				found := []ruleMistakeJSON{}
				for _, m := range rules.Mistakes(err) {
					found = append(found, ruleMistakeJSON{plain.Line(m.File), m.Line, m.Column, plain.Line(m.Rule), plain.Line(m.What)})
				}
				return errors.Join(h.json(found), err)
			}
			if err != nil {
				return err
			}
			what := file.Path
			if !file.Found {
				what = "There is no " + file.Path + " yet; the starter set"
			}
			return h.say("%s holds: %s.\n", plain.Line(what), count(len(set.Rulebook().Rules), "rule"))
		},
	}
}

// ruleFile is the file that a person names, else rules.toml.
func (h House) ruleFile(s *Settings, args []string) (RuleFile, error) {
	if len(args) == 0 {
		return h.RuleFile(*s)
	}
	text, err := (&written{file: args[0]}).read(h)
	if err != nil {
		return RuleFile{}, err
	}
	return RuleFile{Source: rules.Source{Name: args[0], Text: []byte(text)}, Path: args[0], Found: true}, nil
}

func (h House) testRules(s *Settings) *cobra.Command {
	var since string
	var samples int
	cmd := &cobra.Command{
		Use:   "test [RULE]",
		Short: "Run the rules over what was said, and say what they would have flagged",
		Long: "Runs every rule, or one, over the messages that are kept, in the order in which they were said,\n" +
			"with what was known of each author then. Nothing is flagged by it. Per rule: how often it\n" +
			"fires, how often in 1,000 messages, how often your decisions about the same messages agree, and\n" +
			"samples with the words it fired on in [brackets].",
		Args: usage(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			from, err := h.moment(since)
			if err := errors.Join(err, atLeastNone(samples)); err != nil {
				return &Usage{err}
			}
			file, err := h.RuleFile(*s)
			if err != nil {
				return err
			}
			set, err := rules.Load(file.Source)
			if err != nil {
				return err
			}
			only := ""
			if len(args) > 0 {
				only = args[0]
				if r, found := set.Rulebook().Find(only); !found || !r.Fires {
					return &Usage{fmt.Errorf("no rule %q fires by itself: rounds rules lists them", only)}
				}
			}
			set.Clock = h.Now
			return h.with(cmd.Context(), s, func(m Memory) error {
				t := newTrial(set, only, samples)
				if err := h.try(cmd.Context(), m, t, from); err != nil {
					return err
				}
				return h.tried(s, t)
			})
		},
	}
	cmd.Flags().StringVar(&since, "since", "90d", "not older than this: 90d, or a `day`")
	cmd.Flags().IntVar(&samples, "samples", 3, "show so `many` hits of each rule")
	return cmd
}

// trial is what rules do on what was said.
type trial struct {
	set      *rules.Set
	window   *rules.Window
	only     string
	samples  int
	messages int
	hits     int // messages on which any rule fires
	rules    map[string]*ruleTrial
	took     time.Duration
}

type ruleTrial struct {
	Rule      string       `json:"rule"`
	Hits      int          `json:"hits"`
	Per1000   float64      `json:"per_1000"`
	Agreed    int          `json:"agreed"`
	Disagreed int          `json:"disagreed"`
	Samples   []sampleJSON `json:"samples"`
}

type sampleJSON struct {
	Account string            `json:"account"`
	Channel string            `json:"channel"`
	Author  string            `json:"author"`
	At      any               `json:"at"`
	Text    string            `json:"text"`
	Marked  string            `json:"marked"`
	Spans   []moderation.Span `json:"spans"`
	Why     string            `json:"why"`
}

func newTrial(set *rules.Set, only string, samples int) *trial {
	t := &trial{set: set, window: rules.NewWindow(), only: only, samples: samples, rules: map[string]*ruleTrial{}}
	for _, r := range set.Rulebook().Rules {
		if r.Fires && !r.Off && (only == "" || only == r.Name) {
			t.rules[r.Name] = &ruleTrial{Rule: r.Name, Samples: []sampleJSON{}}
		}
	}
	return t
}

// look runs the rules over one message.
func (t *trial) look(m moderation.Said) {
	t.messages++
	if m.Bot || m.Author.Role != inbox.Community {
		return
	}
	met := false
	for _, hit := range t.set.Judge(sieve.Sample(m), t.window) {
		r := t.rules[hit.Rule.Name]
		if r == nil {
			continue
		}
		met = true
		r.Hits++
		switch m.Verdict {
		case moderation.Agreed:
			r.Agreed++
		case moderation.Disagreed:
			r.Disagreed++
		case moderation.Ignored, moderation.Undecided:
		}
		if len(r.Samples) < t.samples {
			r.Samples = append(r.Samples, sampleJSON{
				plain.Line(m.Account.Name), plain.Line(m.Channel.Name), plain.Name(m.Author.Called()), rfc(m.At), plain.Text(m.Text),
				marked(m.Text, hit.Spans), hit.Spans, plain.Line(hit.Why),
			})
		}
	}
	if met {
		t.hits++
	}
}

// marked is a text with its spans in brackets, on one line.
func marked(text string, spans []moderation.Span) string {
	var b strings.Builder
	at := 0
	for _, span := range spans {
		if span.From < at || span.To > len(text) || span.From > span.To {
			continue
		}
		b.WriteString(text[at:span.From] + "[" + text[span.From:span.To] + "]")
		at = span.To
	}
	b.WriteString(text[at:])
	return plain.Line(b.String())
}

// try runs a trial with a progress line.
func (h House) try(ctx context.Context, m Memory, t *trial, from time.Time) error {
	all, err := m.CountSaid(ctx, from)
	if err != nil {
		return err
	}
	meter := h.Meter("testing")
	defer meter.Clear()
	began := h.Now()
	err = m.EachSaid(ctx, from, func(said moderation.Said) error {
		t.look(said)
		if t.messages%1000 == 0 {
			meter.Tell(Progress{Event: Reading, Account: "rules", Messages: t.messages, Read: int64(t.messages), Size: int64(all)})
			return ctx.Err()
		}
		return nil
	})
	t.took = h.Now().Sub(began)
	for _, r := range t.rules {
		if t.messages > 0 {
			r.Per1000 = float64(r.Hits) * 1000 / float64(t.messages)
		}
	}
	return err
}

type trialJSON struct {
	Messages int          `json:"messages"`
	Flagged  int          `json:"flagged"`
	Per1000  float64      `json:"per_1000"`
	TookMS   int64        `json:"took_ms"`
	Rules    []*ruleTrial `json:"rules"`
	Slow     []string     `json:"suspended"`
}

func (h House) tried(s *Settings, t *trial) error {
	j := trialJSON{Messages: t.messages, Flagged: t.hits, TookMS: t.took.Milliseconds(), Rules: []*ruleTrial{}, Slow: []string{}}
	if t.messages > 0 {
		j.Per1000 = float64(t.hits) * 1000 / float64(t.messages)
	}
	for _, r := range t.set.Rulebook().Rules {
		if tried := t.rules[r.Name]; tried != nil {
			j.Rules = append(j.Rules, tried)
		}
	}
	for _, slow := range t.set.Slow() {
		j.Slow = append(j.Slow, slow.Rule+": "+slow.Why)
	}
	if s.JSON {
		return h.json(j)
	}
	if t.messages == 0 {
		_, err := fmt.Fprintln(h.Err, "Nothing was said in that time that is kept here; --since 20y looks further back.")
		return err
	}
	if err := h.say("%s, %s flagged (%.1f in 1,000), in %.1f s\n", count(j.Messages, "message"), commas(j.Flagged), j.Per1000, t.took.Seconds()); err != nil {
		return err
	}
	for _, r := range j.Rules {
		if err := h.triedRule(r); err != nil {
			return err
		}
	}
	for _, slow := range j.Slow {
		if err := h.say("suspended: %s\n", plain.Line(slow)); err != nil {
			return err
		}
	}
	return nil
}

func (h House) triedRule(r *ruleTrial) error {
	agreement := "no decision yet about any of them"
	if n := r.Agreed + r.Disagreed; n > 0 {
		agreement = fmt.Sprintf("you agreed with %d of %d", r.Agreed, n)
	}
	if r.Hits == 0 {
		return h.say("%-24s fires on nothing\n", plain.Line(r.Rule))
	}
	if err := h.say("%-24s %s, %.1f in 1,000; %s\n", plain.Line(r.Rule), count(r.Hits, "hit"), r.Per1000, agreement); err != nil {
		return err
	}
	for _, one := range r.Samples {
		if err := h.say("    #%s %s: %s\n", one.Channel, one.Author, plain.Head(one.Marked, 160)); err != nil {
			return err
		}
	}
	return nil
}
