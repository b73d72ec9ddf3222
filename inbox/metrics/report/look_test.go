package report

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheSampleIsWrittenForTheEye writes a page where bench/report-look.sh
// says.
func TestTheSampleIsWrittenForTheEye(t *testing.T) {
	path := os.Getenv("REPORT_LOOK")
	if path == "" {
		t.Skip("REPORT_LOOK names the file to write")
	}
	text, err := HTML(sample(""))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

var update = flag.Bool("update", false, "write the golden files anew")

func TestAReportReadsAsItShould(t *testing.T) {
	table, err := CSV(sample(""))
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string]string{"report.md": Markdown(sample("")), "report.csv": table} {
		path := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s is not as it was; go test -update writes it anew:\n%s", path, got)
		}
	}
}

func TestThePageLoadsNothingAndRunsNothing(t *testing.T) {
	text, err := HTML(sample(""))
	if err != nil {
		t.Fatal(err)
	}
	page := elements(t, sample(""))
	for _, wrong := range []string{"<script", "<link", "<img", "<iframe", "<object", "<form", " src", " style=", " on", "ZgotmplZ"} {
		if strings.Contains(page, wrong) {
			t.Errorf("the page has %s", wrong)
		}
	}
	if !strings.Contains(page, "content=default-src 'none'; style-src 'sha256-") || !strings.Contains(string(text), "<style>"+styleText+"</style>") {
		t.Error("the policy is not that of the page")
	}
}
