package survey

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// columns finds out which column holds what; -1 is none. What a mapping names
// must be there.
func (t table) columns(o Options) (map[Field]int, error) {
	found := map[Field]int{Score: -1, At: -1, Who: -1, Words: -1}
	taken := map[int]bool{}
	for _, field := range Fields() {
		title, named := o.Map[field]
		if !named {
			continue
		}
		k := slices.IndexFunc(t.titles, func(other string) bool { return strings.EqualFold(other, strings.Join(strings.Fields(title), " ")) })
		if n, err := strconv.Atoi(title); k < 0 && err == nil && n >= 1 && n <= len(t.titles) {
			k = n - 1 // by its number
		}
		if k < 0 {
			return nil, fmt.Errorf("there is no column %q; there are %s", title, quoted(t.titles))
		}
		found[field], taken[k] = k, true
	}
	for _, field := range Fields() {
		if found[field] >= 0 {
			continue
		}
		best, most := -1, 0
		for k := range t.titles {
			if fits := t.fits(field, k, o.Kind); !taken[k] && fits > most {
				best, most = k, fits
			}
		}
		if best >= 0 {
			found[field], taken[best] = best, true
		}
	}
	if found[Score] < 0 {
		return nil, fmt.Errorf("no column holds scores: name it with --map score=COLUMN; there are %s", quoted(t.titles))
	}
	return found, nil
}

func quoted(titles []string) string {
	all := make([]string, len(titles))
	for i, title := range titles {
		all[i] = strconv.Quote(shortened(title))
	}
	return strings.Join(all, ", ")
}

// words that titles are made of, by what they promise.
func hints(f Field) []string {
	switch f {
	case Score:
		return []string{"score", "nps", "recommend", "rating", "rate", "satisf", "likely", "scale", "csat", "empfehl", "zufrieden", "recommand", "probable"}
	case At:
		return []string{"submitted at", "submit date", "timestamp", "time stamp", "zeitstempel", "date", "time", "created", "fecha", "horodateur"}
	case Who:
		return []string{"email", "e-mail", "mail", "username", "respondent", "name", "who", "user"}
	case Words:
		return []string{"why", "comment", "reason", "feedback", "improve", "tell us", "anything", "else", "warum", "pourquoi"}
	}
	return nil
}

// fits is how well a column holds what is looked for: what stands in it must
// be of the kind, and the title decides between several.
func (t table) fits(f Field, column int, kind Kind) int {
	title := strings.ToLower(t.titles[column])
	points := 0
	for i, hint := range hints(f) {
		if strings.Contains(title, hint) {
			points = 20 - i
			break
		}
	}
	filled, right := 0, 0
	for i := range t.rows {
		cell := t.cell(i, column)
		if cell == "" {
			continue
		}
		filled++
		if holds(f, cell, kind) {
			right++
		}
	}
	if f == At && points > 15 && filled > 0 {
		return points + 2 // it says that it is one: what cannot be read of it is told
	}
	if filled == 0 || 10*right < 9*filled && (f != Score || points == 0 || 2*right < filled) {
		return 0
	}
	switch {
	case f == Score && (strings.HasSuffix(title, " id") || title == "id" || title == "#"):
		return 0
	case f == Score && points == 0:
		return 1 // numbers of that size, whatever they are called
	case f == At, f == Who && strings.Contains(t.cell(0, column), "@"):
		return points + 2
	case points > 0:
		return points + 2
	}
	return 0
}

func holds(f Field, cell string, kind Kind) bool {
	switch f {
	case Score:
		score, ok := scoreOf(cell)
		return ok && score >= 0 && score <= 10 && (kind != CSAT || score >= 1 && score <= 5)
	case At:
		_, ok := timeOf(cell, monthFirst, time.UTC)
		if !ok {
			_, ok = timeOf(cell, dayFirst, time.UTC)
		}
		return ok
	case Who:
		_, number := scoreOf(cell)
		return !number && len(cell) < 200
	case Words:
		_, number := strconv.Atoi(cell)
		return number != nil
	}
	return false
}

// kind is NPS where a score is beyond what CSAT has, or the question is the one
// of the NPS.
func (t table) kind(column int) Kind {
	title := strings.ToLower(t.titles[column])
	for _, word := range []string{"nps", "recommend", "0-10", "0–10", "0 to 10", "empfehl", "recommand"} {
		if strings.Contains(title, word) {
			return NPS
		}
	}
	for i := range t.rows {
		if score, ok := scoreOf(t.cell(i, column)); ok && (score > 5 || score == 0) {
			return NPS
		}
	}
	return CSAT
}

// scoreOf reads a score: a number, "4/5", "9 - very likely", stars, or one of
// the words and faces of a smile.
func scoreOf(text string) (int32, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if stars := strings.Count(text, "★") + strings.Count(text, "⭐"); stars > 0 {
		return int32(stars), stars <= 10
	}
	words := map[string]int32{
		"very unsatisfied": 1, "very dissatisfied": 1, "terrible": 1, "very bad": 1, "😡": 1, "😠": 1, "😞": 1,
		"unsatisfied": 2, "dissatisfied": 2, "bad": 2, "poor": 2, "🙁": 2, "☹️": 2, "😕": 2,
		"neutral": 3, "ok": 3, "okay": 3, "😐": 3,
		"satisfied": 4, "good": 4, "happy": 4, "🙂": 4, "😊": 4, "😀": 4,
		"very satisfied": 5, "excellent": 5, "very good": 5, "great": 5, "very happy": 5, "😍": 5, "🤩": 5, "😁": 5,
	}
	if score, ok := words[text]; ok {
		return score, true
	}
	digits := text[:len(text)-len(strings.TrimLeft(text, "0123456789"))]
	rest := strings.TrimSpace(strings.TrimPrefix(text[len(digits):], ".0"))
	if digits == "" || rest != "" && !strings.ContainsRune("/-–—:(", []rune(rest)[0]) {
		return 0, false
	}
	if next := strings.TrimLeft(rest, "-–—"); next != rest && next != "" && next[0] >= '0' && next[0] <= '9' {
		return 0, false // a date, or a range
	}
	n, err := strconv.ParseInt(digits, 10, 32)
	return int32(n), err == nil
}

// dayOrder is how a table writes days.
type dayOrder string

// The orders.
const (
	monthFirst dayOrder = "month first" // 10/31/2026, as Google Forms writes it in the United States
	dayFirst   dayOrder = "day first"   // 31/10/2026
)

// dayFirst finds out which of the two numbers of a day is the month: a column
// is read in one way.
func (t table) dayFirst(column int) dayOrder {
	for i := range t.rows {
		cell := t.cell(i, column)
		if cell == "" {
			continue
		}
		_, month := timeOf(cell, monthFirst, time.UTC)
		_, day := timeOf(cell, dayFirst, time.UTC)
		if day && !month {
			return dayFirst
		}
	}
	return monthFirst
}

// timeOf reads a time as the tools write it.
func timeOf(text string, order dayOrder, zone *time.Location) (time.Time, bool) {
	if zone == nil {
		zone = time.UTC
	}
	layouts := []string{
		time.RFC3339Nano, "2006-1-2T15:04:05.999Z0700", "2006-1-2T15:04:05", "2006-1-2 15:04:05Z07:00", "2006-1-2 15:04:05 -0700", "2006-1-2 15:04:05", "2006-1-2 15:04", "2006-1-2",
		"2006/1/2 3:04:05 PM MST", "2006/1/2 3:04:05 PM", "2006/1/2 15:04:05", "2006/1/2", "02.01.2006 15:04:05", "02.01.2006 15:04", "02.01.2006", "2.1.2006 15:04:05", "Jan 2, 2006 3:04 PM", "Jan 2, 2006, 3:04 PM", "2 Jan 2006 15:04",
	}
	days := []string{"1/2/2006"}
	if order == dayFirst {
		days = []string{"2/1/2006"}
	}
	for _, day := range days {
		layouts = append(layouts, day+" 15:04:05", day+" 15:04", day+" 3:04:05 PM", day+" 3:04 PM", day)
	}
	text = strings.Join(strings.Fields(text), " ")
	offset := zone
	// Google Forms: "2026/10/31 2:05:09 PM GMT+2".
	if at := strings.LastIndex(text, " GMT"); at > 0 {
		hours, err := strconv.Atoi(strings.TrimPrefix(text[at+len(" GMT"):], "+"))
		if err == nil && hours >= -14 && hours <= 14 {
			text, offset = text[:at], time.FixedZone("", hours*3600)
		}
	}
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, text, offset); err == nil && t.Year() >= 1990 && t.Year() < 2200 {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}
