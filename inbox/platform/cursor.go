package platform

import "encoding/json"

// Load reads a cursor of a connector's own. One that is not is taken for the
// beginning: reading twice changes nothing.
func Load[T any](cursor string) T {
	var at T
	if json.Unmarshal([]byte(cursor), &at) != nil {
		var none T
		return none
	}
	return at
}

// Save writes a cursor.
func Save(at any) string {
	b, err := json.Marshal(at)
	if err != nil {
		return "" // cursors are strings and numbers: it cannot be
	}
	return string(b)
}
