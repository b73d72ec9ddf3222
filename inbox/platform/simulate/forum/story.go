package forum

import "time"

// cast are the members, by handle and name: first the team, then those who are
// on other platforms too, then those who are only here.
func cast() [][2]string {
	return [][2]string{
		{"sam", "Sam Adeyemi"},
		{"ines", "Inês Duarte"},
		{"jonas", "Jonas Lindqvist"},
		{"maria.k", "Maria Kovač"},
		{"tomtom", "Tom Achterberg"},
		{"dr_romero", "Inés Romero"},
		{"pixelpaul", "Paul Brennan"},
		{"oystein", "Øystein Bakke"},
		{"mei_lin", "林美玲"},
		{"nora-writes", "Nora Whitfield"},
		{"abhi_k", "Abhijit Kulkarni"},
		{"zoe.l", "Zoë Lambert"},
		{"fern", "Fern Okonkwo"},
		{"hanneke", "Hanneke de Wit"},
		{"quietowl", "Sasha Belova"},
		{"rackmount", "Bo Rackham"},
		{"ledger_lise", "Lise Engel"},
		{"graphite", "Tariq Haddad"},
	}
}

// line is something that is said in a story: by whom, how long ago, and what.
type line struct {
	who  string
	ago  time.Duration
	text string
}

// tale is a topic of the story.
type tale struct {
	room  int64
	title string
	lines []line
	likes int // of the first post
}

const (
	hour = time.Hour
	day  = 24 * time.Hour
)

// rooms of the story.
const (
	support   = 5
	requests  = 6
	plugins   = 7
	hosting   = 8
	showcase  = 9
	staffRoom = 3
)

// NewStory tells the history of the forum of Fieldnotes, a note-taking app.
func NewStory(o Options) *Forum {
	f := newForum(o)
	now := f.opts.Now()
	f.people(now.AddDate(0, -8, 0))
	f.rooms = []*category{
		{id: support, name: "Support", slug: "support", about: "Something does not work? Ask here."},
		{id: requests, name: "Feature requests", slug: "requests", about: "What Fieldnotes should learn next."},
		{id: plugins, name: "Plugins & themes", slug: "plugins", about: "Made by you, for everybody."},
		{id: hosting, name: "Self-hosting", slug: "self-hosting", about: "Running fieldsync at home or at work.", under: support},
		{id: showcase, name: "Show your notes", slug: "showcase", about: "How you take yours."},
		{id: staffRoom, name: "Staff", slug: "staff", about: "For the team.", private: true},
	}
	for _, tale := range append(answered(), waits()...) {
		f.recount(tale, now)
	}
	f.trouble(now)
	f.news, f.written = nil, nil
	return f
}

// recount tells a tale.
func (f *Forum) recount(s tale, now time.Time) {
	var room *category
	for _, k := range f.rooms {
		if k.id == s.room {
			room = k
		}
	}
	var t *topic
	for _, l := range s.lines {
		at := now.Add(-l.ago)
		if t == nil {
			t = f.begin(room, f.called(l.who), at, s.title, l.text)
			continue
		}
		f.say(t, f.called(l.who), at, l.text).to = 1
	}
	for _, u := range f.users {
		if len(t.posts[0].likes) < s.likes && u.id > samID+2 {
			t.posts[0].likes = append(t.posts[0].likes, u)
		}
	}
}

// waits are conversations in which somebody waits for us.
func waits() []tale {
	return []tale{
		{support, "Sync stops at 99 % after the update to 4.2", []line{
			{"maria.k", 26 * hour, "Since 4.2 my phone syncs up to 99 % and then just sits there. The desktop is fine. I have tried signing out and in again, and I have tried waiting over night.\n\nIs there a way to see *which* note it chokes on?"},
			{"tomtom", 22 * hour, "Same here, on a Pixel 7. It is always 99 %, never 98."},
			{"maria.k", 3 * hour, "I found that it works again if I take the folder `attachments/2023` out. There is a PDF of 1.9 GB in it. Could that be it? @sam"},
		}, 4},
		{hosting, "fieldsync behind Caddy: 502 on large attachments", []line{
			{"rackmount", 20 * hour, "fieldsync 2.8 in Docker, Caddy in front. Everything below about 100 MB goes through, everything above gives me a 502.\n\n```\nreverse_proxy fieldsync:8384 {\n  flush_interval -1\n}\n```\n\nWhat am I missing?"},
		}, 1},
		{support, "Lost a day of notes, and nobody answers", []line{
			{"nora-writes", 31 * hour, "I am a paying customer, and yesterday the app ate a whole day of interviews. I wrote to support twice. Nothing.\n\nI am not angry about the bug, bugs happen. I am angry about the silence."},
			{"nora-writes", 5 * hour, "Still nothing. Should I take my notes elsewhere?"},
		}, 6},
		{requests, "Let me pin more than three notes", []line{
			{"zoe.l", 2 * day, "Three pins are not enough for somebody who runs two projects and a family. Could the limit go, or become a setting?"},
			{"abhi_k", 40 * hour, "+1, eight would do for me."},
		}, 9},
		{plugins, "Is the plugin API stable enough to build on?", []line{
			{"graphite", 9 * hour, "I would like to write a plugin that draws the links between notes. The docs say `experimental` everywhere. Will what I write now still work in a year?"},
		}, 2},
		{hosting, "Moving fieldsync to a new machine without losing history", []line{
			{"oystein", 14 * hour, "The old NAS is dying. If I copy `/var/lib/fieldsync` to the new one, does the history of versions come along? Or is there an export that I should use instead?"},
		}, 0},
		{support, "Can I use Fieldnotes with a screen reader?", []line{
			{"hanneke", 8 * hour, "My brother is blind and takes a lot of notes. Before I talk him into it: does anybody use Fieldnotes with NVDA? How well does the editor work?"},
		}, 5},
		{showcase, "Two years of field notes from the Pantanal", []line{
			{"dr_romero", 30 * hour, "Two years, 4,112 notes, not one of them lost. Fieldnotes has been the best thing in my rucksack besides dry socks. Thank you, @sam and everybody.\n\nWould you like a guest post about how we tag sightings?"},
		}, 14},
		{plugins, "Theme for e-ink screens", []line{
			{"fern", 12 * hour, "I made a theme without greys for e-ink readers :leaves:\n\n[paperwhite.zip|attachment](/uploads/short-url/paperwhite.zip)\n\nHow do I get it into the gallery?"},
		}, 7},
		{support, "エクスポートした PDF の文字化け", []line{
			{"mei_lin", 7 * hour, "日本語と中国語のノートを PDF に書き出すと、一部の漢字が □ になります。フォントの設定はありますか？"},
		}, 1},
		{requests, "End-to-end encryption: is there a date?", []line{
			{"quietowl", 4 * day, "You wrote in spring that end-to-end encryption comes \"this year\". I help a small clinic, and we cannot move before it is there. Is there a date we can plan with?"},
			{"ledger_lise", 6 * hour, "Asking for our bookkeepers, too. A rough month would help already."},
		}, 11},
		{support, "Web clipper cuts off code blocks", []line{
			{"pixelpaul", 90 * time.Minute, "If I clip a page with a long code block, everything after about 200 lines is missing. Here is one:\n\nhttps://example.com/long-listing\n\nFirefox 141, clipper 3.4."},
		}, 0},
		{support, "Was I charged twice?", []line{
			{"tomtom", 50 * time.Minute, "My card shows two payments for October. I only have one account, I think. Whom do I ask?"},
		}, 0},
	}
}

// answered are conversations in which we have answered.
func answered() []tale {
	return []tale{
		{support, "How do I change the font of the editor?", []line{
			{"abhi_k", 6 * day, "I have looked everywhere. Where is the font?"},
			{"sam", 6*day - 2*hour, "Under **Settings › Editor › Typeface**. If you want it for one note only, put `font: serif` into its front matter."},
			{"abhi_k", 5 * day, "Found it, thank you!"},
		}, 2},
		{hosting, "Which ports does fieldsync need?", []line{
			{"rackmount", 9 * day, "Only 8384, or something for discovery too?"},
			{"jonas", 9*day - hour, "8384/tcp for everything, and 21027/udp if devices shall find each other in the same network."},
			{"rackmount", 8 * day, "Perfect, that was it."},
		}, 3},
		{plugins, "Calendar plugin shows Sunday first", []line{
			{"zoe.l", 12 * day, "Can it begin with Monday?"},
			{"ines", 11 * day, "With version 1.3 it follows the language of your system. Does that do?"},
			{"zoe.l", 11*day - 4*hour, "It does :tada:"},
		}, 1},
		{requests, "Dark mode for the printed page", []line{
			{"graphite", 20 * day, "Only half joking."},
			{"jonas", 19 * day, "We talked about it at lunch, and the toner won. But *Print › Invert* is in the beta."},
		}, 8},
	}
}
