package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"rounds/inbox/metrics"
)

// Cast tells whether those who counted as one person, and on whose side they
// stood in the period, are still the same: a sum over the members who were known
// when the report was written.
type Cast struct {
	Upto int32  `json:"up_to"` // the newest of them
	Sum  string `json:"sum"`
}

// castOf sums up members as they were in a window. A role that somebody had
// before it or got after it does not count.
func castOf(members []metrics.Member, w metrics.Window, upto int32) Cast {
	known := slices.Clone(members)
	slices.SortFunc(known, func(a, b metrics.Member) int { return int(a.ID) - int(b.ID) })
	var all strings.Builder
	for i := range known {
		m := &known[i]
		if m.ID > upto {
			break
		}
		fmt.Fprintf(&all, "%d %d", m.ID, m.Person)
		for _, turn := range append(slices.Clone(m.Was), metrics.Turn{Until: w.To.UnixMicro(), Role: m.Role}) {
			if turn.Until > w.From.UnixMicro() {
				fmt.Fprintf(&all, " %d %s", min(turn.Until, w.To.UnixMicro()), turn.Role)
			}
			if turn.Until >= w.To.UnixMicro() {
				break
			}
		}
		all.WriteByte('\n')
	}
	sum := sha256.Sum256([]byte(all.String()))
	return Cast{upto, hex.EncodeToString(sum[:12])}
}

func newest(members []metrics.Member) int32 {
	top := int32(0)
	for i := range members {
		top = max(top, members[i].ID)
	}
	return top
}

// Reread is a report that was kept, as it is shown today: its numbers stay, and
// it gains a footnote if who is one person, or who had which role in it, is told
// otherwise now (R9).
func (c Content) Reread(members []metrics.Member) Content {
	if c.Cast.Upto == 0 || castOf(members, metrics.Window{From: c.From, To: c.To}, c.Cast.Upto) == c.Cast {
		return c
	}
	c.Footnotes = append(slices.Clone(c.Footnotes), "Since this was counted, people were merged or taken apart, or roles in this period were set anew. The numbers are those of then.")
	return c
}
