package theme

import (
	"reflect"
	"strings"
	"testing"
)

func TestWhatIsPaintedLeavesNoColourOn(t *testing.T) {
	for _, dark := range []bool{true, false} {
		painted := New(dark)
		for _, roles := range []Roles{painted.Roles, painted.Lit, painted.Dim} {
			v := reflect.ValueOf(roles)
			for i := range v.NumField() {
				role := v.Type().Field(i).Name
				p := Paint{v.Field(i).FieldByName("on").String(), v.Field(i).FieldByName("off").String()}
				got := p.Put("x")
				if !strings.HasPrefix(got, "\x1b[") || !strings.HasSuffix(got, "x\x1b[m") {
					t.Errorf("%s paints %q", role, got)
				}
				if p.Put("") != "" {
					t.Errorf("%s paints nothing as %q", role, p.Put(""))
				}
			}
		}
	}
}

func TestARepaintIsANewVersion(t *testing.T) {
	if New(true).Version == New(false).Version {
		t.Error("kept drawings would outlive the repaint")
	}
}
