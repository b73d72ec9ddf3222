package forum

import (
	"math/rand/v2"
	"slices"

	"rounds/inbox/platform/simulate/mischief"
)

// spoilList plays a trick with the records of a page.
func spoilList(rows []any, more bool, trick mischief.Trick, dice *rand.Rand) ([]any, bool) {
	if dice == nil {
		return rows, more
	}
	switch trick { //nolint:exhaustive // no others are played with records
	case mischief.DuplicatedRecords:
		rows = append(slices.Clone(rows), rows[:min(len(rows), 3)]...)
	case mischief.ReorderedPage:
		dice.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	case mischief.MissingRecord:
		if len(rows) > 0 {
			at := dice.IntN(len(rows))
			rows = slices.Delete(slices.Clone(rows), at, at+1)
		}
	case mischief.StrangeRecord:
		rows = slices.Insert(slices.Clone(rows), dice.IntN(len(rows)+1), any(object{"id": "a new kind", "kind": object{"of": "record"}}))
	case mischief.FewerThanAsked:
		rows = rows[:(len(rows)+1)/2]
	case mischief.EmptyPage:
		return []any{}, true
	case mischief.LoopingCursor:
		return rows, true
	default:
	}
	return rows, more
}
