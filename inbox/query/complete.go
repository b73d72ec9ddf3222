package query

import "strings"

// Complete suggests what the word around the cursor (in runes) may become:
// fields while their name is being typed, values behind fields that have only
// a few. Each suggestion replaces the whole word.
func Complete(text string, cursor int) []string {
	runes := []rune(text)
	cursor = min(max(cursor, 0), len(runes))
	start := cursor
	for start > 0 && !isBlank(runes[start-1]) {
		start--
	}
	typed := string(runes[start:cursor])
	rest := strings.TrimLeft(typed, "-!")
	not := typed[:len(typed)-len(rest)]
	if len(not) > 1 || typed == "" {
		return nil
	}
	name, begun, colon := strings.Cut(rest, ":")
	var list []string
	if !colon {
		for _, f := range Fields() {
			if strings.HasPrefix(string(f), strings.ToLower(name)) {
				list = append(list, not+string(f)+":")
			}
		}
		return list
	}
	f, _ := known(name)
	before := ""
	if i := strings.LastIndexByte(begun, ','); i >= 0 {
		before, begun = begun[:i+1], begun[i+1:]
	}
	for _, v := range values(f) {
		if strings.HasPrefix(v, strings.ToLower(begun)) {
			list = append(list, not+string(f)+":"+before+v)
		}
	}
	return list
}

// values are those worth suggesting for a field.
func values(f Field) []string {
	switch f {
	case Is:
		return Flags()
	case Has:
		return Things()
	case Age:
		return []string{">24h", ">3d", "<7d"}
	case Idle:
		return []string{">3d", ">7d", "<24h"}
	case After, Before:
		return []string{"today", "yesterday", "monday", "7d", "30d"}
	case From, By:
		return []string{"me"}
	case sortField:
		return []string{string(Newest), string(Oldest)}
	case Platform, Account, Channel, Tag, Words:
	}
	return nil
}
