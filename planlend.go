package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rounds/calendar"
	"rounds/inbox/plain"
	"rounds/ui/cli"
)

// planner is the plan as one command has it: with what lay in the folder when
// it began, and written there when it ends.
type planner struct {
	planDesk
	idle bool // the folder cannot be had, which was told
}

// plan lends the commands the plan.
func (w workshop) plan(ctx context.Context, s cli.Settings) (cli.Plan, error) {
	p, c, err := settled(s)
	if err != nil {
		return nil, err
	}
	memory, err := w.open(ctx, s)
	if err != nil {
		return nil, err
	}
	kept := agenda{sending{Store: memory, connected: c.connected}}
	lent := &planner{planDesk: planDesk{kept, newPlanFolder(p, c, kept)}}
	if err := lent.folder.sync(ctx); err != nil {
		if ctx.Err() != nil {
			memory.Close()
			return nil, err
		}
		lent.idle = true // the plan can still be read, and is written the next time
		fmt.Fprintln(os.Stderr, "rounds: "+plain.Line(err.Error()))
	}
	return lent, nil
}

// Close implements [cli.Plan].
func (p *planner) Close() error {
	var err error
	if !p.idle {
		err = p.folder.sync(context.Background())
	}
	return errors.Join(err, p.Store.Close())
}

// readPlan reads a folder of posts, or one file of any kind, for an import.
func readPlan(path string) (cli.PlanFiles, error) {
	whole, err := filepath.Abs(path)
	var info fs.FileInfo
	if err == nil {
		info, err = os.Stat(whole)
	}
	if err != nil {
		return cli.PlanFiles{}, fmt.Errorf("read %s: %w", path, err)
	}
	found := cli.PlanFiles{Folder: whole}
	name := ""
	if !info.IsDir() {
		found.Folder, name = filepath.Split(whole)
	}
	root, err := os.OpenRoot(found.Folder)
	if err != nil {
		return found, fmt.Errorf("read %s: %w", path, err)
	}
	defer func() { _ = root.Close() }() // it was only read
	if name == "" {
		folder := planFolder{now: time.Now}
		found.Files, err = folder.posts(root)
	} else {
		var text string
		text, err = importText(root, name)
		found.Files = []calendar.File{{Path: name, Text: text}}
	}
	if err != nil {
		return found, fmt.Errorf("read %s: %w", path, err)
	}
	return found, nil
}

// mostImported is how large a table or a calendar may be.
const mostImported = 64 << 20

func importText(root *os.Root, name string) (string, error) {
	most := int64(mostImported)
	if strings.EqualFold(filepath.Ext(name), ".md") {
		most = calendar.MostBytes
	}
	text, err := textUpTo(root, name, most)
	if err == nil && int64(len(text)) > most {
		err = fmt.Errorf("it is larger than %d KiB", most>>10)
	}
	return text, err
}

// posts are the posts of a folder as they lie there.
func (f *planFolder) posts(root *os.Root) ([]calendar.File, error) {
	found, _, err := f.look(root)
	if err != nil {
		return nil, err
	}
	delete(found, calendar.SettingsFile)
	_, files, err := f.readAll(root, found)
	return files, err
}

// writePlan writes an export. What is in the way is told, all of it, before
// anything is written.
func writePlan(files cli.PlanFiles, over cli.Over) error {
	if err := os.MkdirAll(files.Folder, 0o700); err != nil {
		return fmt.Errorf("write the plan: %w", err)
	}
	root, err := os.OpenRoot(files.Folder)
	if err != nil {
		return fmt.Errorf("write the plan: %w", err)
	}
	defer func() { _ = root.Close() }() // each file was closed, and that was looked at
	was := map[string]string{}
	var inTheWay []string
	for _, file := range files.Files {
		text, err := textUpTo(root, file.Path, mostImported)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return fmt.Errorf("write %s: %w", file.Path, err)
		}
		if was[file.Path] = text; text != file.Text && over == cli.Keep {
			inTheWay = append(inTheWay, file.Path)
		}
	}
	if len(inTheWay) > 0 {
		slices.Sort(inTheWay)
		more := ""
		if rest := len(inTheWay) - 1; rest > 0 {
			more = fmt.Sprintf(" and %d more", rest)
		}
		return fmt.Errorf("%s%s in %s says something else and was left alone: --force writes over it", inTheWay[0], more, files.Folder)
	}
	for _, file := range files.Files {
		text, there := was[file.Path]
		switch {
		case there && text != file.Text:
			err = replaceSeen(root, file.Path, text, file.Text)
		case !there:
			err = placeNew(root, file.Path, file.Text)
		}
		if err != nil {
			return fmt.Errorf("write %s: %w", file.Path, err)
		}
	}
	return nil
}
