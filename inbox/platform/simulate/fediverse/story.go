package fediverse

import "time"

// line is something said in the story: who, how long before now, and in answer
// to which line of its scene.
type line struct {
	by     string
	ago    time.Duration
	text   string
	answer int // 1 is the first of the scene, 0 none
	hearts int
	look   string // visibility, "" is public
	warn   string
}

// NewStory makes a server on which the community of Fieldnotes talks, for the
// demo.
func NewStory(o Options) *Server {
	s := newServer(o)
	now := s.opts.Now()
	s.tags = []string{"fieldnotes", "fieldsync"}
	s.populate(now.Add(-90 * 24 * time.Hour))
	type due struct {
		at    time.Time
		scene int
		line  int
	}
	var order []due
	scenes := scenes()
	told := len(scenes)
	scenes = append(scenes, troubles()...)
	for i, scene := range scenes {
		for k, l := range scene {
			order = append(order, due{now.Add(-l.ago), i, k})
		}
	}
	sortBy(order, func(a, b due) bool { return a.at.Before(b.at) })
	said := map[[2]int]*post{}
	for _, d := range order {
		l := scenes[d.scene][d.line]
		p := &post{by: s.named(l.by), at: d.at, text: l.text, visibility: l.look, spoiler: l.warn}
		if up := said[[2]int{d.scene, l.answer - 1}]; up != nil {
			p.answers = up.id
		}
		said[[2]int{d.scene, d.line}] = s.say(p)
		for n := range l.hearts {
			s.heart(p, s.order[3+(n+d.scene)%12], n%4 == 3)
		}
	}
	s.arrive(now)
	s.accuse(said, told, now)
	s.lively = &life{next: now.Add(20 * time.Second), trouble: now.Add(45 * time.Second)}
	return s
}

func sortBy[T any](all []T, less func(a, b T) bool) {
	for i := 1; i < len(all); i++ {
		for k := i; k > 0 && less(all[k], all[k-1]); k-- {
			all[k], all[k-1] = all[k-1], all[k]
		}
	}
}

// arrive lets those in who are new.
func (s *Server) arrive(now time.Time) {
	for i, acct := range []string{"hanneke@toot.example", "quietowl@night.example"} {
		p := s.named(acct)
		p.follows = true
		s.ring(&notice{kind: "follow", who: p, at: now.Add(-time.Duration(40-i*17) * time.Minute)})
	}
}

// scenes are what was said: first what waits for us, then what was answered.
func scenes() [][]line {
	const m, h, d = time.Minute, time.Hour, 24 * time.Hour
	return [][]line{
		{
			{by: "maria_k", ago: 35 * m, text: "@sam Since 2.4 my phone shows yesterday's notes until I pull twice. Is there a way to make #fieldsync check when the app opens? It worked like that in 2.3.", hearts: 3},
			{by: "tomtom@fosstodon.example", ago: 28 * m, text: "@maria_k @sam Same here on Android 15, iOS is fine.", answer: 1},
		},
		{{by: "dr_romero@scholar.example", ago: 2 * h, text: "@sam For a class of forty students: can several people share one #fieldsync server, each with a vault of their own? The documentation speaks of one user only."}},
		{
			{by: "norawrites@wandering.example", ago: 3 * h, text: "@sam I finished my whole second draft in Fieldnotes. 90,000 words, and it never once felt heavy. Thank you, all of you. 💚", hearts: 9},
		},
		{{by: "oystein@snabelen.example", ago: 5 * h, text: "After the update my server says “certificate not trusted” for a self-signed one that it took for a year. What changed, and can I tell it to trust mine? #FieldSync\n\nLog: https://paste.example/oystein/fieldsync-2-4-tls-handshake-failure-full-log", hearts: 1}},
		{
			{by: "pixelpaul@mastodon.art.example", ago: 7 * h, text: "I drew a theme for rainy days: “Petrichor”, muted greens, no pure white anywhere. How do I get it into the theme list? #fieldnotes", hearts: 6},
			{by: "zoe@piaille.example", ago: 6*h + 40*m, text: "@pixelpaul@mastodon.art.example C'est magnifique ! Does it do the sidebar too?", answer: 1},
		},
		{{by: "mei@g0v.example", ago: 8 * h, text: "@sam 請問外掛可以讀附件裡的文字嗎？ Can a plugin read the text inside of attachments, such as a PDF? I would like to write one that indexes them."}},
		{{by: "abhi@fosstodon.example", ago: 20 * h, text: "Exporting 12,000 notes as Markdown stops at 8,192 every time, without a word. That smells like a limit somewhere. Anybody from #fieldnotes here who can look?", hearts: 2}},
		{{by: "fern", ago: 26 * h, text: "@sam I lost an evening's notes to a sync conflict, and the copy it says it kept is nowhere. I'm honestly upset. Where does it keep them?", warn: "data loss, a bit of anger"}},
		{{by: "lena@fosstodon.example", ago: 50 * m, text: "@sam Would you take a talk about self-hosting Fieldnotes on a Raspberry Pi for your community day? I gave it at our hackspace and people liked it.", look: "direct"}},
		{{by: "hanneke@toot.example", ago: 31 * m, text: "New here! I write about gardens and moved over with eleven years of notes. Is there a way to link a note to a date, like a diary? #fieldnotes"}},
		{{by: "quietowl@night.example", ago: 11 * h, text: "@sam Does fieldsync encrypt on the device, or only on the way? I am asked by somebody whose notes must not leak.", look: "unlisted"}},
		{{by: "tomtom@fosstodon.example", ago: 15 * h, text: "Wrote down how I run #fieldsync behind Caddy, with the two headers that took me a whole Sunday: https://tom.example/notes/fieldsync-behind-caddy-without-losing-websockets", hearts: 7}},
		{{by: "growth_hacker@deals.example", ago: 55 * m, text: "10,000 REAL followers by tonight!! Link in bio 🚀🚀 #fieldnotes #fieldsync"}},
		{
			{by: "abhi@fosstodon.example", ago: 2 * d, text: "@sam Is the plugin interface stable yet? I'd rather not rewrite mine a third time."},
			{by: "sam", ago: 2*d - 30*m, text: "@abhi@fosstodon.example It is since 2.4: what is marked “stable” in the reference stays until 3.0, and we warn a release ahead.", answer: 1, hearts: 2},
			{by: "abhi@fosstodon.example", ago: 2*d - 50*m, text: "@sam That's all I wanted to know. Thanks!", answer: 2, hearts: 1},
		},
		{
			{by: "maria_k", ago: 4 * d, text: "How do you all name your daily notes? I keep changing my mind. #fieldnotes", hearts: 4},
			{by: "norawrites@wandering.example", ago: 4*d - h, text: "@maria_k The date, and one word for the weather.", answer: 1, hearts: 5},
			{by: "ines", ago: 4*d - 2*h, text: "@maria_k Weekday and a colour, here. I can't explain it either.", answer: 1, hearts: 3},
		},
		{
			{by: "sam", ago: 3 * d, text: "Fieldnotes 2.4 is out: sync that survives a train ride, plugins with their own panes, and a settings page that fits on one screen. #fieldnotes", hearts: 11},
			{by: "zoe@piaille.example", ago: 3*d - h, text: "@sam Bravo ! The train ride alone is worth it.", answer: 1, hearts: 2},
			{by: "releasebot", ago: 3*d - 10*m, text: "Fieldnotes 2.4.0: https://fieldnotes.example/releases/2.4.0 #fieldnotes"},
		},
		{
			{by: "dr_romero@scholar.example", ago: 6 * d, text: "@sam May I show a screenshot of Fieldnotes in a printed book?"},
			{by: "jonas", ago: 6*d - 3*h, text: "@dr_romero@scholar.example @sam Yes, gladly. Tell us the title when it is out!", answer: 1, hearts: 3},
		},
	}
}
