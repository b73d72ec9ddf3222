package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// module is what an import path from within this house begins with.
const module = "rounds/"

// plan is which package may import which, from the ground up. What is not
// written here is not allowed: a new arrow is a decision, and it is made here.
// Only main sees everything.
func plan() map[string][]string {
	return map[string][]string{
		"inbox":                    {},
		"inbox/plain":              {},
		"inbox/when":               {},
		"inbox/query":              {"inbox/when"},
		"inbox/saved":              {"inbox", "inbox/plain", "inbox/when"},
		"inbox/emoji":              {},
		"inbox/markup":             {"inbox", "inbox/emoji"},
		"inbox/signal":             {"inbox", "inbox/plain"},
		"inbox/moderation":         {"inbox", "inbox/when"},
		"inbox/moderation/rules":   {"inbox", "inbox/moderation", "inbox/plain"},
		"inbox/moderation/learn":   {"inbox/moderation"},
		"inbox/moderation/sieve":   {"inbox", "inbox/emoji", "inbox/moderation", "inbox/moderation/rules"},
		"inbox/courier":            {"inbox"},
		"inbox/platform":           {"inbox"},
		"inbox/platform/slack":     {"inbox", "inbox/platform"},
		"inbox/platform/discord":   {"inbox", "inbox/emoji", "inbox/platform"},
		"inbox/platform/discourse": {"inbox", "inbox/platform"},
		"inbox/platform/mastodon":  {"inbox", "inbox/platform"},
		"inbox/platform/simulate":  {},

		"inbox/platform/simulate/mischief":  {},
		"inbox/platform/simulate/guild":     {"inbox/platform/simulate/mischief"},
		"inbox/platform/simulate/forum":     {"inbox/platform/simulate/mischief"},
		"inbox/platform/simulate/fediverse": {"inbox/platform/simulate/mischief"},
		"inbox/metrics":                     {"inbox"},
		"inbox/metrics/report":              {"inbox", "inbox/metrics", "inbox/plain"},
		"inbox/metrics/survey":              {"inbox/metrics"},
		"inbox/checkin":                     {"inbox", "inbox/metrics", "inbox/plain"},
		"calendar":                          {"inbox", "inbox/when"},
		"store":                             {"calendar", "inbox", "inbox/checkin", "inbox/metrics", "inbox/moderation", "inbox/query", "inbox/signal", "inbox/when"},
		"ui/theme":                          {},
		"ui/shutter":                        {},
		"ui/pane":                           {"inbox/plain", "ui/theme"},
		"ui/page":                           {"inbox", "inbox/markup", "inbox/moderation", "inbox/plain", "ui/pane", "ui/theme"},
		"ui/leaving":                        {"inbox", "inbox/when", "ui/pane"},
		"ui/today":                          {"inbox", "inbox/checkin", "inbox/metrics", "inbox/moderation", "inbox/plain", "inbox/saved", "inbox/when", "ui/leaving", "ui/page", "ui/pane", "ui/theme"},
		"ui/threads":                        {"inbox", "inbox/plain", "inbox/markup", "inbox/query", "inbox/saved", "inbox/when", "ui/leaving", "ui/page", "ui/pane", "ui/theme"},
		"ui/queue":                          {"inbox", "inbox/moderation", "inbox/plain", "inbox/when", "ui/leaving", "ui/page", "ui/pane", "ui/theme"},
		"ui/week":                           {"calendar", "inbox", "inbox/markup", "inbox/plain", "inbox/when", "ui/page", "ui/pane", "ui/theme"},
		"ui/metrics":                        {"inbox", "inbox/metrics", "inbox/plain", "inbox/when", "ui/page", "ui/pane", "ui/theme"},
		"ui/people":                         {"inbox", "inbox/metrics", "inbox/plain", "inbox/when", "ui/page", "ui/pane", "ui/theme"},
		"ui/outbox":                         {"inbox", "inbox/plain", "ui/leaving", "ui/pane", "ui/theme"},
		"ui/aloud":                          {"inbox/plain", "ui/pane"},
		"ui/coverage":                       {"inbox", "inbox/plain", "ui/pane", "ui/theme"},
		"ui/doors":                          {"ui/pane", "ui/theme"},
		"ui":                                {"inbox/plain", "ui/pane", "ui/theme"},
		"ui/cli":                            {"calendar", "inbox", "inbox/checkin", "inbox/metrics", "inbox/metrics/report", "inbox/metrics/survey", "inbox/moderation", "inbox/moderation/learn", "inbox/moderation/rules", "inbox/moderation/sieve", "inbox/plain", "inbox/query", "inbox/saved", "inbox/when", "ui/pane"},
	}
}

// tools is which part of the house alone holds a tool.
func tools() map[string][]string {
	return map[string][]string{
		"database/sql":              {"store"},
		"modernc.org/sqlite":        {"store"},
		"net/http":                  {"inbox/platform"},
		"github.com/slack-go/slack": {"inbox/platform/slack"},
		"github.com/disgoorg":       {"inbox/platform/discord"},
		"golang.org/x/net":          {"inbox/platform"},

		"github.com/getkin":      {"inbox/platform/platformtest"},
		"github.com/gorilla":     {"inbox/platform"},
		"charm.land":             {"ui"},
		"github.com/spf13/cobra": {"ui/cli"},
		"os":                     {"store"},
		"os/exec":                {},
		"github.com/pelletier":   {"inbox/moderation/rules"},
		"github.com/goccy":       {"calendar", "inbox/saved"},
		"github.com/teambition":  {"calendar"},
		"github.com/arran4":      {"calendar"},
		"github.com/expr-lang":   {"inbox/moderation/rules"},
		"github.com/kyokomi":     {"inbox/emoji"},
	}
}

func TestArrowsRunDown(t *testing.T) {
	for pkg, imports := range packages(t) {
		allowed, known := plan()[pkg]
		if !known {
			t.Errorf("%s is not on the plan of the house", pkg)
		}
		for _, path := range imports {
			other, ours := strings.CutPrefix(path, module)
			if ours && !slices.Contains(allowed, other) {
				t.Errorf("%s must not import %s", pkg, other)
			}
		}
	}
}

func TestToolsStayWhereTheyBelong(t *testing.T) {
	for pkg, imports := range packages(t) {
		for _, path := range imports {
			for tool, owners := range tools() {
				if within(path, tool) && !slices.ContainsFunc(owners, func(owner string) bool { return within(pkg, owner) }) {
					t.Errorf("%s must not import %s: that is for %v and main", pkg, path, owners)
				}
			}
		}
	}
}

// TestOnlyMainAndTheCourierStartGoroutines keeps every goroutine where a panic
// in it is met: main's crew.
func TestOnlyMainAndTheCourierStartGoroutines(t *testing.T) {
	each(t, func(pkg, name string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			if _, starts := n.(*ast.GoStmt); starts {
				t.Errorf("%s starts a goroutine of its own", name)
			}
			return true
		})
	})
}

// longest is how many lines a file may have; what grows over it holds a second
// noun.
const longest = 400

func TestNoFileIsLongerThanItsNoun(t *testing.T) {
	set := token.NewFileSet()
	eachFile(t, func(_, name string) {
		file, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		if lines := set.File(file.Pos()).LineCount(); lines > longest {
			t.Errorf("%s has %d lines, at most %d are readable", name, lines, longest)
		}
	})
}

func within(path, root string) bool { return path == root || strings.HasPrefix(path, root+"/") }

// packages reads what each package but main imports, tests and their helpers
// left out.
func packages(t *testing.T) map[string][]string {
	t.Helper()
	imports := map[string][]string{}
	each(t, func(pkg, _ string, file *ast.File) {
		if pkg == "." {
			return
		}
		for _, spec := range file.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			imports[pkg] = append(imports[pkg], path)
		}
	})
	return imports
}

func each(t *testing.T, fn func(pkg, name string, file *ast.File)) {
	t.Helper()
	eachFile(t, func(pkg, name string) {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		fn(pkg, name, file)
	})
}

// eachFile walks over the source of the house; bench and packaging are yards of
// their own.
func eachFile(t *testing.T, fn func(pkg, name string)) {
	t.Helper()
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (name == "bench" || name == "packaging" || strings.HasPrefix(entry.Name(), ".") && name != ".") {
			return fs.SkipDir
		}
		pkg := filepath.ToSlash(filepath.Dir(name))
		if filepath.Ext(name) == ".go" && !strings.HasSuffix(pkg, "test") && !strings.HasSuffix(name, "_test.go") {
			fn(pkg, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
