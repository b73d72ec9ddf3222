package main

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"rounds/store"
	"rounds/ui/cli"
)

// page reads a page of the documentation.
func page(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile("docs/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// chapter is what stands under a heading, to the next one of its kind.
func chapter(t testing.TB, name, heading string) string {
	t.Helper()
	_, text, found := strings.Cut(page(t, name), "\n"+heading+"\n")
	if !found {
		t.Errorf("docs/%s has no chapter %q", name, heading)
	}
	level, _, _ := strings.Cut(heading, " ")
	text, _, _ = strings.Cut(text, "\n"+level+" ")
	return text
}

// commandTree lists the commands that a person is shown.
func commandTree(t testing.TB) []*cobra.Command {
	t.Helper()
	root := cli.New(cli.House{})
	var all []*cobra.Command
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		if c != root && c.Name() != "help" && c.Name() != "completion" {
			all = append(all, c)
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(root)
	return all
}

func TestEveryCommandAndFlagIsDocumented(t *testing.T) {
	for _, command := range commandTree(t) {
		if command.HasSubCommands() {
			continue
		}
		text := chapter(t, "commands.md", "## "+command.CommandPath()+strings.TrimPrefix(command.Use, command.Name()))
		command.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
			if f.Name != "help" && !strings.Contains(text, "`--"+f.Name) {
				t.Errorf("docs/commands.md does not say what --%s of %s does", f.Name, command.CommandPath())
			}
		})
	}
	known := map[string]bool{"help": true, "version": true}
	root := cli.New(cli.House{})
	root.PersistentFlags().VisitAll(func(f *pflag.Flag) { known[f.Name] = true })
	for _, command := range commandTree(t) {
		command.LocalFlags().VisitAll(func(f *pflag.Flag) { known[f.Name] = true })
	}
	for _, flag := range regexp.MustCompile("`--([a-z-]+)").FindAllStringSubmatch(page(t, "commands.md"), -1) {
		if !known[flag[1]] {
			t.Errorf("docs/commands.md tells of --%s, which there is not", flag[1])
		}
	}
}

func TestEveryColumnOfTheViewsIsDocumented(t *testing.T) {
	memory, err := store.Open(t.Context(), t.TempDir()+"/x.db", store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer memory.Close()
	for _, view := range []string{"v_messages", "v_conversations", "v_members", "v_people", "v_roles"} {
		text := chapter(t, "sql.md", "## "+view)
		documented := map[string]bool{}
		for _, name := range regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\|").FindAllStringSubmatch(text, -1) {
			documented[name[1]] = true
		}
		err := memory.Query(t.Context(), `SELECT * FROM `+view+` LIMIT 0`, func(columns []string) error {
			for _, column := range columns {
				if !documented[column] {
					t.Errorf("docs/sql.md does not say what %s.%s is", view, column)
				}
				delete(documented, column)
			}
			return nil
		}, func([]any) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		for column := range documented {
			t.Errorf("docs/sql.md tells of %s.%s, which there is not", view, column)
		}
	}
}

func TestTheQueriesOfTheDocumentationRun(t *testing.T) {
	t.Parallel()
	h := stocked(t)
	queries := regexp.MustCompile("(?s)```sql\n(.*?)```").FindAllStringSubmatch(page(t, "sql.md"), -1)
	if len(queries) < 3 {
		t.Fatalf("docs/sql.md has %d queries", len(queries))
	}
	for _, query := range queries {
		h.must(t, "sql", query[1])
	}
}

func TestEverySettingIsDocumented(t *testing.T) {
	text := page(t, "config.md")
	for _, part := range []any{config{}, accountConfig{}, sectionConfig{}, todayConfig{}} {
		for field := range reflect.TypeOf(part).Fields() {
			if setting := field.Tag.Get("toml"); !strings.Contains(text, "`"+setting+"`") && !strings.Contains(text, "[["+setting+"]]") && !strings.Contains(text, "["+setting+"]") {
				t.Errorf("docs/config.md does not say what %q is", setting)
			}
		}
	}
	for _, variable := range []string{"ROUNDS_TOKEN_", "ROUNDS_SLACK_TOKEN", "ROUNDS_SLACK_BASE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"} {
		if !strings.Contains(text, variable) {
			t.Errorf("docs/config.md does not tell of %s", variable)
		}
	}
}

func TestTheConfigOfTheDocumentationIsRead(t *testing.T) {
	example := regexp.MustCompile("(?s)```toml\n(.*?)```").FindStringSubmatch(page(t, "config.md"))
	if example == nil {
		t.Fatal("docs/config.md has no example")
	}
	c, err := readConfig(write(t, t.TempDir()+"/config.toml", example[1], 0o600))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Account) == 0 || len(c.Section) == 0 || c.Me == "" || len(c.Words) == 0 {
		t.Errorf("the example leaves something out: %+v", c)
	}
}
