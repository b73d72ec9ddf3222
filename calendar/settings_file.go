package calendar

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
)

// ParseSettings reads [SettingsFile]. A setting that it does not know is an
// error: it was meant to do something. The error is a [*Broken].
func ParseSettings(source string) (Settings, error) {
	s := Settings{Approval: NoApproval, Grace: UsualGrace}
	err := oneUp(s.read(source))
	if broken, ok := errors.AsType[*Broken](err); ok {
		broken.Path = SettingsFile
		return s, broken
	}
	return s, err
}

func (s *Settings) read(source string) error {
	if len(source) > MostBytes {
		return &Broken{Line: 2, Reason: "the file is larger than 256 KiB"}
	}
	entries, err := sheet{front: strings.TrimPrefix(source, "\ufeff")}.entries()
	if err != nil {
		return err
	}
	return each(entries, map[string]func(entry) error{
		"zone":      s.takeZone,
		"approval":  s.takeApproval,
		"grace":     s.takeGrace,
		"slots":     s.takeSlots,
		"blackouts": s.takeBlackouts,
		"utm":       s.takeUTM,
		"publish":   s.takePublish,
	})
}

// oneUp is an error of a file without a fence above its settings.
func oneUp(err error) error {
	if broken, ok := errors.AsType[*Broken](err); ok {
		reason := strings.ReplaceAll(broken.Reason, "the front matter", "the file")
		return &Broken{broken.Path, max(broken.Line-1, 1), reason}
	}
	return err
}

// each reads every setting with its taker and refuses those without one.
func each(entries []entry, takers map[string]func(entry) error) error {
	for _, e := range entries {
		take, known := takers[e.name]
		if !known {
			names := make([]string, 0, len(takers))
			for name := range takers {
				names = append(names, name)
			}
			return e.wrong("%s", meant(e.name, names))
		}
		if err := take(e); err != nil {
			return err
		}
	}
	return nil
}

// meant says that a name is not known, and which was probably meant.
func meant(name string, names []string) string {
	slices.Sort(names)
	best, least := "", 3
	for _, known := range names {
		if d := distance(strings.ToLower(name), known); d < least {
			best, least = known, d
		}
	}
	if best == "" {
		return "this is not known here; what is: " + strings.Join(names, ", ")
	}
	return "this is not known here; did you mean " + best + "?"
}

// distance is how many letters have to be changed to come from a word to
// another.
func distance(a, b string) int {
	if len(a) > 40 {
		return len(a)
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			changed := diagonal
			if a[i] != b[j] {
				changed++
			}
			diagonal = row[j+1]
			row[j+1] = min(changed, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

func (s *Settings) takeZone(e entry) (err error) {
	if s.Zone, err = e.text(); err == nil && s.Zone != "" {
		_, err = LoadZone(s.Zone)
		if err != nil {
			err = e.wrong("%v", err)
		}
	}
	return err
}

func (s *Settings) takeApproval(e entry) error {
	text, err := e.text()
	s.Approval = Approval(strings.ToLower(text))
	if err == nil && !slices.Contains([]Approval{NoApproval, OptionalApproval, RequiredApproval}, s.Approval) {
		err = e.wrong("%q is not none, optional or required", cut(text))
	}
	return err
}

func (s *Settings) takeGrace(e entry) error {
	text, err := e.text()
	if err != nil {
		return err
	}
	s.Grace, err = time.ParseDuration(text)
	if err != nil || s.Grace < 0 || s.Grace > time.Hour {
		return e.wrong("%q is not a time from 10s to 1h: write it as 1m", cut(text))
	}
	s.Grace = max(s.Grace, 1) // zero says that nothing is said of it
	return nil
}

// rows are the entries of a list, each a mapping.
func (e entry) rows() ([][]entry, error) {
	switch list := e.value.(type) {
	case nil, *ast.NullNode:
		return nil, nil
	case *ast.SequenceNode:
		all := make([][]entry, 0, len(list.Values))
		for _, value := range list.Values {
			line := value.GetToken().Position.Line + 1
			pairs, err := entry{name: e.name, line: line, value: value}.pairs()
			if err != nil {
				return nil, e.wrong("each line of it is written like  - { day: mon, at: \"09:00\" }")
			}
			all = append(all, pairs)
		}
		return all, nil
	default:
		return nil, e.wrong("a list is expected here, each line beginning with a hyphen")
	}
}

func (s *Settings) takeSlots(e entry) error {
	rows, err := e.rows()
	for _, row := range rows {
		slot := Slot{Weekday: -1, Minute: -1}
		err := each(row, map[string]func(entry) error{
			"day": func(e entry) error {
				text, err := e.text()
				if slot.Weekday = weekday(text); err == nil && slot.Weekday < 0 {
					err = e.wrong("%q is not a day of the week: write it as mon", cut(text))
				}
				return err
			},
			"at": func(e entry) error {
				text, err := e.text()
				if slot.Minute = minutes(text); err == nil && slot.Minute < 0 {
					err = e.wrong("%q is not a time of the day: write it as \"09:00\"", cut(text))
				}
				return err
			},
			"theme": func(e entry) (err error) {
				slot.Theme, err = e.text()
				return err
			},
			"channels": func(e entry) (err error) {
				slot.To, err = e.places()
				return err
			},
		})
		switch {
		case err != nil:
			return err
		case slot.Weekday < 0 || slot.Minute < 0:
			return at(e, row).wrong("a slot needs a day and a time: write it as  - { day: mon, at: \"09:00\", theme: goals }")
		}
		s.Slots = append(s.Slots, slot)
	}
	return err
}

// at is the setting with the line of what stands in it.
func at(e entry, row []entry) entry {
	if len(row) > 0 {
		e.line = row[0].line
	}
	return e
}

// places are the channels that a list names.
func (e entry) places() ([]Place, error) {
	names, err := e.words()
	var all []Place
	for _, name := range names {
		at := ParsePlace(name)
		if at.Account == "" {
			return nil, e.wrong("%q is no channel: write it as slack/#general", cut(name))
		}
		if !slices.Contains(all, at) {
			all = append(all, at)
		}
	}
	return all, err
}

// weekday reads a day of the week, -1 if it is none. Its first letters do.
func weekday(text string) time.Weekday {
	text = strings.ToLower(strings.TrimSpace(text))
	for day := time.Sunday; day <= time.Saturday; day++ {
		if name := strings.ToLower(day.String()); len(text) >= 2 && strings.HasPrefix(name+"s", text) {
			return day
		}
	}
	return -1
}

// minutes reads a clock, -1 if it is none.
func minutes(text string) int {
	for _, layout := range []string{"15:04", "15:04:05"} {
		if t, err := time.Parse(layout, strings.TrimSpace(text)); err == nil && t.Second() == 0 {
			return 60*t.Hour() + t.Minute()
		}
	}
	return -1
}
