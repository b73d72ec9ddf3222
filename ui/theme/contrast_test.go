package theme

import (
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// rgb is a colour as light: each part from 0 to 1, linear.
type rgb [3]float64

func lightOf(t *testing.T, hex string) rgb {
	t.Helper()
	n, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
	if err != nil || len(hex) != 7 {
		t.Fatalf("%q is no colour", hex)
	}
	var c rgb
	for i := range c {
		v := float64(n>>(16-8*i)&0xff) / 255
		if v <= 0.04045 {
			c[i] = v / 12.92
		} else {
			c[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return c
}

func (c rgb) luminance() float64 { return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2] }

// contrast is that of WCAG 2, from 1 to 21.
func contrast(a, b rgb) float64 {
	light, dark := max(a.luminance(), b.luminance()), min(a.luminance(), b.luminance())
	return (light + 0.05) / (dark + 0.05)
}

// grounds are what terminals are set to.
func grounds(dark bool) []string {
	if dark {
		return []string{"#000000", "#1e1e1e", "#0d1117", "#1e1e2e"}
	}
	return []string{"#ffffff", "#fafafa", "#f6f8fa"}
}

// inksOf are the colours of a palette by their names.
func inksOf(p palette) map[string]string {
	all := map[string]string{}
	v := reflect.ValueOf(p)
	for i := range v.NumField() {
		if name := v.Type().Field(i).Name; name != "lit" && name != "dim" {
			all[name] = v.Field(i).String()
		}
	}
	return all
}

func TestEveryRoleCanBeReadOnItsGround(t *testing.T) {
	for _, name := range []Name{Auto, Contrast, ColourBlind} {
		for _, dark := range []bool{true, false} {
			p := paletteOf(name, dark)
			for ink, hex := range inksOf(p) {
				least := map[string]float64{"quiet": 3, "rule": 1.15}[ink]
				if least == 0 {
					least = 4.5
				}
				if name == Contrast {
					least = 7
				}
				for _, ground := range append(grounds(dark), p.lit, p.dim) {
					if got := contrast(lightOf(t, hex), lightOf(t, ground)); got < least {
						t.Errorf("%s, dark %v: %s %s on %s is %.2f:1, want %v", name, dark, ink, hex, ground, got, least)
					}
				}
			}
		}
	}
}

// blind is a colour as somebody sees it whose red cones, or green ones, are
// missing: the matrices of Machado, Oliveira and Fernandes, 2009.
func blind(c rgb, m [3]rgb) rgb {
	var seen rgb
	for i := range m {
		for k := range c {
			seen[i] += m[i][k] * c[k]
		}
		seen[i] = max(0, min(1, seen[i]))
	}
	return seen
}

func TestGoodLateAndFailedDifferInLightnessToTheColourBlind(t *testing.T) {
	eyes := map[string][3]rgb{
		"all cones":     {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
		"no red cones":  {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
		"no green ones": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	}
	const apart = 1.25
	for eye, m := range eyes {
		for _, dark := range []bool{true, false} {
			p := paletteOf(ColourBlind, dark)
			pairs := [][2]string{{p.good, p.warn}, {p.warn, p.alarm}, {p.good, p.alarm}}
			for _, pair := range pairs {
				if got := contrast(blind(lightOf(t, pair[0]), m), blind(lightOf(t, pair[1]), m)); got < apart {
					t.Errorf("%s, dark %v: %s and %s differ by %.2f:1, want %v", eye, dark, pair[0], pair[1], got, apart)
				}
			}
		}
	}
}

// sequences are everything that a set of roles switches on.
func sequences(r Roles) []string {
	var all []string
	v := reflect.ValueOf(r)
	for i := range v.NumField() {
		all = append(all, v.Field(i).FieldByName("on").String())
	}
	return all
}

// codes are the parameters of the sequences in s.
func codes(s string) []int {
	var all []int
	for part := range strings.SplitSeq(s, "\x1b[") {
		for code := range strings.SplitSeq(strings.TrimSuffix(part, "m"), ";") {
			if n, err := strconv.Atoi(code); err == nil {
				all = append(all, n)
			}
		}
	}
	return all
}

func TestWithoutColoursThereIsNone(t *testing.T) {
	for _, dark := range []bool{true, false} {
		painted := Named(None, dark)
		for _, roles := range []Roles{painted.Roles, painted.Lit, painted.Dim} {
			for _, on := range sequences(roles) {
				for _, code := range codes(on) {
					if code >= 30 {
						t.Errorf("%q is a colour", on)
					}
				}
			}
		}
	}
}

func TestSixteenColoursAreTheTerminalsOwnAndNoGround(t *testing.T) {
	for _, dark := range []bool{true, false} {
		painted := Named(Sixteen, dark)
		for _, roles := range []Roles{painted.Roles, painted.Lit, painted.Dim} {
			for _, on := range sequences(roles) {
				for _, code := range codes(on) {
					if code == 38 || code == 48 || 40 <= code && code <= 49 || code >= 100 {
						t.Errorf("%q is more than a colour of the terminal's own", on)
					}
				}
			}
		}
	}
}

func TestTheChosenRowIsReversedWhereNoGroundTellsIt(t *testing.T) {
	for _, name := range []Name{Sixteen, None} {
		for _, on := range sequences(Named(name, true).Lit) {
			if !strings.Contains(on, "7") {
				t.Errorf("%s: %q is not reversed", name, on)
			}
		}
	}
}

func TestEveryThemeIsAVersionOfItsOwn(t *testing.T) {
	seen := map[int]Name{}
	for _, name := range Names() {
		for _, dark := range []bool{true, false} {
			v := Named(name, dark).Version
			if name != Dark && name != Light && seen[v] != "" {
				t.Errorf("%s and %s share version %d", name, seen[v], v)
			}
			seen[v] = name
		}
	}
}

func TestAThemeThatIsNoneIsRefusedByName(t *testing.T) {
	if name, err := Parse(""); name != Auto || err != nil {
		t.Errorf("no name is %q, %v", name, err)
	}
	for _, name := range Names() {
		if got, err := Parse(string(name)); got != name || err != nil {
			t.Errorf("%s is read as %q, %v", name, got, err)
		}
	}
	if _, err := Parse("neon"); err == nil || !strings.Contains(err.Error(), "colour-blind") {
		t.Errorf("neon: %v", err)
	}
}

func TestDarkAndLightDoNotAskTheTerminal(t *testing.T) {
	if !Named(Dark, false).IsDark || Named(Light, true).IsDark {
		t.Error("the terminal was asked")
	}
	if Named(Dark, false).Text != New(true).Text || Named(Light, true).Text != New(false).Text {
		t.Error("they do not look as the usual one does")
	}
}
