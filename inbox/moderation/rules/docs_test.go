package rules

import (
	"os"
	"reflect"
	"strings"
	"testing"
)

// TestEveryNameIsDocumented compares the page with what a file and a condition
// may say.
func TestEveryNameIsDocumented(t *testing.T) {
	text, err := os.ReadFile("../../../docs/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	var names []string
	for f := range reflect.TypeFor[environment]().Fields() {
		names = append(names, f.Tag.Get("expr"))
	}
	for f := range reflect.TypeFor[person]().Fields() {
		names = append(names, "author."+f.Tag.Get("expr"))
	}
	for _, of := range []reflect.Type{reflect.TypeFor[entry](), reflect.TypeFor[listing]()} {
		for f := range of.Fields() {
			if name := f.Tag.Get("toml"); name != "source" {
				names = append(names, name)
			}
		}
	}
	for sign := range signs() {
		names = append(names, sign)
	}
	names = append(names, builtins()...)
	for _, r := range packed(t).Rulebook().Rules {
		names = append(names, r.Name)
	}
	for _, name := range names {
		if name != "author" && !strings.Contains(page, "`"+name+"`") && !strings.Contains(page, "`"+name+"(") {
			t.Errorf("docs/rules.md does not tell of %q", name)
		}
	}
}
