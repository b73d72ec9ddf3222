package calendar

import (
	"encoding/csv"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

func TestATableHoldsAllOfAPost(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for round := range 100 {
		var posts []Post
		for range 1 + random.IntN(4) {
			posts = append(posts, anyPost(t, random))
		}
		source, err := WriteCSV(posts)
		if err != nil {
			t.Fatal(err)
		}
		back, broken := ReadCSV(source)
		if len(broken) > 0 || len(back) != len(posts) {
			t.Fatalf("round %d: %d of %d, %v\n%s\n%s", round, len(back), len(posts), broken, source, posts[0].Source)
		}
		for i := range posts {
			if !reflect.DeepEqual(alone(back[i]), alone(posts[i])) || back[i].more() != posts[i].more() {
				t.Fatalf("round %d: read\n%+v, want\n%+v\n%s", round, alone(back[i]), alone(posts[i]), posts[i].Source)
			}
		}
	}
}

func TestNoCellIsAFormula(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10))
	for range 100 {
		source, err := WriteCSV([]Post{anyPost(t, random)})
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(source)).ReadAll()
		if err != nil || len(rows) != 2 || len(rows[0]) != len(rows[1]) {
			t.Fatalf("%v\n%s", err, source)
		}
		for _, row := range rows {
			for _, cell := range row {
				if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
					t.Errorf("a cell begins as %q", cell)
				}
			}
		}
	}
}

func TestAForeignTableIsRead(t *testing.T) {
	const source = "\ufeffWhen;Mood;Channels;Text;variant:mastodon\r\n" +
		"2026-11-23 09:00;good;slack/#general, mastodon;\"Hello;\nthere\";'=short\r\n" +
		"tomorrow;;;never;\r\n" +
		";;;'tis an idea;\r\n" +
		"2026-11-24 09:00;;;a;b;c\r\n" +
		"2026-11-25 09:00;;;\"bad \" quote\";\r\n" +
		"2026-11-26 09:00;;;last;\r\n"
	posts, broken := ReadCSV(source)
	var says []string
	for _, b := range broken {
		says = append(says, b.Error())
	}
	if len(posts) != 3 || posts[0].Text != "Hello;\nthere" || len(posts[0].To) != 2 || posts[0].Variants["mastodon"] != "=short" || posts[1].Text != "'tis an idea" || posts[2].Text != "last" {
		t.Errorf("read %+v", posts)
	}
	told := strings.Join(says, "\n")
	for _, want := range []string{"line 1: these columns are not known and were left out: Mood", "line 4: when: \"tomorrow\" is not a time", "line 6: this row has more cells", "line 7: the quotes"} {
		if !strings.Contains(told, want) {
			t.Errorf("told is\n%s\nand not %s", told, want)
		}
	}
}

func FuzzReadCSV(f *testing.F) {
	f.Add("when,text,variant:slack\n2026-11-23 09:00,'=a,b\n")
	f.Fuzz(func(t *testing.T, source string) {
		posts, _ := ReadCSV(source)
		again, err := WriteCSV(posts)
		if err != nil {
			t.Fatal(err)
		}
		back, broken := ReadCSV(again)
		if len(back) != len(posts) || len(broken) > 0 {
			t.Fatalf("%d of %d posts, %v\n%s", len(back), len(posts), broken, again)
		}
		for i := range posts {
			if !reflect.DeepEqual(alone(posts[i]), alone(back[i])) {
				t.Errorf("%+v, want %+v", alone(back[i]), alone(posts[i]))
			}
		}
	})
}
