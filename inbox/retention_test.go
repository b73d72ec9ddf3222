package inbox

import (
	"testing"
	"time"
)

func TestARetentionIsANumberAndAUnit(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"1d": Day, "90d": 90 * Day, "26w": 182 * Day, "6m": 180 * Day, "1y": 365 * Day, " 2 w ": 14 * Day,
		"": 0, "d": 0, "0d": 0, "-1d": 0, "12h": 0, "90": 0, "1.5y": 0, "101y": 0, "9999999999999999999d": 0, "日": 0,
	} {
		got, err := ParseRetention(text)
		if got != want || (err == nil) != (want > 0) {
			t.Errorf("%q gives %v, %v; want %v", text, got, err, want)
		}
	}
}
