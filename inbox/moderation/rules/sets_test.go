package rules

import (
	"archive/zip"
	"bufio"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// shared is a file beside the project, the same for everyone who works on it.
// A clone of the project alone passes without; ROUNDS_NEED_SHARED makes its
// absence a failure.
func shared(t testing.TB, parts ...string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join(append([]string{"..", "..", "..", "..", "shared"}, parts...)...))
	if err == nil {
		_, err = os.Stat(path)
	}
	if err != nil && os.Getenv("ROUNDS_NEED_SHARED") != "" {
		t.Fatal(err)
	}
	if err != nil {
		t.Skipf("this test reads what lies beside the project: %v", err)
	}
	return path
}

// labelled reads one of the labelled sets; spam and toxic are bad.
func labelled(t testing.TB, name string) []Labelled {
	t.Helper()
	f, err := os.Open(shared(t, "data", name+".jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var items []Labelled
	lines := bufio.NewScanner(unpacked)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var one struct{ Label, Text string }
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			t.Fatal(err)
		}
		items = append(items, Labelled{one.Text, one.Label == "spam" || one.Label == "toxic"})
	}
	return items
}

// ubuntu reads what people said in the Ubuntu channels, as it was said, and
// keeps every nth message.
func ubuntu(t testing.TB, nth int) []Labelled {
	t.Helper()
	archive, err := zip.OpenReader(shared(t, "data", "ubuntu-slack-export.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	slices.SortFunc(archive.File, func(a, b *zip.File) int { return cmp.Compare(a.Name, b.Name) })
	var items []Labelled
	n := 0
	for _, f := range archive.File {
		if !strings.Contains(f.Name, "/") || !strings.HasSuffix(f.Name, ".json") {
			continue
		}
		for _, m := range day(t, f) {
			if n++; m.Subtype == "" && m.Text != "" && n%nth == 0 {
				items = append(items, Labelled{Text: m.Text})
			}
		}
	}
	return items
}

type said struct{ Subtype, Text string }

func day(t testing.TB, f *zip.File) []said {
	t.Helper()
	in, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	text, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	var messages []said
	if err := json.Unmarshal(text, &messages); err != nil {
		t.Fatal(err)
	}
	return messages
}

// packed is the packs as they come.
func packed(t testing.TB) *Set {
	t.Helper()
	set, err := Load(Source{Name: "rules.toml"})
	if err != nil {
		t.Fatal(err)
	}
	return set
}
