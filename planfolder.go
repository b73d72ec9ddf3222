package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"rounds/calendar"
)

// planMemory is the store's side of the plan folder.
type planMemory interface {
	// Exchange takes the files of a folder as they lie there, and returns what
	// must be written there (Text "" removes), having noted in one transaction what
	// was taken in. Broken files leave the last good version in force and are kept
	// as problems.
	Exchange(ctx context.Context, folder string, files []calendar.File) ([]calendar.File, error)
	// Copied notes that a file now lies in a folder as text (or is gone: ""), so
	// that later changes there can be told from ours.
	Copied(ctx context.Context, folder string, f calendar.File) error
	UsePlan(s calendar.Settings)
}

// planFolder is the folder in which the plan lies as files, and the one place
// that reads and writes them. It decides nothing: what is taken in and what is
// written is the store's business. What it answers for is that no file is
// written over or removed unless it is what the store was shown.
type planFolder struct {
	path    string
	lock    string // a file that only one program holds at a time
	memory  planMemory
	now     func() time.Time
	pause   func(ctx context.Context, d time.Duration) error
	settles time.Duration // how long nothing must have moved in the folder
	rules   planRules

	mu    sync.Mutex
	seen  map[string]planFile // posts by path, as they were handed to the store
	lies  map[string]planStamp
	again bool // something was in the way that the next look will find
}

// planFile is a file as it was read.
type planFile struct {
	planStamp
	text, why string
}

// planStamp is what tells without reading whether a file was changed.
type planStamp struct {
	size    int64
	changed time.Time
	kind    fs.FileMode
	unsure  bool // it was changed so shortly before that another change may look the same
}

func (s planStamp) same(o planStamp) bool {
	return s.size == o.size && s.changed.Equal(o.changed) && s.kind == o.kind && !s.unsure && !o.unsure
}

// mostPlanned is how many files a plan folder may have. Beyond it nothing is
// taken in, for a file that was left out would look thrown away.
const mostPlanned = 20_000

// usualSettling is how long a folder must have been still before it is read:
// an editor that saves may empty a file first, or move it away for a moment.
const usualSettling = 200 * time.Millisecond

// newPlanFolder is the folder that the config names, else the one beside the
// database.
func newPlanFolder(p paths, c config, memory planMemory) *planFolder {
	return &planFolder{
		path: whole(planPath(p, c)), lock: p.db + ".plan-lock", memory: memory,
		now: time.Now, pause: rest, settles: usualSettling,
		rules: planRules{zone: machineZone("/", os.Getenv)},
	}
}

// planPath is where the plan lies.
func planPath(p paths, c config) string {
	rest, homely := strings.CutPrefix(filepath.ToSlash(c.Plan), "~/")
	home, err := os.UserHomeDir()
	switch {
	case c.Plan == "" && filepath.Base(p.db) == usualDB:
		return filepath.Join(filepath.Dir(p.db), "plan")
	case c.Plan == "": // another database beside it has a plan of its own
		name := filepath.Base(p.db)
		return filepath.Join(filepath.Dir(p.db), strings.TrimSuffix(name, filepath.Ext(name))+"-plan")
	case homely && err == nil:
		return filepath.Join(home, filepath.FromSlash(rest))
	case filepath.IsAbs(c.Plan):
		return filepath.Clean(c.Plan)
	}
	return filepath.Join(filepath.Dir(p.config), c.Plan)
}

// whole is a path that means the same wherever we are called from: the store
// tells folders apart by it.
func whole(path string) string {
	if full, err := filepath.Abs(path); err == nil {
		return full
	}
	return path
}

// rest waits, unless somebody ends it.
func rest(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}

// sync hands the store what lies in the folder, and writes there what the store
// wants written. What was changed in between is left alone until the next time.
func (f *planFolder) sync(ctx context.Context) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	root, done, err := f.enter(ctx)
	if err != nil {
		return err
	}
	defer done()
	files, err := f.gather(ctx, root)
	if err != nil {
		return fmt.Errorf("read the plan in %s: %w", f.path, err)
	}
	f.memory.UsePlan(f.rules.inForce())
	wanted, err := f.memory.Exchange(ctx, f.path, files)
	if err != nil {
		return fmt.Errorf("take in the plan: %w", err)
	}
	f.again = false
	var troubles []error
	for _, file := range wanted {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := f.put(ctx, root, file); err != nil {
			troubles = append(troubles, fmt.Errorf("write %s: %w", file.Path, err))
		}
	}
	return errors.Join(troubles[:min(len(troubles), 3)]...) // one reason holds for the rest
}

// enter opens the folder, made if need be, while no other program of ours is at
// it: two that read at different moments would each take the other's writing for
// a person's.
func (f *planFolder) enter(ctx context.Context) (*os.Root, func(), error) {
	if err := os.MkdirAll(f.path, 0o700); err != nil {
		return nil, nil, fmt.Errorf("make the plan folder: %w", err)
	}
	free, err := f.alone(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("open the plan folder: %w", err)
	}
	root, err := os.OpenRoot(f.path) // nothing outside is read or written, whatever a link says
	if err != nil {
		free()
		return nil, nil, fmt.Errorf("open the plan folder: %w", err)
	}
	return root, func() { _ = root.Close(); free() }, nil
}

// errPlanBusy is that another program was at the folder all the time.
var errPlanBusy = errors.New("another rounds is busy with it")

// alone waits until no other program is at the folder.
func (f *planFolder) alone(ctx context.Context) (free func(), err error) {
	const patience, step = 10 * time.Second, 25 * time.Millisecond
	file, err := os.OpenFile(f.lock, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	for waited := time.Duration(0); ; waited += step {
		taken, err := takeLock(file)
		if err == nil && taken {
			return func() { file.Close() }, nil // the lock goes with it
		}
		if err == nil && waited >= patience {
			err = errPlanBusy
		}
		if err == nil {
			err = f.pause(ctx, step)
		}
		if err != nil {
			file.Close()
			return nil, err
		}
	}
}

// gather reads the settings and every post, again if something moved meanwhile.
func (f *planFolder) gather(ctx context.Context, root *os.Root) ([]calendar.File, error) {
	for try := 1; ; try++ {
		files, err := f.gatherOnce(ctx, root)
		if try < 3 && errors.Is(err, errMoved) {
			continue
		}
		return files, err
	}
}

func (f *planFolder) gatherOnce(ctx context.Context, root *os.Root) ([]calendar.File, error) {
	found, err := f.settled(ctx, root)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 && len(f.seen) > 0 {
		return nil, errors.New("every file is gone, plan.yaml too: nothing is taken as thrown away. Is a disk missing?")
	}
	if err := f.rules.read(root); err != nil {
		return nil, err
	}
	fresh, files, err := f.readAll(root, found)
	if err != nil {
		return nil, err
	}
	f.seen, f.lies = fresh, found
	return files, nil
}

// readAll reads the posts among what was found.
func (f *planFolder) readAll(root *os.Root, found map[string]planStamp) (map[string]planFile, []calendar.File, error) {
	fresh := make(map[string]planFile, len(found))
	files := make([]calendar.File, 0, len(found))
	for path, stamp := range found {
		if path == calendar.SettingsFile {
			continue
		}
		file, err := f.read(root, path, stamp)
		if err != nil {
			return nil, nil, err
		}
		fresh[path] = file
		files = append(files, calendar.File{Path: path, Text: file.text, Why: file.why})
	}
	slices.SortFunc(files, func(a, b calendar.File) int { return cmp.Compare(a.Path, b.Path) })
	return fresh, files, nil
}
