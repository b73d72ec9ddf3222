package ui_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/ui"
	"rounds/ui/coverage"
	"rounds/ui/pane"
	"rounds/ui/threads"
	"rounds/ui/uitest"
)

// TestFrames shows what is the app's own: its header and its foot, and what it
// lays over every pane.
func TestFrames(t *testing.T) {
	noon := uitest.Noon()
	leaving := pane.Leaving{Waiting: 2, Timed: 1, Next: noon.Add(9 * time.Second)}
	tests := map[string]struct {
		heard []tea.Msg
		keys  []string
	}{
		"synced":              {nil, nil},
		"a line is said":      {[]tea.Msg{pane.Said{Text: "snoozed until Friday"}}, nil},
		"something failed":    {[]tea.Msg{pane.Failed{Err: errors.New("list conversations: disk I/O error")}}, nil},
		"syncing":             {[]tea.Msg{pane.Sync{Account: "acme", Text: "syncing #help 1,200…"}}, nil},
		"waiting":             {[]tea.Msg{pane.Sync{Account: "acme", Text: "waiting for Slack's limit", Short: "waiting", Until: noon.Add(52 * time.Second)}}, nil},
		"no connection":       {[]tea.Msg{pane.Sync{Account: "acme", Text: "no connection", Trouble: true, Until: noon.Add(190 * time.Second)}}, nil},
		"stopped":             {[]tea.Msg{pane.Sync{Account: "acme", Text: "stopped: token_revoked", Stopped: true}}, nil},
		"something leaves":    {[]tea.Msg{leaving}, nil},
		"something asks":      {[]tea.Msg{pane.Leaving{Asks: 1}}, nil},
		"quit with a warning": {[]tea.Msg{leaving}, []string{"q"}},
		"help":                {nil, []string{"?"}},
		"help further down":   {nil, []string{"?", "j", "j", "j", "j", "j", "j"}},
		"palette":             {nil, []string{":"}},
		"palette found":       {nil, []string{":", "s", "n", "o"}},
		"palette finds none":  {nil, []string{":", "q", "q", "q"}},
		"the other pane":      {nil, []string{"0"}},
		"a key begun":         {nil, []string{"g"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			uitest.Frames(t, func(t *testing.T, width, height int) tea.Model {
				env := uitest.Env(t)
				mirror := &uitest.Mirror{}
				app := ui.New(env, threads.New(env, uitest.Community(), nil), coverage.New(env, mirror, uitest.Advice))
				uitest.Send(app, tea.WindowSizeMsg{Width: width, Height: height})
				uitest.Run(app, app.Init())
				uitest.Send(app, pane.Sync{Account: "acme", At: noon.Add(-2 * time.Minute)})
				for _, msg := range tt.heard {
					uitest.Send(app, msg)
				}
				uitest.Press(app, tt.keys...)
				return app
			})
		})
	}
}

// TestEverySheetIsShownByAFrame finds the types that can lie over a frame, and
// holds them against the first lines of the paint maps, which say what does.
func TestEverySheetIsShownByAFrame(t *testing.T) {
	shown := map[string]bool{}
	eachFrame(t, ".paint", func(path string) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		over, _, _ := strings.Cut(strings.TrimPrefix(string(text), "over "), "\n")
		shown[over] = true
	})
	sheets := sheetTypes(t)
	if len(sheets) < 20 {
		t.Errorf("only %d kinds of sheets were found", len(sheets))
	}
	for _, sheet := range sheets {
		if !shown[sheet] {
			t.Errorf("no golden frame shows a %s: add a scene for uitest.Frames", sheet)
		}
	}
}

// TestEveryGoldenFrameHasThreeSizesAndItsPaints finds frames that are held in
// one size or in one theme only, and files that no test writes any more.
func TestEveryGoldenFrameHasThreeSizesAndItsPaints(t *testing.T) {
	for _, ending := range []string{".golden", ".paint"} {
		eachFrame(t, ending, func(path string) {
			for _, size := range []string{"80x24", "120x32", "200x50"} {
				for _, of := range []string{".golden", ".paint"} {
					if _, err := os.Stat(filepath.Join(filepath.Dir(path), size+of)); err != nil {
						t.Errorf("%s stands alone: %v", path, err)
					}
				}
			}
		})
	}
}

// eachFrame walks over the files of golden frames with that ending. What is
// read out is no frame.
func eachFrame(t *testing.T, ending string, do func(path string)) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ending) && !strings.HasPrefix(filepath.ToSlash(path), "aloud/") {
			do(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// sheetTypes are the types of the screen that draw themselves in a window of a
// size, as [pane.Sheet] asks: "queue.ask".
func sheetTypes(t *testing.T) (names []string) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.Name == "View" && f.Type.Params.NumFields() == 2 {
				names = append(names, file.Name.Name+"."+receiver(f.Recv.List[0].Type))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func receiver(of ast.Expr) string {
	if star, ok := of.(*ast.StarExpr); ok {
		of = star.X
	}
	if name, ok := of.(*ast.Ident); ok {
		return name.Name
	}
	return ""
}
