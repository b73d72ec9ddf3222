package when

// Preset is a time that people often mean when they put something off.
type Preset struct {
	Key   string // what chooses it: a letter, or the words themselves where they are short
	Words string // as [Parse] takes them
	Name  string
}

// Presets are the times that every sheet for putting something off offers. Next
// week is never today, also on a Monday before nine.
func Presets() []Preset {
	return []Preset{
		{"1h", "1h", "an hour"},
		{"3h", "3h", "three hours"},
		{"t", "tomorrow 09:00", "tomorrow"},
		{"w", "next week 09:00", "next week"},
		{"m", "30d", "next month"},
	}
}
