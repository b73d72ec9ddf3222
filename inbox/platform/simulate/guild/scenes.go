package guild

import "time"

// scenes are the conversations, the oldest first. Those at the end wait for an
// answer.
func scenes() []scene { return append(settled(), awaiting()...) }

const m = time.Minute

// settled are those that came to their end.
func settled() []scene {
	return []scene{
		{"announcements", 40 * day, "", []said{{"sam", 0, "**Fieldnotes 2.6** is out: a calmer editor, linked quotes, and sync that picks up where it left off. Thank you to everyone who tested it ❤️"}}, "🎉 ❤️ 🚀"},
		{"general", 33 * day, "", []said{
			{"nora", 0, "I have moved nine years of writing into Fieldnotes this week. It opened without a hiccup and I may have cried a little."},
			{"ines", 20 * m, "Nine years! That makes our week. If anything looks out of place, tell us and we will look at it together."},
			{"nora", 9 * m, "Only my handwriting, and that is not your fault 😄"},
		}, "❤️ 🥹"},
		{"self-hosting", 21 * day, "fieldsync behind Caddy", []said{
			{"oystein", 0, "Does anyone run fieldsync behind Caddy? My phone says *certificate not trusted* although the browser is happy."},
			{"tom", 14 * m, "I do. You have to hand over the full chain, the phone does not fetch the missing piece by itself."},
			{"jonas", 40 * m, "Tom is right. There is a snippet in the docs now: <https://docs.fieldnotes.example/fieldsync/caddy>"},
			{"oystein", 25 * m, "That was it. Tusen takk, both of you!"},
		}, ""},
		{"plugins", 16 * day, "", []said{
			{"paul", 0, "I wrote a plugin that turns a folder of photos into a contact sheet inside a note. Would anybody use that?"},
			{"fern", 12 * m, "I would use that **tomorrow**. Mushroom season is coming."},
			{"sam", 30 * m, "This is lovely, Paul. May we show it in the next newsletter?"},
			{"paul", 8 * m, "Please do!"},
		}, "📷 🍄"},
		{"ideas", 12 * day, "Templates with questions in them", []said{
			{"hanneke", 0, "When I make a note from a template I would like it to ask me for the place and the weather, and fill them in."},
			{"zoe", 3 * hour, "Yes please. I keep forgetting the weather."},
			{"ines", 2 * hour, "We have this on the list for 2.8. I will write here when there is something to try."},
		}, "👍 🌦️"},
		{"team", 6 * day, "", []said{{"ines", 0, "I take the forum this week, Jonas has Discord, Sam the rest?"}, {"jonas", 6 * m, "Fine with me."}}, ""},
		{"show-and-tell", 5 * day, "", []said{
			{"kit", 0, "My theme *Birch Bark* is done: warm paper, ink that is not quite black, and it behaves at night."},
			{"owl", 2 * hour, "It is the first light theme that does not hurt my eyes. Thank you."},
		}, "🔥 🌳 👀"},
		{"help", 3 * day, "", []said{
			{"abhi", 0, "Where does Fieldnotes keep its backups on Windows? I want to add the folder to my own backup."},
			{"jonas", 17 * m, "`%LOCALAPPDATA%\\Fieldnotes\\backups`, one file a day, the last thirty. You can change both under Settings → Safety."},
			{"abhi", 4 * m, "Perfect, thank you."},
		}, ""},
	}
}

// awaiting are those in which somebody waits for us.
func awaiting() []scene {
	return []scene{
		{"help", 27 * hour, "", []said{
			{"maria", 0, "Since 2.7 my notes show up twice on the tablet, once with the old text. Which one is the real one, and how do I get rid of the other without losing anything?"},
			{"maria", 50 * time.Minute, "I have not touched anything since, I am a little afraid of making it worse."},
		}, "👀"},
		{"self-hosting", 22 * hour, "2.7 and Postgres 17", []said{
			{"tom", 0, "fieldsync 2.7 does not start on Postgres 17 here: `migration 0041: relation \"attachment_index\" already exists`. Is it safe to drop that table?"},
			{"oystein", 35 * m, "Same on my NAS. I went back to 2.6 for now."},
			{"tom", 11 * m, "@jonas! is this one known?"},
		}, ""},
		{"general", 19 * hour, "", []said{{"lupe", 0, "Hi all! New here 👋 I keep a garden diary. What is the best way to put a drawing into a note, is there a tool for that or do I take a photo?"}}, "👋"},
		{"ideas", 15 * hour, "Let me share one notebook with my sister", []said{
			{"zoe", 0, "We both look after our mother's flat. I would love to share exactly one notebook, not all of them. Is that planned?"},
			{"hanneke", 70 * m, "I would need that for our club, too."},
		}, "👍 🙏"},
		{"plugins", 11 * hour, "", []said{{"fern", 0, "Does `note.onSave` fire for changes that arrive by sync? My species counter counts everything twice and I cannot see why."}}, ""},
		{"help", 9 * hour, "", []said{
			{"romero", 0, "Honestly, this is the third update in a row after which search finds nothing for half an hour. I need my field records in the field. Who decided that the index must be rebuilt every time?"},
			{"abhi", 22 * m, "It rebuilds here as well, but only takes a minute. How many notes do you have?"},
			{"romero", 6 * m, "About 41,000."},
		}, "😕"},
		{"help", 7 * hour, "", []said{{"mei", 0, "中文筆記的搜尋好像只找得到整個詞,找不到一個字。Search for a single Chinese character finds nothing, is there a setting for it?"}}, ""},
		{"announcements", 6 * hour, "", []said{{"ines", 0, "2.7.1 is on its way. It mends the double notes on tablets; we would like a few people to try it first. Say *me* under this if you want to."}, {"kit", 15 * m, "me!"}, {"owl", 30 * m, "Me too, if it runs on an old iPad."}}, "🧪 👍"},
		{"show-and-tell", 4 * hour, "", []said{{"nora", 0, "@rounds! you asked for templates: here is the one I plan my chapters with. It has saved my second draft. https://fieldnotes.example/t/nora-chapters"}}, "😍 ❤️"},
		{"self-hosting", 3 * hour, "", []said{{"dag", 0, "How much memory does fieldsync want for about ten people? I have a small machine with 1 GB, would that do?"}}, ""},
		{"plugins", 2 * hour, "", []said{{"paul", 0, "The docs say a plugin may ask for `network:local`, but the review says it is not allowed in the store. Which is it?"}}, ""},
		{"general", 50 * m, "", []said{{"owl", 0, "I do not say much here, but I wanted to: the way you answer people in this place is why I stayed. Thank you."}}, "❤️ 🥹 🫶"},
		{"ideas", 25 * m, "A quiet mode for the evening", []said{{"kit", 0, "No badges, no counters, only the note. Could a theme switch that off, or does it take a plugin?"}}, "🌙"},
		{"help", 12 * m, "", []said{{"abhi", 0, "Can I import from a folder of Word files, or one at a time only?"}}, ""},
	}
}

// chatter is what is said while life goes on, by whom and where.
func chatter() []scene {
	one := func(room, who, text string) scene { return scene{room: room, lines: []said{{who, 0, text}}} }
	return []scene{
		one("general", "fern", "Found the first chanterelles today. Straight into the notebook, with the place left out, of course 🍄"),
		one("help", "zoe", "Is there a shortcut for today's note? I keep reaching for one that is not there."),
		one("self-hosting", "oystein", "Backups of fieldsync: do you stop it first, or is a copy of the running database good enough?"),
		one("show-and-tell", "kit", "Birch Bark 1.1: the checkboxes have corners like paper now."),
		one("general", "nora", "Chapter twelve done. Fieldnotes says 3,104 words and I believe it."),
		one("plugins", "paul", "Does anybody else get *manifest too old* since this morning?"),
		one("help", "hanneke", "How do I move a notebook to another device without sync, just with a stick?"),
		one("general", "owl", "Good morning from a very foggy harbour."),
		one("self-hosting", "tom", "For the record: 2.7.1 starts on Postgres 17 here."),
		one("help", "mei", "Where can I help with the translation into 繁體中文? Some buttons are still English."),
		one("general", "lupe", "My garden diary has its first page 🌱 thank you for the warm welcome."),
		one("help", "romero", "Search is back. Thirty-four minutes, I timed it."),
	}
}

// thanks is how people answer us.
func thanks() []string {
	return []string{
		"Thank you, that helps a lot!", "Ah, I see. I will try it tonight and tell you.", "That was quick. Thank you 🙏",
		"It works now. You are the best.", "Good to know, thanks!", "Thanks! One more thing: does it stay like that after an update?",
	}
}
