package simulate

import (
	"math"
	"math/rand/v2"
	"strings"
)

// rooms are the channels. I am in all but two, to show that there are others.
var rooms = [...]struct { //nolint:gochecknoglobals // a table that nothing writes
	name, topic, purpose string
	member, archived     bool
}{
	{"general", "Everything Fieldnotes · be kind · code of conduct: fieldnotes.dev/kind", "The village square", true, false},
	{"announcements", "News from the team, nothing else", "Releases and other news", true, false},
	{"introductions", "New here? Say hello!", "Who we are", true, false},
	{"help", "Say which version and which system, it helps to help", "Questions and answers", true, false},
	{"self-hosting", "fieldsync, Docker, proxies, backups", "Running your own sync server", true, false},
	{"feedback", "What's good, what hurts, what's missing", "Ideas and complaints", true, false},
	{"show-and-tell", "Plugins, themes, notebooks: show us!", "Things we've made", true, false},
	{"events", "Calls, meetups, hack days. All times are UTC", "Where and when", true, false},
	{"random", "Cats, coffee, keyboards", "Everything else", true, false},
	{"deutsch", "Auf Deutsch, bitte", "German-speaking corner", false, false},
	{"beta-2024", "", "The old beta, thank you all", false, true},
}

// home is a place that people come from.
type home struct {
	city, zone string
	offset     int // hours
}

var homes = [...]home{ //nolint:gochecknoglobals // a table that nothing writes
	{"Lisbon", "Europe/Lisbon", 0},
	{"Berlin", "Europe/Berlin", 1},
	{"Nairobi", "Africa/Nairobi", 3},
	{"Kyoto", "Asia/Tokyo", 9},
	{"Toronto", "America/Toronto", -5},
	{"São Paulo", "America/Sao_Paulo", -3},
	{"Beirut", "Asia/Beirut", 2},
	{"Utrecht", "Europe/Amsterdam", 1},
	{"Seattle", "America/Los_Angeles", -8},
	{"Melbourne", "Australia/Melbourne", 11},
	{"Bergen", "Europe/Oslo", 1},
	{"Pune", "Asia/Kolkata", 5},
	{"Taipei", "Asia/Taipei", 8},
	{"Ljubljana", "Europe/Ljubljana", 1},
	{"Dublin", "Europe/Dublin", 0},
}

// regulars are the people one meets every day, "handle, name, home".
var regulars = [...]struct { //nolint:gochecknoglobals // a table that nothing writes
	handle, name string
	home         int
}{
	{"maria.k", "Maria Kovač", 13},
	{"tomtom", "Tom Achterberg", 7},
	{"dr_romero", "Inés Romero", 5},
	{"kensato", "佐藤 健", 3},
	{"layla", "ليلى حداد", 6},
	{"wanjiru", "Wanjirũ Kamau", 2},
	{"pixelpaul", "Paul Brennan", 14},
	{"oystein", "Øystein Bakke", 10},
	{"mei", "林美玲", 12},
	{"nora-writes", "Nora Whitfield", 4},
	{"abhi", "Abhijit Kulkarni", 11},
	{"beetlejude", "Jude Castellanos", 8},
	{"zoe.l", "Zoë Lambert", 1},
	{"grandpa_lou", "Louis Marchetti", 4},
	{"fern", "Fern Okonkwo", 9},
	{"mthw", "Matthew Siu", 8},
	{"cellokat", "Katarzyna Wilk", 1},
	{"rpi_rob", "Rob Pietersen", 7},
	{"hanneke", "Hanneke de Wit", 7},
	{"quietowl", "Sasha Belova", 1},
	{"joaop", "João Pires", 0},
	{"gardening_gil", "Gil Navarro", 0},
	{"tabea", "Tabea Sommer", 1},
	{"ousmane", "Ousmane Diallo", 0},
}

var firsts = strings.Fields("Ada Amir Anouk Bence Bilal Carla Chiara Dana Diego Ebba Emre Esi Farah Finn Greta Hugo Ida Imani Iris Ivo Jana Jiho Kofi Lena Leo Lucía Malik Mara Mina Nadia Niko Noor Olga Omar Petra Priya Rafael Ronja Rosa Samir Selma Sofia Tarek Theo Uma Vera Viktor Yara Yuki Zainab") //nolint:gochecknoglobals // a table that nothing writes

var lasts = strings.Fields("Abe Almeida Andersen Bauer Bianchi Choi Costa Dubois Eriksen Fischer García Haddad Hansen Horvat Ito Jansen Kang Kaya Keller Laurent Lindgren Maier Mensah Moreau Nakamura Novak Nowak Okafor Olsen Park Pereira Popescu Quispe Rahman Ricci Santos Schmidt Silva Singh Sørensen Takahashi Tran Usman Varga Weber Wong Yılmaz Zhang") //nolint:gochecknoglobals // a table that nothing writes

// cast finds everybody who is there.
func (w *world) cast(dice *rand.Rand, size int) {
	sam := &user{handle: "sam", name: "Sam Adeyemi", admin: true}
	ines := &user{handle: "ines", name: "Inês Duarte", admin: true, owner: true}
	jonas := &user{handle: "jonas", name: "Jonas Lindqvist", admin: true}
	w.team = []*user{sam, ines, jonas}
	w.helper = &user{handle: "fieldhand", name: "Fieldhand", bot: true}
	w.builder = &user{handle: "buildbird", name: "Buildbird", bot: true}
	w.trolls = []*user{{handle: "gr1mble", name: "grimble"}, {handle: "best-dealz", name: "Best Dealz"}}
	for i, u := range append(append([]*user{}, w.team...), w.helper, w.builder) {
		w.enter(dice, u, homes[(i+14)%len(homes)])
	}
	w.enter(dice, &user{id: "USLACKBOT", handle: "slackbot", name: "Slackbot", bot: true}, homes[8])
	for _, u := range w.trolls {
		w.enter(dice, u, homes[8])
	}
	for _, r := range regulars {
		u := &user{handle: r.handle, name: r.name}
		w.enter(dice, u, homes[r.home])
		w.people = append(w.people, u)
	}
	for members := 60 + size/300; len(w.users) < members; {
		u := passerBy(dice, len(w.users))
		w.enter(dice, u, homes[dice.IntN(len(homes))])
		w.people = append(w.people, u)
	}
	for i, u := range w.people { // few say much, many say little
		u.weight = math.Pow(float64(i)+2, -1.1)
	}
}

func passerBy(dice *rand.Rand, n int) *user {
	first, last := firsts[dice.IntN(len(firsts))], lasts[dice.IntN(len(lasts))]
	handle := strings.ToLower(first)
	switch n % 4 {
	case 0:
		handle += "." + strings.ToLower(last)
	case 1:
		handle += string(rune('0'+n/7%10)) + string(rune('0'+n%10))
	case 2:
		handle = strings.ToLower(last) + "_" + handle[:1]
	}
	return &user{handle: handle, name: first + " " + last}
}

// enter gives a user an identity and a home.
func (w *world) enter(dice *rand.Rand, u *user, h home) {
	if u.id == "" {
		u.id = identity(dice, "U")
	}
	if u.bot {
		u.botID = identity(dice, "B")
	}
	u.city, u.zone, u.offset = h.city, h.zone, h.offset*3600
	if !u.bot {
		u.email = strings.ToLower(u.id) + "@example.com"
	}
	w.users = append(w.users, u)
	w.byID[u.id] = u
}
