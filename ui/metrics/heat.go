package metrics

import (
	"fmt"
	"strings"

	"rounds/ui/pane"
	"rounds/ui/theme"
)

// shades are from nothing to the most.
const shades = " ░▒▓█"

// shadeOf is which of the shades a part of the most is: nothing is blank, and
// whatever there is is seen.
func shadeOf(part float64) int {
	switch {
	case part <= 0:
		return 0
	case part <= 0.25:
		return 1
	case part <= 0.5:
		return 2
	case part <= 0.75:
		return 3
	}
	return 4
}

// shadePaint is the paint of a shade, which says nothing that the shade itself
// does not say.
func shadePaint(t *theme.Theme, shade int) theme.Paint {
	if shade >= 3 {
		return t.Accent
	}
	return t.Key
}

// heatWidth is how wide a map of hours of at least some cells is within a
// width.
func heatWidth(within, least int) int {
	cell := max(least, min(6, (within-14)/24))
	return 14 + 24*cell
}

// heatLines are the hours of the week on the clock of the reports.
func (p *Pane) heatLines(width, height int) []string {
	t, h := p.env.Theme, &p.read.heat
	most, total := 0, 0
	for _, day := range h {
		for _, n := range day {
			most, total = max(most, n), total+n
		}
	}
	days, room := [...]string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}, 6
	wide := min(6, (width-5-room-1)/24)
	if wide < 1 {
		wide, room = min(6, (width-5)/24), 0
	}
	if wide < 1 || height < 8 {
		return nil
	}
	lines := []string{heatHead(t, wide, width, room)}
	for d, day := range h {
		line, sum := " "+t.Soft.Put(days[d])+" ", 0
		for _, n := range day {
			line += heatCell(t, n, most, wide)
			sum += n
		}
		if room > 0 {
			line += t.Quiet.Put(pane.CellRight(plainNumber(sum), room))
		}
		lines = append(lines, line)
	}
	if height > len(lines) {
		words := "nothing was said"
		if most > 0 {
			words = fmt.Sprintf("messages by hour and weekday, %s · ░ to %s  ▒ to %s  ▓ to %s  █ to %s", zoneName(p), plainNumber(most/4), plainNumber(most/2), plainNumber(most*3/4), plainNumber(most))
		}
		lines = append(lines, " "+t.Quiet.Put(words))
	}
	return lines
}

func zoneName(p *Pane) string { return pane.Line(p.read.window.From.Location().String(), 24) }

// heatHead are the hours.
func heatHead(t *theme.Theme, wide, width, room int) string {
	line := strings.Repeat(" ", 5)
	for hour := 0; hour < 24; {
		step := 1
		for step*wide < 3 {
			step++
		}
		for 24%step != 0 {
			step++
		}
		line += pane.Cell(fmt.Sprintf("%02d", hour), step*wide)
		hour += step
	}
	if room > 0 {
		line += pane.CellRight("all", room)
	}
	return t.Quiet.Put(pane.Fit(line, width))
}

// heatCell is one hour: a shade, and the number where there is room for both.
func heatCell(t *theme.Theme, n, most, wide int) string {
	part := 0.0
	if most > 0 {
		part = float64(n) / float64(most)
	}
	shade := shadeOf(part)
	sign := string([]rune(shades)[shade])
	paint := shadePaint(t, shade)
	if wide < 4 {
		block := max(1, wide-1)
		if wide == 1 {
			return paint.Put(sign)
		}
		return paint.Put(strings.Repeat(sign, block)) + pane.Blank(wide-block)
	}
	number := ""
	if n > 0 {
		number = short(float64(n))
	}
	if pane.Width(number) > wide-2 {
		number = ""
	}
	return paint.Put(sign) + t.Quiet.Put(pane.Cell(number, wide-1))
}
