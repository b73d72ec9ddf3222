package week

import (
	"errors"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/calendar"
	"rounds/inbox"
	"rounds/ui/pane"
)

// writing is a few words that a verb wants: a time, a theme, how often. What
// they were read as is shown before they are kept.
type writing struct {
	p      *Pane
	item   calendar.Item // as the person sees it
	title  string
	says   string // what becomes of the words
	verb   string // what Enter does
	field  pane.Field
	width  int                                        // of the field, when it was drawn last
	tells  func(d *drawing, text string)              // what the words were read as
	finish func(i calendar.Item, text string) tea.Cmd // what the words are for; nil if they will not do
	check  func(i calendar.Item, text string) tea.Cmd // what is looked for while they are typed
	asked  uint64                                     // the question that it asks
	warned []calendar.Warning
	leave  func() tea.Cmd // what esc does besides
}

// renewing is a sheet that goes on with a post that was changed meanwhile.
type renewing interface{ renew(now calendar.Post) }

func (s *writing) renew(now calendar.Post) { s.item.Post = now }

func (s *writing) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case warned:
		if msg.question == s.asked {
			s.warned = msg.warnings
		}
		return nil
	case tea.KeyPressMsg:
		switch msg.String() {
		case "esc":
			s.p.sheet = nil
			if s.leave != nil {
				return s.leave()
			}
			return nil
		case "enter":
			return s.p.once("enter", func() tea.Cmd { return s.finish(s.item, strings.TrimSpace(s.field.Text())) })
		}
	}
	if s.field.Update(msg) && s.check != nil {
		s.warned = nil
		return s.check(s.item, s.field.Text())
	}
	return nil
}

// View implements [pane.Sheet].
func (s *writing) View(width, height int) string {
	t, w := s.p.env.Theme, min(width, sheetWidth)
	s.width = max(1, w-8)
	text, _ := s.field.View(s.width)
	d := s.p.drawing(max(1, w-4))
	d.Put(" " + t.Accent.Put("› ") + t.Text.Put(text))
	d.Put("")
	if s.tells != nil {
		s.tells(d, s.field.Text())
	}
	if s.says != "" {
		d.say(t.Quiet, "", s.says)
	}
	d.warnings(s.warned)
	return pane.Box(t, s.title, d.Lines, w, min(height, len(d.Lines)+2))
}

// Cursor implements [pane.Sheet].
func (s *writing) Cursor() *tea.Cursor {
	_, x := s.field.View(max(1, s.width))
	return tea.NewCursor(5+x, 1)
}

// Hints implements [pane.Sheet].
func (s *writing) Hints() []pane.Command {
	return []pane.Command{{Key: pane.Bind("enter", s.verb, "enter")}, {Key: pane.Bind("esc", "leave it", "esc")}}
}

// openTopics asks for the theme, the tags and the campaign.
func (p *Pane) openTopics(i calendar.Item) tea.Cmd {
	words := []string{}
	if i.Post.Theme != "" {
		words = append(words, i.Post.Theme)
	}
	for _, tag := range i.Post.Tags {
		words = append(words, "#"+tag)
	}
	if i.Post.Campaign != "" {
		words = append(words, "campaign:"+i.Post.Campaign)
	}
	known := p.knownThemes()
	p.sheet = &writing{
		p: p, item: i, title: "Theme and tags · " + named(&i.Post), verb: "keep", field: pane.NewField(strings.Join(words, " ")),
		says: "A theme, #tags, campaign:name. Themes of the week: " + strings.Join(known, ", "),
		tells: func(d *drawing, text string) {
			theme, tags, campaign := readTopics(text)
			d.say(d.Theme.Good, "", "theme "+orNone(theme)+" · tags "+orNone(strings.Join(tags, ", "))+" · campaign "+orNone(campaign))
		},
		finish: func(i calendar.Item, text string) tea.Cmd {
			theme, tags, campaign := readTopics(text)
			e := edit{verb: inbox.EditPost, item: i, says: "Theme and tags kept"}
			return p.change(e, calendar.Themed(theme), calendar.Tagged(tags), calendar.Campaigning(campaign))
		},
	}
	return nil
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}

// readTopics takes words apart into what each of them is.
func readTopics(text string) (theme string, tags []string, campaign string) {
	var words []string
	for word := range strings.FieldsSeq(text) {
		switch {
		case strings.HasPrefix(word, "#"):
			if tag := strings.TrimLeft(word, "#"); tag != "" && !slices.Contains(tags, tag) {
				tags = append(tags, tag)
			}
		case strings.HasPrefix(word, "campaign:"):
			campaign = strings.TrimPrefix(word, "campaign:")
		default:
			words = append(words, word)
		}
	}
	return strings.Join(words, " "), tags, campaign
}

// knownThemes are those of the template.
func (p *Pane) knownThemes() []string {
	var all []string
	for _, s := range p.board.settings.Slots {
		if s.Theme != "" && !slices.Contains(all, s.Theme) {
			all = append(all, s.Theme)
		}
	}
	return all
}

// openRepeat asks how often a post comes, and shows the next days of it.
func (p *Pane) openRepeat(i calendar.Item) tea.Cmd {
	switch {
	case i.Post.When.IsZero():
		return pane.Say(p.keyed("It has no time yet: ‹s› sets the first one, then ‹R› says how often."))
	case out(&i) && !i.Post.Series():
		return pane.Say(p.keyed(isOut))
	}
	words := ""
	if i.Post.Series() {
		words = calendar.SayRule(i.Post)
	}
	p.sheet = &writing{
		p: p, item: i, title: "How often · " + named(&i.Post), verb: "keep", field: pane.NewField(words),
		says: "weekly, every 2 weeks, every weekday, monthly, every mon, thu until 1 mar. Empty: once.",
		tells: func(d *drawing, text string) {
			post, err := p.repeated(i.Post, text)
			if err != nil {
				d.say(d.Theme.Warn, "", err.Error())
				return
			}
			d.next(post)
		},
		finish: func(i calendar.Item, text string) tea.Cmd {
			post, err := p.repeated(i.Post, text)
			if err != nil {
				return pane.Say(err.Error())
			}
			says := named(&i.Post) + " comes once"
			if post.Series() {
				says = named(&i.Post) + " comes " + calendar.SayRule(post)
			}
			return p.change(edit{verb: inbox.EditPost, item: i, says: says, to: &i.Post.When}, calendar.Repeating(post.Repeats))
		},
	}
	return nil
}

// repeated is a post that comes as often as words say.
func (p *Pane) repeated(post calendar.Post, words string) (calendar.Post, error) {
	if strings.TrimSpace(words) == "" {
		post.Repeats = ""
		return post, nil
	}
	if post.Series() && words == calendar.SayRule(post) {
		return post, nil
	}
	rule, err := calendar.ReadRule(words, post.When)
	if err != nil {
		return post, err
	}
	if rule == "" {
		return post, errors.New("that is no rule: try weekly, every 2 weeks, every mon, thu")
	}
	post.Repeats = rule
	return post, nil
}

// next are the next days of a series.
func (d *drawing) next(post calendar.Post) {
	if !post.Series() {
		d.say(d.Theme.Good, "", "once, on "+post.When.Day.Format("Mon 2 Jan 2006")+" "+post.When.Clock())
		return
	}
	d.say(d.Theme.Good, "↻ ", calendar.SayRule(post))
	zone := d.p.board.settings.ZoneOf(post)
	from := post.When.In(zone).At
	if d.p.now.After(from) {
		from = d.p.now
	}
	all, err := calendar.Occurrences(post, zone, from, from.AddDate(3, 0, 0))
	if err != nil {
		d.say(d.Theme.Warn, "", err.Error())
		return
	}
	days := make([]string, 0, 5)
	for _, o := range all[:min(len(all), 5)] {
		days = append(days, o.Moment.Wall.Day.Format("Mon 2 Jan"))
	}
	d.say(d.Theme.Soft, "  ", strings.Join(days, " · ")+" at "+post.When.Clock())
}

// openFilter asks for the words that a post must have to be shown.
func (p *Pane) openFilter() tea.Cmd {
	p.sheet = &writing{
		p: p, title: "Filter", verb: "filter", field: pane.NewField(p.words),
		says: "Words of the text, a theme, a status (draft, missed), #tag, slack/#general.",
		finish: func(_ calendar.Item, text string) tea.Cmd {
			p.sheet = nil
			return p.setFilter(text)
		},
	}
	return nil
}

func (p *Pane) setFilter(words string) tea.Cmd {
	p.words = words
	p.lay()
	p.follow()
	return nil
}

func (p *Pane) clearFilter() tea.Cmd { return p.setFilter("") }
