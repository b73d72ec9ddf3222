package calendar

import (
	"strings"
	"time"
)

// namedZone is the zone that a calendar file means by a name: one of IANA's,
// maybe with the name of a program before it, or one of Windows'.
func namedZone(name string) (*time.Location, bool) {
	name = strings.Trim(strings.TrimSpace(name), `"/`)
	switch strings.ToUpper(name) {
	case "UTC", "GMT", "Z", "ETC/UTC":
		return time.UTC, true
	}
	if iana := windowsZone(name); iana != "" {
		name = iana
	}
	for {
		if zone, err := LoadZone(name); err == nil && name != "" {
			return zone, true
		}
		_, rest, ok := strings.Cut(name, "/")
		if !ok {
			return nil, false
		}
		name = rest
	}
}

// windowsZone is IANA's name of the zones that Windows and Outlook name most,
// by the first territory that the Unicode CLDR has for each.
func windowsZone(name string) string {
	return map[string]string{
		"GMT Standard Time":              "Europe/London",
		"Greenwich Standard Time":        "Atlantic/Reykjavik",
		"W. Europe Standard Time":        "Europe/Berlin",
		"Romance Standard Time":          "Europe/Paris",
		"Central Europe Standard Time":   "Europe/Budapest",
		"Central European Standard Time": "Europe/Warsaw",
		"E. Europe Standard Time":        "Europe/Chisinau",
		"FLE Standard Time":              "Europe/Kyiv",
		"GTB Standard Time":              "Europe/Bucharest",
		"Russian Standard Time":          "Europe/Moscow",
		"Turkey Standard Time":           "Europe/Istanbul",
		"Israel Standard Time":           "Asia/Jerusalem",
		"Egypt Standard Time":            "Africa/Cairo",
		"South Africa Standard Time":     "Africa/Johannesburg",
		"Arabian Standard Time":          "Asia/Dubai",
		"India Standard Time":            "Asia/Kolkata",
		"Nepal Standard Time":            "Asia/Kathmandu",
		"SE Asia Standard Time":          "Asia/Bangkok",
		"China Standard Time":            "Asia/Shanghai",
		"Singapore Standard Time":        "Asia/Singapore",
		"Tokyo Standard Time":            "Asia/Tokyo",
		"Korea Standard Time":            "Asia/Seoul",
		"AUS Eastern Standard Time":      "Australia/Sydney",
		"E. Australia Standard Time":     "Australia/Brisbane",
		"New Zealand Standard Time":      "Pacific/Auckland",
		"Hawaiian Standard Time":         "Pacific/Honolulu",
		"Pacific Standard Time":          "America/Los_Angeles",
		"Mountain Standard Time":         "America/Denver",
		"US Mountain Standard Time":      "America/Phoenix",
		"Central Standard Time":          "America/Chicago",
		"Eastern Standard Time":          "America/New_York",
		"Atlantic Standard Time":         "America/Halifax",
		"Newfoundland Standard Time":     "America/St_Johns",
		"E. South America Standard Time": "America/Sao_Paulo",
		"Argentina Standard Time":        "America/Buenos_Aires",
		"Pacific SA Standard Time":       "America/Santiago",
		"SA Pacific Standard Time":       "America/Bogota",
		"Central Standard Time (Mexico)": "America/Mexico_City",
	}[name]
}
