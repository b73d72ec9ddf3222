package main

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"rounds/calendar"
	"rounds/ui/cli"
)

func TestAnExportIsReadBackAsItWas(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "deep", "export")
	files := []calendar.File{{Path: "plan.yaml", Text: "zone: UTC\n"}, {Path: "2026/w48/a.md", Text: "a\r\n"}, {Path: "b.md", Text: "\ufeffb"}}
	if err := writePlan(cli.PlanFiles{Folder: folder, Files: files}, cli.Keep); err != nil {
		t.Fatal(err)
	}
	back, err := readPlan(folder)
	if err != nil || back.Folder != folder || !slices.Equal(back.Files, files[1:]) {
		t.Errorf("read back are %+v, %v", back, err)
	}
	one, err := readPlan(filepath.Join(folder, "2026", "w48", "a.md"))
	if err != nil || filepath.Clean(one.Folder) != filepath.Join(folder, "2026", "w48") || !slices.Equal(one.Files, []calendar.File{{Path: "a.md", Text: "a\r\n"}}) {
		t.Errorf("a file alone: %+v, %v", one, err)
	}
	if _, err := readPlan(filepath.Join(folder, "nothing")); err == nil {
		t.Error("what is not there was read")
	}
}

func TestAnExportLeavesAloneWhatSaysSomethingElse(t *testing.T) {
	folder := t.TempDir()
	write(t, filepath.Join(folder, "b.md"), "theirs", 0o640)
	files := cli.PlanFiles{Folder: folder, Files: []calendar.File{{Path: "a.md", Text: "a"}, {Path: "b.md", Text: "b"}}}
	if err := writePlan(files, cli.Keep); err == nil || !strings.HasPrefix(err.Error(), "b.md in ") {
		t.Errorf("it says %v", err)
	}
	if left, _ := filesIn(folder); !slices.Equal(left, []string{"b.md"}) {
		t.Errorf("something was written: %q", left)
	}
	if err := writePlan(files, cli.Replace); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(folder, "b.md"))
	if info, _ := os.Stat(filepath.Join(folder, "b.md")); err != nil || string(text) != "b" || runtime.GOOS != "windows" && info.Mode().Perm() != 0o640 {
		t.Errorf("it is %q, %v", text, info.Mode())
	}
	if err := writePlan(files, cli.Keep); err != nil {
		t.Errorf("the same again: %v", err)
	}
	if err := writePlan(cli.PlanFiles{Folder: folder, Files: []calendar.File{{Path: "../out.md", Text: "x"}}}, cli.Replace); err == nil {
		t.Error("something was written outside")
	}
}
