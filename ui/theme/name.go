package theme

import (
	"fmt"
	"slices"
	"strings"
)

// Name is one of the themes there are.
type Name string

// The themes.
const (
	Auto        Name = "auto"         // dark or light, as the terminal's ground is
	Dark        Name = "dark"         // whatever the terminal says
	Light       Name = "light"        // likewise
	Contrast    Name = "contrast"     // nothing below 7:1, on either ground
	ColourBlind Name = "colour-blind" // nothing is told by red against green
	Sixteen     Name = "16"           // the terminal's own colours and no others
	None        Name = "none"         // no colours: bold, reverse and underline
)

// Names are all themes, the usual one first.
func Names() []Name {
	return []Name{Auto, Dark, Light, Contrast, ColourBlind, Sixteen, None}
}

// Parse is the theme of that name; no name is the usual one.
func Parse(text string) (Name, error) {
	if text == "" {
		return Auto, nil
	}
	if name := Name(text); slices.Contains(Names(), name) {
		return name, nil
	}
	all := make([]string, len(Names()))
	for i, name := range Names() {
		all[i] = string(name)
	}
	return "", fmt.Errorf("%q is no theme: there are %s", text, strings.Join(all, ", "))
}

// Says is a theme in a few words.
func (n Name) Says() string {
	switch n {
	case Auto:
		return "dark or light, by the terminal"
	case Dark, Light:
		return string(n)
	case Contrast:
		return "high contrast"
	case ColourBlind:
		return "no red against green"
	case Sixteen:
		return "the terminal's 16 colours"
	case None:
		return "no colours"
	}
	return string(n)
}

// version is a number that no other theme has. The usual one and the one that
// looks like it need not share it.
func (n Name) version(dark bool) int {
	version := 1 + 2*slices.Index(Names(), n)
	if dark {
		version++
	}
	return version
}
