package metrics

import "strings"

func voices() []Definition {
	all := []Definition{
		{
			ID: "feedback_closed", Spec: "D-24", Name: "Feedback loop closed", Short: "loop closed", Measure: Percent, Better: Up, Of: TalkRow, How: Heads, measure: (*Scene).loop,
			Formula: "conversations with a tag of feedback, opened in the period, of which those who asked were told what became of it ÷ all of them × 100", Leaves: "Each conversation counts once, whatever tags it carries.",
		},
		{
			ID: "nps", Spec: "D-26", Name: "Net promoter score", Short: "NPS", Measure: Points, Better: Up, Of: SurveyRow, How: Balanced, measure: (*Scene).nps,
			Formula: "answers of 9 and 10 in percent − answers of 0 to 6 in percent", Leaves: "Of several answers of one person the last one counts.",
		},
		{
			ID: "csat", Spec: "D-26", Name: "Satisfied", Short: "CSAT", Measure: Percent, Better: Up, Of: SurveyRow, How: Heads, measure: (*Scene).csat,
			Formula: "answers of 4 and 5 ÷ all answers × 100", Leaves: "Of several answers of one person the last one counts.",
		},
	}
	return family(Voices, all, "")
}

// loop is whether those who told us something heard back (D-24).
func (s *Scene) loop(w Window) Figure {
	tagged := map[int64]bool{}
	for tag, talks := range s.Tags {
		if IsFeedback(tag) {
			for _, id := range talks {
				tagged[id] = true
			}
		}
	}
	told := map[int64]bool{}
	for _, k := range s.Kept {
		told[k.Talk] = true
	}
	var f Figure
	n, all := 0, 0
	s.opened(w, func(t *Talk, _ *call) {
		if !tagged[t.ID] {
			return
		}
		all++
		row := Row{Kind: TalkRow, ID: t.ID, At: t.At, In: told[t.ID]}
		if row.In {
			n++
		}
		if s.rows {
			f.Rows = append(f.Rows, row)
		}
	})
	f.rate(n, all, s.Kept != nil)
	if s.Kept == nil {
		f.note("What was promised and followed up is not told here.")
	}
	return f
}

// IsFeedback reports whether a tag belongs to the family of product feedback:
// "feedback", "feedback/export", "feedback-export".
func IsFeedback(tag string) bool {
	rest, ok := strings.CutPrefix(strings.ToLower(tag), "feedback")
	return ok && (rest == "" || rest[0] == '/' || rest[0] == ':' || rest[0] == '-')
}

// answers are those to surveys of a kind in a window, of each person the last
// (D-26).
func (s *Scene) answers(w Window, kind string, f *Figure) []Row {
	place := map[string]int{}
	var rows []Row
	asked := map[string]int{}
	for i := range s.Surveys {
		a := &s.Surveys[i]
		if a.Kind != kind || !within(a.At, w) {
			continue
		}
		asked[a.Name] = max(asked[a.Name], int(a.Asked))
		row := Row{Kind: SurveyRow, ID: int64(i), Key: a.Name, Value: float64(a.Score), At: a.At}
		who := a.Name + "\x00" + strings.ToLower(strings.TrimSpace(a.Who))
		if k, twice := place[who]; twice && a.Who != "" {
			f.exclude("answered again", 1)
			if rows[k].At <= a.At {
				rows[k] = row
			}
			continue
		}
		place[who] = len(rows)
		rows = append(rows, row)
	}
	f.invited(rows, asked)
	return rows
}

// invited adds how many of those who were asked did answer, if somebody said of
// every survey how many there were.
func (f *Figure) invited(rows []Row, asked map[string]int) {
	all := 0
	for _, n := range asked {
		if n == 0 {
			return
		}
		all += n
	}
	if all > 0 {
		f.Parts = append(f.Parts, Part{Name: "answered", Value: divided(float64(len(rows)), float64(all)), Measure: Percent})
	}
}

func (s *Scene) nps(w Window) Figure {
	var f Figure
	rows := s.answers(w, "nps", &f)
	up, down := 0, 0
	for i := range rows {
		switch row := &rows[i]; {
		case row.Value >= 9:
			up++
			row.In, row.Why = true, "promoter"
		case row.Value <= 6:
			down++
			row.Why = "detractor"
		default:
			row.Why = "passive"
		}
	}
	f.Numerator, f.Denominator, f.N = float64(up-down), float64(len(rows)), len(rows)
	if len(rows) > 0 {
		score, margin := Net(up, down, len(rows))
		f.Value, f.Low, f.High = number(score), number(max(-100, score-margin)), number(min(100, score+margin))
	}
	of := float64(len(rows))
	f.Parts = append([]Part{
		{Name: "promoters", Value: divided(float64(up), of), Measure: Percent},
		{Name: "detractors", Value: divided(float64(down), of), Measure: Percent},
	}, f.Parts...)
	if s.rows {
		f.Rows = rows
	}
	return f
}

func (s *Scene) csat(w Window) Figure {
	var f Figure
	rows := s.answers(w, "csat", &f)
	n := 0
	for i := range rows {
		if rows[i].In = rows[i].Value >= 4; rows[i].In {
			n++
		}
	}
	f.rate(n, len(rows), true)
	if s.rows {
		f.Rows = rows
	}
	return f
}
